using Throughline.Domain.Accounts;
using Throughline.Testing;

namespace Throughline.Tests.Api;

public sealed class RightsTests(TestDatabases databases) : IAsyncLifetime
{
    private const string Tomas = "tomas@practice.example";
    private const string Ana = "ana@practice.example";
    private PracticeServer server = null!;

    public async ValueTask InitializeAsync() => server = await PracticeServer.StartAsync(databases);

    public ValueTask DisposeAsync() => server.DisposeAsync();

    [Fact]
    public async Task What_somebody_may_not_see_reads_like_what_is_not_there()
    {
        using var tomas = await ApiClient.OpenAsync(server, Tomas, [Role.Member]);

        Assert.Equal(200, (await tomas.GetAsync("/engagements/SOW-1042")).Status);
        foreach (var path in (string[])["/engagements/SOW-1024", "/engagements/SOW-1024/issues", "/issues/SOW-1024/9", "/milestones/SOW-1024/M1", "/time-entries/t1", "/bookings/b2", "/customers/alpen"])
            Assert.True((await tomas.GetAsync(path)).Status == 404, path);

        Assert.Equal(["SOW-1042"], (await tomas.GetAsync("/engagements")).Items.Select(item => item.GetProperty("engagement").GetString()));
        Assert.Equal(404, (await tomas.PatchAsync("/issues/SOW-1024/9", new { title = "Mine" }, "*")).Status);
        Assert.Equal(422, (await tomas.PostAsync("/issues", new { engagement = "SOW-1024", title = "Mine" })).Status);
    }

    [Fact]
    public async Task What_one_sees_but_may_not_change_is_refused_with_the_reason()
    {
        using var tomas = await ApiClient.OpenAsync(server, Tomas, [Role.Member]);

        var refused = await tomas.PatchAsync("/engagements/SOW-1042", new { name = "Mine" }, "*");

        Assert.Equal((403, "R-296"), (refused.Status, refused.Rule));
        Assert.Equal(403, (await tomas.PostAsync("/time-off", new { person = "p004", start = "2026-04-06", end = "2026-04-06" })).Status);
        Assert.Equal(201, (await tomas.PostAsync("/time-off", new { person = "p003", start = "2026-04-06", end = "2026-04-06" })).Status);
        Assert.Equal(403, (await tomas.GetAsync("/rates")).Status);
    }

    [Fact]
    public async Task A_token_for_staffing_alone_changes_and_releases_what_it_booked()
    {
        using var planner = await ApiClient.OpenAsync(server, "kim@practice.example", [Role.Coordinator], Scope.Staffing);

        Assert.Equal(201, (await planner.PostAsync("/bookings", new
        {
            booking = "b-planned", engagement = "SOW-1042", person = "p003", start = "2026-05-04", end = "2026-05-08", hoursPerDay = 2, kind = "soft",
        })).Status);
        Assert.Equal(200, (await planner.PatchAsync("/bookings/b-planned", new { hoursPerDay = 1 }, "*")).Status);
        Assert.Equal(403, (await planner.GetAsync("/bookings/b-planned")).Status);
        Assert.Equal(204, (await planner.DeleteAsync("/bookings/b-planned", "*")).Status);
    }

    [Fact]
    public async Task Nobody_changes_the_address_that_says_which_person_their_account_belongs_to()
    {
        using var ana = await ApiClient.OpenAsync(server, Ana, [Role.Operations]);

        var refused = await ana.PatchAsync("/people/p001", new { email = "other@practice.example" }, "*");

        Assert.Equal((403, "separation_of_duties"), (refused.Status, refused.Rule));
        Assert.Equal(200, (await ana.PatchAsync("/people/p003", new { email = "tomas.rivera@practice.example" }, "*")).Status);
    }

    [Theory]
    [InlineData(Scope.Time, "GET", "/people")]
    [InlineData(Scope.Finance, "GET", "/rates")]
    [InlineData(Scope.Read, "GET", "/rates")]
    [InlineData(Scope.Admin, "GET", "/me")]
    [InlineData(Scope.Read, "POST", "/people")]
    [InlineData(Scope.Delivery, "POST", "/rates")]
    [InlineData(Scope.Read, "POST", "/bookings")]
    [InlineData(Scope.Staffing, "POST", "/time-entries")]
    [InlineData(Scope.Delivery, "POST", "/imports")]
    [InlineData(Scope.Time, "GET", "/reports/forecast")]
    public async Task A_token_without_the_scope_is_refused(Scope scope, string method, string path)
    {
        using var root = await ApiClient.OpenAsync(server, "root@practice.example", [Role.Administrator], scope);
        object body = path switch
        {
            "/people" => new { name = "X", role = "engineer", weeklyHours = 40 },
            "/rates" => new { role = "x", currency = "EUR", hourlyRate = 1, effectiveFrom = "2026-01-01" },
            "/bookings" => new { engagement = "SOW-1042", person = "p004", start = "2026-04-06", end = "2026-04-06", hoursPerDay = 1, kind = "soft" },
            _ => new { person = "p003", date = "2026-03-09", engagement = "SOW-1042", hours = 1 },
        };

        var refused = method == "GET" ? await root.GetAsync(path) : await root.PostAsync(path, body);

        Assert.Equal((403, "scope"), (refused.Status, refused.Rule));
    }

    [Fact]
    public async Task Money_is_left_out_for_those_who_may_not_see_it()
    {
        using var tomas = await ApiClient.OpenAsync(server, Tomas, [Role.Member]);
        using var ana = await ApiClient.OpenAsync(server, Ana, [Role.ProjectManager]);
        using var poor = await ApiClient.OpenAsync(server, Ana, [], Scope.Read, Scope.Delivery);

        Assert.Null((await tomas.GetAsync("/engagements/SOW-1042"))["contractValue"]);
        Assert.Equal("412000", (await ana.GetAsync("/engagements/SOW-1042"))["contractValue"]);
        Assert.Null((await poor.GetAsync("/engagements/SOW-1042"))["contractValue"]);
        Assert.Null((await ana.GetAsync("/people/p004"))["costRate"]);
        Assert.Equal(403, (await ana.GetAsync("/people?costRate=80")).Status);
        Assert.Equal(403, (await ana.GetAsync("/engagements?sort=contractValue")).Status);
        Assert.Equal(403, (await poor.PatchAsync("/milestones/SOW-1042/M4", new { amount = 1 }, "*")).Status);
        Assert.Equal(200, (await ana.PatchAsync("/milestones/SOW-1042/M4", new { amount = 1 }, "*")).Status);
    }

    [Fact]
    public async Task A_report_shows_a_manager_the_engagements_she_leads()
    {
        using var ana = await ApiClient.OpenAsync(server, Ana, [Role.ProjectManager]);
        var report = await ana.GetAsync("/reports/remaining-funds?today=2026-03-11");

        Assert.Equal(200, report.Status);
        Assert.Equal(["SOW-1042"], report.Body.GetProperty("rows").EnumerateArray().Select(row => row.GetProperty("engagement").GetString()));
        Assert.Equal(404, (await ana.GetAsync("/reports/nothing")).Status);
    }
}

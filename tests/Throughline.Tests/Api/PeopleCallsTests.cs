using Throughline.Domain.Accounts;
using Throughline.Testing;

namespace Throughline.Tests.Api;

/// <summary>Skills, working hours and time off over the API. It is 11 March 2026.</summary>
public sealed class PeopleCallsTests(TestDatabases databases) : IAsyncLifetime
{
    private PracticeServer practice = null!;

    public async ValueTask InitializeAsync() => practice = await PracticeServer.StartAsync(databases);
    public ValueTask DisposeAsync() => practice.DisposeAsync();

    [Fact]
    [Trait("rule", "R-046")]
    public async Task Whoever_plans_enters_qualifications_people_their_own_wishes_and_colleagues_do_not_read_them()
    {
        using var coordinator = await ApiClient.OpenAsync(practice, "coordinator@example.org", [Role.Coordinator]);
        using var member = await ApiClient.OpenAsync(practice, "tomas@practice.example", [Role.Member]);

        var made = await coordinator.PostAsync("/qualifications", new { person = "p003", kind = "certification", qualification = "Git Basics", expires = "2027-05-11" });
        Assert.Equal((201, "2027-05-11"), (made.Status, made["expires"]));
        Assert.Equal(201, (await coordinator.PostAsync("/qualifications", new { person = "p004", kind = "wish", qualification = "leading" })).Status);
        Assert.Equal(409, (await coordinator.PostAsync("/qualifications", new { person = "p003", kind = "certification", qualification = "Git Basics" })).Status);
        Assert.Equal(422, (await coordinator.PostAsync("/qualifications", new { person = "p003", kind = "certification" })).Status);
        Assert.Equal(422, (await coordinator.PatchAsync("/qualifications/p003/certification/Git%20Basics", new { obtained = "2028-01-01" }, made.ETag)).Status);

        Assert.Equal("p003", Assert.Single((await member.GetAsync("/qualifications")).Items).GetProperty("person").GetString());
        Assert.Equal(404, (await member.GetAsync("/qualifications/p004/wish/leading")).Status);

        Assert.Equal(201, (await member.PostAsync("/qualifications", new { person = "p003", kind = "wish", qualification = "leading" })).Status);
        Assert.Equal(403, (await member.PostAsync("/qualifications", new { person = "p003", kind = "certification", qualification = "Terraform" })).Status);
        Assert.Equal(403, (await member.PatchAsync("/qualifications/p003/certification/Git%20Basics", new { expires = "2030-01-01" }, made.ETag)).Status);
        Assert.Equal(403, (await member.PostAsync("/qualifications", new { person = "p004", kind = "wish", qualification = "rest" })).Status);
    }

    [Fact]
    [Trait("rule", "R-207")]
    public async Task Days_without_work_are_said_and_taken_back_by_their_person_once_for_each_key()
    {
        using var member = await ApiClient.OpenAsync(practice, "tomas@practice.example", [Role.Member]);
        using var colleague = await ApiClient.OpenAsync(practice, "kim@practice.example", [Role.Member]);
        var day = new { person = "p003", start = "2026-03-10", end = "2026-03-10" };

        Assert.Equal(201, (await member.PostAsync("/no-work", new { person = "p003", start = "2026-03-09", end = "2026-03-15", reason = "Unpaid leave" })).Status);
        Assert.Equal(201, (await member.PostAsync("/no-work", day)).Status);
        Assert.Equal(422, (await member.PostAsync("/no-work", new { person = "p003", start = "2026-03-10", end = "2026-03-09" })).Status);
        Assert.Equal(409, (await member.PostAsync("/no-work", new { person = "p003", start = "2026-03-04", end = "2026-03-04" })).Status);
        Assert.Equal(403, (await colleague.PostAsync("/no-work", day)).Status);
        Assert.Equal(["Unpaid leave", null], (await member.GetAsync("/no-work")).Items.Select(item => item.GetProperty("reason").GetString()));
        Assert.Empty((await colleague.GetAsync("/no-work")).Items);
        Assert.Equal(200, (await member.PostAsync("/no-work:withdraw", day)).Status);
        Assert.Equal(404, (await member.PostAsync("/no-work:withdraw", day)).Status);
    }

    [Fact]
    [Trait("rule", "R-046")]
    public async Task Notes_on_working_style_are_signed_by_the_program_and_read_by_planners_managers_and_the_person_alone()
    {
        using var coordinator = await ApiClient.OpenAsync(practice, "coordinator@example.org", [Role.Coordinator]);
        using var member = await ApiClient.OpenAsync(practice, "tomas@practice.example", [Role.Member]);
        using var partner = await ApiClient.OpenAsync(practice, "partner@example.org", [Role.Partner]);

        var made = await coordinator.PostAsync("/style-notes", new { person = "p003", text = "Explains well", traits = "mentor", author = "somebody@else.org" });
        Assert.Equal((201, "coordinator@example.org"), (made.Status, made["author"]));
        Assert.Equal(201, (await coordinator.PostAsync("/style-notes", new { person = "p004", note = "n1", text = "Quiet" })).Status);
        Assert.Equal(422, (await coordinator.PostAsync("/style-notes", new { person = "p004", text = "" })).Status);

        Assert.Equal("Explains well", Assert.Single((await member.GetAsync("/style-notes")).Items).GetProperty("text").GetString());
        Assert.Equal(404, (await member.GetAsync("/style-notes/p004/n1")).Status);
        Assert.Equal(403, (await member.PostAsync("/style-notes", new { person = "p003", text = "Brilliant" })).Status);
        Assert.Equal(403, (await partner.GetAsync("/style-notes")).Status);
    }

    [Fact]
    [Trait("rule", "R-106")]
    public async Task A_working_pattern_changes_capacity_from_its_day_and_the_ledger_at_once()
    {
        using var operations = await ApiClient.OpenAsync(practice, "operations@example.org", [Role.Operations]);
        Assert.Equal(201, (await operations.PostAsync("/bookings", new
        {
            booking = "b7", engagement = "SOW-1024", person = "p003", role = "engineer", start = "2026-03-16", end = "2026-03-20", hoursPerDay = 4, kind = "hard",
        })).Status);

        var made = await operations.PostAsync("/working-patterns", new { person = "p003", effectiveFrom = "2026-03-16", mon = 300, tue = 480, wed = 480, thu = 480, fri = 0 });
        Assert.Equal((201, "0"), (made.Status, made["sat"]));

        var report = await operations.GetAsync("/reports/allocation?today=2026-03-11&from=2026-03-09&to=2026-03-22&filter.person=p003");
        Assert.Equal([40m, 29m], report.Body.GetProperty("rows").EnumerateArray().Select(row =>
            decimal.Parse(row.GetProperty("capacity_hours").GetString()!, System.Globalization.CultureInfo.InvariantCulture)));
        Assert.Equal(180, await practice.ReadAsync<int>("select conflict from person_day where person = 'p003' and day = '2026-03-16'"));
        Assert.Equal(0, await Throughline.Data.Staffing.LedgerKeeper.CountDifferencesAsync(practice.Database, new DateOnly(2026, 3, 11), CancellationToken.None));
        Assert.Equal(422, (await operations.PostAsync("/working-patterns", new { person = "p003", effectiveFrom = "2026-04-01", mon = 1441, tue = 0, wed = 0, thu = 0, fri = 0 })).Status);
    }

    [Fact]
    public async Task A_calendar_feed_is_made_listed_and_revoked_and_its_address_told_once()
    {
        using var member = await ApiClient.OpenAsync(practice, "tomas@practice.example", [Role.Member]);

        var made = await member.PostAsync("/feeds", new { kind = "person", key = "p003" });
        Assert.Equal(201, made.Status);
        Assert.EndsWith(".ics", made["address"], StringComparison.Ordinal);
        Assert.Equal(made["feed"], Assert.Single((await member.GetAsync("/feeds")).Items).GetProperty("feed").GetString());
        Assert.Equal(403, (await member.PostAsync("/feeds", new { kind = "person", key = "p004" })).Status);
        Assert.Equal(422, (await member.PostAsync("/feeds", new { kind = "planet", key = "p003" })).Status);

        Assert.Equal(204, (await member.PostAsync($"/feeds/{made["feed"]}:revoke", new { })).Status);
        Assert.Equal(404, (await member.PostAsync($"/feeds/{made["feed"]}:revoke", new { })).Status);
        Assert.Empty((await member.GetAsync("/feeds")).Items);
    }
}

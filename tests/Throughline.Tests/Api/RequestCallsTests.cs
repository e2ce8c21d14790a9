using Throughline.Domain.Accounts;
using Throughline.Testing;

namespace Throughline.Tests.Api;

public sealed class RequestCallsTests(TestDatabases databases) : IAsyncLifetime
{
    private PracticeServer server = null!;
    private ApiClient ana = null!;
    private ApiClient priya = null!;

    public async ValueTask InitializeAsync()
    {
        server = await PracticeServer.StartAsync(databases);
        ana = await ApiClient.OpenAsync(server, "ana@practice.example", [Role.ProjectManager]);
        priya = await ApiClient.OpenAsync(server, "priya@practice.example", [Role.Coordinator]);
    }

    public async ValueTask DisposeAsync()
    {
        ana.Dispose();
        priya.Dispose();
        await server.DisposeAsync();
    }

    private static object New => new { engagement = "SOW-1042", kind = "new", role = "engineer", start = "2026-05-04", end = "2026-05-08", hoursPerDay = 4, commitment = "hard", skills = "kubernetes:3" };

    [Fact]
    [Trait("rule", "R-089")]
    public async Task A_request_is_drafted_changed_submitted_countered_accepted_and_approved()
    {
        var made = await ana.PostAsync("/resource-requests", New);
        var address = $"/resource-requests/{made["request"]}";
        var changed = await ana.PatchAsync(address, new { person = "p003" }, made.ETag);
        var early = await priya.PostAsync(address + ":approve", null);
        var submitted = await ana.PostAsync(address + ":submit", null);
        var commented = await priya.PostAsync(address + ":comment", new { text = "Could it be later?" });
        var empty = await priya.PostAsync(address + ":counter", new { offers = Array.Empty<object>() });
        var countered = await priya.PostAsync(address + ":counter", new { reason = "busy", offers = new[] { new { start = "2026-05-11", end = "2026-05-15", hoursPerDay = "4" } } });
        var accepted = await ana.PostAsync(address + ":accept", new { start = "2026-05-11", end = "2026-05-15", hoursPerDay = 4 });
        var approved = await priya.PostAsync(address + ":approve", new { reason = "fits" });

        Assert.Equal(
            [201, 200, 409, 200, 200, 422, 200, 200, 200],
            [made.Status, changed.Status, early.Status, submitted.Status, commented.Status, empty.Status, countered.Status, accepted.Status, approved.Status]);
        Assert.Equal(("draft", "R-089", "submitted", "2026-05-11/2026-05-15@4:00"), (made["state"], early.Rule, commented["state"], countered["offers"]));
        Assert.Equal(("booked", "2026-05-11", "fits"), (approved["state"], approved["start"], approved["reason"]));
        Assert.Equal("hard", (await priya.GetAsync($"/bookings/{approved["booking"]}"))["kind"]);
        Assert.Equal(409, (await ana.PatchAsync(address, new { note = "late" }, "*")).Status);
    }

    [Fact]
    public async Task Lists_are_narrowed_to_what_the_caller_sees_and_filtered_by_column()
    {
        var made = await ana.PostAsync("/resource-requests", New);
        await priya.PostAsync("/resource-requests", new { request = "rr-x", engagement = "SOW-1024", kind = "new", person = "p003", start = "2026-05-04", end = "2026-05-08", hoursPerDay = 4, commitment = "soft" });
        using var tomas = await ApiClient.OpenAsync(server, "tomas@practice.example", [Role.Member]);
        using var reader = await ApiClient.OpenAsync(server, "priya@practice.example", [], Scope.Read);

        Assert.Equal([made["request"]], (await ana.GetAsync("/resource-requests")).Items.Select(item => item.GetProperty("request").GetString()));
        Assert.Equal(2, (await priya.GetAsync("/resource-requests?from=2026-05-01&state=draft")).Items.Count);
        Assert.Equal(["rr-x"], (await tomas.GetAsync("/resource-requests")).Items.Select(item => item.GetProperty("request").GetString()));
        Assert.Equal(404, (await ana.GetAsync("/resource-requests/rr-x")).Status);
        Assert.Equal(403, (await reader.PostAsync("/resource-requests/rr-x:submit", null)).Status);
        Assert.Equal(422, (await ana.PostAsync("/resource-requests", new { engagement = "SOW-1042", kind = "new", role = "engineer", start = "2026-05-04", end = "2026-05-08", hoursPerDay = 4, commitment = "hard", state = "booked" })).Status);
    }

    [Fact]
    public async Task The_same_key_drafts_once()
    {
        var first = await ana.PostAsync("/resource-requests", New, ("Idempotency-Key", "one"));
        var second = await ana.PostAsync("/resource-requests", New, ("Idempotency-Key", "one"));
        Assert.Equal((201, first["request"]), (second.Status, second["request"]));
    }

    [Fact]
    [Trait("rule", "R-046")]
    public async Task Candidates_come_with_the_parts_of_their_scores()
    {
        var made = await ana.PostAsync("/resource-requests", New);
        var found = await priya.GetAsync($"/resource-requests/{made["request"]}/candidates");
        Assert.Equal(200, found.Status);
        foreach (var candidate in found.Body.GetProperty("candidates").EnumerateArray())
        {
            var shares = candidate.GetProperty("parts").EnumerateArray().Sum(part => decimal.Parse(part.GetProperty("share").GetString()!, System.Globalization.CultureInfo.InvariantCulture));
            Assert.InRange(shares - decimal.Parse(candidate.GetProperty("score").GetString()!, System.Globalization.CultureInfo.InvariantCulture), -0.01m, 0.01m);
        }
    }

    [Fact]
    [Trait("rule", "day_ledger")]
    public async Task A_refused_booking_tells_the_ways_out()
    {
        var refused = await priya.PostAsync("/bookings", new { engagement = "SOW-1024", person = "p003", start = "2026-03-16", end = "2026-03-17", hoursPerDay = 5, kind = "hard" });
        Assert.Equal((409, "day_ledger"), (refused.Status, refused.Rule));
        var choices = refused.Body.GetProperty("choices");
        Assert.Equal("4", choices.GetProperty("shorterHoursPerDay").GetString());
        Assert.Equal("soft", choices.GetProperty("waitingList").GetProperty("kind").GetString());
        Assert.True(choices.GetProperty("overtime").GetArrayLength() > 0);
    }
}

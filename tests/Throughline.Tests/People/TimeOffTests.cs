using System.Net;
using Throughline.Domain.Accounts;
using Throughline.Testing;
using Throughline.Tests.Accounts;
using Throughline.Tests.Api;

namespace Throughline.Tests.People;

/// <summary>Time off from asking to the plan. It is 11 March 2026; Tomás (p003) works for Ana (p001), Kim (p004) for Claire (p002).</summary>
public sealed class TimeOffTests(TestDatabases databases) : IAsyncLifetime
{
    private PracticeServer practice = null!;

    public async ValueTask InitializeAsync() => practice = await PracticeServer.StartAsync(databases);
    public ValueTask DisposeAsync() => practice.DisposeAsync();

    [Fact]
    [Trait("rule", "R-106")]
    public async Task Who_asks_is_told_of_bookings_and_the_manager_sees_them_before_approving()
    {
        using var tomas = await BrowserAsync("tomas@practice.example", Role.Member);
        using var ana = await BrowserAsync("ana@practice.example", Role.ProjectManager);
        (string, string)[] days = [("start", "2026-03-16"), ("end", "2026-03-18"), ("kind", "pto"), ("note", "Skiing")];

        var asked = await tomas.SubmitAsync("/my-week/time-off", days);
        Assert.Contains("These days hold 1 firm booking: SOW-1042, 12 h on 3 days", asked.Document.Body!.TextContent, StringComparison.Ordinal);
        Assert.Equal(0, await practice.ReadAsync<int>("select count(*)::int from time_off_requests"));
        Assert.Equal("/my-week/time-off", (await tomas.SendAsync("/my-week/time-off", asked, days)).GoesTo);

        var inbox = await ana.GetAsync("/inbox");
        Assert.Contains("conflicts with 1 firm booking", inbox.Document.Body!.TextContent, StringComparison.Ordinal);
        var key = inbox.Document.QuerySelector("button[name=approve]")!.GetAttribute("value")!;
        var without = await PressAsync(ana, "/inbox", "decide-time-off", ("decline", key));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, without.Status);
        Assert.Equal("/inbox", (await PressAsync(ana, "/inbox", "decide-time-off", ("approve", key))).GoesTo);

        Assert.Equal("2026-03-16 2026-03-18 pto", await practice.ReadAsync<string>("select start_date || ' ' || end_date || ' ' || kind from time_off"));
        Assert.Equal("p001 project_manager", await practice.ReadAsync<string>("select decided_by || ' ' || role from decisions where subject like 'time_off:%'"));
        Assert.Equal(0, await practice.ReadAsync<int>("select coalesce(sum(hard), 0)::int from person_day where person = 'p003' and day between '2026-03-16' and '2026-03-18'"));
        await LedgerAgreesAsync();
        Assert.DoesNotContain("Skiing", (await ana.GetAsync("/inbox")).Html, StringComparison.Ordinal);

        Assert.Equal("/my-week/time-off", (await PressAsync(tomas, "/my-week/time-off", "withdraw", ("request", key))).GoesTo);
        Assert.Equal(0, await practice.ReadAsync<int>("select count(*)::int from time_off"));
        Assert.Equal(240, await practice.ReadAsync<int>("select hard from person_day where person = 'p003' and day = '2026-03-16'"));
        Assert.Equal("withdrawn", await practice.ReadAsync<string>("select state from time_off_requests"));
        await LedgerAgreesAsync();
    }

    [Fact]
    public async Task A_declined_request_comes_back_with_the_reason_and_a_stranger_has_no_say()
    {
        using var kim = await BrowserAsync("kim@practice.example", Role.Member);
        using var ana = await BrowserAsync("ana@practice.example", Role.ProjectManager);
        using var coordinator = await BrowserAsync("coordinator@example.org", Role.Coordinator);
        await kim.SubmitAsync("/my-week/time-off", ("start", "2026-04-06"), ("end", "2026-04-10"), ("kind", "pto"));
        var key = await practice.ReadAsync<string>("select time_off_request from time_off_requests");

        Assert.DoesNotContain(key, (await ana.GetAsync("/inbox")).Html, StringComparison.Ordinal);
        Assert.DoesNotContain(key, (await coordinator.GetAsync("/inbox")).Html, StringComparison.Ordinal);
        await PressAsync(coordinator, "/inbox?as=backup", "decide-time-off", ("decline", key), ($"reason-{key}", "Go-live week"));

        Assert.Contains("Declined by coordinator@example.org: Go-live week", (await kim.GetAsync("/my-week/time-off")).Document.Body!.TextContent, StringComparison.Ordinal);
        Assert.Equal(0, await practice.ReadAsync<int>("select count(*)::int from time_off"));
    }

    [Fact]
    [Trait("rule", "R-106")]
    public async Task Over_the_API_it_is_asked_for_decided_and_withdrawn_and_nobody_decides_on_their_own()
    {
        using var tomas = await ApiClient.OpenAsync(practice, "tomas@practice.example", [Role.Member]);
        using var ana = await ApiClient.OpenAsync(practice, "ana@practice.example", [Role.ProjectManager, Role.Coordinator]);
        using var claire = await ApiClient.OpenAsync(practice, "claire@practice.example", [Role.ProjectManager]);

        var made = await tomas.PostAsync("/time-off-requests", new { start = "2026-04-06", end = "2026-04-07", hoursPerDay = 4 }, ("Idempotency-Key", "k"));
        var again = await tomas.PostAsync("/time-off-requests", new { start = "2026-04-06", end = "2026-04-07", hoursPerDay = 4 }, ("Idempotency-Key", "k"));
        Assert.Equal((201, "p003", "requested"), (made.Status, made["person"], made["state"]));
        Assert.Equal(made["request"], again["request"]);
        var key = made["request"]!;
        var overlap = await tomas.PostAsync("/time-off-requests", new { start = "2026-04-07", end = "2026-04-09" });
        Assert.Equal((409, "R-106"), (overlap.Status, overlap.Rule));
        Assert.Equal(422, (await tomas.PostAsync("/time-off-requests", new { start = "2026-05-07", end = "2026-05-09", state = "approved" })).Status);
        Assert.Equal(422, (await tomas.PostAsync("/time-off-requests", new { person = "p099", start = "2026-05-07", end = "2026-05-09" })).Status);

        Assert.Equal("separation_of_duties", (await tomas.PostAsync("/time-off-requests:approve", new { requests = new[] { key } })).Rule);
        Assert.Equal(403, (await claire.PostAsync("/time-off-requests:approve", new { requests = new[] { key } })).Status);
        Assert.Equal(404, (await ana.PostAsync("/time-off-requests:approve", new { requests = new[] { key, "r-none" } })).Status);
        Assert.Equal(422, (await ana.PostAsync("/time-off-requests:decline", new { requests = new[] { key } })).Status);
        var approved = await ana.PostAsync("/time-off-requests:approve", new { requests = new[] { key }, reason = "Enjoy it" });
        Assert.Equal((200, "approved", "p001"), (approved.Status, approved.Items[0].GetProperty("state").GetString(), approved.Items[0].GetProperty("decidedBy").GetString()));
        Assert.Equal("4", Assert.Single((await tomas.GetAsync("/time-off?person=p003")).Items).GetProperty("hoursPerDay").GetString());
        Assert.Equal(409, (await ana.PostAsync("/time-off-requests:decline", new { requests = new[] { key }, reason = "No" })).Status);

        var own = await ana.PostAsync("/time-off-requests", new { start = "2026-04-06", end = "2026-04-07" });
        Assert.Equal("separation_of_duties", (await ana.PostAsync("/time-off-requests:approve", new { requests = new[] { own["request"]! } })).Rule);
        Assert.Equal(200, (await tomas.PostAsync("/time-off-requests:withdraw", new { requests = new[] { key } })).Status);
        Assert.Equal(409, (await tomas.PostAsync("/time-off-requests:withdraw", new { requests = new[] { key } })).Status);
        Assert.Equal(0, await practice.ReadAsync<int>("select count(*)::int from time_off"));
        Assert.Single((await tomas.GetAsync("/time-off-requests?from=2026-04-07&to=2026-04-30")).Items);
    }

    [Fact]
    public async Task Approved_time_off_that_has_begun_is_not_withdrawn_any_more()
    {
        await practice.RunAsync("""
            insert into time_off_requests (time_off_request, person, start_date, end_date, state) values ('r1', 'p003', '2026-03-11', '2026-03-13', 'approved');
            insert into time_off (person, start_date, end_date) values ('p003', '2026-03-11', '2026-03-13');
            """);
        using var tomas = await BrowserAsync("tomas@practice.example", Role.Member);

        Assert.Empty((await tomas.GetAsync("/my-week/time-off")).Document.QuerySelectorAll("button[name=request]"));
        var refused = await PressAsync(tomas, "/my-week/time-off", "withdraw", ("request", "r1"));
        Assert.Equal(HttpStatusCode.Conflict, refused.Status);
        Assert.Contains("began on 2026-03-11", refused.Document.Body!.TextContent, StringComparison.Ordinal);
    }

    private async Task LedgerAgreesAsync() => Assert.Equal(
        0, await Throughline.Data.Staffing.LedgerKeeper.CountDifferencesAsync(practice.Database, new DateOnly(2026, 3, 11), CancellationToken.None));

    // Buttons that stand outside their form.
    private static async Task<Page> PressAsync(Browser browser, string path, string form, params (string, string)[] fields)
    {
        var page = await browser.GetAsync(path);
        var hidden = page.Document.Forms.First(one => one.Id == form).QuerySelectorAll("input").Select(input => (input.GetAttribute("name")!, input.GetAttribute("value")!));
        return await browser.PostAsync(path, [.. hidden, .. fields]);
    }

    private async Task<Browser> BrowserAsync(string email, params Role[] roles)
    {
        await practice.AddAsync(email, roles);
        var browser = new Browser(practice.Address, null);
        await browser.SignInAsync(email, PracticeServer.Password);
        return browser;
    }
}

using System.Net;
using Throughline.Domain;
using Throughline.Domain.Accounts;
using Throughline.Domain.Dates;
using Throughline.Domain.Timekeeping;
using Throughline.Features.Approvals;
using Throughline.Platform;
using Throughline.Testing;

using static Throughline.Tests.Timekeeping.TimeWorld;

namespace Throughline.Tests.Timekeeping;

/// <summary>Who decides in whose place, what fits under an engagement's ceiling, and all that is clean at once.</summary>
public sealed class StandInTests(TestDatabases databases) : IAsyncLifetime
{
    private static readonly CancellationToken Stop = CancellationToken.None;
    private static readonly DateRange ThisWeek = new(new(2026, 3, 9), new(2026, 3, 15));
    private TimeWorld world = null!;

    public async ValueTask InitializeAsync() => world = await TimeWorld.StartAsync(databases);

    public ValueTask DisposeAsync() => world.DisposeAsync();

    [Fact]
    [Trait("rule", "R-206")]
    public async Task A_project_manager_delegates_to_somebody_who_then_decides_on_exactly_that_time()
    {
        var (led, own) = (await world.SubmittedAsync(), await world.SubmittedAsync(user: Ana));
        await world.RunAsync("insert into people (person, name, email, role, weekly_hours, manager) values ('pat', 'Pat', 'pat@example.org', 'engineer', 40, 'mia')");
        var pat = User("pat", Role.Member);
        Assert.IsType<NoSuchRecord>(FirstOf(await world.ApproveAsync(pat, TimeSelection.Of(led.Entry))));

        Assert.IsType<InvalidFields>(Refused(await GiveAsync(Ana, null, "ana")));
        Assert.IsType<NotAllowed>(Refused(await GiveAsync(Devin, "ana", "pat")));
        var given = Granted(await GiveAsync(Ana, null, "pat"));

        Assert.IsType<NoSuchRecord>(FirstOf(await world.ApproveAsync(pat, TimeSelection.Of(own.Entry))));
        Granted(await world.ApproveAsync(pat, TimeSelection.Of(led.Entry)));
        Assert.Equal("P-24 = optional (default); in the place of ana", await world.ReadAsync<string>("select policy from decisions"));

        var later = await world.SubmittedAsync();
        Granted(await world.Get<StandInDesk>().EndAsync(Ana, given.Key, Stop));
        Assert.IsType<NoSuchRecord>(FirstOf(await world.ApproveAsync(pat, TimeSelection.Of(later.Entry))));
    }

    [Fact]
    public async Task Nobody_decides_on_their_own_time_in_another_s_place()
    {
        var own = await world.SubmittedAsync();
        Granted(await GiveAsync(Carla, "ana", "devin"));

        Assert.Equal("separation_of_duties", FirstOf(await world.ApproveAsync(Devin, TimeSelection.Of(own.Entry))).Rule);
    }

    [Fact]
    public async Task The_inbox_gives_the_place_away_and_shows_it_to_the_stand_in()
    {
        await world.SubmittedAsync();
        using var ana = await world.OpenAsync("ana", Role.ProjectManager);
        using var outi = await world.OpenAsync("outi", Role.Member);
        Assert.Equal(HttpStatusCode.NotFound, (await outi.GetAsync("/inbox")).Status);
        var page = await ana.GetAsync("/inbox");

        var sent = await ana.SendAsync("/inbox", page, ("standIn", "outi"), ("from", "2026-03-09"), ("until", "2026-03-20"), ("why", "Leave"));

        Assert.Equal("/inbox", sent.GoesTo);
        Assert.Contains("Outi Laine decides in the place of Ana Kovač", (await ana.GetAsync("/inbox")).Document.QuerySelector("#delegate")!.TextContent, StringComparison.Ordinal);
        Assert.Single((await outi.GetAsync("/inbox")).Document.QuerySelectorAll("tr[data-group]"));
    }

    [Fact]
    [Trait("rule", "R-216")]
    public async Task Hours_above_budget_change_orders_and_work_exceptions_need_a_reason()
    {
        await world.RunAsync("update engagements set budget_hours = 3 where engagement = 'SOW-1'");
        var (first, second) = (await world.SubmittedAsync(), await world.SubmittedAsync(day: "2026-03-10"));

        var above = Assert.IsType<AboveCeiling>(FirstOf(await world.ApproveAsync(Ana, TimeSelection.Of(first.Entry, second.Entry))));
        Assert.Equal((3m, 0m, 4m), (above.Ceiling, above.Used, above.Further));
        Granted(await world.ApproveAsync(Ana, TimeSelection.Of(first.Entry)));
        Assert.IsType<AboveCeiling>(FirstOf(await world.ApproveAsync(Ana, TimeSelection.Of(second.Entry))));
        await world.RunAsync("insert into work_exceptions (engagement, work_exception, status, labels, hours) values ('SOW-1', 'we1', 'approved', 'WE-ps', 1)");
        Granted(await world.ApproveAsync(Ana, TimeSelection.Of(second.Entry)));
        var third = await world.SubmittedAsync(day: "2026-03-11");
        Granted(await world.ApproveAsync(Ana, TimeSelection.Of(third.Entry), "Agreed with the customer"));
    }

    [Fact]
    public async Task All_that_is_clean_on_every_page_is_approved_at_once_and_the_rest_waits()
    {
        await world.RunAsync(
            """
            update bookings set activity = null; delete from activities;
            update bookings set minutes_per_day = 480, start_date = '2026-01-01', end_date = '2026-12-31' where booking = 'b1';
            update engagements set budget_hours = null;
            insert into people (person, name, role, weekly_hours, manager) select 'x' || n, 'X ' || n, 'engineer', 40, 'mia' from generate_series(1, 120) n;
            insert into bookings (booking, engagement, person, role, start_date, end_date, minutes_per_day, kind)
              select 'bx' || n, 'SOW-1', 'x' || n, 'engineer', '2026-03-02', '2026-03-27', 480, 'hard' from generate_series(1, 120) n;
            insert into time_entries (entry, person, date, engagement, hours, billable, state)
              select 'e' || n || '-' || d, 'x' || n, date '2026-03-09' + d, 'SOW-1', case when n = 7 then 11 else 8 end, true, 'submitted' from generate_series(1, 120) n, generate_series(0, 4) d
            """);
        using var ana = await world.OpenAsync("ana", Role.ProjectManager);
        var inbox = await ana.GetAsync("/inbox");
        var second = await ana.GetAsync(inbox.Document.QuerySelector("a[rel=next]")!.GetAttribute("href")!);
        Assert.Equal((50, 50), (inbox.Document.QuerySelectorAll("tr[data-group]").Length, second.Document.QuerySelectorAll("tr[data-group]").Length));
        Assert.Empty(inbox.Document.QuerySelectorAll("[name=pick]").Select(pick => pick.GetAttribute("value")).Intersect(second.Document.QuerySelectorAll("[name=pick]").Select(pick => pick.GetAttribute("value"))));

        var page = await ana.GetAsync("/inbox/clean");
        Assert.Contains("Approve 595 entries", page.Html, StringComparison.Ordinal);
        Assert.Contains("Earned revenue grows by USD 952,000.00.", page.Html, StringComparison.Ordinal);
        await world.RunAsync("update time_entries set note = 'Changed meanwhile' where entry = 'e1-0'");
        Assert.Equal("/inbox", (await ana.SendAsync("/inbox/clean", page, ("act", "approve"))).GoesTo);

        Assert.Equal("594 approved, 6 submitted", await world.ReadAsync<string>(
            "select string_agg(n || ' ' || state, ', ' order by state) from (select count(*) n, state from time_entries group by state) s"));
        Assert.Equal(594, await world.ReadAsync<int>("select count(*)::int from decisions where decided_by = 'ana@example.org'"));
    }

    private Task<Result<StandIn>> GiveAsync(CurrentUser user, string? approver, string person) =>
        world.Get<StandInDesk>().GiveAsync(user, approver, person, ThisWeek, "On leave", Stop);

    private static Problem FirstOf(Result<IReadOnlyList<TimeEntry>> result) => Assert.IsType<EntriesRefused>(Refused(result)).Entries[0].Problem;
}

using System.Net;
using Throughline.Domain;
using Throughline.Domain.Accounts;
using Throughline.Domain.Timekeeping;
using Throughline.Features.Timekeeping;
using Throughline.Platform;
using Throughline.Testing;
using static Throughline.Tests.Timekeeping.TimeWorld;

namespace Throughline.Tests.Timekeeping;

[Trait("rule", "R-217")]
public sealed class LockTests(TestDatabases databases) : IAsyncLifetime
{
    private static readonly CancellationToken Stop = CancellationToken.None;
    private TimeWorld world = null!;

    public async ValueTask InitializeAsync() => world = await TimeWorld.StartAsync(databases);

    public ValueTask DisposeAsync() => world.DisposeAsync();

    [Fact]
    public async Task Locked_days_take_no_change_from_anybody_and_the_day_after_does()
    {
        var (draft, sent) = (await world.LoggedAsync(), await world.SubmittedAsync());
        await LockAsync();

        Assert.Equal("R-217", Refused(await world.LogAsync(Devin, Form())).Rule);
        Assert.IsType<LockedPeriod>(Refused(await world.LogAsync(Admin, Form() with { Person = "devin" })));
        Assert.IsType<LockedPeriod>(Refused(await world.Get<ChangeTime>().RunAsync(Devin, draft.Entry, 1, new TimeForm { Hours = "1" }, Stop)));
        Assert.IsType<LockedPeriod>(Refused(await world.Get<ChangeTime>().RunAsync(Devin, draft.Entry, 1, new TimeForm { Date = "2026-03-12" }, Stop)));
        Assert.IsType<LockedPeriod>(Refused(await world.Get<DeleteTime>().RunAsync(Devin, draft.Entry, 1, Stop)));
        Assert.IsType<LockedPeriod>(First(await world.SubmitAsync(Devin, TimeSelection.Of(draft.Entry))));
        Assert.IsType<LockedPeriod>(First(await world.ApproveAsync(Ana, TimeSelection.Of(sent.Entry))));
        Granted(await world.LogAsync(Devin, Form() with { Date = "2026-03-11" }));
        Granted(await world.RejectAsync(Ana, TimeSelection.Of(sent.Entry), "Too late for this month"));
    }

    [Fact]
    public async Task A_lock_of_one_engagement_or_legal_entity_leaves_the_others_open()
    {
        await world.RunAsync("update engagements set legal_entity = 'us-inc' where engagement = 'SOW-2'");
        Granted(await world.Get<LockPeriod>().RunAsync(Carla, new LockForm("2026-03-01", "2026-03-10", "Billed") { LegalEntity = "us-inc", Kind = "billing" }, Stop));

        Assert.IsType<LockedPeriod>(Refused(await world.LogAsync(Devin, Form() with { Engagement = "SOW-2" })));
        await world.LoggedAsync();
        await world.LoggedAsync(category: "mentoring");
    }

    [Fact]
    public async Task Approved_hours_of_locked_days_are_corrected_on_the_first_open_day()
    {
        var entry = await world.SubmittedAsync("8");
        Granted(await world.ApproveAsync(Ana, TimeSelection.Of(entry.Entry)));
        await LockAsync();

        var delta = Granted(await world.Get<CorrectTime>().RunAsync(Devin, new CorrectionForm(entry.Entry) { Total = "6", Note = "Lunch" }, Stop));

        Assert.Equal((new DateOnly(2026, 3, 11), -2m, entry.Entry), (delta.Terms.Date, delta.Terms.Hours, delta.Adjusts));
        Granted(await world.SubmitAsync(Devin, TimeSelection.Of(delta.Entry)));
        Granted(await world.ApproveAsync(Ana, TimeSelection.Of(delta.Entry)));
        Assert.Equal("8.0000 -2.0000", await world.ReadAsync<string>("select string_agg(hours::text, ' ' order by date) from time_entries"));
    }

    [Fact]
    public async Task A_ticket_opens_one_person_s_days_until_its_instant_and_is_decided_by_somebody_else()
    {
        await LockAsync();
        var asked = Granted(await AskAsync(Devin, "2026-03-11T11:00:00Z"));
        Assert.IsType<NotAllowed>(Refused(await AskAsync(Ana, "2026-03-11T11:00:00Z")));
        Assert.IsType<InvalidFields>(Refused(await AskAsync(Devin, "2026-03-11T09:00:00Z")));
        var hers = Granted(await AskAsync(Carla, "2026-03-11T11:00:00Z"));

        Assert.IsType<NotAllowed>(Refused(await DecideAsync(Devin, asked.Key)));
        Assert.Equal("separation_of_duties", Refused(await DecideAsync(Carla, hers.Key)).Rule);
        Granted(await DecideAsync(Carla, asked.Key));

        Granted(await world.LogAsync(Devin, Form()));
        Assert.IsType<LockedPeriod>(Refused(await world.LogAsync(Ana, Form())));
        await world.RunAsync("update unlock_tickets set until = '2026-03-11T09:59:59Z' where state = 'approved'");
        Assert.IsType<LockedPeriod>(Refused(await world.LogAsync(Devin, Form())));
        Assert.Equal("unlock_asked unlock_asked unlock_approved", await world.ReadAsync<string>("select string_agg(action, ' ' order by at) from audit where action like 'unlock%'"));
    }

    [Fact]
    public async Task The_page_locks_asks_and_opens_without_script()
    {
        using var carla = await world.OpenAsync("carla", Role.Coordinator);
        using var devin = await world.OpenAsync("devin", Role.Member);
        const string Page = "/timekeeping/locks";
        Assert.Equal(Page, (await carla.SendAsync(Page, await carla.GetAsync(Page), ("kind", "billing"), ("start", "2026-03-01"), ("end", "2026-03-10"), ("reason", "Billed"))).GoesTo);
        var page = await devin.GetAsync(Page);
        Assert.Contains("everybody and everything", page.Html, StringComparison.Ordinal);
        Assert.Null(page.Document.QuerySelector("[name=legalEntity]"));

        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await devin.SendAsync(Page, page, ("until", "2026-03-12T10:00"), ("person", "devin"), ("start", "2026-03-09"), ("end", "2026-03-09"), ("reason", ""))).Status);
        Assert.Equal(Page, (await devin.SendAsync(Page, page, ("until", "2026-03-12T10:00"), ("person", "devin"), ("start", "2026-03-09"), ("end", "2026-03-09"), ("reason", "Forgot it"))).GoesTo);
        Assert.Equal(Page, (await carla.SendAsync(Page, await carla.GetAsync(Page), ("comment", "Once"), ("act", "approve"))).GoesTo);

        Assert.Contains("decided by carla@example.org: Once", (await devin.GetAsync(Page)).Html, StringComparison.Ordinal);
        Granted(await world.LogAsync(Devin, Form()));
    }

    private static TimeForm Form() => new() { Date = "2026-03-09", Engagement = "SOW-1", Hours = "2" };

    private async Task LockAsync() => Granted(await world.Get<LockPeriod>().RunAsync(Carla, new LockForm("2026-03-01", "2026-03-10", "Billed"), Stop));

    private Task<Result<UnlockTicket>> AskAsync(CurrentUser user, string until) =>
        world.Get<UnlockTickets>().AskAsync(user, new TicketForm("devin", "2026-03-09", "2026-03-09", until, "Forgot a day"), Stop);

    private Task<Result<UnlockTicket>> DecideAsync(CurrentUser user, string key) => world.Get<UnlockTickets>().DecideAsync(user, key, true, null, Stop);

    private static Problem First(Result<IReadOnlyList<TimeEntry>> result) => Assert.IsType<EntriesRefused>(Refused(result)).Entries[0].Problem;
}

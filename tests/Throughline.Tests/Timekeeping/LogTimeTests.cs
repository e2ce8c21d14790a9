using Throughline.Domain;
using Throughline.Domain.Accounts;
using Throughline.Domain.Timekeeping;
using Throughline.Features.Timekeeping;
using Throughline.Testing;
using static Throughline.Tests.Timekeeping.TimeWorld;

namespace Throughline.Tests.Timekeeping;

public sealed class LogTimeTests(TestDatabases databases) : IAsyncLifetime
{
    private static readonly CancellationToken Stop = CancellationToken.None;
    private TimeWorld world = null!;

    public async ValueTask InitializeAsync() => world = await TimeWorld.StartAsync(databases);

    public ValueTask DisposeAsync() => world.DisposeAsync();

    [Fact]
    public async Task Somebody_logs_their_own_hours_and_they_are_kept_as_a_draft_with_word_of_it_in_the_outbox()
    {
        var entry = Granted(await world.LogAsync(Devin, new TimeForm { Date = "2026-03-09", Engagement = "SOW-1", Activity = "a1", Hours = "1:20", Note = " Dry run " }));

        Assert.StartsWith("t-", entry.Entry, StringComparison.Ordinal);
        Assert.Equal((1.25m, true, "Dry run", TimeState.Draft, 1), (entry.Terms.Hours, entry.Terms.Billable, entry.Terms.Note, entry.State, entry.Version));
        Assert.Equal("devin SOW-1 a1 1.2500 true draft devin@example.org", await world.ReadAsync<string>(
            "select concat_ws(' ', person, engagement, activity, hours, case when billable then 'true' else 'false' end, state, changed_by) from time_entries"));
        Assert.Equal(1, await world.ReadAsync<int>($"select count(*)::int from outbox where topic = 'time' and subject = '{entry.Entry}'"));
        Assert.Equal(0, await world.ReadAsync<int>("select count(*)::int from audit where action like 'time%'"));
    }

    [Fact]
    public async Task Fields_that_are_wrong_are_all_named_at_once()
    {
        var problem = Assert.IsType<InvalidFields>(Refused(await world.LogAsync(Devin, new TimeForm { Date = "9 March", Hours = "8hrs", Engagement = "SOW-1", Billable = "maybe" })));

        Assert.Equal(["date", "hours", "billable"], problem.Errors.Select(error => error.Field));
    }

    [Fact]
    [Trait("rule", "R-202")]
    public async Task Hours_with_text_are_refused_by_their_rule()
    {
        var problem = Refused(await world.LogAsync(Devin, new TimeForm { Date = "2026-03-09", Hours = "8hrs", Engagement = "SOW-1" }));

        Assert.Equal("R-202", problem.Rule);
        Assert.Contains("\"8hrs\"", problem.Message, StringComparison.Ordinal);
    }

    [Fact]
    [Trait("rule", "R-216")]
    public async Task Nothing_is_logged_to_a_completed_engagement() =>
        Assert.Equal("R-216", Refused(await world.LogAsync(Devin, new TimeForm { Date = "2026-03-09", Hours = "1", Engagement = "SOW-3" })).Rule);

    [Fact]
    public async Task A_member_logs_only_where_they_are_assigned_and_a_coordinator_for_anybody_anywhere()
    {
        var form = new TimeForm { Person = "devin", Date = "2026-03-09", Hours = "1", Engagement = "SOW-4" };

        Assert.Equal("R-204", Refused(await world.LogAsync(Devin, form)).Rule);
        Assert.Equal("carla@example.org", Granted(await world.LogAsync(Carla, form)).ChangedBy);
    }

    [Fact]
    public async Task Having_an_issue_or_leading_an_engagement_is_being_assigned()
    {
        await world.RunAsync("insert into issues (engagement, issue, title, assignee) values ('SOW-4', 'i1', 'Look into it', 'devin')");

        await world.LoggedAsync(engagement: "SOW-4");
        await world.LoggedAsync(engagement: "SOW-1", user: Ana);
    }

    [Fact]
    public async Task Nobody_else_logs_for_others()
    {
        var problem = Refused(await world.LogAsync(Ana, new TimeForm { Person = "devin", Date = "2026-03-09", Hours = "1", Engagement = "SOW-1" }));

        Assert.IsType<NotAllowed>(problem);
    }

    [Fact]
    public async Task An_administrator_s_entry_is_marked_in_the_audit()
    {
        Granted(await world.LogAsync(Admin, new TimeForm { Person = "devin", Date = "2026-03-09", Hours = "1", Category = "mentoring" }));

        Assert.Equal("administrator time_logged", await world.ReadAsync<string>("select role || ' ' || action from audit where action like 'time%'"));
    }

    [Fact]
    public async Task An_unknown_person_and_a_key_that_is_taken_are_refused()
    {
        await world.LogAsync(Devin, new TimeForm { Entry = "mine", Date = "2026-03-09", Hours = "1", Category = "mentoring" });

        Assert.Equal("unknown_reference", Refused(await world.LogAsync(Carla, new TimeForm { Person = "nobody", Date = "2026-03-09", Hours = "1", Category = "mentoring" })).Rule);
        Assert.Equal("duplicate_key", Refused(await world.LogAsync(Devin, new TimeForm { Entry = "mine", Date = "2026-03-10", Hours = "1", Category = "mentoring" })).Rule);
    }

    [Fact]
    public async Task Entries_that_arrive_together_never_make_a_day_longer_than_24_hours()
    {
        var results = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ =>
            world.LogAsync(Devin, new TimeForm { Date = "2026-03-09", Hours = "5", Category = "mentoring" })));

        Assert.Equal(4, results.Count(result => result.Succeeded(out _, out _)));
        Assert.Equal(20m, await world.ReadAsync<decimal>("select sum(hours) from time_entries"));
    }

    [Fact]
    public async Task A_change_takes_only_what_was_said_and_keeps_the_former_row()
    {
        var entry = await world.LoggedAsync(note: "Dry run");

        var changed = Granted(await world.Get<ChangeTime>().RunAsync(Devin, entry.Entry, 1, new TimeForm { Hours = "+0:30" }, Stop));

        Assert.Equal((2.5m, "Dry run", 2), (changed.Terms.Hours, changed.Terms.Note, changed.Version));
        Assert.Equal(2m, await world.ReadAsync<decimal>("select hours from history.time_entries"));
    }

    [Fact]
    public async Task Moved_to_internal_time_an_entry_leaves_its_activity_and_its_price_behind()
    {
        var entry = Granted(await world.LogAsync(Devin, new TimeForm { Date = "2026-03-09", Engagement = "SOW-1", Activity = "a1", Hours = "1" }));

        var changed = Granted(await world.Get<ChangeTime>().RunAsync(Devin, entry.Entry, 1, new TimeForm { Category = "mentoring" }, Stop));

        Assert.Equal(("mentoring", null, null, false), (changed.Terms.Category, changed.Terms.Engagement?.Value, changed.Terms.Activity, changed.Terms.Billable));
    }

    [Fact]
    [Trait("rule", "stale_version")]
    public async Task A_change_of_an_older_version_is_refused_and_says_who_changed_what()
    {
        var entry = await world.LoggedAsync();
        await world.Get<ChangeTime>().RunAsync(Carla, entry.Entry, 1, new TimeForm { Hours = "3" }, Stop);

        var stale = Assert.IsType<StaleRecord>(Refused(await world.Get<ChangeTime>().RunAsync(Devin, entry.Entry, 1, new TimeForm { Hours = "4" }, Stop)));

        Assert.Equal(("carla@example.org", 2), (stale.ChangedBy, stale.Version));
        Assert.Contains("hours from 2.0 to 3.0", stale.Message, StringComparison.Ordinal);
        Assert.IsType<StaleRecord>(Refused(await world.Get<DeleteTime>().RunAsync(Devin, entry.Entry, 1, Stop)));
    }

    [Fact]
    public async Task What_is_submitted_or_approved_neither_changes_nor_goes_away()
    {
        var entry = await world.SubmittedAsync();

        Assert.Equal("R-206", Refused(await world.Get<ChangeTime>().RunAsync(Devin, entry.Entry, entry.Version, new TimeForm { Hours = "4" }, Stop)).Rule);
        var approved = Granted(await world.ApproveAsync(Ana, TimeSelection.Of(entry.Entry)))[0];
        Assert.Equal("R-217", Refused(await world.Get<DeleteTime>().RunAsync(Devin, entry.Entry, approved.Version, Stop)).Rule);
    }

    [Fact]
    public async Task A_draft_is_deleted_and_can_be_logged_again_under_its_key()
    {
        var entry = await world.LoggedAsync();

        Granted(await world.Get<DeleteTime>().RunAsync(Devin, entry.Entry, entry.Version, Stop));

        Assert.Equal(0, await world.ReadAsync<int>("select count(*)::int from time_entries"));
        Granted(await world.LogAsync(Devin, new TimeForm { Entry = entry.Entry, Date = "2026-03-09", Engagement = "SOW-1", Hours = "2" }));
    }

    [Fact]
    public async Task Entries_of_others_are_not_there_for_whoever_may_not_see_them()
    {
        var entry = await world.LoggedAsync(engagement: "SOW-2");
        var colleague = User("outi", Role.Member);

        Assert.IsType<NoSuchRecord>(Refused(await world.Get<ChangeTime>().RunAsync(colleague, entry.Entry, 1, new TimeForm { Hours = "4" }, Stop)));
        Assert.IsType<NotAllowed>(Refused(await world.Get<ChangeTime>().RunAsync(Mia, entry.Entry, 1, new TimeForm { Hours = "4" }, Stop)));
        Assert.IsType<NoSuchRecord>(Refused(await world.Get<DeleteTime>().RunAsync(Devin, "t-none", 1, Stop)));
    }

    [Fact]
    public async Task Changing_what_was_sent_back_makes_it_a_draft_again()
    {
        var entry = await world.SubmittedAsync();
        var back = Granted(await world.RejectAsync(Ana, TimeSelection.Of(entry.Entry), "Wrong day"))[0];

        var changed = Granted(await world.Get<ChangeTime>().RunAsync(Devin, entry.Entry, back.Version, new TimeForm { Date = "2026-03-10" }, Stop));

        Assert.Equal((TimeState.Draft, new DateOnly(2026, 3, 10)), (changed.State, changed.Terms.Date));
    }
}

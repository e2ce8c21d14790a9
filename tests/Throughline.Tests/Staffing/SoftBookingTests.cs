using Microsoft.Extensions.Logging.Abstractions;
using Throughline.Data.Bundles;
using Throughline.Data.Records;
using Throughline.Domain;
using Throughline.Domain.Accounts;
using Throughline.Domain.Staffing;
using Throughline.Features.Staffing;
using Throughline.Platform;
using Throughline.Platform.Records;
using Throughline.Testing;
using static Throughline.Tests.Staffing.StaffingWorld;

namespace Throughline.Tests.Staffing;

/// <summary>Soft bookings that run out or wait, engagements that end, and hours above what a person has.</summary>
public sealed class SoftBookingTests(TestDatabases databases) : IAsyncLifetime
{
    private StaffingWorld world = null!;

    public async ValueTask InitializeAsync()
    {
        world = await StaffingWorld.StartAsync(databases);
        world.Database.Clock.MoveTo(new DateTimeOffset(2026, 3, 4, 12, 0, 0, TimeSpan.Zero));
    }

    public ValueTask DisposeAsync() => world.DisposeAsync();

    [Fact]
    public async Task A_soft_booking_belongs_to_whoever_made_it_and_runs_out_with_notice()
    {
        var booking = Made(await world.BookAsync(world.Ana, Form with { Expires = "2026-03-10", Reason = "Dates not confirmed" }));
        Assert.Equal(("ana", Day("2026-03-10")), (booking.Terms.Owner, booking.Terms.Expires));

        await AtAsync("2026-03-04");
        Assert.Equal("", await NoticesAsync());
        await AtAsync("2026-03-06");
        Assert.Equal($"soft_expiring ana {booking.Key}", await NoticesAsync());
        await AtAsync("2026-03-10");
        Assert.Equal(1, await world.ReadAsync<int>("select count(*)::int from bookings"));
        await AtAsync("2026-03-11");
        Assert.Equal($"soft_released ana {booking.Key}", await NoticesAsync());
        Assert.Equal("system expired", await world.ReadAsync<string>("select actor || ' ' || (detail->>'reason') from audit where action = 'booking_released'"));
        Assert.Equal(0, await world.ReadAsync<int>("select count(*)::int from bookings"));
        await world.LedgerAgreesAsync();
    }

    [Fact]
    [Trait("rule", "R-099")]
    public async Task Where_the_practice_asks_for_it_a_soft_booking_in_place_of_a_hard_one_says_why()
    {
        await world.RunAsync("insert into policies (policy, value) values ('staffing.soft_reason', 'horizon')");

        Assert.Contains("say why it can only be soft", Refused<SoftNeedsReason>(await world.BookAsync(world.Ana, Form)).Message, StringComparison.Ordinal);
        Made(await world.BookAsync(world.Ana, Form with { Reason = "The dates are not confirmed" }));
        Made(await world.BookAsync(world.Ana, Form with { Start = "2026-09-07", End = "2026-09-11" }));
        Made(await world.BookAsync(world.Ana, Form with { Person = "", Role = "trainer" }));
    }

    [Fact]
    public async Task A_soft_booking_that_is_kept_stands_longer_and_asks_again_later()
    {
        var booking = Made(await world.BookAsync(world.Ana, Form with { Expires = "2026-03-06" }));
        await AtAsync("2026-03-05");
        var keep = new KeepSoft(world.Database, world.Settings);
        Refused<InvalidFields>(await keep.RunAsync(world.Ana, Seen(booking), Day("2026-03-04"), Stop));

        var kept = Done(await keep.RunAsync(world.Ana, Seen(booking), Day("2026-03-31"), Stop)).Booking;

        Assert.Equal("", await NoticesAsync());
        await AtAsync("2026-03-07");
        Assert.Equal(1, await world.ReadAsync<int>("select count(*)::int from bookings"));
        await AtAsync("2026-03-30");
        Assert.StartsWith("soft_expiring", await NoticesAsync(), StringComparison.Ordinal);
        Made(await world.ChangeAsync(world.Coordinator, kept, new BookingForm { Kind = "hard" }));
        Assert.Equal("", await NoticesAsync());
        await AtAsync("2026-04-10");
        Assert.Equal("hard", await world.ReadAsync<string>("select kind from bookings"));
    }

    [Fact]
    public async Task When_a_release_makes_room_the_first_in_line_who_fits_is_told_and_can_make_it_hard()
    {
        var holder = await world.BookedAsync(Hard with { HoursPerDay = "8" });
        var tooLong = Made(await world.BookAsync(world.Ana, Form with { End = "2026-03-09", Waits = true }));
        await world.BookedAsync(Hard with { Start = "2026-03-09", End = "2026-03-09", HoursPerDay = "8", Engagement = "SOW-2" });
        var wait = new WaitInLine(world.Database, world.Settings);
        var first = Done(await wait.RunAsync(world.Ana, Seen(await world.BookedAsync(Form)), true, Stop)).Booking;
        Done(await wait.RunAsync(world.Ana, Seen(await world.BookedAsync(Form with { HoursPerDay = "2" })), true, Stop));
        Refused<InvalidFields>(await wait.RunAsync(world.Coordinator, Seen(holder), true, Stop));
        Assert.NotNull(tooLong.Terms.WaitingSince);

        Made(await world.ReleaseAsync(world.Coordinator, holder));

        Assert.Equal($"room_made priya@example.org {first.Key}", await NoticesAsync());
        var hard = Done(await new ChangeCommitment(world.Database, world.Settings).RunAsync(world.Coordinator, [Seen(first)], Commitment.Hard, null, Stop)).Booking;
        Assert.Null(hard.Terms.WaitingSince);
        Assert.Equal("", await NoticesAsync());
        await world.LedgerAgreesAsync();
    }

    [Fact]
    public async Task Room_on_some_of_the_days_is_told_too_and_can_be_taken_while_the_rest_waits_on()
    {
        var whole = await world.BookedAsync(Hard with { End = "2026-03-03", HoursPerDay = "8" });
        await world.BookedAsync(Hard with { Start = "2026-03-04", End = "2026-03-04", HoursPerDay = "8" });
        var waiting = Made(await world.BookAsync(world.Ana, Form with { Waits = true }));
        Assert.Equal("", await NoticesAsync());

        Made(await world.ReleaseAsync(world.Coordinator, whole));

        Assert.Equal($"room_partly ana {waiting.Key}", await NoticesAsync());
        Assert.Equal(
            "Tomás Rivera has room now on 2 of the 5 days of your soft booking on SOW-1, 2026-03-02 to 2026-03-03. The rest still waits.",
            await world.ReadAsync<string>("select detail->>'said' from notices where done_at is null"));
        var taken = Done(await new TakeFitting(world.Database, world.Settings).RunAsync(world.Coordinator, Seen(waiting), Stop));
        Assert.Equal(
            "2026-03-02 2026-03-03 hard -, 2026-03-04 2026-03-04 hard -, 2026-03-04 2026-03-06 soft waits",
            await world.ReadAsync<string>("select string_agg(concat_ws(' ', start_date, end_date, kind, case when waiting_since is null then '-' else 'waits' end), ', ' order by start_date, kind) from bookings"));
        Assert.Equal("", await NoticesAsync());
        Done(await world.TakeBackAsync(world.Coordinator, step: taken.Step));
        await world.LedgerAgreesAsync();
    }

    [Fact]
    [Trait("rule", "P-57")]
    public async Task Where_members_enter_internal_time_themselves_they_book_it_softly_and_nothing_else()
    {
        var own = Form with { Engagement = "SOW-2" };
        Refused<NotAllowed>(await world.BookAsync(world.Tomas, own));
        await world.RunAsync("insert into policies (policy, value) values ('staffing.internal_engagements', 'SOW-2'), ('P-57', 'self_entered')");

        var booked = Made(await world.BookAsync(world.Tomas, own));
        Refused<NotAllowed>(await world.BookAsync(world.Tomas, own with { Kind = "hard" }));
        Refused<NotAllowed>(await world.BookAsync(world.Tomas, own with { Person = "ines" }));
        Refused<NotAllowed>(await world.BookAsync(world.Tomas, Form));
        Refused<NotAllowed>(await world.ChangeAsync(world.Tomas, booked, new BookingForm { Engagement = "SOW-1" }));
        var shorter = Made(await world.ChangeAsync(world.Tomas, booked, new BookingForm { HoursPerDay = "2" }));
        Refused<NoSuchRecord>(await world.ReleaseAsync(world.Ines, shorter));
        Made(await world.ReleaseAsync(world.Tomas, shorter));
        Done(await world.TakeBackAsync(world.Tomas));
        Assert.Equal("soft 120", await world.ReadAsync<string>("select kind || ' ' || minutes_per_day from bookings"));
    }

    [Theory]
    [InlineData("cancelled", "SOW-1 is cancelled, so nobody is wanted on it any more.")]
    [InlineData("closed-lost", "The deal of SOW-1 is lost, so nobody is wanted on it any more.")]
    public async Task What_was_asked_for_an_engagement_that_ends_is_cancelled_with_the_reason(string how, string why)
    {
        await world.RunAsync(
            """
            insert into opportunities (opportunity, customer, name, stage, amount, currency, close_date) values ('o1', 'c1', 'Migration', '6', 1000, 'USD', '2026-03-01');
            update engagements set opportunity = 'o1' where engagement = 'SOW-1';
            insert into resource_requests (resource_request, engagement, kind, role, start_date, end_date, minutes_per_day, commitment, state, requested_by) values
              ('rr1', 'SOW-1', 'new', 'engineer', '2026-03-09', '2026-03-13', 480, 'soft', 'submitted', 'ana@example.org'),
              ('rr2', 'SOW-1', 'new', 'engineer', '2026-03-09', '2026-03-13', 480, 'soft', 'rejected', 'ana@example.org'),
              ('rr3', 'SOW-2', 'new', 'engineer', '2026-03-09', '2026-03-13', 480, 'soft', 'submitted', 'ana@example.org');
            """);

        if (how == "closed-lost")
            await SaveAsync("opportunities", "o1", ("stage", how));
        else
            await SaveAsync("engagements", "SOW-1", ("status", how));

        Assert.Equal("rr1 cancelled, rr2 rejected, rr3 submitted", await world.ReadAsync<string>("select string_agg(resource_request || ' ' || state, ', ' order by resource_request) from resource_requests"));
        Assert.Equal($"priya@example.org {why}", await world.ReadAsync<string>("select decided_by || ' ' || reason from resource_requests where resource_request = 'rr1'"));
        Assert.Equal($"cancel {why}", await world.ReadAsync<string>("select step || ' ' || reason from resource_request_events"));
        Assert.Equal("request_cancelled ana@example.org rr1", await NoticesAsync());
    }

    [Theory]
    [InlineData("completed")]
    [InlineData("closed")]
    [InlineData("cancelled")]
    public async Task An_engagement_that_ends_releases_its_bookings_from_the_next_day_on(string status)
    {
        await world.BookedAsync(Hard with { Booking = "across", HoursPerDay = "8" });
        await world.BookedAsync(Form with { Booking = "later", Start = "2026-03-09", End = "2026-03-10", Person = "ines" });
        await world.BookedAsync(Form with { Booking = "unnamed", Start = "2026-03-05", End = "2026-03-10", Person = "", Role = "engineer" });
        await world.BookedAsync(Form with { Booking = "past", Start = "2026-03-02", End = "2026-03-04", Person = "ines" });
        var waiting = Made(await world.BookAsync(world.Boris, Form with { Engagement = "SOW-2", Start = "2026-03-05", End = "2026-03-06", Waits = true }));

        await SaveAsync("engagements", "SOW-1", ("status", status));

        Assert.Equal("across 2026-03-04, past 2026-03-04", await world.ReadAsync<string>("select string_agg(booking || ' ' || end_date, ', ' order by booking) from bookings where engagement = 'SOW-1'"));
        Assert.Equal(3, await world.ReadAsync<int>("select count(*)::int from audit where detail->>'reason' = 'engagement ended' and actor = 'priya@example.org'"));
        Assert.Equal($"room_made boris {waiting.Key}", await NoticesAsync());
        await world.LedgerAgreesAsync();
    }

    [Fact]
    public async Task A_lost_deal_releases_the_bookings_of_its_engagements()
    {
        await world.RunAsync(
            """
            insert into opportunities (opportunity, customer, name, stage, amount, currency, close_date) values ('o1', 'c1', 'Migration', '5', 100000, 'USD', '2026-04-01');
            update engagements set opportunity = 'o1', status = 'prospect' where engagement = 'SOW-1'
            """);
        await world.BookedAsync(Form with { Start = "2026-03-09", End = "2026-03-13" });
        await SaveAsync("opportunities", "o1", ("stage", "4"));
        Assert.Equal(1, await world.ReadAsync<int>("select count(*)::int from bookings"));

        await SaveAsync("opportunities", "o1", ("stage", "closed-lost"));

        Assert.Equal(0, await world.ReadAsync<int>("select count(*)::int from bookings"));
    }

    [Fact]
    [Trait("rule", "R-096")]
    public async Task Overtime_that_somebody_else_approved_is_the_way_above_a_persons_day()
    {
        await world.BookedAsync(Hard with { HoursPerDay = "8" });
        var more = Hard with { Engagement = "SOW-2", HoursPerDay = "2" };
        Refused<Overbooked>(await world.BookAsync(world.Coordinator, more));
        var decide = new DecideOvertime(world.Database, world.Settings);
        var key = Key(await AskAsync(world.Ana, "tomas"));

        Assert.Equal("access", Problem(await decide.ApproveAsync(world.Boris, key, null, Stop)).Rule);
        Assert.Equal("comment", Assert.Single(Assert.IsType<InvalidFields>(Problem(await decide.RejectAsync(world.Coordinator, key, " ", Stop))).Errors).Field);
        Key(await decide.ApproveAsync(world.Coordinator, key, "Cutover week", Stop));

        Assert.Equal("5 10 priya@example.org", await world.ReadAsync<string>("select count(*) || ' ' || trim_scale(sum(hours)) || ' ' || min(approved_by) from overtime where person = 'tomas'"));
        Assert.Equal("approved approved", await world.ReadAsync<string>("select r.status || ' ' || d.verdict from overtime_requests r join decisions d on d.subject = r.overtime_request"));
        Made(await world.BookAsync(world.Coordinator, more));
        Assert.IsType<OvertimeDecided>(Problem(await decide.RejectAsync(world.Coordinator, key, "Too late", Stop)));
        await world.LedgerAgreesAsync();
    }

    [Fact]
    [Trait("rule", "R-096")]
    public async Task Nobody_decides_on_overtime_of_their_own_or_that_they_asked_for()
    {
        var planner = world.Ana with { Roles = [Role.Coordinator] };
        var decide = new DecideOvertime(world.Database, world.Settings);
        var own = Key(await AskAsync(world.Coordinator, "ana"));
        Assert.Equal("separation_of_duties", Assert.IsType<NotAllowed>(Problem(await decide.ApproveAsync(planner, own, null, Stop))).Rule);
        var asked = Key(await AskAsync(planner, "tomas"));
        Assert.Equal("separation_of_duties", Assert.IsType<NotAllowed>(Problem(await decide.ApproveAsync(planner, asked, null, Stop))).Rule);
        Assert.IsType<NotAllowed>(Problem(await decide.WithdrawAsync(world.Coordinator, asked, Stop)));
        Key(await decide.WithdrawAsync(planner, asked, Stop));

        Assert.IsType<NotAllowed>(Problem(await AskAsync(world.Ines, "tomas")));
        Key(await AskAsync(world.Tomas, "tomas"));
    }

    private Task<Result<string>> AskAsync(CurrentUser user, string person) => new AskOvertime(world.Database).RunAsync(
        user, new OvertimeForm { Person = person, Start = "2026-03-02", End = "2026-03-08", Hours = "2", Engagement = "SOW-1", Reason = "Cutover" }, Stop);

    private static string Key(Result<string> result)
    {
        Assert.True(result.Succeeded(out var key, out var problem), problem?.Message);
        return key;
    }

    private static Problem Problem(Result<string> result)
    {
        Assert.False(result.Succeeded(out _, out var problem), "It was not refused.");
        return problem;
    }

    private async Task SaveAsync(string file, string key, params (string Column, string? Value)[] values)
    {
        var saved = await new SaveRecord(world.Database).RunAsync(
            BundleFiles.Named(file), values.ToDictionary(value => value.Column, value => value.Value), new RecordKey(key), null, world.Coordinator, Stop);
        Assert.True(saved.Succeeded(out _, out var problem), problem?.Message);
    }

    // What is due that day, done.
    private async Task AtAsync(string day)
    {
        world.Database.Clock.MoveTo(new DateTimeOffset(Day(day), new TimeOnly(12, 0), TimeSpan.Zero));
        using var work = new BackgroundWork(world.Database, NullLogger<BackgroundWork>.Instance);
        await work.RunDueAsync(Stop);
        Assert.Null(await world.ReadAsync<string?>("select max(error) from jobs"));
    }

    private Task<string> NoticesAsync() => world.ReadAsync<string>(
        "select coalesce(string_agg(kind || ' ' || recipient || ' ' || subject, ', ' order by notice), '') from notices where done_at is null");
}

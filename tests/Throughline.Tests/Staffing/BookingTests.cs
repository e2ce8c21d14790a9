using Throughline.Domain;
using Throughline.Domain.Accounts;
using Throughline.Domain.Staffing;
using Throughline.Features.Staffing;
using Throughline.Testing;
using static Throughline.Tests.Staffing.StaffingWorld;

namespace Throughline.Tests.Staffing;

public sealed class BookingTests(TestDatabases databases) : IAsyncLifetime
{
    private StaffingWorld world = null!;

    public async ValueTask InitializeAsync() => world = await StaffingWorld.StartAsync(databases);

    public ValueTask DisposeAsync() => world.DisposeAsync();

    [Fact]
    [Trait("rule", "R-095")]
    public async Task A_coordinator_books_a_person_hard_and_the_ledger_holds_the_hours()
    {
        var booking = Made(await world.BookAsync(world.Coordinator, Hard));

        Assert.StartsWith("b-", booking.Key.Value, StringComparison.Ordinal);
        Assert.Equal(("engineer", 360, 1), (booking.Terms.Role, booking.Terms.MinutesPerDay, booking.Version));
        Assert.Equal(5 * 360, await world.ReadAsync<int>("select sum(hard)::int from person_day where person = 'tomas'"));
        Assert.Equal("priya@example.org coordinator", await world.ReadAsync<string>("select actor || ' ' || role from audit where action = 'booking_made'"));
        Assert.Equal("bookings", await world.ReadAsync<string>("select topic from outbox"));
    }

    [Fact]
    [Trait("rule", "day_ledger")]
    public async Task A_hard_booking_that_does_not_fit_names_the_day_the_hours_and_who_holds_them()
    {
        var held = await world.BookedAsync(Hard with { Start = "2026-03-05", End = "2026-03-10" });

        var refusal = Refused<Overbooked>(await world.BookAsync(world.Coordinator, Hard with { Engagement = "SOW-2", HoursPerDay = "4" }));

        Assert.Equal(("day_ledger", "tomas"), (refusal.Rule, refusal.Person.Value));
        Assert.Equal([Day("2026-03-05"), Day("2026-03-06")], refusal.Days.Select(day => day.Day));
        Assert.Equal((240, 360, 480), (refusal.Days[0].Asked, refusal.Days[0].Held, refusal.Days[0].Capacity));
        Assert.Equal((held.Key, "SOW-1", 360), refusal.Days[0].HeldBy.Select(by => (by.Booking, by.Engagement.Value, by.Minutes)).Single());
        Assert.Equal(1, await world.ReadAsync<int>("select count(*)::int from bookings"));
        await world.LedgerAgreesAsync();
    }

    [Fact]
    [Trait("rule", "R-095")]
    public async Task Soft_bookings_are_never_refused_for_want_of_hours()
    {
        await world.BookedAsync(Hard with { HoursPerDay = "8" });
        await world.BookedAsync(Form with { HoursPerDay = "8" });
        await world.BookedAsync(Form with { HoursPerDay = "24" });
        await world.LedgerAgreesAsync();
    }

    [Fact]
    [Trait("rule", "P-02")]
    public async Task Until_the_deal_is_won_nobody_is_booked_firmly_but_softly_and_work_at_risk_opens_it()
    {
        await world.RunAsync(
            """
            insert into opportunities (opportunity, customer, name, stage, amount, currency, close_date) values ('o1', 'c1', 'Migration', '5', 100000, 'USD', '2026-04-01');
            update engagements set opportunity = 'o1' where engagement = 'SOW-1'
            """);
        Assert.Equal("P-02", Refused<DealNotWon>(await world.BookAsync(world.Coordinator, Hard)).Rule);
        var soft = await world.BookedAsync(Form);
        Refused<DealNotWon>(await world.ChangeAsync(world.Coordinator, soft, new BookingForm { Kind = "hard" }));

        await world.RunAsync("insert into work_at_risk (engagement, work_at_risk, hours, expected_signature, status) values ('SOW-1', 'w1', 80, '2026-04-01', 'approved')");

        Made(await world.ChangeAsync(world.Coordinator, soft, new BookingForm { Kind = "hard" }));
    }

    [Fact]
    public async Task A_resource_still_to_be_named_is_booked_by_role_and_named_later()
    {
        var open = await world.BookedAsync(Hard with { Person = "", Role = "engineer" });
        Assert.Null(open.Terms.Person);
        Assert.Equal(0, await world.ReadAsync<int>("select count(*)::int from person_day"));

        var named = Made(await world.ChangeAsync(world.Coordinator, open, new BookingForm { Person = "ines" }));

        Assert.Equal(("ines", 2), (named.Terms.Person?.Value, named.Version));
        await world.LedgerAgreesAsync();
        Assert.Equal(5, await world.ReadAsync<int>("select count(*)::int from person_day where person = 'ines'"));
    }

    [Fact]
    public async Task A_booking_moves_from_one_person_to_another_and_both_ledgers_follow()
    {
        var booking = await world.BookedAsync(Hard);

        Made(await world.ChangeAsync(world.Coordinator, booking, new BookingForm { Person = "ines", Start = "2026-03-09", End = "2026-03-13" }));

        Assert.Equal("ines 2026-03-09 2026-03-13", await world.ReadAsync<string>("select min(person) || ' ' || min(day) || ' ' || max(day) from person_day"));
        await world.LedgerAgreesAsync();
    }

    [Fact]
    [Trait("rule", "day_ledger")]
    public async Task Made_hard_over_hours_that_are_taken_it_stays_soft()
    {
        await world.BookedAsync(Hard with { Engagement = "SOW-2" });
        var soft = await world.BookedAsync(Form);

        Refused<Overbooked>(await world.ChangeAsync(world.Coordinator, soft, new BookingForm { Kind = "hard" }));

        Assert.Equal("soft 1", await world.ReadAsync<string>($"select kind || ' ' || version from bookings where booking = '{soft.Key}'"));
    }

    [Fact]
    [Trait("rule", "stale_version")]
    public async Task A_change_of_an_older_version_is_refused_and_says_who_changed_what()
    {
        await world.RunAsync("insert into accounts (account, email, normalized_email, name, created) values (gen_random_uuid(), 'priya@example.org', 'PRIYA@EXAMPLE.ORG', 'Priya Nair', now())");
        var booking = await world.BookedAsync(Form);
        Made(await world.ChangeAsync(world.Coordinator, booking, new BookingForm { HoursPerDay = "4", End = "2026-03-13" }));

        var stale = Refused<StaleRecord>(await world.ChangeAsync(world.Ana, booking, new BookingForm { Kind = "soft", HoursPerDay = "7" }));

        Assert.Equal(("stale_version", "Priya Nair", 2), (stale.Rule, stale.ChangedBy, stale.Version));
        Assert.Equal(
            [("days", "2 – 6 March 2026", "2 – 13 March 2026"), ("hours a day", "6", "4")],
            stale.Differences.Select(difference => (difference.Field, difference.Seen, difference.Now)));
        Refused<StaleRecord>(await world.ReleaseAsync(world.Coordinator, booking));
    }

    [Fact]
    public async Task A_released_booking_gives_its_days_back_and_undo_brings_it_back_as_it_was()
    {
        var booking = await world.BookedAsync(Hard with { Note = "Cutover weekend", Activity = "A1" });

        Made(await world.ReleaseAsync(world.Coordinator, booking));
        Assert.Equal(0, await world.ReadAsync<int>("select count(*)::int from person_day"));
        Refused<NoSuchRecord>(await world.ChangeAsync(world.Coordinator, booking, new BookingForm { Kind = "soft" }));

        Assert.Equal(booking.Terms, Made(await world.UndoAsync(world.Coordinator, booking)).Terms);
        await world.LedgerAgreesAsync();
        Refused<NoSuchRecord>(await world.UndoAsync(world.Coordinator, booking));
    }

    [Fact]
    public async Task Undo_goes_through_the_same_rules_and_is_refused_when_the_days_are_taken()
    {
        var booking = await world.BookedAsync(Hard);
        Made(await world.ReleaseAsync(world.Coordinator, booking));
        await world.BookedAsync(Hard with { Engagement = "SOW-2" });

        Refused<Overbooked>(await world.UndoAsync(world.Coordinator, booking));
        await world.LedgerAgreesAsync();
    }

    [Fact]
    [Trait("rule", "R-107")]
    public async Task A_project_manager_undoes_the_own_release_of_a_hard_booking_but_nobody_elses()
    {
        var booking = await world.BookedAsync(Hard);
        Made(await world.ReleaseAsync(world.Ana, booking));
        var back = Made(await world.UndoAsync(world.Ana, booking));

        Made(await world.ReleaseAsync(world.Coordinator, back));
        Refused<NotAllowed>(await world.UndoAsync(world.Ana, booking));
    }

    [Theory]
    [InlineData("0")]
    [InlineData("25")]
    [InlineData("7.51")]
    [InlineData("8hrs")]
    [InlineData("-1")]
    [InlineData("")]
    public async Task Hours_that_are_none_are_refused_at_their_field(string hours)
    {
        var invalid = Refused<InvalidFields>(await world.BookAsync(world.Coordinator, Form with { HoursPerDay = hours }));
        Assert.Equal("hoursPerDay", Assert.Single(invalid.Errors).Field);
    }

    [Theory]
    [InlineData("7.5", 450)]
    [InlineData("7,5", 450)]
    [InlineData("1:30", 90)]
    [InlineData("1h30", 90)]
    [InlineData("90m", 90)]
    [InlineData("8 h", 480)]
    [InlineData("24", 1440)]
    [InlineData("0.333333", 20)]
    public void Hours_are_read_as_people_write_them(string text, int minutes) => Assert.Equal(minutes, DailyHours.Read(text));

    [Fact]
    public void Every_number_of_minutes_can_be_written_and_read_again() =>
        Assert.All(Enumerable.Range(1, 1440), minutes => Assert.Equal(minutes, DailyHours.Read(DailyHours.Write(minutes))));

    [Fact]
    public async Task All_that_is_wrong_is_said_at_once()
    {
        var invalid = Refused<InvalidFields>(await world.BookAsync(world.Coordinator, new BookingForm { Start = "3/2/2026", End = "2026-03-01", Kind = "firm" }));
        Assert.Equal(["engagement", "role", "start", "hoursPerDay", "kind"], invalid.Errors.Select(error => error.Field));

        var unknown = Refused<InvalidFields>(await world.BookAsync(world.Coordinator, Form with { Person = "nobody", Engagement = "SOW-77", Activity = "A9" }));
        Assert.Equal(["engagement", "person"], unknown.Errors.Select(error => error.Field));

        var activity = Refused<InvalidFields>(await world.BookAsync(world.Coordinator, Form with { Activity = "A9" }));
        Assert.Equal("SOW-1 has no activity A9.", activity.Message);

        var backwards = Refused<InvalidFields>(await world.BookAsync(world.Coordinator, Form with { End = "2026-03-01" }));
        Assert.Equal("end", Assert.Single(backwards.Errors).Field);
    }

    [Fact]
    [Trait("rule", "R-216")]
    public async Task Nobody_is_booked_by_hand_on_a_completed_engagement_but_what_stands_there_may_be_released()
    {
        Assert.Equal("R-216", Refused<EngagementOver>(await world.BookAsync(world.Coordinator, Form with { Engagement = "SOW-9" })).Rule);

        await world.RunAsync("insert into bookings (booking, engagement, person, role, start_date, end_date, minutes_per_day, kind) values ('old', 'SOW-9', 'tomas', 'engineer', '2026-03-02', '2026-03-06', 60, 'soft')");
        var standing = new Booking(new BookingKey("old"), Made(await world.ChangeAsync(world.Coordinator, await OldAsync(1), new BookingForm { HoursPerDay = "0.5" })).Terms, 2, "", default);
        Refused<EngagementOver>(await world.ChangeAsync(world.Coordinator, standing, new BookingForm { HoursPerDay = "3" }));
        Made(await world.ReleaseAsync(world.Coordinator, standing));

        Task<Booking> OldAsync(int version) => Task.FromResult(new Booking(new BookingKey("old"), Form.Read().Succeeded(out var terms, out _) ? terms : null!, version, "", default));
    }

    [Fact]
    [Trait("rule", "R-107")]
    public async Task A_project_manager_books_softly_on_the_own_engagement_and_nothing_else()
    {
        var soft = Made(await world.BookAsync(world.Ana, Form));
        Assert.Equal("R-107", Refused<NotAllowed>(await world.BookAsync(world.Ana, Hard)).Rule);
        Assert.Contains("on engagements they lead", Refused<NotAllowed>(await world.BookAsync(world.Ana, Form with { Engagement = "SOW-2" })).Message, StringComparison.Ordinal);
        Assert.Contains("request the hard booking", Refused<NotAllowed>(await world.ChangeAsync(world.Ana, soft, new BookingForm { Kind = "hard" })).Message, StringComparison.Ordinal);
        Refused<NotAllowed>(await world.ChangeAsync(world.Boris, soft, new BookingForm { HoursPerDay = "2" }));
        Refused<NotAllowed>(await world.ReleaseAsync(world.Boris, soft));
    }

    [Fact]
    [Trait("rule", "R-107")]
    public async Task A_project_manager_moves_and_shortens_the_own_hard_booking_but_asks_for_no_more_hours_or_days()
    {
        var hard = await world.BookedAsync(Hard);
        hard = Made(await world.ChangeAsync(world.Ana, hard, new BookingForm { Start = "2026-03-09", End = "2026-03-13" }));
        hard = Made(await world.ChangeAsync(world.Ana, hard, new BookingForm { HoursPerDay = "4", End = "2026-03-12" }));
        Refused<NotAllowed>(await world.ChangeAsync(world.Ana, hard, new BookingForm { HoursPerDay = "5" }));
        Refused<NotAllowed>(await world.ChangeAsync(world.Ana, hard, new BookingForm { End = "2026-03-20" }));
        Refused<NotAllowed>(await world.ChangeAsync(world.Ana, hard, new BookingForm { Person = "ines" }));
        Assert.Equal("R-099", Refused<SoftNeedsReason>(await world.ChangeAsync(world.Ana, hard, new BookingForm { Kind = "soft" })).Rule);
        Made(await world.ChangeAsync(world.Ana, hard, new BookingForm { Kind = "soft", Reason = "The customer asked to wait" }));
    }

    [Fact]
    public async Task A_member_books_nobody_and_learns_nothing_of_bookings_elsewhere()
    {
        var booking = await world.BookedAsync(Hard with { Engagement = "SOW-2" });
        Refused<NotAllowed>(await world.BookAsync(world.Tomas, Form with { Engagement = "SOW-77" }));
        Refused<NotAllowed>(await world.ReleaseAsync(world.Tomas, booking));
        Refused<NoSuchRecord>(await world.ReleaseAsync(world.Ines, booking));
        Refused<NoSuchRecord>(await world.ChangeAsync(world.Ines, booking, new BookingForm { Kind = "soft" }));
    }

    [Fact]
    public void Keys_that_are_made_are_short_and_never_the_same()
    {
        var keys = Enumerable.Range(0, 2000).Select(_ => BookingKeys.New().Value).ToList();
        Assert.All(keys, key => Assert.Matches("^b-[0-9a-z]{16}$", key));
        Assert.Equal(2000, keys.Distinct().Count());
    }

    [Fact]
    public async Task A_key_that_is_taken_is_refused()
    {
        await world.BookedAsync(Form with { Booking = "BK-7" });
        Assert.False((await world.BookAsync(world.Coordinator, Form with { Booking = "BK-7" })).Succeeded(out _, out var problem));
        Assert.Equal("duplicate_key", problem!.Rule);
    }

    [Fact]
    [Trait("rule", "day_ledger")]
    public async Task Of_many_planners_at_once_only_as_many_succeed_as_the_day_holds()
    {
        var answers = await Task.WhenAll(Enumerable.Range(0, 12).Select(_ => world.BookAsync(world.Coordinator, Hard with { HoursPerDay = "2" })));
        Assert.Equal(4, answers.Count(answer => answer.Succeeded(out _, out _)));
        await world.LedgerAgreesAsync();
    }
}

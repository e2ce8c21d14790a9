using Throughline.Domain;
using Throughline.Domain.Accounts;
using Throughline.Domain.People;
using Throughline.Domain.Staffing;
using Throughline.Features.Staffing;
using Throughline.Testing;
using static Throughline.Tests.Staffing.StaffingWorld;

namespace Throughline.Tests.Staffing;

/// <summary>What planners do to bookings on the plan, and how each of it is taken back.</summary>
public sealed class GestureTests(TestDatabases databases) : IAsyncLifetime
{
    private StaffingWorld world = null!;

    public async ValueTask InitializeAsync() => world = await StaffingWorld.StartAsync(databases);

    public ValueTask DisposeAsync() => world.DisposeAsync();

    [Theory]
    [InlineData("percent", "50", "2026-03-02", "2026-03-13", "240 2026-03-02 2026-03-13")]
    [InlineData("per_week", "16", "2026-03-16", "2026-03-27", "240 2026-03-16 2026-03-20, 192 2026-03-23 2026-03-27")]
    [InlineData("total", "20:01", "2026-03-02", "2026-03-06", "241 2026-03-02 2026-03-02, 240 2026-03-03 2026-03-06")]
    [InlineData("weeks", "2026-03-02 10\n2026-03-16 20", "2026-03-02", "2026-03-20", "120 2026-03-02 2026-03-06, 300 2026-03-16 2026-03-20")]
    public async Task Hours_stated_another_way_become_bookings_of_one_series_that_remembers_how(string way, string value, string start, string end, string rows)
    {
        var made = Done(await new BookSeries(world.Database, world.Settings).RunAsync(world.Coordinator, Hard with { Start = start, End = end }, way, value, Stop));

        Assert.Equal(rows, await world.ReadAsync<string>("select string_agg(concat_ws(' ', minutes_per_day, start_date, end_date), ', ' order by start_date) from bookings"));
        Assert.Equal($"{way} {value} tomas", await world.ReadAsync<string>($"select way || ' ' || entered || ' ' || person from booking_series where series = '{made.Booking.Terms.Series}'"));
        Assert.Equal(1, await world.ReadAsync<int>("select count(distinct series)::int from bookings where series is not null"));
        await world.LedgerAgreesAsync();
        Done(await world.TakeBackAsync(world.Coordinator));
        Assert.Equal("", await world.PlanAsync());
        Done(await world.TakeBackAsync(world.Coordinator, redo: true));
        await world.LedgerAgreesAsync();
    }

    [Fact]
    public async Task A_line_books_what_it_says_and_names_what_it_does_not_know()
    {
        var quick = new QuickBook(world.Database, world.Settings);

        var made = Done(await quick.RunAsync(world.Coordinator, "rivera sow-1 20h 2026-03-09..13 hard", Stop));
        Assert.Equal("Booked Tomás Rivera on SOW-1: 4 h a day, 9 – 13 March 2026, hard", made.Label);
        Done(await quick.RunAsync(world.Coordinator, "~engineer SOW-1 6h/d 2026-03-09", Stop));
        Done(await world.TakeBackAsync(world.Coordinator, step: made.Step));

        Assert.Contains("\"Riverra\" is nobody here", Refused<InvalidFields>(await quick.RunAsync(world.Coordinator, "Riverra SOW-1 20h 2026-03-09..13", Stop)).Errors[0].Message, StringComparison.Ordinal);
        Assert.StartsWith("No word of it is an engagement's number.", Refused<InvalidFields>(await quick.RunAsync(world.Coordinator, "tomas SOW-77 20h 2026-03-09..13", Stop)).Errors[0].Message, StringComparison.Ordinal);
        Refused<NotAllowed>(await quick.RunAsync(world.Tomas, "tomas SOW-1 20h 2026-03-09..13", Stop));
        await world.LedgerAgreesAsync();
    }

    [Fact]
    [Trait("rule", "day_ledger")]
    public async Task A_series_is_booked_whole_or_not_at_all()
    {
        await world.BookedAsync(Hard with { Start = "2026-03-05", End = "2026-03-05" });
        Refused<Overbooked>(await new BookSeries(world.Database, world.Settings).RunAsync(world.Coordinator, Hard, "total", "40", Stop));
        Assert.Equal((1, 0), (await world.ReadAsync<int>("select count(*)::int from bookings"), await world.ReadAsync<int>("select count(*)::int from booking_series")));
        Assert.Equal(120, Refused<TooMuchToSpread>(await new BookSeries(world.Database, world.Settings).RunAsync(world.Coordinator, Hard, "total", "42", Stop)).Missing);
    }

    [Theory]
    [InlineData("percent", "0")]
    [InlineData("percent", "half")]
    [InlineData("per_week", "169")]
    [InlineData("total", "121")]
    [InlineData("weeks", "2026-03-02 8\n2026-03-02 8")]
    [InlineData("weeks", "2026-04-06 8")]
    [InlineData("weeks", "eight")]
    [InlineData("monthly", "8")]
    [InlineData("total", "")]
    public async Task Hours_that_cannot_be_understood_are_refused_at_their_field(string way, string value)
    {
        var invalid = Refused<InvalidFields>(await new BookSeries(world.Database, world.Settings).RunAsync(world.Coordinator, Form, way, value, Stop));
        Assert.Contains(Assert.Single(invalid.Errors).Field, (string[])["way", "value"]);
    }

    [Fact]
    public async Task A_booking_is_moved_resized_extended_copied_and_split_and_each_step_is_told()
    {
        var booking = await world.BookedAsync(Hard);
        var moved = Done(await world.MoveAsync(world.Coordinator, booking, 7, "ines"));
        Assert.Equal("Moved Tomás Rivera on SOW-1: person from tomas to ines; days from 2 – 6 March 2026 to 9 – 13 March 2026", moved.Label);
        var resized = Done(await new ResizeBooking(world.Database, world.Settings).RunAsync(world.Coordinator, Seen(moved.Booking), Day("2026-03-10"), null, Stop));
        var extended = Done(await new ExtendBooking(world.Database, world.Settings).RunAsync(world.Coordinator, Seen(resized.Booking), Day("2026-03-20"), Stop));
        var copied = Done(await new CopyBooking(world.Database, world.Settings).RunAsync(world.Coordinator, Seen(extended.Booking), 14, null, Stop));
        Assert.NotEqual(booking.Key, copied.Booking.Key);
        var split = Done(await new SplitBooking(world.Database, world.Settings).AtAsync(world.Coordinator, Seen(extended.Booking), Day("2026-03-16"), Stop));
        Assert.Equal("Split Ines Moreau on SOW-1: 6 h a day, 10 – 15 March 2026, hard and 6 h a day, 16 – 20 March 2026, hard", split.Label);
        var shared = Done(await new SplitBooking(world.Database, world.Settings).BetweenAsync(world.Coordinator, Seen(copied.Booking), new PersonKey("kirsten"), 120, Stop));
        Assert.Equal([(240, "ines"), (120, "kirsten")], shared.Rows.Select(row => (row.After!.Terms.MinutesPerDay, row.After.Terms.Person?.Value)));
        await world.LedgerAgreesAsync();
    }

    [Fact]
    [Trait("rule", "R-092")]
    public async Task A_role_booked_hard_without_a_person_is_given_one_and_the_ledger_takes_it()
    {
        var open = await world.BookedAsync(Hard with { Person = "", Role = "engineer" });
        await world.BookedAsync(Hard with { Engagement = "SOW-2" });
        var name = new NameResource(world.Database, world.Settings);

        Refused<Overbooked>(await name.RunAsync(world.Coordinator, Seen(open), new PersonKey("tomas"), Stop));
        Assert.Equal("person", Assert.Single(Refused<InvalidFields>(await name.RunAsync(world.Coordinator, Seen(open), new PersonKey("nobody"), Stop)).Errors).Field);
        var named = Done(await name.RunAsync(world.Coordinator, Seen(open), new PersonKey("ines"), Stop));
        Refused<InvalidFields>(await name.RunAsync(world.Coordinator, Seen(named.Booking), new PersonKey("kirsten"), Stop));
        await world.LedgerAgreesAsync();
    }

    [Fact]
    public async Task Many_bookings_shift_together_or_not_at_all_and_are_taken_back_together()
    {
        var first = await world.BookedAsync(Hard with { HoursPerDay = "8" });
        var second = await world.BookedAsync(Form with { Person = "ines" });
        var other = await world.BookedAsync(Hard with { Engagement = "SOW-2", Start = "2026-03-16", End = "2026-03-16", HoursPerDay = "1" });
        var before = await world.PlanAsync();
        var shift = new ShiftBookings(world.Database, world.Settings);

        Refused<Overbooked>(await shift.RunAsync(world.Coordinator, [Seen(first), Seen(second)], 14, Stop));
        Assert.Equal(before, await world.PlanAsync());
        Refused<NotAllowed>(await shift.RunAsync(world.Ana, [Seen(first), Seen(other)], 7, Stop));
        Refused<InvalidFields>(await shift.RunAsync(world.Ana, [], 7, Stop));

        var done = Done(await shift.RunAsync(world.Coordinator, [Seen(first), Seen(second), Seen(other)], 7, Stop));
        Assert.Equal("Shifted by 7 days later: 3 bookings", done.Label);
        await world.LedgerAgreesAsync();
        Assert.Equal("Took back: shifted by 7 days later: 3 bookings", Done(await world.TakeBackAsync(world.Coordinator)).Label);
        Assert.Equal(before, await world.PlanAsync());
        Done(await world.TakeBackAsync(world.Coordinator, redo: true));
        await world.LedgerAgreesAsync();
    }

    [Fact]
    [Trait("rule", "R-099")]
    public async Task A_promise_is_taken_back_with_its_reason_and_given_again_without_it()
    {
        var hard = await world.BookedAsync(Hard);
        var change = new ChangeCommitment(world.Database, world.Settings);

        Refused<SoftNeedsReason>(await change.RunAsync(world.Coordinator, [Seen(hard)], Commitment.Soft, null, Stop));
        var soft = Done(await change.RunAsync(world.Ana, [Seen(hard)], Commitment.Soft, "The customer asked to wait", Stop)).Booking;
        Assert.Equal(("The customer asked to wait", "ana"), (soft.Terms.Reason, soft.Terms.Owner));
        Refused<NotAllowed>(await change.RunAsync(world.Ana, [Seen(soft)], Commitment.Hard, null, Stop));
        Assert.Null(Done(await change.RunAsync(world.Coordinator, [Seen(soft)], Commitment.Hard, null, Stop)).Booking.Terms.Reason);
    }

    [Fact]
    public async Task One_takes_back_only_ones_own_newest_step_and_does_it_again()
    {
        var booking = await world.BookedAsync(Form);
        var moved = Done(await world.MoveAsync(world.Ana, booking, 7)).Booking;
        Done(await world.MoveAsync(world.Ana, moved, 7));

        Done(await world.TakeBackAsync(world.Ana));
        Done(await world.TakeBackAsync(world.Ana));
        Assert.Contains("2026-03-02 2026-03-06", await world.PlanAsync(), StringComparison.Ordinal);
        Refused<NothingToTurn>(await world.TakeBackAsync(world.Ana));
        Done(await world.TakeBackAsync(world.Ana, redo: true));
        Assert.Contains("2026-03-09 2026-03-13", await world.PlanAsync(), StringComparison.Ordinal);
        Done(await world.TakeBackAsync(world.Ana, redo: true));
        Assert.Contains("2026-03-16 2026-03-20", await world.PlanAsync(), StringComparison.Ordinal);
        Refused<NothingToTurn>(await world.TakeBackAsync(world.Ana, redo: true));
    }

    [Fact]
    public async Task What_is_done_anew_after_an_undo_cannot_be_mixed_with_what_was_undone()
    {
        var booking = await world.BookedAsync(Form);
        Done(await world.MoveAsync(world.Ana, booking, 7));
        var back = Done(await world.TakeBackAsync(world.Ana)).Booking;
        Done(await world.MoveAsync(world.Ana, back, 14));
        Refused<NothingToTurn>(await world.TakeBackAsync(world.Ana, redo: true));
    }

    [Fact]
    [Trait("rule", "stale_version")]
    public async Task A_step_over_which_somebody_else_has_worked_is_not_taken_back_and_they_are_named()
    {
        await world.RunAsync("insert into accounts (account, email, normalized_email, name, created) values (gen_random_uuid(), 'priya@example.org', 'PRIYA@EXAMPLE.ORG', 'Priya Nair', now())");
        var booking = await world.BookedAsync(Form);
        var moved = Done(await world.MoveAsync(world.Ana, booking, 7)).Booking;
        var changed = Made(await world.ChangeAsync(world.Coordinator, moved, new BookingForm { HoursPerDay = "2" }));

        Assert.Equal($"Priya Nair changed booking {booking.Key} since: hours a day from 6 to 2. So this step stays as it is; change the booking as it stands now.",
            Refused<ChangedSince>(await world.TakeBackAsync(world.Ana)).Message);
        Made(await world.ReleaseAsync(world.Coordinator, changed));
        Assert.Contains("Priya Nair changed", Refused<ChangedSince>(await world.TakeBackAsync(world.Ana)).Message, StringComparison.Ordinal);
    }

    [Fact]
    [Trait("rule", "P-02")]
    public async Task Undo_goes_through_the_ledger_and_the_deal_like_any_change()
    {
        var booking = await world.BookedAsync(Hard);
        Made(await world.ReleaseAsync(world.Coordinator, booking));
        var taken = await world.BookAsync(world.Ana, Form);
        await world.RunAsync("update engagements set status = 'prospect' where engagement = 'SOW-1'");
        Refused<DealNotWon>(await world.TakeBackAsync(world.Coordinator));
        await world.RunAsync("update engagements set status = 'active' where engagement = 'SOW-1'");
        Made(taken);
        await world.BookAsync(world.Coordinator with { Account = Guid.CreateVersion7() }, Hard with { Engagement = "SOW-2" });
        Refused<Overbooked>(await world.TakeBackAsync(world.Coordinator));
        await world.LedgerAgreesAsync();
    }

    [Fact]
    [Trait("rule", "R-107")]
    public async Task Nobody_books_themselves_firmly_unless_the_practice_is_too_small_for_two()
    {
        var planner = world.Ana with { Roles = [Role.Coordinator] };
        var own = Hard with { Person = "ana" };
        Assert.Equal("separation_of_duties", Refused<NotAllowed>(await world.BookAsync(planner, own)).Rule);
        Made(await world.BookAsync(planner, own with { Kind = "soft" }));

        await world.RunAsync("insert into policies (policy, value) values ('approval.same_person_below', '10')");
        Made(await world.BookAsync(planner, own));
        Assert.Equal("booked ana@example.org", await world.ReadAsync<string>("select verdict || ' ' || decided_by from decisions where same_person"));
    }
}

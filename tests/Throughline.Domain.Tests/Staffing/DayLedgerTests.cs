using Throughline.Domain.Dates;
using Throughline.Domain.Engagements;
using Throughline.Domain.People;
using Throughline.Domain.Staffing;
using static Throughline.Domain.Tests.Reports.Given;

namespace Throughline.Domain.Tests.Staffing;

[Trait("rule", "R-096")]
public class DayLedgerTests
{
    private static readonly DateRange Week = Days("2026-03-02", "2026-03-08");
    private static readonly Dictionary<DateOnly, int> NoConflict = [];

    private static LedgerState State(BookingFact[] bookings, TimeOffFact[]? timeOff = null, OvertimeFact[]? overtime = null) => new(
        Person(), new Capacity(Week, [Person()], [], timeOff ?? [], overtime ?? [], Weekends.SaturdayAndSunday).Of(new PersonKey("p1")), bookings);

    private static LedgerDay[] Accepted(LedgerState before, LedgerState after, Dictionary<DateOnly, int>? conflicts = null)
    {
        Assert.True(DayLedger.Change(before, after, conflicts ?? NoConflict).Succeeded(out var rows, out var problem), problem?.Message);
        return rows;
    }

    private static Overbooked Refused(LedgerState before, LedgerState after, Dictionary<DateOnly, int>? conflicts = null)
    {
        Assert.False(DayLedger.Change(before, after, conflicts ?? NoConflict).Succeeded(out _, out var problem));
        return Assert.IsType<Overbooked>(problem);
    }

    private static TimeOffFact Away(string day, int? minutes = null) => new(new PersonKey("p1"), Days(day, day), MinutesPerDay: minutes);

    private static OvertimeFact Overtime(string day, int minutes) => new(new PersonKey("p1"), Day(day), minutes);

    [Fact]
    public void A_row_exists_for_each_day_that_holds_something()
    {
        var rows = Accepted(State([]), State(
            [Hard("2026-03-05", "2026-03-07", 6m), Soft("2026-03-06", "2026-03-09", 10m)], overtime: [Overtime("2026-03-03", 30)]));

        Assert.Equal(
            [
                new LedgerDay(Day("2026-03-03"), 480, 0, 0, 30, 0),
                new LedgerDay(Day("2026-03-05"), 480, 360, 0, 0, 0),
                new LedgerDay(Day("2026-03-06"), 480, 360, 480, 0, 0),
            ],
            rows);
    }

    [Fact]
    public void A_booking_that_overfills_one_day_is_refused_and_names_that_day_and_what_holds_it()
    {
        var held = Hard("2026-03-04", "2026-03-04", 6m, "b1");
        var refusal = Refused(State([held]), State([held, Hard("2026-03-02", "2026-03-06", 4m, "b2")]));

        var day = Assert.Single(refusal.Days);
        Assert.Equal((Day("2026-03-04"), 240, 360, 480), (day.Day, day.Asked, day.Held, day.Capacity));
        Assert.Equal([new HeldBooking(new BookingKey("b1"), new EngagementKey("SOW-1"), 360)], day.HeldBy);
        Assert.Equal("day_ledger", refusal.Rule);
        Assert.Equal(
            "Name of p1 (p1) has 8 h on 2026-03-04 and is already booked for 6 h (b1 on SOW-1: 6 h); 4 h more do not fit. "
            + "Book fewer hours or other days, release a booking, or have overtime approved.",
            refusal.Message);
    }

    [Fact]
    public void Two_new_bookings_that_do_not_fit_together_are_refused_and_every_day_is_told()
    {
        var refusal = Refused(State([]), State([Hard("2026-03-02", "2026-03-08", 5m, "b1"), Hard("2026-03-02", "2026-03-08", 5m, "b2")]));

        Assert.Equal(5, refusal.Days.Count);
        Assert.Contains("has 8 h on 2026-03-02 and cannot be booked for 10 h. 4 more days are too full.", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_booking_beyond_the_persons_day_is_cut_to_it_and_accepted() =>
        Assert.Equal(480, Accepted(State([]), State([Hard("2026-03-02", "2026-03-02", 12m)]))[0].Hard);

    [Fact]
    public void Soft_bookings_may_exceed_the_day() =>
        Assert.Equal(960, Accepted(State([]), State([Soft("2026-03-02", "2026-03-02", booking: "s1"), Soft("2026-03-02", "2026-03-02", booking: "s2")]))[0].Soft);

    [Fact]
    public void Bookings_of_other_people_and_other_weeks_do_no_harm() =>
        Assert.Empty(Accepted(State([]), State([Hard("2026-03-02", "2026-03-02", person: "p2"), Hard("2026-04-01", "2026-04-02"), Hard("2026-02-01", "2026-02-02")])));

    [Fact]
    public void Approved_overtime_makes_room_for_one_day()
    {
        var held = Hard("2026-03-02", "2026-03-03", 8m, "b1");
        BookingFact[] both = [held, Hard("2026-03-03", "2026-03-03", 1m, "b2")];

        Refused(State([held]), State(both));
        Assert.Equal(new LedgerDay(Day("2026-03-03"), 480, 540, 0, 60, 0), Accepted(State([held]), State(both, overtime: [Overtime("2026-03-03", 60)]))[1]);
    }

    [Fact]
    public void Overtime_that_bookings_rest_on_cannot_be_withdrawn()
    {
        BookingFact[] bookings = [Hard("2026-03-02", "2026-03-03", 8m, "b1"), Hard("2026-03-02", "2026-03-03", 1m, "b2")];
        OvertimeFact[] both = [Overtime("2026-03-02", 60), Overtime("2026-03-03", 60)];

        var refusal = Refused(State(bookings, overtime: both), State(bookings));

        Assert.Contains("has 8 h on 2026-03-02 but is booked for 9 h (b1 on SOW-1: 8 h, b2 on SOW-1: 1 h). One more day is too full.", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_fall_of_capacity_is_taken_and_the_excess_becomes_a_conflict()
    {
        BookingFact[] bookings = [Hard("2026-03-02", "2026-03-02", 4m, "b1"), Hard("2026-03-02", "2026-03-02", 4m, "b2")];

        Assert.Equal(
            new LedgerDay(Day("2026-03-02"), 240, 480, 0, 0, 240),
            Assert.Single(Accepted(State(bookings), State(bookings, [Away("2026-03-02", 240)]))));
    }

    [Fact]
    public void Nothing_is_added_to_a_day_in_conflict_and_a_release_lowers_it()
    {
        var (kept, gone) = (Hard("2026-03-02", "2026-03-02", 4m, "b1"), Hard("2026-03-02", "2026-03-02", 4m, "b2"));
        TimeOffFact[] away = [Away("2026-03-02", 240)];
        Dictionary<DateOnly, int> conflict = new() { [Day("2026-03-02")] = 240 };

        Refused(State([kept, gone], away), State([kept, gone, Hard("2026-03-02", "2026-03-02", 1m, "b3")], away), conflict);
        Assert.Equal(240, Accepted(State([kept, gone], away), State([kept, gone], away), conflict)[0].Conflict);
        Assert.Equal(0, Accepted(State([kept, gone], away), State([kept], away), conflict)[0].Conflict);
    }

    [Fact]
    public void A_fall_of_capacity_excuses_no_new_booking_that_comes_with_it()
    {
        var held = Hard("2026-03-02", "2026-03-02", 4m, "b1");

        Refused(State([held]), State([held, Hard("2026-03-02", "2026-03-02", 4m, "b2")], [Away("2026-03-02", 240)]));
    }

    [Fact]
    public void A_conflict_that_was_brought_along_is_kept_as_far_as_it_is_needed()
    {
        BookingFact[] bookings = [Hard("2026-03-02", "2026-03-02", 8m, "b1"), Hard("2026-03-02", "2026-03-02", 1m, "b2")];
        Dictionary<DateOnly, int> brought = new() { [Day("2026-03-02")] = 120 };

        Assert.Equal(60, Accepted(State([]), State(bookings), brought)[0].Conflict);
        Assert.Equal(60, Accepted(State([]), State(bookings, [Away("2026-03-02", 60)]), brought)[0].Conflict);
    }

    [Fact]
    public void Days_that_the_state_before_does_not_cover_cannot_be_compared()
    {
        var longer = new Capacity(Days("2026-03-02", "2026-03-31"), [Person()], [], [], [], Weekends.SaturdayAndSunday).Of(new PersonKey("p1"));

        Assert.Throws<ArgumentException>(() => DayLedger.Change(State([]), new LedgerState(Person(), longer, []), NoConflict));
    }

    [Fact]
    public void A_day_that_comes_back_does_not_take_two_promises_that_it_cannot_keep()
    {
        BookingFact[] bookings = [Hard("2026-03-02", "2026-03-02", 8m, "b1"), Hard("2026-03-02", "2026-03-02", 8m, "b2")];

        Assert.Empty(Accepted(State([], [Away("2026-03-02")]), State(bookings, [Away("2026-03-02")])));
        Refused(State(bookings, [Away("2026-03-02")]), State(bookings));
    }

    [Fact]
    public void Bookings_accepted_in_any_order_never_overfill_a_day() => Property.Holds(random =>
    {
        var (bookings, rows) = (new List<BookingFact>(), Array.Empty<LedgerDay>());
        OvertimeFact[] overtime = [Overtime("2026-03-04", 60 * random.Next(4))];

        for (var i = 0; i < 12; i++)
        {
            var next = AnyBooking(random, i);
            if (!DayLedger.Change(State([.. bookings], overtime: overtime), State([.. bookings, next], overtime: overtime), NoConflict)
                .Succeeded(out var accepted, out _))
            {
                continue;
            }

            bookings.Add(next);
            rows = accepted;
        }

        Assert.All(rows, row => Assert.True(row.Hard <= row.Capacity + row.Overtime && row.Conflict == 0));
    });

    [Fact]
    public void Only_a_fall_of_capacity_raises_a_conflict_whatever_else_changes() => Property.Holds(random =>
    {
        var state = State([]);
        Dictionary<DateOnly, int> conflicts = [];

        for (var i = 0; i < 20; i++)
        {
            var next = State(
                random.Next(3) == 0 ? [.. state.Bookings.Skip(1)] : [.. state.Bookings, AnyBooking(random, i)],
                random.Next(2) == 0 ? [Away("2026-03-04", 60 * random.Next(9))] : [],
                random.Next(3) == 0 ? [Overtime("2026-03-04", 60 * random.Next(4))] : []);
            if (!DayLedger.Change(state, next, conflicts).Succeeded(out var rows, out _))
                continue;

            foreach (var row in rows)
            {
                Assert.True(row.Hard <= row.Capacity + row.Overtime + row.Conflict);
                if (row.Capacity >= state.Days.CapacityOn(row.Day))
                    Assert.True(row.Conflict <= conflicts.GetValueOrDefault(row.Day));
            }

            (state, conflicts) = (next, rows.ToDictionary(row => row.Day, row => row.Conflict));
        }
    });

    private static BookingFact AnyBooking(Random random, int i)
    {
        var first = Week.First.AddDays(random.Next(7));
        return Hard("2026-03-02", "2026-03-02", random.Next(1, 11), $"b{i}") with
        {
            Days = new DateRange(first, first.AddDays(random.Next(4))),
            Commitment = random.Next(4) == 0 ? Commitment.Soft : Commitment.Hard,
        };
    }
}

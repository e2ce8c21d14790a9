using Throughline.Domain.People;
using Throughline.Domain.Staffing;
using static Throughline.Domain.Tests.Reports.Given;

namespace Throughline.Domain.Tests.Staffing;

public class CapacityFallTests
{
    private static readonly BookingFact[] Bookings =
        [Hard("2026-03-02", "2026-03-06", 4m, "b1"), Hard("2026-03-04", "2026-03-13", 4m, "b2"), Soft("2026-03-02", "2026-03-13"), Hard("2026-03-02", "2026-03-13", 4m, "b9", "p2")];

    [Fact]
    [Trait("rule", "R-106")]
    public void Days_off_take_the_hours_of_every_firm_booking_on_them_and_of_nobody_else() => Assert.Equal(
        ["b1 2 480", "b2 3 720"], Touched(new TimeOffFact(new("p1"), Days("2026-03-05", "2026-03-09"))));

    [Fact]
    public void A_shorter_day_touches_the_bookings_that_overfill_it_and_leaves_the_others_alone() => Assert.Equal(
        ["b1 2 240", "b2 2 240"], Touched(new TimeOffFact(new("p1"), Days("2026-03-02", "2026-03-05"), MinutesPerDay: 120)));

    [Fact]
    public void Time_off_where_nothing_is_booked_touches_nothing() => Assert.Empty(Touched(new TimeOffFact(new("p1"), Days("2026-03-16", "2026-03-20"))));

    private static IEnumerable<string> Touched(TimeOffFact off) =>
        CapacityFall.Of(State([]), State([off])).Select(one => $"{one.Booking.Booking} {one.Days} {one.Minutes}");

    private static LedgerState State(TimeOffFact[] off) => new(
        Person(), new Capacity(Days("2026-03-01", "2026-03-31"), [Person()], [], off, [], Weekends.SaturdayAndSunday).Of(new("p1")), Bookings);
}

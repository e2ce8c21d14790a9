using Throughline.Domain.Staffing;
using static Throughline.Domain.Tests.Reports.Given;

namespace Throughline.Domain.Tests.Staffing;

public class FreeTimeTests
{
    private static readonly PersonDays March = new Capacity(Days("2026-03-01", "2026-03-31"), [Person()], [], [], [], Weekends.SaturdayAndSunday).Of(new("p1"));

    [Fact]
    [Trait("rule", "R-095")]
    public void The_first_free_hours_stand_beside_firm_bookings_and_soft_ones_take_nothing()
    {
        BookingFact[] bookings = [Hard("2026-03-02", "2026-03-10"), Hard("2026-03-11", "2026-03-13", 6m, "b2"), Soft("2026-03-01", "2026-03-31")];

        Assert.Equal((Day("2026-03-11"), 120), Free(bookings).First(Day("2026-03-02")));
        Assert.Equal((Day("2026-03-16"), 480), Free(bookings).First(Day("2026-03-02"), 240));
        Assert.Equal(Day("2026-03-16"), Free(bookings).FirstWhole(Day("2026-03-02")));
    }

    [Fact]
    public void Somebody_who_is_full_to_the_end_of_what_is_known_has_no_free_day()
    {
        BookingFact[] bookings = [Hard("2026-03-01", "2026-03-31")];

        Assert.Null(Free(bookings).First(Day("2026-03-02")));
        Assert.Null(Free(bookings).FirstWhole(Day("2026-03-02")));
    }

    private static FreeTime Free(BookingFact[] bookings) => new(Person(), March, bookings);
}

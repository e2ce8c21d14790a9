using Throughline.Domain.Engagements;
using Throughline.Domain.People;
using Throughline.Domain.Reports;
using Throughline.Domain.Staffing;
using static Throughline.Domain.Tests.Reports.Given;

namespace Throughline.Domain.Tests.Staffing;

public class AllocationTests
{
    private static readonly ReportRequest OneWeek = Request("2026-03-02", "2026-03-08");

    private static AllocationRow Week(params BookingFact[] bookings) =>
        Assert.Single(Allocation.Of(Practice with { Bookings = bookings }, OneWeek));

    [Fact]
    public void A_week_of_40_hours_with_24_hard_and_8_soft_has_16_free_and_is_under_allocated()
    {
        var row = Week(Hard("2026-03-02", "2026-03-04"), Soft("2026-03-05", "2026-03-05"));

        Assert.Equal((2400, 1440, 480, 960, true), (row.Capacity, row.Hard, row.Soft, row.Free, row.UnderAllocated));
    }

    [Fact]
    public void A_full_week_is_not_under_allocated() => Assert.False(Week(Hard("2026-03-02", "2026-03-06")).UnderAllocated);

    [Fact]
    public void A_week_without_capacity_is_not_under_allocated() => Assert.False(Assert.Single(Allocation.Of(
        Practice with { TimeOff = [new TimeOffFact(new PersonKey("p1"), Days("2026-03-01", "2026-03-31"))] }, OneWeek)).UnderAllocated);

    [Fact]
    public void Each_soft_booking_is_limited_by_the_day_by_itself_so_together_they_may_exceed_it() =>
        Assert.Equal(960, Week(Soft("2026-03-02", "2026-03-02", 10m), Soft("2026-03-02", "2026-03-02", 10m, "s2")).Soft);

    [Fact]
    public void Free_time_never_falls_below_nothing_where_overtime_is_booked()
    {
        var row = Assert.Single(Allocation.Of(
            Practice with
            {
                Overtime = [new OvertimeFact(new PersonKey("p1"), Day("2026-03-07"), 240)],
                Bookings = [Hard("2026-03-02", "2026-03-08")],
            },
            OneWeek));

        Assert.Equal((2400, 2640, 0, false), (row.Capacity, row.Hard, row.Free, row.UnderAllocated));
    }

    [Fact]
    public void Bookings_count_whatever_today_is_and_whatever_the_engagements_status() => Assert.Equal(
        2400,
        Assert.Single(Allocation.Of(
            Practice with { Engagements = [Engagement(status: EngagementStatus.Cancelled)], Bookings = [Hard("2026-03-02", "2026-03-06")] },
            OneWeek with { Today = Day("2027-01-01") })).Hard);

    [Fact]
    public void Unnamed_bookings_appear_nowhere() => Assert.Equal(0, Week(Hard("2026-03-02", "2026-03-06", person: null)).Hard);

    [Fact]
    public void Everybody_has_a_row_for_each_week_touched_counting_only_the_days_inside_the_range()
    {
        var rows = Allocation.Of(
            Practice with { People = [Person(), Person("p2")], Bookings = [Hard("2026-03-02", "2026-03-06"), Hard("2026-03-09", "2026-03-20", booking: "b2")] },
            Request("2026-03-04", "2026-03-10"));

        Assert.Equal(
            [("p1", "2026-03-02", 1440, 1440), ("p1", "2026-03-09", 960, 960), ("p2", "2026-03-02", 1440, 0), ("p2", "2026-03-09", 960, 0)],
            rows.Select(row => (row.Person.Person.Value, row.Week.Name, row.Capacity, row.Hard)));
    }
}

using System.Globalization;
using Throughline.Domain.Dates;
using Throughline.Domain.Engagements;
using Throughline.Domain.People;
using Throughline.Domain.Reports;
using Throughline.Domain.Staffing;
using Throughline.Domain.Tests.Reports;

namespace Throughline.Domain.Tests.Staffing;

public class PeopleWeeksTests
{
    private static readonly DateRange March = new(new(2026, 3, 2), new(2026, 3, 29));

    [Fact]
    public void A_week_adds_up_its_hard_and_soft_hours_and_what_is_lost_to_time_off()
    {
        var facts = new PracticeFacts
        {
            People = [Given.Person("p1", 40m)],
            TimeOff = [new TimeOffFact(new PersonKey("p1"), new DateRange(new(2026, 3, 9), new(2026, 3, 10)))],
            Overtime = [new OvertimeFact(new PersonKey("p1"), new(2026, 3, 12), 60)],
            Bookings =
            [
                Booked("b1", "SOW-1", "p1", "2026-03-02", "2026-03-13", 360, Commitment.Hard),
                Booked("b2", "SOW-1", "p1", "2026-02-02", "2026-03-02", 240, Commitment.Soft),
            ],
        };

        var weeks = new PeopleWeeks(March, facts, Weekends.SaturdayAndSunday).Of(new PersonKey("p1"));

        Assert.Equal(new PersonWeek(2400, 2400, 0, 1800, 240), weeks[0]);
        Assert.Equal(new PersonWeek(2400, 1440, 60, 1080, 0), weeks[1]);
        Assert.Equal(960, weeks[1].Off);
        Assert.Equal((360, 600, 0), (weeks[0].Free(1m), weeks[0].Free(0m), weeks[0].Over(1m)));
        Assert.Equal(1896, weeks[0].Booked(0.4m));
    }

    [Fact]
    public void Overtime_takes_bookings_without_being_over_and_leaves_nothing_free()
    {
        var week = new PersonWeek(2400, 2400, 120, 2500, 60);
        Assert.Equal((0, 0, 40), (week.Over(0m), week.Free(0m), week.Over(1m)));
    }

    [Fact]
    public void A_range_that_is_no_whole_weeks_is_a_bug() => Assert.Throws<ArgumentException>(() =>
        new PeopleWeeks(new DateRange(new(2026, 3, 3), new(2026, 3, 29)), new PracticeFacts(), Weekends.SaturdayAndSunday));

    [Fact]
    public void Every_week_says_what_the_allocation_report_says() => Property.Holds(random =>
    {
        var facts = AnyPractice.Facts(random);
        var monday = Periods.Monday(new DateOnly(2026, 1, 1).AddDays(random.Next(120)));
        var range = new DateRange(monday, monday.AddDays((7 * (1 + random.Next(8))) - 1));
        var weeks = new PeopleWeeks(range, facts, Weekends.SaturdayAndSunday);
        var report = Allocation.Of(facts, new ReportRequest(range, PeriodKind.Week, monday, ReportSettings.Standard));

        foreach (var row in report)
        {
            var week = weeks.Of(row.Person.Person)[(row.Week.Days.First.DayNumber - monday.DayNumber) / 7];
            Assert.Equal((row.Capacity, row.Hard, row.Soft, row.Free), (week.Capacity, week.Hard, week.Soft, week.Free(0m)));
            Assert.True(week.Off >= 0);
        }
    });

    [Fact]
    public void Unnamed_bookings_have_hours_on_working_days_but_no_capacity()
    {
        var facts = new PracticeFacts { Bookings = [Booked("b1", "SOW-1", null, "2026-03-02", "2026-03-08", 480, Commitment.Soft)] };
        var weeks = new PeopleWeeks(March, facts, Weekends.SaturdayAndSunday);
        Assert.Equal(new PersonWeek(0, 0, 0, 0, 2400), weeks.OfUnnamed(weeks.BookingsOf(null))[0]);
    }

    private static BookingFact Booked(string booking, string engagement, string? person, string first, string last, int minutes, Commitment commitment) => new(
        new BookingKey(booking), new EngagementKey(engagement), person is null ? null : new PersonKey(person), "engineer",
        new DateRange(Day(first), Day(last)), minutes, commitment);

    private static DateOnly Day(string iso) => DateOnly.ParseExact(iso, "yyyy-MM-dd", CultureInfo.InvariantCulture);
}

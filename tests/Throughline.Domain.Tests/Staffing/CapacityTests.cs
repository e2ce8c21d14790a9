using Throughline.Domain.People;
using Throughline.Domain.Staffing;
using static Throughline.Domain.Tests.Reports.Given;

namespace Throughline.Domain.Tests.Staffing;

public class CapacityTests
{
    private static readonly PersonFact InBerlin = Person() with { Calendar = "berlin" };

    private static int MinutesOn(
        string day, PersonFact person, CalendarDay[]? holidays = null, TimeOffFact[]? timeOff = null, Weekends? weekends = null) =>
        new Capacity(Days("2026-02-23", "2026-03-22"), [person], holidays ?? [], timeOff ?? [], [], weekends ?? Weekends.SaturdayAndSunday)
            .Of(person.Person).CapacityOn(Day(day));

    private static TimeOffFact Away(string first, string last, int? minutesPerDay = null) =>
        new(new PersonKey("p1"), Days(first, last), MinutesPerDay: minutesPerDay);

    [Theory]
    [InlineData("2026-03-02", 462)]
    [InlineData("2026-03-06", 462)]
    [InlineData("2026-03-07", 0)]
    [InlineData("2026-03-08", 0)]
    public void A_working_day_holds_a_fifth_of_the_weekly_hours_and_a_weekend_none(string day, int minutes) =>
        Assert.Equal(minutes, MinutesOn(day, Person(weeklyHours: 38.5m)));

    [Theory]
    [InlineData("2026-03-03", 0)]
    [InlineData("2026-03-04", 480)]
    [InlineData("2026-03-11", 480)]
    [InlineData("2026-03-12", 0)]
    public void Only_days_of_employment_count_its_first_and_last_included(string day, int minutes) =>
        Assert.Equal(minutes, MinutesOn(day, Person() with { Start = Day("2026-03-04"), End = Day("2026-03-11") }));

    [Fact]
    public void Somebody_employed_only_outside_the_range_has_no_capacity_in_it()
    {
        Assert.Equal(0, MinutesOn("2026-03-02", Person() with { End = Day("2025-01-31") }));
        Assert.Equal(0, MinutesOn("2026-03-02", Person() with { Start = Day("2027-01-01") }));
        Assert.Equal(480, MinutesOn("2026-03-02", Person() with { Start = Day("2020-01-01"), End = Day("2030-01-01") }));
    }

    [Theory]
    [InlineData("2026-03-02", 0, 0)]
    [InlineData("2026-03-02", 240, 240)]
    [InlineData("2026-03-02", 600, 480)]
    [InlineData("2026-03-07", 240, 0)]
    public void A_holiday_holds_what_is_worked_on_it_but_never_more_than_an_ordinary_day(string day, int worked, int minutes) =>
        Assert.Equal(minutes, MinutesOn(day, InBerlin, [new CalendarDay("berlin", Day(day), worked)]));

    [Fact]
    public void Holidays_of_another_calendar_or_outside_the_range_change_nothing()
    {
        CalendarDay[] holidays = [new("paris", Day("2026-03-02"), 0), new("berlin", Day("2027-03-02"), 0)];

        Assert.Equal(480, MinutesOn("2026-03-02", InBerlin, holidays));
        Assert.Equal(480, MinutesOn("2026-03-02", Person(), holidays));
    }

    [Fact]
    public void Time_off_of_a_day_is_added_up_and_takes_it_down_to_nothing_at_most()
    {
        Assert.Equal(300, MinutesOn("2026-03-02", Person(), null, [Away("2026-03-02", "2026-03-02", 60), Away("2026-03-01", "2026-03-05", 120)]));
        Assert.Equal(0, MinutesOn("2026-03-02", Person(), null, [Away("2026-03-02", "2026-03-02", 400), Away("2026-03-02", "2026-03-02", 400)]));
    }

    [Fact]
    public void Time_off_without_hours_takes_the_whole_day_also_where_it_begins_before_the_range_or_ends_after_it()
    {
        TimeOffFact[] away = [Away("2026-01-01", "2026-03-02"), Away("2026-03-20", "2026-12-31")];

        Assert.Equal(0, MinutesOn("2026-02-23", Person(), null, away));
        Assert.Equal(0, MinutesOn("2026-03-02", Person(), null, away));
        Assert.Equal(480, MinutesOn("2026-03-03", Person(), null, away));
        Assert.Equal(0, MinutesOn("2026-03-20", Person(), null, away));
    }

    [Fact]
    public void A_calendar_may_have_another_weekend()
    {
        var weekends = Weekends.SaturdayAndSunday with
        {
            OfCalendar = new Dictionary<string, IReadOnlyCollection<DayOfWeek>> { ["riyadh"] = [DayOfWeek.Friday, DayOfWeek.Saturday] },
        };

        Assert.Equal(0, MinutesOn("2026-03-06", Person() with { Calendar = "riyadh" }, weekends: weekends));
        Assert.Equal(480, MinutesOn("2026-03-08", Person() with { Calendar = "riyadh" }, weekends: weekends));
        Assert.Equal(0, MinutesOn("2026-03-08", InBerlin, weekends: weekends));
    }

    [Fact]
    public void A_booking_takes_no_more_than_capacity_and_approved_overtime_of_the_day()
    {
        OvertimeFact[] overtime =
        [
            new(new PersonKey("p1"), Day("2026-03-03"), 60),
            new(new PersonKey("p1"), Day("2026-03-04"), 60, OvertimeKind.Conflict),
            new(new PersonKey("p1"), Day("2026-03-07"), 120),
            new(new PersonKey("p1"), Day("2027-03-07"), 120),
        ];
        var days = new Capacity(Days("2026-03-02", "2026-03-08"), [Person()], [], [], overtime, Weekends.SaturdayAndSunday).Of(new PersonKey("p1"));

        Assert.Equal(480, days.BookedOn(Day("2026-03-02"), 600));
        Assert.Equal(540, days.BookedOn(Day("2026-03-03"), 600));
        Assert.Equal(480, days.BookedOn(Day("2026-03-04"), 600));
        Assert.Equal(120, days.BookedOn(Day("2026-03-07"), 600));
        Assert.Equal(480 * 5 + 60 + 120, days.BookedIn(days.Range, 600));
        Assert.Equal(480 * 5, days.CapacityIn(days.Range));
    }

    [Fact]
    public void An_unnamed_resource_takes_a_booking_in_full_on_Monday_to_Friday()
    {
        var unnamed = new Capacity(Days("2026-03-02", "2026-03-08"), [], [], [], [], Weekends.SaturdayAndSunday).Of(null);

        Assert.Equal(5 * 600, unnamed.BookedIn(unnamed.Range, 600));
        Assert.Equal(24 * 60, unnamed.BookedOn(Day("2026-03-02"), 24 * 60));
    }
}

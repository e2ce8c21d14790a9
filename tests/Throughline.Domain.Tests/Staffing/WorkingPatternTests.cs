using Throughline.Domain.People;
using Throughline.Domain.Staffing;
using static Throughline.Domain.Tests.Reports.Given;

namespace Throughline.Domain.Tests.Staffing;

public class WorkingPatternTests
{
    private static readonly WorkingPattern FourDays = new(Day("2026-03-09"), 450, 450, 450, 450, 0);

    [Theory]
    [InlineData("2026-03-06", 480)]
    [InlineData("2026-03-09", 450)]
    [InlineData("2026-03-13", 0)]
    [InlineData("2026-03-14", 0)]
    [InlineData("2026-04-02", 450)]
    public void From_its_first_day_on_a_pattern_says_the_minutes_of_each_weekday(string day, int minutes) =>
        Assert.Equal(minutes, MinutesOn(day, Person() with { Patterns = [FourDays] }));

    [Theory]
    [InlineData("2026-03-08", 0)]
    [InlineData("2026-03-15", 300)]
    [InlineData("2026-03-16", 0)]
    public void A_weekend_stays_off_unless_the_pattern_gives_minutes_to_that_day(string day, int minutes) =>
        Assert.Equal(minutes, MinutesOn(day, Person() with { Patterns = [new(Day("2026-03-09"), 0, 480, 480, 480, 480, 0, 300)] }));

    [Theory]
    [InlineData("2026-03-16", 450)]
    [InlineData("2026-03-23", 240)]
    [InlineData("2026-03-27", 240)]
    public void The_latest_pattern_that_has_begun_counts_whatever_order_they_come_in(string day, int minutes) =>
        Assert.Equal(minutes, MinutesOn(day, Person() with { Patterns = [new(Day("2026-03-23"), 240, 240, 240, 240, 240), FourDays] }));

    [Fact]
    public void Every_weekday_has_its_own_minutes()
    {
        var pattern = new WorkingPattern(Day("2026-03-02"), 10, 20, 30, 40, 50, 60, 70);

        Assert.Equal([10, 20, 30, 40, 50, 60, 70], Days("2026-03-02", "2026-03-08").Days().Select(day => pattern.MinutesOn(day.DayOfWeek)));
        Assert.Equal(280, pattern.WeekMinutes);
    }

    [Fact]
    [Trait("rule", "R-106")]
    public void Holidays_time_off_and_the_end_of_employment_are_taken_from_the_pattern()
    {
        var person = Person() with { Calendar = "berlin", End = Day("2026-03-19"), Patterns = [FourDays] };
        var capacity = new Capacity(
            Days("2026-03-01", "2026-03-31"), [person], [new("berlin", Day("2026-03-10"), 120), new("berlin", Day("2026-03-13"), 240)],
            [new(person.Person, Days("2026-03-11", "2026-03-11"), MinutesPerDay: 60), new(person.Person, Days("2026-03-12", "2026-03-12"))], [], Weekends.SaturdayAndSunday).Of(person.Person);

        Assert.Equal([450, 120, 390, 0, 0], Days("2026-03-09", "2026-03-13").Days().Select(capacity.CapacityOn));
        Assert.Equal((450, 0), (capacity.CapacityOn(Day("2026-03-19")), capacity.CapacityOn(Day("2026-03-20"))));
    }

    [Fact]
    public void A_pattern_of_five_equal_days_is_the_same_as_the_weekly_hours() => Property.Holds(random =>
    {
        var hours = random.Next(0, 169);
        var plain = Person(weeklyHours: hours);
        var minutes = plain.MinutesPerDay;
        var begins = Day("2026-02-20").AddDays(random.Next(30));
        var patterned = plain with { Patterns = [new(begins, minutes, minutes, minutes, minutes, minutes)] };

        foreach (var day in Days("2026-02-23", "2026-03-22").Days())
            Assert.Equal(MinutesOn(day, plain), MinutesOn(day, patterned));
    });

    private static int MinutesOn(string day, PersonFact person) => MinutesOn(Day(day), person);

    private static int MinutesOn(DateOnly day, PersonFact person) =>
        new Capacity(Days("2026-02-23", "2026-04-05"), [person], [], [], [], Weekends.SaturdayAndSunday).Of(person.Person).CapacityOn(day);
}

using Throughline.Domain.Dates;

namespace Throughline.Domain.Tests.Dates;

public class BusinessCalendarTests
{
    private static readonly DateOnly Friday = new(2025, 6, 6);

    [Fact]
    public void A_weekend_is_passed_over_when_business_days_are_added()
    {
        Assert.Equal(new DateOnly(2025, 6, 9), BusinessCalendar.WeekendsOnly.Add(Friday, 1));
        Assert.Equal(new DateOnly(2025, 6, 9), BusinessCalendar.WeekendsOnly.NextAfter(Friday));
        Assert.Equal(Friday, BusinessCalendar.WeekendsOnly.Add(Friday, 0));
    }

    [Fact]
    [Trait("rule", "R-269")]
    public void Three_business_days_before_a_class_do_not_count_the_day_of_the_class() =>
        Assert.Equal(new DateOnly(2025, 6, 11), BusinessCalendar.WeekendsOnly.Add(new DateOnly(2025, 6, 16), -3));

    [Fact]
    public void A_practice_that_rests_on_Friday_and_Saturday_works_on_Sunday()
    {
        var calendar = new BusinessCalendar([DayOfWeek.Friday, DayOfWeek.Saturday], []);

        Assert.False(calendar.IsBusinessDay(Friday));
        Assert.Equal(new DateOnly(2025, 6, 8), calendar.OnOrAfter(Friday));
    }

    [Fact]
    [Trait("rule", "P-27c")]
    public void A_day_off_in_either_of_two_calendars_is_off_in_their_union()
    {
        var ours = new BusinessCalendar(BusinessCalendar.SaturdayAndSunday, [new(2025, 7, 4)]);
        var theirs = new BusinessCalendar([DayOfWeek.Friday, DayOfWeek.Saturday], [new(2025, 7, 7)]);

        Assert.Equal(new DateOnly(2025, 7, 8), ours.Union(theirs).NextAfter(new DateOnly(2025, 7, 3)));
    }

    [Fact]
    public void A_calendar_without_any_working_day_is_refused() =>
        Assert.Throws<ArgumentException>(() => new BusinessCalendar(Enum.GetValues<DayOfWeek>(), []));

    [Fact]
    public void Adding_business_days_agrees_with_counting_them_one_by_one() => Property.Holds(random =>
    {
        var calendar = Generated(random);
        var day = new DateOnly(2025, 1, 1).AddDays(random.Next(700));
        var number = 1 + random.Next(40);

        var reached = calendar.Add(day, number);

        Assert.True(calendar.IsBusinessDay(reached));
        Assert.Equal(number, calendar.CountIn(new DateRange(day.AddDays(1), reached)));
        Assert.True(calendar.Add(reached, -number) <= day);
        Assert.Equal(calendar.OnOrAfter(day), calendar.IsBusinessDay(day) ? day : calendar.Add(day, 1));
    });

    internal static BusinessCalendar Generated(Random random)
    {
        var weekend = Enum.GetValues<DayOfWeek>().OrderBy(_ => random.Next()).Take(random.Next(4));
        var holidays = Enumerable.Range(0, random.Next(60)).Select(_ => new DateOnly(2025, 1, 1).AddDays(random.Next(800)));
        return new BusinessCalendar(weekend, holidays);
    }
}

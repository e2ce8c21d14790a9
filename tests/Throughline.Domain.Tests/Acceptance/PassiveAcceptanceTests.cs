using System.Globalization;
using Throughline.Domain.Acceptance;
using Throughline.Domain.Dates;
using Throughline.Domain.Tests.Dates;

namespace Throughline.Domain.Tests.Acceptance;

[Trait("rule", "R-228")]
public class PassiveAcceptanceTests
{
    private static readonly TimeZoneInfo NewYork = Zones.Find("America/New_York")!;
    private static readonly BusinessCalendar FourthOfJuly = new(BusinessCalendar.SaturdayAndSunday, [new(2025, 7, 4)]);

    // The wall clock of sending in New York, N, then the expected day 1 and day N.
    [Theory]
    [InlineData("2025-06-02T10:00", 5, "2025-06-02", "2025-06-06")]
    [InlineData("2025-06-04T23:50", 5, "2025-06-04", "2025-06-10")]
    [InlineData("2025-06-06T10:00", 5, "2025-06-06", "2025-06-12")]
    [InlineData("2025-06-07T10:00", 5, "2025-06-09", "2025-06-13")]
    [InlineData("2025-07-03T10:00", 5, "2025-07-03", "2025-07-10")]
    [InlineData("2025-05-29T10:00", 5, "2025-05-29", "2025-06-04")]
    [InlineData("2025-06-02T10:00", 10, "2025-06-02", "2025-06-13")]
    [InlineData("2025-06-02T10:00", 1, "2025-06-02", "2025-06-02")]
    public void The_day_of_sending_is_day_one_and_the_count_ends_with_day_n(string sent, int days, string day1, string dayN)
    {
        var clock = PassiveAcceptance.Start(At(sent), NewYork, new AcceptanceTerms(days), FourthOfJuly);

        Assert.Equal(Day(day1), clock.Day1);
        Assert.Equal(Day(dayN), clock.DayN);
        Assert.Equal(Day(dayN), clock.RecordedOn);
        Assert.Equal(Zones.StartOfDay(Day(dayN).AddDays(1), NewYork), clock.Deadline);
    }

    [Fact]
    public void A_request_sent_late_on_Monday_in_New_York_counts_from_Monday_though_it_is_Tuesday_in_London()
    {
        var sent = ZonesTests.Parsed("2025-06-03T03:30");

        Assert.Equal(Day("2025-06-02"), PassiveAcceptance.Start(sent, NewYork, new AcceptanceTerms(5), FourthOfJuly).Day1);
        Assert.Equal(Day("2025-06-03"), PassiveAcceptance.Start(sent, TimeZoneInfo.Utc, new AcceptanceTerms(5), FourthOfJuly).Day1);
    }

    [Fact]
    public void An_answer_a_minute_before_midnight_stops_the_clock_and_a_minute_after_is_too_late()
    {
        var clock = PassiveAcceptance.Start(At("2025-06-02T10:00"), NewYork, new AcceptanceTerms(5), FourthOfJuly);

        Assert.True(clock.IsStoppedBy(At("2025-06-06T23:59")));
        Assert.False(clock.HasRunOut(At("2025-06-06T23:59")));
        Assert.False(clock.IsStoppedBy(At("2025-06-07T00:01")));
        Assert.True(clock.HasRunOut(At("2025-06-07T00:00")));
        Assert.Equal(ZonesTests.Parsed("2025-06-07T04:00"), clock.Deadline);
    }

    [Fact]
    [Trait("rule", "P-27")]
    public void A_practice_may_let_a_Saturday_itself_be_day_one()
    {
        var terms = new AcceptanceTerms(5, nonBusinessStart: NonBusinessStart.Same);

        var clock = PassiveAcceptance.Start(At("2025-06-07T10:00"), NewYork, terms, FourthOfJuly);

        Assert.Equal(Day("2025-06-07"), clock.Day1);
        Assert.Equal(Day("2025-06-12"), clock.DayN);
    }

    [Theory]
    [InlineData("2025-06-04T10:00", NonBusinessStart.Next, "2025-06-04", "2025-06-08")]
    [InlineData("2025-06-07T10:00", NonBusinessStart.Next, "2025-06-09", "2025-06-13")]
    [InlineData("2025-06-07T10:00", NonBusinessStart.Same, "2025-06-07", "2025-06-11")]
    public void Calendar_days_count_the_weekend(string sent, NonBusinessStart start, string day1, string dayN)
    {
        var clock = PassiveAcceptance.Start(
            At(sent), NewYork, new AcceptanceTerms(5, AcceptanceUnit.CalendarDays, start), FourthOfJuly);

        Assert.Equal((Day(day1), Day(dayN)), (clock.Day1, clock.DayN));
    }

    [Fact]
    [Trait("rule", "P-27b")]
    public void A_practice_may_record_silence_under_the_next_business_day()
    {
        var terms = new AcceptanceTerms(5, recordedDate: PassiveRecordedDate.NextBusinessDay);

        var clock = PassiveAcceptance.Start(At("2025-06-02T10:00"), NewYork, terms, FourthOfJuly);

        Assert.Equal(Day("2025-06-06"), clock.DayN);
        Assert.Equal(Day("2025-06-09"), clock.RecordedOn);
    }

    [Theory]
    [InlineData("2025-06-06", 0)]
    [InlineData("2025-06-09", 1)]
    [InlineData("2025-06-11", 3)]
    [InlineData("2025-06-14", 5)]
    [InlineData("2025-06-30", 5)]
    public void The_countdown_says_which_day_of_the_count_it_is(string today, int reached)
    {
        var terms = new AcceptanceTerms(5);
        var clock = PassiveAcceptance.Start(At("2025-06-07T10:00"), NewYork, terms, FourthOfJuly);

        Assert.Equal(reached, PassiveAcceptance.DayReached(clock, terms, Day(today), FourthOfJuly));
    }

    [Fact]
    public void The_countdown_of_calendar_days_and_of_a_Saturday_start_include_the_weekend_as_agreed()
    {
        var calendarDays = new AcceptanceTerms(5, AcceptanceUnit.CalendarDays);
        var fromSaturday = new AcceptanceTerms(5, nonBusinessStart: NonBusinessStart.Same);

        var wednesday = PassiveAcceptance.Start(At("2025-06-04T10:00"), NewYork, calendarDays, FourthOfJuly);
        var saturday = PassiveAcceptance.Start(At("2025-06-07T10:00"), NewYork, fromSaturday, FourthOfJuly);

        Assert.Equal(5, PassiveAcceptance.DayReached(wednesday, calendarDays, Day("2025-06-08"), FourthOfJuly));
        Assert.Equal(1, PassiveAcceptance.DayReached(saturday, fromSaturday, Day("2025-06-08"), FourthOfJuly));
        Assert.Equal(2, PassiveAcceptance.DayReached(saturday, fromSaturday, Day("2025-06-09"), FourthOfJuly));
    }

    [Fact]
    public void A_clause_of_no_days_is_refused() =>
        Assert.Throws<ArgumentOutOfRangeException>(() => new AcceptanceTerms(0));

    [Fact]
    public void Day_n_is_the_nth_business_day_counted_one_by_one() => Property.Holds(random =>
    {
        var (sent, zone, calendar) = (Sent(random), SomeZone(random), BusinessCalendarTests.Generated(random));
        var days = 1 + random.Next(30);

        var clock = PassiveAcceptance.Start(sent, zone, new AcceptanceTerms(days), calendar);

        var counted = new DateRange(Zones.DayOf(sent, zone), clock.DayN).Days().Where(calendar.IsBusinessDay).ToList();
        Assert.Equal(days, counted.Count);
        Assert.Equal((clock.Day1, clock.DayN), (counted[0], counted[^1]));
        Assert.Equal(days, PassiveAcceptance.DayReached(clock, new AcceptanceTerms(days), clock.DayN, calendar));
    });

    [Fact]
    public void The_deadline_is_midnight_after_day_n_unless_the_clocks_skip_midnight() => Property.Holds(random =>
    {
        var zone = SomeZone(random);
        var clock = PassiveAcceptance.Start(Sent(random), zone, new AcceptanceTerms(1 + random.Next(30)), BusinessCalendar.WeekendsOnly);

        var midnight = clock.DayN.AddDays(1).ToDateTime(TimeOnly.MinValue);
        var shown = TimeZoneInfo.ConvertTime(clock.Deadline, zone).DateTime;
        Assert.Equal(zone.IsInvalidTime(midnight) ? midnight.AddHours(1) : midnight, shown);
        Assert.Equal(clock.DayN, Zones.DayOf(clock.Deadline.AddTicks(-1), zone));
    });

    private static DateTimeOffset Sent(Random random) =>
        new DateTimeOffset(2025, 1, 1, 0, 0, 0, TimeSpan.Zero).AddMinutes(random.Next(600 * 24 * 60));

    private static TimeZoneInfo SomeZone(Random random)
    {
        string[] zones = ["America/New_York", "Australia/Lord_Howe", "Africa/Cairo", "Asia/Kolkata", "UTC-05:00"];
        return Zones.Find(zones[random.Next(zones.Length)])!;
    }

    private static DateTimeOffset At(string wallInNewYork)
    {
        var wall = DateTime.Parse(wallInNewYork, CultureInfo.InvariantCulture);
        return Zones.InstantOf(DateOnly.FromDateTime(wall), TimeOnly.FromDateTime(wall), NewYork);
    }

    private static DateOnly Day(string iso) => DateOnly.ParseExact(iso, "yyyy-MM-dd", CultureInfo.InvariantCulture);
}

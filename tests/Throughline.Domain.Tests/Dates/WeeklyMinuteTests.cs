using Throughline.Domain.Dates;

namespace Throughline.Domain.Tests.Dates;

public class WeeklyMinuteTests
{
    private static readonly TimeZoneInfo NewYork = Zones.Find("America/New_York")!;
    private static readonly WeeklyMinute ForecastDue = new(DayOfWeek.Monday, 11 * 60);

    [Fact]
    [Trait("rule", "P-08")]
    public void The_deadline_of_a_week_is_found_on_either_side_of_an_instant()
    {
        var wednesday = ZonesTests.Parsed("2025-07-09T12:00");

        Assert.Equal(ZonesTests.Parsed("2025-07-07T15:00"), ForecastDue.LastAtOrBefore(wednesday, NewYork));
        Assert.Equal(ZonesTests.Parsed("2025-07-14T15:00"), ForecastDue.NextAfter(wednesday, NewYork));
        Assert.Equal(ZonesTests.Parsed("2025-07-07T15:00"), ForecastDue.InWeekOf(new DateOnly(2025, 7, 13), NewYork));
    }

    [Fact]
    public void At_the_deadline_itself_the_last_one_is_now_and_the_next_one_is_in_a_week()
    {
        var now = ZonesTests.Parsed("2025-07-07T15:00");

        Assert.Equal(now, ForecastDue.LastAtOrBefore(now, NewYork));
        Assert.Equal(now.AddDays(7), ForecastDue.NextAfter(now, NewYork));
    }

    [Theory]
    [Trait("rule", "P-10")]
    [InlineData("America/New_York", "2025-07-07", "2025-07-07T14:00")]
    [InlineData("UTC-05:00", "2025-07-07", "2025-07-07T15:00")]
    [InlineData("America/New_York", "2025-01-06", "2025-01-06T15:00")]
    [InlineData("UTC-05:00", "2025-01-06", "2025-01-06T15:00")]
    public void Monday_at_ten_follows_daylight_saving_only_where_the_zone_has_it(string zone, string day, string utc) =>
        Assert.Equal(
            ZonesTests.Parsed(utc),
            new WeeklyMinute(DayOfWeek.Monday, 600).InWeekOf(
                DateOnly.ParseExact(day, "yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture), Zones.Find(zone)!));

    [Fact]
    public void The_end_of_Thursday_is_the_start_of_Friday()
    {
        var thursday = new WeeklyMinute(DayOfWeek.Thursday, 24 * 60);
        var midnight = ZonesTests.Parsed("2025-07-11T04:00");

        Assert.Equal(midnight, thursday.LastAtOrBefore(midnight, NewYork));
        Assert.Equal(midnight, thursday.NextAfter(midnight.AddSeconds(-1), NewYork));
        Assert.Equal("Thursday 24:00", thursday.ToString());
    }

    [Theory]
    [InlineData("Monday 11:00", "Monday 11:00")]
    [InlineData("tue 8:00", "Tuesday 08:00")]
    [InlineData(" Thu  24:00 ", "Thursday 24:00")]
    public void A_day_and_a_time_are_read_and_written_in_one_form(string text, string canonical)
    {
        Assert.True(WeeklyMinute.TryParse(text, out var value));
        Assert.Equal(canonical, value.ToString());
    }

    [Theory]
    [InlineData("Monday")]
    [InlineData("Mondy 11:00")]
    [InlineData("Monday 24:01")]
    [InlineData("Monday 11:00 EST")]
    [InlineData("Monday eleven")]
    public void Anything_else_is_not_read(string text) => Assert.False(WeeklyMinute.TryParse(text, out _));

    [Fact]
    public void A_minute_outside_the_day_is_refused() =>
        Assert.Throws<ArgumentOutOfRangeException>(() => new WeeklyMinute(DayOfWeek.Monday, 1441));

    [Fact]
    public void Last_and_next_are_neighbours_around_every_instant_in_every_zone() => Property.Holds(random =>
    {
        string[] zones = ["America/New_York", "Australia/Lord_Howe", "Africa/Cairo", "UTC+14:00", "UTC-12:00"];
        var zone = Zones.Find(zones[random.Next(zones.Length)])!;
        var due = new WeeklyMinute((DayOfWeek)random.Next(7), random.Next(1441));
        var instant = new DateTimeOffset(2025, 1, 1, 0, 0, 0, TimeSpan.Zero).AddMinutes(random.Next(2 * 365 * 24 * 60));

        var last = due.LastAtOrBefore(instant, zone);
        var next = due.NextAfter(instant, zone);

        Assert.True(last <= instant && instant < next);
        Assert.Equal(next, due.NextAfter(last, zone));
        Assert.Equal(last, due.LastAtOrBefore(next.AddTicks(-1), zone));
        Assert.InRange(next - last, TimeSpan.FromDays(7) - TimeSpan.FromHours(1), TimeSpan.FromDays(7) + TimeSpan.FromHours(1));
    });
}

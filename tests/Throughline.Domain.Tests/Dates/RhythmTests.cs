using System.Globalization;
using Throughline.Domain.Dates;
using Throughline.Domain.Staffing;

namespace Throughline.Domain.Tests.Dates;

public class RhythmTests
{
    private static readonly string[] ZonesOfAll = ["Europe/Berlin", "America/New_York", "Australia/Lord_Howe", "Africa/Cairo", "Asia/Kolkata"];

    private static Rhythm Of(RhythmKind kind, int day, int minute = 9 * 60) => new(kind, day, minute, Weekends.SaturdayAndSunday.Usual, 2);

    private static DateTimeOffset At(string instant) => DateTimeOffset.Parse(instant, CultureInfo.InvariantCulture);

    private static TimeZoneInfo Zone(string id) => Zones.Find(id)!;

    [Theory]
    [InlineData(RhythmKind.Weekly, 1, "2026-03-02T09:00:00Z", "2026-03-09T09:00:00Z")]
    [InlineData(RhythmKind.Weekly, 7, "2026-03-02T09:00:00Z", "2026-03-08T09:00:00Z")]
    [InlineData(RhythmKind.Monthly, 31, "2026-02-01T00:00:00Z", "2026-02-28T09:00:00Z")]
    [InlineData(RhythmKind.Monthly, 31, "2026-02-28T09:00:00Z", "2026-03-31T09:00:00Z")]
    [InlineData(RhythmKind.MonthlyBusinessDay, 1, "2026-07-31T10:00:00Z", "2026-08-03T09:00:00Z")]
    [InlineData(RhythmKind.MonthlyBusinessDay, 3, "2026-07-31T10:00:00Z", "2026-08-05T09:00:00Z")]
    [InlineData(RhythmKind.MonthlyBusinessDay, 23, "2026-02-01T00:00:00Z", "2026-02-27T09:00:00Z")]
    [InlineData(RhythmKind.QuarterlyBusinessDay, 2, "2026-03-02T00:00:00Z", "2026-05-04T09:00:00Z")]
    public void The_next_time_is_after_the_instant(RhythmKind kind, int day, string instant, string next) =>
        Assert.Equal(At(next), Of(kind, day).NextAfter(At(instant), Zone("UTC+00:00")));

    [Theory]
    [InlineData("Europe/Berlin", "2026-03-28T12:00:00Z", "2026-03-29T01:30:00Z", 150)]
    [InlineData("Europe/Berlin", "2026-10-24T12:00:00Z", "2026-10-25T00:30:00Z", 150)]
    [InlineData("America/New_York", "2026-03-07T12:00:00Z", "2026-03-08T13:00:00Z", 540)]
    [InlineData("Australia/Lord_Howe", "2026-10-03T00:00:00Z", "2026-10-03T15:45:00Z", 135)]
    public void It_keeps_the_time_on_the_wall_when_clocks_change(string zone, string instant, string next, int minute)
    {
        var sundays = Of(RhythmKind.Weekly, 7, minute);
        Assert.Equal(At(next), sundays.NextAfter(At(instant), Zone(zone)));
        Assert.True(sundays.NextAfter(At(next), Zone(zone)) > At(next).AddDays(6));
    }

    [Fact]
    public void The_times_follow_each_other_without_one_left_out_or_twice() => Property.Holds(random =>
    {
        var kind = (RhythmKind)random.Next(4);
        var rhythm = Of(kind, random.Next(1, kind.MostDays() + 1), random.Next(1440));
        var zone = Zone(ZonesOfAll[random.Next(ZonesOfAll.Length)]);
        var instant = At("2025-01-01T00:00:00Z").AddMinutes(random.Next(2 * 365 * 1440));
        var next = rhythm.NextAfter(instant, zone);

        Assert.True(next > instant);
        Assert.Equal(next, rhythm.LastAtOrBefore(next, zone));
        Assert.True(rhythm.LastAtOrBefore(next.AddTicks(-1), zone) <= instant);
        Assert.Equal(next, rhythm.NextAfter(rhythm.LastAtOrBefore(next.AddTicks(-1), zone), zone));
    });
}

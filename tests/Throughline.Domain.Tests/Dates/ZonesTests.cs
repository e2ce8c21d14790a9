using Throughline.Domain.Dates;

namespace Throughline.Domain.Tests.Dates;

public class ZonesTests
{
    private static TimeZoneInfo Zone(string id) => Zones.Find(id)!;

    // Columns: zone, wall clock, the instant in UTC. Each zone at both of its changes of clocks.
    [Theory]
    [InlineData("America/New_York", "2025-03-09T01:59", "2025-03-09T06:59")]
    [InlineData("America/New_York", "2025-03-09T02:30", "2025-03-09T07:30")] // skipped: 03:30 on the clock
    [InlineData("America/New_York", "2025-03-09T03:00", "2025-03-09T07:00")]
    [InlineData("America/New_York", "2025-11-02T00:59", "2025-11-02T04:59")]
    [InlineData("America/New_York", "2025-11-02T01:30", "2025-11-02T05:30")] // twice: the first
    [InlineData("America/New_York", "2025-11-02T02:00", "2025-11-02T07:00")]
    [InlineData("Australia/Lord_Howe", "2025-10-05T01:59", "2025-10-04T15:29")]
    [InlineData("Australia/Lord_Howe", "2025-10-05T02:15", "2025-10-04T15:45")] // skipped by half an hour
    [InlineData("Australia/Lord_Howe", "2025-10-05T02:30", "2025-10-04T15:30")]
    [InlineData("Australia/Lord_Howe", "2025-04-06T01:29", "2025-04-05T14:29")]
    [InlineData("Australia/Lord_Howe", "2025-04-06T01:45", "2025-04-05T14:45")] // twice, half an hour apart
    [InlineData("Australia/Lord_Howe", "2025-04-06T02:00", "2025-04-05T15:30")]
    [InlineData("Africa/Cairo", "2025-04-24T23:59", "2025-04-24T21:59")]
    [InlineData("Africa/Cairo", "2025-04-25T00:00", "2025-04-24T22:00")] // midnight is skipped: 01:00 on the clock
    [InlineData("Africa/Cairo", "2025-04-25T01:00", "2025-04-24T22:00")]
    [InlineData("Africa/Cairo", "2025-10-30T23:30", "2025-10-30T20:30")] // twice: the first
    [InlineData("Africa/Cairo", "2025-10-31T00:00", "2025-10-30T22:00")]
    [InlineData("UTC-05:00", "2025-07-07T10:00", "2025-07-07T15:00")]
    [InlineData("Asia/Kolkata", "2025-07-07T10:00", "2025-07-07T04:30")]
    public void A_wall_clock_time_becomes_one_instant(string zone, string wall, string utc)
    {
        var time = Parsed(wall);

        Assert.Equal(Parsed(utc), Zones.InstantOf(DateOnly.FromDateTime(time.DateTime), TimeOnly.FromDateTime(time.DateTime), Zone(zone)));
    }

    [Theory]
    [InlineData("Africa/Cairo", "2025-04-24", "2025-04-24T22:00")]  // ends where Friday begins, at 01:00
    [InlineData("Africa/Cairo", "2025-10-30", "2025-10-30T22:00")]  // lasts 25 hours
    [InlineData("America/New_York", "2025-06-06", "2025-06-07T04:00")]
    [InlineData("America/New_York", "2025-11-02", "2025-11-03T05:00")]
    public void A_day_ends_where_the_next_one_begins(string zone, string day, string utc) =>
        Assert.Equal(Parsed(utc), Zones.EndOfDay(DateOnly.FromDateTime(Parsed(day + "T00:00").DateTime), Zone(zone)));

    [Fact]
    public void The_civil_day_is_the_one_on_the_zone_s_own_calendar()
    {
        var instant = Parsed("2025-06-03T03:30");

        Assert.Equal(new DateOnly(2025, 6, 2), Zones.DayOf(instant, Zone("America/New_York")));
        Assert.Equal(new DateOnly(2025, 6, 3), Zones.DayOf(instant, Zone("UTC")));
    }

    [Theory]
    [InlineData("UTC-5", "UTC-05:00")]
    [InlineData("UTC+05:30", "UTC+05:30")]
    [InlineData("UTC−5", "UTC-05:00")]
    [InlineData("Etc/GMT+5", "Etc/GMT+5")]
    public void A_fixed_offset_is_a_zone_without_daylight_saving(string id, string canonical)
    {
        Assert.Equal(canonical, Zone(id).Id);
        Assert.False(Zone(id).SupportsDaylightSavingTime);
    }

    [Theory]
    [InlineData("Mars/Olympus")]
    [InlineData("Eastern Standard Time")]
    [InlineData("UTC-15:00")]
    [InlineData("UTC*5")]
    [InlineData("UTC-x")]
    [InlineData("../../../usr/share/zoneinfo/Europe/Berlin")]
    [InlineData("/usr/share/zoneinfo/Europe/Berlin")]
    [InlineData("Europe/../Europe/Berlin")]
    [InlineData("europe/berlin")]
    [InlineData("Local")]
    [InlineData("localtime")]
    [InlineData("posixrules")]
    [InlineData("posix/Europe/Berlin")]
    [InlineData("")]
    public void What_is_no_zone_is_not_found(string id) => Assert.Null(Zones.Find(id));

    [Fact]
    public void An_instant_shows_the_time_it_was_made_from_unless_that_time_was_skipped() => Property.Holds(random =>
    {
        string[] zones = ["America/New_York", "Australia/Lord_Howe", "Africa/Cairo", "Europe/Berlin", "Pacific/Apia", "UTC"];
        var zone = Zone(zones[random.Next(zones.Length)]);
        var wall = new DateTime(2024, 1, 1).AddMinutes(random.Next(3 * 365 * 24 * 60));

        var instant = Zones.InstantOf(DateOnly.FromDateTime(wall), TimeOnly.FromDateTime(wall), zone);
        var shown = TimeZoneInfo.ConvertTime(instant, zone).DateTime;

        if (zone.IsInvalidTime(wall))
            Assert.True(shown > wall);
        else
            Assert.Equal(wall, shown);
    });

    internal static DateTimeOffset Parsed(string utc) =>
        DateTimeOffset.Parse(utc + "Z", System.Globalization.CultureInfo.InvariantCulture);
}

using System.Globalization;

namespace Throughline.Domain.Dates;

/// <summary>Turns wall-clock times of a named zone into instants and back. The machine's own zone is never asked.</summary>
public static class Zones
{
    private const string FixedPrefix = "UTC";

    /// <summary>The zone of an IANA id (<c>Europe/Berlin</c>) or of a fixed offset (<c>UTC-05:00</c>); null when there is none.</summary>
    public static TimeZoneInfo? Find(string id)
    {
        if (FixedOffset(id) is { } offset)
            return TimeZoneInfo.CreateCustomTimeZone(FixedId(offset), offset, FixedId(offset), FixedId(offset));

        // Names in lower case are not IANA's but the machine's own: localtime, posixrules, and copies with leap seconds.
        return id.Length > 0 && char.IsAsciiLetterUpper(id[0])
            && TimeZoneInfo.TryFindSystemTimeZoneById(id, out var zone) && zone.HasIanaId
            ? zone
            : null;
    }

    /// <summary>
    /// The instant at which the zone's clocks show the time. A time that a change of clocks skips is moved forward by as
    /// much as the clocks were; of a time that occurs twice the first is meant.
    /// </summary>
    public static DateTimeOffset InstantOf(DateOnly day, TimeOnly time, TimeZoneInfo zone)
    {
        var wall = new DateTimeOffset(day.ToDateTime(time), TimeSpan.Zero);
        var before = zone.GetUtcOffset(wall.AddDays(-1));
        var after = zone.GetUtcOffset(wall.AddDays(1));

        var first = wall - (before > after ? before : after);
        return zone.GetUtcOffset(first) == wall - first ? first : Later();

        // Either the clocks did not change between, or the time exists only after they went back, or it was skipped:
        // in the last case reading it with the offset from before the change moves it forward.
        DateTimeOffset Later()
        {
            var second = wall - (before > after ? after : before);
            return zone.GetUtcOffset(second) == wall - second ? second : wall - before;
        }
    }

    /// <summary>The instant at which the civil day begins; 01:00 on its clocks where midnight was skipped.</summary>
    public static DateTimeOffset StartOfDay(DateOnly day, TimeZoneInfo zone) => InstantOf(day, TimeOnly.MinValue, zone);

    /// <summary>The instant at which the day is over: the start of the next one, itself no longer part of the day.</summary>
    public static DateTimeOffset EndOfDay(DateOnly day, TimeZoneInfo zone) => StartOfDay(day.AddDays(1), zone);

    /// <summary>The civil day that the zone's calendar shows at the instant.</summary>
    public static DateOnly DayOf(DateTimeOffset instant, TimeZoneInfo zone) =>
        DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(instant, zone).DateTime);

    private static TimeSpan? FixedOffset(string id)
    {
        if (!id.StartsWith(FixedPrefix, StringComparison.Ordinal) || id.Length <= FixedPrefix.Length + 1)
            return null;

        var sign = id[FixedPrefix.Length] switch { '+' => 1, '-' or '\u2212' => -1, _ => 0 };
        var digits = id[(FixedPrefix.Length + 1)..];
        return sign != 0
            && TimeSpan.TryParseExact(digits, ["h\\:mm", "hh\\:mm", "%h", "hh"], CultureInfo.InvariantCulture, out var size)
            && size <= TimeSpan.FromHours(14)
            ? sign * size
            : null;
    }

    private static string FixedId(TimeSpan offset) => string.Create(
        CultureInfo.InvariantCulture, $"{FixedPrefix}{(offset < TimeSpan.Zero ? '-' : '+')}{offset:hh\\:mm}");
}

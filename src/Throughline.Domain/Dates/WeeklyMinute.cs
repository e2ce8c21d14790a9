using System.Globalization;

namespace Throughline.Domain.Dates;

/// <summary>A moment of every week on a wall clock, such as Monday 11:00. 24:00 is the end of the day.</summary>
/// <remarks><c>default</c> is Sunday 00:00.</remarks>
public readonly record struct WeeklyMinute
{
    private const int MinutesPerDay = 24 * 60;

    public WeeklyMinute(DayOfWeek day, int minute)
    {
        if (minute is < 0 or > MinutesPerDay)
            throw new ArgumentOutOfRangeException(nameof(minute), minute, "A day has the minutes 0 to 1440.");

        Day = day;
        Minute = minute;
    }

    public DayOfWeek Day { get; }

    /// <summary>Minutes of the wall clock since midnight, 0 to 1440.</summary>
    public int Minute { get; }

    /// <summary>The last such instant that is not after the given one.</summary>
    public DateTimeOffset LastAtOrBefore(DateTimeOffset instant, TimeZoneInfo zone)
    {
        // The end of a day and a skipped hour both fall on the day after, so the search starts one day late.
        var week = OnOrBefore(Zones.DayOf(instant, zone).AddDays(1));
        while (At(week, zone) > instant)
            week = week.AddDays(-7);

        return At(week, zone);
    }

    /// <summary>The first such instant that is after the given one, never the given one itself.</summary>
    public DateTimeOffset NextAfter(DateTimeOffset instant, TimeZoneInfo zone)
    {
        var week = OnOrBefore(Zones.DayOf(instant, zone).AddDays(-1));
        while (At(week, zone) <= instant)
            week = week.AddDays(7);

        return At(week, zone);
    }

    /// <summary>The instant in the ISO week (Monday to Sunday) that holds the day.</summary>
    public DateTimeOffset InWeekOf(DateOnly day, TimeZoneInfo zone) =>
        At(OnOrBefore(Periods.Monday(day).AddDays(6)), zone);

    /// <summary>Reads <c>Monday 11:00</c>; the first three letters of the day are enough.</summary>
    public static bool TryParse(string text, out WeeklyMinute value)
    {
        value = default;
        var words = text.Split(' ', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        if (words.Length != 2 || Weekdays.Find(words[0]) is not { } day || MinuteOf(words[1]) is not { } minute)
            return false;

        value = new WeeklyMinute(day, minute);
        return true;
    }

    public override string ToString() =>
        string.Create(CultureInfo.InvariantCulture, $"{Day} {Minute / 60:00}:{Minute % 60:00}");

    private static int? MinuteOf(string text)
    {
        if (text == "24:00")
            return MinutesPerDay;

        return TimeOnly.TryParseExact(text, ["H:mm", "HH:mm"], CultureInfo.InvariantCulture, DateTimeStyles.None, out var time)
            ? (int)time.ToTimeSpan().TotalMinutes
            : null;
    }

    private DateOnly OnOrBefore(DateOnly day) => day.AddDays(-(((int)day.DayOfWeek - (int)Day + 7) % 7));

    private DateTimeOffset At(DateOnly day, TimeZoneInfo zone) => Minute == MinutesPerDay
        ? Zones.EndOfDay(day, zone)
        : Zones.InstantOf(day, TimeOnly.MinValue.AddMinutes(Minute), zone);
}

using System.Globalization;
using Throughline.Domain.Dates;

namespace Throughline.Platform.Demo;

/// <summary>Where the demo's dates hang: weeks count from the one that holds today, which is week 0.</summary>
internal sealed class DemoDays(DateOnly today)
{
    /// <summary>How many weeks of history a demo has: two quarters.</summary>
    public const int PastWeeks = 26;

    public DateOnly Today { get; } = today;

    public DateOnly Monday(int week) => Periods.Monday(Today).AddDays(7 * week);

    public DateOnly Friday(int week) => Monday(week).AddDays(4);

    /// <summary>A day such as <c>-2</c> (Monday two weeks ago), <c>-2.3</c> (its Thursday) or <c>-3b</c> (three business days ago).</summary>
    public DateOnly Day(string cell)
    {
        if (cell.EndsWith('b'))
            return BusinessCalendar.WeekendsOnly.Add(Today, DemoTable.Whole(cell[..^1]));

        var parts = cell.Split('.');
        return Monday(DemoTable.Whole(parts[0])).AddDays(parts.Length == 1 ? 0 : DemoTable.Whole(parts[1]));
    }

    public DateOnly? DayOrNone(string cell) => cell.Length == 0 ? null : Day(cell);

    /// <summary>An instant in office hours of the day, on the clock of the practice's records.</summary>
    public static DateTimeOffset At(DateOnly day, int hour, int minute = 0) => new(day.ToDateTime(new TimeOnly(hour, minute)), TimeSpan.Zero);

    public static string Iso(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}

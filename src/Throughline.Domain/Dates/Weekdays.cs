namespace Throughline.Domain.Dates;

/// <summary>The English names of the days of the week, Monday first.</summary>
public static class Weekdays
{
    public static readonly IReadOnlyList<DayOfWeek> All =
    [
        DayOfWeek.Monday, DayOfWeek.Tuesday, DayOfWeek.Wednesday, DayOfWeek.Thursday, DayOfWeek.Friday,
        DayOfWeek.Saturday, DayOfWeek.Sunday,
    ];

    /// <summary>The day of a full name or of its first three letters, in any case; null for anything else.</summary>
    public static DayOfWeek? Find(string name)
    {
        foreach (var day in All)
        {
            var full = day.ToString();
            if (name.Equals(full, StringComparison.OrdinalIgnoreCase) || name.Equals(full[..3], StringComparison.OrdinalIgnoreCase))
                return day;
        }

        return null;
    }
}

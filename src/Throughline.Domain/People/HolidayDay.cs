namespace Throughline.Domain.People;

/// <summary>A day as it comes into a calendar: its name, and the minutes that are worked on it all the same (0 for a whole holiday).</summary>
public sealed record HolidayDay(DateOnly Date, string Name, int Minutes = 0);

/// <summary>A line of a file that was left out, and why, in a sentence.</summary>
public sealed record LeftOut(int Line, string Reason);

/// <summary>What a file of holidays says: its days in their order, each once, and what was left out of it.</summary>
public sealed record HolidayReading(IReadOnlyList<HolidayDay> Days, IReadOnlyList<LeftOut> LeftOut)
{
    /// <summary>More days than any calendar of a few years has.</summary>
    public const int MostDays = 2_000;

    /// <summary>Holidays lie in these years; others are mistakes.</summary>
    public const int FirstYear = 1990, LastYear = 2100;

    internal static bool IsNear(DateOnly day) => day.Year is >= FirstYear and <= LastYear;

    // Two names of one day stand together, and the shorter day counts.
    internal static HolidayReading Of(IEnumerable<HolidayDay> days, IEnumerable<LeftOut> leftOut)
    {
        var merged = days.GroupBy(day => day.Date).OrderBy(day => day.Key).Select(day => new HolidayDay(
            day.Key, string.Join(" / ", day.Select(one => one.Name).Distinct()), day.Min(one => one.Minutes))).ToList();
        var refused = leftOut.OrderBy(line => line.Line).ToList();
        if (merged.Count > MostDays)
            refused.Add(new LeftOut(0, $"The file holds {merged.Count} days; the first {MostDays} are taken."));

        return new HolidayReading([.. merged.Take(MostDays)], refused);
    }
}

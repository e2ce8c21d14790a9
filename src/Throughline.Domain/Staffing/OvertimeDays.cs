using Throughline.Domain.Dates;

namespace Throughline.Domain.Staffing;

/// <summary>On which days of a range overtime is worked: on the person's working days, or, where the range has none, on each of its days.</summary>
public static class OvertimeDays
{
    public static IReadOnlyList<DateOnly> Of(DateRange range, PersonDays days)
    {
        var working = range.Days().Where(day => days.CapacityOn(day) > 0).ToList();
        return working.Count > 0 ? working : [.. range.Days()];
    }
}

/// <summary>The request was decided on or withdrawn already.</summary>
public sealed record OvertimeDecided(string Status) : Problem("stale_version", $"This request was {Status} meanwhile. Look at it as it stands now.");

/// <summary>More hours than a day has.</summary>
public sealed record DayTooLong(DateOnly Day)
    : Problem("R-096", FormattableString.Invariant($"With this there would be more than 24 hours of overtime on {Day:yyyy-MM-dd}. Ask for less, or for other days."));

using Throughline.Domain.Dates;

namespace Throughline.Domain.Staffing;

/// <summary>
/// The estimate of an open issue of one person, over the days of its activity; where the activity has no day, or the issue no
/// activity, the engagement's day stands in.
/// </summary>
public sealed record PlannedIssue(DateOnly First, DateOnly Last, decimal Hours);

/// <summary>Planned hours: estimates of open issues, spread evenly over the weekdays of their days, whatever was worked of them. What is scheduled is booked, and what is actual is logged.</summary>
public static class PlannedHours
{
    /// <summary>The hours in each of the spans; what lies before the first and after the last is left out. An issue without weekdays stands on its last day.</summary>
    /// <param name="issues">Whose dates are the wrong way round counts on its last day.</param>
    /// <param name="spans">The columns, in order.</param>
    /// <param name="weekend">Days that are off.</param>
    public static decimal[] In(IEnumerable<PlannedIssue> issues, IReadOnlyList<DateRange> spans, IReadOnlyCollection<DayOfWeek> weekend)
    {
        var hours = new decimal[spans.Count];
        foreach (var issue in issues)
        {
            var days = issue.First <= issue.Last ? new DateRange(issue.First, issue.Last) : new DateRange(issue.Last, issue.Last);
            var all = Weekdays(days, weekend);
            for (var i = 0; i < hours.Length; i++)
            {
                if (!spans[i].Overlaps(days))
                    continue;

                hours[i] += all == 0
                    ? (spans[i].Contains(days.Last) ? issue.Hours : 0m)
                    : issue.Hours * Weekdays(days.Within(spans[i]), weekend) / all;
            }
        }

        return hours;
    }

    private static int Weekdays(DateRange days, IReadOnlyCollection<DayOfWeek> weekend) => days.Days().Count(day => !weekend.Contains(day.DayOfWeek));
}

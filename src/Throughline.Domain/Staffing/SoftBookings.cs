using Throughline.Domain.Dates;
using Throughline.Domain.Engagements;
using Throughline.Domain.People;
using Throughline.Domain.Reports;

namespace Throughline.Domain.Staffing;

/// <summary>The soft hours of one engagement in a week, for one person, or for nobody yet, in one role.</summary>
/// <param name="Week">Keeps its Monday where the range cuts it, but counts only the days inside.</param>
/// <param name="Violation">R-100: part of it lies in the current month, and the kickoff is longer ago than the window allows.</param>
public sealed record SoftBookingRow(EngagementFact Engagement, PersonKey? Person, string Role, Period Week, int Minutes, bool Violation);

/// <summary>
/// What is promised softly, week by week, on every day of the range whatever today is. Each booking is limited by the day
/// by itself, and bookings of engagements of every status count, as in the allocation.
/// </summary>
public static class SoftBookings
{
    public static IReadOnlyList<SoftBookingRow> Of(PracticeFacts facts, ReportRequest request)
    {
        var capacity = Allocation.CapacityOf(facts, request);
        var month = new DateOnly(request.Today.Year, request.Today.Month, 1);
        var current = new DateRange(month, month.AddMonths(1).AddDays(-1));
        var engagements = facts.Engagements.ToDictionary(engagement => engagement.Engagement);
        return [.. from week in Periods.Cut(request.Range, PeriodKind.Week, request.Settings.FiscalYearStartMonth)
                   from booking in facts.Bookings
                   where booking.Commitment is Commitment.Soft && booking.Days.Overlaps(week.Days)
                   let days = capacity.Of(booking.Person)
                   let minutes = Allocation.BookedIn(days, booking, week.Days)
                   where minutes > 0
                   let now = week.Days.Overlaps(current) && Allocation.BookedIn(days, booking, week.Days.Within(current)) > 0
                   group (Minutes: minutes, Now: now) by (booking.Engagement, booking.Person, booking.Role, Week: week) into row
                   let engagement = engagements[row.Key.Engagement]
                   select new SoftBookingRow(
                       engagement, row.Key.Person, row.Key.Role, row.Key.Week, row.Sum(part => part.Minutes),
                       row.Any(part => part.Now) && IsPastKickoff(engagement, request))];
    }

    /// <summary>The kickoff is more than P-44 days ago; without one, or with one to come, nothing is past.</summary>
    private static bool IsPastKickoff(EngagementFact engagement, ReportRequest request) =>
        engagement.KickoffDate is { } kickoff && request.Today.DayNumber - kickoff.DayNumber > request.Settings.KickoffWindowOf(engagement);
}

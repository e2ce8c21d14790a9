using Throughline.Domain.Dates;
using Throughline.Domain.Engagements;
using Throughline.Domain.Reports;

namespace Throughline.Domain.Acceptance;

/// <summary>A request that waits for its answer, as of today.</summary>
/// <param name="Day">The n of "day n of N"; null where silence never accepts.</param>
/// <param name="Held">Today does not count.</param>
public sealed record AcceptanceCountdownRow(EngagementFact Engagement, MilestoneFact Milestone, AcceptanceRequestFact Request, int? Day, bool Held);

/// <summary>Every request without an answer that went out by today, of what was sold .</summary>
public static class AcceptanceCountdown
{
    public static IEnumerable<AcceptanceCountdownRow> Of(PracticeFacts facts, ReportRequest request)
    {
        var engagements = facts.Engagements.Where(engagement => engagement.Status.CountsInReports()).ToDictionary(engagement => engagement.Engagement);
        var milestones = facts.Milestones.ToDictionary(milestone => (milestone.Engagement, milestone.Milestone));
        var holds = facts.AcceptanceHolds.ToLookup(hold => hold.Request, StringComparer.Ordinal);

        return from asked in facts.AcceptanceRequests
               where asked.State == "open" && asked.SentOn <= request.Today
               where engagements.ContainsKey(asked.Engagement) && milestones.ContainsKey((asked.Engagement, asked.Milestone))
               let held = holds[asked.Request].Any(hold => hold.Start <= request.Today && !(hold.End < request.Today))
               select new AcceptanceCountdownRow(
                   engagements[asked.Engagement], milestones[(asked.Engagement, asked.Milestone)], asked, DayOf(asked, [.. holds[asked.Request]], request.Today), held);
    }

    // Before a hold that lasts the count stands still.
    private static int? DayOf(AcceptanceRequestFact asked, IReadOnlyList<AcceptanceHoldFact> holds, DateOnly today)
    {
        if (asked is not { Terms: { } terms, Clock: { } clock, Calendar: { } calendar })
            return null;

        var last = holds.Where(hold => hold.End is null).Select(hold => hold.Start.AddDays(-1)).Append(today).Min();
        List<DateRange> ended = [.. holds.Where(hold => hold.End is not null).Select(hold => new DateRange(hold.Start, hold.End!.Value))];
        return PassiveAcceptance.DayReached(clock, terms, last, calendar, ended, asked.DaysUsed);
    }
}

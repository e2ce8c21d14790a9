using Throughline.Domain.Dates;
using Throughline.Domain.Engagements;
using Throughline.Domain.Reports;

namespace Throughline.Domain.Revenue;

/// <summary>An accepted milestone, whose amount may be released.</summary>
/// <param name="Engagement">Fixed fee, of any status but prospect and cancelled.</param>
/// <param name="Milestone">With the day it was accepted on.</param>
/// <param name="Evidence">The key of the request that ended in acceptance; null where the acceptance was entered without one.</param>
/// <param name="Period">The period of the day of acceptance .</param>
public sealed record MilestoneReleaseRow(EngagementFact Engagement, MilestoneFact Milestone, string? Evidence, Period Period);

/// <summary>The fixed-fee milestones accepted on a day of the range, whatever today is .</summary>
public static class MilestoneRelease
{
    public static IEnumerable<MilestoneReleaseRow> Of(PracticeFacts facts, ReportRequest request)
    {
        var periods = request.Periods();
        var engagements = facts.Engagements
            .Where(engagement => engagement.Billing is Billing.FixedFee && engagement.Status.CountsInReports())
            .ToDictionary(engagement => engagement.Engagement);
        var accepted = facts.AcceptanceRequests.Where(asked => asked.IsAcceptance)
            .ToLookup(asked => (asked.Engagement, asked.Milestone));

        return from milestone in facts.Milestones
               where engagements.ContainsKey(milestone.Engagement)
               where milestone.SignOffReceived is { } day && request.Range.Contains(day)
               select new MilestoneReleaseRow(
                   engagements[milestone.Engagement], milestone,
                   accepted[(milestone.Engagement, milestone.Milestone)].MaxBy(asked => asked.Attempt)?.Request,
                   periods.First(period => period.Days.Contains(milestone.SignOffReceived!.Value)));
    }
}

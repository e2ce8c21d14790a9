using Throughline.Domain.Dates;
using Throughline.Domain.Engagements;
using Throughline.Domain.Reports;

namespace Throughline.Domain.Revenue;

/// <summary>A fixed-fee milestone that was to bring revenue in a billing period about to end.</summary>
/// <param name="PeriodEnd">The last day of the period: of today's month.</param>
public sealed record UnsignedMilestone(EngagementFact Engagement, MilestoneFact Milestone, DateOnly PeriodEnd)
{
    /// <summary>What is wrong and what to do, in one or two sentences.</summary>
    public string Said => FormattableString.Invariant($"{Milestone.Milestone} {Milestone.Title} of {Engagement.Engagement} is not signed off, and the billing period ends on {PeriodEnd:yyyy-MM-dd}. ")
        + (Milestone.SignOffSent is { } sent
            ? FormattableString.Invariant($"The customer was asked on {sent:yyyy-MM-dd}: remind them, or move its date.")
            : "Ask the customer for acceptance, or move its date.");
}

/// <summary>
/// milestones expected by the end of the month, or overdue, of which the sign-off is missing so few days before it. What
/// is accepted later is released in the next period.
/// </summary>
public static class UnsignedMilestones
{
    public static IEnumerable<UnsignedMilestone> Of(PracticeFacts facts, ReportRequest request)
    {
        var end = Month.Of(request.Today).Days.Last;
        var engagements = facts.Engagements
            .Where(engagement => engagement.Billing is Billing.FixedFee && engagement.Status.IsUnderWay()
                && end.DayNumber - request.Today.DayNumber <= request.Settings.MilestoneWarningDaysOf(engagement))
            .ToDictionary(engagement => engagement.Engagement);

        return from milestone in facts.Milestones
               where milestone.Parent is null && engagements.ContainsKey(milestone.Engagement)
               where milestone.ForecastSignOff <= end && !(milestone.SignOffReceived <= end)
               select new UnsignedMilestone(engagements[milestone.Engagement], milestone, end);
    }
}

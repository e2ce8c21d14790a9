using Throughline.Domain.Dates;
using Throughline.Domain.Engagements;
using Throughline.Domain.Reports;
using Throughline.Domain.Staffing;

namespace Throughline.Domain.Revenue;

/// <summary>What one role of an engagement was estimated, took and cost, over all time. Hours are exact; a cost that cannot be computed, or is nobody's, is null.</summary>
/// <param name="Role">Null for what of the budget no firm booking has given a role.</param>
public sealed record CostVsActualRow(EngagementFact Engagement, string? Role, decimal EstimatedHours, decimal ActualHours, decimal? CostAmount)
{
    /// <summary>Above 0 when it took more.</summary>
    public decimal VarianceHours => ActualHours - EstimatedHours;
}

/// <summary>
/// The comparison at the end of a statement of work, one row for each role of an engagement that was sold. A role's
/// estimate is what is booked firmly for it; what is left of the budget is a row of its own, so that the estimates of an
/// engagement with a budget add up to it.
/// </summary>
public static class CostVsActual
{
    public static IReadOnlyList<CostVsActualRow> Of(PracticeFacts facts, ReportRequest request)
    {
        var planned = PlannedOf(facts, request).ToLookup(plan => plan.Booking.Engagement);
        var costs = CostsOf(facts, request).ToLookup(cost => cost.Line.Engagement!.Value);
        return [.. facts.Engagements.Where(engagement => engagement.Status.CountsInReports()).SelectMany(RowsOf)];

        IEnumerable<CostVsActualRow> RowsOf(EngagementFact engagement)
        {
            var plan = planned[engagement.Engagement].ToLookup(one => one.Booking.Role, one => one.Minutes);
            var spent = costs[engagement.Engagement].ToLookup(cost => cost.Line.Role);
            foreach (var role in plan.Select(one => one.Key).Union(spent.Select(one => one.Key)))
                yield return new CostVsActualRow(
                    engagement, role, plan[role].Sum() / 60m, spent[role].Sum(cost => cost.Line.Hours),
                    spent[role].All(cost => cost.HourlyCost is not null) ? spent[role].Sum(cost => cost.Amount) : null);

            if (engagement.BudgetHours - plan.SelectMany(one => one).Sum() / 60m is { } left and not 0m)
                yield return new CostVsActualRow(engagement, null, left, 0m, null);
        }
    }

    /// <summary>The firm bookings with their minutes, each day limited by what the person has of it.</summary>
    internal static IEnumerable<(BookingFact Booking, int Minutes)> PlannedOf(PracticeFacts facts, ReportRequest request)
    {
        var firm = facts.Bookings.Where(booking => booking.Commitment is Commitment.Hard).ToList();
        if (firm.Count == 0)
            return [];

        var days = new DateRange(firm.Min(booking => booking.Days.First), firm.Max(booking => booking.Days.Last));
        var capacity = Allocation.CapacityOf(facts, request with { Range = days });
        return firm.Select(booking => (booking, Allocation.BookedIn(capacity.Of(booking.Person), booking, days)));
    }

    internal static IEnumerable<CostOfTime> CostsOf(PracticeFacts facts, ReportRequest request) =>
        Margin.CostsOf(facts, request with { Range = AllTime });

    internal static DateRange AllTime { get; } = new(DateOnly.MinValue, DateOnly.MaxValue);
}

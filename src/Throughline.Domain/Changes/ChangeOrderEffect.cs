using Throughline.Domain.Engagements;
using Throughline.Domain.Reports;

namespace Throughline.Domain.Changes;

/// <summary>A change order and what it changes in the forecast.</summary>
/// <param name="ForecastEffect">Its amount where it counts: as upside while it is pending with a date, as contract value once signed; else 0 .</param>
public sealed record ChangeOrderRow(EngagementFact Engagement, ChangeOrderFact Order, decimal ForecastEffect);

public static class ChangeOrderEffect
{
    /// <summary>Every change order of what was sold, in whatever state.</summary>
    public static IEnumerable<ChangeOrderRow> Of(PracticeFacts facts)
    {
        var engagements = facts.Engagements.Where(engagement => engagement.Status.CountsInReports()).ToDictionary(engagement => engagement.Engagement);
        return from order in facts.ChangeOrders
               where engagements.ContainsKey(order.Engagement)
               select new ChangeOrderRow(engagements[order.Engagement], order, Counts(order) ? order.Amount : 0m);
    }

    private static bool Counts(ChangeOrderFact order) =>
        order.Status is ChangeOrderStatus.Signed || (order.Status.IsPending() && order.CompletesOn is not null);
}

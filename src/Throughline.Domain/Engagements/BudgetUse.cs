using Throughline.Domain.Forecasting;
using Throughline.Domain.Policies;
using Throughline.Domain.Timekeeping;

namespace Throughline.Domain.Engagements;

/// <summary>The hours of a contract against what is worked before today and booked from today on.</summary>
internal sealed class BudgetUse
{
    private readonly Watched watched;
    private readonly Dictionary<EngagementKey, decimal> worked;
    private readonly Dictionary<EngagementKey, decimal> more;

    public BudgetUse(Watched watched)
    {
        this.watched = watched;
        worked = Sums(watched.Facts.Time
            .Where(line => line is { Engagement: not null, State: TimeState.Approved } && line.Day < watched.Today)
            .Select(line => (line.Engagement!.Value, line.Hours)));
        more = Sums(watched.Facts.ChangeOrders
            .Where(order => order is { Status: ChangeOrderStatus.Signed, Hours: not null })
            .Select(order => (order.Engagement, order.Hours!.Value))
            .Concat(watched.Facts.WorkExceptions.Where(exception => exception.Status.LiftsCeiling()).Select(exception => (exception.Engagement, exception.Hours))));
    }

    /// <summary>Null without a budget of hours. The ceiling holds what change orders and work exceptions add.</summary>
    public (decimal Firm, decimal Planned, decimal Ceiling)? Of(EngagementFact engagement)
    {
        if (engagement.BudgetHours is not { } budget)
            return null;

        var parts = watched.BookedOn(engagement.Engagement).ToLookup(part => part.Measure, part => part.Minutes);
        var firm = worked.GetValueOrDefault(engagement.Engagement) + (parts[ForecastMeasure.Hard].Sum() / 60m);
        return (firm, firm + (parts[ForecastMeasure.Soft].Sum() / 60m), budget + more.GetValueOrDefault(engagement.Engagement));
    }

    private static Dictionary<EngagementKey, decimal> Sums(IEnumerable<(EngagementKey Engagement, decimal Hours)> lines) =>
        lines.GroupBy(line => line.Engagement).ToDictionary(group => group.Key, group => group.Sum(line => line.Hours));
}

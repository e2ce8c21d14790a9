using Throughline.Domain.Dates;
using Throughline.Domain.Engagements;
using Throughline.Domain.Forecasting;
using Throughline.Domain.Pricing;
using Throughline.Domain.Reports;
using Throughline.Domain.Timekeeping;

namespace Throughline.Domain.Revenue;

/// <summary>An engagement's revenue and cost in a range, not rounded. A cost that cannot be computed is null, never 0.</summary>
public sealed record MarginRow(EngagementFact Engagement, decimal RevenueAmount, decimal? CostAmount, decimal ActualHours)
{
    public decimal? MarginAmount => RevenueAmount - CostAmount;

    /// <summary>Of the revenue; null when there is none.</summary>
    public decimal? MarginPercent => RevenueAmount == 0m ? null : MarginAmount * 100m / RevenueAmount;
}

/// <summary>What a line of time costs, in the engagement's currency.</summary>
/// <param name="Line">Billable or not.</param>
/// <param name="HourlyCost">The person's cost of the day at its exchange rate; null when either is missing.</param>
public sealed record CostOfTime(TimeLine Line, decimal? HourlyCost)
{
    public decimal? Amount => Line.Hours * HourlyCost;
}

/// <summary>One row for every engagement that was sold, over every day of the range whatever today is .</summary>
public static class Margin
{
    public static IReadOnlyList<MarginRow> Of(PracticeFacts facts, ReportRequest request)
    {
        var (revenue, parts) = (RevenueParts(facts, request), new List<ForecastPart>());
        var costs = CostsOf(facts, request).ToLookup(cost => cost.Line.Engagement!.Value);

        return [.. facts.Engagements.Where(engagement => engagement.Status.CountsInReports()).Select(Row)];

        MarginRow Row(EngagementFact engagement)
        {
            parts.Clear();
            revenue.Collect(engagement, parts);
            var own = costs[engagement.Engagement];
            return new MarginRow(
                engagement,
                parts.Where(IsRevenue).Sum(part => part.AmountInSixtieths) / 60m,
                own.All(cost => cost.HourlyCost is not null) ? own.Sum(cost => cost.Amount) : null,
                own.Sum(cost => cost.Line.Hours));
        }
    }

    internal static bool IsRevenue(ForecastPart part) => part.Measure is ForecastMeasure.Actual or ForecastMeasure.Released;

    /// <summary>The forecast as it will be read after the range has passed: all that is approved and signed in it is earned.</summary>
    internal static ForecastParts RevenueParts(PracticeFacts facts, ReportRequest request) => new(
        facts with { Bookings = [], ChangeOrders = [] },
        [new Period("", request.Range)],
        DateOnly.MaxValue,
        request.Settings.Weekends);

    internal static IEnumerable<CostOfTime> CostsOf(PracticeFacts facts, ReportRequest request)
    {
        var book = new CostBook(facts);
        var engagements = facts.Engagements.ToDictionary(engagement => engagement.Engagement);

        foreach (var line in facts.Time.Where(line => Utilisation.Counts(line, request.Range)))
        {
            if (line is { Engagement: { } key, Person: not null } && engagements.TryGetValue(key, out var engagement))
                yield return new CostOfTime(line, book.Of(engagement, line));
        }
    }
}

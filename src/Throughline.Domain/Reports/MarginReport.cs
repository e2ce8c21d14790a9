using Throughline.Domain.Dates;
using Throughline.Domain.Engagements;
using Throughline.Domain.Forecasting;
using Throughline.Domain.Revenue;

namespace Throughline.Domain.Reports;

internal static class MarginReport
{
    private static readonly string[] Keys = ["engagement"];

    private static readonly ReportColumns<MarginRow, Source> Columns =
        new ReportColumns<MarginRow, Source>("margin", Keys, Source.Of)
            .Engagement(row => row.Engagement)
            .Text("currency", row => row.Engagement.Currency.Code)
            .Money("revenue_amount", row => row.RevenueAmount, (source, row) => source.Revenue(row))
            .Money("cost_amount", row => row.CostAmount, (source, row) => source.Cost(row, 1m))
            .Money("margin_amount", row => row.MarginAmount, (source, row) => source.Margin(row))
            .Percent("margin_percent", row => row.MarginPercent, (source, row) => source.MarginPercent(row))
            .Hours(
                "estimated_hours",
                row => row.Engagement.BudgetHours,
                (_, row) => [new Part("budget", row.Engagement.Engagement.Value, Hours: row.Engagement.BudgetHours)])
            .Hours("actual_hours", row => row.ActualHours, (source, row) => source.Cost(row, 1m));

    public static readonly ReportDefinition Definition = new()
    {
        Name = "margin",
        Columns = Columns.Public,
        Keys = Keys,
        Ratios = new Dictionary<string, (IReadOnlyList<string>, string)> { ["margin_percent"] = (["margin_amount"], "revenue_amount") },
        Facts = FactSet.Engagements | FactSet.People | FactSet.Rates | FactSet.ExchangeRates | FactSet.Costs | FactSet.TimeOfPeople
            | FactSet.Milestones | FactSet.WorkAtRisk,
        TimeDays = request => [request.Range],
        Build = (facts, request) => Columns.Sorted(facts, request, Revenue.Margin.Of(facts, request)),
    };

    private sealed record Source(ForecastSource Forecast, ILookup<EngagementKey, CostOfTime> Costs)
    {
        public static Source Of(PracticeFacts facts, ReportRequest request) => new(
            ForecastSource.OfRevenue(facts, request),
            Throughline.Domain.Revenue.Margin.CostsOf(facts, request).ToLookup(cost => cost.Line.Engagement!.Value));

        public IEnumerable<Part> Revenue(MarginRow row) =>
            Forecast.Explained(row.Engagement, null, ForecastMeasure.Actual, ForecastMeasure.Released);

        public IEnumerable<Part> Cost(MarginRow row, decimal sign) =>
            from cost in Costs[row.Engagement.Engagement]
            select new Part(
                "cost", cost.Line.Reference, new DateRange(cost.Line.Day, cost.Line.Day), cost.Line.Hours, cost.HourlyCost,
                sign * cost.Amount, sign);

        public IEnumerable<Part> Margin(MarginRow row) => Revenue(row).Concat(Cost(row, -1m));

        // In percentage points of the revenue.
        public IEnumerable<Part> MarginPercent(MarginRow row) => row.RevenueAmount == 0m
            ? []
            : Margin(row).Select(part => part with { Amount = part.Amount * 100m / row.RevenueAmount });
    }
}

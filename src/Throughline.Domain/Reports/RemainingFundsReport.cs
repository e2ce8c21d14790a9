using Throughline.Domain.Dates;
using Throughline.Domain.Engagements;
using Throughline.Domain.Forecasting;

namespace Throughline.Domain.Reports;

internal static class RemainingFundsReport
{
    private static readonly string[] Keys = ["engagement"];

    private static readonly ForecastMeasure[] Earned = [ForecastMeasure.Actual, ForecastMeasure.Released];

    private static readonly ReportColumns<RemainingFundsRow, Source> Columns =
        new ReportColumns<RemainingFundsRow, Source>("remaining-funds", Keys, Source.Of)
            .Engagement(row => row.Engagement)
            .ProjectManager(row => row.Engagement)
            .Text("status", row => row.Engagement.Status.Text())
            .Text("currency", row => row.Engagement.Currency.Code)
            .Money("contract_value", row => row.ContractValue, (source, row) => source.Contract(row.Engagement))
            .Money("earned_amount", row => row.EarnedAmount, (source, row) => source.Sum(row, 1m, Earned))
            .Money("hard_amount", row => row.HardAmount, (source, row) => source.Sum(row, 1m, ForecastMeasure.Hard))
            .Money("milestone_amount", row => row.MilestoneAmount, (source, row) => source.Sum(row, 1m, ForecastMeasure.Milestone))
            .Money("soft_amount", row => row.SoftAmount, (source, row) => source.Sum(row, 1m, ForecastMeasure.Soft))
            .Money("remaining_amount", row => row.RemainingAmount, (source, row) => source.Remaining(row))
            .Money(
                "remaining_including_soft_amount",
                row => row.RemainingIncludingSoftAmount,
                (source, row) => source.Remaining(row).Concat(source.Sum(row, -1m, ForecastMeasure.Soft)));

    public static readonly ReportDefinition Definition = new()
    {
        Name = "remaining-funds",
        Columns = Columns.Public,
        Keys = Keys,
        UsesRange = false,
        Facts = FactSet.Engagements | FactSet.People | FactSet.WorkingTime | FactSet.Rates | FactSet.Bookings | FactSet.Time
            | FactSet.Milestones | FactSet.ChangeOrders | FactSet.WorkAtRisk,
        TimeDays = request => [.. ForecastReport.Until(new DateRange(DateOnly.MinValue, DateOnly.MaxValue), request.Today)],
        BookingDays = request => new DateRange(request.Today, DateOnly.MaxValue),
        Build = (facts, request) => Columns.Sorted(facts, request, RemainingFunds.Of(facts, request)),
    };

    private sealed record Source(ForecastSource Forecast, ILookup<EngagementKey, ChangeOrderFact> SignedOrders)
    {
        public static Source Of(PracticeFacts facts, ReportRequest request) =>
            new(ForecastSource.OverAllTime(facts, request), RemainingFunds.SignedOrders(facts));

        public IEnumerable<Part> Contract(EngagementFact engagement) => SignedOrders[engagement.Engagement]
            .Select(order => new Part("signed_change_order", order.ChangeOrder, Amount: order.Amount))
            .Prepend(new Part("contract", engagement.Engagement.Value, Amount: engagement.ContractValue));

        public IEnumerable<Part> Sum(RemainingFundsRow row, decimal weight, params ForecastMeasure[] measures) =>
            Forecast.Of(row.Engagement, null, measures).Select(part => ForecastSource.Explained(part, weight));

        public IEnumerable<Part> Remaining(RemainingFundsRow row) => Contract(row.Engagement)
            .Concat(Sum(row, -1m, [.. Earned, ForecastMeasure.Hard, ForecastMeasure.Milestone]));
    }
}

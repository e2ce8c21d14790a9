using Throughline.Domain.Dates;
using Throughline.Domain.Forecasting;

namespace Throughline.Domain.Reports;

internal static class ForecastReport
{
    private static readonly string[] Keys = ["engagement", "period"];

    private static readonly ReportColumns<ForecastRow, ForecastSource> Columns =
        new ReportColumns<ForecastRow, ForecastSource>("forecast", Keys, ForecastSource.Of)
            .Engagement(row => row.Engagement)
            .ProjectManager(row => row.Engagement)
            .Text("billing", row => Engagements.Billings.Text(row.Engagement.Billing))
            .Period("period", row => row.Period.Name)
            .Text("currency", row => row.Engagement.Currency.Code)
            .Hours("actual_hours", row => row.ActualHours, Parts(ForecastMeasure.Actual))
            .Money("actual_amount", row => row.ActualAmount, Parts(ForecastMeasure.Actual))
            .Hours("hard_hours", row => row.HardHours, Parts(ForecastMeasure.Hard))
            .Money("hard_amount", row => row.HardAmount, Parts(ForecastMeasure.Hard))
            .Money("milestone_amount", row => row.MilestoneAmount, Parts(ForecastMeasure.Milestone))
            .Money("released_amount", row => row.ReleasedAmount, Parts(ForecastMeasure.Released))
            .Hours("soft_hours", row => row.SoftHours, Parts(ForecastMeasure.Soft))
            .Money("soft_amount", row => row.SoftAmount, Parts(ForecastMeasure.Soft))
            .Money("unconfirmed_milestone_amount", row => row.UnconfirmedMilestoneAmount, Parts(ForecastMeasure.UnconfirmedMilestone))
            .Money("change_order_amount", row => row.ChangeOrderAmount, Parts(ForecastMeasure.ChangeOrder))
            .Money("upside_amount", row => row.UpsideAmount, Parts([.. Forecast.Upside]))
            .Money("weighted_amount", row => row.WeightedAmount, (source, row) => source.Weighted(row.Engagement, row.Period));

    public static readonly ReportDefinition Definition = new()
    {
        Name = "forecast",
        Columns = Columns.Public,
        Keys = Keys,
        UsesPeriodKind = true,
        Facts = FactSet.Engagements | FactSet.People | FactSet.WorkingTime | FactSet.Rates | FactSet.Bookings | FactSet.Time
            | FactSet.Milestones | FactSet.ChangeOrders | FactSet.WorkAtRisk,
        TimeDays = request => [.. request.Periods().Select(period => period.Days).SelectMany(days => Until(days, request.Today))],
        BookingDays = PlannedDays,
        Build = (facts, request) => Columns.Sorted(facts, request, Forecast.Of(facts, request)),
    };

    /// <summary>The days of the range from today on.</summary>
    internal static DateRange? PlannedDays(ReportRequest request)
    {
        if (request.Range.Last < request.Today)
            return null;

        return new DateRange(request.Range.First > request.Today ? request.Range.First : request.Today, request.Range.Last);
    }

    /// <summary>The days before today; none when all are later.</summary>
    internal static IEnumerable<DateRange> Until(DateRange days, DateOnly today) =>
        days.First >= today ? [] : [new DateRange(days.First, days.Last < today ? days.Last : today.AddDays(-1))];

    private static Func<ForecastSource, ForecastRow, IEnumerable<Part>> Parts(params ForecastMeasure[] measures) =>
        (source, row) => source.Explained(row.Engagement, row.Period, measures);
}

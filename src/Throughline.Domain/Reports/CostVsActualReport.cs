using Throughline.Domain.Dates;
using Throughline.Domain.Engagements;
using Throughline.Domain.Revenue;
using Throughline.Domain.Staffing;

namespace Throughline.Domain.Reports;

internal static class CostVsActualReport
{
    private static readonly string[] Keys = ["engagement", "role"];

    private static readonly ReportColumns<CostVsActualRow, Source> Columns =
        new ReportColumns<CostVsActualRow, Source>("cost-vs-actual", Keys, Source.Of)
            .Engagement(row => row.Engagement)
            .Text("role", row => row.Role)
            .Hours("estimated_hours", row => row.EstimatedHours, (source, row) => source.Estimated(row, 1m))
            .Hours("actual_hours", row => row.ActualHours, (source, row) => source.Actual(row))
            .Hours("variance_hours", row => row.VarianceHours, (source, row) => source.Actual(row).Concat(source.Estimated(row, -1m)))
            .Money("cost_amount", row => row.CostAmount, (source, row) => source.Actual(row))
            .Text("currency", row => row.Engagement.Currency.Code);

    public static readonly ReportDefinition Definition = new()
    {
        Name = "cost-vs-actual",
        Columns = Columns.Public,
        Keys = Keys,
        UsesRange = false,
        Facts = FactSet.Engagements | FactSet.People | FactSet.WorkingTime | FactSet.ExchangeRates | FactSet.Bookings | FactSet.TimeOfPeople,
        TimeDays = _ => [CostVsActual.AllTime],
        BookingDays = _ => CostVsActual.AllTime,
        Build = (facts, request) => Columns.Sorted(facts, request, CostVsActual.Of(facts, request)),
    };

    private sealed record Source(ILookup<EngagementKey, CostOfTime> Costs, ILookup<EngagementKey, (BookingFact Booking, int Minutes)> Planned)
    {
        public static Source Of(PracticeFacts facts, ReportRequest request) => new(
            CostVsActual.CostsOf(facts, request).ToLookup(cost => cost.Line.Engagement!.Value),
            CostVsActual.PlannedOf(facts, request).ToLookup(plan => plan.Booking.Engagement));

        public IEnumerable<Part> Actual(CostVsActualRow row) =>
            from cost in Costs[row.Engagement.Engagement]
            where cost.Line.Role == row.Role
            select new Part("cost", cost.Line.Reference, new DateRange(cost.Line.Day, cost.Line.Day), cost.Line.Hours, cost.HourlyCost, cost.Amount);

        // What no role has yet is the budget less every role's bookings.
        public IEnumerable<Part> Estimated(CostVsActualRow row, decimal sign)
        {
            if (row.Role is null)
                yield return new Part("budget", row.Engagement.Engagement.Value, Hours: sign * row.Engagement.BudgetHours, Weight: sign);

            foreach (var (booking, minutes) in Planned[row.Engagement.Engagement].Where(plan => row.Role is null || plan.Booking.Role == row.Role))
            {
                var weight = row.Role is null ? -sign : sign;
                yield return new Part("hard_booking", booking.Booking.Value, booking.Days, weight * minutes / 60m, Weight: weight);
            }
        }
    }
}

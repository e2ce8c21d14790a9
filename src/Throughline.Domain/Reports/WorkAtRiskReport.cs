using Throughline.Domain.Dates;
using Throughline.Domain.Revenue;

namespace Throughline.Domain.Reports;

internal static class WorkAtRiskReport
{
    private static readonly string[] Keys = ["engagement", "work_at_risk"];

    private static readonly ReportColumns<RiskExposureRow, PracticeFacts> Columns =
        new ReportColumns<RiskExposureRow, PracticeFacts>("work-at-risk", Keys, (facts, _) => facts)
            .Engagement(row => row.Engagement)
            .Text("work_at_risk", row => row.WorkAtRisk.WorkAtRisk)
            .Hours("hours", row => row.Hours, (_, row) => row.Parts.Select(part => Part(part, null)))
            .Money("cost_amount", row => row.CostAmount, (_, row) => row.Parts.Select(part => Part(part, part.HourlyCost) with { Kind = "cost" }))
            .Money("revenue_at_risk_amount", row => row.RevenueAtRiskAmount, (_, row) => row.Parts.Select(part => Part(part, part.HourlyRate ?? 0m)))
            .Date("expected_signature", row => row.WorkAtRisk.ExpectedSignature)
            .Count("age_days", row => row.AgeDays)
            .Text("currency", row => row.Engagement.Currency.Code);

    public static readonly ReportDefinition Definition = new()
    {
        Name = "work-at-risk",
        Columns = Columns.Public,
        Keys = Keys,
        UsesRange = false,
        Facts = FactSet.Engagements | FactSet.People | FactSet.WorkingTime | FactSet.Rates | FactSet.ExchangeRates | FactSet.Costs | FactSet.Bookings
            | FactSet.TimeOfPeople | FactSet.WorkAtRisk,
        TimeDays = request => [.. ForecastReport.Until(new DateRange(DateOnly.MinValue, DateOnly.MaxValue), request.Today)],
        BookingDays = request => new DateRange(request.Today, DateOnly.MaxValue),
        Build = (facts, request) => Columns.Sorted(facts, request, RiskExposure.Of(facts, request)),
    };

    private static Part Part(HoursAtRisk part, decimal? price) =>
        new(part.Kind, part.Reference, part.Days, part.Hours, price, part.Minutes * price / 60m);
}

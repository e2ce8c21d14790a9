using Throughline.Domain.Forecasting;

namespace Throughline.Domain.Reports;

internal static class UpsideReport
{
    private static readonly string[] Keys = ["engagement", "reason", "reference", "expected_period"];

    private static readonly ReportColumns<UpsideRow, ForecastSource> Columns =
        new ReportColumns<UpsideRow, ForecastSource>("upside", Keys, ForecastSource.Of)
            .Engagement(row => row.Engagement)
            .Text("reason", row => row.Reason.Text())
            .Text("reference", row => row.Reference)
            .Money("amount", row => row.Amount, AmountParts)
            .Percent("probability", row => row.Probability, (_, row) => [new Part("policy", row.Reason.Text(), Amount: row.Probability)])
            .Period("expected_period", row => row.Expected.Name)
            .Text("owner", row => row.Engagement.ProjectManager?.Value)
            .Boolean("changed_since_last_week", row => row.ChangedSinceLastWeek)
            .Text("currency", row => row.Engagement.Currency.Code);

    public static readonly ReportDefinition Definition = new()
    {
        Name = "upside",
        Columns = Columns.Public,
        Keys = Keys,
        UsesPeriodKind = true,
        UsesLastWeek = true,
        Facts = FactSet.Engagements | FactSet.People | FactSet.WorkingTime | FactSet.Rates | FactSet.Bookings
            | FactSet.Milestones | FactSet.ChangeOrders | FactSet.WorkAtRisk,
        BookingDays = ForecastReport.PlannedDays,
        Build = (facts, request) => Columns.Sorted(facts, request, Upside.Of(facts, request)),
    };

    private static IEnumerable<Part> AmountParts(ForecastSource source, UpsideRow row) =>
        source.Of(row.Engagement, row.Expected, [.. Forecast.Upside])
            .Where(part => UpsideReasons.Of(part.Measure) == row.Reason && part.Reference == row.Reference)
            .Select(part => ForecastSource.Explained(part));
}

using Throughline.Domain.Dates;
using Throughline.Domain.Policies;

namespace Throughline.Domain.Reports;

internal static class PolicyFindingsReport
{
    private static readonly string[] Keys = ["rule", "engagement", "subject", "reference"];

    private static readonly ReportColumns<Finding, PracticeFacts> Columns =
        new ReportColumns<Finding, PracticeFacts>("policy-findings", Keys, (facts, _) => facts)
            .Text("rule", row => row.Rule)
            .Text("severity", row => row.Severity.Text())
            .Text("engagement", row => row.Engagement?.Value)
            .Text("subject", row => row.Subject)
            .Text("reference", row => row.Reference)
            .Text("message", row => row.Message, (_, row) => row.Rests)
            .Date("due", row => row.Due)
            .Text("owner", row => row.Owner?.Value);

    public static readonly ReportDefinition Definition = new()
    {
        Name = "policy-findings",
        Columns = Columns.Public,
        Keys = Keys,
        UsesRange = false,
        Facts = FactSet.Engagements | FactSet.People | FactSet.WorkingTime | FactSet.Rates | FactSet.ExchangeRates | FactSet.Costs | FactSet.Bookings
            | FactSet.TimeOfPeople | FactSet.Activities | FactSet.Milestones | FactSet.ChangeOrders | FactSet.WorkAtRisk
            | FactSet.WorkExceptions | FactSet.Deals | FactSet.Watched,
        TimeDays = request => [.. ForecastReport.Until(new DateRange(DateOnly.MinValue, DateOnly.MaxValue), request.Today)],
        BookingDays = request => new DateRange(Month.Of(request.Today).Days.First, DateOnly.MaxValue),
        Build = (facts, request) => Columns.Sorted(facts, request, PolicyFindings.Of(facts, request)),
    };
}

namespace Throughline.Domain.Reports;

/// <summary>Every report by its name, alike for page, command line and interface.</summary>
public static class ReportCatalog
{
    public static IReadOnlyList<ReportDefinition> All { get; } =
    [
        ForecastReport.Definition,
        UpsideReport.Definition,
        RemainingFundsReport.Definition,
        TaskAuditReport.Definition,
        AllocationReport.Definition,
        SoftBookingsReport.Definition,
        PolicyFindingsReport.Definition,
        UtilisationReport.Definition,
        MonthEndTimeReport.Definition,
        MarginReport.Definition,
        QuarterHoursReport.Definition,
        CostVsActualReport.Definition,
        MissingTimeReport.Definition,
        MilestoneReleaseReport.Definition,
        AcceptanceClockReport.Definition,
        WorkAtRiskReport.Definition,
        ChangeOrdersReport.Definition,
        EffortAndValueReport.Definition,
    ];

    public static Result<ReportDefinition> Find(string name)
    {
        var found = All.FirstOrDefault(report => report.Name == name);
        return found is null ? new UnknownReport(name, [.. All.Select(report => report.Name)]) : found;
    }
}

using Throughline.Domain.Engagements;

namespace Throughline.Domain.Reports;

internal static class TaskAuditReport
{
    private static readonly string[] Keys = ["engagement", "activity", "finding"];

    private static readonly ReportColumns<TaskAuditRow, PracticeFacts> Columns =
        new ReportColumns<TaskAuditRow, PracticeFacts>("task-audit", Keys, (facts, _) => facts)
            .Text("engagement", row => row.Engagement.Engagement.Value)
            .ProjectManager(row => row.Engagement)
            .Text("activity", row => row.Activity.Activity)
            .Text("title", row => row.Activity.Title)
            .Date("start", row => row.Activity.Start)
            .Date("end", row => row.Activity.End)
            .Text("finding", row => row.Finding.Text());

    public static readonly ReportDefinition Definition = new()
    {
        Name = "task-audit",
        Columns = Columns.Public,
        Keys = Keys,
        UsesRange = false,
        Facts = FactSet.Engagements | FactSet.Activities | FactSet.ChangeOrders,
        Build = (facts, request) => Columns.Sorted(facts, request, TaskAudit.Of(facts, request)),
    };
}

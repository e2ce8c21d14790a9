using Throughline.Domain.Dates;
using Throughline.Domain.Revenue;

namespace Throughline.Domain.Reports;

internal static class MilestoneReleaseReport
{
    private static readonly string[] Keys = ["engagement", "milestone"];

    private static readonly ReportColumns<MilestoneReleaseRow, PracticeFacts> Columns =
        new ReportColumns<MilestoneReleaseRow, PracticeFacts>("milestone-release", Keys, (facts, _) => facts)
            .Text("engagement", row => row.Engagement.Engagement.Value)
            .Text("milestone", row => row.Milestone.Milestone)
            .Text("title", row => row.Milestone.Title)
            .Money("amount", row => row.Milestone.Amount, (_, row) => [new Part("released_milestone", row.Milestone.Milestone, AcceptedOn(row), Amount: row.Milestone.Amount)])
            .Date("sign_off_sent", row => row.Milestone.SignOffSent)
            .Date("sign_off_received", row => row.Milestone.SignOffReceived)
            .Boolean("passive", row => row.Milestone.Passive)
            .Text("evidence", row => row.Evidence)
            .Period("period", row => row.Period.Name)
            .Text("currency", row => row.Engagement.Currency.Code);

    public static readonly ReportDefinition Definition = new()
    {
        Name = "milestone-release",
        Columns = Columns.Public,
        Keys = Keys,
        UsesPeriodKind = true,
        Facts = FactSet.Engagements | FactSet.Milestones | FactSet.Acceptance,
        Build = (facts, request) => Columns.Sorted(facts, request, MilestoneRelease.Of(facts, request)),
    };

    private static DateRange AcceptedOn(MilestoneReleaseRow row) => new(row.Milestone.SignOffReceived!.Value, row.Milestone.SignOffReceived.Value);
}

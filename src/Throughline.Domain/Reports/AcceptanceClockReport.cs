using Throughline.Domain.Acceptance;
using Throughline.Domain.Dates;

namespace Throughline.Domain.Reports;

internal static class AcceptanceClockReport
{
    private static readonly string[] Keys = ["engagement", "milestone"];

    private static readonly ReportColumns<AcceptanceCountdownRow, PracticeFacts> Columns =
        new ReportColumns<AcceptanceCountdownRow, PracticeFacts>("acceptance-clock", Keys, (facts, _) => facts)
            .Text("engagement", row => row.Engagement.Engagement.Value)
            .Text("milestone", row => row.Milestone.Milestone)
            .Text("title", row => row.Milestone.Title)
            .Money("amount", row => row.Milestone.Amount, (_, row) => [new Part("milestone", row.Milestone.Milestone, Days(row), Amount: row.Milestone.Amount)])
            .Date("sent", row => row.Request.SentOn)
            .Count("day", row => row.Day)
            .Count("days", row => row.Request.Terms?.Days)
            .Date("deadline", row => row.Request.Clock?.DayN)
            .Text("recipient", row => row.Request.Recipient)
            .Count("notices_sent", row => row.Request.NoticesSent)
            .Boolean("held", row => row.Held)
            .Text("currency", row => row.Engagement.Currency.Code);

    public static readonly ReportDefinition Definition = new()
    {
        Name = "acceptance-clock",
        Columns = Columns.Public,
        Keys = Keys,
        UsesRange = false,
        Facts = FactSet.Engagements | FactSet.Milestones | FactSet.Acceptance,
        Build = (facts, request) => Columns.Sorted(facts, request, AcceptanceCountdown.Of(facts, request)),
    };

    private static DateRange Days(AcceptanceCountdownRow row) => new(row.Request.SentOn, row.Request.Clock?.DayN ?? row.Request.SentOn);
}

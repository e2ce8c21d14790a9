using Throughline.Domain.Dates;
using Throughline.Domain.Engagements;
using Throughline.Domain.People;
using Throughline.Domain.Reports;
using Throughline.Domain.Timekeeping;
using static Throughline.Domain.Tests.Reports.Given;

namespace Throughline.Domain.Tests.Timekeeping;

[Trait("rule", "R-207")]
public class MissingTimeTests
{
    private static readonly PersonKey Devin = new("devin"), Mia = new("mia"), Ana = new("ana");

    private static WeekTimeFact Line(string day, decimal hours, TimeState state, string? engagement = null) =>
        new(Devin, Day(day), engagement is null ? null : new EngagementKey(engagement), state, hours);

    private static string Report(string today, IReadOnlyList<WeekTimeFact> time, params NoWorkFact[] stated)
    {
        var facts = new PracticeFacts
        {
            People = [new PersonFact(Devin, "Devin Park", "engineer", 40m, TimeZone: "Europe/Madrid", Manager: Mia)], WeekTime = time, NoWork = stated,
            Engagements = [Practice.Engagements[0] with { Engagement = new EngagementKey("SOW-1"), ProjectManager = Ana }],
        };
        var request = new ReportRequest(Days("2026-03-09", "2026-03-15"), PeriodKind.Month, Day(today), ReportSettings.Standard);
        Assert.True(ReportCatalog.Find("missing-time").Succeeded(out var report, out _));
        var table = report.Build(facts, request);
        Assert.True(table.Rows.Count == 0 || table.Explain("entered_hours", [KeyValuePair.Create("person", "devin"), KeyValuePair.Create("week", "2026-03-09")])
            .Succeeded(out var explained, out _) && explained.Parts.Sum(part => part.Hours) == time.Sum(line => line.Hours));
        return string.Join('\n', table.Rows.Select(row => string.Join(' ', row.Cells.Select(cell => cell.Canonical))));
    }

    private static IReadOnlyList<WeekTimeFact> Full(TimeState state) => [.. Enumerable.Range(9, 5).Select(day => Line($"2026-03-{day:00}", 8m, state, "SOW-1"))];

    [Fact]
    public void A_week_without_hours_is_expected_until_its_cut_off_and_late_from_then_on()
    {
        Assert.Equal("devin Devin Park 2026-03-09 40 0 expected mia", Report("2026-03-15", []));
        Assert.Equal("devin Devin Park 2026-03-09 40 0 late mia", Report("2026-03-16", []));
        Assert.Equal("devin Devin Park 2026-03-09 40 8 late ana", Report("2026-03-16", [Line("2026-03-09", 8m, TimeState.Submitted, "SOW-1")]));
    }

    [Fact]
    public void What_is_complete_waits_for_whoever_must_act_and_is_gone_when_approved()
    {
        Assert.Equal("devin Devin Park 2026-03-09 40 40 late ana", Report("2026-03-16", Full(TimeState.Draft)));
        Assert.Equal("devin Devin Park 2026-03-09 40 40 submitted ana", Report("2026-03-16", Full(TimeState.Submitted)));
        Assert.Equal("devin Devin Park 2026-03-09 40 40 rejected ana", Report("2026-03-16", Full(TimeState.Rejected)));
        Assert.Equal("devin Devin Park 2026-03-09 40 44 submitted mia", Report("2026-03-16", [.. Full(TimeState.Approved), Line("2026-03-14", 4m, TimeState.Submitted)]));
        Assert.Equal("", Report("2026-03-16", Full(TimeState.Approved)));
    }

    [Fact]
    public void Who_said_that_they_did_not_work_is_not_listed() =>
        Assert.Equal("", Report("2026-03-16", [], new NoWorkFact(Devin, Days("2026-03-09", "2026-03-15"), "Unpaid leave")));
}

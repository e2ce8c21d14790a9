using Throughline.Domain.Dates;
using Throughline.Domain.Timekeeping;

namespace Throughline.Domain.Reports;

internal static class MissingTimeReport
{
    private static readonly string[] Keys = ["person", "week"];

    private static readonly ReportColumns<MissingTimeRow, PersonSource> Columns =
        new ReportColumns<MissingTimeRow, PersonSource>("missing-time", Keys, PersonSource.Of)
            .Text("person", row => row.Person.Person.Value)
            .Text("name", row => row.Person.Name)
            .Period("week", row => row.Week.Name)
            .Hours("expected_hours", row => row.Time.Expected, (source, row) => source.Capacity(row.Person, row.Week.Days))
            .Hours("entered_hours", row => row.Time.Entered, Entered)
            .Text("state", row => row.Wait.Text())
            .Text("approver", row => row.Approvers.Count == 0 ? null : string.Join("; ", row.Approvers.Select(approver => approver.Value)));

    public static readonly ReportDefinition Definition = new()
    {
        Name = "missing-time",
        Columns = Columns.Public,
        Keys = Keys,
        Facts = FactSet.People | FactSet.WorkingTime | FactSet.Engagements | FactSet.WeekTime,
        TimeDays = request => [request.Range],
        Build = (facts, request) => Columns.Sorted(facts, request, MissingTime.Of(facts, request)),
    };

    private static IEnumerable<Part> Entered(PersonSource source, MissingTimeRow row) =>
        from line in source.Facts.WeekTime
        where line.Person == row.Person.Person && row.Week.Days.Contains(line.Day)
        select new Part("time", line.Engagement?.Value ?? "internal", new DateRange(line.Day, line.Day), line.Hours);
}

using Throughline.Domain.Dates;
using Throughline.Domain.Timekeeping;

namespace Throughline.Domain.Reports;

internal static class QuarterHoursReport
{
    private static readonly string[] Keys = ["person", "date", "category", "engagement"];

    private static readonly ReportColumns<QuarterHoursRow, PracticeFacts> Columns =
        new ReportColumns<QuarterHoursRow, PracticeFacts>("quarter-hours", Keys, (facts, _) => facts)
            .Text("person", row => row.Person.Value)
            .Date("date", row => row.Day)
            .Text("category", row => row.Category)
            .Text("engagement", row => row.Engagement?.Value)
            .Hours("hours", row => row.Hours, Entries);

    public static readonly ReportDefinition Definition = new()
    {
        Name = "quarter-hours",
        Columns = Columns.Public,
        Keys = Keys,
        Facts = FactSet.TimeOfDays,
        TimeDays = request => [request.Range],
        Build = (facts, request) => Columns.Sorted(facts, request, QuarterHours.Of(facts, request)),
    };

    private static IEnumerable<Part> Entries(PracticeFacts facts, QuarterHoursRow row) =>
        from line in facts.Time
        where line.Person == row.Person && line.Day == row.Day && line.Engagement == row.Engagement && line.State is TimeState.Approved && QuarterHours.CategoryOf(line) == row.Category
        select new Part("time", line.Reference, new DateRange(line.Day, line.Day), line.Hours);
}

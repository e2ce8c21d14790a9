using Throughline.Domain.Dates;
using Throughline.Domain.Timekeeping;

namespace Throughline.Domain.Reports;

internal static class UtilisationReport
{
    private static readonly string[] Keys = ["person", "period"];

    private static readonly ReportColumns<UtilisationRow, PersonSource> Columns =
        new ReportColumns<UtilisationRow, PersonSource>("utilisation", Keys, PersonSource.Of)
            .Person(row => row.Person)
            .Period("period", row => row.Period.Name)
            .Hours("available_hours", row => row.AvailableHours, (source, row) => source.Capacity(row.Person, row.Period.Days))
            .Hours("worked_hours", row => row.WorkedHours, Worked)
            .Hours("billable_hours", row => row.BillableHours, Billable)
            .Hours("creditable_hours", row => row.CreditableHours, Creditable)
            .Percent("utilisation_percent", row => row.UtilisationPercent, Worked)
            .Percent("billable_percent", row => row.BillablePercent, Billable)
            .Percent("counted_percent", row => row.CountedPercent, (source, row) => Billable(source, row).Concat(Creditable(source, row)))
            .Percent("target_percent", row => row.TargetPercent, (_, row) => [new Part("policy", row.Person.Role, Amount: row.TargetPercent)]);

    public static readonly ReportDefinition Definition = new()
    {
        Name = "utilisation",
        Columns = Columns.Public,
        Keys = Keys,
        UsesPeriodKind = true,
        Ratios = new Dictionary<string, (IReadOnlyList<string>, string)>
        {
            ["utilisation_percent"] = (["worked_hours"], "available_hours"),
            ["billable_percent"] = (["billable_hours"], "available_hours"),
            ["counted_percent"] = (["billable_hours", "creditable_hours"], "available_hours"),
        },
        Facts = FactSet.People | FactSet.WorkingTime | FactSet.TimeOfPeople,
        TimeDays = request => [.. request.Periods().Select(period => period.Days)],
        Build = (facts, request) => Columns.Sorted(facts, request, Utilisation.Of(facts, request)),
    };

    private static IEnumerable<Part> Worked(PersonSource source, UtilisationRow row) =>
        Lines(source, row, line => Utilisation.IsWorked(line, source.Settings));

    private static IEnumerable<Part> Billable(PersonSource source, UtilisationRow row) => Lines(source, row, Utilisation.IsBillable);

    private static IEnumerable<Part> Creditable(PersonSource source, UtilisationRow row) =>
        Lines(source, row, line => Utilisation.IsCreditable(line, source.Settings));

    // The amount is in percentage points of the available hours.
    private static IEnumerable<Part> Lines(PersonSource source, UtilisationRow row, Func<TimeLine, bool> counts) =>
        from line in source.Facts.Time
        where line.Person == row.Person.Person && Utilisation.Counts(line, row.Period.Days) && counts(line)
        select new Part("time", line.Reference, new DateRange(line.Day, line.Day), line.Hours, Amount: row.Percent(line.Hours));
}

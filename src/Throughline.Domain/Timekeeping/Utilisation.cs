using Throughline.Domain.Dates;
using Throughline.Domain.People;
using Throughline.Domain.Reports;
using Throughline.Domain.Staffing;

namespace Throughline.Domain.Timekeeping;

/// <summary>How a person's approved time in a period stands to the time there was. Hours are exact, percentages not rounded.</summary>
public sealed record UtilisationRow(
    PersonFact Person,
    Period Period,
    int AvailableMinutes,
    decimal WorkedHours,
    decimal BillableHours,
    decimal CreditableHours,
    decimal? TargetPercent)
{
    public decimal AvailableHours => AvailableMinutes / 60m;

    public decimal? UtilisationPercent => Percent(WorkedHours);

    public decimal? BillablePercent => Percent(BillableHours);

    public decimal? CountedPercent => Percent(BillableHours + CreditableHours);

    /// <summary>Of the available hours; null when there are none.</summary>
    public decimal? Percent(decimal hours) => AvailableMinutes == 0 ? null : hours * 6000m / AvailableMinutes;
}

/// <summary>One row for every person and every period the range touches, counting approved time of all its days, whatever today is .</summary>
public static class Utilisation
{
    public static IReadOnlyList<UtilisationRow> Of(PracticeFacts facts, ReportRequest request)
    {
        var periods = request.Periods();
        var capacity = Allocation.CapacityOf(facts, request);
        var time = facts.Time.Where(line => Counts(line, request.Range)).ToLookup(line => line.Person);
        var rows = new List<UtilisationRow>(facts.People.Count * periods.Count);

        foreach (var person in facts.People.OrderBy(person => person.Person.Value, StringComparer.Ordinal))
        {
            var target = request.Settings.UtilisationTargetOf(person);
            var days = capacity.Of(person.Person);
            var lines = time[person.Person].OrderBy(line => line.Day).ToList();
            var next = 0;
            foreach (var period in periods)
            {
                var (worked, billable, creditable) = (0m, 0m, 0m);
                for (; next < lines.Count && lines[next].Day <= period.Days.Last; next++)
                {
                    worked += IsWorked(lines[next], request.Settings) ? lines[next].Hours : 0m;
                    billable += IsBillable(lines[next]) ? lines[next].Hours : 0m;
                    creditable += IsCreditable(lines[next], request.Settings) ? lines[next].Hours : 0m;
                }

                rows.Add(new UtilisationRow(person, period, days.CapacityIn(period.Days), worked, billable, creditable, target));
            }
        }

        return rows;
    }

    /// <summary>Whether the hours count towards a target: billable ones, and internal ones of a creditable category.</summary>
    public static bool IsCounted(TimeLine line, ReportSettings settings) => IsBillable(line) || IsCreditable(line, settings);

    internal static bool Counts(TimeLine line, DateRange range) => line.State is TimeState.Approved && range.Contains(line.Day);

    /// <summary>All but time off; a category the settings do not know is work.</summary>
    internal static bool IsWorked(TimeLine line, ReportSettings settings) => ClassOf(line, settings) is not CategoryClass.TimeOff;

    internal static bool IsBillable(TimeLine line) => line is { Engagement: not null, Billable: true };

    internal static bool IsCreditable(TimeLine line, ReportSettings settings) => ClassOf(line, settings) is CategoryClass.Creditable;

    private static CategoryClass? ClassOf(TimeLine line, ReportSettings settings) =>
        line.Category is { } category && settings.ClassOfCategory.TryGetValue(category, out var known) ? known : null;
}

using Throughline.Domain.Dates;
using Throughline.Domain.Engagements;
using Throughline.Domain.People;
using Throughline.Domain.Reports;
using Throughline.Domain.Staffing;

namespace Throughline.Domain.Timekeeping;

/// <summary>Hours of one person on one day, in one state, for one engagement or internally: a sum of entries.</summary>
public sealed record WeekTimeFact(PersonKey Person, DateOnly Day, EngagementKey? Engagement, TimeState State, decimal Hours);

/// <summary>What a week of somebody waits for.</summary>
public enum WeekWait
{
    /// <summary>Hours are missing or not handed in, and their cut-off is still to come.</summary>
    Expected,

    /// <summary>The same, and the cut-off has come.</summary>
    Late,
    Rejected,

    /// <summary>All is handed in and some of it not approved.</summary>
    Submitted,
}

public static class WeekWaits
{
    public static string Text(this WeekWait wait) => wait switch
    {
        WeekWait.Expected => "expected",
        WeekWait.Late => "late",
        WeekWait.Rejected => "rejected",
        WeekWait.Submitted => "submitted",
    };
}

/// <summary>A week that is not done. The approvers are those who decide on what is not approved, or the manager where nobody leads.</summary>
public sealed record MissingTimeRow(PersonFact Person, Period Week, Completeness Time, WeekWait Wait, IReadOnlyList<PersonKey> Approvers);

/// <summary>
/// One row for every person and week that the range touches and that is not done: hours missing, not handed in, sent back or
/// not approved. Weeks of people who are away, who said that they did not work, or whose time is approved, are not listed.
/// </summary>
public static class MissingTime
{
    public static IReadOnlyList<MissingTimeRow> Of(PracticeFacts facts, ReportRequest request)
    {
        var weeks = Periods.Cut(request.Range, PeriodKind.Week, request.Settings.FiscalYearStartMonth);
        var capacity = Allocation.CapacityOf(facts, request);
        var time = facts.WeekTime.ToLookup(line => line.Person);
        var stated = facts.NoWork.ToLookup(statement => statement.Person);
        var leads = facts.Engagements.ToDictionary(engagement => engagement.Engagement, engagement => engagement.ProjectManager);
        var rows = new List<MissingTimeRow>();
        foreach (var person in facts.People)
        {
            var terms = request.Settings.WeekTermsOf(person);
            var lines = time[person.Person].ToLookup(line => Periods.Monday(line.Day));
            foreach (var week in weeks)
            {
                var monday = Periods.Monday(week.Days.First);
                var theirs = lines[monday].Where(line => week.Days.Contains(line.Day)).ToList();
                var whole = Completeness.Of(
                    person, week.Days, capacity.Of(person.Person).CapacityOn, day => theirs.Where(line => line.Day == day).Sum(line => line.Hours),
                    stated[person.Person], terms.LeastHours);
                if (WaitOf(whole, theirs, terms.Due(monday), terms.Zone, request.Today) is { } wait)
                    rows.Add(new MissingTimeRow(person, week, whole, wait, Approvers(person, theirs, leads)));
            }
        }

        return rows;
    }

    private static WeekWait? WaitOf(Completeness week, IReadOnlyList<WeekTimeFact> lines, DateTimeOffset due, TimeZoneInfo zone, DateOnly today)
    {
        if (lines.Any(line => line.State is TimeState.Rejected))
            return WeekWait.Rejected;
        if (week.Missing > 0m || lines.Any(line => line.State is TimeState.Draft))
            return Zones.DayOf(due, zone) <= today ? WeekWait.Late : WeekWait.Expected;

        return lines.Any(line => line.State is TimeState.Submitted) ? WeekWait.Submitted : null;
    }

    private static IReadOnlyList<PersonKey> Approvers(
        PersonFact person, IReadOnlyList<WeekTimeFact> lines, Dictionary<EngagementKey, PersonKey?> leads)
    {
        var deciding = lines.Where(line => line.State is not TimeState.Approved).Select(line =>
            line.Engagement is { } engagement && leads.GetValueOrDefault(engagement) is { } lead && lead != person.Person ? lead : person.Manager);
        PersonKey[] known = [.. deciding.OfType<PersonKey>().Distinct().OrderBy(key => key.Value, StringComparer.Ordinal)];
        return known.Length > 0 ? known : person.Manager is { } manager ? [manager] : [];
    }
}

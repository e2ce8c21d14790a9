using System.Globalization;

namespace Throughline.Platform.Demo;

/// <summary>One logged entry of the demo.</summary>
internal sealed record DemoEntry(DemoPerson Person, DateOnly Date, int Week, DemoEngagement? Engagement, string? Category, decimal Hours, string State)
{
    public string? Note { get; init; }
    public string? Adjusts { get; init; }

    /// <summary>What its chances hang on, the same in every demo of the same day.</summary>
    public string Id => $"{Person.Key} {Engagement?.Key ?? Category} {DemoDays.Iso(Date)}";
}

/// <summary>
/// Two quarters of timesheets, filled from the plan as people do: near it, in quarters of an hour, the rest of the day to
/// internal work. Old weeks are approved, last week waits for approval, this week is in the making.
/// </summary>
internal sealed class DemoTime(DemoCalendar calendar)
{
    // name | number | day | hours | state | note: what was logged beside the plan
    private const string ExtraTable = """
        Rafael Costa   | 1038 | -1.0 | 4   | rejected  | Pipeline templates, phase 1
        Rafael Costa   | 1038 | -1.1 | 4   | rejected  | Pipeline templates, phase 1
        Rafael Costa   | 1038 | -1.2 | 4   | submitted | Pipeline templates, phase 2
        Devin Park     | 1042 | -1.5 | 8   | submitted | Cutover rehearsal
        Noor El-Amin   | 1042 | -1.5 | 4   | submitted | Cutover rehearsal
        Luis Ortega    | 1026 | -5.5 | 8   | approved  | Portal release on Saturday
        Greta Sommer   | 1033 | -2.4 | 2   | rejected  | Helped with an interface
        Bastian Keller | 1045 | -1.3 | 3   | submitted | Stood in for the second lab
        """;

    // name | number | day | hours: approved entries that turned out wrong
    private const string CorrectionTable = """
        Jack Sullivan | 1009 | -6.2 | -1.5
        Luis Ortega   | 1026 | -7.1 | -2
        """;

    private static readonly Dictionary<string, string[]> InternalWork = new()
    {
        ["engineer"] = ["enablement", "knowledge_sharing", "support_assistance", "practice_development", "meeting"],
        ["architect"] = ["sales_assistance", "practice_development", "mentoring", "meeting"],
        ["trainer"] = ["practice_development", "enablement", "administration", "mentoring"],
        ["project_manager"] = ["administration", "meeting", "knowledge_sharing", "sales_assistance"],
        ["engagement_manager"] = ["sales_assistance", "sales_assistance", "meeting", "administration"],
    };

    private static readonly string[] OfficeWork = ["administration", "meeting", "administration", "company_meeting"];

    /// <summary>Two who had not sent in last week's timesheet by Monday; they stopped after Wednesday.</summary>
    private static readonly HashSet<string> Late = ["Marek Dvořák", "Yuki Tanabe"];

    /// <summary>Managers who approve on Friday afternoon already.</summary>
    private static readonly HashSet<string> Prompt = ["Priya Raman", "Mikko Salonen", "Kavita Deshpande"];

    /// <summary>A manager who is a week behind with approvals.</summary>
    private const string Behind = "Claire Dubois";

    private readonly DemoDays days = calendar.Days;

    public void Write(CsvRows rows)
    {
        var number = 0;
        var corrections = Corrections().ToDictionary(correction => correction.Id);
        foreach (var entry in Entries())
        {
            var key = Key(++number);
            Write(rows, entry, key);
            if (entry.Hours > 0 && corrections.Remove(entry.Id, out var correction))
                Write(rows, correction with { Adjusts = key }, Key(++number));
        }
    }

    private static string Key(int number) => string.Create(CultureInfo.InvariantCulture, $"T-{number:00000}");

    private IEnumerable<DemoEntry> Entries() =>
        from week in Enumerable.Range(-DemoDays.PastWeeks, DemoDays.PastWeeks + 1)
        from person in DemoPeople.All
        from weekday in Enumerable.Range(0, 7)
        let date = days.Monday(week).AddDays(weekday)
        where date <= days.Today && IsLogged(person, week, weekday, date)
        from entry in Day(person, date, week, weekday)
        select entry;

    // Today is written down by half of the people so far.
    private bool IsLogged(DemoPerson person, int week, int weekday, DateOnly date) =>
        !(week == -1 && weekday > 2 && Late.Contains(person.Name))
        && (date < days.Today || Dice.Roll("today", person.Key) < 0.5);

    private IEnumerable<DemoEntry> Day(DemoPerson person, DateOnly date, int week, int weekday)
    {
        var capacity = calendar.Capacity.Of(person.Fact.Person);
        var left = capacity.CapacityOn(date) + capacity.OvertimeOn(date);
        var lacking = weekday < 5 ? person.Fact.MinutesPerDay - capacity.CapacityOn(date) : 0;
        if (lacking > 0 && person.StartDate <= date && calendar.CategoryOff(person, date) is { } off)
            yield return Entry(person, date, week, null, off, lacking);

        foreach (var extra in Extras(person, date, week))
        {
            left -= (int)(extra.Hours * 60);
            yield return extra;
        }

        foreach (var stint in DemoPlan.OfPerson[person.Key].Where(stint => stint.Hard && stint.FromWeek <= week && week <= stint.ToWeek && weekday < 5))
        {
            var minutes = Math.Min(left, Worked(stint, date));
            if (minutes < 15)
                continue;

            left -= minutes;
            yield return Entry(person, date, week, stint.Engagement, null, minutes) with { Note = Note(stint, date) };
        }

        if (left >= 30 && weekday < 5)
            yield return Entry(person, date, week, null, Internal(person, date), left / 15 * 15);
    }

    private IEnumerable<DemoEntry> Extras(DemoPerson person, DateOnly date, int week) =>
        from row in DemoTable.Rows(ExtraTable)
        where row[0] == person.Name && days.Day(row[2]) == date
        select new DemoEntry(person, date, week, DemoEngagements.Of(row[1]), null, DemoTable.Number(row[3]), row[4]) { Note = row[5] };

    private IEnumerable<DemoEntry> Corrections() =>
        from row in DemoTable.Rows(CorrectionTable)
        let week = DemoTable.Whole(row[2].Split('.')[0])
        select new DemoEntry(DemoPeople.Named(row[0]), days.Day(row[2]), week, DemoEngagements.Of(row[1]), null, DemoTable.Number(row[3]), "approved")
        {
            Note = "Logged to the wrong engagement",
        };

    // Between 85 and 110 percent of the plan, in quarters of an hour.
    private static int Worked(DemoStint stint, DateOnly date) =>
        (int)Math.Round(stint.MinutesPerDay * (0.85 + (0.25 * Dice.Roll("worked", stint.Booking + DemoDays.Iso(date)))) / 15) * 15;

    private static DemoEntry Entry(DemoPerson person, DateOnly date, int week, DemoEngagement? engagement, string? category, int minutes) =>
        new(person, date, week, engagement, category, minutes / 60m, State(person, engagement, week));

    private static string State(DemoPerson person, DemoEngagement? engagement, int week) => week switch
    {
        0 => "draft",
        -1 when Late.Contains(person.Name) => "draft",
        -1 => engagement?.Manager is { } manager && manager != person.Name && Prompt.Contains(manager) ? "approved" : "submitted",
        -2 => engagement?.Manager == Behind && person.Name != Behind ? "submitted" : "approved",
        _ => "approved",
    };

    private string? Note(DemoStint stint, DateOnly date)
    {
        var on = DemoWork.On(stint.Engagement, stint.Role, date, days);
        var activity = DemoWork.Of(stint.Engagement).FirstOrDefault(activity => activity.Key == on);
        return activity is null || Dice.Roll("note", stint.Booking, date.DayNumber) > 0.35
            ? null
            : Dice.Pick(activity.Issues, "note on", stint.Booking, date.DayNumber);
    }

    private static string Internal(DemoPerson person, DateOnly date) =>
        Dice.Pick(InternalWork.GetValueOrDefault(person.Role, OfficeWork), "internal", person.Key, date.DayNumber);

    private void Write(CsvRows rows, DemoEntry entry, string key)
    {
        var engagement = entry.Engagement;
        var exception = engagement is null ? null : DemoChanges.WorkExceptionIn(engagement, entry.Week, entry.Id);
        var approved = entry.State == "approved";
        rows.Write(
            key, entry.Person.Key, entry.Date, engagement?.Key, entry.Category,
            engagement is null ? null : DemoWork.On(engagement, entry.Person.Role, entry.Date, days), entry.Hours,
            engagement is { Status: not "cancelled" } && exception is null, entry.State, entry.Note,
            approved ? DemoPeople.Key(Approver(entry)) : null, approved ? ApprovedAt(entry) : null,
            engagement is null ? null : DemoChanges.WorkAtRiskIn(engagement, entry.Week), exception, entry.Adjusts);
    }

    // Nobody approves their own time: a project manager's goes to the manager of project managers.
    private static string Approver(DemoEntry entry)
    {
        if (entry.Engagement?.Manager is { } manager)
            return manager == entry.Person.Name ? "Henrik Lund" : manager;

        return entry.Person switch
        {
            { Manager.Length: > 0 } person => person.Manager,
            { Role: "leader" } => "Grace Mbeki",
            _ => "Sofia Lindgren",
        };
    }

    private DateTimeOffset ApprovedAt(DemoEntry entry)
    {
        var minute = (int)(Dice.Roll("approved", entry.Person.Key, entry.Week) * 60);
        return entry.Week == -1 ? DemoDays.At(days.Friday(-1), 17, minute) : DemoDays.At(days.Monday(entry.Week + 1), 14, minute);
    }
}

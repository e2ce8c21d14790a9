using Throughline.Domain.Engagements;
using Throughline.Domain.People;
using Throughline.Domain.Staffing;

namespace Throughline.Domain.Timekeeping;

/// <summary>The people, engagements, activities and categories that a time sheet can name.</summary>
public sealed record TimeSheetNames(
    IReadOnlyList<(PersonKey Key, string Name, string? Email)> People,
    IReadOnlyList<(EngagementKey Key, string Name, string Customer)> Engagements,
    IReadOnlyList<(EngagementKey Engagement, string Activity, string Title)> Activities,
    IReadOnlyCollection<string> Categories);

/// <summary>Time that a row asks for. Billable is null where the sheet does not say or internal time has no such thing.</summary>
public sealed record SheetEntry(
    int Row, string Entry, PersonKey Person, DateOnly Day, EngagementKey? Engagement, string? Category, string? Activity, decimal Hours, bool? Billable, string? Note);

/// <summary>A task with its estimate, which becomes an issue of its engagement.</summary>
public sealed record SheetTask(int Row, string Issue, EngagementKey Engagement, string Title, decimal? Estimate, DateOnly? Created, DateOnly? Closed);

/// <summary>A name of the sheet that means nothing here yet, and how many rows have it.</summary>
public sealed record UnknownName(string Name, int Rows);

/// <summary>A row that is not taken in, and why.</summary>
public sealed record RowLeftOut(int Row, string Reason);

/// <summary>What a sheet says under a plan; with errors nothing of it should be taken in.</summary>
/// <param name="SheetHours">The sum of the hours as the sheet has them, rows with errors left out.</param>
public sealed record TimeSheetReading(
    IReadOnlyList<SheetEntry> Entries, IReadOnlyList<SheetTask> Tasks, IReadOnlyList<SheetError> Errors, IReadOnlyList<RowLeftOut> LeftOut,
    IReadOnlyList<UnknownName> People, IReadOnlyList<UnknownName> Projects, IReadOnlyList<UnknownName> NewTasks, decimal SheetHours)
{
    /// <summary>The sum of the hours that would be stored.</summary>
    public decimal Hours => Tasks.Sum(task => task.Estimate ?? 0m) + Entries.Sum(entry => entry.Hours);
}

/// <summary>
/// Reads the time sheet of another program: Toggl, Harvest, Clockify or any other with a row for each entry. Keys come from
/// the sheet's own number of an entry, else from what the entry is about, so the same sheet read again makes nothing new.
/// </summary>
public sealed class TimeSheet(TimeSheetNames names, IReadOnlyCollection<DayOfWeek> weekend)
{
    private readonly ILookup<string, PersonKey> people = names.People
        .SelectMany(person => new[] { person.Key.Value, person.Name, person.Email }.OfType<string>().Distinct(StringComparer.OrdinalIgnoreCase).Select(name => (Name: name, person.Key)))
        .ToLookup(person => person.Name, person => person.Key, StringComparer.OrdinalIgnoreCase);

    private readonly ILookup<string, EngagementKey> engagements = names.Engagements
        .SelectMany(engagement => new[] { engagement.Key.Value, engagement.Name, $"{engagement.Customer} / {engagement.Name}" }.Distinct(StringComparer.OrdinalIgnoreCase).Select(name => (Name: name, engagement.Key)))
        .ToLookup(engagement => engagement.Name, engagement => engagement.Key, StringComparer.OrdinalIgnoreCase);

    private readonly ILookup<EngagementKey, (string Activity, string Title)> activities =
        names.Activities.ToLookup(activity => activity.Engagement, activity => (activity.Activity, activity.Title));

    internal IReadOnlyCollection<DayOfWeek> Weekend => weekend;
    internal TimeSheetNames Names => names;

    public TimeSheetReading Read(SheetTable table, TimeSheetPlan plan)
    {
        if (plan.Missing(table) is { } missing)
            return new TimeSheetReading([], [], [new SheetError(0, "", missing)], [], [], [], [], 0m);

        var rows = new TimeSheetRows(this, table, plan);
        foreach (var row in table.Rows.Where(row => row.Cells.Any(cell => cell.Trim().Length > 0)))
            rows.Take(row);

        return rows.Done();
    }

    /// <summary>Null where nobody or several people have the name.</summary>
    internal PersonKey? Person(string name) => people[name].Distinct().Take(2).ToList() is [var one] ? one : null;

    internal EngagementKey? Engagement(string name) => engagements[name].Distinct().Take(2).ToList() is [var one] ? one : null;

    internal string? Activity(EngagementKey engagement, string name) => activities[engagement]
        .Where(activity => activity.Activity.Equals(name, StringComparison.OrdinalIgnoreCase) || activity.Title.Equals(name, StringComparison.OrdinalIgnoreCase))
        .Select(activity => activity.Activity).FirstOrDefault();
}

using Throughline.Domain.Staffing;

namespace Throughline.Domain.Timekeeping;

/// <summary>What the rows of a tracker's sheet are.</summary>
public enum TimeSheetKind { Time, Tasks }

/// <summary>
/// How a time sheet of another program is read: which column says what, and whom and what its names mean here. It is kept under a
/// name for the next sheet of the same form.
/// </summary>
public sealed record TimeSheetPlan
{
    /// <summary>Begins the keys of what is taken in, so that two trackers never meet in one key.</summary>
    public string Source { get; init; } = "sheet";

    public TimeSheetKind Kind { get; init; }

    /// <summary>The head of the column for each of <see cref="Fields"/>; a field without one is not read.</summary>
    public IReadOnlyDictionary<string, string> Columns { get; init; } = new Dictionary<string, string>();

    /// <summary>How 03/04/2026 is meant.</summary>
    public DayOrder Dates { get; init; }

    /// <summary>What new entries are; those that stand here already keep their state.</summary>
    public TimeState State { get; init; }

    /// <summary>Leaves rows out that name a person or a project unknown here; else they are errors.</summary>
    public bool LeaveOutUnknown { get; init; }

    /// <summary>An entry of more than a day's 24 hours is spread over the working days before it, eight hours each; else it is an error.</summary>
    public bool SpreadLong { get; init; }

    /// <summary>The day of rows that say none; without it they are errors.</summary>
    public DateOnly? DayWhenEmpty { get; init; }

    /// <summary>The people here by the names of the sheet; <c>-</c> leaves their rows out.</summary>
    public IReadOnlyDictionary<string, string> People { get; init; } = new Dictionary<string, string>();

    /// <summary>What a project is here: <c>SOW-1042</c>, <c>SOW-1042/A-1</c> with its activity, an internal category, or <c>-</c> to leave it out.</summary>
    public IReadOnlyDictionary<string, string> Projects { get; init; } = new Dictionary<string, string>();

    /// <summary>Activities by <c>project / task</c>; a task without one goes into the note.</summary>
    public IReadOnlyDictionary<string, string> Tasks { get; init; } = new Dictionary<string, string>();

    /// <summary>Every field with what it says, and the words that heads of known trackers have for it, in lower case.</summary>
    public static IReadOnlyList<(string Field, string Says, string[] Heads)> Fields { get; } =
    [
        ("entry", "Number of the entry", ["entry_id", "entry id", "id"]),
        ("email", "E-mail address", ["email", "e-mail"]),
        ("person", "Person", ["user", "person", "member", "employee", "developer_id", "developer", "name", "mitarbeiter", "username"]),
        ("first_name", "First name", ["first name", "vorname", "etunimi"]),
        ("last_name", "Last name", ["last name", "nachname", "sukunimi"]),
        ("client", "Client", ["client", "kunde", "asiakas", "customer"]),
        ("project", "Project", ["project", "projekt", "projekti", "project_code"]),
        ("project_code", "Project's code", ["project code", "projekt-code", "projektcode", "projektin koodi"]),
        ("task", "Task", ["task", "aufgabe", "tehtävä", "task_number"]),
        ("date", "Day", ["start date", "date", "datum", "päivämäärä", "päivä", "spent on", "day", "completed_on"]),
        ("start_time", "Begins at", ["start time", "beginn", "start"]),
        ("end_date", "Day it ends", ["end date", "enddatum"]),
        ("end_time", "Ends at", ["end time", "ende", "end"]),
        ("hours", "Hours", ["duration (h)", "duration", "hours", "stunden", "tunnit", "dauer", "duration (decimal)", "time"]),
        ("billable", "Billable", ["billable?", "billable", "abrechenbar?", "abrechenbar", "laskutettava?", "laskutettava"]),
        ("note", "Note", ["description", "notes", "note", "notizen", "beschreibung", "muistiinpanot", "comment"]),
        ("title", "Title of the task", ["title", "task name", "sub_category", "summary"]),
        ("estimate", "Estimated hours", ["hours_estimate", "estimate", "estimated hours", "original estimate"]),
        ("created", "Day it was made", ["estimate_on", "created", "created on"]),
        ("closed", "Day it was done", ["completed_on", "closed", "resolved"]),
    ];

    /// <summary>The fields that a sheet of this kind is read for.</summary>
    public static IEnumerable<(string Field, string Says)> FieldsOf(TimeSheetKind kind) => Fields
        .Where(field => kind is TimeSheetKind.Time
            ? field.Field is not ("title" or "estimate" or "created" or "closed")
            : field.Field is "client" or "project" or "project_code" or "task" or "title" or "estimate" or "created" or "closed")
        .Select(field => (field.Field, field.Says));

    /// <summary>A first reading of a sheet by its heads, for somebody to correct.</summary>
    public static TimeSheetPlan Propose(SheetTable table)
    {
        var heads = table.Columns.Select(head => head.Trim()).ToList();
        bool Has(string head) => heads.Contains(head, StringComparer.OrdinalIgnoreCase);
        var kind = Has("hours_estimate") && !Has("date") && !Has("entry_id") ? TimeSheetKind.Tasks : TimeSheetKind.Time;
        var columns = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var (field, _) in FieldsOf(kind))
        {
            var words = Fields.First(known => known.Field == field).Heads;
            if (words.Select(word => heads.Find(head => head.Equals(word, StringComparison.OrdinalIgnoreCase))).FirstOrDefault(head => head is not null) is { } found
                && !columns.ContainsValue(found))
                columns[field] = found;
        }

        return new TimeSheetPlan { Source = SourceOf(Has), Kind = kind, Columns = columns, Dates = SheetDates.OrderOf(Cells(table, columns, "date", "end_date", "created", "closed")) };
    }

    /// <summary>What still has to be said before the sheet can be read; null when nothing.</summary>
    internal string? Missing(SheetTable table)
    {
        if (Columns.FirstOrDefault(column => !table.Columns.Contains(column.Value)) is { Key: { } field, Value: var head })
            return $"The sheet has no column \"{head}\", which the mapping reads as {Fields.FirstOrDefault(known => known.Field == field).Says ?? field}. The nearest is \"{Nearest.To(head, table.Columns)}\".";
        if (Kind is TimeSheetKind.Tasks)
            return Has("task") ? Has("project") || Has("project_code") ? null : "Choose the column of the project." : "Choose the column of the task's number.";
        if (!Has("person") && !Has("email") && !Has("last_name"))
            return "Choose the column of the person, by name or e-mail address.";
        if (!Has("date"))
            return "Choose the column of the day.";

        return Has("hours") || (Has("start_time") && Has("end_time")) ? null : "Choose the column of the hours, or those of both times.";
    }

    private bool Has(string field) => Columns.ContainsKey(field);

    private static string SourceOf(Func<string, bool> has) =>
        has("Duration (h)") || has("Duration (decimal)") ? "clockify"
        : has("Billable?") || (has("Project Code") && has("Hours")) || has("Abrechenbar?") ? "harvest"
        : has("Start date") && has("Duration") ? "toggl"
        : has("task_number") ? "sip"
        : "sheet";

    private static IEnumerable<string> Cells(SheetTable table, Dictionary<string, string> columns, params string[] fields) =>
        from field in fields
        where columns.ContainsKey(field)
        let column = table.Columns.ToList().IndexOf(columns[field])
        from row in table.Rows
        select row[column];
}

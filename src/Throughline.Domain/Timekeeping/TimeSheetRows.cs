using System.Globalization;
using Throughline.Domain.Engagements;
using Throughline.Domain.People;
using Throughline.Domain.Staffing;

namespace Throughline.Domain.Timekeeping;

/// <summary>Takes the rows of a time sheet one by one and gathers what they say, what is wrong and what is unknown.</summary>
internal sealed class TimeSheetRows(TimeSheet sheet, SheetTable table, TimeSheetPlan plan)
{
    private const string LeaveOut = "-";
    private const decimal Day = 24m;
    private const decimal SpreadDay = 8m;

    private readonly Dictionary<string, int> columns = plan.Columns.ToDictionary(column => column.Key, column => table.Columns.ToList().IndexOf(column.Value), StringComparer.Ordinal);
    private readonly SheetHours numbers = SheetHours.Of(table, plan.Columns.GetValueOrDefault("hours") ?? plan.Columns.GetValueOrDefault("estimate"));
    private readonly List<SheetEntry> entries = [];
    private readonly List<SheetTask> tasks = [];
    private readonly List<SheetError> errors = [];
    private readonly List<RowLeftOut> leftOut = [];
    private readonly Dictionary<string, int> people = new(StringComparer.Ordinal), projects = new(StringComparer.Ordinal), newTasks = new(StringComparer.Ordinal);
    private readonly Dictionary<string, int> same = new(StringComparer.Ordinal);
    private decimal sheetHours;

    public TimeSheetReading Done() => new(
        entries, tasks, errors, leftOut, Unknown(people), Unknown(projects), Unknown(newTasks), sheetHours);

    public void Take(SheetRow row)
    {
        var (before, unknown) = (errors.Count, leftOut.Count);
        if (plan.Kind is TimeSheetKind.Tasks)
            TakeTask(row);
        else
            TakeTime(row);

        // A row is either an error or left out, never half of each.
        if (errors.Count > before && leftOut.Count > unknown)
            errors.RemoveRange(before, errors.Count - before);
    }

    private void TakeTime(SheetRow row)
    {
        var clock = Clock(row);
        if (clock is not { } span)
            return;

        var (person, work) = (Person(row), Work(row));
        var billable = Billable(row);
        if (person is null || work is not { } known || billable is not { } said)
            return;

        sheetHours += span.Hours;
        var (activity, task) = known.Engagement is { } on ? Activity(row, on, known.Activity) : (null, Of(row, "task"));
        var note = string.Join(": ", new[] { task, Of(row, "note") }.Where(text => text.Length > 0));
        var key = Key(row, person.Value, span);
        var parts = Parts(row, span);
        for (var i = 0; i < parts.Count; i++)
        {
            entries.Add(new SheetEntry(
                row.Number, i == 0 ? key : string.Create(CultureInfo.InvariantCulture, $"{key}.{i + 1}"), person.Value, parts[i].Day, known.Engagement, known.Category, activity,
                parts[i].Hours, known.Engagement is null ? null : said.Value, note.Length > 0 ? note : null));
        }
    }

    private void TakeTask(SheetRow row)
    {
        var (issue, work) = (Of(row, "task"), Work(row));
        if (issue.Length == 0)
            Refuse(row, "task", "says no task");
        if (work is not { } known || issue.Length == 0)
            return;
        if (known.Engagement is not { } engagement)
        {
            Refuse(row, "project", "is no engagement; only engagements have tasks");
            return;
        }

        var estimate = Of(row, "estimate") is { Length: > 0 } text ? numbers.Read(text) : null;
        if (estimate is null && Of(row, "estimate").Length > 0)
            Refuse(row, "estimate", $"\"{Of(row, "estimate")}\" is not a number of hours");

        sheetHours += estimate ?? 0m;
        tasks.Add(new SheetTask(row.Number, issue, engagement, Of(row, "title") is { Length: > 0 } title ? title : $"Task {issue}", estimate, Date(row, "created"), Date(row, "closed")));
    }

    private sealed record Span(DateOnly Day, TimeOnly? Start, decimal Hours, DateTime? From, DateTime? To);

    private Span? Clock(SheetRow row)
    {
        var day = Date(row, "date") ?? (Of(row, "date").Length == 0 ? plan.DayWhenEmpty : null);
        if (day is null)
        {
            if (Of(row, "date").Length == 0)
                Refuse(row, "date", "says no day");
            return null;
        }

        var (start, end) = (Time(row, "start_time"), Time(row, "end_time"));
        var written = Of(row, "hours");
        if (plan.Columns.ContainsKey("end_time") && start is not null && Of(row, "end_time").Length == 0)
            return Skip(row, "is still running");

        DateTime? from = start is { } begins ? day.Value.ToDateTime(begins) : null;
        DateTime? to = end is { } ends ? (Date(row, "end_date") ?? day.Value).ToDateTime(ends) : null;
        if (to < from && !plan.Columns.ContainsKey("end_date"))
            to = to.Value.AddDays(1);
        if (to < from)
        {
            Refuse(row, "end_time", "ends before it begins");
            return null;
        }

        var hours = written.Length > 0 ? numbers.Read(written) : from is not null && to is not null ? (decimal)(to - from).Value.Ticks / TimeSpan.TicksPerHour : null;
        if (hours is null or < 0m)
        {
            Refuse(row, "hours", written.Length == 0 ? "says no hours" : $"\"{written}\" is not a number of hours");
            return null;
        }

        return hours == 0m ? Skip(row, "says 0 hours") : new Span(day.Value, start, hours.Value, from, to);
    }

    private Span? Skip(SheetRow row, string why)
    {
        if (leftOut.Count == 0 || leftOut[^1].Row != row.Number)
            leftOut.Add(new RowLeftOut(row.Number, why));

        return null;
    }

    // One part for each day that it touches; stored hours have four places, and the parts add up to them.
    private List<(DateOnly Day, decimal Hours)> Parts(SheetRow row, Span span)
    {
        var whole = Math.Max(Math.Round(span.Hours, 4, MidpointRounding.AwayFromZero), 0.0001m);
        if (span is { From: { } from, To: { } to } && DateOnly.FromDateTime(to) > DateOnly.FromDateTime(from) && to > from)
        {
            var (parts, given, all) = (new List<(DateOnly, decimal)>(), 0m, (decimal)(to - from).Ticks);
            for (var at = from; at < to; at = at.Date.AddDays(1))
            {
                var until = at.Date.AddDays(1) < to ? at.Date.AddDays(1) : to;
                var share = until == to ? whole - given : Math.Round(whole * (until - at).Ticks / all, 4);
                given += share;
                if (share > 0m)
                    parts.Add((DateOnly.FromDateTime(at), share));
            }

            if (parts.TrueForAll(part => part.Item2 <= Day))
                return parts;
        }

        if (whole <= Day)
            return new List<(DateOnly, decimal)> { (span.Day, whole) };
        if (plan.SpreadLong)
            return Spread(span.Day, whole);

        Refuse(row, "hours", string.Create(CultureInfo.InvariantCulture, $"{whole:0.####} h are more than a day has; let long entries be spread over the days before"));
        return new List<(DateOnly, decimal)>();
    }

    private List<(DateOnly Day, decimal Hours)> Spread(DateOnly last, decimal hours)
    {
        var parts = new List<(DateOnly, decimal)>();
        for (var day = last; hours > 0m; day = day.AddDays(-1))
        {
            // The day that the sheet names always takes its share; of those before it working days do.
            if (day != last && sheet.Weekend.Contains(day.DayOfWeek))
                continue;

            parts.Add((day, Math.Min(hours, SpreadDay)));
            hours -= SpreadDay;
        }

        return parts;
    }

    private PersonKey? Person(SheetRow row)
    {
        var named = string.Join(' ', new[] { Of(row, "first_name"), Of(row, "last_name") }.Where(part => part.Length > 0));
        string[] said = [.. new[] { Of(row, "email"), Of(row, "person"), named }.Where(name => name.Length > 0)];
        if (said.Select(name => plan.People.GetValueOrDefault(name)).FirstOrDefault(name => name is not null) is { } meant)
        {
            if (meant == LeaveOut)
                Skip(row, $"is of {said[0]}, who is left out");
            else if (sheet.Person(meant) is { } mapped)
                return mapped;
            else
                Refuse(row, "person", $"is mapped to {meant}, who is not known here; the nearest is {Nearest.To(meant, sheet.Names.People.Select(person => person.Key.Value))}");
            return null;
        }

        foreach (var name in said)
        {
            if (sheet.Person(name) is { } found)
                return found;
        }

        var shown = said.LastOrDefault() ?? "";
        people[shown] = people.GetValueOrDefault(shown) + 1;
        Lacking(row, said.Length == 0 ? "person" : plan.Columns.ContainsKey("person") ? "person" : "email", said.Length == 0 ? "names nobody" : $"\"{shown}\" is nobody here");
        return null;
    }

    private readonly record struct Subject(EngagementKey? Engagement, string? Category, string? Activity);

    private Subject? Work(SheetRow row)
    {
        var (client, project, code, task) = (Of(row, "client"), Of(row, "project"), Of(row, "project_code"), Of(row, "task"));
        var shown = project.Length > 0 ? project : code;
        string[] said = [.. new[] { $"{client} / {shown} / {task}", $"{shown} / {task}", client.Length > 0 ? $"{client} / {shown}" : shown, code, shown }.Where(name => name.Length > 0 || shown.Length == 0).Distinct()];
        if (said.Select(name => plan.Projects.GetValueOrDefault(name)).FirstOrDefault(name => name is not null) is { } meant)
        {
            if (meant == LeaveOut)
                Skip(row, $"is of {shown}, which is left out");
            else if (Meant(meant) is { } mapped)
                return mapped;
            else
                Refuse(row, "project", $"is mapped to {meant}, which is neither an engagement, an activity of one nor a category");
            return null;
        }

        foreach (var name in said.Where(name => name.Length > 0))
        {
            if (sheet.Engagement(name) is { } engagement)
                return new Subject(engagement, null, null);
        }

        projects[shown] = projects.GetValueOrDefault(shown) + 1;
        Lacking(row, "project", shown.Length == 0 ? "names no project" : $"\"{shown}\" is no engagement here");
        return null;
    }

    private Subject? Meant(string meant)
    {
        if (sheet.Names.Categories.Contains(meant))
            return new Subject(null, meant, null);
        if (sheet.Engagement(meant) is { } engagement)
            return new Subject(engagement, null, null);

        return meant.LastIndexOf('/') is > 0 and var at && sheet.Engagement(meant[..at]) is { } on && sheet.Activity(on, meant[(at + 1)..]) is { } activity
            ? new Subject(on, null, activity)
            : null;
    }

    // The task as an activity of the engagement, else as words for the note.
    private (string? Activity, string Task) Activity(SheetRow row, EngagementKey engagement, string? mapped)
    {
        var task = Of(row, "task");
        if (mapped is not null || task.Length == 0)
            return (mapped, "");

        var said = $"{Of(row, "project")} / {task}";
        if (sheet.Activity(engagement, plan.Tasks.GetValueOrDefault(said) ?? task) is { } activity)
            return (activity, "");

        newTasks[said] = newTasks.GetValueOrDefault(said) + 1;
        return (null, task);
    }

    private (bool? Value, bool Fine)? Billable(SheetRow row)
    {
        var text = Of(row, "billable");
        if (text.Length == 0)
            return (null, true);
        if (SheetWords.Truth(text) is { } said)
            return (said, true);

        Refuse(row, "billable", $"\"{text}\" is neither yes nor no");
        return null;
    }

    // Without a number of its own an entry is known by what it is about; alike ones by their order. Hours are no part of it, so that corrected hours stay one entry.
    private string Key(SheetRow row, PersonKey person, Span span)
    {
        if (Of(row, "entry") is { Length: > 0 } number)
            return $"{plan.Source}-{number}";

        var about = string.Create(
            CultureInfo.InvariantCulture, $"{person}\u001f{span.Day:O}\u001f{span.Start:O}\u001f{Of(row, "client")}\u001f{Of(row, "project")}\u001f{Of(row, "project_code")}\u001f{Of(row, "task")}\u001f{Of(row, "note")}");
        var nth = same[about] = same.GetValueOrDefault(about) + 1;
        return $"{plan.Source}-{Fingerprint(string.Create(CultureInfo.InvariantCulture, $"{about}\u001f{nth}"))}";
    }

    // FNV-1a in 128 bits: short, and the same on every machine for ever.
    private static string Fingerprint(string text)
    {
        var (hash, prime) = (new UInt128(0x6c62272e07bb0142, 0x62b821756295c58d), new UInt128(0x0000000001000000, 0x000000000000013b));
        foreach (var letter in text)
            hash = unchecked((hash ^ letter) * prime);

        return hash.ToString("x32", CultureInfo.InvariantCulture)[..20];
    }

    private DateOnly? Date(SheetRow row, string field)
    {
        if (Of(row, field) is not { Length: > 0 } text)
            return null;
        // A day with its time of day: the day counts.
        if ((SheetDates.Read(text, plan.Dates) ?? SheetDates.Read(text.Split(' ', 'T')[0], plan.Dates)) is { } day)
            return day;

        Refuse(row, field, $"\"{text}\" is not a date; write one like 2026-03-02");
        return null;
    }

    private TimeOnly? Time(SheetRow row, string field)
    {
        if (Of(row, field) is not { Length: > 0 } text)
            return null;
        if (SheetWords.Clock(text) is { } time)
            return time;

        Refuse(row, field, $"\"{text}\" is not a time of day");
        return null;
    }

    private void Lacking(SheetRow row, string field, string why)
    {
        if (plan.LeaveOutUnknown)
            Skip(row, why);
        else
            Refuse(row, field, why);
    }

    private void Refuse(SheetRow row, string field, string why) => errors.Add(new SheetError(row.Number, plan.Columns.GetValueOrDefault(field) ?? "", why));

    private string Of(SheetRow row, string field) => columns.TryGetValue(field, out var column) ? row[column] : "";

    private static List<UnknownName> Unknown(Dictionary<string, int> names) =>
        [.. names.OrderByDescending(name => name.Value).ThenBy(name => name.Key, StringComparer.Ordinal).Select(name => new UnknownName(name.Key, name.Value))];
}

using System.Globalization;
using System.IO.Compression;
using Dapper;
using Throughline.Data;
using Throughline.Data.Bundles;
using Throughline.Data.Recording;
using Throughline.Domain;
using Throughline.Domain.Engagements;
using Throughline.Domain.People;
using Throughline.Domain.Staffing;
using Throughline.Domain.Timekeeping;
using Throughline.Platform;

namespace Throughline.Features.Bundles;

/// <summary>What a time sheet would do, or did.</summary>
/// <param name="Reading">What its rows say.</param>
/// <param name="Errors">Of the sheet, or of the import when the sheet itself is in order.</param>
/// <param name="TotalErrors">All of them, also those not listed.</param>
/// <param name="Kept">Entries that were submitted or approved here since and stay as they are.</param>
/// <param name="Differing">Those of them whose hours the sheet has otherwise now.</param>
/// <param name="Result">Null while the sheet has errors.</param>
internal sealed record TimeTaken(
    TimeSheetReading Reading, IReadOnlyList<SheetError> Errors, int TotalErrors, int Kept, IReadOnlyList<RowLeftOut> Differing, ImportResult? Result);

/// <summary>What a form offers for the names of a sheet.</summary>
internal sealed record SheetChoices(IReadOnlyList<(string Key, string Says)> People, IReadOnlyList<(string Key, string Says)> Projects)
{
    public static readonly SheetChoices None = new([], []);
}

/// <summary>
/// Takes in the time sheet of another program: entries, or tasks with their estimates, go through the same import as a bundle,
/// wholly or not at all. What was submitted or approved here since is never overwritten.
/// </summary>
internal sealed class TakeInTime(Database database, PracticeSettings settings)
{
    /// <summary>More rows are taken in in parts.</summary>
    public const int MostRows = 200_000;

    public async Task<Result<TimeTaken>> RunAsync(SheetTable table, TimeSheetPlan plan, Actor actor, ImportOptions options, CancellationToken stop)
    {
        // Gather
        var today = await settings.TodayAsync(stop);
        var policies = await settings.PoliciesAsync(stop);
        var categories = policies.Answer("time.categories", today).Pairs.Where(pair => pair.Value != "billable").Select(pair => pair.Key).ToHashSet(StringComparer.Ordinal);
        var names = await database.ReadAsync(connection => NamesAsync(connection, categories), stop);

        // Decide
        var reading = new TimeSheet(names, [.. policies.Answer("weekend", today).DaysOff]).Read(table, plan);
        if (reading.Errors.Count > 0)
            return new TimeTaken(reading, reading.Errors, reading.Errors.Count, 0, [], null);

        var decided = await database.ReadAsync(connection => DecidedAsync(connection, reading), stop);
        var entries = reading.Entries.Where(entry => !decided.ContainsKey(entry.Entry)).ToList();
        var differing = reading.Entries.Where(entry => decided.TryGetValue(entry.Entry, out var hours) && hours != entry.Hours)
            .Select(entry => new RowLeftOut(entry.Row, string.Create(CultureInfo.InvariantCulture, $"stands here with {decided[entry.Entry]:0.####} h, submitted or approved; the sheet says {entry.Hours:0.####} h"))).ToList();

        // Act
        using var source = BundleSource.Open("time.zip", plan.Kind is TimeSheetKind.Tasks ? Packed(reading.Tasks) : Packed(entries, plan.State));
        var rows = plan.Kind is TimeSheetKind.Tasks ? reading.Tasks.Select(task => task.Row).ToList() : [.. entries.Select(entry => entry.Row)];
        var taken = await TakeInBundle.RunAsync(database, source, actor, options, stop);
        return taken.Succeeded(out var result, out var problem)
            ? new TimeTaken(reading, [.. result.Errors.Select(error => Placed(error, rows))], result.TotalErrors, reading.Entries.Count - entries.Count, differing, result)
            : problem;
    }

    /// <summary>Everybody and everything that a name of a sheet may be mapped to.</summary>
    public async Task<SheetChoices> ChoicesAsync(CancellationToken stop)
    {
        var today = await settings.TodayAsync(stop);
        var categories = (await settings.PoliciesAsync(stop)).Answer("time.categories", today).Pairs.Where(pair => pair.Value != "billable").Select(pair => pair.Key).ToList();
        var names = await database.ReadAsync(connection => NamesAsync(connection, categories), stop);
        return new SheetChoices(
            [.. names.People.Select(person => (person.Key.Value, person.Name))],
            [
                .. names.Engagements.Select(engagement => (engagement.Key.Value, $"{engagement.Customer}, {engagement.Name}")),
                .. names.Activities.Select(activity => ($"{activity.Engagement}/{activity.Activity}", activity.Title)), .. categories.Select(category => (category, TimeCategories.Words(category))),
            ]);
    }

    // Line 1 is the head, and each entry has one line.
    private static SheetError Placed(BundleError error, List<int> rows) =>
        new(error.Line >= 2 && error.Line - 2 < rows.Count ? rows[error.Line - 2] : 0, error.Column, error.Message);

    private static async Task<TimeSheetNames> NamesAsync(Npgsql.NpgsqlConnection connection, IReadOnlyCollection<string> categories)
    {
        using var all = await connection.QueryMultipleAsync(
            """
            select person, name, email from people order by person;
            select e.engagement, e.name, c.name as customer from engagements e join customers c using (customer) order by e.engagement;
            select engagement, activity, title from activities order by engagement, activity
            """);
        return new TimeSheetNames(
            [.. (await all.ReadAsync<(string Person, string Name, string? Email)>()).Select(person => (new PersonKey(person.Person), person.Name, person.Email))],
            [.. (await all.ReadAsync<(string Engagement, string Name, string Customer)>()).Select(engagement => (new EngagementKey(engagement.Engagement), engagement.Name, engagement.Customer))],
            [.. (await all.ReadAsync<(string Engagement, string Activity, string Title)>()).Select(activity => (new EngagementKey(activity.Engagement), activity.Activity, activity.Title))],
            categories);
    }

    private static async Task<Dictionary<string, decimal>> DecidedAsync(Npgsql.NpgsqlConnection connection, TimeSheetReading reading) =>
        (await connection.QueryAsync<(string Entry, decimal Hours)>(
            "select entry, hours from time_entries where entry = any(@entries) and state in ('submitted', 'approved')",
            new { entries = reading.Entries.Select(entry => entry.Entry).ToArray() })).ToDictionary(entry => entry.Entry, entry => entry.Hours, StringComparer.Ordinal);

    private static MemoryStream Packed(IReadOnlyList<SheetEntry> entries, TimeState state) => Packed(
        "time.csv",
        // What is no draft is said outright; a draft is what a new entry is anyway, and one that stands keeps its state.
        state is TimeState.Draft ? ["entry", "person", "date", "engagement", "category", "activity", "hours", "billable", "note"]
            : ["entry", "person", "date", "engagement", "category", "activity", "hours", "billable", "note", "state"],
        entries.Select(entry => new[]
        {
            entry.Entry, entry.Person.Value, Iso(entry.Day), entry.Engagement?.Value, entry.Category, entry.Activity, entry.Hours.ToString("0.####", CultureInfo.InvariantCulture),
            entry.Billable is { } billable ? billable ? "true" : "false" : "", entry.Note, state.Text(),
        }));

    private static MemoryStream Packed(IReadOnlyList<SheetTask> tasks) => Packed(
        "issues.csv",
        ["engagement", "issue", "title", "estimate_hours", "state", "created", "closed"],
        tasks.Select(task => new[]
        {
            task.Engagement.Value, task.Issue, task.Title, task.Estimate?.ToString("0.####", CultureInfo.InvariantCulture), task.Closed is null ? "open" : "closed", Iso(task.Created), Iso(task.Closed),
        }));

    private static MemoryStream Packed(string file, string[] heads, IEnumerable<string?[]> rows)
    {
        var content = new MemoryStream();
        using (var archive = new ZipArchive(content, ZipArchiveMode.Create, leaveOpen: true))
        using (var writer = new StreamWriter(archive.CreateEntry(file, CompressionLevel.Fastest).Open()))
        {
            writer.Write(string.Join(',', heads) + "\n");
            foreach (var row in rows)
                writer.Write(string.Join(',', row.Take(heads.Length).Select(cell => $"\"{(cell ?? "").Replace("\"", "\"\"", StringComparison.Ordinal)}\"")) + "\n");
        }

        content.Position = 0;
        return content;
    }

    private static string? Iso(DateOnly? day) => day?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}

using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using Throughline.Data.Bundles;
using Throughline.Domain.Staffing;
using Throughline.Features.Bundles;
using Throughline.Platform;

namespace Throughline.CommandLine;

/// <summary><c>import-schedule FILE</c>: a schedule kept in a spreadsheet, taken in as bookings (R-297).</summary>
internal static class ImportScheduleCommand
{
    private static readonly JsonSerializerOptions Plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
    private static readonly string[] Fields = ["engagement", "person", "role", "start", "end", "hours", "kind", "note"];

    public static readonly Command Command = new(
        new CommandShape(
            "import-schedule",
            "take in a schedule from a spreadsheet as bookings, wholly or not at all",
            ["FILE"],
            [
                new("--dry-run", null, "say what would be booked, and store nothing"),
                new("--map", "WHAT=COLUMN", "which column says engagement, person, role, start, end, hours, kind or note, by its head", Repeated: true),
                new("--layout", "dates|weeks|days", "hours stand beside dates, or in a column for each week or day"),
                new("--hours", "day|week|total", "what hours beside dates mean"),
                new("--order", "day|month", "what comes first in 03/04/2026"),
                new("--otherwise", "soft|hard", "what rows are that do not say (default soft)"),
                new("--skip-unknown", null, "leave out rows that name no engagement here"),
            ],
            ["import-schedule plan.xlsx --dry-run", "import-schedule plan.csv --map engagement=Projekt --map person=Who --hours total", "import-schedule weeks.xlsx --otherwise hard --skip-unknown"]),
        RunAsync);

    private static async Task<int> RunAsync(Session session, CancellationToken stop)
    {
        var file = session.Arguments.Positional[0];
        if (!File.Exists(file))
            throw new UsageException($"import-schedule: there is no file {file}.");
        if (new FileInfo(file).Length > SheetFile.MostBytes)
            throw new UsageException("import-schedule: the file is larger than 10 MB. Take it in in parts.");
        if (!SheetFile.Read(file, await File.ReadAllBytesAsync(file, stop)).Succeeded(out var table, out var unreadable))
            throw new UsageException($"import-schedule: {unreadable.Message}");

        var (mapping, dryRun) = (Mapping(session, table), session.Arguments.Has("--dry-run"));
        await using var open = await session.OpenAsync(stop);
        var done = await new TakeInSchedule(open.Database, new PracticeSettings(open.Database)).RunAsync(table, mapping, session.Operator, new ImportOptions { DryRun = dryRun }, stop);
        if (!done.Succeeded(out var taken, out var problem))
            throw new UsageException($"import-schedule: {problem.Message}");

        Print(session, Path.GetFileName(file), taken);
        return taken.TotalErrors == 0 ? 0 : 2;
    }

    // What the heads suggest, but for what is said.
    private static ScheduleMapping Mapping(Session session, SheetTable table)
    {
        var mapping = ScheduleMapping.Propose(table);
        mapping = mapping with
        {
            Layout = Word(session, "--layout", SheetLayouts.Words.Find, "dates, weeks, days") ?? mapping.Layout,
            Meaning = Word<HoursMeaning>(session, "--hours", word => word switch { "day" => HoursMeaning.PerDay, "week" => HoursMeaning.PerWeek, "total" => HoursMeaning.Total, _ => null }, "day, week, total") ?? mapping.Meaning,
            Order = Word<DayOrder>(session, "--order", word => word switch { "day" => DayOrder.DayFirst, "month" => DayOrder.MonthFirst, _ => null }, "day, month") ?? mapping.Order,
            Otherwise = Word(session, "--otherwise", Commitments.Words.Find, "soft, hard") ?? mapping.Otherwise,
            SkipUnknown = session.Arguments.Has("--skip-unknown"),
        };
        foreach (var pair in session.Arguments.Values("--map"))
        {
            if (pair.Split('=', 2) is not [var field, var head] || !Fields.Contains(field))
                throw new UsageException($"--map: \"{pair}\" is not of the form WHAT=COLUMN with one of {string.Join(", ", Fields)}.");

            mapping = With(mapping, field, Column(table, head));
        }

        return mapping;
    }

    private static T? Word<T>(Session session, string option, Func<string, T?> find, string known)
        where T : struct => session.Arguments.Value(option) is not { } word ? null
            : find(word) ?? throw new UsageException($"{option}: \"{word}\" is none of {known}.");

    private static int Column(SheetTable table, string head)
    {
        for (var i = 0; i < table.Columns.Count; i++)
        {
            if (table.Columns[i].Equals(head.Trim(), StringComparison.OrdinalIgnoreCase))
                return i;
        }

        throw new UsageException($"--map: the sheet has no column \"{head}\". Its columns are {string.Join(", ", table.Columns)}.");
    }

    private static ScheduleMapping With(ScheduleMapping mapping, string field, int column) => field switch
    {
        "engagement" => mapping with { Engagement = column },
        "person" => mapping with { Person = column },
        "role" => mapping with { Role = column },
        "start" => mapping with { Start = column },
        "end" => mapping with { End = column },
        "hours" => mapping with { Hours = column },
        "kind" => mapping with { Kind = column },
        _ => mapping with { Note = column },
    };

    private static void Print(Session session, string name, ScheduleTaken taken)
    {
        var (created, changed) = (taken.Result?.Created ?? 0, taken.Result?.Changed ?? 0);
        if (session.Json)
        {
            session.Output.WriteLine(JsonSerializer.Serialize(new
            {
                created, changed, leftOut = taken.Reading.LeftOut,
                errors = taken.Errors.Select(error => new { row = error.Row, column = error.Column, message = error.Message }), totalErrors = taken.TotalErrors,
            }, Plain));
            return;
        }

        foreach (var error in taken.Errors.Take(BundleLimits.ShownErrors))
            session.Errors.WriteLine($"{name}:{error.Row.ToString(CultureInfo.InvariantCulture)}:{error.Column}: {error.Message}");
        if (taken.TotalErrors > 0)
            session.Errors.WriteLine(taken.TotalErrors == 1 ? "1 error" : FormattableString.Invariant($"{taken.TotalErrors} errors"));
        else
            session.Output.WriteLine(FormattableString.Invariant($"{created} created, {changed} changed{(taken.Reading.LeftOut > 0 ? $", {taken.Reading.LeftOut} rows left out" : "")}"));
    }
}

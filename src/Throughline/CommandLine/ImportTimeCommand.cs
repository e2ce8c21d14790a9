using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Throughline.Data.Bundles;
using Throughline.Domain.Timekeeping;
using Throughline.Features.Bundles;
using Throughline.Platform;

namespace Throughline.CommandLine;

/// <summary><c>import-time FILE</c>: the time sheet of another program.</summary>
internal static class ImportTimeCommand
{
    private static readonly JsonSerializerOptions Plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, PropertyNamingPolicy = JsonNamingPolicy.CamelCase };

    public static readonly Command Command = new(
        new CommandShape(
            "import-time",
            "take in the time sheet of another program",
            ["FILE"],
            [
                new("--map", "MAP", "what its columns and names mean, as JSON or YAML, or the name of a kept mapping; else by its heads"),
                new("--dry-run", null, "say what would be created and changed, and store nothing"),
            ],
            ["import-time toggl.csv --dry-run --json", "import-time harvest.csv --map harvest.yaml", "import-time june.xlsx --map \"Toggl of the agency\""]),
        RunAsync);

    private static async Task<int> RunAsync(Session session, CancellationToken stop)
    {
        var path = session.Arguments.Positional[0];
        if (!File.Exists(path))
            throw new UsageException($"import-time: there is no file {path}.");
        if (new FileInfo(path).Length > Uploads.MaxBytes)
            throw new UsageException("import-time: the file is larger than 50 MB. Take it in in parts.");
        if (!SheetFile.Read(Path.GetFileName(path), await File.ReadAllBytesAsync(path, stop), TakeInTime.MostRows).Succeeded(out var table, out var unreadable))
            throw new UsageException("import-time: " + unreadable.Message);

        await using var open = await session.OpenAsync(stop);
        var plan = await PlanAsync(session, new TimeSheetPlans(open.Database), stop) ?? TimeSheetPlan.Propose(table);
        var options = new ImportOptions
        {
            DryRun = session.Arguments.Has("--dry-run"),
            Progress = !session.Quiet && !Console.IsErrorRedirected ? new Progress<string>(line => session.Errors.Write($"\r{line,-60}")) : null,
        };
        var outcome = await new TakeInTime(open.Database, new PracticeSettings(open.Database)).RunAsync(table, plan, session.Operator, options, stop);
        if (options.Progress is not null)
            await session.Errors.WriteAsync($"\r{"",-60}\r");
        if (!outcome.Succeeded(out var taken, out var problem))
            throw new UsageException($"import-time: {problem.Message}");

        Print(session, Path.GetFileName(path), plan, taken);
        return taken.TotalErrors == 0 ? 0 : 2;
    }

    private static async Task<TimeSheetPlan?> PlanAsync(Session session, TimeSheetPlans plans, CancellationToken stop)
    {
        if (session.Arguments.Value("--map") is not { } map)
            return null;
        if (File.Exists(map))
            return TimeSheetPlans.Read(await File.ReadAllTextAsync(map, stop)).Succeeded(out var plan, out var problem) ? plan : throw new UsageException($"{map}: {problem.Message}");

        return (await plans.AllAsync(stop)).FirstOrDefault(kept => kept.Name == map || kept.Mapping == map)?.Plan
            ?? throw new UsageException($"--map: there is neither a file nor a kept mapping {map}.");
    }

    private static void Print(Session session, string file, TimeSheetPlan plan, TimeTaken taken)
    {
        if (session.Json)
        {
            session.Output.WriteLine(JsonSerializer.Serialize(Json(plan, taken), Plain));
            return;
        }

        foreach (var error in taken.Errors.Take(BundleLimits.ShownErrors))
            session.Errors.WriteLine($"{file}:{error.Row}:{error.Column}: {error.Message}");
        if (taken.TotalErrors > 0)
        {
            session.Errors.WriteLine($"{taken.TotalErrors} error{(taken.TotalErrors == 1 ? "" : "s")}; nothing was stored.");
            return;
        }

        foreach (var row in taken.Reading.LeftOut.Concat(taken.Differing).Take(BundleLimits.ShownErrors))
            session.Note($"{file}:{row.Row}: {row.Reason}");
        session.Note(string.Create(CultureInfo.InvariantCulture, $"{taken.Reading.Hours:0.####} h of {taken.Reading.SheetHours:0.########} h in the sheet, {taken.Reading.LeftOut.Count} rows left out, {taken.Kept} entries submitted or approved here left as they are"));
        session.Output.WriteLine(taken.Result!.Summary);
    }

    private static object Json(TimeSheetPlan plan, TimeTaken taken) => new
    {
        created = taken.Result?.Created ?? 0,
        changed = taken.Result?.Changed ?? 0,
        taken.Kept,
        hours = Decimal(taken.Reading.Hours),
        sheetHours = Decimal(taken.Reading.SheetHours),
        errors = taken.Errors.Take(BundleLimits.ShownErrors).Select(error => new { error.Row, error.Column, error.Message }),
        taken.TotalErrors,
        leftOut = taken.Reading.LeftOut.Concat(taken.Differing).Select(row => new { row.Row, row.Reason }),
        unknown = new { people = taken.Reading.People, projects = taken.Reading.Projects, tasks = taken.Reading.NewTasks },
        map = JsonNode.Parse(TimeSheetPlans.Write(plan)),
    };

    private static string Decimal(decimal hours) => hours.ToString("0.########", CultureInfo.InvariantCulture);
}

using System.Text.Encodings.Web;
using System.Text.Json;
using Throughline.Data.Bundles;
using Throughline.Features.Bundles;

namespace Throughline.CommandLine;

/// <summary><c>import BUNDLE</c> and <c>export FOLDER</c>: a whole practice in and out.</summary>
internal static class ImportCommand
{
    private static readonly JsonSerializerOptions Plain = new()
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
    };

    public static readonly Command Import = new(
        new CommandShape(
            "import",
            "take in a bundle, wholly or not at all",
            ["BUNDLE"],
            [
                new("--dry-run", null, "say what would be created and changed, and store nothing"),
                new("--recorded-at", "INSTANT", "load a practice's past: the changes count as recorded then"),
            ],
            ["import practice/", "import practice.zip --dry-run --json", "import 2025-q3/ --recorded-at 2025-10-01T06:00:00Z"]),
        ImportAsync);

    public static readonly Command Export = new(
        new CommandShape(
            "export",
            "write the practice as a bundle",
            ["FOLDER"],
            [
                new("--only", "FILES", "only these files, without .csv and with commas between"),
                new("--recorded-at", "INSTANT", "the data as it was recorded then"),
            ],
            ["export practice/", "export people/ --only people,time_off", "export then/ --recorded-at 2026-03-02T16:00:00Z"]),
        ExportAsync);

    private static async Task<int> ImportAsync(Session session, CancellationToken stop)
    {
        var path = session.Arguments.Positional[0];
        if (!Directory.Exists(path) && !File.Exists(path))
            throw new UsageException($"import: there is no folder or .zip {path}.");

        var options = new ImportOptions
        {
            DryRun = session.Arguments.Has("--dry-run"),
            RecordedAt = session.Instant("--recorded-at"),
            Progress = !session.Quiet && !Console.IsErrorRedirected ? new Progress<string>(line => session.Errors.Write($"\r{line,-60}")) : null,
        };
        using var source = BundleSource.Open(path);
        await using var open = await session.OpenAsync(stop);
        var outcome = await TakeInBundle.RunAsync(open.Database, source, session.Operator, options, stop);
        if (options.Progress is not null)
            await session.Errors.WriteAsync($"\r{"",-60}\r");

        if (!outcome.Succeeded(out var result, out var problem))
            throw new UsageException($"import: {problem.Message}");

        Print(session, result, options.DryRun);
        return result.TotalErrors == 0 ? 0 : 2;
    }

    private static void Print(Session session, ImportResult result, bool dryRun)
    {
        if (session.Json)
            session.Output.WriteLine(JsonSerializer.Serialize(Json(result, dryRun), Plain));

        if (result.TotalErrors > 0)
        {
            foreach (var line in session.Json ? [] : BundleErrors.Lines(result.Errors, result.TotalErrors))
                session.Errors.WriteLine(line);

            return;
        }

        if (session.Json)
            return;

        foreach (var row in result.Differences)
            session.Output.WriteLine($"{(row.Created ? "create" : "change")} {row.File} {row.Key}{(row.Created ? "" : ": " + string.Join(", ", row.Columns.Select(Words)))}");

        session.Output.WriteLine(result.Summary);
    }

    private static string Words(CellDifference cell) => $"{cell.Column} {cell.Old ?? "nothing"} -> {cell.New ?? "nothing"}";

    /// <summary>What --json prints, which the API answers with too.</summary>
    internal static byte[] JsonBytes(ImportResult result, bool dryRun) => JsonSerializer.SerializeToUtf8Bytes(Json(result, dryRun), Plain);

    private static object Json(ImportResult result, bool dryRun)
    {
        var errors = result.Errors.Select(error => new { error.File, error.Line, error.Column, error.Message });
        return dryRun
            ? new
            {
                result.Created, result.Changed, errors, totalErrors = result.TotalErrors,
                rows = result.Differences.Select(row => new
                {
                    row.File, row.Key, what = row.Created ? "created" : "changed",
                    columns = row.Columns.Select(cell => new { cell.Column, cell.Old, cell.New }),
                }),
            }
            : new { result.Created, result.Changed, errors, totalErrors = result.TotalErrors };
    }

    private static async Task<int> ExportAsync(Session session, CancellationToken stop)
    {
        var options = new ExportOptions
        {
            Only = session.Arguments.Value("--only")?.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries) ?? [],
            RecordedAt = session.Instant("--recorded-at"),
        };
        await using var open = await session.OpenAsync(stop);
        var outcome = await new ExportBundle(open.Database).RunAsync(session.Arguments.Positional[0], options, stop);
        if (!outcome.Succeeded(out var result, out var problem))
            throw new UsageException($"export: {problem.Message}");

        session.Note($"{result.Rows} rows in {result.Files} files");
        return 0;
    }
}

using System.Globalization;
using System.Text;
using Npgsql;
using Throughline.Data.Recording;
using Throughline.Domain;

namespace Throughline.Data.Bundles;

/// <summary>What an export was asked for does not exist, or cannot be written there.</summary>
public sealed record ExportRefused(string Message) : Problem("export", Message);

/// <summary>What an export writes.</summary>
public sealed record ExportOptions
{
    /// <summary>The files to write, without <c>.csv</c>; all when empty.</summary>
    public IReadOnlyList<string> Only { get; init; } = [];

    /// <summary>The instant as of which the practice is written; now when null.</summary>
    public DateTimeOffset? RecordedAt { get; init; }

    public IProgress<string>? Progress { get; init; }
}

/// <summary>How many rows were written to how many files.</summary>
public sealed record ExportResult(int Files, long Rows);

/// <summary>
/// Writes the practice as a bundle: every file, each with its header even when it has no rows, sorted by the bytes of its
/// key, so that the same data gives the same bytes. The files appear together, once all are written.
/// </summary>
public sealed class ExportBundle(Database database)
{
    public async Task<Result<ExportResult>> RunAsync(string folder, ExportOptions options, CancellationToken stop)
    {
        var known = BundleFiles.All.Select(file => file.Name).ToList();
        if (options.Only.FirstOrDefault(name => !known.Contains(name)) is { } unknown)
            return new ExportRefused($"{Quoted.Cell(unknown)} is no file of a bundle; the nearest is {Nearest.To(unknown, known)}.");

        if (File.Exists(folder))
            return new ExportRefused($"{folder} is a file; name a folder.");

        Directory.CreateDirectory(folder);
        var files = BundleFiles.All.Where(file => options.Only.Count == 0 || options.Only.Contains(file.Name)).ToList();
        var rows = await database.ReadAsync(connection => WriteAllAsync(connection, folder, files, options, stop), stop);
        return new ExportResult(files.Count, rows);
    }

    private static async Task<long> WriteAllAsync(
        NpgsqlConnection connection, string folder, IReadOnlyList<BundleFile> files, ExportOptions options, CancellationToken stop)
    {
        if (options.RecordedAt is not null)
            await AsOf.SettleAsync(connection, TimeSpan.Zero, stop);

        // One snapshot for all files: a row that is named in one is in the other.
        await using var transaction = await connection.BeginTransactionAsync(System.Data.IsolationLevel.RepeatableRead, stop);
        var written = new List<(string Temporary, string Final)>();
        var rows = 0L;
        try
        {
            foreach (var file in files)
            {
                options.Progress?.Report($"{file.FileName}: writing");
                var final = Path.Combine(folder, file.FileName);
                var temporary = final + ".part";
                written.Add((temporary, final));
                rows += await WriteAsync(connection, file, temporary, options.RecordedAt, stop);
            }

            foreach (var (temporary, final) in written)
                File.Move(temporary, final, overwrite: true);
        }
        finally
        {
            foreach (var (temporary, _) in written)
                File.Delete(temporary);
        }

        return rows;
    }

    private static async Task<long> WriteAsync(NpgsqlConnection connection, BundleFile file, string path, DateTimeOffset? recordedAt, CancellationToken stop)
    {
        var columns = await ColumnsAsync(connection, file, recordedAt, stop);
        await using var writer = new StreamWriter(path, append: false, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false), 1 << 16) { NewLine = "\n" };
        await writer.WriteLineAsync(string.Join(',', columns.Select(column => column.Name)));
        using var reader = await connection.BeginTextExportAsync($"copy ({Rows(file, columns, recordedAt)}) to stdout (format csv)", stop);
        var block = new char[1 << 15];
        var rows = 0L;
        for (int read; (read = await reader.ReadBlockAsync(block, stop)) > 0;)
        {
            rows += block.AsSpan(0, read).Count('\n');
            await writer.WriteAsync(block.AsMemory(0, read), stop);
        }

        return rows;
    }

    // A further column that no row uses stays out.
    private static async Task<IReadOnlyList<BundleColumn>> ColumnsAsync(NpgsqlConnection connection, BundleFile file, DateTimeOffset? recordedAt, CancellationToken stop)
    {
        var further = file.Columns.Where(column => column.Further).ToList();
        if (further.Count == 0)
            return file.Columns;

        await using var command = new NpgsqlCommand($"select {string.Join(", ", further.Select(column => $"count({column.Stored}) > 0"))} from {Table(file, recordedAt)}", connection);
        await using var used = await command.ExecuteReaderAsync(stop);
        await used.ReadAsync(stop);
        var unused = further.Where((_, i) => !used.GetBoolean(i)).ToHashSet();
        return [.. file.Columns.Where(column => !unused.Contains(column))];
    }

    private static string Rows(BundleFile file, IReadOnlyList<BundleColumn> columns, DateTimeOffset? recordedAt)
    {
        var shown = string.Join(", ", columns.Select(column => column.Type.Shown(column.Stored)));
        var order = string.Join(", ", file.Key.Select(name => Sorted(file.Column(name))));
        return $"select {shown} from {Table(file, recordedAt)} order by {order}";
    }

    private static string Sorted(BundleColumn column) =>
        column.Type is DateType or WholeType or HashType ? $"{column.Stored} nulls first" : $"""{column.Stored} collate "C" nulls first""";

    private static string Table(BundleFile file, DateTimeOffset? recordedAt)
    {
        if (recordedAt is not { } instant)
            return file.Table;

        var at = string.Create(CultureInfo.InvariantCulture, $"timestamptz '{instant.UtcDateTime:yyyy-MM-dd HH:mm:ss.ffffff}Z'");
        var columns = string.Join(", ", file.Columns.Select(column => column.Stored));
        return $"""
            (select {columns} from {file.Table} where recorded_at <= {at}
             union all
             select {columns} from history.{file.Table} where recorded_at <= {at} and recorded_until > {at}) as_of
            """;
    }
}

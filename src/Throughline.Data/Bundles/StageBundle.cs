using System.Globalization;
using Npgsql;

namespace Throughline.Data.Bundles;

/// <summary>
/// Reads a whole bundle once: finds every error and puts the good rows into staging tables of the connection, so that the
/// transaction that stores them is short.
/// </summary>
internal sealed class StageBundle(BundleSource source, NpgsqlConnection connection, BundleErrors errors, PolicyCheck? policies, IProgress<string>? progress)
{
    private const int ChunkCharacters = 1 << 16;
    private const int ProgressRows = 50_000;

    private readonly Dictionary<string, BundleKeys> keys = BundleFiles.All.ToDictionary(file => file.Name, _ => new BundleKeys());

    /// <summary>The files that could be read, each after those it refers to.</summary>
    public async Task<IReadOnlyList<StagedFile>> RunAsync(CancellationToken stop)
    {
        var staged = new List<StagedFile>();
        foreach (var file in BundleFiles.InOrderOfReference.Where(source.Has))
        {
            foreach (var to in file.References.Where(reference => reference.To != file.Name).Select(reference => BundleFiles.Named(reference.To)))
                await keys[to.Name].LoadAsync(to, connection, stop);

            try
            {
                if (await StageAsync(file, stop) is { } one)
                    staged.Add(one);
            }
            catch (DamagedBundleException damage)
            {
                keys[file.Name].Unknown = true;
                errors.Add(file.FileName, 0, "", damage.Message);
            }
        }

        return staged;
    }

    private async Task<StagedFile?> StageAsync(BundleFile file, CancellationToken stop)
    {
        using var stream = source.Read(file);
        var records = new CsvRecords(stream);
        var rows = new BundleRows(file, records, keys, errors, policies);
        if (!rows.ReadHeader())
            return null;

        var staged = new StagedFile(file, rows.Present);
        await ExecuteAsync($"drop table if exists {staged.Stage}", stop);
        await ExecuteAsync(staged.CreateStage, stop);
        await CopyAsync(staged, records, rows, stop);

        // The planner must know how many rows there are, and nothing else.
        await ExecuteAsync($"analyze {staged.Stage} (line)", stop);
        await ResolveAsync(file, rows.Unresolved, stop);
        await CheckAcrossAsync(staged, stop);
        return staged;
    }

    private async Task CopyAsync(StagedFile staged, CsvRecords records, BundleRows rows, CancellationToken stop)
    {
        var count = 0;
        var chunk = new CopyRows();
        await using var writer = await connection.BeginTextImportAsync(staged.Copy, stop);
        while (records.Read())
        {
            rows.Take(chunk);
            if (chunk.Length >= ChunkCharacters)
            {
                await writer.WriteAsync(chunk.Content, stop);
                chunk.Clear();
            }

            if (++count % ProgressRows == 0)
                progress?.Report(string.Create(CultureInfo.InvariantCulture, $"{staged.File.FileName}: {count:N0} rows read"));
        }

        await writer.WriteAsync(chunk.Content, stop);
    }

    // A manager may stand below those who report to her, and a correction above what it corrects.
    private async Task ResolveAsync(BundleFile file, IReadOnlyList<(int Line, string Column, string Key)> unresolved, CancellationToken stop)
    {
        var missing = await keys[file.Name].MissingAsync(file, unresolved.Select(one => one.Key), connection, stop);
        foreach (var (line, column, key) in unresolved.Where(one => missing.Contains(one.Key)))
        {
            var parts = key.Split(BundleKeys.Joint);
            errors.Add(file.FileName, line, column, References.Dangling(file.References.First(reference => reference.Named == column && reference.To == file.Name), parts[^1], parts.Length > 1 ? parts[0] : default));
        }
    }

    private async Task CheckAcrossAsync(StagedFile staged, CancellationToken stop)
    {
        foreach (var (rule, sql) in staged.RulesAcross())
        {
            foreach (var (line, values) in await ValuesAsync(sql, stop))
            {
                if (RowRules.Broken(rule.Rule, values[0], values[1]) is { } message)
                    errors.Add(staged.File.FileName, line, RowRules.BlamesSecond(rule.Rule, values[0]) ? rule.Second : rule.First, message(rule, values[0], values[1]));
            }
        }

        foreach (var (reference, sql) in staged.ReferencesAcross())
        {
            foreach (var (line, values) in await ValuesAsync(sql, stop))
            {
                if (!keys[reference.To].Has(string.Join(BundleKeys.Joint, values)))
                    errors.Add(staged.File.FileName, line, reference.Named, References.Dangling(reference, values[^1], values[0]));
            }
        }
    }

    private async Task<List<(int Line, string[] Values)>> ValuesAsync(string sql, CancellationToken stop)
    {
        var rows = new List<(int, string[])>();
        await using var command = new NpgsqlCommand(sql, connection) { CommandTimeout = 0 };
        await using var reader = await command.ExecuteReaderAsync(stop);
        while (await reader.ReadAsync(stop))
            rows.Add((reader.GetInt32(0), [.. Enumerable.Range(1, reader.FieldCount - 1).Select(reader.GetString)]));

        return rows;
    }

    private async Task ExecuteAsync(string sql, CancellationToken stop)
    {
        await using var command = new NpgsqlCommand(sql, connection) { CommandTimeout = 0 };
        await command.ExecuteNonQueryAsync(stop);
    }
}

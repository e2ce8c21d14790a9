using Npgsql;
using Throughline.Data.Recording;

namespace Throughline.Data.Bundles;

/// <summary>Compares staged rows with the stored ones, value by value, as an export would write them.</summary>
internal static class BundleDifferences
{
    public static async Task<IReadOnlyList<RowDifference>> ReadAsync(Change change, StagedFile one)
    {
        var differences = new List<RowDifference>();
        await using var command = new NpgsqlCommand(one.Differences, change.Connection, change.Transaction) { CommandTimeout = 0 };
        await using var reader = await command.ExecuteReaderAsync();
        while (await reader.ReadAsync())
            differences.Add(Read(one, reader));

        return differences;
    }

    private static RowDifference Read(StagedFile one, NpgsqlDataReader reader)
    {
        var keys = one.File.Key.Count;
        var key = string.Join('/', Enumerable.Range(1, keys).Select(i => Text(reader, i) ?? ""));
        var columns = new List<CellDifference>();
        for (var i = 0; i < one.Others.Count; i++)
        {
            var (old, @new) = (Text(reader, 1 + keys + (2 * i)), Text(reader, 2 + keys + (2 * i)));
            if (old != @new)
                columns.Add(new CellDifference(one.Others[i].Name, old, @new));
        }

        return new RowDifference(one.File.FileName, key, reader.GetBoolean(0), columns);
    }

    private static string? Text(NpgsqlDataReader reader, int i) => reader.IsDBNull(i) ? null : reader.GetString(i);
}

using Npgsql;

namespace Throughline.Data.Bundles;

/// <summary>
/// The keys of one kind of record: those in the database when the import began, and those that the bundle brings.
/// Keys of several columns are joined by a character that no key may hold.
/// </summary>
internal sealed class BundleKeys
{
    public const char Joint = '\u001F';

    private readonly Dictionary<string, int> brought = new(StringComparer.Ordinal);
    private readonly HashSet<string> stored = new(StringComparer.Ordinal);
    private readonly Dictionary<string, int>.AlternateLookup<ReadOnlySpan<char>> broughtSpans;
    private readonly HashSet<string>.AlternateLookup<ReadOnlySpan<char>> storedSpans;
    private bool loaded;

    public BundleKeys()
    {
        broughtSpans = brought.GetAlternateLookup<ReadOnlySpan<char>>();
        storedSpans = stored.GetAlternateLookup<ReadOnlySpan<char>>();
    }

    /// <summary>Set when the file that brings the keys could not be read as a whole; then no reference to it is in doubt.</summary>
    public bool Unknown { get; set; }

    public bool Has(ReadOnlySpan<char> key) => Unknown || broughtSpans.ContainsKey(key) || storedSpans.Contains(key);

    /// <summary>Takes a key of the bundle.</summary>
    /// <returns>The line where the same key stood before; 0 when it is new.</returns>
    public int Bring(ReadOnlySpan<char> key, int line)
    {
        if (broughtSpans.TryGetValue(key, out var before))
            return before;

        broughtSpans[key] = line;
        return 0;
    }

    /// <summary>Loads the stored keys that a file may be named by; once.</summary>
    public async Task LoadAsync(BundleFile file, NpgsqlConnection connection, CancellationToken stop)
    {
        if (loaded)
            return;

        loaded = true;
        await using var command = new NpgsqlCommand($"select {JoinedKey(file)} from {file.NamedTable}", connection) { CommandTimeout = 0 };
        await using var reader = await command.ExecuteReaderAsync(stop);
        while (await reader.ReadAsync(stop))
            stored.Add(reader.GetString(0));
    }

    /// <summary>Those of some keys that are neither in the bundle nor, asked for by name, in the database.</summary>
    public async Task<HashSet<string>> MissingAsync(BundleFile file, IEnumerable<string> wanted, NpgsqlConnection connection, CancellationToken stop)
    {
        var missing = wanted.Where(key => !Has(key)).ToHashSet(StringComparer.Ordinal);
        if (missing.Count == 0)
            return missing;

        var key = JoinedKey(file);
        await using var command = new NpgsqlCommand($"select {key} from {file.NamedTable} where {key} = any($1)", connection) { CommandTimeout = 0 };
        command.Parameters.AddWithValue(missing.ToArray());
        await using var reader = await command.ExecuteReaderAsync(stop);
        while (await reader.ReadAsync(stop))
            missing.Remove(reader.GetString(0));

        return missing;
    }

    private static string JoinedKey(BundleFile file) =>
        string.Join($" || e'\\x1f' || ", file.Named.Select(name => file.Column(name).Stored));
}

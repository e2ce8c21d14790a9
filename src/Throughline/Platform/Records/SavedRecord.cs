using Throughline.Data.Bundles;
using Throughline.Data.Records;
using Throughline.Domain;

namespace Throughline.Platform.Records;

/// <summary>A record as somebody may see it.</summary>
/// <param name="Values">The columns open to the user, named and written as in a bundle; null for no value.</param>
/// <param name="Version">What a change of it must name.</param>
public sealed record SavedRecord(
    BundleFile File, RecordKey Key, IReadOnlyDictionary<string, string?> Values, int Version, string ChangedBy, DateTimeOffset RecordedAt)
{
    /// <summary>Null when the column has no value or is closed to the user.</summary>
    public string? this[string column] => Values.GetValueOrDefault(column);

    internal static SavedRecord Of(RecordSight sight, StoredRecord stored) => new(
        sight.File, KeyOf(sight.File, stored.Values),
        sight.Open(stored.Values).ToDictionary(column => column.Name, column => stored[column.Name], StringComparer.Ordinal),
        stored.Version, stored.ChangedBy, stored.RecordedAt);

    internal static RecordKey KeyOf(BundleFile file, IReadOnlyDictionary<string, string?> values) =>
        new([.. file.Key.Select(column => values.GetValueOrDefault(column))]);
}

/// <summary>There is a record with this key already.</summary>
public sealed record KeyTaken(string Field, string Message) : Problem("duplicate_key", Message);

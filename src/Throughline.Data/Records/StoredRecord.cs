namespace Throughline.Data.Records;

/// <summary>One row of a bundle's table: its values as an export writes them, by column, and who wrote them when.</summary>
public sealed record StoredRecord(IReadOnlyDictionary<string, string?> Values, int Version, string ChangedBy, DateTimeOffset RecordedAt)
{
    /// <summary>Null when the column has no value.</summary>
    public string? this[string column] => Values.GetValueOrDefault(column);
}

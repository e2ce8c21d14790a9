namespace Throughline.Data.Records;

/// <summary>What names one record of a file: the values of its key columns in their order, null where one may be empty and is.</summary>
public sealed record RecordKey(params IReadOnlyList<string?> Parts)
{
    /// <summary>The values with slashes between, as audit and outbox name the record.</summary>
    public override string ToString() => string.Join('/', Parts);

    /// <summary>The same for sentences: parts that are empty leave no slashes behind.</summary>
    public string Words => string.Join('/', Parts.Where(part => !string.IsNullOrEmpty(part)));
}

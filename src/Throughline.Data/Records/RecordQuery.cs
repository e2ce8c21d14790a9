using Throughline.Data.Bundles;

namespace Throughline.Data.Records;

/// <summary>How a filter compares: the same value, or a bound that is itself included.</summary>
public enum FilterMatch { Is, AtLeast, AtMost }

/// <summary>Only records whose column has the value; null for those that have none.</summary>
public sealed record RecordFilter(BundleColumn Column, object? Value, FilterMatch Match = FilterMatch.Is);

/// <summary>Only records that one of the columns ties to one of its keys, or whose named column is empty.</summary>
public sealed record RecordWithin(IReadOnlyList<(BundleColumn Column, IReadOnlyCollection<string> Keys)> Columns, BundleColumn? OrEmpty = null);

/// <summary>Which records of a file are wanted, in which order, from where on.</summary>
public sealed record RecordQuery(int Limit)
{
    public IReadOnlyList<RecordFilter> Filters { get; init; } = [];
    public IReadOnlyList<RecordWithin> Within { get; init; } = [];

    /// <summary>The column sorted by first; null sorts by the key. The key decides among equals.</summary>
    public BundleColumn? Sort { get; init; }

    public bool Descending { get; init; }

    /// <summary>The values of the columns of <see cref="Order"/> in the last record of the page before.</summary>
    public IReadOnlyList<object?>? After { get; init; }

    /// <summary>The columns that decide the order, none twice.</summary>
    public IReadOnlyList<BundleColumn> Order(BundleFile file)
    {
        var key = file.Key.Select(file.Column).Where(column => column != Sort);
        return [.. Sort is null ? key : key.Prepend(Sort)];
    }
}

using System.Globalization;

namespace Throughline.Data.Bundles;

/// <summary>How a bundle is imported.</summary>
public sealed record ImportOptions
{
    /// <summary>Stores nothing and lists row by row what would be created and changed.</summary>
    public bool DryRun { get; init; }

    /// <summary>The past instant that the changes count as recorded at; after everything recorded before, not in the future.</summary>
    public DateTimeOffset? RecordedAt { get; init; }

    /// <summary>Told how far the import is, in sentences for a terminal.</summary>
    public IProgress<string>? Progress { get; init; }
}

/// <summary>What an import did, or would do, or why it did nothing.</summary>
/// <param name="Errors">The first 200; when there is one, nothing was stored.</param>
/// <param name="TotalErrors">All of them.</param>
/// <param name="Differences">Of a dry run only: each row that would be created or changed.</param>
public sealed record ImportResult(
    int Created, int Changed, IReadOnlyList<BundleError> Errors, int TotalErrors, IReadOnlyList<RowDifference> Differences)
{
    /// <summary>The last line of an import: <c>12 created, 3 changed</c>.</summary>
    public string Summary => string.Create(CultureInfo.InvariantCulture, $"{Created} created, {Changed} changed");
}

/// <summary>One row that an import would create or change.</summary>
/// <param name="Key">The values of the key columns, joined by a slash.</param>
/// <param name="Columns">The columns that change; in a created row those that have a value.</param>
public sealed record RowDifference(string File, string Key, bool Created, IReadOnlyList<CellDifference> Columns);

/// <summary>One value before and after, as an export writes it; null for none.</summary>
public sealed record CellDifference(string Column, string? Old, string? New);

/// <summary>A day that cannot hold what is promised on it.</summary>
public sealed record LedgerBreach(string Person, DateOnly Day, string Message);

/// <summary>Whether a policy takes this value in this scope; null when it does, else the column to blame and why.</summary>
public delegate PolicyRefusal? PolicyCheck(string policy, string value, string? scopeKind, string? scope);

/// <summary>What is wrong with a row of policies.csv.</summary>
/// <param name="Column">One of <c>policy</c>, <c>value</c>, <c>scope_kind</c>, <c>scope</c>.</param>
public sealed record PolicyRefusal(string Column, string Message);

using System.Text;

namespace Throughline.Data.Bundles;

/// <summary>One column of a bundle file: its name outside, its place in the database, what it may hold.</summary>
public sealed record BundleColumn(string Name, BundleType Type)
{
    /// <summary>The column of the table; differs from the name where the name is a word of SQL or the unit differs.</summary>
    public string Stored { get; init; } = Name;

    /// <summary>Whether every row must have a value.</summary>
    public bool Required { get; init; }

    /// <summary>What an empty cell stores, as a cell; null for no value.</summary>
    public string? Default { get; init; }

    /// <summary>What an empty cell stores where another column has a value; it then stands before <see cref="Default"/>.</summary>
    public (string Column, string Value)? DefaultBeside { get; init; }

    /// <summary>Came after the file's first form: an export in which no row has a value leaves the column out, so that readers of that form read on.</summary>
    public bool Further { get; init; }

    /// <summary>The name in the API: <c>hours_per_day</c> is <c>hoursPerDay</c>.</summary>
    public string ApiName { get; } = string.Concat(Name.Split('_').Select((word, i) => i == 0 ? word : char.ToUpperInvariant(word[0]) + word[1..]));

    /// <summary>Reads one value, as import does: the rule of the column on emptiness, form and range.</summary>
    /// <returns>Null when it is fine, else a sentence fit for the person who sent it.</returns>
    public string? Read(string? cell, out object? value)
    {
        value = null;
        cell = string.IsNullOrEmpty(cell) ? Default : cell;
        if (cell is null)
            return Required ? "must have a value" : null;

        if (cell.Length > BundleLimits.CellCharacters)
            return "is longer than 1 MB";

        if (!IsStorable(cell))
            return "holds a character that cannot be stored";

        if (Type.Read(cell, out var stored) is { } refusal)
            return $"{Quoted.Cell(cell)} {refusal}";

        value = stored.ToObject(cell);
        return null;
    }

    // No NUL, and no half of a character that UTF-16 writes in two.
    private static bool IsStorable(string cell)
    {
        for (var i = 0; i < cell.Length; i++)
        {
            if (cell[i] == '\0' || (char.IsSurrogate(cell[i]) && !char.IsSurrogatePair(cell, i)))
                return false;

            if (char.IsSurrogate(cell[i]))
                i++;
        }

        return true;
    }
}

/// <summary>Columns whose values together name a record of another file, or of the same one.</summary>
/// <param name="To">The file whose keys they must be among.</param>
/// <param name="When">The reference holds only for rows where this column has this value.</param>
public sealed record BundleReference(string To, string[] Columns, (string Column, string Value)? When = null)
{
    /// <summary>The column that is to blame when the record does not exist.</summary>
    public string Named => Columns[^1];
}

/// <summary>What must hold between two columns of one row.</summary>
public enum RowRule
{
    /// <summary>The first is a date not after the second, where both are given.</summary>
    NotAfter,

    /// <summary>Exactly one of the two is given.</summary>
    ExactlyOne,

    /// <summary>The first may be negative only where the second is given.</summary>
    NegativeOnlyBeside,
}

/// <summary>A rule between two columns of one row.</summary>
public sealed record BundleRule(RowRule Rule, string First, string Second);

/// <summary>One file of a bundle and the table it fills.</summary>
/// <param name="Name">Without <c>.csv</c>.</param>
public sealed record BundleFile(string Name, string Table)
{
    public required IReadOnlyList<BundleColumn> Columns { get; init; }

    /// <summary>The columns that name a row, in the order in which exports are sorted.</summary>
    public required IReadOnlyList<string> Key { get; init; }

    public IReadOnlyList<BundleReference> References { get; init; } = [];
    public IReadOnlyList<BundleRule> Rules { get; init; } = [];

    /// <summary>What other files refer to, where that is not the key: a calendar, whose days the file holds.</summary>
    public string? Owner { get; init; }

    public string FileName => Name + ".csv";

    /// <summary>The columns whose values other files may name.</summary>
    public IReadOnlyList<string> Named => Owner is null ? Key : [Owner];

    /// <summary>The table in which the named records are.</summary>
    public string NamedTable => Owner is null ? Table : Name;

    /// <summary>The key column that errors about the whole key are reported at: the last one that every row must have.</summary>
    public string KeyColumn => Key.Last(name => Column(name).Required);

    public BundleColumn Column(string name) => Columns.First(column => column.Name == name);

    public int IndexOf(string name)
    {
        for (var i = 0; i < Columns.Count; i++)
        {
            if (Columns[i].Name == name)
                return i;
        }

        throw new ArgumentException($"{FileName} has no column {name}.", nameof(name));
    }
}

/// <summary>How much of a bundle is read before it is refused: bounds on memory, far above what a practice has.</summary>
public static class BundleLimits
{
    /// <summary>The longest cell: 1 MB of text.</summary>
    public const int CellCharacters = 1 << 20;

    /// <summary>The largest file, unpacked.</summary>
    public const long FileBytes = 4L << 30;

    /// <summary>How many times its packed size a file in a ZIP archive may have, once it passes 16 MB.</summary>
    public const int PackedTimes = 200;

    /// <summary>The most entries of a ZIP archive.</summary>
    public const int Entries = 1_000;

    /// <summary>The most errors kept to be shown; all are counted.</summary>
    public const int ShownErrors = 200;
}

/// <summary>A value in quotation marks, short and on one line, for messages.</summary>
internal static class Quoted
{
    private const int Longest = 60;

    public static string Cell(ReadOnlySpan<char> cell)
    {
        var shown = cell.Length <= Longest ? cell.ToString() : string.Concat(cell[..Longest], "…");
        return $"\"{OneLine(shown)}\"";
    }

    /// <summary>Control characters by their number; half a character by the sign for one.</summary>
    public static string OneLine(string text) =>
        string.Concat(text.EnumerateRunes().Select(rune => Rune.IsControl(rune) ? $"\\u{rune.Value:x4}" : rune.ToString()));
}

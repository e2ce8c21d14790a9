using System.Globalization;
using Throughline.Domain;

namespace Throughline.Data.Bundles;

/// <summary>
/// Reads one file of a bundle: matches its header, checks each cell, key, reference and rule, and passes good rows on as
/// COPY takes them. What cannot be decided without the database's own rows is left to <see cref="StagedFile"/>.
/// </summary>
internal sealed class BundleRows
{
    private readonly BundleFile file;
    private readonly BundleErrors errors;
    private readonly BundleKeys own;
    private readonly CsvRecords record;
    private readonly int[] places;
    private readonly bool[] fine;
    private readonly int[] key;
    private readonly List<(BundleReference Reference, int[] Columns, BundleKeys Keys)> references = [];
    private readonly List<(BundleRule Rule, int First, int Second)> rules = [];
    private readonly List<(int Line, string Column, string Key)> unresolved = [];
    private readonly PolicyCheck? policies;
    private string[] header = [];
    private char[] joined = new char[256];
    private bool good;
    private bool complete;

    public BundleRows(BundleFile file, CsvRecords record, IReadOnlyDictionary<string, BundleKeys> keys, BundleErrors errors, PolicyCheck? policies)
    {
        (this.file, this.record, this.errors) = (file, record, errors);
        this.policies = file.Name == "policies" ? policies : null;
        own = keys[file.Name];
        places = new int[file.Columns.Count];
        fine = new bool[file.Columns.Count];
        key = Indexes(file.Key);
        foreach (var reference in file.References)
            references.Add((reference, Indexes(reference.Columns), keys[reference.To]));
    }

    /// <summary>The columns that the header names, in the order of the description.</summary>
    public IReadOnlyList<BundleColumn> Present => [.. file.Columns.Where((_, i) => places[i] >= 0)];

    /// <summary>References of rows to rows of the same file that had not come yet.</summary>
    public IReadOnlyList<(int Line, string Column, string Key)> Unresolved => unresolved;

    /// <summary>Reads the header.</summary>
    /// <returns>False when nothing can be made of the file; its keys are then unknown.</returns>
    public bool ReadHeader()
    {
        var any = record.Read();
        if (record.IsUtf16)
            return Unreadable(0, "is not UTF-8 but UTF-16; save it as UTF-8");

        if (!any)
            return Unreadable(1, "is empty; its first line must name the columns");

        header = [.. Enumerable.Range(0, Math.Min(record.Count, 512)).Select(i => record[i].ToString())];
        Array.Fill(places, -1);
        for (var i = 0; i < header.Length; i++)
            Place(i);

        foreach (var missing in file.Columns.Where((column, i) => column.Required && places[i] < 0))
            Fault(missing.Name, "is missing; every row must have a value in this column");

        rules.AddRange(file.Rules.Select(rule => (rule, file.IndexOf(rule.First), file.IndexOf(rule.Second)))
            .Where(rule => places[rule.Item2] >= 0 && places[rule.Item3] >= 0));
        references.RemoveAll(reference => reference.Columns.Any(column => places[column] < 0) && reference.Reference.When is null);
        own.Unknown |= key.Any(column => places[column] < 0 && file.Columns[column].Required);
        return true;
    }

    /// <summary>Checks the record that was read last and adds it to the rows if it is good.</summary>
    /// <returns>Whether it was good.</returns>
    public bool Take(CopyRows rows)
    {
        var start = rows.Length;
        good = complete = record.Count == header.Length;
        if (!complete)
            RefuseCount();

        rows.StartRow(record.Line);
        for (var i = 0; i < places.Length; i++)
            ReadCell(i, rows);

        rows.EndRow();
        TakeKey();
        CheckRules();
        CheckReferences();
        if (good)
            CheckPolicy();

        if (!good)
            rows.CutAt(start);

        return good;
    }

    private void Place(int i)
    {
        var name = header[i];
        var column = -1;
        for (var c = 0; c < places.Length; c++)
        {
            if (file.Columns[c].Name == name && record.FlawOf(i) == CellFlaw.None)
                column = c;
        }

        if (column < 0)
            Fault(name.Length == 0 ? $"column {i + 1}" : name, $"is no column of {file.FileName}; the nearest is {Nearest.To(name, file.Columns.Select(known => known.Name))}");
        else if (places[column] >= 0)
            Fault(name, "is in the header twice");
        else
            places[column] = i;
    }

    private void ReadCell(int i, CopyRows rows)
    {
        var column = file.Columns[i];
        fine[i] = true;
        var place = places[i];
        if (place >= record.Count)
        {
            rows.AddNothing();
            fine[i] = false;
            return;
        }

        if (place >= 0 && record.FlawOf(place) is not CellFlaw.None and var flaw)
        {
            Refuse(i, Words(flaw, record[place]));
            return;
        }

        var cell = Cell(i);
        if (!cell.IsEmpty)
        {
            if (column.Type.Read(cell, out var value) is { } refusal)
                Refuse(i, $"{Quoted.Cell(cell)} {refusal}");
            else
                rows.Add(cell, value);

            return;
        }

        if (column.Default is { Length: 0 })
        {
            rows.Add([], StoredValue.Text);
            return;
        }

        rows.AddNothing();
        if (column.Required && place >= 0)
            Refuse(i, "must have a value");
        else if (column.Required)
            good = fine[i] = false;
    }

    /// <summary>What the cell says, or what it stores when it is empty or its column is not there.</summary>
    private ReadOnlySpan<char> Cell(int i)
    {
        var place = places[i];
        if (place >= 0 && place < record.Count && record[place] is { IsEmpty: false } cell)
            return cell;

        var column = file.Columns[i];
        return column.DefaultBeside is { } beside && !Cell(file.IndexOf(beside.Column)).IsEmpty ? beside.Value : column.Default;
    }

    private void TakeKey()
    {
        if (!AllFine(key))
            return;

        var before = own.Bring(file.Owner is null ? Join(key) : OwnerKey(), record.Line);
        if (before > 0)
            Refuse(file.IndexOf(file.KeyColumn), $"{KeyWords()} is already in line {before.ToString(CultureInfo.InvariantCulture)}");
    }

    // A calendar is named by its first column alone and may have many rows; a row is named by both.
    private ReadOnlySpan<char> OwnerKey()
    {
        own.Bring(Cell(key[0]), record.Line);
        return Join(key);
    }

    private string KeyWords() => string.Join(", ", key.Where(column => !Cell(column).IsEmpty).Select(column => Quoted.Cell(Cell(column))));

    private void CheckRules()
    {
        foreach (var (rule, first, second) in rules)
        {
            var left = Cell(first);
            var right = Cell(second);
            if (fine[first] && fine[second] && RowRules.Broken(rule.Rule, left, right) is { } message)
                Refuse(RowRules.BlamesSecond(rule.Rule, left) ? second : first, message(rule, left.ToString(), right.ToString()));
        }
    }

    private void CheckReferences()
    {
        foreach (var (reference, columns, keys) in references)
        {
            if (!AllFine(columns) || (reference.When is { } when && !Cell(file.IndexOf(when.Column)).SequenceEqual(when.Value)))
                continue;

            var named = Cell(columns[^1]);
            if (named.IsEmpty || keys.Has(Join(columns)))
                continue;

            if (keys == own)
                unresolved.Add((record.Line, reference.Named, Join(columns).ToString()));
            else
                Refuse(columns[^1], References.Dangling(reference, named, columns.Length > 1 ? Cell(columns[0]) : default));
        }
    }

    private void CheckPolicy()
    {
        if (policies is null)
            return;

        string? Value(string column) => Cell(file.IndexOf(column)) is { IsEmpty: false } cell ? cell.ToString() : null;
        if (policies(Value("policy")!, Value("value")!, Value("scope_kind"), Value("scope")) is { } refusal)
            Refuse(file.IndexOf(refusal.Column), refusal.Message);
    }

    private ReadOnlySpan<char> Join(int[] columns)
    {
        if (columns.Length == 1)
            return Cell(columns[0]);

        var length = 0;
        foreach (var column in columns)
        {
            var cell = Cell(column);
            if (length + cell.Length + 1 > joined.Length)
                Array.Resize(ref joined, (length + cell.Length + 1) * 2);

            if (column != columns[0])
                joined[length++] = BundleKeys.Joint;

            cell.CopyTo(joined.AsSpan(length));
            length += cell.Length;
        }

        return joined.AsSpan(0, length);
    }

    private bool AllFine(int[] columns)
    {
        foreach (var column in columns)
        {
            if (!fine[column])
                return false;
        }

        return true;
    }

    // The cells of such a row may stand in the wrong columns, so nothing more is said about them.
    private void RefuseCount()
    {
        var few = record.Count < header.Length;
        var column = few ? header[record.Count] : header[^1];
        Fault(column, string.Create(CultureInfo.InvariantCulture, $"the row has {record.Count} {(record.Count == 1 ? "cell" : "cells")}, the header {header.Length}"));
    }

    private void Refuse(int column, string message)
    {
        good = fine[column] = false;
        if (complete)
            Fault(file.Columns[column].Name, message);
    }

    private void Fault(string column, string message) => errors.Add(file.FileName, record.Line, column, message);

    private bool Unreadable(int line, string message)
    {
        own.Unknown = true;
        errors.Add(file.FileName, line, "", message);
        return false;
    }

    private int[] Indexes(IEnumerable<string> names) => [.. names.Select(file.IndexOf)];

    private static string Words(CellFlaw flaw, ReadOnlySpan<char> cell) => flaw switch
    {
        CellFlaw.TooLong => "is longer than 1 MB",
        CellFlaw.StrayQuote => $"{Quoted.Cell(cell)} has a quotation mark in the wrong place; a cell with one is quoted as a whole and doubles it",
        CellFlaw.Unclosed => "begins with a quotation mark that is never closed",
        CellFlaw.Nul => "holds a NUL character, which cannot be stored",
        CellFlaw.NotUtf8 => "holds bytes that are not UTF-8",
        _ => throw new ArgumentOutOfRangeException(nameof(flaw)),
    };
}

/// <summary>The rules between two columns, where both are in the file.</summary>
internal static class RowRules
{
    public delegate string Words(BundleRule rule, string first, string second);

    /// <summary>Null when the rule holds. The cells are valid by themselves; an empty one has no value.</summary>
    public static Words? Broken(RowRule rule, ReadOnlySpan<char> first, ReadOnlySpan<char> second) => rule switch
    {
        RowRule.NotAfter when !first.IsEmpty && !second.IsEmpty && first.SequenceCompareTo(second) > 0 => After,
        RowRule.ExactlyOne when first.IsEmpty && second.IsEmpty => Neither,
        RowRule.ExactlyOne when !first.IsEmpty && !second.IsEmpty => Both,
        RowRule.NegativeOnlyBeside when first is ['-', ..] && second.IsEmpty => Negative,
        RowRule.NotAfter or RowRule.ExactlyOne or RowRule.NegativeOnlyBeside => null,
    };

    public static bool BlamesSecond(RowRule rule, ReadOnlySpan<char> first) => rule == RowRule.ExactlyOne && !first.IsEmpty;

    private static string After(BundleRule rule, string first, string second) => $"\"{first}\" is after {rule.Second} \"{second}\"";

    private static string Neither(BundleRule rule, string first, string second) => $"must have a value, or {rule.Second} must";

    private static string Both(BundleRule rule, string first, string second) =>
        $"{Quoted.Cell(second)} stands beside {rule.First} {Quoted.Cell(first)}; a row has one of the two";

    private static string Negative(BundleRule rule, string first, string second) =>
        $"\"{first}\" is not above 0; only a row with {rule.Second} may take something back";
}

/// <summary>Words for references that lead nowhere.</summary>
internal static class References
{
    public static string Dangling(BundleReference reference, ReadOnlySpan<char> named, ReadOnlySpan<char> within)
    {
        var kind = reference.To switch
        {
            "people" => "person",
            "activities" => "activity",
            "opportunities" => "opportunity",
            "time" => "time entry",
            var plural => plural.TrimEnd('s').Replace('_', ' '),
        };
        var place = reference.Columns.Length == 1 ? "in the bundle or the database"
            : within.IsEmpty ? $"that could be found: the row names no {reference.Columns[0]}"
            : $"of {reference.Columns[0]} {Quoted.Cell(within)}";
        return $"{Quoted.Cell(named)} is no {kind} {place}";
    }
}

using System.Globalization;

namespace Throughline.Features.Timekeeping;

/// <summary>
/// The name of a cell's field, which says all that saving it needs: row, day, the entry (of an empty cell the key it will
/// get, so that a form sent twice logs once), the version seen and the hours seen.
/// </summary>
internal sealed record WeekField(WeekRowKey Row, DateOnly Day, string Entry, int Version, string Was)
{
    private const string Prefix = "cell|";

    /// <summary>Nothing is logged in the cell yet.</summary>
    public bool IsNew => Version == 0;

    public static WeekField Of(WeekCell cell, DateTimeOffset at) => cell.Corrected is { } approved
        ? new(cell.Row, cell.Day, approved.Root.Entry, approved.Root.Version, Ui.Text.Hours(approved.Total))
        : cell.Entries is [{ Entry: var only }]
        ? new(cell.Row, cell.Day, only.Entry, only.Version, Ui.Text.Hours(only.Terms.Hours))
        : new(cell.Row, cell.Day, EntryKeys.New(at), 0, "");

    public override string ToString() => Prefix + string.Join('|', new[]
    {
        Row.ToString(), Ui.Text.Iso(Day), Entry, Version.ToString(CultureInfo.InvariantCulture), Was,
    }.Select(Uri.EscapeDataString));

    /// <summary>Null when the name is not one of a cell.</summary>
    public static WeekField? Parse(string name)
    {
        var parts = name.StartsWith(Prefix, StringComparison.Ordinal) ? name[Prefix.Length..].Split('|').Select(Uri.UnescapeDataString).ToArray() : [];
        return parts.Length == 5 && WeekRowKey.Parse(parts[0]) is { } row
            && DateOnly.TryParseExact(parts[1], "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day)
            && int.TryParse(parts[3], NumberStyles.None, CultureInfo.InvariantCulture, out var version)
                ? new WeekField(row, day, parts[2], version, parts[4])
                : null;
    }
}

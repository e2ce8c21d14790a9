using System.Globalization;
using Throughline.Domain.Staffing;

namespace Throughline.Domain.Timekeeping;

/// <summary>Reads the hours of a column: <c>7.5</c>, <c>7,5</c>, <c>1.234,50</c>, <c>7:30</c>, <c>00:34:57</c>. Whether a comma is the decimal sign is the whole column's matter, not one cell's.</summary>
internal sealed class SheetHours
{
    private readonly bool comma;

    private SheetHours(bool comma) => this.comma = comma;

    public static SheetHours Of(SheetTable table, string? column)
    {
        var at = column is null ? -1 : table.Columns.ToList().IndexOf(column);
        return new SheetHours(at >= 0 && table.Rows.Any(row => row[at] is var cell && cell.LastIndexOf(',') > cell.LastIndexOf('.') && !IsGrouped(cell)));
    }

    /// <summary>Exact hours; null for what is no number of them.</summary>
    public decimal? Read(string text)
    {
        var plain = text.Replace("\u00a0", "", StringComparison.Ordinal).TrimEnd('h', 'H', ' ');
        if (plain.Contains(':', StringComparison.Ordinal))
            return Clock(plain);

        plain = comma ? plain.Replace(".", "", StringComparison.Ordinal).Replace(',', '.') : plain.Replace(",", "", StringComparison.Ordinal);
        return decimal.TryParse(plain, NumberStyles.AllowDecimalPoint | NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var hours) && hours < 100_000m ? hours : null;
    }

    // 1,234 is a thousand and more, unless another cell of the column shows that the comma is the decimal sign.
    private static bool IsGrouped(string cell) => cell.Contains('.', StringComparison.Ordinal) ? cell.IndexOf(',', StringComparison.Ordinal) < cell.IndexOf('.', StringComparison.Ordinal) : cell.Length - cell.LastIndexOf(',') - 1 == 3 && cell.Length > 5;

    private static decimal? Clock(string text)
    {
        var parts = text.Split(':');
        if (parts.Length is not (2 or 3))
            return null;

        var (hours, sixty) = (0m, 1m);
        foreach (var (part, i) in parts.Select((part, i) => (part, i)))
        {
            if (!decimal.TryParse(part, i == parts.Length - 1 ? NumberStyles.AllowDecimalPoint : NumberStyles.None, CultureInfo.InvariantCulture, out var number) || (i > 0 && number >= 60m) || number >= 100_000m)
                return null;

            hours += number / sixty;
            sixty *= 60m;
        }

        return hours;
    }
}

/// <summary>Words and times of day as trackers write them in several languages.</summary>
internal static class SheetWords
{
    private static readonly string[] Yes = ["yes", "y", "true", "1", "ja", "j", "oui", "si", "sí", "sì", "sim", "tak", "kyllä", "да", "はい", "是", "evet", "ano", "igen", "wahr"];
    private static readonly string[] No = ["no", "n", "false", "0", "nein", "nee", "nej", "non", "não", "nie", "ei", "нет", "いいえ", "否", "hayır", "ne", "nem", "falsch"];
    private static readonly string[] Clocks = ["H:mm", "HH:mm", "H:mm:ss", "HH:mm:ss", "h:mm tt", "hh:mm tt", "h:mm:ss tt", "hh:mm:ss tt", "h:mmtt", "H.mm", "HH.mm"];

    public static bool? Truth(string text) =>
        Yes.Contains(text, StringComparer.OrdinalIgnoreCase) ? true : No.Contains(text, StringComparer.OrdinalIgnoreCase) ? false : null;

    public static TimeOnly? Clock(string text) =>
        TimeOnly.TryParseExact(text.Replace('\u202f', ' ').ToUpperInvariant(), Clocks, CultureInfo.InvariantCulture, DateTimeStyles.AllowWhiteSpaces, out var time) ? time : null;
}

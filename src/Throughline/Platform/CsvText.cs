using System.Globalization;

namespace Throughline.Platform;

/// <summary>Records of CSV as people download them: LF, RFC 4180 quoting. A spreadsheet never takes a cell for a formula.</summary>
internal static class CsvText
{
    public static void WriteRecord(TextWriter output, IEnumerable<string> cells)
    {
        output.Write(string.Join(',', cells.Select(Quoted)));
        output.Write('\n');
    }

    /// <summary>Puts an apostrophe before what a spreadsheet would run: a cell that begins with =, +, -, @, tab or return and is no number.</summary>
    public static string Harmless(string cell) =>
        cell.Length > 0 && "=+-@\t\r".Contains(cell[0], StringComparison.Ordinal)
            && !decimal.TryParse(cell, NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out _)
            ? "'" + cell
            : cell;

    /// <summary>A cell as it stands in a record: in quotation marks where it needs them.</summary>
    public static string Quoted(string cell) => cell.AsSpan().IndexOfAny(",\"\r\n") < 0 && (cell.Length == 0 || (cell[0] != ' ' && cell[^1] != ' '))
        ? cell
        : $"\"{cell.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";
}

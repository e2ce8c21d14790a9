using System.Globalization;
using Throughline.Domain.Reports;

namespace Throughline.Features.Reports;

/// <summary>A report as CSV: UTF-8 without BOM, LF, RFC 4180 quoting. A spreadsheet never takes a cell for a formula.</summary>
public static class ReportCsv
{
    internal static readonly string[] PartColumns = ["kind", "reference", "from", "to", "hours", "rate", "weight", "amount"];

    public static void Write(TextWriter output, ReportTable table)
    {
        WriteRecord(output, table.Columns.Select(column => column.Name));
        foreach (var row in table.Rows)
            WriteRecord(output, row.Cells.Select(cell => Harmless(cell.Canonical ?? "")));
    }

    public static void WriteParts(TextWriter output, Explanation explanation)
    {
        WriteRecord(output, PartColumns);
        foreach (var part in explanation.Parts)
        {
            WriteRecord(output,
            [
                part.Kind, Harmless(part.Reference), part.Days is { } from ? ReportJson.Iso(from.First) : "", part.Days is { } to ? ReportJson.Iso(to.Last) : "",
                part.Hours is { } hours ? ReportJson.Exact(hours) : "", part.Rate is { } rate ? ReportJson.Exact(rate) : "", ReportJson.Exact(part.Weight),
                part.Amount is { } amount ? ReportJson.Exact(amount) : "",
            ]);
        }
    }

    /// <summary>Puts an apostrophe before what a spreadsheet would run: a cell that begins with =, +, -, @, tab or return and is no number.</summary>
    internal static string Harmless(string cell) =>
        cell.Length > 0 && "=+-@\t\r".Contains(cell[0], StringComparison.Ordinal)
            && !decimal.TryParse(cell, NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out _)
            ? "'" + cell
            : cell;

    private static void WriteRecord(TextWriter output, IEnumerable<string> cells)
    {
        output.Write(string.Join(',', cells.Select(Quoted)));
        output.Write('\n');
    }

    private static string Quoted(string cell) => cell.AsSpan().IndexOfAny(",\"\r\n") < 0 && (cell.Length == 0 || (cell[0] != ' ' && cell[^1] != ' '))
        ? cell
        : $"\"{cell.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";
}

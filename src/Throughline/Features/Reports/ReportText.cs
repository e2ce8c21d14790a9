using Throughline.Domain.Reports;

namespace Throughline.Features.Reports;

/// <summary>A report as a table for a terminal: text to the left, figures to the right, one line of totals per currency.</summary>
public static class ReportText
{
    public static void Write(TextWriter output, ReportTable table)
    {
        var totals = table.Totals();
        var lines = new List<string[]> { table.Columns.Select(column => column.Name).ToArray() };
        lines.AddRange(table.Rows.Select(row => row.Cells.Select(cell => OneLine(cell.Canonical)).ToArray()));
        lines.AddRange(totals.Select(total => TotalLine(table, total)));
        Print(output, lines, [.. table.Columns.Select(column => Cell.IsNumeric(column.Type))], totals.Count);
        output.WriteLine(table.Rows.Count == 1 ? "1 row" : $"{table.Rows.Count} rows");
    }

    public static void WriteParts(TextWriter output, Explanation explanation)
    {
        var lines = new List<string[]> { ReportCsv.PartColumns };
        lines.AddRange(explanation.Parts.Select(part => new[]
        {
            part.Kind, OneLine(part.Reference), part.Days is { } from ? ReportJson.Iso(from.First) : "", part.Days is { } to ? ReportJson.Iso(to.Last) : "",
            part.Hours is { } hours ? ReportJson.Exact(hours) : "", part.Rate is { } rate ? ReportJson.Exact(rate) : "", ReportJson.Exact(part.Weight),
            part.Amount is { } amount ? ReportJson.Exact(amount) : "",
        }));
        Print(output, lines, [false, false, false, false, true, true, true, true], 0);
        output.WriteLine($"{explanation.Column.Name} = {ReportJson.Figure(explanation)}");
    }

    private static string[] TotalLine(ReportTable table, ReportTotal total)
    {
        var cells = new string[table.Columns.Count];
        for (var i = 0; i < cells.Length; i++)
            cells[i] = total.Sums.FirstOrDefault(sum => sum.Column == table.Columns[i]).Sum.Canonical ?? "";

        cells[0] = total.Currency is null ? "total" : $"total {total.Currency}";
        return cells;
    }

    private static void Print(TextWriter output, List<string[]> lines, bool[] right, int totals)
    {
        var widths = Enumerable.Range(0, right.Length).Select(i => lines.Max(line => line[i].Length)).ToArray();
        for (var at = 0; at < lines.Count; at++)
        {
            if (at == 1 || at == lines.Count - totals)
                output.WriteLine(string.Join("  ", widths.Select(width => new string('-', width))));

            var cells = lines[at].Select((cell, i) => right[i] ? cell.PadLeft(widths[i]) : cell.PadRight(widths[i]));
            output.WriteLine(string.Join("  ", cells).TrimEnd());
        }
    }

    private static string OneLine(string? cell) => cell is null ? "" : cell.Replace('\n', ' ').Replace('\r', ' ');
}

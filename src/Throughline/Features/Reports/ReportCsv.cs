using Throughline.Domain.Reports;
using Throughline.Platform;

namespace Throughline.Features.Reports;

/// <summary>A report as CSV: UTF-8 without BOM.</summary>
public static class ReportCsv
{
    internal static readonly string[] PartColumns = ["kind", "reference", "from", "to", "hours", "rate", "weight", "amount"];

    public static void Write(TextWriter output, ReportTable table)
    {
        CsvText.WriteRecord(output, table.Columns.Select(column => column.Name));
        foreach (var row in table.Rows)
            CsvText.WriteRecord(output, row.Cells.Select(cell => CsvText.Harmless(cell.Canonical ?? "")));
    }

    public static void WriteParts(TextWriter output, Explanation explanation)
    {
        CsvText.WriteRecord(output, PartColumns);
        foreach (var part in explanation.Parts)
        {
            CsvText.WriteRecord(output,
            [
                part.Kind, CsvText.Harmless(part.Reference), part.Days is { } from ? ReportJson.Iso(from.First) : "", part.Days is { } to ? ReportJson.Iso(to.Last) : "",
                part.Hours is { } hours ? ReportJson.Exact(hours) : "", part.Rate is { } rate ? ReportJson.Exact(rate) : "", ReportJson.Exact(part.Weight),
                part.Amount is { } amount ? ReportJson.Exact(amount) : "",
            ]);
        }
    }
}

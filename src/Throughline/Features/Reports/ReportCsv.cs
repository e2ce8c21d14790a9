using System.Globalization;
using System.Text;
using Throughline.Domain.Reports;
using Throughline.Platform;

namespace Throughline.Features.Reports;

/// <summary>A report as CSV: UTF-8 without BOM.</summary>
public static class ReportCsv
{
    private const int Piece = 32 * 1024;
    internal static readonly string[] PartColumns = ["kind", "reference", "from", "to", "hours", "rate", "weight", "amount"];

    public static void Write(TextWriter output, ReportTable table)
    {
        CsvText.WriteRecord(output, table.Columns.Select(column => column.Name));
        foreach (var row in table.Rows)
            CsvText.WriteRecord(output, row.Cells.Select(cell => CsvText.Harmless(cell.Canonical ?? "")));
    }

    /// <summary>The same in pieces, for files of any length.</summary>
    public static Task WriteAsync(Stream stream, ReportTable table, CancellationToken stop) => WriteAsync(stream, ReportPieces.Of(table), stop);

    public static async Task WriteAsync(Stream stream, ReportPieces report, CancellationToken stop)
    {
        using var text = new StringWriter(CultureInfo.InvariantCulture);
        CsvText.WriteRecord(text, report.Columns.Select(column => column.Name));
        await foreach (var table in report.Tables.WithCancellation(stop))
        {
            foreach (var row in table.Rows)
            {
                CsvText.WriteRecord(text, row.Cells.Select(cell => CsvText.Harmless(cell.Canonical ?? "")));
                if (text.GetStringBuilder().Length >= Piece)
                    await SendAsync();
            }
        }

        await SendAsync();

        async Task SendAsync()
        {
            await stream.WriteAsync(Encoding.UTF8.GetBytes(text.ToString()), stop);
            text.GetStringBuilder().Clear();
        }
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

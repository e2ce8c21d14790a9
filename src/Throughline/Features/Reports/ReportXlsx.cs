using Throughline.Domain.Reports;
using Throughline.Platform;

namespace Throughline.Features.Reports;

/// <summary>A report as an Excel workbook, streamed: real numbers and dates, a frozen head, formulas never.</summary>
public static class ReportXlsx
{
    public static Task WriteAsync(Stream stream, ReportTable table, CancellationToken stop) => WriteAsync(stream, ReportPieces.Of(table), stop);

    public static async Task WriteAsync(Stream stream, ReportPieces report, CancellationToken stop)
    {
        await using var writer = await XlsxWriter.BeginAsync(stream, report.Name, [.. report.Columns.Select(column => (column.Name, LookOf(column.Type)))], stop);
        await foreach (var table in report.Tables.WithCancellation(stop))
        {
            foreach (var row in table.Rows)
            {
                writer.BeginRow();
                foreach (var cell in row.Cells)
                    Write(writer, cell);

                await writer.EndRowAsync();
            }
        }
    }

    private static void Write(XlsxWriter writer, Cell cell)
    {
        switch (cell)
        {
            case { IsMissing: true }: writer.Empty(); break;
            case { Type: ColumnType.Money or ColumnType.Percent or ColumnType.Hours }: writer.Number(cell.Canonical!, LookOf(cell.Type)); break;
            case { AsDate: { } day }: writer.Date(day); break;
            case { AsInstant: { } at }: writer.Instant(at); break;
            case { AsBoolean: { } yes }: writer.Boolean(yes); break;
            default: writer.Text(cell.Canonical!); break;
        }
    }

    private static XlsxLook LookOf(ColumnType type) => type switch
    {
        ColumnType.Money or ColumnType.Percent => XlsxLook.Amount,
        ColumnType.Hours => XlsxLook.Hours,
        ColumnType.Date => XlsxLook.Date,
        ColumnType.Instant => XlsxLook.Instant,
        ColumnType.Text or ColumnType.Period or ColumnType.Boolean => XlsxLook.Text,
    };
}

using System.Globalization;
using DocumentFormat.OpenXml;
using DocumentFormat.OpenXml.Packaging;
using DocumentFormat.OpenXml.Spreadsheet;
using Throughline.Domain.Reports;
using Throughline.Platform;
using ReportCell = Throughline.Domain.Reports.Cell;

namespace Throughline.Features.Reports;

/// <summary>A report as an Excel workbook, streamed: real numbers and dates, a frozen head, formulas never.</summary>
public static class ReportXlsx
{
    private const uint PlainStyle = 0;
    private const uint HeadStyle = 1;
    private const uint TwoDigitsStyle = 2;
    private const uint HoursStyle = 3;
    private const uint DateStyle = 4;

    public static void Write(Stream stream, ReportTable table)
    {
        using var document = SpreadsheetDocument.Create(stream, SpreadsheetDocumentType.Workbook);
        var workbook = document.AddWorkbookPart();
        workbook.AddNewPart<WorkbookStylesPart>().Stylesheet = Styles();
        var sheet = workbook.AddNewPart<WorksheetPart>();
        workbook.Workbook = new Workbook(new Sheets(
            new Sheet { Id = workbook.GetIdOfPart(sheet), SheetId = 1, Name = table.Report.Length <= 31 ? table.Report : table.Report[..31] }));

        using var writer = OpenXmlWriter.Create(sheet);
        writer.WriteStartElement(new Worksheet());
        writer.WriteElement(new SheetViews(new SheetView(
            new Pane { VerticalSplit = 1, TopLeftCell = "A2", ActivePane = PaneValues.BottomLeft, State = PaneStateValues.Frozen })
        { WorkbookViewId = 0 }));
        writer.WriteStartElement(new SheetData());
        WriteRow(writer, table.Columns.Select(column => TextCell(column.Name, HeadStyle)));
        foreach (var row in table.Rows)
            WriteRow(writer, row.Cells.Select(CellOf));

        writer.WriteEndElement();
        writer.WriteEndElement();
    }

    private static void WriteRow(OpenXmlWriter writer, IEnumerable<DocumentFormat.OpenXml.Spreadsheet.Cell> cells)
    {
        writer.WriteStartElement(new Row());
        foreach (var cell in cells)
            writer.WriteElement(cell);

        writer.WriteEndElement();
    }

    private static DocumentFormat.OpenXml.Spreadsheet.Cell CellOf(ReportCell cell) => cell switch
    {
        { IsMissing: true } => new(),
        { Type: ColumnType.Money or ColumnType.Percent } => NumberCell(cell.Canonical!, TwoDigitsStyle),
        { Type: ColumnType.Hours } => NumberCell(cell.Canonical!, HoursStyle),
        { AsDate: { } day } => NumberCell(day.ToDateTime(TimeOnly.MinValue).ToOADate().ToString(CultureInfo.InvariantCulture), DateStyle),
        { AsBoolean: { } yes } => new() { DataType = CellValues.Boolean, CellValue = new CellValue(yes ? "1" : "0") },
        _ => TextCell(CsvText.Harmless(cell.Canonical!), PlainStyle),
    };

    private static DocumentFormat.OpenXml.Spreadsheet.Cell NumberCell(string number, uint style) =>
        new() { DataType = CellValues.Number, CellValue = new CellValue(number), StyleIndex = style };

    private static DocumentFormat.OpenXml.Spreadsheet.Cell TextCell(string text, uint style) => new()
    {
        DataType = CellValues.InlineString,
        InlineString = new InlineString(new Text(Storable(text)) { Space = SpaceProcessingModeValues.Preserve }),
        StyleIndex = style,
    };

    // XML knows no control characters.
    private static string Storable(string text) =>
        text.All(character => character is '\t' or '\n' or '\r' || !char.IsControl(character))
            ? text
            : string.Concat(text.Where(character => character is '\t' or '\n' or '\r' || !char.IsControl(character)));

    private static Stylesheet Styles() => new(
        new NumberingFormats(
            new NumberingFormat { NumberFormatId = 164, FormatCode = "#,##0.00" },
            new NumberingFormat { NumberFormatId = 165, FormatCode = "0.####" },
            new NumberingFormat { NumberFormatId = 166, FormatCode = "yyyy-mm-dd" }),
        new Fonts(new Font(), new Font(new Bold())),
        new Fills(new Fill(new PatternFill { PatternType = PatternValues.None }), new Fill(new PatternFill { PatternType = PatternValues.Gray125 })),
        new Borders(new Border()),
        new CellFormats(
            new CellFormat(),
            new CellFormat { FontId = 1, ApplyFont = true },
            new CellFormat { NumberFormatId = 164, ApplyNumberFormat = true },
            new CellFormat { NumberFormatId = 165, ApplyNumberFormat = true },
            new CellFormat { NumberFormatId = 166, ApplyNumberFormat = true }));
}

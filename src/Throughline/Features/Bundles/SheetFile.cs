using System.Globalization;
using System.IO.Compression;
using System.Text;
using System.Xml;
using CsvHelper;
using DocumentFormat.OpenXml;
using DocumentFormat.OpenXml.Packaging;
using DocumentFormat.OpenXml.Spreadsheet;
using Throughline.Domain;
using Throughline.Domain.Staffing;

namespace Throughline.Features.Bundles;

/// <summary>The file is no sheet that can be read; the sentence says what is the matter.</summary>
public sealed record UnreadableSheet(string Message) : Problem("schedule", Message);

/// <summary>Reads a sheet: a CSV with commas, semicolons or tabs, or the first worksheet of an Excel workbook. Heads are the first row with at least two cells.</summary>
public static class SheetFile
{
    public const int MostBytes = 10 * 1024 * 1024;
    private const int MostRows = 20_000;
    private const int MostColumns = 400;
    private const int MostCharacters = 500;
    private const long MostUncompressed = 80_000_000;

    /// <param name="name">As the file is called.</param>
    /// <param name="content">The whole file.</param>
    /// <param name="mostRows">More are refused.</param>
    public static Result<SheetTable> Read(string name, byte[] content, int mostRows = MostRows)
    {
        if (content.AsSpan().StartsWith((ReadOnlySpan<byte>)[0xD0, 0xCF, 0x11, 0xE0]))
            return new UnreadableSheet("The workbook is protected by a password, or of the old .xls kind. Save it as .xlsx without a password, or as CSV.");

        var isZip = content.AsSpan().StartsWith((ReadOnlySpan<byte>)[(byte)'P', (byte)'K']);
        if (!isZip && name.EndsWith(".xlsx", StringComparison.OrdinalIgnoreCase))
            return new UnreadableSheet("The file is called .xlsx but is no Excel workbook. Open it in a spreadsheet program and save it again.");

        try
        {
            return Tabled(isZip ? Workbook(content, mostRows) : Separated(content), mostRows);
        }
        catch (DecoderFallbackException)
        {
            return new UnreadableSheet("The file is not in UTF-8. Save it as \"CSV UTF-8\" or as .xlsx.");
        }
        // The library meets a damaged workbook with whatever exception its parser runs into; to the person all of them mean the same.
        catch (Exception broken) when (broken is InvalidDataException or FileFormatException or OpenXmlPackageException or XmlException or IOException or CsvFormatException
            or NotSupportedException or InvalidOperationException or ArgumentException or FormatException or KeyNotFoundException or NullReferenceException or IndexOutOfRangeException or OverflowException)
        {
            return new UnreadableSheet("The file cannot be read as a sheet. Open it in a spreadsheet program, save it as .xlsx or CSV and try again.");
        }
    }

    private static Result<SheetTable> Tabled(IEnumerable<SheetRow> read, int mostRows)
    {
        var rows = read.Take(mostRows + 1).ToList();
        if (rows.Count > mostRows)
            return new UnreadableSheet($"The sheet has more than {mostRows} rows. Take it in in parts.");

        var head = rows.FindIndex(row => row.Cells.Count(cell => cell.Trim().Length > 0) > 1);
        if (head < 0)
            return new UnreadableSheet("The sheet has no row of heads: the first worksheet is empty.");

        var columns = rows[head].Cells.Select((cell, i) => cell.Trim().Length > 0 ? cell.Trim() : $"Column {i + 1}").ToList();
        return columns.Count > MostColumns
            ? new UnreadableSheet($"The sheet has more than {MostColumns} columns.")
            : new SheetTable(columns, rows[(head + 1)..]);
    }

    private static string Cut(string cell) => cell.Length > MostCharacters ? cell[..MostCharacters] : cell;

    private static IEnumerable<SheetRow> Separated(byte[] content)
    {
        var text = new UTF8Encoding(false, throwOnInvalidBytes: true).GetString(content).TrimStart('\uFEFF');
        using var csv = CsvReader.FromText(text, new CsvReaderOptions { Separator = SeparatorOf(text), HasHeader = false, TrackLineNumbers = true });
        while (csv.Read())
            yield return new SheetRow((int)csv.LineNumber, [.. Enumerable.Range(0, csv.FieldCount).Select(i => Cut(csv.GetString(i) ?? ""))]);
    }

    // Spreadsheet programs write what their country uses; the beginning says which it was.
    private static char SeparatorOf(string text)
    {
        var head = text.AsSpan(0, Math.Min(text.Length, 4096));
        var (best, most) = (',', 0);
        foreach (var separator in ",;\t")
        {
            if (head.Count(separator) is var count && count > most)
                (best, most) = (separator, count);
        }

        return best;
    }

    private static List<SheetRow> Workbook(byte[] content, int mostRows)
    {
        RefuseBomb(content);
        using var stream = new MemoryStream(content, writable: false);
        using var document = SpreadsheetDocument.Open(stream, isEditable: false);
        var workbook = document.WorkbookPart!;
        var first = workbook.Workbook!.Descendants<Sheet>().First(sheet => sheet.State?.Value is null || sheet.State.Value == SheetStateValues.Visible);
        var part = (WorksheetPart)workbook.GetPartById(first.Id!.Value!);
        var texts = workbook.SharedStringTablePart?.SharedStringTable?.Elements<SharedStringItem>().Select(item => item.InnerText).ToList() ?? [];
        var dates = DateStyles(workbook.WorkbookStylesPart?.Stylesheet);
        var from1904 = workbook.Workbook!.WorkbookProperties?.Date1904?.Value == true;

        var rows = new List<SheetRow>();
        using var reader = OpenXmlReader.Create(part);
        while (reader.Read() && rows.Count <= mostRows)
        {
            if (reader.ElementType == typeof(Row) && reader.IsStartElement && reader.LoadCurrentElement() is Row row)
                rows.Add(new SheetRow((int)(row.RowIndex?.Value ?? (uint)(rows.Count + 1)), Cells(row, texts, dates, from1904)));
        }

        return rows;
    }

    private static List<string> Cells(Row row, List<string> texts, HashSet<uint> dates, bool from1904)
    {
        var cells = new List<string>();
        foreach (var cell in row.Elements<Cell>())
        {
            var column = cell.CellReference?.Value is { } reference ? ColumnOf(reference) : cells.Count;
            if (column > MostColumns)
                break;

            while (cells.Count < column)
                cells.Add("");

            cells.Add(Cut(Said(cell, texts, dates, from1904)));
        }

        return cells;
    }

    private static int ColumnOf(string reference) =>
        reference.TakeWhile(char.IsAsciiLetterUpper).Aggregate(0, (column, letter) => Math.Min((column * 26) + letter - 'A' + 1, MostColumns + 2)) - 1;

    // A formula counts with the value that was kept beside it.
    private static string Said(Cell cell, List<string> texts, HashSet<uint> dates, bool from1904)
    {
        var value = cell.CellValue?.InnerText ?? "";
        if (cell.DataType?.Value is { } type && type != CellValues.Number)
        {
            return type == CellValues.SharedString ? texts[int.Parse(value, CultureInfo.InvariantCulture)]
                : type == CellValues.InlineString ? cell.InlineString?.InnerText ?? ""
                : type == CellValues.Error ? "" : value;
        }

        if (!double.TryParse(value, NumberStyles.Float, CultureInfo.InvariantCulture, out var number))
            return value;

        if (dates.Contains(cell.StyleIndex?.Value ?? 0) && number is >= 1 and < 2_958_466)
            return DateOnly.FromDateTime(DateTime.FromOADate(number + (from1904 ? 1462 : 0))).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

        // What a spreadsheet shows: 15 digits, without the tail of binary fractions.
        return ((decimal)Math.Round(number, 9)).ToString("0.#########", CultureInfo.InvariantCulture);
    }

    // Formats 14 to 17 and 22 are dates by themselves; others by a day and a year or month in their code.
    private static HashSet<uint> DateStyles(Stylesheet? styles)
    {
        var codes = styles?.NumberingFormats?.Elements<NumberingFormat>()
            .Where(format => IsDate(format.FormatCode?.Value ?? "")).Select(format => format.NumberFormatId?.Value ?? 0).ToHashSet() ?? [];
        var found = new HashSet<uint>();
        foreach (var (format, i) in (styles?.CellFormats?.Elements<CellFormat>() ?? []).Select((format, i) => (format, i)))
        {
            if (format.NumberFormatId?.Value is { } id && (id is >= 14 and <= 17 or 22 || codes.Contains(id)))
                found.Add((uint)i);
        }

        return found;
    }

    private static bool IsDate(string code)
    {
        var plain = new StringBuilder();
        var quoted = false;
        foreach (var letter in code)
        {
            quoted ^= letter is '"';
            if (!quoted)
                plain.Append(char.ToLowerInvariant(letter));
        }

        var said = plain.ToString();
        return said.Contains('d', StringComparison.Ordinal) && (said.Contains('m', StringComparison.Ordinal) || said.Contains('y', StringComparison.Ordinal)) && !said.Contains("[red]", StringComparison.Ordinal);
    }

    // A small archive may hold a very large sheet: it is unpacked once, counting, before the library loads it.
    private static void RefuseBomb(byte[] content)
    {
        using var archive = new ZipArchive(new MemoryStream(content, writable: false), ZipArchiveMode.Read);
        var (left, buffer) = (MostUncompressed, new byte[1 << 16]);
        foreach (var entry in archive.Entries)
        {
            using var part = entry.Open();
            while (part.Read(buffer) is > 0 and var read)
            {
                if ((left -= read) < 0)
                    throw new InvalidDataException("The workbook unpacks to more than is read.");
            }
        }
    }
}

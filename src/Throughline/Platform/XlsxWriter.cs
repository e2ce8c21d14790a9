using System.Globalization;
using System.IO.Compression;
using System.Text;

namespace Throughline.Platform;

/// <summary>How a column of a workbook is shown.</summary>
internal enum XlsxLook { Text, Amount, Hours, Date, Instant }

/// <summary>
/// A workbook with one sheet, written as it comes: a few kilobytes are held at a time, whatever the number of rows. Its head
/// is frozen and can be filtered by; numbers and dates are real ones, text is never a formula.
/// </summary>
internal sealed class XlsxWriter : IAsyncDisposable
{
    public const string MediaType = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

    private const int Chunk = 32 * 1024;
    private const int HeadStyle = 5;
    private const string Main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
    private const string Relations = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
    private const string Declared = "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>";

    private readonly ZipArchive archive;
    private readonly Outlet outlet;
    private readonly Stream sheet;
    private readonly StringBuilder waiting = new(Chunk + 4096);
    private readonly CancellationToken stop;
    private readonly int columns;
    private int rows;

    private XlsxWriter(Outlet outlet, string name, int columns, CancellationToken stop)
    {
        (this.outlet, this.columns, this.stop) = (outlet, columns, stop);
        archive = new ZipArchive(outlet, ZipArchiveMode.Create, leaveOpen: true);
        foreach (var (path, content) in Frame(name.Length <= 31 ? name : name[..31]))
        {
            using var entry = archive.CreateEntry(path, CompressionLevel.Fastest).Open();
            entry.Write(Encoding.UTF8.GetBytes(Declared + content));
        }

        sheet = archive.CreateEntry("xl/worksheets/sheet1.xml", CompressionLevel.Fastest).Open();
    }

    /// <param name="stream">Need not be able to go back; stays open.</param>
    /// <param name="name">Of the sheet.</param>
    /// <param name="heads">The columns, each with its look.</param>
    /// <param name="stop">Ends the writing.</param>
    public static async Task<XlsxWriter> BeginAsync(Stream stream, string name, IReadOnlyList<(string Head, XlsxLook Look)> heads, CancellationToken stop)
    {
        var writer = new XlsxWriter(new Outlet(stream), name, heads.Count, stop);
        writer.waiting.Append(Declared)
            .Append(CultureInfo.InvariantCulture, $"<worksheet xmlns=\"{Main}\"><sheetViews><sheetView workbookViewId=\"0\"><pane ySplit=\"1\" topLeftCell=\"A2\" activePane=\"bottomLeft\" state=\"frozen\"/></sheetView></sheetViews><cols>");
        for (var i = 0; i < heads.Count; i++)
            writer.waiting.Append(CultureInfo.InvariantCulture, $"<col min=\"{i + 1}\" max=\"{i + 1}\" width=\"{Math.Max(heads[i].Head.Length + 3, heads[i].Look is XlsxLook.Text ? 16 : 12)}\" customWidth=\"1\"/>");

        writer.waiting.Append("</cols><sheetData>");
        writer.BeginRow();
        foreach (var (head, _) in heads)
            writer.Text(head, HeadStyle);

        await writer.EndRowAsync();
        return writer;
    }

    public void BeginRow()
    {
        rows++;
        waiting.Append("<row>");
    }

    public void Empty() => waiting.Append("<c/>");

    public void Text(string text) => Text(CsvText.Harmless(text), 0);

    /// <param name="number">Written as it stands, with a point.</param>
    /// <param name="look">Of its column.</param>
    public void Number(string number, XlsxLook look) => waiting.Append("<c s=\"").Append((int)look).Append("\"><v>").Append(number).Append("</v></c>");

    public void Date(DateOnly day) => Number(day.ToDateTime(TimeOnly.MinValue).ToOADate().ToString(CultureInfo.InvariantCulture), XlsxLook.Date);

    public void Instant(DateTimeOffset at) => Number(at.UtcDateTime.ToOADate().ToString("R", CultureInfo.InvariantCulture), XlsxLook.Instant);

    public void Boolean(bool value) => waiting.Append("<c t=\"b\"><v>").Append(value ? '1' : '0').Append("</v></c>");

    public async ValueTask EndRowAsync()
    {
        waiting.Append("</row>");
        if (waiting.Length >= Chunk)
            await SendAsync();
    }

    public async ValueTask DisposeAsync()
    {
        waiting.Append(CultureInfo.InvariantCulture, $"</sheetData><autoFilter ref=\"A1:{Column(columns)}{rows}\"/></worksheet>");
        await SendAsync();
        await sheet.DisposeAsync();
        archive.Dispose();
        await outlet.DrainAsync(stop);
        await outlet.DisposeAsync();
    }

    private void Text(string text, int style)
    {
        waiting.Append("<c t=\"inlineStr\" s=\"").Append(style).Append("\"><is><t xml:space=\"preserve\">");
        foreach (var sign in text)
        {
            switch (sign)
            {
                case '&': waiting.Append("&amp;"); break;
                case '<': waiting.Append("&lt;"); break;
                case '>': waiting.Append("&gt;"); break;
                case '\t' or '\n' or '\r': waiting.Append(sign); break;
                // XML knows no other control characters, and neither half of a pair alone.
                case < ' ' or '\uFFFE' or '\uFFFF': break;
                default: waiting.Append(sign); break;
            }
        }

        waiting.Append("</t></is></c>");
    }

    private async Task SendAsync()
    {
        await sheet.WriteAsync(Encoding.UTF8.GetBytes(waiting.ToString()), stop);
        waiting.Clear();
        await outlet.DrainAsync(stop);
    }

    private static string Column(int number) => (number > 26 ? ((char)('A' + ((number - 1) / 26) - 1)).ToString() : "") + (char)('A' + ((number - 1) % 26));

    private static IEnumerable<(string Path, string Content)> Frame(string sheet)
    {
        const string types = "application/vnd.openxmlformats-officedocument.spreadsheetml.";
        const string package = "http://schemas.openxmlformats.org/package/2006/";
        yield return ("[Content_Types].xml", $"<Types xmlns=\"{package}content-types\"><Default Extension=\"rels\" ContentType=\"application/vnd.openxmlformats-package.relationships+xml\"/>"
            + $"<Override PartName=\"/xl/workbook.xml\" ContentType=\"{types}sheet.main+xml\"/><Override PartName=\"/xl/worksheets/sheet1.xml\" ContentType=\"{types}worksheet+xml\"/><Override PartName=\"/xl/styles.xml\" ContentType=\"{types}styles+xml\"/></Types>");
        yield return ("_rels/.rels", $"<Relationships xmlns=\"{package}relationships\"><Relationship Id=\"rId1\" Type=\"{Relations}/officeDocument\" Target=\"xl/workbook.xml\"/></Relationships>");
        yield return ("xl/workbook.xml", $"<workbook xmlns=\"{Main}\" xmlns:r=\"{Relations}\"><sheets><sheet name=\"{System.Security.SecurityElement.Escape(sheet)}\" sheetId=\"1\" r:id=\"rId1\"/></sheets></workbook>");
        yield return ("xl/_rels/workbook.xml.rels", $"<Relationships xmlns=\"{package}relationships\"><Relationship Id=\"rId1\" Type=\"{Relations}/worksheet\" Target=\"worksheets/sheet1.xml\"/><Relationship Id=\"rId2\" Type=\"{Relations}/styles\" Target=\"styles.xml\"/></Relationships>");
        // The formats stand in the order of XlsxLook, the head's after them.
        yield return ("xl/styles.xml", $"<styleSheet xmlns=\"{Main}\"><numFmts count=\"4\"><numFmt numFmtId=\"164\" formatCode=\"#,##0.00\"/><numFmt numFmtId=\"165\" formatCode=\"0.####\"/><numFmt numFmtId=\"166\" formatCode=\"yyyy-mm-dd\"/><numFmt numFmtId=\"167\" formatCode=\"yyyy-mm-dd hh:mm:ss\"/></numFmts>"
            + "<fonts count=\"2\"><font/><font><b/></font></fonts><fills count=\"2\"><fill><patternFill patternType=\"none\"/></fill><fill><patternFill patternType=\"gray125\"/></fill></fills><borders count=\"1\"><border/></borders><cellStyleXfs count=\"1\"><xf/></cellStyleXfs>"
            + "<cellXfs count=\"6\"><xf xfId=\"0\"/><xf xfId=\"0\" numFmtId=\"164\" applyNumberFormat=\"1\"/><xf xfId=\"0\" numFmtId=\"165\" applyNumberFormat=\"1\"/><xf xfId=\"0\" numFmtId=\"166\" applyNumberFormat=\"1\"/><xf xfId=\"0\" numFmtId=\"167\" applyNumberFormat=\"1\"/><xf xfId=\"0\" fontId=\"1\" applyFont=\"1\"/></cellXfs></styleSheet>");
    }

    // An archive writes its frame at once, and a response takes only what it may take its time with: what was written waits
    // here until the next piece is sent.
    private sealed class Outlet(Stream target) : Stream
    {
        private readonly MemoryStream held = new();

        public override bool CanRead => false;
        public override bool CanSeek => false;
        public override bool CanWrite => true;
        public override long Length => throw new NotSupportedException();

        public override long Position
        {
            get => throw new NotSupportedException();
            set => throw new NotSupportedException();
        }

        public async Task DrainAsync(CancellationToken stop)
        {
            await target.WriteAsync(held.GetBuffer().AsMemory(0, (int)held.Length), stop);
            held.SetLength(0);
        }

        public override void Write(byte[] buffer, int offset, int count) => held.Write(buffer, offset, count);

        public override void Write(ReadOnlySpan<byte> buffer) => held.Write(buffer);

        public override Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) => held.WriteAsync(buffer, offset, count, cancellationToken);

        public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default) => held.WriteAsync(buffer, cancellationToken);

        public override void Flush()
        {
            // What is held goes out with the next piece.
        }

        public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();
    }
}

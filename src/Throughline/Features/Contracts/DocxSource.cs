using System.IO.Compression;
using System.Text;
using System.Xml;
using DocumentFormat.OpenXml;
using DocumentFormat.OpenXml.Packaging;
using DocumentFormat.OpenXml.Wordprocessing;
using Throughline.Domain;
using Throughline.Domain.Contracts;
using Checkbox14 = DocumentFormat.OpenXml.Office2010.Word.SdtContentCheckBox;

namespace Throughline.Features.Contracts;

/// <summary>The file is not a DOCX that can be read; the sentence says what is the matter.</summary>
public sealed record UnreadableDocument(string Sentence) : Problem("statement", Sentence);

/// <summary>Reads the body of a DOCX: headings, items, tables, content controls, form fields and tick boxes. A line is a paragraph, counted from 1.</summary>
public static class DocxSource
{
    private const long MostUncompressed = 60_000_000;
    private const int DeepestElement = 120;
    private const int MostParagraphs = 50_000;

    public static Result<SourceDocument> Read(byte[] content)
    {
        if (content.AsSpan().StartsWith((ReadOnlySpan<byte>)[0xD0, 0xCF, 0x11, 0xE0]))
            return new UnreadableDocument("The document is protected by a password, or is of the old .doc kind: save it as a plain .docx and try again.");

        try
        {
            if (Refused(content) is { } problem)
                return problem;

            using var stream = new MemoryStream(content, writable: false);
            using var package = WordprocessingDocument.Open(stream, isEditable: false);
            var body = package.MainDocumentPart?.Document?.Body;
            if (body is null)
                return new UnreadableDocument("The document has no text: it is not a DOCX.");

            var walk = new Walk(Headings(package.MainDocumentPart!));
            walk.Visit(body);
            return new SourceDocument(walk.Blocks, walk.CutShort);
        }
        // The library meets a damaged file with whatever exception its parser runs into; to the person all of them mean the same.
        catch (Exception broken) when (broken is InvalidDataException or FileFormatException or OpenXmlPackageException or XmlException or IOException
            or NotSupportedException or InvalidOperationException or ArgumentException or FormatException or KeyNotFoundException or NullReferenceException or IndexOutOfRangeException or OverflowException or UriFormatException)
        {
            return new UnreadableDocument("The document is damaged or is not a DOCX: open it in a word processor, save it again and try once more.");
        }
    }

    /// <summary>Inflates every XML part once, counting, before the library loads it whole: a small archive may hold a very large or very deep one.</summary>
    private static UnreadableDocument? Refused(byte[] content)
    {
        using var archive = new ZipArchive(new MemoryStream(content, writable: false), ZipArchiveMode.Read);
        if (archive.Entries.Count > 5_000)
            return new UnreadableDocument("The document has too many parts to be a statement of work.");
        if (archive.GetEntry("EncryptedPackage") is not null)
            return new UnreadableDocument("The document is protected by a password: save it without one and try again.");

        var left = MostUncompressed;
        foreach (var entry in archive.Entries.Where(entry => entry.FullName.EndsWith(".xml", StringComparison.OrdinalIgnoreCase) || entry.FullName.EndsWith(".rels", StringComparison.OrdinalIgnoreCase)))
        {
            using var part = new Counted(entry.Open(), left);
            using var reader = XmlReader.Create(part, new XmlReaderSettings { DtdProcessing = DtdProcessing.Prohibit, XmlResolver = null, IgnoreWhitespace = true });
            while (reader.Read())
            {
                if (reader.Depth > DeepestElement)
                    return new UnreadableDocument("The document is nested too deeply to be a statement of work.");
            }

            left = part.Left;
        }

        return null;
    }

    private sealed class Counted(Stream inner, long left) : Stream
    {
        public long Left { get; private set; } = left;

        public override int Read(byte[] buffer, int offset, int count)
        {
            var read = inner.Read(buffer, offset, count);
            Left -= read;
            return Left < 0 ? throw new InvalidDataException("Too large when unpacked.") : read;
        }

        public override bool CanRead => true;
        public override bool CanSeek => false;
        public override bool CanWrite => false;
        public override long Length => throw new NotSupportedException();
        public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }
        public override void Flush() { }
        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();
        public override void SetLength(long value) => throw new NotSupportedException();
        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

        protected override void Dispose(bool disposing)
        {
            inner.Dispose();
            base.Dispose(disposing);
        }
    }

    private static Dictionary<string, int> Headings(MainDocumentPart part)
    {
        var levels = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (var style in part.StyleDefinitionsPart?.Styles?.Elements<Style>() ?? [])
        {
            var name = style.StyleName?.Val?.Value ?? "";
            if (style.StyleId?.Value is { } id && (LevelOf(name) ?? style.StyleParagraphProperties?.OutlineLevel?.Val?.Value + 1) is { } level and <= 9)
                levels[id] = level;
        }

        return levels;
    }

    private static int? LevelOf(string style) =>
        style.Equals("Title", StringComparison.OrdinalIgnoreCase) ? 1
        : style.StartsWith("heading", StringComparison.OrdinalIgnoreCase) && int.TryParse(style.AsSpan(7).Trim(), out var level) && level is >= 1 and <= 9 ? level : null;

    private sealed class Walk(Dictionary<string, int> headingStyles)
    {
        private int number;

        public List<SourceBlock> Blocks { get; } = [];
        public bool CutShort { get; private set; }

        public void Visit(OpenXmlElement parent)
        {
            foreach (var element in parent.ChildElements)
            {
                if (element is Paragraph paragraph)
                    AddParagraph(paragraph);
                else if (element is Table table)
                    AddTable(table);
                else if (element is SdtBlock or SdtContentBlock or CustomXmlBlock or InsertedRun)
                    Visit(element);
            }
        }

        private void AddParagraph(Paragraph paragraph)
        {
            if (LineOf(paragraph) is not { Text.Length: > 0 } line)
                return;

            if (number > MostParagraphs)
            {
                CutShort = true;
                return;
            }

            var style = paragraph.ParagraphProperties?.ParagraphStyleId?.Val?.Value ?? "";
            var level = headingStyles.TryGetValue(style, out var known) ? known : LevelOf(style) ?? paragraph.ParagraphProperties?.OutlineLevel?.Val?.Value + 1;
            var numbering = paragraph.ParagraphProperties?.NumberingProperties;
            if (level is >= 1 and <= 9)
                Blocks.Add(SourceBlock.Of(BlockKind.Heading, level.Value, line));
            else if (LooksLikeHeading(paragraph, line.Text))
                Blocks.Add(SourceBlock.Of(BlockKind.Heading, line.Text.Any(char.IsLower) ? 7 : 2, line));
            else if (numbering is not null)
                Blocks.Add(SourceBlock.Of(BlockKind.Item, (numbering.NumberingLevelReference?.Val?.Value ?? 0) + 1, line));
            else
                Blocks.Add(SourceBlock.Of(BlockKind.Paragraph, 0, line));
        }

        // Many documents set their headings by hand: all capitals, or bold from end to end.
        private static bool LooksLikeHeading(Paragraph paragraph, string text)
        {
            if (text.Length is < 3 or > 80 || text[^1] is '.' or ';' or ',' || !text.Any(char.IsLetter))
                return false;
            if (!text.Any(char.IsLower) && text.Count(char.IsLetter) > 3 && !text.Any(char.IsDigit))
                return true;

            var runs = paragraph.Elements<Run>().Where(run => !string.IsNullOrWhiteSpace(run.InnerText)).ToList();
            return runs.Count > 0 && !text.Contains(": ", StringComparison.Ordinal) && runs.TrueForAll(run => run.RunProperties?.Bold is { } bold && (bold.Val is null || bold.Val.Value));
        }

        private void AddTable(Table table)
        {
            var rows = new List<SourceRow>();
            foreach (var row in Inside<TableRow>(table))
            {
                var started = number + 1;
                var cells = Inside<TableCell>(row).Select(cell => new SourceCell(Lines(cell))).ToList();
                // A row that is one wide cell is a heading or a text set in a frame.
                rows.Add(new SourceRow(cells.SelectMany(cell => cell.Lines).Select(line => (int?)line.Number).FirstOrDefault() ?? started, cells));
            }

            if (rows.Exists(row => row.Cells.Any(cell => cell.Text.Length > 0)))
                Blocks.Add(SourceBlock.Table(rows));
        }

        private static IEnumerable<T> Inside<T>(OpenXmlElement parent) where T : OpenXmlElement
        {
            foreach (var element in parent.ChildElements)
            {
                if (element is T wanted)
                    yield return wanted;
                else if (element is SdtElement or SdtContentRow or SdtContentCell or CustomXmlElement)
                {
                    foreach (var inner in Inside<T>(element))
                        yield return inner;
                }
            }
        }

        private List<SourceLine> Lines(OpenXmlElement cell)
        {
            var lines = new List<SourceLine>();
            foreach (var paragraph in Paragraphs(cell))
            {
                if (LineOf(paragraph) is { Text.Length: > 0 } line)
                    lines.Add(line);
            }

            return lines;
        }

        private static IEnumerable<Paragraph> Paragraphs(OpenXmlElement parent)
        {
            foreach (var element in parent.ChildElements)
            {
                if (element is Paragraph paragraph)
                    yield return paragraph;
                else if (element is Table or TableRow or TableCell or SdtElement or SdtContentBlock or SdtContentRow or SdtContentCell or CustomXmlElement)
                {
                    foreach (var inner in Paragraphs(element))
                        yield return inner;
                }
            }
        }

        private SourceLine LineOf(Paragraph paragraph)
        {
            number++;
            var text = new StringBuilder();
            Collect(paragraph, text);
            var plain = string.Join(' ', text.ToString().Split([' ', '\t', '\n', '\u00a0'], StringSplitOptions.RemoveEmptyEntries));
            return new SourceLine(number, plain, plain);
        }

        // Words that were deleted, field codes and drawings are not text of the document; words that wait to be replaced are put in brackets.
        private static void Collect(OpenXmlElement parent, StringBuilder text)
        {
            foreach (var element in parent.ChildElements)
            {
                switch (element)
                {
                    case Text words:
                        text.Append(words.Text);
                        break;
                    case TabChar or Break or CarriageReturn:
                        text.Append(' ');
                        break;
                    case NoBreakHyphen:
                        text.Append('-');
                        break;
                    case FieldChar field when field.FormFieldData?.GetFirstChild<CheckBox>() is { } box:
                        text.Append(IsTicked(box) ? "[x] " : "[ ] ");
                        break;
                    case SdtElement control when control.SdtProperties?.GetFirstChild<Checkbox14>() is { } box:
                        text.Append(box.Checked?.Val?.Value.ToString() is "1" or "true" or "True" or "One" ? "[x] " : "[ ] ");
                        break;
                    case SdtElement control when control.SdtProperties?.GetFirstChild<ShowingPlaceholder>() is not null:
                        text.Append("[fill in: ").Append(control.InnerText.Replace('[', ' ').Replace(']', ' ')).Append(']');
                        break;
                    case DeletedRun or DeletedText or FieldCode or Drawing or Picture or AlternateContent or ParagraphProperties or RunProperties or SdtProperties:
                        break;
                    default:
                        Collect(element, text);
                        break;
                }
            }
        }

        private static bool IsTicked(CheckBox box) =>
            box.GetFirstChild<Checked>() is { } set ? set.Val is null || set.Val.Value : box.GetFirstChild<DefaultCheckBoxFormFieldState>() is { } preset && (preset.Val is null || preset.Val.Value);
    }
}

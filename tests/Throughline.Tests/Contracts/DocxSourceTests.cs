using System.IO.Compression;
using System.Text;
using DocumentFormat.OpenXml;
using DocumentFormat.OpenXml.Wordprocessing;
using Throughline.Features.Contracts;

namespace Throughline.Tests.Contracts;

public class DocxSourceTests
{
    [Fact]
    public void A_paragraph_is_named_by_its_place_in_the_document()
    {
        var reading = StatementFiles.Read("a.docx", StatementFiles.Docx(StatementFiles.Paragraph("Statement of Work"), StatementFiles.Paragraph(""), StatementFiles.Paragraph("Client: Acme Ltd")));
        Assert.Equal("Acme Ltd", reading.Customer?.Value);
        Assert.Equal(3, reading.Customer?.Source.Line);
    }

    [Fact]
    public void Tables_are_read_through_content_controls()
    {
        var cell = new SdtCell(new SdtProperties(), new SdtContentCell(new TableCell(StatementFiles.Paragraph("Acme Ltd"))));
        var row = new TableRow(new TableCell(StatementFiles.Paragraph("Client")), cell);
        Assert.Equal("Acme Ltd", StatementFiles.Read("a.docx", StatementFiles.Docx(new Table(row))).Customer?.Value);
    }

    [Fact]
    public void A_content_control_that_still_shows_its_hint_is_empty()
    {
        var hint = new SdtRun(new SdtProperties(new ShowingPlaceholder()), new SdtContentRun(new Run(new Text("Name of the client"))));
        Assert.Null(StatementFiles.Read("a.docx", StatementFiles.Docx(new Paragraph(new Run(new Text("Client: ") { Space = SpaceProcessingModeValues.Preserve }), hint))).Customer);
    }

    [Fact]
    public void Only_the_ticked_box_counts()
    {
        static Paragraph Box(bool ticked, string text) => new(
            new Run(new FieldChar(new FormFieldData(new CheckBox(new DefaultCheckBoxFormFieldState { Val = false }, new Checked { Val = ticked }))) { FieldCharType = FieldCharValues.Begin }),
            new Run(new FieldCode(" FORMCHECKBOX ")), new Run(new FieldChar { FieldCharType = FieldCharValues.End }), new Run(new Text(text)));
        var cell = new TableCell(Box(false, "1 January 2026"), Box(true, "15 March 2026"));
        var reading = StatementFiles.Read("a.docx", StatementFiles.Docx(new Table(new TableRow(new TableCell(StatementFiles.Paragraph("Start date")), cell))));
        Assert.Equal(new DateOnly(2026, 3, 15), reading.Start?.Value);
    }

    [Fact]
    public void Words_that_were_deleted_are_not_read()
    {
        var deleted = new DeletedRun(new Run(new DeletedText("Old Ltd"))) { Author = "a", Id = "1" };
        var inserted = new InsertedRun(new Run(new Text("New Ltd"))) { Author = "a", Id = "2" };
        Assert.Equal("New Ltd", StatementFiles.Read("a.docx", StatementFiles.Docx(new Paragraph(new Run(new Text("Client: ") { Space = SpaceProcessingModeValues.Preserve }), deleted, inserted))).Customer?.Value);
    }

    [Fact]
    public void A_password_a_broken_file_and_a_wrong_kind_are_refused_in_one_line()
    {
        Assert.Contains("password", StatementFiles.Refused("a.docx", [0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1, 0, 0]).Message, StringComparison.Ordinal);
        StatementFiles.Refused("a.docx", Encoding.UTF8.GetBytes("not a zip"));
        StatementFiles.Refused("a.docx", []);
        StatementFiles.Refused("a.pdf", [1, 2, 3]);
        StatementFiles.Refused("a.md", [0, 1, 2, 0]);
        StatementFiles.Refused("a.md", new byte[ReadStatement.MostBytes + 1]);
    }

    [Fact]
    public void A_document_cut_off_anywhere_is_refused_and_never_an_error_of_ours()
    {
        var whole = StatementFiles.Docx([.. Enumerable.Range(0, 50).Select(number => StatementFiles.Paragraph($"Client: Acme {number} Ltd"))]);
        for (var length = 0; length < whole.Length; length += 37)
            ReadStatement.Run("a.docx", whole[..length]).Succeeded(out _, out _);
    }

    [Fact]
    public void A_document_with_a_flipped_byte_is_never_an_error_of_ours()
    {
        var whole = StatementFiles.Docx(StatementFiles.Paragraph("Client: Acme Ltd"), new Table(new TableRow(new TableCell(StatementFiles.Paragraph("Start")), new TableCell(StatementFiles.Paragraph("1 May 2026")))));
        for (var seed = 0; seed < 400; seed++)
        {
            var random = new Random(seed);
            var changed = (byte[])whole.Clone();
            for (var flips = random.Next(1, 6); flips > 0; flips--)
                changed[random.Next(changed.Length)] = (byte)random.Next(256);
            ReadStatement.Run("a.docx", changed).Succeeded(out _, out _);
        }
    }

    [Fact]
    public void A_small_file_that_unpacks_to_a_very_large_one_is_refused()
    {
        var bomb = Package("<w:document xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\"><w:body><w:p><w:r><w:t>" + new string('a', 80_000_000) + "</w:t></w:r></w:p></w:body></w:document>");
        Assert.True(bomb.Length < 1_000_000);
        StatementFiles.Refused("bomb.docx", bomb);
    }

    [Fact]
    public void A_document_nested_without_end_is_refused()
    {
        var deep = string.Concat(Enumerable.Repeat("<w:sdt><w:sdtContent>", 5000)) + string.Concat(Enumerable.Repeat("</w:sdtContent></w:sdt>", 5000));
        StatementFiles.Refused("deep.docx", Package($"<w:document xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\"><w:body>{deep}</w:body></w:document>"));
    }

    [Fact]
    public void Entities_are_not_expanded() =>
        StatementFiles.Refused("entities.docx", Package("<!DOCTYPE d [<!ENTITY a \"aaaa\"><!ENTITY b \"&a;&a;\">]><w:document xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\"><w:body><w:p><w:r><w:t>&b;</w:t></w:r></w:p></w:body></w:document>"));

    private static byte[] Package(string document)
    {
        using var stream = new MemoryStream();
        using (var archive = new ZipArchive(stream, ZipArchiveMode.Create))
        {
            Write("[Content_Types].xml", "<Types xmlns=\"http://schemas.openxmlformats.org/package/2006/content-types\"><Default Extension=\"rels\" ContentType=\"application/vnd.openxmlformats-package.relationships+xml\"/><Override PartName=\"/word/document.xml\" ContentType=\"application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml\"/></Types>");
            Write("_rels/.rels", "<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\"><Relationship Id=\"r1\" Type=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument\" Target=\"word/document.xml\"/></Relationships>");
            Write("word/document.xml", document);

            void Write(string name, string text)
            {
                using var entry = archive.CreateEntry(name, CompressionLevel.Optimal).Open();
                entry.Write(Encoding.UTF8.GetBytes(text));
            }
        }

        return stream.ToArray();
    }
}

using System.Globalization;
using System.IO.Compression;
using System.Net;
using System.Text;
using AngleSharp.Html.Dom;
using Throughline.Data.Staffing;
using Throughline.Domain.Accounts;
using Throughline.Features.Bundles;
using Throughline.Testing;

namespace Throughline.Tests.Administration;

/// <summary>A schedule from the spreadsheet to the bookings, as a browser without script does it.</summary>
[Trait("rule", "R-297")]
public sealed class ScheduleTests(TestDatabases databases) : IAsyncLifetime
{
    private const string Path = "/admin/import/schedule";
    private PracticeServer server = null!;
    private HttpClient ruth = null!;
    private SheetBrowser sheets = null!;

    public async ValueTask InitializeAsync()
    {
        server = await PracticeServer.StartAsync(databases);
        ruth = await server.SignedInAsync("ruth@practice.example", Role.Operations);
        sheets = new SheetBrowser(ruth, Path);
    }

    public async ValueTask DisposeAsync()
    {
        ruth.Dispose();
        await server.DisposeAsync();
    }

    [Fact]
    public async Task A_sheet_with_dates_is_shown_corrected_and_booked_once()
    {
        const string Sheet = "Our schedule;;;;\nWho;Projekt;From;To;Hours planned\nTomás Rivera;SOW-1024;09/03/2026;20/03/2026;40\nkim@practice.example;platform migration;16/03/2026;20/03/2026;20\n";
        var page = await UploadAsync("plan.csv", Encoding.UTF8.GetBytes(Sheet));
        // The head in another language is not known: the engagement has to be chosen.
        Assert.Contains("Choose the column that names the engagement.", page.Body!.TextContent, StringComparison.Ordinal);

        page = await SendAsync(page, "#mapping", ("engagement", "1"), ("meaning", "total"), ("otherwise", "hard"));
        Assert.Contains("2 bookings would be made and 0 changed", page.Body!.TextContent, StringComparison.Ordinal);
        Assert.Equal(3, await server.ReadAsync<int>("select count(*)::int from bookings"));

        await SendAsync(page, "#store");
        Assert.Equal(
            [("sheet-SOW-1024-p003-20260309", "p003", "hard", 240), ("sheet-SOW-1042-p004-20260316", "p004", "hard", 240)],
            await server.ListAsync<(string, string, string, int)>("select booking, person, kind, minutes_per_day from bookings where booking like 'sheet-%' order by 1"));
        Assert.Equal(0, await LedgerKeeper.CountDifferencesAsync(server.Database, new DateOnly(2026, 3, 1), TestContext.Current.CancellationToken));

        page = await SendAsync(await UploadAsync("plan.csv", Encoding.UTF8.GetBytes(Sheet)), "#mapping", ("engagement", "1"), ("meaning", "total"), ("otherwise", "hard"));
        Assert.Contains("0 bookings would be made and 0 changed", page.Body!.TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_workbook_with_columns_of_weeks_is_read_with_its_real_dates_and_numbers()
    {
        var page = await UploadAsync("plan.xlsx", Workbook());

        Assert.Contains("3 bookings would be made", page.Body!.TextContent, StringComparison.Ordinal);
        await SendAsync(page, "#store");
        Assert.Equal(
            [("sheet-SOW-1024-p004-20260316", 450), ("sheet-SOW-1024-p004-20260323", 120), ("sheet-SOW-1048-~engineer-20260316", 480)],
            await server.ListAsync<(string, int)>("select booking, minutes_per_day from bookings where booking like 'sheet-%' order by 1"));
    }

    [Fact]
    [Trait("rule", "day_ledger")]
    public async Task A_day_that_is_too_full_refuses_the_whole_sheet_and_names_the_row()
    {
        var page = await UploadAsync("plan.csv", "Person,Engagement,Start,End,Hours,Kind\np004,SOW-1024,2026-03-16,2026-03-20,8,hard\np003,SOW-1024,2026-03-16,2026-03-20,5,hard\n"u8.ToArray());

        var row = page.QuerySelector("tbody tr")!;
        Assert.Equal("3", row.Children[0].TextContent);
        Assert.Contains("Tomás Rivera (p003) has 8 h on 2026-03-16", row.TextContent, StringComparison.Ordinal);
        Assert.Equal(3, await server.ReadAsync<int>("select count(*)::int from bookings"));
    }

    [Fact]
    public async Task What_is_no_sheet_is_refused_with_what_to_do()
    {
        Assert.Contains("is no Excel workbook", (await UploadAsync("plan.xlsx", "hello"u8.ToArray())).Body!.TextContent, StringComparison.Ordinal);
        Assert.Contains("not in UTF-8", (await UploadAsync("plan.csv", [0xE9, 0x2C, 0xE9])).Body!.TextContent, StringComparison.Ordinal);
        Assert.False(SheetFile.Read("a.xlsx", [(byte)'P', (byte)'K', 3, 4, 0, 0]).Succeeded(out _, out _));
        Assert.False(SheetFile.Read("a.csv", "one\n"u8.ToArray()).Succeeded(out _, out _));
        Assert.False(SheetFile.Read("bomb.xlsx", Bomb()).Succeeded(out _, out _));
    }

    [Fact]
    [Trait("rule", "R-296")]
    public async Task Who_books_everywhere_finds_the_page_and_books_no_more_than_they_may()
    {
        using var ana = await server.SignedInAsync("ana@practice.example", Role.ProjectManager);
        Assert.Equal(HttpStatusCode.NotFound, (await ana.GetAsync(new Uri(Path, UriKind.Relative), TestContext.Current.CancellationToken)).StatusCode);

        // Who books softly everywhere but not firmly is told by row.
        using var eve = await server.SignedInAsync("eve@practice.example", Role.EngagementManager);
        var (own, _) = (ruth, ruth = eve);
        var page = await UploadAsync("plan.csv", "Person,Engagement,Start,End,Hours,Kind\np003,SOW-1024,2026-03-16,2026-03-20,2,soft\np003,SOW-1024,2026-03-23,2026-03-27,2,hard\n"u8.ToArray());
        ruth = own;
        Assert.Equal("3", Assert.Single(page.QuerySelectorAll("tbody tr")).Children[0].TextContent);
        Assert.Contains("book firmly", page.QuerySelector("tbody tr")!.TextContent, StringComparison.Ordinal);
    }

    private Task<IHtmlDocument> UploadAsync(string name, byte[] content) => sheets.UploadAsync(name, content);

    private Task<IHtmlDocument> SendAsync(IHtmlDocument page, string selector, params (string Name, string Value)[] changed) => sheets.SendAsync(page, selector, changed);

    // As spreadsheet programs write it: shared texts, dates as numbers with a date's format, empty cells left out.
    private static byte[] Workbook()
    {
        var monday = (int)new DateTime(2026, 3, 16).ToOADate();
        var parts = new Dictionary<string, string>
        {
            ["[Content_Types].xml"] = """<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/xl/workbook.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/><Override PartName="/xl/worksheets/sheet1.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"/><Override PartName="/xl/styles.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.styles+xml"/><Override PartName="/xl/sharedStrings.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sharedStrings+xml"/></Types>""",
            ["_rels/.rels"] = """<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="xl/workbook.xml"/></Relationships>""",
            ["xl/workbook.xml"] = """<workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><sheets><sheet name="Plan" sheetId="1" r:id="r1"/></sheets></workbook>""",
            ["xl/_rels/workbook.xml.rels"] = """<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet" Target="worksheets/sheet1.xml"/><Relationship Id="r2" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/styles" Target="styles.xml"/><Relationship Id="r3" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/sharedStrings" Target="sharedStrings.xml"/></Relationships>""",
            ["xl/styles.xml"] = """<styleSheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><numFmts count="1"><numFmt numFmtId="164" formatCode="d\-mmm\-yy"/></numFmts><cellXfs count="2"><xf numFmtId="0"/><xf numFmtId="164"/></cellXfs></styleSheet>""",
            ["xl/sharedStrings.xml"] = """<sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><si><t>Resource</t></si><si><t>Role</t></si><si><t>SOW</t></si><si><r><t>Kim </t></r><r><t>Aldous</t></r></si><si><t>TBD</t></si><si><t>Engineer</t></si></sst>""",
            ["xl/worksheets/sheet1.xml"] = string.Create(CultureInfo.InvariantCulture, $"""
                <worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>
                <row r="1"><c r="A1" t="s"><v>0</v></c><c r="B1" t="s"><v>1</v></c><c r="C1" t="s"><v>2</v></c><c r="D1" s="1"><v>{monday}</v></c><c r="E1" s="1"><v>{monday + 7}</v></c></row>
                <row r="2"><c r="A2" t="s"><v>3</v></c><c r="C2" t="inlineStr"><is><t>SOW-1024</t></is></c><c r="D2"><v>37.5</v></c><c r="E2"><f>5*2</f><v>10</v></c></row>
                <row r="4"><c r="A4" t="s"><v>4</v></c><c r="B4" t="s"><v>5</v></c><c r="C4" t="str"><v>SOW-1048</v></c><c r="D4"><v>40.000000000000007</v></c></row>
                </sheetData></worksheet>
                """),
        };
        using var stream = new MemoryStream();
        using (var archive = new ZipArchive(stream, ZipArchiveMode.Create, leaveOpen: true))
        {
            foreach (var (name, text) in parts)
            {
                using var writer = new StreamWriter(archive.CreateEntry(name).Open());
                writer.Write(text);
            }
        }

        return stream.ToArray();
    }

    private static byte[] Bomb()
    {
        using var stream = new MemoryStream();
        using (var archive = new ZipArchive(stream, ZipArchiveMode.Create, leaveOpen: true))
        {
            using var entry = archive.CreateEntry("xl/worksheets/sheet1.xml").Open();
            var zeros = new byte[1 << 20];
            for (var i = 0; i < 90; i++)
                entry.Write(zeros);
        }

        return stream.ToArray();
    }
}

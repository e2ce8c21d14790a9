using System.Net;
using DocumentFormat.OpenXml.Packaging;
using DocumentFormat.OpenXml.Spreadsheet;
using Throughline.Domain.Accounts;
using Throughline.Testing;
using static Throughline.Tests.Timekeeping.TimeWorld;

namespace Throughline.Tests.Timekeeping;

/// <summary>Entries as a file: those that the reader sees, as the list shows them.</summary>
[Trait("rule", "R-289")]
public sealed class TimeDownloadTests(TestDatabases databases) : IAsyncLifetime
{
    private TimeWorld world = null!;

    public async ValueTask InitializeAsync()
    {
        world = await TimeWorld.StartAsync(databases);
        await world.LoggedAsync("7.25", "2026-03-09", note: "=1+1, \"said\" so");
        await world.LoggedAsync("1", "2026-03-10", category: "administration");
        await world.LoggedAsync("2", "2026-03-10", engagement: "SOW-4", user: Mia);
    }

    public ValueTask DisposeAsync() => world.DisposeAsync();

    [Fact]
    public async Task The_list_is_downloaded_with_its_filters_and_no_cell_is_a_formula()
    {
        using var browser = await world.OpenAsync("devin", Role.Member);

        var answer = await browser.Http.GetAsync(new Uri("/timekeeping.csv?sort=date&to=2026-03-09", UriKind.Relative), TestContext.Current.CancellationToken);
        var lines = (await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)).Split('\n');

        Assert.Equal("attachment; filename=time-2026-03-11.csv; filename*=UTF-8''time-2026-03-11.csv", answer.Content.Headers.ContentDisposition!.ToString());
        Assert.Equal(3, lines.Length);
        Assert.EndsWith(",2026-03-09,devin,Devin Park,SOW-1,Platform migration,,,7.25,true,draft,\"'=1+1, \"\"said\"\" so\",,,,,", lines[1], StringComparison.Ordinal);
        Assert.DoesNotContain("SOW-4", await browser.Http.GetStringAsync(new Uri("/timekeeping.csv", UriKind.Relative), TestContext.Current.CancellationToken), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_workbook_has_real_numbers_and_dates_and_a_frozen_head()
    {
        using var browser = await world.OpenAsync("devin", Role.Member);

        using var workbook = SpreadsheetDocument.Open(new MemoryStream(await browser.Http.GetByteArrayAsync(new Uri("/timekeeping.xlsx?sort=date", UriKind.Relative), TestContext.Current.CancellationToken)), isEditable: false);
        var sheet = workbook.WorkbookPart!.WorksheetParts.Single().Worksheet!;
        var cells = sheet.Descendants<Row>().ElementAt(1).Elements<Cell>().ToList();

        Assert.Equal(PaneStateValues.Frozen, sheet.Descendants<Pane>().Single().State!.Value);
        Assert.Equal(3, sheet.Descendants<Row>().Count());
        Assert.Equal((new DateTime(2026, 3, 9).ToOADate().ToString(System.Globalization.CultureInfo.InvariantCulture), "7.25"), (cells[1].CellValue!.Text, cells[8].CellValue!.Text));
        Assert.Equal("'=1+1, \"said\" so", cells[11].InlineString!.Text!.Text);
    }

    [Fact]
    [Trait("rule", "R-296")]
    public async Task A_customer_has_no_such_file()
    {
        using var browser = await world.OpenAsync("kim", Role.Customer);

        Assert.Equal(HttpStatusCode.NotFound, (await browser.GetAsync("/timekeeping.csv")).Status);
    }
}

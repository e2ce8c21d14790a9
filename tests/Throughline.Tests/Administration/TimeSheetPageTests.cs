using System.Net;
using System.Text;
using Throughline.Domain.Accounts;
using Throughline.Testing;

namespace Throughline.Tests.Administration;

/// <summary>A tracker's time sheet from the file to the entries, as a browser without script does it.</summary>
[Trait("rule", "R-297")]
public sealed class TimeSheetPageTests(TestDatabases databases)
{
    private const string Path = "/admin/import/time";
    private const string Sheet = "\uFEFFUser,Email,Client,Project,Task,Description,Billable,Start date,Start time,End date,End time,Duration\nTomás,,Nordwind,Old name,,Plan,Yes,2026-03-05,09:00:00,2026-03-05,10:30:00,01:30:00\nTomás,,Nordwind,Office,,Mail,No,2026-03-05,11:00:00,2026-03-05,11:15:00,00:15:00\n";

    [Fact]
    public async Task Names_are_mapped_on_the_page_and_the_mapping_is_kept_for_the_next_sheet()
    {
        await using var server = await PracticeServer.StartAsync(databases);
        using var ruth = await server.SignedInAsync("ruth@practice.example", Role.Operations);
        var sheets = new SheetBrowser(ruth, Path);

        var page = await sheets.UploadAsync("toggl.csv", Encoding.UTF8.GetBytes(Sheet));
        Assert.Contains("\"Old name\" is no engagement here", page.Body!.TextContent, StringComparison.Ordinal);
        Assert.Equal(["Tomás", "Office", "Old name"], page.QuerySelectorAll("[name$='.name']").Select(input => input.GetAttribute("value")));

        page = await sheets.SendAsync(page, "#mapping", ("person.is", "p003"), ("project.is", "administration"), ("project.is", "SOW-1042"));
        Assert.Contains("2 entries would be made and 0 changed: 1.75 hours of 1.75 in the sheet", page.Body!.TextContent, StringComparison.Ordinal);
        await sheets.SendAsync(page, "#store", ("saveAs", "Toggl of the agency"));

        Assert.Equal(
            [("p003", "SOW-1042", null, 1.5m, true, "draft"), ("p003", null, "administration", 0.25m, false, "draft")],
            await server.ListAsync<(string, string?, string?, decimal, bool, string)>("select person, engagement, category, hours, billable, state from time_entries where entry like 'toggl-%' order by hours desc"));
        page = await sheets.UploadAsync("toggl.csv", Encoding.UTF8.GetBytes(Sheet));
        Assert.Contains("0 entries would be made and 0 changed", page.Body!.TextContent, StringComparison.Ordinal);
    }

    [Fact]
    [Trait("rule", "R-296")]
    public async Task Only_who_may_import_finds_the_page()
    {
        await using var server = await PracticeServer.StartAsync(databases);
        using var ana = await server.SignedInAsync("ana@practice.example", Role.ProjectManager);

        Assert.Equal(HttpStatusCode.NotFound, (await ana.GetAsync(new Uri(Path, UriKind.Relative), TestContext.Current.CancellationToken)).StatusCode);
    }
}

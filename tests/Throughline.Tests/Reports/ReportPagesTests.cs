using System.Net;
using AngleSharp.Html.Dom;
using AngleSharp.Html.Parser;
using Throughline.Domain.Accounts;
using Throughline.Testing;

namespace Throughline.Tests.Reports;

public sealed class ReportPagesTests(TestDatabases databases) : IAsyncLifetime
{
    private PracticeServer server = null!;

    public async ValueTask InitializeAsync() => server = await PracticeServer.StartAsync(databases);

    public ValueTask DisposeAsync() => server.DisposeAsync();

    [Theory]
    [InlineData("forecast")]
    [InlineData("upside")]
    [InlineData("remaining-funds")]
    [InlineData("task-audit")]
    [InlineData("allocation")]
    [InlineData("soft-bookings")]
    [InlineData("policy-findings")]
    [InlineData("utilisation")]
    [InlineData("month-end-time")]
    [InlineData("missing-time")]
    [InlineData("margin")]
    [InlineData("quarter-hours")]
    [InlineData("cost-vs-actual")]
    public async Task Every_report_has_a_page_and_its_files(string report)
    {
        using var leader = await server.SignedInAsync("leader@practice.example", Role.Leader);
        Assert.NotEmpty((await ReadAsync(leader, $"/reports/{report}")).QuerySelectorAll("thead th"));
        foreach (var format in new[] { "csv", "xlsx", "json" })
        {
            var file = await GetAsync(leader, $"/reports/{report}.{format}");
            Assert.Equal(HttpStatusCode.OK, file.StatusCode);
            Assert.StartsWith(report, file.Content.Headers.ContentDisposition?.FileName?.Trim('"'), StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task A_figure_opens_into_parts_that_name_entries_of_time()
    {
        using var leader = await server.SignedInAsync("leader@practice.example", Role.Leader);
        var text = (await ReadAsync(leader, "/reports/remaining-funds/parts?column=earned_amount&row.engagement=SOW-1024")).QuerySelector("main")!.TextContent;

        Assert.Contains("8,600.00", text, StringComparison.Ordinal);
        foreach (var entry in new[] { "t1", "t2", "t3" })
            Assert.Contains(entry, text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Filters_order_and_frame_are_taken_from_the_address()
    {
        using var leader = await server.SignedInAsync("leader@practice.example", Role.Leader);
        var page = await ReadAsync(leader, "/reports/remaining-funds?filter.status=active&sort=-contract_value");
        Assert.Equal(["SOW-1042", "SOW-1024"], page.QuerySelectorAll("tbody tr").Select(row => row.Children[0].TextContent.Trim()));

        var earlier = await ReadAsync(leader, "/reports/forecast?recorded_at=2020-01-01T00:00:00Z");
        Assert.Empty(earlier.QuerySelectorAll("tbody tr"));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await GetAsync(leader, "/reports/forecast?from=soon")).StatusCode);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await GetAsync(leader, "/reports/forecast?filter.nothing=1")).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await GetAsync(leader, "/reports/none")).StatusCode);
    }

    [Fact]
    public async Task Rows_are_grouped_with_their_sums_and_percentages_of_sums()
    {
        using var leader = await server.SignedInAsync("leader@practice.example", Role.Leader);
        var page = await ReadAsync(leader, "/reports/utilisation?from=2026-02-01&to=2026-02-28&group=role");
        var groups = page.QuerySelectorAll("tr.grp");

        Assert.Equal(["Engineer 2 rows", "Project manager 2 rows"], groups.Select(row => row.Children[0].TextContent.Trim()));
        Assert.Equal("43.0", groups[0].Children[5].TextContent.Trim());
        Assert.Equal("13.44%", groups[0].Children[8].TextContent.Trim());
        Assert.Equal("6.72%", page.QuerySelector("tfoot tr")!.Children[8].TextContent.Trim());
    }

    [Fact]
    public async Task A_range_by_its_name_means_the_days_of_its_time_on_the_page_and_in_its_files()
    {
        using var leader = await server.SignedInAsync("leader@practice.example", Role.Leader);
        Assert.Equal(3, (await ReadAsync(leader, "/reports/month-end-time?range=last_month")).QuerySelectorAll("tbody tr").Length);
        var csv = await (await GetAsync(leader, "/reports/quarter-hours.csv?range=this_quarter")).Content.ReadAsStringAsync(Stop);
        Assert.Equal("person,date,category,engagement,hours\np003,2026-03-04,billable,SOW-1042,4\np004,2026-02-10,billable,SOW-1024,8\np004,2026-02-11,billable,SOW-1024,20\np004,2026-02-12,billable,SOW-1024,15\n", csv);
        var parts = await ReadAsync(leader, "/reports/quarter-hours/parts?column=hours&row.person=p004&row.date=2026-02-10&row.category=billable&row.engagement=SOW-1024&from=2026-02-01&to=2026-04-30");
        Assert.Contains("t1", parts.QuerySelector("main")!.TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Utilisation_is_drawn_against_its_target_and_cost_against_actual_of_one_engagement_burns_its_budget()
    {
        using var leader = await server.SignedInAsync("leader@practice.example", Role.Leader);
        var page = await ReadAsync(leader, "/reports/utilisation?from=2026-01-01&to=2026-03-31");
        Assert.Equal(["2%", "27%"], page.QuerySelectorAll(".heat tbody tr").SelectMany(row => row.QuerySelectorAll("td")).Select(cell => cell.TextContent).Where(text => text is not ("" or "0%")));
        Assert.Equal(3, page.QuerySelectorAll(".picture .chart-table tbody tr").Length);

        await server.RunAsync("insert into time_entries (entry, person, date, engagement, hours, billable, state) values ('t9', 'p003', '2026-02-24', 'SOW-1024', 6, true, 'approved')");
        var burn = await ReadAsync(leader, "/reports/cost-vs-actual?filter.engagement=SOW-1024");
        Assert.Equal(["43", "43", "49"], burn.QuerySelectorAll(".picture .chart-table tbody tr").Select(row => row.Children[1].TextContent));
        Assert.Contains("against the budget of 100.0", burn.QuerySelector(".picture summary")!.TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_workbook_has_real_numbers_and_dates_under_a_frozen_head()
    {
        await server.RunAsync("update engagements set customer = 'alpen' where engagement = 'SOW-1024'; update activities set title = '=1+1 & <b>' where engagement = 'SOW-1042' and activity = 'cutover'");
        using var leader = await server.SignedInAsync("leader@practice.example", Role.Leader);
        using var book = new System.IO.Compression.ZipArchive(await (await GetAsync(leader, "/reports/quarter-hours.xlsx?range=this_quarter")).Content.ReadAsStreamAsync(Stop));
        var sheet = await ReadAsync(book);
        Assert.Contains("state=\"frozen\"", sheet, StringComparison.Ordinal);
        Assert.Contains("<c s=\"3\"><v>46085</v></c>", sheet, StringComparison.Ordinal);
        Assert.Contains("<c s=\"2\"><v>20</v></c>", sheet, StringComparison.Ordinal);
        Assert.EndsWith("<autoFilter ref=\"A1:E5\"/></worksheet>", sheet, StringComparison.Ordinal);
        using var audit = new System.IO.Compression.ZipArchive(await (await GetAsync(leader, "/reports/task-audit.xlsx")).Content.ReadAsStreamAsync(Stop));
        Assert.Contains("'=1+1 &amp; &lt;b&gt;", await ReadAsync(audit), StringComparison.Ordinal);
        using var known = DocumentFormat.OpenXml.Packaging.SpreadsheetDocument.Open(await (await GetAsync(leader, "/reports/month-end-time.xlsx?range=last_month")).Content.ReadAsStreamAsync(Stop), false);
        Assert.Empty(new DocumentFormat.OpenXml.Validation.OpenXmlValidator().Validate(known, Stop).Select(error => error.Description));

        static async Task<string> ReadAsync(System.IO.Compression.ZipArchive book)
        {
            using var reader = new StreamReader(await book.GetEntry("xl/worksheets/sheet1.xml")!.OpenAsync(Stop));
            return await reader.ReadToEndAsync(Stop);
        }
    }

    [Fact]
    public async Task Figures_that_somebody_may_not_see_are_empty_in_page_file_order_filter_and_parts()
    {
        using var manager = await server.SignedInAsync("pmo@practice.example", Role.PmoManager);
        var csv = await (await GetAsync(manager, "/reports/remaining-funds.csv")).Content.ReadAsStringAsync(Stop);
        Assert.Contains("SOW-1042,meridian,p001,active,USD,,,,,,,", csv, StringComparison.Ordinal);
        var filtered = await (await GetAsync(manager, "/reports/remaining-funds.csv?filter.contract_value=412000.00")).Content.ReadAsStringAsync(Stop);
        Assert.Single(filtered.Split('\n', StringSplitOptions.RemoveEmptyEntries));
        Assert.Equal(HttpStatusCode.Forbidden, (await GetAsync(manager, "/reports/remaining-funds/parts?column=contract_value&row.engagement=SOW-1042")).StatusCode);
    }

    [Fact]
    public async Task A_project_manager_reads_the_rows_they_lead_or_work_on()
    {
        using var ana = await server.SignedInAsync("ana@practice.example", Role.ProjectManager);
        var page = await ReadAsync(ana, "/reports/remaining-funds");
        Assert.Equal(["SOW-1042"], page.QuerySelectorAll("tbody tr").Select(row => row.Children[0].TextContent.Trim()));

        var closed = (await ReadAsync(ana, "/reports/remaining-funds/parts?column=contract_value&row.engagement=SOW-1024")).QuerySelector("main")!.TextContent;
        Assert.DoesNotContain("10,000", closed, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Findings_name_their_rule_are_as_recorded_then_and_are_those_of_the_engagements_one_leads()
    {
        using var ana = await server.SignedInAsync("ana@practice.example", Role.ProjectManager);
        var page = await ReadAsync(ana, "/reports/policy-findings");
        Assert.Equal(["SOW-1042"], page.QuerySelectorAll("tbody tr").Select(row => row.Children[2].TextContent.Trim()).Distinct());
        Assert.All(page.QuerySelectorAll("tbody tr"), row => Assert.Equal("/rules/" + row.Children[0].TextContent.Trim(), row.Children[0].QuerySelector("a")!.GetAttribute("href")));

        using var leader = await server.SignedInAsync("leader@practice.example", Role.Leader);
        var csv = await (await GetAsync(leader, "/reports/policy-findings.csv?filter.rule=R-054")).Content.ReadAsStringAsync(Stop);
        Assert.StartsWith("rule,severity,engagement,subject,reference,message,due,owner\nR-054,error,SOW-1048,engagement,SOW-1048,", csv, StringComparison.Ordinal);
        Assert.Empty((await ReadAsync(leader, "/reports/policy-findings?recorded_at=2020-01-01T00:00:00Z")).QuerySelectorAll("tbody tr"));
    }

    [Fact]
    public async Task The_board_shows_the_chosen_layers_by_month_with_totals_per_currency()
    {
        using var leader = await server.SignedInAsync("leader@practice.example", Role.Leader);
        var board = await ReadAsync(leader, "/revenue?layer=milestone&layer=unconfirmed");

        Assert.Equal("92,000", Cell(board, "SOW-1042", "2026-03"));
        Assert.Equal("108,000", Cell(board, "SOW-1042", "2026-04"));
        Assert.Equal("80,000", Cell(board, "SOW-1042", "2026-06"));
        Assert.Contains("Total, USD", board.QuerySelector("tfoot")!.TextContent, StringComparison.Ordinal);
        Assert.Equal("32,000", Cell(await ReadAsync(leader, "/revenue?number=weighted"), "SOW-1042", "2026-06"));
        Assert.Empty((await ReadAsync(leader, "/revenue?region=EMEA")).QuerySelectorAll("[data-r='SOW-1042']"));
        Assert.NotEmpty((await ReadAsync(leader, "/revenue?period=quarter")).QuerySelectorAll("[data-h='FY27-Q1']"));
        Assert.NotEmpty((await ReadAsync(leader, "/revenue?manager=p001&billing=ff&currency=USD&period=week")).QuerySelectorAll("[data-r='SOW-1042']"));

        var parts = await ReadAsync(leader, "/revenue/parts?column=milestone_amount&row.engagement=SOW-1042&row.period=2026-03");
        Assert.Contains("92,000.00", parts.QuerySelector("main")!.TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_rule_is_explained_and_a_policy_shows_its_values()
    {
        await server.RunAsync("insert into policies (policy, value, scope_kind, scope) values ('P-04', '0.30', 'region', 'EMEA')");
        using var leader = await server.SignedInAsync("leader@practice.example", Role.Leader);

        Assert.Contains("Silence", (await ReadAsync(leader, "/rules?q=silence")).Body!.TextContent, StringComparison.OrdinalIgnoreCase);
        Assert.Contains("sign", (await ReadAsync(leader, "/rules/R-228")).Body!.TextContent, StringComparison.OrdinalIgnoreCase);
        var policy = (await ReadAsync(leader, "/rules/P-04")).Body!.TextContent;
        Assert.Contains("0.40", policy, StringComparison.Ordinal);
        Assert.Contains("region EMEA", policy, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.NotFound, (await GetAsync(leader, "/rules/R-999999")).StatusCode);
    }

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    private static string Cell(IHtmlDocument board, string row, string column) => board.QuerySelector($"[data-r='{row}'] [data-c='{column}'] .v")!.TextContent;

    private static Task<HttpResponseMessage> GetAsync(HttpClient client, string path) => client.GetAsync(new Uri(path, UriKind.Relative), Stop);

    private static async Task<IHtmlDocument> ReadAsync(HttpClient client, string path)
    {
        var answer = await GetAsync(client, path);
        var html = await answer.Content.ReadAsStringAsync(Stop);
        Assert.True(answer.IsSuccessStatusCode, $"{path} answered {answer.StatusCode}");
        return new HtmlParser().ParseDocument(html);
    }
}

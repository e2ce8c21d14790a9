using System.Net;
using AngleSharp.Html.Dom;
using AngleSharp.Html.Parser;
using Throughline.Domain.Accounts;
using Throughline.Domain.Reports;
using Throughline.Testing;

namespace Throughline.Tests.Reports;

public sealed class ReportPagesTests(TestDatabases databases) : IAsyncLifetime
{
    private PracticeServer server = null!;

    public async ValueTask InitializeAsync() => server = await PracticeServer.StartAsync(databases);

    public ValueTask DisposeAsync() => server.DisposeAsync();

    public static TheoryData<string> Reports => [.. ReportCatalog.All.Select(report => report.Name)];

    [Theory]
    [MemberData(nameof(Reports))]
    public async Task Every_report_has_a_page_and_its_files_now_and_as_recorded_before(string report)
    {
        using var leader = await server.SignedInAsync("leader@practice.example", Role.Leader);
        Assert.NotEmpty((await ReadAsync(leader, $"/reports/{report}")).QuerySelectorAll("thead th"));
        Assert.NotEmpty((await ReadAsync(leader, "/reports")).QuerySelectorAll($"a[href='/reports/{report}']"));
        foreach (var format in new[] { "csv", "xlsx", "json" })
        {
            var file = await GetAsync(leader, $"/reports/{report}.{format}");
            Assert.Equal(HttpStatusCode.OK, file.StatusCode);
            Assert.StartsWith(report, file.Content.Headers.ContentDisposition?.FileName?.Trim('"'), StringComparison.Ordinal);
        }

        // What is now is what was just recorded, and before the practice was entered there was nothing of it.
        var now = await (await GetAsync(leader, $"/reports/{report}.csv?from=2026-01-01&to=2026-12-31")).Content.ReadAsStringAsync(Stop);
        var then = await (await GetAsync(leader, $"/reports/{report}.csv?from=2026-01-01&to=2026-12-31&recorded_at=2026-03-12T00:00:00Z")).Content.ReadAsStringAsync(Stop);
        var before = await (await GetAsync(leader, $"/reports/{report}.csv?from=2026-01-01&to=2026-12-31&recorded_at=2026-03-01T00:00:00Z")).Content.ReadAsStringAsync(Stop);
        Assert.Equal(now, then);
        Assert.Single(before.Split('\n', StringSplitOptions.RemoveEmptyEntries));
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
    public async Task Money_is_drawn_by_period_age_and_state_and_margin_against_its_target()
    {
        using var leader = await server.SignedInAsync("leader@practice.example", Role.Leader);
        await server.RunAsync(
            """
            insert into time_entries (entry, person, date, engagement, hours, billable, state, work_at_risk) values
              ('r1', 'p003', '2026-03-04', 'SOW-1048', 10, true, 'approved', 'W-1'), ('r2', 'p003', '2026-03-10', 'SOW-1048', 2, true, 'submitted', 'W-1');
            insert into exchange_rates (currency, to_currency, rate, effective_from) values ('EUR', 'USD', 1.25, '2026-01-01'), ('EUR', 'EUR', 1, '2026-01-01');
            insert into change_orders (engagement, change_order, kind, amount, hours, status) values ('SOW-1042', 'CO-6', 'funds', 12000.5, 40, 'signed');
            """);

        var release = await (await GetAsync(leader, "/reports/milestone-release.csv?from=2026-01-01&to=2026-12-31")).Content.ReadAsStringAsync(Stop);
        Assert.Equal("engagement,milestone,title,amount,sign_off_sent,sign_off_received,passive,evidence,period,currency\nSOW-1042,M1,Discovery report,48000.00,2026-02-02,2026-02-09,false,,2026-02,USD\nSOW-1042,M2,Landing zone,84000.00,2026-02-20,2026-02-27,true,,2026-02,USD\n", release);
        Assert.Equal(["48,000.00", "84,000.00"], (await DrawnAsync("milestone-release?period=week"))[^2..].Select((cells, i) => cells[i]));

        var risk = await (await GetAsync(leader, "/reports/work-at-risk.csv")).Content.ReadAsStringAsync(Stop);
        Assert.Equal("engagement,customer,work_at_risk,hours,cost_amount,revenue_at_risk_amount,expected_signature,age_days,currency\nSOW-1048,harrow,W-1,10,800.00,2200.00,2026-04-01,0,USD\n", risk);
        Assert.Equal("2,200.00", (await DrawnAsync("work-at-risk"))[0][0]);

        var orders = await (await GetAsync(leader, "/reports/change-orders.csv")).Content.ReadAsStringAsync(Stop);
        Assert.Equal("engagement,change_order,kind,amount,hours,status,new_expires,forecast_effect_amount,updated,currency\nSOW-1042,CO-6,funds,12000.50,40,signed,,12000.50,2026-03-11,USD\nSOW-1042,CO-7,funds,18500.00,,sent,,18500.00,2026-03-11,USD\n", orders);
        Assert.Equal(["0.00", "0.00", "18,500.00", "12,000.50", "0.00", "0.00"], (await DrawnAsync("change-orders")).Select(cells => cells[0]));

        var margin = await DrawnAsync("margin?from=2026-01-01&to=2026-12-31");
        Assert.All(margin, cells => Assert.Equal(["40.00", "30.00"], cells[1..]));

        async Task<List<List<string>>> DrawnAsync(string report) => [.. (await ReadAsync(leader, "/reports/" + report)).QuerySelectorAll(".picture .chart-table tbody tr")
            .Select(row => row.QuerySelectorAll("td").Select(cell => cell.TextContent.Trim()).ToList())];
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

using System.Net;
using AngleSharp.Html.Dom;
using AngleSharp.Html.Parser;
using Throughline.Domain.Accounts;
using Throughline.Testing;

namespace Throughline.Tests.Reports;

public sealed class PortfolioTests(TestDatabases databases) : IAsyncLifetime
{
    private PracticeServer server = null!;

    public async ValueTask InitializeAsync() => server = await PracticeServer.StartAsync(databases);

    public ValueTask DisposeAsync() => server.DisposeAsync();

    [Fact]
    public async Task A_leader_sees_what_is_active_with_its_money_and_totals_per_currency()
    {
        using var leader = await server.SignedInAsync("leader@practice.example", Role.Leader);
        var page = await ReadAsync(leader, "/");

        Assert.Equal(["Core banking test lab", "Platform migration", "Runner fleet <b>upgrade</b>"], Names(page));
        Assert.Contains("▲", Row(page, "SOW-1024"), StringComparison.Ordinal);
        Assert.Contains("−1,800", Row(page, "SOW-1024"), StringComparison.Ordinal);
        Assert.Contains("412,000", Row(page, "SOW-1042"), StringComparison.Ordinal);
        Assert.Contains("132,000", Row(page, "SOW-1042"), StringComparison.Ordinal);
        Assert.Contains("80,000", Row(page, "SOW-1042"), StringComparison.Ordinal);
        Assert.Equal(2, page.QuerySelectorAll("tfoot tr").Length);
        Assert.DoesNotContain("<script>alert", page.DocumentElement.OuterHtml, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_project_manager_sees_what_they_lead_or_work_on_and_money_only_of_what_they_lead()
    {
        using var ana = await server.SignedInAsync("ana@practice.example", Role.ProjectManager);
        await server.RunAsync("insert into issues (engagement, issue, title, assignee) values ('SOW-1048', '70', 'Look at it', 'p001')");

        var page = await ReadAsync(ana, "/?view=all");
        Assert.Equal(["Platform migration", "Runner fleet <b>upgrade</b>"], Names(page).Order(StringComparer.Ordinal));
        Assert.Contains("412,000", Row(page, "SOW-1042"), StringComparison.Ordinal);
        Assert.DoesNotContain("88,000", Row(page, "SOW-1048"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Who_may_not_see_value_gets_the_table_without_money()
    {
        using var manager = await server.SignedInAsync("pmo@practice.example", Role.PmoManager);
        var page = await ReadAsync(manager, "/");

        Assert.Equal(3, Names(page).Count());
        Assert.DoesNotContain("412,000", page.Body!.TextContent, StringComparison.Ordinal);
        Assert.Empty(page.QuerySelectorAll("tfoot tr"));
        Assert.Equal(HttpStatusCode.NotFound, (await manager.GetAsync(new Uri("/revenue", UriKind.Relative), Stop)).StatusCode);
    }

    [Fact]
    public async Task A_member_goes_on_to_their_own_work_and_a_customer_finds_nothing_here()
    {
        using var member = await server.SignedInAsync("tomas@practice.example", Role.Member);
        var answer = await member.GetAsync(new Uri("/", UriKind.Relative), Stop);
        Assert.Matches("(/my-week|/delivery)$", answer.Headers.Location?.OriginalString ?? "");

        using var customer = await server.SignedInAsync("someone@meridian.example", Role.Customer);
        foreach (var path in new[] { "/", "/revenue", "/reports/forecast", "/engagements/SOW-1042", "/delivery", "/portfolio.csv" })
            Assert.Equal(HttpStatusCode.NotFound, (await customer.GetAsync(new Uri(path, UriKind.Relative), Stop)).StatusCode);
    }

    [Theory]
    [InlineData("/?view=attention", "SOW-1024,SOW-1042,SOW-1048")]
    [InlineData("/?view=fixed-fee", "SOW-1042")]
    [InlineData("/?view=expiring", "SOW-1024")]
    [InlineData("/?view=all&status=completed", "SOW-0900")]
    [InlineData("/?status=prospect", "SOW-2000")]
    [InlineData("/?manager=p001", "SOW-1042")]
    [InlineData("/?q=alpen&view=active", "SOW-1024")]
    [InlineData("/?health=red", "SOW-1024")]
    [InlineData("/?customer=harrow", "SOW-1048")]
    [InlineData("/?sort=remaining&billing=tm", "SOW-1024,SOW-1048")]
    [InlineData("/?sort=-remaining&billing=tm", "SOW-1048,SOW-1024")]
    public async Task Views_filters_search_and_order_are_kept_in_the_address(string address, string keys)
    {
        using var leader = await server.SignedInAsync("leader@practice.example", Role.Leader);
        var page = await ReadAsync(leader, address);

        Assert.Equal(keys.Split(','), page.QuerySelectorAll("tbody td.k1 .two").Select(second => second.TextContent.Split(' ')[0]));
    }

    [Fact]
    public async Task The_export_holds_the_engagements_that_are_filtered()
    {
        using var leader = await server.SignedInAsync("leader@practice.example", Role.Leader);
        var answer = await leader.GetAsync(new Uri("/portfolio.csv?billing=ff", UriKind.Relative), Stop);
        var lines = (await answer.Content.ReadAsStringAsync(Stop)).Split('\n', StringSplitOptions.RemoveEmptyEntries);

        Assert.Equal("attachment", answer.Content.Headers.ContentDisposition?.DispositionType);
        Assert.Equal("SOW-1042,meridian,p001,active,USD,412000.00,132000.00,0.00,200000.00,0.00,80000.00,80000.00", Assert.Single(lines.Skip(1)));
    }

    [Fact]
    public async Task An_empty_practice_is_told_how_to_begin()
    {
        await using var fresh = await PracticeServer.StartAsync(databases, empty: true);
        using var leader = await fresh.SignedInAsync("em@practice.example", Role.EngagementManager);

        Assert.Contains("No engagements yet", (await ReadAsync(leader, "/")).Body!.TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_page_costs_at_most_eight_statements_once_its_figures_are_known()
    {
        using var leader = await server.SignedInAsync("leader@practice.example", Role.Leader);
        leader.DefaultRequestHeaders.Add("X-Measure", "1");
        foreach (var path in new[] { "/", "/engagements/SOW-1042", "/delivery", "/delivery/SOW-1042/7", "/reports", "/rules/P-26", "/search/results?q=plat" })
        {
            await leader.GetAsync(new Uri(path, UriKind.Relative), Stop);
            var answer = await leader.GetAsync(new Uri(path, UriKind.Relative), Stop);
            Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
            var statements = int.Parse(answer.Headers.GetValues("Server-Timing").Single().Split('"')[1], System.Globalization.CultureInfo.InvariantCulture);
            Assert.InRange(statements, 1, 8);
        }
    }

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    private static async Task<IHtmlDocument> ReadAsync(HttpClient client, string path)
    {
        var answer = await client.GetAsync(new Uri(path, UriKind.Relative), Stop);
        var html = await answer.Content.ReadAsStringAsync(Stop);
        Assert.True(answer.IsSuccessStatusCode, $"{path} answered {answer.StatusCode}: {html}");
        return new HtmlParser().ParseDocument(html);
    }

    private static IEnumerable<string> Names(IHtmlDocument page) => page.QuerySelectorAll("tbody td.k1 a").Select(link => link.TextContent);

    private static string Row(IHtmlDocument page, string key) => page.QuerySelectorAll("tbody tr").Single(row => row.TextContent.Contains(key, StringComparison.Ordinal)).TextContent;
}

using System.Net;
using System.Text.Json;
using AngleSharp.Html.Dom;
using AngleSharp.Html.Parser;
using Throughline.Domain.Accounts;
using Throughline.Testing;

namespace Throughline.Tests.Engagements;

public sealed class EngagementPageTests(TestDatabases databases) : IAsyncLifetime
{
    private PracticeServer server = null!;

    public async ValueTask InitializeAsync() => server = await PracticeServer.StartAsync(databases);

    public ValueTask DisposeAsync() => server.DisposeAsync();

    [Fact]
    [Trait("rule", "R-228")]
    public async Task The_page_says_when_silence_accepts_and_what_is_wrong_with_activities()
    {
        using var leader = await server.SignedInAsync("leader@practice.example", Role.Leader);
        var text = (await ReadAsync(leader, "/engagements/SOW-1042")).Body!.TextContent;

        Assert.Contains("Day 3 of 5; silence accepts on Fri 13 Mar", text, StringComparison.Ordinal);
        Assert.Contains("Accepted by silence", text, StringComparison.Ordinal);
        Assert.Contains("past due", text, StringComparison.Ordinal);
        Assert.Contains("ends after the contract", text, StringComparison.Ordinal);
        Assert.Contains("412,000.00", text, StringComparison.Ordinal);
        Assert.Contains("80,000.00", text, StringComparison.Ordinal);
        Assert.Contains("Tomás Rivera", text, StringComparison.Ordinal);
    }

    [Fact]
    [Trait("rule", "R-098")]
    public async Task What_goes_against_a_rule_stands_on_the_page_as_often_as_in_the_report()
    {
        using var leader = await server.SignedInAsync("leader@practice.example", Role.Leader);
        var panel = (await ReadAsync(leader, "/engagements/SOW-1042")).QuerySelector("section[aria-labelledby=findings]")!;
        Assert.NotNull(panel.QuerySelector("a[href='/rules/R-098']"));
        Assert.NotNull(panel.QuerySelector("a[href='/rules/R-120']"));

        foreach (var count in panel.QuerySelectorAll("a.num"))
        {
            var rows = (await ReadAsync(leader, count.GetAttribute("href")!)).QuerySelectorAll("tbody tr");
            Assert.Equal(int.Parse(count.TextContent, System.Globalization.CultureInfo.InvariantCulture), rows.Length);
        }

        using var member = await server.SignedInAsync("tomas@practice.example", Role.Member);
        Assert.Null((await ReadAsync(member, "/engagements/SOW-1042")).QuerySelector("section[aria-labelledby=findings]"));
    }

    [Fact]
    public async Task Money_of_an_engagement_is_left_out_for_those_who_may_not_see_it()
    {
        using var member = await server.SignedInAsync("tomas@practice.example", Role.Member);
        var text = (await ReadAsync(member, "/engagements/SOW-1042")).Body!.TextContent;

        Assert.DoesNotContain("412,000", text, StringComparison.Ordinal);
        Assert.DoesNotContain("92,000", text, StringComparison.Ordinal);
        Assert.DoesNotContain("18,500", text, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.NotFound, (await GetAsync(member, "/engagements/SOW-1024")).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await GetAsync(member, "/engagements/none")).StatusCode);
    }

    [Fact]
    public async Task A_change_is_stored_with_its_reason_and_said_on_the_page()
    {
        using var ana = await server.SignedInAsync("ana@practice.example", Role.ProjectManager);

        var unreasoned = await SaveAsync(ana, "SOW-1042", ("Status", "on_hold"));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, unreasoned.StatusCode);

        var saved = await SaveAsync(ana, "SOW-1042", ("Status", "on_hold"), ("Reason", "The customer moves house"));
        Assert.Equal(HttpStatusCode.Found, saved.StatusCode);
        var page = await ReadAsync(ana, "/engagements/SOW-1042");
        Assert.Contains("Status from active to on hold", page.Body!.TextContent, StringComparison.Ordinal);
        Assert.Equal("The customer moves house", await AuditedReasonAsync());
    }

    [Fact]
    public async Task A_change_made_on_an_older_version_is_refused_with_who_changed_what()
    {
        using var leader = await server.SignedInAsync("em@practice.example", Role.EngagementManager);
        await server.RunAsync("update engagements set internal_health = 'red' where engagement = 'SOW-1042'");

        var refused = await SaveAsync(leader, "SOW-1042", ("Name", "Another name"), ("Version", "1"));
        Assert.Equal(HttpStatusCode.Conflict, refused.StatusCode);
        Assert.Contains("ana@practice.example changed this meanwhile: our rating from yellow to red", await refused.Content.ReadAsStringAsync(Stop), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Who_may_see_but_not_change_is_told_so_and_nothing_is_stored()
    {
        using var member = await server.SignedInAsync("tomas@practice.example", Role.Member);
        Assert.Equal(HttpStatusCode.Forbidden, (await GetAsync(member, "/engagements/SOW-1042/edit")).StatusCode);
        Assert.Equal(HttpStatusCode.Forbidden, (await SaveAsync(member, "SOW-1042", ("Name", "Mine"))).StatusCode);
    }

    [Fact]
    public async Task An_engagement_is_entered_by_hand_once()
    {
        using var manager = await server.SignedInAsync("em@practice.example", Role.EngagementManager);
        KeyValuePair<string, string>[] fields =
        [
            new("Engagement", "SOW-3000"), new("Customer", "harrow"), new("Name", "By hand <i>"), new("Type", "consulting"), new("Billing", "tm"), new("Currency", "usd"),
            new("ContractValue", "1,000.50"), new("StartDate", "2026-04-01"), new("Expires", "2026-09-30"), new("Status", "in_set_up"),
        ];

        Assert.Equal(HttpStatusCode.Found, (await PracticeServer.PostAsync(manager, "/new-engagement", fields)).StatusCode);
        Assert.Contains("By hand <i>", (await ReadAsync(manager, "/engagements/SOW-3000")).QuerySelector("h1")!.TextContent, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.Conflict, (await PracticeServer.PostAsync(manager, "/new-engagement", fields)).StatusCode);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await PracticeServer.PostAsync(manager, "/new-engagement", [new("Engagement", "a b")])).StatusCode);
    }

    [Theory]
    [Trait("rule", "R-295")]
    [InlineData("1042", "/engagements/SOW-1042")]
    [InlineData("meridian", "/engagements/SOW-1042")]
    [InlineData("claire", "/engagements/SOW-1024")]
    [InlineData("customs", "/delivery/SOW-1042/7")]
    [InlineData("security", "/delivery/SOW-1024/9")]
    [InlineData("harrow", "/?view=all&customer=harrow")]
    [InlineData("%", null)]
    [InlineData("'; drop table issues", null)]
    public async Task One_search_finds_by_number_customer_manager_title_and_label(string words, string? href)
    {
        using var leader = await server.SignedInAsync("leader@practice.example", Role.Leader);
        var hits = await SearchAsync(leader, words);

        if (href is null)
            Assert.Empty(hits);
        else
            Assert.Contains(href, hits);
    }

    [Fact]
    public async Task Search_finds_only_what_one_may_see()
    {
        using var member = await server.SignedInAsync("tomas@practice.example", Role.Member);
        Assert.Empty(await SearchAsync(member, "security"));
        Assert.Empty(await SearchAsync(member, "1024"));
        Assert.Contains("/engagements/SOW-1042", await SearchAsync(member, "platform"));
    }

    [Fact]
    public async Task Issues_are_filtered_by_the_address_and_open_on_a_page()
    {
        using var leader = await server.SignedInAsync("leader@practice.example", Role.Leader);
        Assert.Equal(2, Rows(await ReadAsync(leader, "/delivery")));
        Assert.Equal(3, Rows(await ReadAsync(leader, "/delivery?state=all")));
        Assert.Equal(1, Rows(await ReadAsync(leader, "/delivery?label=security")));
        Assert.Equal(1, Rows(await ReadAsync(leader, "/delivery?assignee=p003")));
        Assert.Equal(1, Rows(await ReadAsync(leader, "/delivery?q=card")));
        Assert.Equal(["p003"], Choices(await ReadAsync(leader, "/delivery?assignee=p003"), "assignee"));
        Assert.Contains("p001", Choices(await ReadAsync(leader, "/delivery?assignee=p003&choose=assignee"), "assignee"));
        var page = await ReadAsync(leader, "/delivery/SOW-1042/8");
        Assert.Equal("Network freeze <img src=x onerror=alert(1)>", page.QuerySelector("h1")!.TextContent);

        using var member = await server.SignedInAsync("tomas@practice.example", Role.Member);
        Assert.Equal(1, Rows(await ReadAsync(member, "/delivery")));
        Assert.Equal(HttpStatusCode.NotFound, (await GetAsync(member, "/delivery/SOW-1024/9")).StatusCode);
    }

    [Fact]
    public async Task A_long_list_of_issues_goes_on_where_the_page_ended()
    {
        await server.RunAsync("insert into issues (engagement, issue, title) select 'SOW-1048', 'n' || lpad(n::text, 3, '0'), 'Issue ' || n from generate_series(1, 60) n");
        using var leader = await server.SignedInAsync("leader@practice.example", Role.Leader);
        var first = await ReadAsync(leader, "/delivery?engagement=SOW-1048");
        var second = await ReadAsync(leader, first.QuerySelector("a[rel=next]")!.GetAttribute("href")!);

        Assert.Equal((50, 10), (Rows(first), Rows(second)));
        Assert.Contains("SOW-1048#n051", second.Body!.TextContent, StringComparison.Ordinal);
    }

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    private static int Rows(IHtmlDocument page) => page.QuerySelectorAll("tbody td.k1").Length;

    private static IEnumerable<string?> Choices(IHtmlDocument page, string name) =>
        page.QuerySelectorAll($"details.fchip input[name={name}]").Select(field => field.GetAttribute("value"));

    private static Task<HttpResponseMessage> GetAsync(HttpClient client, string path) => client.GetAsync(new Uri(path, UriKind.Relative), Stop);

    private static async Task<IHtmlDocument> ReadAsync(HttpClient client, string path)
    {
        var answer = await GetAsync(client, path);
        var html = await answer.Content.ReadAsStringAsync(Stop);
        Assert.True(answer.IsSuccessStatusCode, $"{path} answered {answer.StatusCode}");
        return new HtmlParser().ParseDocument(html);
    }

    private static async Task<IReadOnlyList<string>> SearchAsync(HttpClient client, string words)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/search?q=" + Uri.EscapeDataString(words));
        request.Headers.Accept.ParseAdd("text/html, application/json;q=0.9");
        var answer = await client.SendAsync(request, Stop);
        using var json = JsonDocument.Parse(await answer.Content.ReadAsStringAsync(Stop));
        return [.. json.RootElement.EnumerateArray().Select(hit => hit.GetProperty("href").GetString()!)];
    }

    // What the form held when it was loaded, with these fields typed over.
    private static async Task<HttpResponseMessage> SaveAsync(HttpClient client, string key, params (string Name, string Value)[] changes)
    {
        var path = $"/engagements/{key}/edit";
        var page = new HtmlParser().ParseDocument(await (await GetAsync(client, path)).Content.ReadAsStringAsync(Stop));
        var form = page.QuerySelectorAll("main form").OfType<IHtmlFormElement>().First();
        var fields = form.Elements.Select(element => (element.GetAttribute("name"), element switch
        {
            IHtmlInputElement input => input.Value,
            IHtmlSelectElement select => select.Value ?? "",
            _ => null,
        })).Where(field => field.Item1 is not null && field.Item2 is not null && changes.All(change => change.Name != field.Item1));
        using var content = new FormUrlEncodedContent(
            fields.Select(field => KeyValuePair.Create(field.Item1!, field.Item2!)).Concat(changes.Select(change => KeyValuePair.Create(change.Name, change.Value))));
        return await client.PostAsync(new Uri(path, UriKind.Relative), content, Stop);
    }

    private Task<string?> AuditedReasonAsync() => server.Database.ReadAsync(
        connection => Dapper.SqlMapper.QuerySingleOrDefaultAsync<string>(connection, "select detail ->> 'reason' from audit where action = 'engagement_changed'"), Stop);
}

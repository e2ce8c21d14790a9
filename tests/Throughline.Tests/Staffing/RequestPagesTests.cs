using System.Net;
using AngleSharp.Html.Dom;
using Throughline.Testing;
using Throughline.Tests.Accounts;
using static Throughline.Tests.Staffing.StaffingWorld;

namespace Throughline.Tests.Staffing;

/// <summary>The pages of resource requests as a browser without script meets them.</summary>
public sealed class RequestPagesTests(TestDatabases databases) : IAsyncLifetime
{
    private StaffingWorld world = null!;
    private PracticeServer server = null!;
    private readonly List<Browser> browsers = [];

    public async ValueTask InitializeAsync()
    {
        world = await StartAsync(databases);
        server = await world.ServeAsync();
    }

    public async ValueTask DisposeAsync()
    {
        browsers.ForEach(browser => browser.Dispose());
        await server.DisposeAsync();
    }

    [Fact]
    [Trait("rule", "R-089")]
    public async Task A_request_goes_from_the_project_manager_to_the_coordinator_and_back()
    {
        await world.BookedAsync(Hard with { Engagement = "SOW-2" });
        var (ana, priya) = (await SignedInAsync("ana"), await SignedInAsync("priya"));

        var form = await ana.GetAsync("/staffing/request?engagement=SOW-1&person=tomas&from=2026-03-02&to=2026-03-06&hours=6");
        var asked = (await SendAsync(ana, form, "request", ("act", "submit"))).GoesTo!;
        Assert.Contains("Submitted. The coordinator has been asked.", (await ana.GetAsync(asked)).Html, StringComparison.Ordinal);
        Assert.Contains("a comment", (await ana.GetAsync(asked)).Html, StringComparison.OrdinalIgnoreCase);
        Assert.Contains("href=\"" + asked, (await priya.GetAsync("/inbox")).Html, StringComparison.Ordinal);
        Assert.Contains("Tomás Rivera", (await priya.GetAsync("/staffing/requests")).Document.Body!.TextContent, StringComparison.Ordinal);

        var page = await priya.GetAsync(asked);
        Assert.Equal(["2026-03-09/2026-03-13@6:00", "2026-03-02/2026-03-06@2:00"], page.Document.QuerySelectorAll("input[name=offer]").Select(box => box.GetAttribute("value")));
        var refused = await SendAsync(priya, page, "decide", ("act", "approve"));
        Assert.Equal(HttpStatusCode.Conflict, refused.Status);
        Assert.NotNull(refused.Document.QuerySelector("a[href='/rules/day_ledger']"));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await SendAsync(priya, page, "decide", ("act", "reject"))).Status);
        Assert.Equal(asked, (await SendAsync(priya, page, "decide", ("act", "counter"), ("offer", "2026-03-09/2026-03-13@6:00"), ("reason", "Busy that week"))).GoesTo);

        Assert.Contains("Needs you<b>1</b>", (await ana.GetAsync("/staffing/requests")).Html, StringComparison.Ordinal);
        Assert.Equal(asked, (await SendAsync(ana, await ana.GetAsync(asked), "own", ("act", "accept"), ("offer", "2026-03-09/2026-03-13@6:00"))).GoesTo);
        Assert.Equal(asked, (await SendAsync(priya, await priya.GetAsync(asked), "decide", ("act", "approve"), ("reason", "Fits now"))).GoesTo);

        Assert.Equal("2026-03-09 hard", await world.ReadAsync<string>("select start_date || ' ' || kind from bookings where engagement = 'SOW-1'"));
        Assert.Contains("Fits now", (await ana.GetAsync("/engagements/SOW-1")).Html, StringComparison.Ordinal);
        Assert.Contains("Booked", (await priya.GetAsync("/staffing/requests?tab=decided")).Html, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    [Trait("rule", "R-087")]
    public async Task A_comment_on_a_draft_leaves_it_a_draft_and_the_page_says_so()
    {
        var ana = await SignedInAsync("ana");
        var form = await ana.GetAsync("/staffing/request?engagement=SOW-1&role=engineer&from=2026-03-02&to=2026-03-06");
        var draft = (await SendAsync(ana, form, "request", ("person", ""), ("role", "engineer"), ("act", "draft"))).GoesTo!;
        Assert.Equal(draft, (await SendAsync(ana, form, "request", ("person", ""), ("role", "engineer"), ("act", "draft"))).GoesTo);

        await SendAsync(ana, await ana.GetAsync(draft), "comment", ("text", "Please book somebody"));
        var page = await ana.GetAsync(draft);
        Assert.Contains("The request is still a draft.", page.Html, StringComparison.Ordinal);
        Assert.Contains("A comment asks and tells; it never submits", page.Html, StringComparison.Ordinal);
        Assert.Contains("Please book somebody", page.Html, StringComparison.Ordinal);

        var priya = await SignedInAsync("priya");
        Assert.Contains("asks a question", (await priya.GetAsync("/inbox")).Html, StringComparison.Ordinal);
        Assert.Contains("question", (await priya.GetAsync("/staffing/requests")).Html, StringComparison.Ordinal);
        await SendAsync(priya, await priya.GetAsync(draft), "comment", ("text", "In May perhaps"));
        Assert.DoesNotContain("asks a question", (await priya.GetAsync("/inbox")).Html, StringComparison.Ordinal);

        Assert.Equal(draft, (await SendAsync(ana, await ana.GetAsync(draft + "/edit"), "draft", ("hoursPerDay", "4"))).GoesTo);
        Assert.Equal("draft 240", await world.ReadAsync<string>("select state || ' ' || minutes_per_day from resource_requests"));
    }

    [Fact]
    public async Task A_refused_booking_offers_ways_out_that_fill_the_form_in()
    {
        await world.BookedAsync(Hard with { Engagement = "SOW-2" });
        var priya = await SignedInAsync("priya");
        var refused = await SendAsync(priya, await priya.GetAsync("/staffing/book?person=tomas&engagement=SOW-1&from=2026-03-02&to=2026-03-06&hours=6"), "book", ("kind", "hard"));

        var ways = refused.Document.QuerySelector("ul[aria-label='Ways out']")!;
        Assert.Contains("9 – 13 March 2026", ways.TextContent, StringComparison.Ordinal);
        var next = await priya.GetAsync(ways.QuerySelector("a")!.GetAttribute("href")!);
        Assert.Equal("2026-03-09", next.Document.QuerySelector("[name=start]")!.GetAttribute("value"));
        Assert.Equal(HttpStatusCode.Found, (await SendAsync(priya, next, "book")).Status);
        var ines = await priya.GetAsync(ways.QuerySelectorAll("a").Single(link => link.TextContent == "Ines Moreau").GetAttribute("href")!);
        Assert.Equal(HttpStatusCode.Found, (await SendAsync(priya, ines, "book")).Status);
    }

    [Fact]
    [Trait("rule", "R-047")]
    public async Task The_coordinator_compares_candidates_and_proposes_one_with_the_reasoning()
    {
        await world.RunAsync("insert into resource_requests (resource_request, engagement, kind, role, skills, start_date, end_date, minutes_per_day, commitment, state, requested_by, submitted_at) values ('rr-1', 'SOW-1', 'new', 'engineer', 'go', '2026-03-02', '2026-03-06', 360, 'hard', 'submitted', 'ana@example.org', '2026-02-20Z')");
        var (ana, priya) = (await SignedInAsync("ana"), await SignedInAsync("priya"));

        var page = await priya.GetAsync("/staffing/requests/rr-1/match?compare=ines&compare=tomas");
        Assert.Equal(["Ines Moreau", "Tomás Rivera"], page.Document.QuerySelectorAll("section[aria-labelledby=side] thead th").Skip(1).Select(cell => cell.TextContent));
        Assert.Contains("0% → 75%", page.Document.QuerySelector("section[aria-labelledby=side]")!.TextContent, StringComparison.Ordinal);
        Assert.Contains("works as architect, not as engineer", page.Html, StringComparison.Ordinal);
        Assert.DoesNotContain("Margin of the work", page.Html, StringComparison.Ordinal);
        Assert.Null((await ana.GetAsync("/staffing/requests/rr-1/match")).Document.QuerySelector("button .i[data-propose], form[method=post] [name=person]"));

        Assert.Equal("/staffing/requests/rr-1", (await SendAsync(priya, page, "propose", ("person", "ines"), ("reason", "Knows the cutover"))).GoesTo);
        var request = await ana.GetAsync("/staffing/requests/rr-1");
        Assert.Contains("Ines Moreau, ", request.Html, StringComparison.Ordinal);
        Assert.Contains("Knows the cutover", request.Html, StringComparison.Ordinal);
        Assert.Contains("Chosen because", (await ana.GetAsync("/engagements/SOW-1")).Html, StringComparison.Ordinal);
    }

    [Fact]
    [Trait("rule", "R-296")]
    public async Task Nobody_sees_a_request_that_is_none_of_theirs()
    {
        await world.RunAsync("insert into resource_requests (resource_request, engagement, kind, role, start_date, end_date, minutes_per_day, commitment, state, requested_by) values ('rr-1', 'SOW-2', 'new', 'engineer', '2026-03-02', '2026-03-06', 360, 'hard', 'draft', 'boris@example.org')");
        foreach (var name in (string[])["ana", "tomas", "pavel"])
            Assert.Equal(HttpStatusCode.NotFound, (await (await SignedInAsync(name)).GetAsync("/staffing/requests/rr-1")).Status);

        Assert.Equal(HttpStatusCode.OK, (await (await SignedInAsync("priya")).GetAsync("/staffing/requests/rr-1")).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await (await SignedInAsync("pavel")).GetAsync("/staffing/requests")).Status);
        Assert.Equal(HttpStatusCode.Forbidden, (await (await SignedInAsync("pavel")).GetAsync("/staffing/request")).Status);
    }

    private async Task<Browser> SignedInAsync(string name)
    {
        var browser = new Browser(server.Address, null);
        browsers.Add(browser);
        Assert.Equal(HttpStatusCode.Found, (await browser.SignInAsync($"{name}@example.org", PracticeServer.Password)).Status);
        return browser;
    }

    // Sends the page's form of that name with every field as it stands, but for those named.
    private static Task<Page> SendAsync(Browser browser, Page page, string name, params (string Name, string Value)[] changed)
    {
        var form = page.Document.Forms.Single(form => form.QuerySelector($"input[name=_handler][value='{name}']") is not null);
        var standing = form.Elements.SelectMany<AngleSharp.Html.Dom.IHtmlElement, (string Name, string Value)>(element => element switch
        {
            IHtmlInputElement { Type: "radio" or "checkbox", IsChecked: false } => [],
            IHtmlInputElement { Name: { } field } input => [(field, input.Value)],
            IHtmlSelectElement { Name: { } field } select => [(field, select.Value ?? "")],
            IHtmlTextAreaElement { Name: { } field } area => [(field, area.Value)],
            _ => [],
        }).Where(field => changed.All(change => change.Name != field.Name));
        return browser.PostAsync(form.GetAttribute("action")!, [.. standing, .. changed]);
    }
}

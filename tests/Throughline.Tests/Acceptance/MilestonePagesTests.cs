using System.Net;
using AngleSharp.Html.Dom;
using AngleSharp.Html.Parser;
using Throughline.Domain.Accounts;
using Throughline.Testing;

namespace Throughline.Tests.Acceptance;

/// <summary>Ana leads SOW-1042: of its milestones M3 was sent before requests were kept, M4 is planned. It is Wednesday 11 March 2026.</summary>
public sealed class MilestonePagesTests(TestDatabases databases) : IAsyncLifetime
{
    private const string M4 = "/engagements/SOW-1042/milestones/M4";
    private PracticeServer server = null!;
    private HttpClient ana = null!;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        server = await PracticeServer.StartAsync(databases);
        ana = await server.SignedInAsync("ana@practice.example", Role.ProjectManager);
    }

    public async ValueTask DisposeAsync()
    {
        ana.Dispose();
        await server.DisposeAsync();
    }

    [Fact]
    public async Task A_milestone_goes_from_work_to_a_running_clock_is_held_and_is_accepted_by_a_reply_that_she_confirms()
    {
        await DoneAsync("begin", new() { ["step"] = "start" });
        await DoneAsync("describe", new() { ["describe.delivered"] = "Wave 1 is migrated.", ["describe.criteria"] = "All runners moved\nNo build waits", ["describe.forecast"] = "2026-04-17" });
        await DoneAsync("begin", new() { ["step"] = "ready" });
        Assert.Contains("Sent now, day 1 is Wednesday 11 March 2026, and without an answer by the end of Tuesday 17 March 2026", await TextAsync(M4), StringComparison.Ordinal);

        await DoneAsync("ask", new() { ["ask.recipientName"] = "Laura Benning", ["ask.recipientEmail"] = "laura@meridian.example", ["ask.statement"] = "Wave 1 is migrated.", ["ask.points"] = "All runners moved\nNo build waits" }, ("ask.documents", "acceptance.pdf", "%PDF-1.7"));
        var page = await ReadAsync(M4);
        Assert.Equal("Day 1 of 5", page.QuerySelector(".days")!.GetAttribute("aria-label"));
        Assert.Contains("Without an answer by the end of Tuesday 17 March 2026 silence accepts", page.QuerySelector("main")!.TextContent, StringComparison.Ordinal);

        await DoneAsync("hold", new() { ["hold.start"] = "2026-03-12", ["hold.end"] = "2026-03-12", ["hold.agreedWith"] = "Laura Benning", ["hold.reason"] = "Offsite" });
        Assert.Contains("Wednesday 18 March 2026", await TextAsync(M4), StringComparison.Ordinal);

        await DoneAsync("reply", new() { ["reply.sender"] = "laura@meridian.example", ["reply.sentAt"] = "2026-03-11T11:00", ["reply.text"] = "Approved, thank you." });
        page = await ReadAsync("/acceptance?tab=decide");
        Assert.Equal(["M4 Wave 1 migration"], page.QuerySelectorAll("td.k1 a").Select(link => link.TextContent));

        var key = (await ReadAsync(M4)).QuerySelector("input[name=reply]")!.GetAttribute("value")!;
        await DoneAsync($"settle-{key}", new() { ["reply"] = key, ["verdict"] = "accepted" });
        page = await ReadAsync(M4);
        Assert.Contains("Accepted by laura@meridian.example", page.QuerySelector("section[aria-labelledby=decision]")!.TextContent, StringComparison.Ordinal);
        Assert.Contains("to be released for March 2026", page.QuerySelector("section[aria-labelledby=worth]")!.TextContent, StringComparison.Ordinal);
        Assert.Equal(new DateOnly(2026, 3, 11), await server.ReadAsync<DateOnly>("select sign_off_received from milestones where milestone = 'M4'"));
        Assert.Contains("acceptance.pdf", page.QuerySelector("section[aria-labelledby^=evidence]")!.TextContent, StringComparison.Ordinal);
        Assert.Equal("%PDF-1.7", await ana.GetStringAsync(new Uri(page.QuerySelector("a[download='acceptance.pdf']")!.GetAttribute("href")!, UriKind.Relative), Stop));
    }

    [Fact]
    public async Task What_is_wrong_is_said_at_its_field_and_what_a_rule_refuses_names_the_rule()
    {
        await DoneAsync("begin", new() { ["step"] = "start" });
        await server.RunAsync("update activities set milestone = 'M4' where activity = 'build'");
        var refused = await SendAsync(M4, "begin", new() { ["step"] = "ready" });
        Assert.Equal(HttpStatusCode.Conflict, refused.StatusCode);
        Assert.Contains("R-222", await refused.Content.ReadAsStringAsync(Stop), StringComparison.Ordinal);

        await server.RunAsync("update milestones set ready_on = '2026-03-11' where milestone = 'M4'");
        var wrong = await SendAsync(M4, "ask", new() { ["ask.recipientName"] = "Laura", ["ask.recipientEmail"] = "laura", ["ask.statement"] = "Done" });
        Assert.Equal(HttpStatusCode.UnprocessableEntity, wrong.StatusCode);
        var page = new HtmlParser().ParseDocument(await wrong.Content.ReadAsStringAsync(Stop));
        Assert.Equal(["#f-ask-recipientEmail", "#f-ask-documents"], page.QuerySelectorAll(".errs a").Select(link => link.GetAttribute("href")));
        Assert.Equal("laura", page.QuerySelector("#f-ask-recipientEmail")!.GetAttribute("value"));
    }

    [Fact]
    public async Task A_milestone_that_was_sent_before_requests_were_kept_takes_a_signed_answer_point_by_point()
    {
        const string M3 = "/engagements/SOW-1042/milestones/M3";
        var unsigned = await SendAsync(M3, "answer", new() { ["answer.kind"] = "accept", ["answer.by"] = "Laura Benning", ["answer.day"] = "2026-03-11" });
        Assert.Contains("an acceptance needs it (R-226)", await unsigned.Content.ReadAsStringAsync(Stop), StringComparison.Ordinal);

        await DoneAsync("answer", new() { ["answer.kind"] = "reject", ["answer.by"] = "Laura Benning", ["answer.day"] = "2026-03-11", ["answer.remarks"] = "The fallback was not tested" }, page: M3);
        var text = await TextAsync(M3);
        Assert.Contains("Rejected by Laura Benning", text, StringComparison.Ordinal);
        Assert.Contains("What was rejected is worked on again", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_list_shows_what_runs_what_is_in_work_and_what_is_accepted_to_those_who_may_see_it()
    {
        Assert.Equal(["M3 Pilot cutover"], await TitlesAsync(ana, "/acceptance"));
        Assert.Equal(["M4 Wave 1 migration", "M5 Wave 2 and hand-over"], await TitlesAsync(ana, "/acceptance?tab=work"));
        Assert.Equal(["M2 Landing zone", "M1 Discovery report"], await TitlesAsync(ana, "/acceptance?tab=accepted"));
        Assert.Empty(await TitlesAsync(ana, "/acceptance?tab=work&customer=alpen"));
        Assert.Contains("USD 108,000.00", await TextAsync("/acceptance?tab=work&manager=p001"), StringComparison.Ordinal);

        using var claire = await server.SignedInAsync("claire@practice.example", Role.ProjectManager);
        Assert.Empty(await TitlesAsync(claire, "/acceptance?tab=work"));
        Assert.Equal(HttpStatusCode.NotFound, (await claire.GetAsync(new Uri(M4, UriKind.Relative), Stop)).StatusCode);

        // Somebody who works on it sees it without amounts and forms.
        using var tomas = await server.SignedInAsync("tomas@practice.example", Role.Member);
        var page = new HtmlParser().ParseDocument(await tomas.GetStringAsync(new Uri(M4, UriKind.Relative), Stop));
        Assert.Empty(page.QuerySelectorAll("main form"));
        Assert.DoesNotContain("108,000", page.QuerySelector("main")!.TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_long_list_goes_on_where_it_ended()
    {
        await server.RunAsync("insert into milestones (engagement, milestone, title, amount, sign_off_received) select 'SOW-1042', 'X' || lpad(i::text, 3, '0'), 'Part ' || i, 1, '2026-01-01'::date + i % 7 from generate_series(1, 120) i");
        var (seen, next) = (new List<string>(), "/acceptance?tab=accepted");
        while (next is not null)
        {
            var page = await ReadAsync(next);
            seen.AddRange(page.QuerySelectorAll("td.k1 a").Select(link => link.TextContent));
            next = page.QuerySelector("a[rel=next]")?.GetAttribute("href");
        }

        Assert.Equal((122, 122), (seen.Count, seen.Distinct().Count()));
    }

    private async Task DoneAsync(string form, Dictionary<string, string> fields, (string Field, string Name, string Content)? file = null, string page = M4)
    {
        var answer = await SendAsync(page, form, fields, file);
        Assert.True(answer.StatusCode is HttpStatusCode.Found or HttpStatusCode.SeeOther, new HtmlParser().ParseDocument(await answer.Content.ReadAsStringAsync(Stop)).QuerySelector("main")?.TextContent);
    }

    // As a browser sends it: the form with this handler, its hidden fields and what is filled in.
    private async Task<HttpResponseMessage> SendAsync(string path, string form, Dictionary<string, string> fields, (string Field, string Name, string Content)? file = null)
    {
        var found = (IHtmlFormElement)(await ReadAsync(path)).QuerySelector($"form:has(input[name=_handler][value='{form}'])")!;
        Assert.NotNull(found);
        using var content = new MultipartFormDataContent();
        foreach (var hidden in found.QuerySelectorAll("input[type=hidden]").Where(field => !fields.ContainsKey(field.GetAttribute("name")!)))
            content.Add(new StringContent(hidden.GetAttribute("value") ?? ""), hidden.GetAttribute("name")!);
        foreach (var (name, value) in fields)
            content.Add(new StringContent(value), name);
        if (file is { } sent)
            content.Add(new ByteArrayContent(System.Text.Encoding.UTF8.GetBytes(sent.Content)), sent.Field, sent.Name);
        return await ana.PostAsync(new Uri(path, UriKind.Relative), content, Stop);
    }

    private async Task<IHtmlDocument> ReadAsync(string path) => new HtmlParser().ParseDocument(await ana.GetStringAsync(new Uri(path, UriKind.Relative), Stop));

    private async Task<string> TextAsync(string path) => System.Text.RegularExpressions.Regex.Replace((await ReadAsync(path)).QuerySelector("main")!.TextContent, @"\s+", " ");

    private static async Task<List<string>> TitlesAsync(HttpClient client, string path) =>
        [.. new HtmlParser().ParseDocument(await client.GetStringAsync(new Uri(path, UriKind.Relative), Stop)).QuerySelectorAll("td.k1 a").Select(link => link.TextContent)];
}

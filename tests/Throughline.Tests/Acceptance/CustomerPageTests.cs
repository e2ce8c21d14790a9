using System.Net;
using System.Text;
using AngleSharp.Html.Dom;
using AngleSharp.Html.Parser;
using Throughline.Features.Acceptance;
using Throughline.Testing;

namespace Throughline.Tests.Acceptance;

public sealed class CustomerPageTests(TestDatabases databases)
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_page_says_what_is_asked_until_when_and_what_silence_means_and_nothing_is_chosen()
    {
        await using var server = await AskedCustomer.StartAsync(databases);
        using var customer = Browser(server);

        var answer = await customer.GetAsync(Uri(await AskedCustomer.LinkAsync(server)), Stop);
        var page = await PageAsync(answer);

        Assert.Equal("Pilot cutover is ready for your decision", page.QuerySelector("h1")!.TextContent);
        var words = Words(page);
        Assert.Contains("milestone 3 of 5 in SOW-1042, USD 92,000.00", words, StringComparison.Ordinal);
        Assert.Contains("Friday 13 March 2026, Chicago time", words, StringComparison.Ordinal);
        Assert.Contains("If we do not hear from you by then, the milestone counts as accepted", words, StringComparison.Ordinal);
        Assert.Contains("Ana Kovač asked you to decide", words, StringComparison.Ordinal);
        Assert.Equal(["Mon 9", "Tue 10", "Today", "Thu 12", "Fri 13"], page.QuerySelectorAll(".wd li").Select(day => day.TextContent.Trim()));
        Assert.Empty(page.QuerySelectorAll("input[type=radio][checked]"));
        Assert.DoesNotContain("<script>alert", page.DocumentElement.OuterHtml, StringComparison.Ordinal);
        Assert.Equal("no-referrer", answer.Headers.GetValues("Referrer-Policy").Single());
        Assert.Equal("noindex, nofollow", answer.Headers.GetValues("X-Robots-Tag").Single());
        Assert.True(answer.Headers.CacheControl!.NoStore);
    }

    [Fact]
    public async Task Looking_again_within_the_hour_is_no_second_step_but_each_browser_is_one()
    {
        await using var server = await AskedCustomer.StartAsync(databases);
        var link = Uri(await AskedCustomer.LinkAsync(server));
        using var customer = Browser(server);

        await customer.GetAsync(link, Stop);
        await customer.GetAsync(link, Stop);
        customer.DefaultRequestHeaders.UserAgent.ParseAdd("Phone/1.0");
        await customer.GetAsync(link, Stop);

        Assert.Equal(["requested", "link_made", "viewed", "viewed"], await KindsAsync(server));
    }

    [Fact]
    public async Task Acceptance_with_remarks_is_kept_mailed_with_its_evidence_and_closes_the_link()
    {
        await using var server = await AskedCustomer.StartAsync(databases);
        await AllowMailAsync(server);
        using var customer = Browser(server);
        var link = await AskedCustomer.LinkAsync(server);

        var answer = await PracticeServer.PostAsync(customer, link, [new("answer", "remarks"), new("remarks", "Please mend the label <b>printer</b>."), new("name", "Laura Benning")]);

        Assert.Equal(HttpStatusCode.SeeOther, answer.StatusCode);
        var thanks = Words(await PageAsync(await customer.GetAsync(answer.Headers.Location, Stop)));
        Assert.Contains("Laura Benning accepted Pilot cutover on Wednesday 11 March 2026, 10:00 Chicago time", thanks, StringComparison.Ordinal);
        Assert.Contains("Please mend the label <b>printer</b>.", thanks, StringComparison.Ordinal);
        Assert.Equal(("accepted", "page", "Laura Benning"), await server.ReadAsync<(string, string, string)>("select state, decided_via, decided_by from acceptance_requests"));
        Assert.Equal(HttpStatusCode.Gone, (await customer.GetAsync(Uri(link), Stop)).StatusCode);
        await server.Get<Throughline.Platform.BackgroundWork>().RunDueAsync(Stop);
        var (to, file) = await server.ReadAsync<(string, string)>("select m.address, a.name from mail m join mail_attachments a using (mail)");
        Assert.Equal(("laura@meridian.example", "evidence-SOW-1042-M3-1.zip"), (to, file));
        Assert.Equal("PK", Encoding.ASCII.GetString(await customer.GetByteArrayAsync(Uri(answer.Headers.Location + "/pack"), Stop))[..2]);
    }

    [Fact]
    public async Task Rejection_names_the_points_and_reasons_and_what_is_missing_is_said_with_the_input_kept()
    {
        await using var server = await AskedCustomer.StartAsync(databases);
        using var customer = Browser(server);
        var link = await AskedCustomer.LinkAsync(server);

        var nothing = await PracticeServer.PostAsync(customer, link, [new("answer", "reject"), new("name", "Laura B.")]);
        var rejected = await PracticeServer.PostAsync(customer, link, [new("answer", "reject"), new("name", "Laura Benning"), new("notmet", "1"), new("reason-2", "4.2 seconds."), new("other", "No manual.\nToo late.")]);

        Assert.Equal(HttpStatusCode.UnprocessableEntity, nothing.StatusCode);
        var page = await PageAsync(nothing);
        Assert.Contains("Say which points are not met", page.QuerySelector(".errs")!.TextContent, StringComparison.Ordinal);
        Assert.Equal("Laura B.", page.QuerySelector("input[name=name]")!.GetAttribute("value"));
        Assert.NotNull(page.QuerySelector("#d-reject[checked]"));
        Assert.Equal(HttpStatusCode.SeeOther, rejected.StatusCode);
        Assert.Equal(
            ["1 Not met.", "2 4.2 seconds.", "3 No manual.", "4 Too late."],
            await server.ListAsync<string>("select point || ' ' || objection from acceptance_points where objection is not null order by point"));
    }

    [Fact]
    public async Task A_decision_that_is_sent_twice_counts_once_and_both_are_thanked()
    {
        await using var server = await AskedCustomer.StartAsync(databases);
        using var customer = Browser(server);
        var link = await AskedCustomer.LinkAsync(server);
        KeyValuePair<string, string>[] fields = [new("form", "decide"), new("answer", "accept"), new("name", "Laura Benning")];

        var answers = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => customer.PostAsync(Uri(link), new FormUrlEncodedContent(fields), Stop)));

        Assert.All(answers, answer => Assert.StartsWith("/a/thanks/", answer.Headers.Location?.ToString(), StringComparison.Ordinal));
        Assert.Single(await KindsAsync(server), "accepted");
    }

    [Fact]
    public async Task A_forged_altered_revoked_or_used_link_opens_nothing_and_they_all_look_alike()
    {
        await using var server = await AskedCustomer.StartAsync(databases);
        using var customer = Browser(server);
        var (link, revoked) = (await AskedCustomer.LinkAsync(server), await AskedCustomer.LinkAsync(server, name: "Old"));
        await server.RunAsync("update acceptance_links set revoked_at = now(), revoked_by = 'ana' where name = 'Old'");
        var altered = link[..^1] + (char)(link[^1] ^ 1);
        var inside = link[..40] + (link[40] == 'A' ? 'B' : 'A') + link[41..];

        var bodies = new List<string>();
        foreach (var dead in new[] { "/a/x", "/a/" + new string('A', 200), altered, inside, revoked })
        {
            var answer = await customer.GetAsync(Uri(dead), Stop);
            Assert.Equal(HttpStatusCode.Gone, answer.StatusCode);
            bodies.Add(await answer.Content.ReadAsStringAsync(Stop));
            Assert.Equal(HttpStatusCode.Gone, (await customer.PostAsync(Uri(dead), new FormUrlEncodedContent([new("form", "decide"), new("answer", "accept"), new("name", "X")]), Stop)).StatusCode);
        }

        Assert.Single(bodies.Distinct());
        Assert.DoesNotContain("Pilot", bodies[0], StringComparison.Ordinal);
        Assert.Equal("open", await server.ReadAsync<string>("select state from acceptance_requests"));
        await server.RunAsync("update acceptance_requests set state = 'withdrawn'");
        Assert.Equal(bodies[0], await customer.GetStringAsync410(Uri(link), Stop));
    }

    [Fact]
    public async Task Files_come_as_files_only_those_of_the_request_and_only_what_was_meant_for_the_customer()
    {
        await using var server = await AskedCustomer.StartAsync(databases);
        await AskedCustomer.AskAsync(server, "A-2", "SOW-1042", "M4", "Another thing.", "Secret of M4.txt");
        await server.RunAsync("insert into acceptance_files (acceptance_request, number, kind, name, type, sha256, added_by, added_at) select 'A-1', 2, 'reply', 'mail.eml', 'message/rfc822', sha256, 'ana', now() from acceptance_files where acceptance_request = 'A-2'");
        using var customer = Browser(server);
        var link = await AskedCustomer.LinkAsync(server);

        var file = await customer.GetAsync(Uri(link + "/files/1"), Stop);

        Assert.Equal("8 March: 1,204 shipments.\n", await file.Content.ReadAsStringAsync(Stop));
        Assert.Equal("attachment", file.Content.Headers.ContentDisposition!.DispositionType);
        Assert.Equal("nosniff", file.Headers.GetValues("X-Content-Type-Options").Single());
        Assert.Equal("application/octet-stream", file.Content.Headers.ContentType!.MediaType);
        Assert.Equal(HttpStatusCode.NotFound, (await customer.GetAsync(Uri(link + "/files/2"), Stop)).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await customer.GetAsync(Uri(link + "/files/9"), Stop)).StatusCode);
        Assert.Equal(["requested", "link_made", "downloaded"], await KindsAsync(server));
    }

    [Fact]
    public async Task Where_the_practice_asks_for_a_code_the_page_opens_after_it_and_guessing_ends_after_five_tries()
    {
        await using var server = await AskedCustomer.StartAsync(databases);
        await AllowMailAsync(server);
        await server.RunAsync("insert into policies (policy, value, scope_kind, scope) values ('acceptance.link_code', 'on', 'engagement', 'SOW-1042')");
        using var customer = Browser(server);
        var link = await AskedCustomer.LinkAsync(server);

        Assert.DoesNotContain("Pilot", await customer.GetStringAsync(Uri(link), Stop), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.NotFound, (await customer.GetAsync(Uri(link + "/files/1"), Stop)).StatusCode);
        await PracticeServer.PostAsync(customer, link, [new("form", "send-code")]);
        var first = await CodeAsync(server);
        for (var guess = 0; guess < 5; guess++)
            Assert.Equal(HttpStatusCode.UnprocessableEntity, (await customer.PostAsync(Uri(link), Form(("form", "code"), ("code", first == "000000" ? "000001" : "000000")), Stop)).StatusCode);

        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await customer.PostAsync(Uri(link), Form(("form", "code"), ("code", first)), Stop)).StatusCode);
        await customer.PostAsync(Uri(link), Form(("form", "send-code")), Stop);
        var right = await customer.PostAsync(Uri(link), Form(("form", "code"), ("code", await CodeAsync(server))), Stop);

        Assert.Equal(HttpStatusCode.SeeOther, right.StatusCode);
        Assert.Contains("Pilot cutover is ready", await customer.GetStringAsync(Uri(link), Stop), StringComparison.Ordinal);
        using var another = Browser(server);
        Assert.DoesNotContain("Pilot", await another.GetStringAsync(Uri(link), Stop), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_question_reaches_the_project_manager_and_a_colleague_gets_a_link_of_their_own()
    {
        await using var server = await AskedCustomer.StartAsync(databases);
        await AllowMailAsync(server);
        using var customer = Browser(server);
        var link = await AskedCustomer.LinkAsync(server);

        Assert.Equal(HttpStatusCode.SeeOther, (await PracticeServer.PostAsync(customer, link, [new("question", "Is <i>depot 4</i> part of this?")])).StatusCode);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await PracticeServer.PostAsync(customer, link, [new("colleague", "Ben\nBcc: x"), new("email", "ben@meridian.example, eve@evil.example")])).StatusCode);
        Assert.Equal(HttpStatusCode.SeeOther, (await PracticeServer.PostAsync(customer, link, [new("colleague", "Ben Ode"), new("email", "ben@meridian.example")])).StatusCode);

        Assert.Contains("Is <i>depot 4</i> part of this?", await server.ReadAsync<string>("select detail->>'said' from notices where kind = 'acceptance_question' and recipient = 'p001'"), StringComparison.Ordinal);
        var theirs = await server.ReadAsync<string>("select link from mail where address = 'ben@meridian.example'");
        Assert.Contains("for Ben Ode", await customer.GetStringAsync(Uri(theirs), Stop), StringComparison.Ordinal);
        Assert.Equal(["requested", "link_made", "question", "link_made", "passed_on"], (await KindsAsync(server)).Where(kind => kind != "viewed"));
    }

    [Fact]
    public async Task Hostile_words_are_words_and_what_cannot_be_kept_is_refused_in_its_place()
    {
        await using var server = await AskedCustomer.StartAsync(databases);
        using var customer = Browser(server);
        var link = await AskedCustomer.LinkAsync(server, name: "Laura \"><img src=x onerror=alert(1)>");

        var page = await customer.GetStringAsync(Uri(link), Stop);
        var nul = await customer.PostAsync(Uri(link), Form(("form", "decide"), ("answer", "remarks"), ("remarks", "a\0b"), ("name", "L\0")), Stop);
        var huge = await customer.PostAsync(Uri(link), Form(("form", "decide"), ("answer", "remarks"), ("remarks", new string('x', 20_000)), ("name", "Laura")), Stop);
        var larger = await customer.PostAsync(Uri(link), Form(("form", "ask"), ("question", new string('x', 400_000))), Stop);
        var none = await customer.PostAsync(Uri(link), new StringContent("{}", Encoding.UTF8, "application/json"), Stop);

        Assert.DoesNotContain("<img src=x", page, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.BadRequest, nul.StatusCode);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, huge.StatusCode);
        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, larger.StatusCode);
        Assert.Equal(HttpStatusCode.UnsupportedMediaType, none.StatusCode);
        Assert.Equal("open", await server.ReadAsync<string>("select state from acceptance_requests"));
    }

    [Fact]
    public async Task Silence_and_a_pause_are_told_in_plain_words()
    {
        await using var server = await AskedCustomer.StartAsync(databases);
        using var customer = Browser(server);
        var link = Uri(await AskedCustomer.LinkAsync(server));

        await server.RunAsync("insert into acceptance_holds (acceptance_hold, acceptance_request, kind, start_date, reason, held_by) values ('h', 'A-1', 'objection', '2026-03-10', 'asks', 'ana')");
        Assert.Contains("paused since Tuesday 10 March 2026", Words(await PageAsync(await customer.GetAsync(link, Stop))), StringComparison.Ordinal);
        await server.RunAsync("delete from acceptance_holds");
        server.Database.Clock.MoveTo(new DateTimeOffset(2026, 3, 14, 6, 0, 0, TimeSpan.Zero));
        var over = Words(await PageAsync(await customer.GetAsync(link, Stop)));
        Assert.Contains("Pilot cutover counts as accepted since Friday 13 March 2026", over, StringComparison.Ordinal);
        Assert.DoesNotContain("Send my decision", over, StringComparison.Ordinal);
        await server.RunAsync("update acceptance_requests set state = 'deemed', decided_on = '2026-03-13', decided_at = now(), decided_via = 'silence', decided_by = 'system'");
        var deemed = await customer.GetAsync(link, Stop);
        Assert.Equal(HttpStatusCode.Gone, deemed.StatusCode);
        Assert.Contains("counts as accepted since Friday 13 March 2026", Words(await PageAsync(deemed)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Whoever_tries_links_soon_has_to_wait()
    {
        await using var server = await AskedCustomer.StartAsync(databases);
        using var customer = Browser(server);

        var answers = new List<HttpStatusCode>();
        for (var i = 0; i < 260 && answers.LastOrDefault() != HttpStatusCode.TooManyRequests; i++)
            answers.Add((await customer.GetAsync(Uri("/a/" + i), Stop)).StatusCode);

        Assert.Equal(HttpStatusCode.TooManyRequests, answers[^1]);
    }

    [Fact]
    public async Task Who_leads_the_engagement_sees_the_links_makes_one_to_hand_over_and_ends_one()
    {
        await using var server = await AskedCustomer.StartAsync(databases);
        var link = await AskedCustomer.LinkAsync(server);
        using var customer = Browser(server);
        using var ana = await server.SignedInAsync("ana@practice.example", Domain.Accounts.Role.ProjectManager);
        using var claire = await server.SignedInAsync("claire@practice.example", Domain.Accounts.Role.ProjectManager);
        await customer.GetAsync(Uri(link), Stop);
        const string Links = "/acceptance/requests/A-1/links";

        var made = await PracticeServer.PostAsync(ana, Links, [new("colleague", "Ben Ode"), new("email", "ben@meridian.example")]);

        var path = new Uri((await PageAsync(made)).QuerySelector(".note input")!.GetAttribute("value")!).AbsolutePath;
        Assert.Contains("for Ben Ode", await customer.GetStringAsync(Uri(path), Stop), StringComparison.Ordinal);
        Assert.Equal("ana@practice.example", await server.ReadAsync<string>("select detail::jsonb ->> 'shownTo' from acceptance_evidence where kind = 'link_shown'"));
        Assert.Equal(HttpStatusCode.NotFound, (await claire.GetAsync(Uri(Links), Stop)).StatusCode);
        var revoke = (await PageAsync(await ana.GetAsync(Uri(Links), Stop))).QuerySelector("form[action$=revoke]")!;
        var ended = await ana.PostAsync(Uri(revoke.GetAttribute("action")!), new FormUrlEncodedContent(revoke.QuerySelectorAll("input").Select(field => KeyValuePair.Create(field.GetAttribute("name")!, field.GetAttribute("value")!))), Stop);
        Assert.Equal(HttpStatusCode.SeeOther, ended.StatusCode);
        Assert.Equal(HttpStatusCode.Gone, (await customer.GetAsync(Uri(link), Stop)).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await ana.GetAsync(Uri("/acceptance/requests/A-1/pack"), Stop)).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await claire.GetAsync(Uri("/acceptance/requests/A-1/pack"), Stop)).StatusCode);
        Assert.Contains(PracticeKeys.Grouped((await server.Get<PracticeKeys>().CurrentAsync(Stop)).Fingerprint), await ana.GetStringAsync(Uri("/admin/evidence-key"), Stop), StringComparison.Ordinal);
    }

    private static HttpClient Browser(PracticeServer server)
    {
        var client = new HttpClient(new HttpClientHandler { CookieContainer = new CookieContainer(), AllowAutoRedirect = false }) { BaseAddress = new Uri(server.Address) };
        client.DefaultRequestHeaders.Accept.ParseAdd("text/html");
        return client;
    }

    private static FormUrlEncodedContent Form(params (string Name, string Value)[] fields) => new(fields.Select(field => KeyValuePair.Create(field.Name, field.Value)));

    private static Task AllowMailAsync(PracticeServer server) => server.RunAsync(
        "insert into mail_settings (enabled, host, port, encrypt, from_address, from_name, public_address) values (true, '127.0.0.1', 9, false, 'us@practice.example', 'Us', 'https://practice.example')");

    private static async Task<string> CodeAsync(PracticeServer server) =>
        (await server.ReadAsync<string>("select subject from mail where kind = 'acceptance_code' order by queued_at desc, mail desc limit 1"))[^6..];

    private static Task<List<string>> KindsAsync(PracticeServer server) => server.ListAsync<string>("select kind from acceptance_evidence where acceptance_request = 'A-1' order by number");

    private static async Task<IHtmlDocument> PageAsync(HttpResponseMessage answer) => new HtmlParser().ParseDocument(await answer.Content.ReadAsStringAsync(Stop));

    private static string Words(IHtmlDocument page) => string.Join(' ', page.Body!.TextContent.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));

    private static Uri Uri(string path) => new(path, UriKind.Relative);
}

internal static class GoneAnswers
{
    /// <summary>The words of an answer that says the page is gone.</summary>
    public static async Task<string> GetStringAsync410(this HttpClient client, Uri path, CancellationToken stop)
    {
        var answer = await client.GetAsync(path, stop);
        Assert.Equal(HttpStatusCode.Gone, answer.StatusCode);
        return await answer.Content.ReadAsStringAsync(stop);
    }
}

using System.Net;
using System.Net.Http.Headers;
using AngleSharp.Html.Dom;
using Throughline.Domain.Accounts;
using Throughline.Testing;
using Throughline.Tests.Accounts;

namespace Throughline.Tests.Contracts;

/// <summary>From the file to the engagement, through the pages, as a browser without script sends them.</summary>
public sealed class ReviewTests(TestDatabases databases) : IAsyncLifetime
{
    private const string Marcus = "marcus@practice.example";
    private PracticeServer server = null!;
    private Browser browser = null!;

    public async ValueTask InitializeAsync()
    {
        server = await PracticeServer.StartAsync(databases, ContractsPractice.Sql);
        browser = await SignedInAsync(Marcus, Role.EngagementManager);
    }

    public async ValueTask DisposeAsync()
    {
        browser.Dispose();
        await server.DisposeAsync();
    }

    [Fact]
    public async Task What_was_read_is_shown_with_its_line_its_words_and_how_sure_it_is()
    {
        var page = await browser.GetAsync(await UploadAsync());

        Assert.Equal("Patient records integration", Value(page, "title"));
        Assert.Equal("184,000.00", Value(page, "contract_value"));
        var row = page.Document.QuerySelector("[data-field=contract_value]")!;
        Assert.Contains("likely", row.TextContent);
        Assert.Contains("USD 184,000.00", row.QuerySelector(".quote")!.TextContent);
        var line = page.Document.QuerySelector(row.QuerySelector("a[data-source]")!.GetAttribute("href")!)!;
        Assert.Contains("firm fixed price of USD 184,000.00", line.TextContent);
        Assert.Equal("184,000.00", line.QuerySelector("mark[data-for~=contract_value]")!.TextContent);
    }

    [Fact]
    public async Task What_the_document_does_not_say_is_empty_and_called_not_stated()
    {
        var page = await browser.GetAsync(await UploadAsync());

        Assert.Equal("", Value(page, "payment_terms.days"));
        Assert.Contains("not stated", page.Document.QuerySelector("[data-field=payment_terms]")!.TextContent);
    }

    [Fact]
    public async Task A_contradiction_is_named_above_the_fields_and_leads_to_its_own()
    {
        var page = await browser.GetAsync(await UploadAsync());

        var link = page.Document.QuerySelector(".errs a")!;
        Assert.Contains("milestones add up to 182000.00", link.TextContent);
        Assert.NotNull(page.Document.QuerySelector(link.GetAttribute("href")!));
    }

    [Fact]
    public async Task What_looks_like_a_script_is_shown_as_text_and_never_as_markup()
    {
        var page = await browser.GetAsync(await UploadAsync());

        Assert.Contains("<script>alert(\"not run\")</script>", page.Document.QuerySelector(".doc")!.TextContent);
        Assert.Empty(page.Document.QuerySelectorAll(".doc script"));
        Assert.DoesNotContain(page.Document.Scripts, script => script.TextContent.Contains("alert", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_corrected_statement_becomes_an_engagement_with_its_parts_and_terms()
    {
        var path = await UploadAsync();
        var page = await browser.GetAsync(path);

        var answer = await SendAsync(path, page, "store", ("contract_value", "182,000"), ("choice.manager", "p001"), ("rate_lines.0.as", "architect"));

        Assert.Equal(HttpStatusCode.Redirect, answer.Status);
        Assert.Equal("/engagements/SOW-1049", answer.GoesTo);
        var made = await server.ReadAsync<(string Customer, decimal Value, string Status, string Manager, int Days)>(
            "select customer, contract_value, status, project_manager, passive_acceptance_days from engagements where engagement = 'SOW-1049'");
        Assert.Equal(("sablewood", 182_000m, "in_set_up", "p001", 5), made);
        Assert.Equal(["architect", "engineer"], await server.ListAsync<string>("select role from rates where engagement = 'SOW-1049' order by role"));
        Assert.Equal(3, await server.ReadAsync<int>("select count(*)::int from milestones where engagement = 'SOW-1049'"));
        Assert.Equal(("stored", "SOW-1049"), await server.ReadAsync<(string, string)>("select status, engagement from statements"));
        Assert.Equal(["read_statement", "store_statement"], await server.ListAsync<string>("select action from audit where action like '%statement' order by at"));
    }

    [Fact]
    public async Task A_corrected_value_is_kept_in_the_draft_as_a_persons_word()
    {
        var path = await UploadAsync();

        var saved = await SendAsync(path, await browser.GetAsync(path), "save", ("title", "Patient records, phase 1"));
        var page = await browser.GetAsync(path);

        Assert.Equal(path, saved.GoesTo);
        Assert.Equal("Patient records, phase 1", Value(page, "title"));
        Assert.Contains("by hand", page.Document.QuerySelector("[data-field=title]")!.TextContent);
        Assert.Contains("likely", page.Document.QuerySelector("[data-field=contract_value]")!.TextContent);
        Assert.Equal(1m, await server.ReadAsync<decimal>("select (reading->0->'title'->>'confidence')::numeric from statements"));
        Assert.Equal(1, await server.ReadAsync<int>("select count(*)::int from engagements"));
    }

    [Fact]
    public async Task Items_can_be_added_and_taken_out_and_nothing_is_kept_before_the_draft_is_saved()
    {
        var path = await UploadAsync();

        var removed = await SendAsync(path, await browser.GetAsync(path), "remove:milestones:0");
        var added = await SendAsync(path, removed, "add:milestones");
        Assert.Equal(1, await server.ReadAsync<int>("select version from statements"));
        await SendAsync(path, added, "save", ("milestones.2.title", "Hand-over"), ("milestones.2.amount", "44,000.00"));

        Assert.Equal(
            ["Integration in test 58000.00 0.9", "Go-live of three sites 82000.00 0.9", "Hand-over 44000.00 1.0"],
            (await server.ListAsync<string>("select (m->'value'->>'title') || ' ' || (m->'value'->>'amount') || ' ' || (m->>'confidence') from statements, jsonb_array_elements(reading->0->'milestones') m"))
                .Select(line => line.Replace("0.95", "0.9", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task A_value_that_cannot_be_is_refused_with_a_sentence_and_what_was_typed_stays()
    {
        var path = await UploadAsync();

        var answer = await SendAsync(path, await browser.GetAsync(path), "save", ("contract_value", "1.000,00"), ("title", "Kept"));

        Assert.Equal(HttpStatusCode.UnprocessableEntity, answer.Status);
        Assert.Contains("write the amount like 15,000.00", answer.Document.QuerySelector(".errs")!.TextContent);
        Assert.Equal("1.000,00", Value(answer, "contract_value"));
        Assert.Equal("Kept", Value(answer, "title"));
    }

    [Fact]
    public async Task An_engagement_needs_its_fields_and_the_page_lists_those_still_to_fill_in()
    {
        var path = await UploadAsync("notes.md", "# Statement of Work\n\nThe work is paid by time and materials at hourly rates.\n"u8.ToArray());
        var page = await browser.GetAsync(path);

        var answer = await SendAsync(path, page, "store");

        Assert.Equal(HttpStatusCode.UnprocessableEntity, answer.Status);
        Assert.Contains("Start: the document gives no first day", answer.Document.QuerySelector(".errs")!.TextContent);
        Assert.Equal(1, await server.ReadAsync<int>("select count(*)::int from engagements"));
    }

    [Fact]
    public async Task A_form_that_is_sent_twice_makes_one_engagement()
    {
        var path = await UploadAsync();
        var page = await browser.GetAsync(path);

        var first = await SendAsync(path, page, "store");
        var second = await SendAsync(path, page, "store");

        Assert.Equal("/engagements/SOW-1049", first.GoesTo);
        Assert.Equal("/engagements/SOW-1049", second.GoesTo);
        Assert.Equal(1, await server.ReadAsync<int>("select count(*)::int from audit where action = 'store_statement'"));
    }

    [Fact]
    public async Task A_file_that_is_sent_twice_makes_one_draft_and_the_same_content_is_stored_once()
    {
        var form = await browser.GetAsync("/contracts");

        var first = await PostFileAsync(form, "sow.md", Statement());
        var again = await PostFileAsync(form, "sow.md", Statement());
        var other = await PostFileAsync(await browser.GetAsync("/contracts"), "other.md", Statement());

        Assert.Equal(first.GoesTo, again.GoesTo);
        Assert.NotEqual(first.GoesTo, other.GoesTo);
        Assert.Equal(2, await server.ReadAsync<int>("select count(*)::int from statements"));
        Assert.Equal(1, await server.ReadAsync<int>("select count(*)::int from files"));
    }

    [Fact]
    public async Task A_draft_that_somebody_else_has_saved_meanwhile_is_not_overwritten()
    {
        var path = await UploadAsync();
        var mine = await browser.GetAsync(path);
        using var other = await SignedInAsync("ruth@practice.example", Role.Operations);
        await SendAsync(path, await other.GetAsync(path), "save", other, ("title", "Ruth's title"));

        var answer = await SendAsync(path, mine, "save", ("title", "My title"));

        Assert.Equal(HttpStatusCode.Conflict, answer.Status);
        Assert.Contains("ruth changed the draft of statement.md after you opened it: title from Patient records integration to Ruth's title", answer.Document.QuerySelector(".refusal")!.TextContent);
        Assert.Equal("My title", Value(answer, "title"));
        Assert.Equal("Ruth's title", await server.ReadAsync<string>("select title from statements"));
    }

    [Fact]
    public async Task A_number_that_an_engagement_has_already_is_refused_and_the_next_one_offered()
    {
        var path = await UploadAsync();
        var page = await browser.GetAsync(path);

        var answer = await SendAsync(path, page, "store", ("sow_number", "SOW-1001"));
        var taken = await SendAsync(path, answer, answer.Document.QuerySelector(".refusal button")!.GetAttribute("value")!);

        Assert.Equal(HttpStatusCode.Conflict, answer.Status);
        Assert.Equal("SOW-1002", Value(taken, "sow_number"));
    }

    [Fact]
    public async Task A_discarded_draft_comes_back_whole()
    {
        var path = await UploadAsync();

        var gone = await SendAsync(path, await browser.GetAsync(path), "discard");
        var list = await browser.GetAsync("/contracts");
        var undo = list.Document.QuerySelector("form[data-undo]") as IHtmlFormElement;
        var fields = undo!.QuerySelectorAll("input").OfType<IHtmlInputElement>().Select(input => (input.Name!, input.Value)).ToArray();
        Assert.Equal("discarded", await server.ReadAsync<string>("select status from statements"));
        var back = await browser.PostAsync(undo.GetAttribute("action")!, fields);

        Assert.Equal("/contracts", gone.GoesTo);
        Assert.Equal(path, back.GoesTo);
        Assert.Equal("draft", await server.ReadAsync<string>("select status from statements"));
        Assert.Equal("Patient records integration", Value(await browser.GetAsync(path), "title"));
    }

    [Fact]
    public async Task Two_lines_of_one_role_with_different_rates_are_asked_about()
    {
        var path = await UploadAsync();

        var answer = await SendAsync(path, await browser.GetAsync(path), "store", ("rate_lines.0.as", "engineer"));

        Assert.Equal(HttpStatusCode.UnprocessableEntity, answer.Status);
        Assert.Contains("engineer would have several rates (260.00 and 220.00)", answer.Document.QuerySelector(".errs")!.TextContent);
    }

    [Fact]
    public async Task A_docx_is_read_and_comes_back_byte_for_byte_as_a_download()
    {
        var docx = StatementFiles.Docx([.. System.Text.Encoding.UTF8.GetString(Statement()).Split('\n').Where(line => line.Length > 0).Select(line => StatementFiles.Paragraph(line.TrimStart('#', ' ')))]);
        var path = await UploadAsync("statement.docx", docx);
        var page = await browser.GetAsync(path);

        var file = await browser.Http.GetAsync(new Uri(path + "/file", UriKind.Relative), TestContext.Current.CancellationToken);

        Assert.Equal("184,000.00", Value(page, "contract_value"));
        Assert.Contains("firm fixed price", page.Document.QuerySelector(page.Document.QuerySelector("[data-field=contract_value] a[data-source]")!.GetAttribute("href")!)!.TextContent);
        Assert.Equal(docx, await file.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken));
        Assert.Equal("attachment", file.Content.Headers.ContentDisposition!.DispositionType);
        Assert.Equal("nosniff", file.Headers.GetValues("X-Content-Type-Options").Single());
    }

    [Theory]
    [InlineData("notes.pdf", "%PDF-1.7", "Only .md, .docx, .yaml and .json files can be read")]
    [InlineData("broken.docx", "PK but no archive", "damaged or is not a DOCX")]
    [InlineData("empty.md", "", "The file is empty")]
    [InlineData("mislabelled.md", "PK\u0003\u0004\0\0", "not text in UTF-8")]
    [InlineData("draft.yaml", "title: [", "not YAML that can be read")]
    [InlineData("draft.json", "[{}, {}]", "several statements of work")]
    public async Task A_file_that_cannot_be_read_is_refused_with_the_reason_and_nothing_is_kept(string name, string content, string reason)
    {
        var answer = await PostFileAsync(await browser.GetAsync("/contracts"), name, System.Text.Encoding.Latin1.GetBytes(content));

        Assert.Equal(HttpStatusCode.UnprocessableEntity, answer.Status);
        Assert.Contains(reason, answer.Document.QuerySelector(".errs")!.TextContent);
        Assert.Equal(0, await server.ReadAsync<int>("select count(*)::int from files"));
    }

    [Fact]
    public async Task A_file_protected_by_a_password_or_over_20_MB_is_refused_with_the_reason()
    {
        var form = await browser.GetAsync("/contracts");

        var locked = await PostFileAsync(form, "locked.docx", [0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1]);
        var large = await PostFileAsync(form, "large.md", new byte[31_000_000]);

        Assert.Equal((HttpStatusCode.UnprocessableEntity, HttpStatusCode.UnprocessableEntity), (locked.Status, large.Status));
        Assert.Contains("protected by a password", locked.Html);
        Assert.Contains("larger than 20 MB", large.Html);
    }

    [Fact]
    public async Task A_member_sees_neither_the_list_nor_a_statement_nor_its_file()
    {
        var path = await UploadAsync();
        using var member = await SignedInAsync("tomas@practice.example", Role.Member);

        Assert.Equal(HttpStatusCode.Forbidden, (await member.GetAsync("/contracts")).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await member.GetAsync(path)).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await member.GetAsync(path + "/file")).Status);
    }

    [Fact]
    public async Task A_lawyer_reads_and_corrects_a_statement_but_does_not_make_an_engagement()
    {
        var path = await UploadAsync();
        using var lawyer = await SignedInAsync("judith@practice.example", Role.Legal);
        var page = await lawyer.GetAsync(path);

        Assert.Null(page.Document.QuerySelector("button[value=store]"));
        Assert.Equal(HttpStatusCode.Redirect, (await SendAsync(path, page, "save", lawyer, ("title", "Reworded"))).Status);
        Assert.Equal(HttpStatusCode.Forbidden, (await SendAsync(path, await lawyer.GetAsync(path), "store", lawyer)).Status);
    }

    [Fact]
    public async Task A_project_manager_sees_the_statements_they_brought_and_those_of_engagements_they_lead()
    {
        var others = await UploadAsync();
        var led = await UploadAsync("led.md");
        await SendAsync(led, await browser.GetAsync(led), "store", ("choice.manager", "p001"));
        using var ana = await SignedInAsync("ana@practice.example", Role.ProjectManager);

        var list = await ana.GetAsync("/contracts");

        Assert.Equal([led], list.Document.QuerySelectorAll("a[href^='/contracts/statements/']").Select(link => link.GetAttribute("href")!));
        Assert.Equal(HttpStatusCode.NotFound, (await ana.GetAsync(others)).Status);
        Assert.Equal(HttpStatusCode.OK, (await ana.GetAsync(led)).Status);
    }

    [Fact]
    public async Task The_list_shows_drafts_and_signed_contracts_with_their_acceptance_days()
    {
        await UploadAsync();

        var list = await browser.GetAsync("/contracts");

        Assert.Contains("USD 184,000.00", list.Document.QuerySelector("table")!.TextContent);
        Assert.Contains("5 business days, then silence accepts", list.Document.QuerySelectorAll("table")[1].TextContent);
    }

    [Fact]
    public async Task The_sample_statement_can_be_tried_without_a_file()
    {
        var form = await browser.GetAsync("/contracts");

        var answer = await PostFileAsync(form, null, [], ("sample", "yes"));

        Assert.Equal("SOW-1049", Value(await browser.GetAsync(answer.GoesTo!), "sow_number"));
    }

    private static byte[] Statement() => File.ReadAllBytes(StatementFiles.Beside("Statements/northlight-sow.md"));

    private async Task<Browser> SignedInAsync(string email, Role role)
    {
        await server.AddAsync(email, role);
        var signedIn = new Browser(server.Address, null);
        await signedIn.SignInAsync(email, PracticeServer.Password);
        return signedIn;
    }

    private async Task<string> UploadAsync(string name = "statement.md", byte[]? content = null)
    {
        var answer = await PostFileAsync(await browser.GetAsync("/contracts"), name, content ?? Statement());
        Assert.Equal(HttpStatusCode.Redirect, answer.Status);
        return answer.GoesTo!;
    }

    private async Task<Page> PostFileAsync(Page form, string? name, byte[] bytes, params (string Name, string Value)[] more)
    {
        using var content = new MultipartFormDataContent();
        foreach (var input in form.Document.QuerySelectorAll("#bring input[type=hidden]").OfType<IHtmlInputElement>())
            content.Add(new StringContent(input.Value), input.Name!);
        foreach (var (field, value) in more)
            content.Add(new StringContent(value), field);
        if (name is not null)
            content.Add(new ByteArrayContent(bytes) { Headers = { ContentType = new MediaTypeHeaderValue("application/octet-stream") } }, "file", name);

        var answer = await browser.Http.PostAsync(new Uri("/contracts", UriKind.Relative), content);
        var html = await answer.Content.ReadAsStringAsync();
        return new(answer.StatusCode, html, answer.Headers.Location, new AngleSharp.Html.Parser.HtmlParser().ParseDocument(html));
    }

    private Task<Page> SendAsync(string path, Page page, string act, params (string Name, string Value)[] typed) => SendAsync(path, page, act, browser, typed);

    /// <summary>Sends the review as it stands, with what was typed and the button that was pressed.</summary>
    private static Task<Page> SendAsync(string path, Page page, string act, Browser by, params (string Name, string Value)[] typed)
    {
        var form = page.Document.QuerySelector("form.review")!;
        var fields = form.QuerySelectorAll("input, select, textarea").Select(control => control switch
        {
            IHtmlInputElement input => (Name: input.Name!, input.Value),
            IHtmlSelectElement select => (Name: select.Name!, Value: select.Value ?? ""),
            IHtmlTextAreaElement area => (Name: area.Name!, area.Value),
            _ => throw new InvalidOperationException(),
        }).Where(field => typed.All(given => given.Name != field.Name));
        return by.PostAsync(path, [.. fields, .. typed, ("act", act)]);
    }

    private static string? Value(Page page, string name) => page.Document.QuerySelector($"form.review [name='{name}']") switch
    {
        IHtmlInputElement input => input.Value,
        IHtmlSelectElement select => select.Value,
        IHtmlTextAreaElement area => area.Value,
        _ => null,
    };
}

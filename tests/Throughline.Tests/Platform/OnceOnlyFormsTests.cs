using System.Net;
using AngleSharp.Dom;
using AngleSharp.Html.Dom;
using Dapper;
using Throughline.Domain.Accounts;
using Throughline.Testing;
using Throughline.Tests.Accounts;

namespace Throughline.Tests.Platform;

/// <summary>Forms of a browser that are sent a second time, as by a double press or a page loaded again.</summary>
public sealed class OnceOnlyFormsTests(TestDatabases databases) : IAsyncLifetime
{
    private const string Week = "/my-week/2026-03-09";
    private const string Book = "/staffing/book?person=p004&engagement=SOW-1042&from=2026-03-16&to=2026-03-20&hours=8&back=%2Fstaffing%3Ffrom%3D2026-03-16";
    private readonly List<Browser> browsers = [];
    private PracticeServer server = null!;

    public async ValueTask InitializeAsync() => server = await PracticeServer.StartAsync(databases);

    public async ValueTask DisposeAsync()
    {
        browsers.ForEach(browser => browser.Dispose());
        await server.DisposeAsync();
    }

    [Fact]
    public async Task Hours_logged_twice_count_once_and_lead_back_to_the_week()
    {
        var tomas = await SignedInAsync("tomas@practice.example", Role.Member);
        var cell = (await tomas.GetAsync(Week)).Document.QuerySelector("a.cellmark, tr[data-r]") is { } row
            ? $"/my-week/cell?row={Uri.EscapeDataString(row.Closest("tr")!.GetAttribute("data-r")!)}&day=2026-03-10&person=p003" : "";

        var (first, again) = await TwiceAsync(tomas, cell, "more-hours", ("more-hours", "2.5"));

        Assert.Equal((Week, Week), (first.GoesTo, again.GoesTo));
        Assert.Equal("1 2.5000", await ReadAsync<string>("select count(*) || ' ' || sum(hours) from time_entries where date = '2026-03-10'"));
        Assert.Contains("Saved 2.5 h", (await tomas.GetAsync(Week)).Document.QuerySelector("[data-toast]")!.TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_week_submitted_twice_is_handed_in_once_and_leads_back_to_itself()
    {
        var tomas = await SignedInAsync("tomas@practice.example", Role.Member);
        var page = await tomas.GetAsync(Week);
        var (monday, tuesday) = (Field(page, "2026-03-09"), Field(page, "2026-03-10"));

        var (first, again) = await TwiceAsync(tomas, page, Week, monday, (monday, "3"), (tuesday, "4"), ("act", "submit"));

        Assert.Equal((Week, Week), (first.GoesTo, again.GoesTo));
        Assert.Equal("2 submitted", await ReadAsync<string>("select count(*) || ' ' || min(state) from time_entries where date >= '2026-03-09'"));
    }

    [Fact]
    [Trait("rule", "R-108")]
    public async Task A_booking_that_fills_the_days_is_not_refused_for_its_own_sake_when_it_is_sent_again()
    {
        var priya = await SignedInAsync("priya@practice.example", Role.Coordinator);

        var (first, again) = await TwiceAsync(priya, Book, "hoursPerDay", ("kind", "hard"));

        Assert.Equal(("/staffing?from=2026-03-16", "/staffing?from=2026-03-16"), (first.GoesTo, again.GoesTo));
        Assert.Equal(1, await ReadAsync<int>("select count(*)::int from bookings where person = 'p004'"));
        Assert.NotNull((await priya.GetAsync(again.GoesTo!)).Document.QuerySelector("form[data-undo]"));
    }

    [Fact]
    public async Task A_form_pressed_twice_at_once_takes_effect_once_and_both_presses_end_in_the_same_place()
    {
        var priya = await SignedInAsync("priya@practice.example", Role.Coordinator);
        var fields = Filled(await priya.GetAsync(Book), "hoursPerDay", ("kind", "hard"));

        var answers = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => priya.PostAsync("/staffing/book", fields)));

        Assert.All(answers, answer => Assert.Equal("/staffing?from=2026-03-16", answer.GoesTo));
        Assert.Equal(1, await ReadAsync<int>("select count(*)::int from bookings where person = 'p004'"));
    }

    [Theory]
    [InlineData("/timekeeping/locks", "lockPerson", "start=2026-03-01;end=2026-03-08;reason=Billed", "period_locks")]
    [InlineData("/timekeeping/locks", "until", "person=p003;start=2026-03-01;end=2026-03-08;reason=A slip", "unlock_tickets")]
    [InlineData("/inbox", "standIn", "approver=p001;standIn=p003;why=Away", "approval_stand_ins")]
    [InlineData("/reports/schedule?report=utilisation", "rhythm", "name=Mondays", "report_schedules")]
    public async Task A_form_of_time_and_reports_pressed_ten_times_at_once_leaves_one_row(string path, string has, string typed, string table)
    {
        var priya = await SignedInAsync("priya@practice.example", Role.Coordinator);
        var page = await priya.GetAsync(path);
        var fields = Filled(page, has, [.. typed.Split(';').Select(pair => pair.Split('=')).Select(pair => (pair[0], pair[1]))]);

        var answers = await Task.WhenAll(Enumerable.Range(0, 10).Select(_ => priya.PostAsync(Form(page, has).GetAttribute("action") ?? path, fields)));

        Assert.All(answers, answer => Assert.NotNull(answer.GoesTo));
        Assert.Equal(1, await ReadAsync<int>($"select count(*)::int from {table}"));
    }

    [Fact]
    public async Task A_week_approved_twice_is_approved_once_and_leads_to_the_inbox()
    {
        var ana = await SignedInAsync("ana@practice.example", Role.ProjectManager);
        var pick = (await ana.GetAsync("/inbox")).Document.QuerySelector("[name=pick]")!.GetAttribute("value")!;

        var (first, again) = await TwiceAsync(ana, "/inbox", "pick", ("pick", pick), ("reason", "As agreed"), ("act", "approve"));

        Assert.Equal(("/inbox", "/inbox"), (first.GoesTo, again.GoesTo));
        Assert.Equal("approved 2", await ReadAsync<string>("select state || ' ' || version from time_entries where entry = 't5'"));
    }

    [Fact]
    public async Task An_engagement_changed_twice_is_changed_once_and_leads_to_its_page()
    {
        var ana = await SignedInAsync("ana@practice.example", Role.ProjectManager);

        var (first, again) = await TwiceAsync(ana, "/engagements/SOW-1042/edit", "Name", ("Name", "Platform move"));

        Assert.Equal(("/engagements/SOW-1042", "/engagements/SOW-1042"), (first.GoesTo, again.GoesTo));
        Assert.Equal("Platform move 2", await ReadAsync<string>("select name || ' ' || version from engagements where engagement = 'SOW-1042'"));
    }

    [Fact]
    public async Task Deleting_hours_and_putting_them_back_twice_ends_on_a_page_that_is_there()
    {
        var tomas = await SignedInAsync("tomas@practice.example", Role.Member);
        var page = await tomas.GetAsync(Week);
        var monday = Field(page, "2026-03-09");
        await tomas.PostAsync(Week, Filled(page, monday, (monday, "3"), ("act", "save")));
        var row = page.Document.QuerySelector("tr[data-r]")!.GetAttribute("data-r")!;
        var cell = $"/my-week/cell?row={Uri.EscapeDataString(row)}&day=2026-03-09&person=p003";

        var (_, gone) = await TwiceAsync(tomas, cell, "hours", ("act", "delete"));
        var undo = Filled(await tomas.GetAsync(gone.GoesTo!), "Entry");
        await tomas.PostAsync("/my-week/undo", undo);
        var again = await tomas.PostAsync("/my-week/undo", undo);

        Assert.Equal(Week, gone.GoesTo);
        Assert.Equal(Week, again.GoesTo);
        Assert.Equal(1, await ReadAsync<int>("select count(*)::int from time_entries where date = '2026-03-09'"));
    }

    [Fact]
    public async Task A_form_sent_before_with_something_else_in_it_is_refused_with_a_way_on()
    {
        var priya = await SignedInAsync("priya@practice.example", Role.Coordinator);
        var page = await priya.GetAsync(Book);
        await priya.PostAsync("/staffing/book", Filled(page, "hoursPerDay", ("kind", "hard")));

        var other = await priya.PostAsync("/staffing/book", Filled(page, "hoursPerDay", ("kind", "soft")));

        Assert.Equal(HttpStatusCode.UnprocessableEntity, other.Status);
        Assert.Contains("load the page again", other.Document.Body!.TextContent, StringComparison.Ordinal);
    }

    private async Task<Browser> SignedInAsync(string email, Role role)
    {
        await server.AddAsync(email, role);
        var browser = new Browser(server.Address, null);
        browsers.Add(browser);
        await browser.SignInAsync(email);
        return browser;
    }

    private Task<T> ReadAsync<T>(string sql) => server.Database.ReadAsync(connection => connection.QuerySingleAsync<T>(sql), CancellationToken.None);

    private static async Task<(Page First, Page Again)> TwiceAsync(Browser browser, string path, string has, params (string Name, string Value)[] typed) =>
        await TwiceAsync(browser, await browser.GetAsync(path), path, has, typed);

    private static async Task<(Page First, Page Again)> TwiceAsync(Browser browser, Page page, string path, string has, params (string Name, string Value)[] typed)
    {
        var (fields, action) = (Filled(page, has, typed), Form(page, has).GetAttribute("action") ?? path);
        return (await browser.PostAsync(action, fields), await browser.PostAsync(action, fields));
    }

    private static IHtmlFormElement Form(Page page, string has) =>
        page.Document.Forms.First(form => form.Method == "post" && form.QuerySelector($"[name='{has}']") is not null);

    // Everything the browser would send, with what was typed in place of what stood there.
    private static (string, string)[] Filled(Page page, string has, params (string Name, string Value)[] typed) =>
        [.. Form(page, has).QuerySelectorAll("input, select, textarea").Where(Sent).Select(field => (field.GetAttribute("name")!, Value(field)))
            .Where(field => typed.All(given => given.Name != field.Item1)), .. typed];

    private static bool Sent(IElement field) =>
        field.GetAttribute("name") is not null && (field is not IHtmlInputElement { Type: "checkbox" or "radio" } choice || choice.IsChecked);

    private static string Value(IElement field) => field switch
    {
        IHtmlSelectElement choice => choice.Value ?? "",
        IHtmlTextAreaElement text => text.Value,
        _ => ((IHtmlInputElement)field).Value,
    };

    private static string Field(Page page, string day) => page.Document.QuerySelector($"td[data-c='{day}'] input")!.GetAttribute("name")!;
}

using System.Net;
using System.Text.Json;
using AngleSharp.Html.Dom;
using Throughline.Domain.Accounts;
using Throughline.Testing;
using Throughline.Tests.Accounts;
using Throughline.Tests.Api;
using static Throughline.Tests.Staffing.StaffingWorld;

namespace Throughline.Tests.Staffing;

/// <summary>Gestures, undo, notices and overtime as a browser without script, the grid's script and the API meet them.</summary>
public sealed class GesturePagesTests(TestDatabases databases) : IAsyncLifetime
{
    private StaffingWorld world = null!;
    private PracticeServer server = null!;
    private readonly List<Browser> browsers = [];

    public async ValueTask InitializeAsync()
    {
        world = await StaffingWorld.StartAsync(databases);
        world.Database.Clock.MoveTo(new DateTimeOffset(2026, 3, 4, 12, 0, 0, TimeSpan.Zero));
        server = await world.ServeAsync();
    }

    public async ValueTask DisposeAsync()
    {
        browsers.ForEach(browser => browser.Dispose());
        await server.DisposeAsync();
    }

    [Fact]
    public async Task Every_gesture_is_a_plain_form_that_goes_back_with_a_toast_and_its_undo()
    {
        var booking = await world.BookedAsync(Form);
        var priya = await SignedInAsync("priya");
        var page = await priya.GetAsync($"/staffing/bookings/{booking.Key}");

        var moved = await SendAsync(priya, page, "/move", ("days", "7"), ("person", "ines"));
        Assert.Equal((HttpStatusCode.Found, "/staffing"), (moved.Status, moved.GoesTo));
        Assert.Equal("Moved Tomás Rivera on SOW-1: person from tomas to ines; days from 2 – 6 March 2026 to 9 – 13 March 2026.", Said(await priya.GetAsync("/staffing?from=2026-03-02")));
        var stale = await SendAsync(priya, page, "/split", ("at", "2026-03-11"));
        Assert.Equal(HttpStatusCode.Conflict, stale.Status);
        Assert.Contains("Priya Nair changed booking", stale.Document.QuerySelector("[data-drawer-part] .refusal")!.TextContent, StringComparison.Ordinal);
        Assert.NotNull(stale.Document.QuerySelector("a[href='/rules/stale_version']"));

        page = await priya.GetAsync($"/staffing/bookings/{booking.Key}");
        Assert.Equal(HttpStatusCode.Found, (await SendAsync(priya, page, "/split", ("at", "2026-03-11"))).Status);
        Assert.Equal(2, await world.ReadAsync<int>("select count(*)::int from bookings where person = 'ines'"));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await SendAsync(priya, await priya.GetAsync($"/staffing/bookings/{booking.Key}"), "/extend", ("end", "tomorrow"))).Status);

        var steps = await priya.GetAsync("/staffing/steps");
        Assert.Contains("Split Ines Moreau on SOW-1", steps.Html, StringComparison.Ordinal);
        var undone = await SendAsync(priya, steps, "/staffing/undo");
        Assert.Equal("/staffing/steps", undone.GoesTo);
        steps = await priya.GetAsync("/staffing/steps");
        Assert.StartsWith("Took back: split Ines Moreau on SOW-1", Said(steps), StringComparison.Ordinal);
        Assert.Contains("taken back", steps.Document.QuerySelector("table")!.TextContent, StringComparison.Ordinal);
        Assert.Equal(1, await world.ReadAsync<int>("select count(*)::int from bookings"));
    }

    [Fact]
    public async Task The_grid_is_told_what_stands_now_and_how_it_is_taken_back_and_gets_a_refusal_as_a_page()
    {
        var held = await world.BookedAsync(Hard with { Engagement = "SOW-2", Start = "2026-03-09", End = "2026-03-13" });
        var booking = await world.BookedAsync(Hard);
        var priya = await SignedInAsync("priya");
        var token = (await priya.GetAsync("/staffing/book")).Document.QuerySelector("input[name=__RequestVerificationToken]")!.GetAttribute("value")!;

        var refused = await PostAsync(priya, token, "/staffing/shift", ("booking", $"1:{booking.Key}"), ("days", "7"));
        Assert.Equal(HttpStatusCode.Conflict, refused.StatusCode);
        Assert.Contains($"/staffing/bookings/{held.Key}", await refused.Content.ReadAsStringAsync(Stop), StringComparison.Ordinal);

        var answer = JsonDocument.Parse(await (await PostAsync(priya, token, "/staffing/shift", ("booking", $"1:{booking.Key}"), ("booking", $"1:{held.Key}"), ("days", "14"))).Content.ReadAsStringAsync(Stop)).RootElement;
        Assert.Equal("Shifted by 14 days later: Tomás Rivera on SOW-1: 6 h a day, 16 – 20 March 2026, hard and 6 h a day, 23 – 27 March 2026, hard.", answer.GetProperty("message").GetString());
        Assert.Equal([2, 2], answer.GetProperty("bookings").EnumerateArray().Select(one => one.GetProperty("version").GetInt32()));
        var undo = answer.GetProperty("undo");
        var back = await PostAsync(priya, token, undo.GetProperty("action").GetString()!, ("step", undo.GetProperty("fields").GetProperty("step").GetString()!));
        Assert.Equal("/staffing/redo", JsonDocument.Parse(await back.Content.ReadAsStringAsync(Stop)).RootElement.GetProperty("undo").GetProperty("action").GetString());
        Assert.Equal("2026-03-02 2026-03-09", await world.ReadAsync<string>("select string_agg(start_date::text, ' ' order by start_date) from bookings"));
        Assert.Equal(HttpStatusCode.BadRequest, (await PostAsync(priya, "none", "/staffing/undo")).StatusCode);
    }

    [Fact]
    public async Task A_total_is_previewed_without_booking_and_then_booked_as_its_parts()
    {
        var priya = await SignedInAsync("priya");
        var form = await priya.GetAsync("/staffing/book?person=tomas&engagement=SOW-1&from=2026-03-02&to=2026-03-06&hours=6");
        var preview = await SendAsync(priya, form, "/staffing/book", ("way", "total"), ("hoursPerDay", "20:01"), ("preview", "1"));
        Assert.Equal(HttpStatusCode.OK, preview.Status);
        Assert.Equal(2, preview.Document.QuerySelectorAll("[aria-label=Parts] tbody tr").Length);
        Assert.Equal(0, await world.ReadAsync<int>("select count(*)::int from bookings"));

        Assert.Equal(HttpStatusCode.Found, (await SendAsync(priya, preview, "/staffing/book", ("way", "total"), ("hoursPerDay", "20:01"))).Status);
        Assert.Equal(1201, await world.ReadAsync<int>("select sum(soft)::int from person_day"));
        var tooMuch = await SendAsync(priya, form, "/staffing/book", ("way", "total"), ("hoursPerDay", "41"));
        Assert.Equal(HttpStatusCode.Conflict, tooMuch.Status);
        Assert.Contains("1 h find no place", tooMuch.Html, StringComparison.Ordinal);
        var wrong = await SendAsync(priya, form, "/staffing/book", ("way", "weeks"), ("weeks", "lots"));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, wrong.Status);
        Assert.Equal("true", wrong.Document.QuerySelector("[name=weeks]")!.GetAttribute("aria-invalid"));
    }

    [Fact]
    [Trait("rule", "R-099")]
    public async Task A_promise_taken_back_without_a_reason_asks_for_it()
    {
        var booking = await world.BookedAsync(Hard);
        var priya = await SignedInAsync("priya");
        var page = await priya.GetAsync($"/staffing/bookings/{booking.Key}");
        var asked = await SendAsync(priya, page, $"/staffing/bookings/{booking.Key}", ("kind", "soft"), ("act", "change"));
        Assert.Equal(HttpStatusCode.Conflict, asked.Status);
        Assert.Equal("true", asked.Document.QuerySelector("[name=reason]")!.GetAttribute("aria-invalid"));
        Assert.Equal(HttpStatusCode.Found, (await SendAsync(priya, asked, $"/staffing/bookings/{booking.Key}", ("kind", "soft"), ("reason", "The customer waits"), ("act", "change"))).Status);
    }

    [Fact]
    public async Task The_inbox_shows_soft_bookings_that_run_out_with_ways_to_keep_and_to_release_them()
    {
        var mine = (await world.BookAsync(world.Ana, Form with { Expires = "2026-03-06" })).Succeeded(out var made, out _) ? made : null!;
        await world.RunAsync($"insert into notices (kind, recipient, subject, at) values ('soft_expiring', 'ana', '{mine.Key}', now()), ('soft_released', 'boris', 'gone', now())");
        var ana = await SignedInAsync("ana");
        var inbox = await ana.GetAsync("/inbox");
        Assert.Contains("This soft booking stands until 6 March 2026.", inbox.Html, StringComparison.Ordinal);
        Assert.Null(inbox.Document.QuerySelector("form[action='/staffing/notices/done']"));

        var kept = await SendAsync(ana, inbox, "/keep", ("expires", "2026-03-20"));
        Assert.Equal((HttpStatusCode.Found, "/inbox"), (kept.Status, kept.GoesTo));
        Assert.DoesNotContain("stands until 6 March", (await ana.GetAsync("/inbox")).Html, StringComparison.Ordinal);
        Assert.Equal("2026-03-20", await world.ReadAsync<string>("select expires::text from bookings"));
    }

    [Fact]
    [Trait("rule", "R-096")]
    public async Task Overtime_is_asked_for_and_approved_on_a_page_by_two_people()
    {
        var ana = await SignedInAsync("ana");
        var page = await ana.GetAsync("/staffing/overtime");
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await SendAsync(ana, page, "/staffing/overtime", ("person", "tomas"), ("start", "2026-03-07"), ("hours", "4"), ("reason", ""))).Status);
        Assert.Equal(HttpStatusCode.Forbidden, (await SendAsync(ana, page, "/staffing/overtime", ("person", "tomas"), ("start", "2026-03-07"), ("hours", "4"), ("reason", "No engagement"))).Status);
        Assert.Equal(HttpStatusCode.Found, (await SendAsync(ana, page, "/staffing/overtime", ("person", "tomas"), ("engagement", "SOW-1"), ("start", "2026-03-07"), ("hours", "4"), ("reason", "Cutover on Saturday"))).Status);
        page = await ana.GetAsync("/staffing/overtime");
        Assert.NotNull(page.Document.QuerySelector("button[value=withdraw]"));
        Assert.Null(page.Document.QuerySelector("button[value=approve]"));

        var priya = await SignedInAsync("priya");
        page = await priya.GetAsync("/staffing/overtime");
        Assert.Contains("Cutover on Saturday", page.Html, StringComparison.Ordinal);
        Assert.Contains("1 overtime request waits for a decision", (await priya.GetAsync("/inbox")).Html.ReplaceLineEndings(" "), StringComparison.Ordinal);
        var form = page.Document.Forms.Single(form => form.QuerySelector("button[value=approve]") is not null);
        var approved = await priya.PostAsync("/staffing/overtime", [.. Fields(form), ("act", "approve")]);
        Assert.Equal(HttpStatusCode.Found, approved.Status);
        Assert.Equal("2026-03-07 4", await world.ReadAsync<string>("select date || ' ' || trim_scale(hours) from overtime where kind = 'approved'"));
        Assert.Equal(HttpStatusCode.Forbidden, (await (await SignedInAsync("pavel")).GetAsync("/staffing/overtime")).Status);
    }

    [Fact]
    public async Task Ending_an_engagement_says_beforehand_how_many_bookings_it_releases_and_does()
    {
        await world.BookedAsync(Hard with { End = "2026-03-13" });
        await world.BookedAsync(Form with { Person = "ines", Start = "2026-03-16", End = "2026-03-20" });
        var ana = await SignedInAsync("ana");
        var page = await ana.GetAsync("/engagements/SOW-1/edit");
        Assert.Contains("releases 2 bookings from tomorrow on", page.Html, StringComparison.Ordinal);

        var ended = await SendAsync(ana, page, "/engagements/SOW-1/edit", ("Status", "completed"));

        Assert.Equal(HttpStatusCode.Found, ended.Status);
        Assert.Contains("Released 2 bookings from tomorrow on", Said(await ana.GetAsync("/engagements/SOW-1")), StringComparison.Ordinal);
        Assert.Equal("2026-03-04", await world.ReadAsync<string>("select end_date::text from bookings"));
        await world.LedgerAgreesAsync();
    }

    [Fact]
    public async Task The_api_books_a_series_once_and_gives_its_bookings()
    {
        using var admin = await ApiClient.OpenAsync(server, "root@example.org", [Role.Administrator]);
        var body = new { engagement = "SOW-1", person = "tomas", start = "2026-03-02", end = "2026-03-13", kind = "hard", way = "total", value = 30 };
        var made = await admin.PostAsync("/booking-series", body, ("Idempotency-Key", "k1"));
        var again = await admin.PostAsync("/booking-series", body, ("Idempotency-Key", "k1"));

        Assert.Equal(201, made.Status);
        Assert.Equal(made.Body.ToString(), again.Body.ToString());
        Assert.Equal("3", made.Body.GetProperty("bookings")[0].GetProperty("hoursPerDay").GetString());
        Assert.Equal(made["series"], made.Body.GetProperty("bookings")[0].GetProperty("series").GetString());
        var series = await admin.GetAsync($"/booking-series/{made["series"]}");
        Assert.Equal(("total", "30"), (series["way"], series["entered"]));
        Assert.Equal((409, "day_ledger"), await StatusAsync(admin, body with { value = 200 }));
        Assert.Equal((422, "value_range"), await StatusAsync(admin, body with { way = "yearly" }));
        Assert.Equal(422, (await admin.PostAsync("/bookings", new { engagement = "SOW-1", person = "ines", start = "2026-03-02", end = "2026-03-02", hoursPerDay = 1, kind = "soft", series = made["series"] })).Status);
    }

    [Fact]
    [Trait("rule", "R-096")]
    public async Task The_api_shifts_bookings_takes_them_back_and_asks_for_overtime_that_another_account_approves()
    {
        var booking = await world.BookedAsync(Hard);
        using var admin = await ApiClient.OpenAsync(server, "root@example.org", [Role.Administrator]);
        var shifted = await admin.PostAsync("/bookings:shift", new { bookings = (string[])[booking.Key.Value], days = 7 });
        Assert.Equal("2026-03-09", shifted.Body.GetProperty("bookings")[0].GetProperty("start").GetString());
        Assert.Equal((200, 409, 200), (await TurnAsync("undo"), await TurnAsync("undo"), await TurnAsync("redo")));
        Assert.Equal(404, (await admin.PostAsync("/bookings:shift", new { bookings = (string[])["nothing"], days = 7 })).Status);
        Assert.Equal(422, (await admin.PostAsync("/bookings:shift", new { bookings = "b", days = 1.5 })).Status);

        var ask = new { person = "tomas", start = "2026-03-07", hoursPerDay = 4, reason = "Cutover" };
        Assert.Equal(422, (await admin.PostAsync("/overtime-requests", ask)).Status);
        var asked = await admin.PostAsync("/overtime-requests", new { ask.person, ask.start, end = ask.start, ask.hoursPerDay, ask.reason });
        Assert.Equal((201, "asked"), (asked.Status, asked["status"]));
        var address = $"/overtime-requests/{asked["overtimeRequest"]}";
        Assert.Equal((403, "separation_of_duties"), ((await admin.PostAsync(address + "/approval", null)).Status, (await admin.PostAsync(address + "/approval", null)).Rule));
        using var kim = await ApiClient.OpenAsync(server, "kim@example.org", [Role.Coordinator]);
        Assert.Equal(422, (await kim.PostAsync(address + "/rejection", new { comment = "" })).Status);
        var approved = await kim.PostAsync(address + "/approval", new { comment = "Once" });
        Assert.Equal(("approved", "kim@example.org", "Once"), (approved["status"], approved["decidedBy"], approved["comment"]));
        Assert.Equal("4", await world.ReadAsync<string>("select trim_scale(hours)::text from overtime where date = '2026-03-07'"));

        async Task<int> TurnAsync(string way) => (await admin.PostAsync("/bookings:" + way, null)).Status;
    }

    private static async Task<(int, string?)> StatusAsync(ApiClient client, object body)
    {
        var reply = await client.PostAsync("/booking-series", body);
        return (reply.Status, reply.Rule);
    }

    private async Task<Browser> SignedInAsync(string name)
    {
        var browser = new Browser(server.Address, null);
        browsers.Add(browser);
        Assert.Equal(HttpStatusCode.Found, (await browser.SignInAsync($"{name}@example.org", PracticeServer.Password)).Status);
        return browser;
    }

    private static Task<HttpResponseMessage> PostAsync(Browser browser, string token, string path, params (string Name, string Value)[] fields)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, new Uri(path, UriKind.Relative))
        {
            Content = new FormUrlEncodedContent(fields.Select(field => KeyValuePair.Create(field.Name, field.Value))),
        };
        request.Headers.Add("X-Antiforgery", token);
        request.Headers.Accept.ParseAdd("application/json, text/html;q=0.8");
        return browser.Http.SendAsync(request);
    }

    // The form that posts to the address and has the fields, sent as it stands but for those named.
    private static Task<Page> SendAsync(Browser browser, Page page, string action, params (string Name, string Value)[] changed)
    {
        var form = page.Document.Forms.First(form => form.GetAttribute("action")!.EndsWith(action, StringComparison.Ordinal)
            && changed.All(change => change.Name is "act" or "preview" || form.QuerySelector($"[name='{change.Name}']") is not null));
        return browser.PostAsync(form.GetAttribute("action")!, [.. Fields(form).Where(field => changed.All(change => change.Name != field.Name)), .. changed]);
    }

    private static IEnumerable<(string Name, string Value)> Fields(IHtmlFormElement form) => form.Elements.SelectMany<IHtmlElement, (string Name, string Value)>(element => element switch
    {
        IHtmlInputElement { Type: "radio", IsChecked: false } => [],
        IHtmlInputElement { Name: { } name } input => [(name, input.Value)],
        IHtmlSelectElement { Name: { } name } select => [(name, select.Value ?? "")],
        IHtmlTextAreaElement { Name: { } name } area => [(name, area.Value)],
        _ => [],
    });

    private static string? Said(Page page) => page.Document.QuerySelector("[data-toast] span")?.TextContent;
}

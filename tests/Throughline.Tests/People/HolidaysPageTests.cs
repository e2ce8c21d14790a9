using System.Net;
using System.Text;
using Throughline.Domain.Accounts;
using Throughline.Testing;
using Throughline.Tests.Accounts;
using Throughline.Tests.Api;

namespace Throughline.Tests.People;

/// <summary>Holidays from files and ready calendars, in the browser and over the API. It is 11 March 2026.</summary>
public sealed class HolidaysPageTests(TestDatabases databases) : IAsyncLifetime
{
    private const string Late = "BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nDTSTART;VALUE=DATE:20260316\r\nSUMMARY:Late holiday\r\nEND:VEVENT\r\nBEGIN:VEVENT\r\nDTSTART:20260317T090000\r\nDTEND:20260317T150000\r\nSUMMARY:Half a day\r\nEND:VEVENT\r\n"
        + "BEGIN:VEVENT\r\nDTSTART:20260318\r\nRRULE:FREQ=DAILY;COUNT=3\r\nSUMMARY:Sprint\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n";

    private PracticeServer practice = null!;

    public async ValueTask InitializeAsync()
    {
        practice = await PracticeServer.StartAsync(databases);
        await practice.RunAsync("""
            insert into calendars (calendar) values ('es');
            insert into calendar_days (calendar, date, name) values ('es', '2026-12-25', 'Navidad');
            update people set calendar = 'es' where person = 'p003';
            """);
    }

    public ValueTask DisposeAsync() => practice.DisposeAsync();

    [Fact]
    [Trait("rule", "R-106")]
    public async Task A_late_holiday_of_a_file_is_shown_with_the_bookings_it_touches_before_it_is_stored()
    {
        using var browser = await BrowserAsync(Role.Coordinator);

        var shown = await UploadAsync(browser, "es", Late);
        var text = shown.Document.Body!.TextContent;
        Assert.Contains("1 firm booking would lose hours", text, StringComparison.Ordinal);
        Assert.Contains("b1: 6 h on 2 days", text, StringComparison.Ordinal);
        Assert.Contains("It repeats daily; only yearly repetition is understood.", text, StringComparison.Ordinal);
        Assert.Equal(1, await practice.ReadAsync<int>("select count(*)::int from calendar_days"));

        var stored = await StoreAsync(browser, shown);
        Assert.Equal("/admin/calendars/es?year=2026", stored.GoesTo);
        Assert.Equal("2026-03-16 0, 2026-03-17 2, 2026-12-25 0", await practice.ReadAsync<string>("select string_agg(date || ' ' || trim_scale(hours), ', ' order by date) from calendar_days"));
        Assert.Equal(0, await Throughline.Data.Staffing.LedgerKeeper.CountDifferencesAsync(practice.Database, new DateOnly(2026, 3, 11), CancellationToken.None));
        Assert.Contains("Nothing would change", (await UploadAsync(browser, "es", Late)).Document.Body!.TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_ready_calendar_is_added_for_some_years_and_a_day_of_it_edited_afterwards()
    {
        using var browser = await BrowserAsync(Role.Coordinator);

        var shown = await browser.GetAsync("/admin/calendar-days?ready=DE-BY&from=2026&to=2027&into=");
        Assert.Contains("A new calendar DE-BY would get 24 new days", shown.Document.Body!.TextContent, StringComparison.Ordinal);
        await StoreAsync(browser, shown);

        Assert.Equal("2026 12, 2027 12", await practice.ReadAsync<string>(
            "select string_agg(year || ' ' || days, ', ' order by year) from (select extract(year from date) as year, count(*) as days from calendar_days where calendar = 'DE-BY' group by 1) years"));
        Assert.Contains("Corpus Christi", (await browser.GetAsync("/admin/calendars/DE-BY?year=2027")).Html, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_is_no_file_of_holidays_is_refused_and_nobody_else_opens_the_page()
    {
        using var browser = await BrowserAsync(Role.Coordinator);
        using var member = await BrowserAsync(Role.Member);

        var page = await browser.GetAsync("/admin/calendar-days");
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await browser.SendAsync("/admin/calendar-days", page, ("calendar", "es"))).Status);
        Assert.Contains("The file holds no day that was understood.", (await UploadAsync(browser, "es", "<html>")).Document.Body!.TextContent, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.NotFound, (await member.GetAsync("/admin/calendar-days")).Status);
    }

    [Fact]
    public async Task A_program_takes_holidays_in_from_a_file_or_a_ready_calendar()
    {
        using var coordinator = await ApiClient.OpenAsync(practice, "api@example.org", [Role.Coordinator]);
        using var member = await ApiClient.OpenAsync(practice, "api2@example.org", [Role.Member]);

        using var body = new StringContent(Late, Encoding.UTF8, "text/calendar");
        var dry = await coordinator.SendAsync(HttpMethod.Post, "/calendars:import?calendar=es&dryRun=true", body);
        Assert.Equal((200, "2", "0"), (dry.Status, dry["created"], dry["changed"]));
        Assert.Equal("b1", dry.Body.GetProperty("touched")[0].GetProperty("booking").GetString());
        Assert.Equal(13, dry.Body.GetProperty("leftOut")[0].GetProperty("line").GetInt32());

        using var table = new StringContent("2026-12-25,Christmas Day\n2026-12-26,Boxing Day\n", Encoding.UTF8, "text/csv");
        var made = await coordinator.SendAsync(HttpMethod.Post, "/calendars:import?calendar=es", table, ("Idempotency-Key", "k1"));
        Assert.Equal((200, "1", "1"), (made.Status, made["created"], made["changed"]));
        Assert.Equal(200, (await coordinator.PostAsync("/calendars:import?calendar=uk&ready=GB-ENG&from=2026&to=2026", null)).Status);
        Assert.Equal(400, (await coordinator.PostAsync("/calendars:import?calendar=uk&ready=XX", null)).Status);
        Assert.Equal(422, (await coordinator.PostAsync("/calendars:import?ready=GB-ENG", null)).Status);
        Assert.Equal(403, (await member.PostAsync("/calendars:import?calendar=uk&ready=GB-ENG", null)).Status);
    }

    private static Task<Page> StoreAsync(Browser browser, Page shown) => browser.PostAsync("/admin/calendar-days", [.. shown.Document.QuerySelector("input[name=days]")!.Closest("form")!
        .QuerySelectorAll("input").Select(input => (input.GetAttribute("name")!, input.GetAttribute("value")!))]);

    private static async Task<Page> UploadAsync(Browser browser, string calendar, string content)
    {
        var page = await browser.GetAsync("/admin/calendar-days");
        var form = page.Document.Forms.First(one => one.QuerySelector("input[type=file]") is not null);
        using var sent = new MultipartFormDataContent();
        foreach (var field in form.QuerySelectorAll("input[type=hidden]"))
            sent.Add(new StringContent(field.GetAttribute("value")!), field.GetAttribute("name")!);

        sent.Add(new StringContent(calendar), "calendar");
        sent.Add(new ByteArrayContent(Encoding.UTF8.GetBytes(content)), "file", "days.ics");
        using var answer = await browser.Http.PostAsync(new Uri("/admin/calendar-days", UriKind.Relative), sent);
        var html = await answer.Content.ReadAsStringAsync();
        return new Page(answer.StatusCode, html, answer.Headers.Location, new AngleSharp.Html.Parser.HtmlParser().ParseDocument(html));
    }

    private async Task<Browser> BrowserAsync(Role role)
    {
        await practice.AddAsync($"{role}@example.org", role);
        var browser = new Browser(practice.Address, null);
        await browser.SignInAsync($"{role}@example.org", PracticeServer.Password);
        return browser;
    }
}

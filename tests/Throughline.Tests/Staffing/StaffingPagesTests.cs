using System.Net;
using AngleSharp.Html.Dom;
using Throughline.Domain.Accounts;
using Throughline.Features.Staffing;
using Throughline.Testing;
using Throughline.Tests.Accounts;
using static Throughline.Tests.Staffing.StaffingWorld;

namespace Throughline.Tests.Staffing;

/// <summary>The pages as a browser without script meets them.</summary>
public sealed class StaffingPagesTests(TestDatabases databases) : IAsyncLifetime
{
    private const string March = "/staffing?from=2026-03-02&weeks=13";
    private const string Book = "/staffing/book?person=tomas&engagement=SOW-1&from=2026-03-02&to=2026-03-06&hours=6&back=%2Fstaffing%3Ffrom%3D2026-03-02";

    private StaffingWorld world = null!;
    private PracticeServer server = null!;
    private readonly List<Browser> browsers = [];

    public async ValueTask InitializeAsync()
    {
        world = await StaffingWorld.StartAsync(databases);
        server = await world.ServeAsync();
    }

    public async ValueTask DisposeAsync()
    {
        browsers.ForEach(browser => browser.Dispose());
        await server.DisposeAsync();
    }

    [Fact]
    [Trait("rule", "R-106")]
    public async Task A_week_tells_its_hours_what_is_free_what_is_over_and_what_is_off()
    {
        await world.BookedAsync(Hard);
        await world.BookedAsync(Form with { Engagement = "SOW-2", HoursPerDay = "4" });
        await world.RunAsync("insert into time_off (person, start_date, end_date) values ('tomas', '2026-03-09', '2026-03-13')");
        var priya = await SignedInAsync("priya");

        var page = await priya.GetAsync(March);
        Assert.Equal("30 h hard, 20 h soft of 40 h, 10 h over", Cell(page, "tomas", "2026-03-02"));
        Assert.Equal("off all week", Cell(page, "tomas", "2026-03-09"));
        Assert.Equal("0 h hard, 0 h soft of 32 h, 8 h off, 32 h free", Cell(page, "tomas", "2026-03-16"));
        Assert.StartsWith("26 per cent booked", Cell(page, "!", "2026-03-02"), StringComparison.Ordinal);
        Assert.Contains("4 people without hours in these weeks are hidden", page.Document.Body!.TextContent, StringComparison.Ordinal);

        Assert.Equal("30 h hard, 20 h soft of 40 h, 10 h free", Cell(await priya.GetAsync(March + "&count=hard"), "tomas", "2026-03-02"));
        Assert.Equal("30 h hard, 20 h soft of 40 h, 2 h free", Cell(await priya.GetAsync(March + "&count=weighted"), "tomas", "2026-03-02"));
        Assert.NotNull((await priya.GetAsync(March + "&everybody=1")).Document.QuerySelector("[data-r=ines]"));
    }

    [Fact]
    public async Task Filters_stand_in_the_address_and_narrow_the_rows()
    {
        var priya = await SignedInAsync("priya");
        async Task<string> Shown(string query) =>
            string.Join(",", (await priya.GetAsync(March + "&everybody=1&" + query)).Document.QuerySelectorAll("tr[data-person]").Select(row => row.GetAttribute("data-r")));

        Assert.Equal("kirsten", await Shown("role=architect"));
        Assert.Equal("ines,tomas", await Shown("team=ana"));
        Assert.Equal("boris,kirsten", await Shown("region=AMER"));
        Assert.Equal("ines,kirsten", await Shown("q=go"));
        Assert.Equal("tomas", await Shown("q=tomás"));
        Assert.Equal("", await Shown("q=nobody"));
    }

    [Fact]
    public async Task People_stand_by_team_role_or_skill_with_those_hidden_counted()
    {
        await world.BookedAsync(Form);
        var priya = await SignedInAsync("priya");
        async Task<string> Lines(string query) => string.Join(" | ", (await priya.GetAsync(March + query)).Document
            .QuerySelectorAll("tr.grp th > span, tr[data-person]").Select(line => line.GetAttribute("data-r") ?? string.Join(' ', line.TextContent.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries))));

        Assert.Equal("Team of Ana Kovač 1 of 2, 1 without hours hidden | tomas | Team of Boris Lang 0 of 1, 1 without hours hidden | Without a manager 0 of 2, 2 without hours hidden", await Lines("&group=team"));
        Assert.Equal("Architect 1 | kirsten | Engineer 2 | ines | tomas | Project manager 2 | ana | boris", await Lines("&group=role&everybody=1"));
        Assert.Contains("Go 2 | ines@Go | kirsten@Go", await Lines("&group=skill&everybody=1"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task By_project_a_row_is_an_engagement_that_opens_into_its_people()
    {
        await world.BookedAsync(Hard);
        await world.BookedAsync(Form with { Person = "ines" });
        var priya = await SignedInAsync("priya");

        var page = await priya.GetAsync(March + "&group=project&open=%23SOW-1");
        Assert.Equal("30 h hard and 30 h soft", Cell(page, "#SOW-1", "2026-03-02"));
        Assert.Equal(["ines", "tomas"], page.Document.QuerySelectorAll("tr.lane[data-person]").Select(lane => lane.GetAttribute("data-person")!).Order());
        Assert.Contains("Ines Moreau", (await priya.GetAsync("/staffing/cell?row=%23SOW-1&week=2026-03-02&group=project")).Html, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("day", 35, "2026-03-06", "6 h hard, 0 h soft of 8 h, 2 h free")]
    [InlineData("month", 12, "2026-03-01", "30 h hard, 0 h soft of 168 h, 8 h off, 138 h free")]
    [InlineData("quarter", 8, "2026-02-01", "30 h hard, 0 h soft of 504 h, 8 h off, 474 h free")]
    public async Task A_column_is_a_day_a_month_or_a_quarter_of_the_fiscal_year(string zoom, int columns, string column, string says)
    {
        await world.BookedAsync(Hard);
        var priya = await SignedInAsync("priya");
        var page = await priya.GetAsync($"/staffing?from=2026-03-02&zoom={zoom}");
        Assert.Equal(columns, page.Document.QuerySelectorAll("thead [data-h]").Length);
        Assert.Equal(says, Cell(page, "tomas", column));
    }

    [Fact]
    public async Task The_plan_is_read_as_it_was_recorded_and_then_nothing_can_be_changed()
    {
        var before = DateTimeOffset.UtcNow;
        var booking = await world.BookedAsync(Hard);
        var priya = await SignedInAsync("priya");
        var then = await priya.GetAsync($"{March}&everybody=1&open=tomas&recorded_at={before.UtcDateTime:O}");

        Assert.Equal("0 h hard, 0 h soft of 40 h, 40 h free", Cell(then, "tomas", "2026-03-02"));
        Assert.Null(then.Document.QuerySelector("table[data-may-book]"));
        Assert.Contains("It can be read, not changed.", then.Document.Body!.TextContent, StringComparison.Ordinal);
        Assert.NotNull((await priya.GetAsync(March + "&open=tomas")).Document.QuerySelector($"[data-bar='{booking.Key}']"));
    }

    [Fact]
    public async Task Beside_what_is_booked_stands_what_was_logged()
    {
        await world.BookedAsync(Hard);
        await world.RunAsync("insert into time_entries (entry, person, date, engagement, hours, billable, state) values ('t1', 'tomas', '2026-03-03', 'SOW-1', 6.5, true, 'approved'), ('t2', 'tomas', '2026-03-04', 'SOW-1', 2, true, 'rejected')");
        var priya = await SignedInAsync("priya");
        await world.RunAsync(
            """
            update activities set start_date = '2026-03-02', end_date = '2026-03-13' where activity = 'A1';
            insert into issues (engagement, activity, issue, title, assignee, estimate_hours, state) values
              ('SOW-1', 'A1', '1', 'Cutover', 'tomas', 25, 'open'), ('SOW-1', 'A1', '2', 'Done', 'tomas', 25, 'closed')
            """);
        var opened = await priya.GetAsync(March + "&open=tomas");
        Assert.Equal("6.5 h logged, 30 h booked", Cell(opened, "tomas/logged", "2026-03-02"));
        Assert.Equal("13 h of open issues planned, 30 h booked", Cell(opened, "tomas/planned", "2026-03-02"));
    }

    [Fact]
    public async Task Rows_beyond_the_first_are_named_by_links_and_come_a_few_at_a_time()
    {
        await world.RunAsync("insert into people (person, name, role, weekly_hours) select 'x' || lpad(n::text, 3, '0'), 'X ' || lpad(n::text, 3, '0'), 'engineer', 40 from generate_series(1, 60) n");
        var priya = await SignedInAsync("priya");
        var first = await priya.GetAsync(March + "&everybody=1");
        Assert.Equal(40, first.Document.QuerySelectorAll("tr[data-person]").Length);
        Assert.Equal(["40", "45", "50", "55", "60"], first.Document.QuerySelectorAll("tbody.later:not([data-state])").Select(block => block.GetAttribute("data-skip")!));

        var block = await priya.GetAsync(March + "&everybody=1&skip=60&take=5");
        Assert.Equal(["x056", "x057", "x058", "x059", "x060"], block.Document.QuerySelectorAll("tr[data-person]").Select(row => row.GetAttribute("data-r")!));
        Assert.Empty(block.Document.QuerySelectorAll("tbody.later:not([data-state])"));
    }

    [Fact]
    public async Task The_plan_is_downloaded_as_it_is_shown_and_says_how_hours_were_counted()
    {
        await world.BookedAsync(Hard);
        await world.BookedAsync(Form with { Engagement = "SOW-2", HoursPerDay = "2" });
        await world.RunAsync("update people set name = '=cmd()' where person = 'ines'");
        var priya = await SignedInAsync("priya");

        var lines = (await priya.GetAsync("/staffing.csv?from=2026-03-02&weeks=13&group=team&everybody=1&count=weighted")).Html.Split('\n');
        Assert.StartsWith("group,key,name,about,counted,2026-03-02,2026-03-09,", lines[0], StringComparison.Ordinal);
        Assert.Contains(lines, line => line.StartsWith("Team of Ana Kovač,tomas,Tomás Rivera,\"Engineer, EMEA\",\"hard, and 40% of soft\",34,0,", StringComparison.Ordinal));
        Assert.Contains(lines, line => line.Contains(",ines,'=cmd(),", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_view_is_kept_under_a_name_shared_and_forgotten_by_its_owner_alone()
    {
        var (priya, ana) = (await SignedInAsync("priya"), await SignedInAsync("ana"));
        var page = await priya.GetAsync("/staffing?group=team&everybody=1&skip=0");
        Assert.Equal("/staffing?everybody=1&group=team", (await priya.SendAsync("/views", page, ("name", "Teams"), ("shared", "true"))).GoesTo);
        await priya.SendAsync("/views", await priya.GetAsync("/staffing?zoom=day"), ("name", "My days"));

        static string[] Views(Page shown) => [.. shown.Document.QuerySelectorAll(".viewmenu .links a").Select(link => link.TextContent)];
        Assert.Equal(["My days", "Teams, shared"], Views(await priya.GetAsync("/staffing")));
        Assert.Equal(["Teams, shared by Priya Nair"], Views(await ana.GetAsync("/staffing")));
        Assert.Equal("Teams", (await ana.GetAsync("/staffing?everybody=1&group=team")).Document.QuerySelector(".viewmenu summary b")?.TextContent);
        Assert.Empty(Views(await ana.GetAsync("/")));

        var key = await world.ReadAsync<Guid>("select view from saved_views where shared");
        async Task ForgetAsync(Browser who) => await who.PostAsync("/views/forget", [.. (await who.GetAsync("/staffing")).Document.QuerySelectorAll(".viewmenu .keep input[type=hidden]").OfType<IHtmlInputElement>().Select(input => (input.Name!, input.Value)), ("view", key.ToString())]);
        await ForgetAsync(ana);
        Assert.Equal(2, await world.ReadAsync<int>("select count(*)::int from saved_views"));
        await ForgetAsync(priya);
        Assert.Equal(1, await world.ReadAsync<int>("select count(*)::int from saved_views"));
    }

    [Fact]
    public async Task The_form_books_and_goes_back_to_the_grid_with_a_way_to_undo()
    {
        var priya = await SignedInAsync("priya");
        var form = await priya.GetAsync(Book);
        var booked = await SendAsync(priya, form, ("kind", "hard"));

        Assert.Equal((HttpStatusCode.Found, "/staffing?from=2026-03-02"), (booked.Status, booked.GoesTo));
        var grid = await priya.GetAsync(booked.GoesTo!);
        Assert.Equal("Booked Tomás Rivera on SOW-1: 6 h a day, 2 – 6 March 2026, hard.", Said(grid));
        Assert.StartsWith("30 h hard", Cell(grid, "tomas", "2026-03-02"), StringComparison.Ordinal);

        var undone = await priya.GetAsync((await PressUndoAsync(priya, grid)).GoesTo!);
        Assert.StartsWith("Took back: booked Tomás Rivera on SOW-1", Said(undone), StringComparison.Ordinal);
        Assert.StartsWith("Did again: booked Tomás Rivera on SOW-1", Said(await priya.GetAsync((await PressUndoAsync(priya, undone)).GoesTo!)), StringComparison.Ordinal);
        Assert.Equal("hard", await world.ReadAsync<string>("select kind from bookings"));
    }

    [Fact]
    public async Task The_same_form_sent_twice_books_once()
    {
        var priya = await SignedInAsync("priya");
        var form = await priya.GetAsync(Book);
        await SendAsync(priya, form, ("kind", "soft"));
        Assert.Equal("/staffing?from=2026-03-02", (await SendAsync(priya, form, ("kind", "soft"))).GoesTo);
        Assert.Equal(1, await world.ReadAsync<int>("select count(*)::int from bookings"));
    }

    [Fact]
    [Trait("rule", "day_ledger")]
    public async Task A_hard_booking_that_does_not_fit_names_day_hours_and_holder_and_can_be_kept_soft()
    {
        var held = await world.BookedAsync(Hard with { Engagement = "SOW-2" });
        var priya = await SignedInAsync("priya");

        var refused = await SendAsync(priya, await priya.GetAsync(Book), ("kind", "hard"));
        Assert.Equal(HttpStatusCode.Conflict, refused.Status);
        var row = refused.Document.QuerySelector("table.full tbody tr")!;
        Assert.Equal(["Mon 2 Mar – Fri 6 Mar5 days", "8 h", "6 h", "6 h", "4 h"], row.Children.Take(5).Select(cell => cell.TextContent.Trim()));
        Assert.Equal($"/staffing/bookings/{held.Key}", row.NextElementSibling!.QuerySelector("a")!.GetAttribute("href"));
        Assert.NotNull(refused.Document.QuerySelector("a[href='/rules/day_ledger']"));
        Assert.Equal("2", refused.Document.QuerySelectorAll("button[name=instead]")[1].GetAttribute("value"));

        var fitting = await SendAsync(priya, refused, ("kind", "hard"), ("instead", "2"));
        Assert.Equal(HttpStatusCode.Found, fitting.Status);
        var soft = await SendAsync(priya, await priya.GetAsync(Book), ("kind", "hard"), ("instead", "soft"));
        Assert.Equal(HttpStatusCode.Found, soft.Status);
        Assert.Equal("hard 120, hard 360, soft 360", await world.ReadAsync<string>("select string_agg(kind || ' ' || minutes_per_day, ', ' order by kind, minutes_per_day) from bookings"));
    }

    [Fact]
    public async Task A_named_person_can_be_taken_off_a_booking_again()
    {
        var booking = await world.BookedAsync(Form);
        var priya = await SignedInAsync("priya");
        var form = await priya.GetAsync($"/staffing/bookings/{booking.Key}");
        Assert.Contains(form.Document.QuerySelectorAll("select[name=person] option").OfType<IHtmlOptionElement>(), option => option.Value.Length == 0);
        Assert.Equal(HttpStatusCode.Found, (await SendAsync(priya, form, ("person", ""), ("act", "change"))).Status);
        Assert.Equal(1, await world.ReadAsync<int>("select count(*)::int from bookings where person is null and role = 'engineer'"));
        Assert.Contains("not named yet", (await priya.GetAsync(March + "&open=~engineer")).Html, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_is_wrong_is_said_at_its_field()
    {
        var priya = await SignedInAsync("priya");
        var refused = await SendAsync(priya, await priya.GetAsync(Book), ("hoursPerDay", "30"), ("end", "2026-03-01"));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, refused.Status);
        Assert.Equal(2, refused.Document.QuerySelectorAll(".errs li").Length);
        Assert.Equal("true", refused.Document.QuerySelector("[name=hoursPerDay]")!.GetAttribute("aria-invalid"));
        Assert.Equal("30", refused.Document.QuerySelector("[name=hoursPerDay]")!.GetAttribute("value"));
    }

    [Fact]
    [Trait("rule", "stale_version")]
    public async Task A_form_opened_before_somebody_elses_change_is_refused_and_shows_what_stands()
    {
        var booking = await world.BookedAsync(Form);
        var ana = await SignedInAsync("ana");
        var form = await ana.GetAsync($"/staffing/bookings/{booking.Key}");
        await world.ChangeAsync(world.Coordinator, booking, new BookingForm { HoursPerDay = "4" });

        var refused = await SendAsync(ana, form, ("hoursPerDay", "7"), ("act", "change"));

        Assert.Equal(HttpStatusCode.Conflict, refused.Status);
        Assert.Contains("Priya Nair changed booking", refused.Html, StringComparison.Ordinal);
        Assert.Contains("hours a day from 6 to 4", refused.Html, StringComparison.Ordinal);
        Assert.Equal("4", refused.Document.QuerySelector("[name=hoursPerDay]")!.GetAttribute("value"));
        Assert.Equal(HttpStatusCode.Found, (await SendAsync(ana, refused, ("hoursPerDay", "7"), ("act", "change"))).Status);
    }

    [Fact]
    public async Task The_popover_of_a_week_is_a_page_whose_verbs_work_without_script()
    {
        var booking = await world.BookedAsync(Form);
        var priya = await SignedInAsync("priya");
        var cell = await priya.GetAsync("/staffing/cell?row=tomas&week=2026-03-02&back=%2Fstaffing");
        Assert.Contains("Meridian Freight", cell.Html, StringComparison.Ordinal);

        var sent = await priya.SendAsync("/staffing/cell", cell, ("booking", $"1:{booking.Key}"), ("act", "hard"));
        Assert.Equal((HttpStatusCode.TemporaryRedirect, $"/staffing/bookings/{booking.Key}"), (sent.Status, sent.GoesTo));

        var hidden = cell.Document.QuerySelectorAll("form[data-acts] input[type=hidden]").OfType<IHtmlInputElement>().Select(input => (input.Name!, input.Value));
        var done = await priya.PostAsync(sent.GoesTo!, [.. hidden, ("booking", $"1:{booking.Key}"), ("act", "hard")]);
        Assert.Equal((HttpStatusCode.Found, "/staffing"), (done.Status, done.GoesTo));
        Assert.Equal("hard", await world.ReadAsync<string>("select kind from bookings"));
    }

    [Fact]
    [Trait("rule", "R-296")]
    public async Task A_member_sees_the_people_of_the_own_engagements_and_can_book_nobody()
    {
        await world.BookedAsync(Hard);
        await world.BookedAsync(Form with { Person = "ines" });
        var elsewhere = await world.BookedAsync(Form with { Person = "ines", Engagement = "SOW-2" });
        await world.BookedAsync(Form with { Person = "kirsten", Engagement = "SOW-2" });
        var tomas = await SignedInAsync("tomas");

        var page = await tomas.GetAsync(March + "&everybody=1&open=ines");
        Assert.Equal(["ines", "tomas"], page.Document.QuerySelectorAll("tr[data-person]:not(.lane)").Select(row => row.GetAttribute("data-r")));
        Assert.DoesNotContain("SOW-2", page.Html, StringComparison.Ordinal);
        Assert.Contains("Reserved", page.Html, StringComparison.Ordinal);
        Assert.Null(page.Document.QuerySelector("a[href^='/staffing/book?']"));
        Assert.Equal(HttpStatusCode.Forbidden, (await tomas.GetAsync(Book)).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await tomas.GetAsync($"/staffing/bookings/{elsewhere.Key}")).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await tomas.GetAsync("/staffing/cell?row=kirsten&week=2026-03-02")).Status);
        Assert.DoesNotContain("SOW-2", (await tomas.GetAsync("/staffing/cell?row=ines&week=2026-03-02")).Html, StringComparison.Ordinal);
    }

    [Fact]
    [Trait("rule", "R-107")]
    public async Task A_project_manager_is_offered_the_own_engagements_and_soft_bookings_only()
    {
        var other = await world.BookedAsync(Hard with { Engagement = "SOW-2" });
        var ana = await SignedInAsync("ana");

        var form = await ana.GetAsync(Book);
        Assert.Equal(["SOW-1"], form.Document.QuerySelectorAll("select[name=engagement] option").OfType<IHtmlOptionElement>().Select(option => option.Value));
        var hard = form.Document.QuerySelector("input[name=kind][value=hard]")!;
        Assert.True(hard.HasAttribute("disabled"));
        Assert.Contains("Ask coordinators", hard.ParentElement!.TextContent, StringComparison.Ordinal);
        var sheet = await ana.GetAsync($"/staffing/bookings/{other.Key}");
        Assert.Contains("Project managers may move or release firm bookings only on engagements they lead.", sheet.Html, StringComparison.Ordinal);
        Assert.Null(sheet.Document.QuerySelector("button[value=release]"));
    }

    [Fact]
    [Trait("rule", "R-296")]
    public async Task Nobody_from_outside_the_practice_opens_the_resource_centre()
    {
        var pavel = await SignedInAsync("pavel");
        Assert.Equal(HttpStatusCode.Forbidden, (await pavel.GetAsync("/staffing")).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await pavel.GetAsync("/staffing/cell?row=tomas&week=2026-03-02")).Status);
    }

    [Fact]
    public async Task A_practice_without_people_says_what_to_do_first()
    {
        await using var empty = await PracticeServer.StartAsync(databases, empty: true);
        await empty.AddAsync("priya@example.org", Role.Coordinator);
        using var priya = new Browser(empty.Address, null);
        await priya.SignInAsync("priya@example.org", PracticeServer.Password);
        Assert.Contains("Nobody to book yet", (await priya.GetAsync("/staffing")).Html, StringComparison.Ordinal);
    }

    private async Task<Browser> SignedInAsync(string name)
    {
        var browser = new Browser(server.Address, null);
        browsers.Add(browser);
        Assert.Equal(HttpStatusCode.Found, (await browser.SignInAsync($"{name}@example.org", PracticeServer.Password)).Status);
        return browser;
    }

    // Sends the page's form with every field as it stands, but for those named.
    private static Task<Page> SendAsync(Browser browser, Page page, params (string Name, string Value)[] changed)
    {
        var form = page.Document.Forms.Single(form => form.QuerySelector("[name=hoursPerDay]") is not null);
        var standing = form.Elements.SelectMany<AngleSharp.Html.Dom.IHtmlElement, (string Name, string Value)>(element => element switch
        {
            IHtmlInputElement { Type: "radio", IsChecked: false } => [],
            IHtmlInputElement { Name: { } name } input => [(name, input.Value)],
            IHtmlSelectElement { Name: { } name } select => [(name, select.Value ?? "")],
            IHtmlTextAreaElement { Name: { } name } area => [(name, area.Value)],
            _ => [],
        }).Where(field => changed.All(change => change.Name != field.Name));
        return browser.PostAsync(form.GetAttribute("action")!, [.. standing, .. changed]);
    }

    private static Task<Page> PressUndoAsync(Browser browser, Page page)
    {
        var form = page.Document.Forms.Single(form => form.HasAttribute("data-undo"));
        return browser.PostAsync(
            form.GetAttribute("action")!, [.. form.QuerySelectorAll("input").OfType<IHtmlInputElement>().Select(input => (input.Name!, input.Value))]);
    }

    private static string? Said(Page page) => page.Document.QuerySelector("[data-toast] span")?.TextContent;

    private static string Cell(Page page, string row, string week) =>
        page.Document.QuerySelector($"tr[data-r='{row}'] td[data-c='{week}']")!.GetAttribute("aria-label")!;
}

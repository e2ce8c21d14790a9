using Microsoft.Playwright;
using Throughline.Testing;
using Throughline.Tests.Staffing;
using static Throughline.Tests.Staffing.StaffingWorld;

namespace Throughline.Browser.Tests;

/// <summary>The resource centre in a real browser, by keyboard and by mouse.</summary>
public sealed class StaffingTests(TestDatabases databases) : IAsyncLifetime
{
    private const string March = "/staffing?from=2026-03-02&weeks=13&everybody=1&open=tomas";

    private StaffingWorld world = null!;
    private PracticeServer server = null!;
    private Chromium chromium = null!;
    private IPage page = null!;

    public async ValueTask InitializeAsync()
    {
        world = await StaffingWorld.StartAsync(databases);
        server = await world.ServeAsync();
        chromium = await Chromium.StartAsync();
        page = await chromium.SignedInAsync(server, "priya@example.org");
        page.SetDefaultTimeout(20_000);
    }

    public async ValueTask DisposeAsync()
    {
        await chromium.DisposeAsync();
        await server.DisposeAsync();
    }

    [Fact]
    public async Task Weeks_are_booked_by_keyboard()
    {
        await OpenAsync();
        await FocusAsync("tomas", "2026-03-02");
        await page.Keyboard.PressAsync("Shift+ArrowRight");
        await page.Keyboard.PressAsync("Enter");
        await Expect("#drawer[open] [name=hoursPerDay]");
        Assert.Equal(("tomas", "2026-03-02", "2026-03-13"), (await ValueAsync("person"), await ValueAsync("start"), await ValueAsync("end")));

        await page.SelectOptionAsync("#drawer [name=engagement]", "SOW-1");
        await page.FillAsync("#drawer [name=hoursPerDay]", "6");
        await page.CheckAsync("#drawer [name=kind][value=hard]");
        await page.Keyboard.PressAsync("Control+Enter");

        await SaidAsync("Booked Tomás Rivera on SOW-1: 6 h a day, 2 – 13 March 2026, hard.");
        await CellSaysAsync("tomas", "2026-03-09", "30 h hard, 0 h soft of 40 h, 10 h free");
        Assert.Equal("tomas 2026-03-09", await FocusedAsync());
    }

    [Fact]
    public async Task Rows_are_drawn_as_they_come_into_view_and_leave_the_page_again()
    {
        await world.RunAsync("insert into people (person, name, role, weekly_hours) select 'x' || lpad(n::text, 3, '0'), 'X ' || lpad(n::text, 3, '0'), 'engineer', 40 from generate_series(1, 150) n");
        await OpenAsync();
        await page.EvaluateAsync("() => { const box = document.querySelector('.gridbox'); box.scrollTop = box.scrollHeight; }");
        await page.Locator("[data-r=x150]").WaitForAsync();
        await Assertions.Expect(page.Locator("[data-r=x001]")).ToHaveCountAsync(0);
        Assert.True(await page.EvaluateAsync<int>("() => document.getElementsByTagName('*').length") < 3000);

        await FocusAsync("x150", "2026-03-02");
        await page.Keyboard.PressAsync("ArrowUp");
        Assert.Equal("x149 2026-03-02", await FocusedAsync());
    }

    [Fact]
    public async Task What_somebody_else_books_is_told_and_shown_when_asked_for()
    {
        await page.RunAndWaitForResponseAsync(OpenAsync, answer => answer.Url.EndsWith("/live", StringComparison.Ordinal) && answer.Ok);

        await world.RunAsync("insert into bookings (booking, engagement, person, role, start_date, end_date, minutes_per_day, kind) values ('b-other', 'SOW-1', 'tomas', 'engineer', '2026-03-23', '2026-03-27', 240, 'soft')");
        await page.Locator("[data-live]").GetByText("Somebody has changed what this page shows.").WaitForAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Show the change" }).ClickAsync();

        await Expect(Cell("tomas", "2026-03-23") + "[aria-label*=', 20 h soft']");
    }

    [Fact]
    public async Task Weeks_are_booked_by_dragging_over_them()
    {
        await OpenAsync();
        await DragAsync(Cell("ines", "2026-03-09"), Cell("ines", "2026-03-23"));
        await Expect("#drawer[open] [name=start]");
        Assert.Equal(("ines", "2026-03-09", "2026-03-27"), (await ValueAsync("person"), await ValueAsync("start"), await ValueAsync("end")));
    }

    [Fact]
    public async Task A_booking_moves_resizes_turns_hard_and_soft_and_is_released_by_keyboard_and_each_act_is_undone()
    {
        var key = (await world.BookedAsync(Form)).Key.Value;
        await OpenAsync();
        await FocusAsync("tomas/0", "2026-03-02");

        await page.Keyboard.PressAsync("Alt+ArrowRight");
        await StandsAsync(key, "2026-03-09 2026-03-13 soft");
        Assert.Equal("tomas/0 2026-03-09", await FocusedAsync());
        await page.Keyboard.PressAsync("Alt+Shift+ArrowRight");
        await StandsAsync(key, "2026-03-09 2026-03-20 soft");
        await page.Keyboard.PressAsync("h");
        await StandsAsync(key, "2026-03-09 2026-03-20 hard");
        await page.Keyboard.PressAsync("Control+z");
        await StandsAsync(key, "2026-03-09 2026-03-20 soft");
        await page.Keyboard.PressAsync("h");
        await StandsAsync(key, "2026-03-09 2026-03-20 hard");
        await page.Keyboard.PressAsync("f");
        await Expect("#drawer[open] [name=reason]"); // taking a promise back wants its reason
        await page.FillAsync("#drawer [name=reason]", "The customer moves the start");
        await page.Keyboard.PressAsync("Control+Enter");
        await StandsAsync(key, "2026-03-09 2026-03-20 soft");
        await page.Keyboard.PressAsync("Delete");
        await SaidAsync("Released Tomás Rivera on SOW-1: 6 h a day, 9 – 20 March 2026, soft.");
        Assert.Equal(0, await world.ReadAsync<int>("select count(*)::int from bookings"));
        await page.Keyboard.PressAsync("Control+z");
        await StandsAsync(key, "2026-03-09 2026-03-20 soft");
    }

    [Fact]
    public async Task A_bar_is_dragged_to_another_week_by_its_end_and_to_another_person()
    {
        var key = (await world.BookedAsync(Form)).Key.Value;
        await OpenAsync();
        var week = (await page.Locator(Cell("tomas", "2026-03-02")).BoundingBoxAsync())!.Width;

        await DragByAsync(key, 0.5f, week * 2, 0);
        await StandsAsync(key, "2026-03-16 2026-03-20 soft");
        await DragByAsync(key, 0.98f, week, 0);
        await StandsAsync(key, "2026-03-16 2026-03-27 soft");
        await DragByAsync(key, 0.01f, -week, 0);
        await StandsAsync(key, "2026-03-09 2026-03-27 soft");

        var bar = (await page.Locator(Bar(key)).BoundingBoxAsync())!;
        var ines = (await page.Locator(Cell("ines", "2026-03-09")).BoundingBoxAsync())!;
        await DragByAsync(key, 0.5f, 0, ines.Y + 8 - bar.Y);
        await SaidAsync("Ines Moreau on SOW-1: person from tomas to ines.");
        Assert.Equal("ines", await world.ReadAsync<string>("select person from bookings"));
    }

    [Fact]
    public async Task A_booking_is_split_where_the_cell_is_and_copied_by_a_drag_with_shift()
    {
        var key = (await world.BookedAsync(Form with { End = "2026-03-13" })).Key.Value;
        await OpenAsync();
        await FocusAsync("tomas/0", "2026-03-09");
        await page.Keyboard.PressAsync("s");
        await StandsAsync(key, "2026-03-02 2026-03-08 soft");
        Assert.Equal("2026-03-02 2026-03-08, 2026-03-09 2026-03-13", await SpansAsync());
        await page.Keyboard.PressAsync("Control+z");
        await StandsAsync(key, "2026-03-02 2026-03-13 soft");

        var week = (await page.Locator(Cell("tomas", "2026-03-02")).BoundingBoxAsync())!.Width;
        await page.Keyboard.DownAsync("Shift");
        await DragByAsync(key, 0.5f, week * 3, 0);
        await page.Keyboard.UpAsync("Shift");
        await Expect("[data-bar][data-start='2026-03-23']");
        Assert.Equal("2026-03-02 2026-03-13, 2026-03-23 2026-04-03", await SpansAsync());
    }

    [Fact]
    public async Task Bookings_in_a_rectangle_are_shifted_together_and_taken_back_and_done_again()
    {
        await world.BookedAsync(Form);
        await world.BookedAsync(Form with { Engagement = "SOW-2", HoursPerDay = "2" });
        await OpenAsync();
        await FocusAsync("tomas/0", "2026-03-02");
        await page.Keyboard.PressAsync("Shift+ArrowDown");
        await page.Keyboard.PressAsync("Alt+ArrowRight");
        await SaidAsync("Shifted by 7 days later");
        Assert.Equal("2026-03-09 2026-03-13, 2026-03-09 2026-03-13", await SpansAsync());

        await page.Keyboard.PressAsync("Control+z");
        await Expect("[data-bar][data-start='2026-03-02']");
        Assert.Equal("2026-03-02 2026-03-06, 2026-03-02 2026-03-06", await SpansAsync());
        await page.Keyboard.PressAsync("Control+y");
        await Expect("[data-bar][data-start='2026-03-09']");
        Assert.Equal("2026-03-09 2026-03-13, 2026-03-09 2026-03-13", await SpansAsync());
    }

    [Fact]
    [Trait("rule", "R-046")]
    public async Task A_request_dropped_on_a_person_shows_what_that_would_change()
    {
        await world.RunAsync("""
            insert into resource_requests (resource_request, engagement, kind, role, start_date, end_date, minutes_per_day, commitment, state, requested_by, submitted_at)
            values ('RR-1', 'SOW-1', 'new', 'engineer', '2026-03-09', '2026-03-20', 240, 'soft', 'submitted', 'ana@example.org', '2026-02-27T10:00Z')
            """);
        await OpenAsync();
        await page.DragAndDropAsync("[data-request='RR-1']", "tr[data-r='ines'] th");
        await Expect("#drawer[open]");
        await Assertions.Expect(page.Locator("#drawer")).ToContainTextAsync("Ines Moreau");
        await Assertions.Expect(page.Locator("#drawer")).ToContainTextAsync("Their utilisation in these days");
    }

    [Fact]
    [Trait("rule", "day_ledger")]
    public async Task A_refused_hard_booking_opens_the_drawer_with_who_holds_the_day_and_is_kept_soft()
    {
        await world.BookedAsync(Hard with { Engagement = "SOW-2" });
        var key = (await world.BookedAsync(Form)).Key.Value;
        await OpenAsync();
        await page.Locator(Bar(key)).FocusAsync();
        var row = await page.Locator(Bar(key)).EvaluateAsync<string>("bar => bar.closest('tr').dataset.r");
        await FocusAsync(row, "2026-03-02");
        await page.Keyboard.PressAsync("h");

        await Expect("#drawer[open] .refusal");
        Assert.Equal("This booking does not fit as hard", await page.InnerTextAsync("#drawer h2"));
        Assert.Contains("Mon 2 Mar", await page.InnerTextAsync("#drawer table.full"), StringComparison.Ordinal);
        Assert.Contains("SOW-2", await page.InnerTextAsync("#drawer table.full"), StringComparison.Ordinal);
        await AxeAsync();
        await PictureAsync("staffing-refused");

        await page.ClickAsync("#drawer button[value=soft]");
        await page.WaitForSelectorAsync("#drawer:not([open])", new() { State = WaitForSelectorState.Attached });
        Assert.Equal("soft", await world.ReadAsync<string>($"select kind from bookings where booking = '{key}'"));
    }

    [Fact]
    public async Task Enter_on_a_booked_week_opens_what_is_behind_it_with_verbs_that_have_keys()
    {
        var key = (await world.BookedAsync(Form)).Key.Value;
        await OpenAsync();
        await FocusAsync("tomas", "2026-03-02");
        await page.Keyboard.PressAsync("Enter");
        await Expect("#pop:popover-open");
        Assert.Contains("Meridian Freight", await page.InnerTextAsync("#pop"), StringComparison.Ordinal);
        await AxeAsync();
        await PictureAsync("staffing-popover");
        await page.Keyboard.PressAsync("h");
        await StandsAsync(key, "2026-03-02 2026-03-06 hard");
    }

    [Fact]
    public async Task A_person_opens_by_key_and_months_go_by_with_page_down()
    {
        await world.BookedAsync(Form with { Person = "ines" });
        await OpenAsync();
        await FocusAsync("ines", "2026-03-09");
        await page.Keyboard.PressAsync("x");
        await Expect("tr.lane[data-person=ines]");
        Assert.Equal("ines 2026-03-09", await FocusedAsync());
        await page.Keyboard.PressAsync("PageDown");
        await Expect("th[data-h='2026-06-22']");
        Assert.Contains("from=2026-03-30", page.Url, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_grid_the_form_and_the_popover_have_no_accessibility_fault()
    {
        await world.BookedAsync(Hard);
        await world.BookedAsync(Form with { Engagement = "SOW-2", HoursPerDay = "4" });
        await world.BookedAsync(Form with { Person = "", Role = "engineer", Start = "2026-03-16", End = "2026-04-03" });
        await OpenAsync();
        await AxeAsync();

        await page.GotoAsync("/staffing/book?person=tomas&from=2026-03-02&to=2026-03-06");
        await AxeAsync();
    }

    private async Task OpenAsync()
    {
        await page.GotoAsync(March);
        await Expect("table.rc[aria-multiselectable]");
    }

    private Task Expect(string selector) => page.WaitForSelectorAsync(selector);

    private static string Cell(string row, string week) => $"tr[data-r='{row}'] td[data-c='{week}']";

    private static string Bar(string key) => $"[data-bar='{key}']";

    private Task FocusAsync(string row, string week) => page.EvaluateAsync(
        "([row, week]) => document.querySelector('table.rc').grid.focus(row, week)", new[] { row, week });

    private Task<string> FocusedAsync() => page.EvaluateAsync<string>(
        "(document.activeElement.closest('tr')?.dataset.r ?? '') + ' ' + (document.activeElement.dataset.c ?? document.activeElement.tagName)");

    private Task<string> ValueAsync(string name) => page.InputValueAsync($"#drawer [name={name}]");

    private async Task SaidAsync(string text) => await page.Locator("#toasts").GetByText(text).WaitForAsync();

    private async Task CellSaysAsync(string row, string week, string text) => await Expect($"{Cell(row, week)}[aria-label='{text}']");

    // The bar on the page and the row in the database say the same, and the grid is ready for the next key.
    private async Task StandsAsync(string key, string days)
    {
        var parts = days.Split(' ');
        await Expect($"{Bar(key)}[data-start='{parts[0]}'][data-end='{parts[1]}'][data-kind='{parts[2]}']");
        await Expect("table.rc[aria-multiselectable]");
        await Expect("table.rc td:focus");
        Assert.Equal(days, await world.ReadAsync<string>($"select start_date || ' ' || end_date || ' ' || kind from bookings where booking = '{key}'"));
    }

    private Task<string> SpansAsync() => world.ReadAsync<string>("select string_agg(start_date || ' ' || end_date, ', ' order by start_date, booking) from bookings");

    private async Task DragAsync(string from, string to)
    {
        var (a, b) = ((await page.Locator(from).BoundingBoxAsync())!, (await page.Locator(to).BoundingBoxAsync())!);
        await page.Mouse.MoveAsync(a.X + (a.Width / 2), a.Y + (a.Height / 2));
        await page.Mouse.DownAsync();
        await page.Mouse.MoveAsync(b.X + (b.Width / 2), b.Y + (b.Height / 2), new() { Steps = 8 });
        await page.Mouse.UpAsync();
    }

    private async Task DragByAsync(string key, float grip, float x, float y)
    {
        var bar = (await page.Locator(Bar(key)).BoundingBoxAsync())!;
        var (fromX, fromY) = (bar.X + Math.Clamp(bar.Width * grip, 2, bar.Width - 2), bar.Y + (bar.Height / 2));
        await page.Mouse.MoveAsync(fromX, fromY);
        await page.Mouse.DownAsync();
        await page.Mouse.MoveAsync(fromX + x, fromY + y, new() { Steps = 8 });
        await page.Mouse.UpAsync();
    }

    // For whoever wants to look: a folder named in the environment gets pictures of what the tests see.
    private async Task PictureAsync(string name)
    {
        if (Environment.GetEnvironmentVariable("THROUGHLINE_PICTURES") is { Length: > 0 } folder)
            await page.ScreenshotAsync(new() { Path = Path.Combine(folder, name + ".png") });
    }

    private async Task AxeAsync() => Assert.Equal("", string.Join('\n', await Barriers.InEveryLookAsync(page, page.Url)));
}

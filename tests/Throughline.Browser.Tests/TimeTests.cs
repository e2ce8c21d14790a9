using Dapper;
using Microsoft.Playwright;
using Throughline.Domain.Accounts;
using Throughline.Testing;

namespace Throughline.Browser.Tests;

/// <summary>My week, the inbox and the list of entries in a real browser: keys, islands, both themes, a phone.</summary>
public sealed class TimeTests(TestDatabases databases) : IAsyncLifetime
{
    internal const string Practice =
        """
        insert into people (person, name, email, role, weekly_hours, manager) values
          ('ana', 'Ana Kovač', 'ana@example.org', 'project_manager', 40, null), ('devin', 'Devin Park', 'devin@example.org', 'engineer', 40, 'ana');
        insert into customers (customer, name) values ('c1', 'Meridian Freight');
        insert into engagements (engagement, customer, name, type, billing, currency, contract_value, budget_hours, start_date, expires, status, project_manager) values
          ('SOW-1042', 'c1', 'Platform migration', 'consulting', 'tm', 'USD', 100000, 200, '2026-01-01', '2026-12-31', 'active', 'ana'),
          ('SOW-1039', 'c1', 'Fleet API redesign', 'consulting', 'ff', 'USD', 50000, 100, '2026-01-01', '2026-12-31', 'active', 'ana');
        insert into activities (engagement, activity, title) values ('SOW-1042', 'a1', 'Cutover rehearsal'), ('SOW-1042', 'a2', 'Status and planning');
        insert into bookings (booking, engagement, person, role, start_date, end_date, minutes_per_day, kind, activity) values
          ('b1', 'SOW-1042', 'devin', 'engineer', '2026-03-02', '2026-03-27', 240, 'hard', 'a1'),
          ('b2', 'SOW-1042', 'devin', 'engineer', '2026-03-02', '2026-03-27', 60, 'hard', 'a2'),
          ('b3', 'SOW-1039', 'devin', 'engineer', '2026-03-02', '2026-03-27', 120, 'hard', null);
        insert into rates (role, currency, hourly_rate, effective_from) values ('engineer', 'USD', 200, '2026-01-01');
        """;

    private PracticeServer server = null!;
    private Chromium browser = null!;

    public async ValueTask InitializeAsync()
    {
        server = await PracticeServer.StartAsync(databases, empty: true);
        await RunAsync(Practice);
        await server.AddAsync("devin@example.org", Role.Member);
        await server.AddAsync("ana@example.org", Role.ProjectManager);
        browser = await Chromium.StartAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await browser.DisposeAsync();
        await server.DisposeAsync();
    }

    [Fact]
    public async Task A_week_is_filled_in_and_submitted_without_touching_the_mouse()
    {
        var page = await SignInAsync("devin");
        await page.GotoAsync("/my-week");
        await FocusAsync(page, "a1", "2026-03-09");

        await TypeAsync(page, "1.5", "ArrowRight");
        await TypeAsync(page, "1:30", "ArrowRight");
        await TypeAsync(page, "90m", "Enter");
        await SavedAsync(3);
        await Expect(page, "[data-total=week]", "4.5");
        Assert.Equal("1.5 1.5 1.5", await page.EvaluateAsync<string>("[...document.querySelectorAll('tr[data-r$=a1] input')].map(it => it.value).join(' ').trim()"));
        await Expect(page, "[data-total='unsubmitted']", "4.5");

        await page.Keyboard.PressAsync("Control+Enter");
        await page.WaitForSelectorAsync("text=Submitted 4.5 h for approval");
        Assert.Equal("submitted", await ReadAsync<string>("select distinct state from time_entries"));
        Assert.Equal(0, await page.Locator("tr[data-r$=a1] td[data-c='2026-03-09'] input").CountAsync());
    }

    [Fact]
    public async Task Enter_takes_planned_hours_a_sign_adds_to_them_delete_clears_and_fill_down_copies()
    {
        var page = await SignInAsync("devin");
        await page.GotoAsync("/my-week");
        await FocusAsync(page, "a1", "2026-03-09");

        await page.Keyboard.PressAsync("Enter");
        await SavedAsync(1, "hours = 4");
        await Expect(page, "[data-total=week]", "4.0");
        await TypeAsync(page, "+0:15", "Enter");
        await SavedAsync(1, "hours = 4.25");
        await Expect(page, "[data-total=week]", "4.25");
        await FocusAsync(page, "a2", "2026-03-09");
        await page.Keyboard.PressAsync("Control+d");
        await Expect(page, "[data-total=week]", "8.5");

        await page.Keyboard.PressAsync("Delete");
        await SavedAsync(1);
        await Expect(page, "[data-total='day:2026-03-09']", "4.25");
        await page.Keyboard.PressAsync("Control+z");
        await SavedAsync(2, "hours = 4.25");
    }

    [Fact]
    public async Task What_is_no_number_is_refused_in_the_cell_and_said()
    {
        var page = await SignInAsync("devin");
        await page.GotoAsync("/my-week");
        await FocusAsync(page, "a1", "2026-03-09");

        await TypeAsync(page, "8hrs", "Enter");

        await page.WaitForSelectorAsync(".toast-u.bad:has-text('\"8hrs\" is not a number of hours')");
        Assert.True(await Cell(page, "a1", "2026-03-09").EvaluateAsync<bool>("it => it.classList.contains('is-refused')"));
        await SavedAsync(0);
    }

    [Fact]
    public async Task A_note_is_written_from_the_keyboard_beside_the_cell()
    {
        var page = await SignInAsync("devin");
        await RunAsync("insert into time_entries (entry, person, date, engagement, activity, hours, billable) values ('e1', 'devin', '2026-03-09', 'SOW-1042', 'a1', 2, true)");
        await page.GotoAsync("/my-week");
        await FocusAsync(page, "a1", "2026-03-09");
        await page.Keyboard.PressAsync("n");

        await page.Locator("#pop textarea[name=note]").FillAsync("Dry run");
        await page.Keyboard.PressAsync("Control+Enter");

        await page.WaitForSelectorAsync("td.note-dot");
        Assert.Equal("Dry run", await ReadAsync<string>("select note from time_entries"));
    }

    [Fact]
    public async Task Time_is_approved_and_sent_back_with_keys_and_the_reason_stands_in_the_week()
    {
        await RunAsync(
            """
            insert into time_entries (entry, person, date, engagement, activity, hours, billable, state) values
              ('e1', 'devin', '2026-03-09', 'SOW-1042', 'a1', 4, true, 'submitted'),
              ('e2', 'devin', '2026-03-14', 'SOW-1039', null, 4, true, 'submitted')
            """);
        var page = await SignInAsync("ana");
        await page.GotoAsync("/inbox");
        await Expect(page, "[data-says=count]", "1 clean week selected");
        await Expect(page, "[data-says=effect]", "Earned revenue grows by USD 800.00.");

        await page.Keyboard.PressAsync("a");
        await page.WaitForSelectorAsync("text=Approved 1 entry, 4.0 h");
        Assert.Equal("e1", await ReadAsync<string>("select entry from time_entries where state = 'approved'"));

        await page.Keyboard.PressAsync("j");
        await page.Keyboard.PressAsync("Enter");
        await page.WaitForSelectorAsync("tr.lines:not([hidden])");
        await page.Keyboard.PressAsync("x");
        await page.Keyboard.PressAsync("r");
        await page.Keyboard.TypeAsync("Phase 1 is closed");
        await page.Keyboard.PressAsync("Enter");
        await page.WaitForSelectorAsync("text=Nothing waits for you");

        var week = await SignInAsync("devin");
        await week.GotoAsync("/my-week");
        Assert.Contains("Phase 1 is closed", await week.Locator("tr.why").InnerTextAsync(), StringComparison.Ordinal);
        Assert.Contains("Sent back by ana", await week.Locator("tr.why").InnerTextAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_pages_of_time_pass_the_accessibility_rules_and_fit_their_screen()
    {
        await RunAsync(
            """
            insert into time_entries (entry, person, date, engagement, activity, hours, billable, state, note, approved_by) values
              ('e1', 'devin', '2026-03-09', 'SOW-1042', 'a1', 3.5, true, 'approved', null, 'ana'),
              ('e2', 'devin', '2026-03-10', 'SOW-1042', 'a1', 5, true, 'submitted', 'Went into the evening', null),
              ('e3', 'devin', '2026-03-09', 'SOW-1039', null, 2, true, 'rejected', null, null),
              ('e4', 'devin', '2026-03-10', 'SOW-1039', null, 2, true, 'draft', null, null),
              ('e5', 'devin', '2026-03-14', 'SOW-1042', 'a2', 8, true, 'submitted', null, null),
              ('e6', 'devin', '2026-03-04', 'SOW-1042', 'a1', 4, true, 'submitted', null, null);
            insert into time_entries (entry, person, date, category, hours, billable, state) values ('e7', 'devin', '2026-03-09', 'mentoring', 0.5, false, 'draft'), ('e8', 'devin', '2026-03-04', 'mentoring', 1, false, 'submitted');
            insert into decisions (decision, subject, verdict, decided_by, at, comment) values (gen_random_uuid(), 'time/e3', 'rejected', 'ana@example.org', now(), 'Phase 1 closed on 6 March.')
            """);
        List<string> found = [];
        foreach (var (who, path) in new[] { ("devin", "/my-week"), ("devin", "/my-week/cell?row=engagement%3DSOW-1039&day=2026-03-09"), ("ana", "/inbox"), ("devin", "/timekeeping") })
        {
            var page = await SignInAsync(who);
            await page.GotoAsync(path);
            await page.WaitForLoadStateAsync(LoadState.NetworkIdle);
            found.AddRange(await Barriers.InEveryLookAsync(page, path));
        }

        Assert.Equal("", string.Join('\n', found));
    }

    [Fact]
    public async Task On_a_phone_one_day_shows_at_a_time_and_another_is_a_touch_away()
    {
        var page = await SignInAsync("devin", ColorScheme.Light, 390);
        await page.GotoAsync("/my-week");

        await Assertions.Expect(Cell(page, "a1", "2026-03-11")).ToBeVisibleAsync();
        await Assertions.Expect(Cell(page, "a1", "2026-03-12")).ToBeHiddenAsync();
        await page.Locator(".daytabs a").Nth(3).ClickAsync();
        await Assertions.Expect(Cell(page, "a1", "2026-03-12")).ToBeVisibleAsync();
        await Cell(page, "a1", "2026-03-12").Locator("input").FillAsync("2");
        await page.Locator(".daytabs a").Nth(2).ClickAsync();
        await SavedAsync(1, "date = '2026-03-12'");
    }

    // As a reader who tabs into the grid and moves there with the arrows.
    private static async Task FocusAsync(IPage page, string row, string day)
    {
        await page.Locator("table.wk[aria-multiselectable]").WaitForAsync(new() { State = WaitForSelectorState.Attached });
        await page.EvaluateAsync("([row, day]) => document.querySelector('table.wk').grid.focus(document.querySelector(`tr[data-r$='${row}']`).dataset.r, day)", new[] { row, day });
    }

    private static ILocator Cell(IPage page, string row, string day) => page.Locator($"tr[data-r$='{row}'] td[data-c='{day}']");

    private static async Task TypeAsync(IPage page, string text, string then)
    {
        await page.Keyboard.TypeAsync(text);
        await page.Keyboard.PressAsync(then);
    }

    private static Task Expect(IPage page, string selector, string text) => Assertions.Expect(page.Locator(selector).First).ToHaveTextAsync(text);

    // What a cell saves is in the database a moment after the key.
    private async Task SavedAsync(int count, string where = "true")
    {
        for (var tries = 0; tries < 100; tries++)
        {
            if (await ReadAsync<int>($"select count(*)::int from time_entries where {where}") == count && tries > 0)
                return;

            await Task.Delay(50, TestContext.Current.CancellationToken);
        }

        Assert.Equal(count, await ReadAsync<int>($"select count(*)::int from time_entries where {where}"));
    }

    private async Task<IPage> SignInAsync(string person, ColorScheme scheme = ColorScheme.Light, int width = 1280)
    {
        var context = await browser.Browser.NewContextAsync(new()
        {
            BaseURL = server.Address, ColorScheme = scheme, ViewportSize = new() { Width = width, Height = width < 600 ? 844 : 800 },
        });
        context.SetDefaultTimeout(15000);
        var page = await context.NewPageAsync();
        await page.GotoAsync("/sign-in");
        await page.FillAsync("[name=Email]", $"{person}@example.org");
        await page.FillAsync("[name=Password]", PracticeServer.Password);
        await page.Keyboard.PressAsync("Enter");
        await page.WaitForURLAsync(url => !url.Contains("/sign-in", StringComparison.Ordinal));
        return page;
    }

    private Task RunAsync(string sql) => server.RunAsync(sql);

    private Task<T> ReadAsync<T>(string sql) =>
        server.Database.ReadAsync(connection => connection.QuerySingleAsync<T>(sql), CancellationToken.None);
}

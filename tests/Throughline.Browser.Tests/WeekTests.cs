using Microsoft.Playwright;
using Throughline.Domain.Accounts;
using Throughline.Testing;

namespace Throughline.Browser.Tests;

/// <summary>My week by mouse and keys, without a network, and by touch.</summary>
public sealed class WeekTests(TestDatabases databases) : IAsyncLifetime
{
    private PracticeServer server = null!;
    private Chromium browser = null!;

    public async ValueTask InitializeAsync()
    {
        server = await PracticeServer.StartAsync(databases, empty: true);
        await server.RunAsync(TimeTests.Practice);
        await server.AddAsync("devin@example.org", Role.Member);
        browser = await Chromium.StartAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await browser.DisposeAsync();
        await server.DisposeAsync();
    }

    [Fact]
    public async Task Hours_are_filled_over_days_and_rows_with_shift_and_arrows_and_by_drawing_the_grip()
    {
        var page = await browser.SignedInAsync(server, "devin@example.org");
        await page.GotoAsync("/my-week");
        await FocusAsync(page, "a1", "2026-03-09");
        await page.Keyboard.TypeAsync("2");
        await page.Keyboard.PressAsync("ArrowRight");
        await page.Keyboard.PressAsync("ArrowLeft");
        for (var i = 0; i < 4; i++)
            await page.Keyboard.PressAsync("Shift+ArrowRight");
        await page.Keyboard.PressAsync("Control+r");
        await StoredAsync(5, "activity = 'a1' and hours = 2");

        await page.Keyboard.PressAsync("Home");
        await page.Keyboard.PressAsync("Shift+ArrowRight");
        await page.Keyboard.PressAsync("Shift+ArrowDown");
        await page.Keyboard.PressAsync("Control+d");
        await StoredAsync(2, "activity = 'a2' and hours = 2");

        await FocusAsync(page, "a2", "2026-03-10");
        var (grip, goal) = ((await page.Locator(".grip").BoundingBoxAsync())!, (await Cell(page, "a2", "2026-03-13").BoundingBoxAsync())!);
        await page.Mouse.MoveAsync(grip.X + 4, grip.Y + 4);
        await page.Mouse.DownAsync();
        await page.Mouse.MoveAsync(goal.X + 30, goal.Y + 20, new() { Steps = 8 });
        await page.Mouse.UpAsync();
        await StoredAsync(5, "activity = 'a2' and hours = 2");
        await Assertions.Expect(page.Locator("[data-total=week]").First).ToHaveTextAsync("20.0");
    }

    [Fact]
    public async Task Twenty_cells_typed_without_a_network_are_stored_once_and_one_changed_meanwhile_is_a_choice()
    {
        await server.RunAsync("insert into time_entries (entry, person, date, engagement, activity, hours, billable) values ('e1', 'devin', '2026-03-09', 'SOW-1042', 'a1', 2, true)");
        var page = await SignInAsync(new() { ViewportSize = new() { Width = 1280, Height = 800 } });
        var context = page.Context;
        await page.GotoAsync("/my-week");
        await page.Locator("form#week[data-kept]").WaitForAsync();
        await page.EvaluateAsync("() => navigator.serviceWorker.ready.then(() => true)");

        await context.SetOfflineAsync(true);
        foreach (var (row, days) in new[] { ("a1", 7), ("a2", 7), ("SOW-1039", 6) })
        {
            await FocusAsync(page, row, "2026-03-09");
            for (var day = 0; day < days; day++)
            {
                await page.Keyboard.TypeAsync("1");
                await page.Keyboard.PressAsync("ArrowRight");
            }
        }

        await Assertions.Expect(page.Locator("[data-queue]")).ToHaveTextAsync("Offline: 20 changes waiting");
        await page.CloseAsync();
        await server.RunAsync("update time_entries set hours = 5 where entry = 'e1'");

        page = await context.NewPageAsync();
        await page.GotoAsync("/my-week");
        await Assertions.Expect(page.Locator("[data-queue]")).ToHaveTextAsync("Offline: 20 changes waiting");
        Assert.Equal("1 1 1 1 1 1", await page.EvaluateAsync<string>("[...document.querySelectorAll('tr[data-r$=SOW-1039] input')].map(it => it.value).join(' ').trim()"));
        await Assertions.Expect(page.Locator("[data-total=week]").First).ToHaveTextAsync("20.0");

        // Two answers are lost on their way back: what they say was stored is sent again.
        var answers = 0;
        await page.RouteAsync("**/my-week/cells", async route =>
        {
            if (++answers is 2 or 4)
            {
                await route.FetchAsync();
                await route.AbortAsync();
            }
            else
            {
                await route.ContinueAsync();
            }
        });
        await context.SetOfflineAsync(false);
        await StoredAsync(20);
        var choice = page.Locator("[data-conflicts]");
        await Assertions.Expect(choice).ToContainTextAsync("You typed 1; ana@practice.example put 5.0 meanwhile.");
        await Assertions.Expect(page.Locator("[data-queue]")).ToBeHiddenAsync();
        await choice.GetByRole(AriaRole.Button, new() { Name = "Keep 1" }).ClickAsync();
        await StoredAsync(20, "hours = 1");
        await StoredAsync(20);

        await page.Locator("[popovertarget=me]").ClickAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Sign out" }).ClickAsync();
        await page.WaitForURLAsync("**/sign-in");
        Assert.Equal("", await page.EvaluateAsync<string>("Promise.all([caches.keys(), indexedDB.databases()]).then(([pages, bases]) => [...pages, ...bases.map(it => it.name)].join(' '))"));
    }

    [Fact]
    public async Task On_a_phone_a_day_is_tapped_its_hours_typed_and_a_timer_started_and_found_again()
    {
        var page = await SignInAsync(new() { ViewportSize = new() { Width = 390, Height = 844 }, HasTouch = true, IsMobile = true });
        await page.GotoAsync("/my-week");
        await page.Locator("form#week[data-started]").WaitForAsync();

        await page.Locator(".daytabs a").Nth(3).TapAsync();
        var field = Cell(page, "a1", "2026-03-12").Locator("input");
        Assert.Equal("decimal", await field.GetAttributeAsync("inputmode"));
        Assert.True((await field.BoundingBoxAsync())!.Height >= 44);
        await field.TapAsync();
        await field.FillAsync("3.5");
        await Cell(page, "a2", "2026-03-12").Locator("input").TapAsync();
        await StoredAsync(1, "date = '2026-03-12' and hours = 3.5");

        var start = page.Locator("tr[data-r$=a2] [data-key=t]");
        Assert.True((await start.BoundingBoxAsync())! is { Width: >= 44, Height: >= 44 });
        await start.TapAsync();
        await page.Locator(".timerbar").WaitForAsync();
        server.Database.Clock.MoveTo(server.Database.Clock.GetUtcNow().AddMinutes(70));
        await page.ReloadAsync();
        await Assertions.Expect(page.Locator(".timerbar")).ToContainTextAsync("Status and planning runs since Wed");
        if (Environment.GetEnvironmentVariable("THROUGHLINE_PICTURES") is { Length: > 0 } pictures)
            await page.ScreenshotAsync(new() { Path = Path.Combine(pictures, "my-week-timer-390.png") });
        await page.GetByRole(AriaRole.Button, new() { Name = "Stop and log" }).TapAsync();
        await StoredAsync(1, "activity = 'a2' and hours = 1.25");
        Assert.True(await page.EvaluateAsync<bool>("document.documentElement.scrollWidth <= innerWidth"));
    }

    // In a context of its own, in which a page may be closed and another opened.
    private async Task<IPage> SignInAsync(BrowserNewContextOptions options)
    {
        options.BaseURL = server.Address;
        var page = await (await browser.Browser.NewContextAsync(options)).NewPageAsync();
        await page.GotoAsync("/sign-in");
        await page.FillAsync("[name=Email]", "devin@example.org");
        await page.FillAsync("[name=Password]", PracticeServer.Password);
        await page.Keyboard.PressAsync("Enter");
        await page.WaitForURLAsync(address => !address.Contains("/sign-in", StringComparison.Ordinal));
        return page;
    }

    private static ILocator Cell(IPage page, string row, string day) => page.Locator($"tr[data-r$='{row}'] td[data-c='{day}']");

    private static async Task FocusAsync(IPage page, string row, string day)
    {
        await page.Locator("table.wk[aria-multiselectable]").WaitForAsync(new() { State = WaitForSelectorState.Attached });
        await page.EvaluateAsync("([row, day]) => document.querySelector('table.wk').grid.focus(document.querySelector(`tr[data-r$='${row}']`).dataset.r, day)", new[] { row, day });
    }

    // What a cell saves is in the database a moment after the key.
    private async Task StoredAsync(int count, string where = "true")
    {
        for (var tries = 0; tries < 200 && await server.ReadAsync<int>($"select count(*)::int from time_entries where {where}") != count; tries++)
            await Task.Delay(50, TestContext.Current.CancellationToken);

        Assert.Equal(count, await server.ReadAsync<int>($"select count(*)::int from time_entries where {where}"));
    }
}

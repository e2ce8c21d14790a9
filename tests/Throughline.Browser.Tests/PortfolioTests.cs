using Microsoft.Playwright;
using Throughline.Domain.Accounts;
using Throughline.Testing;

namespace Throughline.Browser.Tests;

/// <summary>The reading pages in a real browser: nothing axe objects to in light or dark, and the board by keyboard alone.</summary>
public sealed class PortfolioTests(TestDatabases databases) : IAsyncLifetime
{
    private PracticeServer server = null!;
    private Chromium browser = null!;

    public async ValueTask InitializeAsync()
    {
        server = await PracticeServer.StartAsync(databases);
        await server.AddAsync("leader@practice.example", Role.Leader);
        await server.AddAsync("em@practice.example", Role.EngagementManager);
        browser = await Chromium.StartAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await browser.DisposeAsync();
        await server.DisposeAsync();
    }

    [Fact]
    public async Task Axe_finds_nothing_on_the_reading_pages()
    {
        var page = await SignInAsync("em@practice.example", ColorScheme.Light, 1280);
        var found = new List<string>();
        foreach (var path in new[]
        {
            "/", "/?view=all&q=nothing-like-it", "/engagements/SOW-1042", "/engagements/SOW-1042/edit", "/new-engagement", "/revenue", "/reports", "/reports/forecast",
            "/reports/remaining-funds/parts?column=remaining_amount&row.engagement=SOW-1042", "/rules", "/rules/P-26", "/search/results?q=plat", "/delivery", "/delivery/SOW-1042/7",
        })
        {
            await page.GotoAsync(server.Address + path);
            found.AddRange(await Barriers.InEveryLookAsync(page, path));
        }

        Assert.Equal("", string.Join('\n', found));
    }

    [Fact]
    public async Task The_board_is_read_by_arrows_and_opens_a_figure_by_enter()
    {
        var page = await SignInAsync("leader@practice.example", ColorScheme.Light, 1280);
        await page.GotoAsync(server.Address + "/revenue");
        var first = page.Locator("[data-r='SOW-1024'] [data-c='2026-03']");
        await first.FocusAsync();
        await page.Keyboard.PressAsync("ArrowDown");
        await Assertions.Expect(page.Locator("[data-r='SOW-1042'] [data-c='2026-03']")).ToBeFocusedAsync();
        await page.Keyboard.PressAsync("ArrowRight");
        await Assertions.Expect(page.Locator("[data-r='SOW-1042'] [data-c='2026-04']")).ToBeFocusedAsync();
        await page.Keyboard.PressAsync("Enter");
        await Assertions.Expect(page.Locator("#pop")).ToContainTextAsync("108,000.00");
        await page.Keyboard.PressAsync("Escape");
        await Assertions.Expect(page.Locator("[data-r='SOW-1042'] [data-c='2026-04']")).ToBeFocusedAsync();
    }

    [Fact]
    public async Task The_portfolio_is_narrowed_to_a_stage_even_one_that_is_over()
    {
        var page = await SignInAsync("leader@practice.example", ColorScheme.Light, 1280);
        await page.GotoAsync(server.Address + "/");
        await page.Locator("details.fchip summary").Filter(new() { HasText = "Stage" }).ClickAsync();
        await page.GetByRole(AriaRole.Checkbox, new() { Name = "Closure" }).CheckAsync();
        await page.Keyboard.PressAsync("Escape");
        await page.WaitForURLAsync("**/?stage=closure");
        await Assertions.Expect(page.Locator("main tbody tr")).ToHaveCountAsync(1);
        await Assertions.Expect(page.Locator("main tbody tr")).ToContainTextAsync("Finished work");
    }

    [Fact]
    public async Task A_filter_with_many_choices_fetches_them_when_it_is_opened()
    {
        var page = await SignInAsync("leader@practice.example", ColorScheme.Light, 1280);
        await page.GotoAsync(server.Address + "/delivery?state=all");
        await page.Locator("details.fchip summary").Filter(new() { HasText = "Engagement" }).ClickAsync();
        await page.GetByRole(AriaRole.Checkbox, new() { Name = "SOW-1024" }).CheckAsync();
        await page.Keyboard.PressAsync("Escape");
        await page.WaitForURLAsync("**/delivery?state=all&engagement=SOW-1024");
        await Assertions.Expect(page.Locator("details.fchip.on").Filter(new() { HasText = "Engagement" })).ToContainTextAsync("SOW-1024");
        await Assertions.Expect(page.Locator("main tbody tr")).ToHaveCountAsync(1);
    }

    [Fact]
    public async Task The_palette_leads_to_an_engagement()
    {
        var page = await SignInAsync("leader@practice.example", ColorScheme.Light, 1280);
        await page.GotoAsync(server.Address + "/");
        await page.Keyboard.PressAsync("Control+k");
        await page.Keyboard.TypeAsync("plat");
        await Assertions.Expect(page.Locator("#palette-hits")).ToContainTextAsync("Platform migration");
        await page.Keyboard.PressAsync("Enter");
        await page.WaitForURLAsync("**/engagements/SOW-1042");
    }

    private Task<IPage> SignInAsync(string email, ColorScheme scheme, int width) => browser.SignedInAsync(server, email, scheme, width);
}

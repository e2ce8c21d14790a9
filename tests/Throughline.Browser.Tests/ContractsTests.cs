using Microsoft.Playwright;
using Throughline.Domain.Accounts;
using Throughline.Testing;
using Throughline.Tests.Contracts;

namespace Throughline.Browser.Tests;

/// <summary>From a statement of work to its engagement in a real browser: by mouse, and by keyboard alone.</summary>
public sealed class ContractsTests(TestDatabases databases) : IAsyncLifetime
{
    private const string Marcus = "marcus@practice.example";
    private PracticeServer server = null!;
    private Chromium browser = null!;

    public async ValueTask InitializeAsync()
    {
        server = await PracticeServer.StartAsync(databases, ContractsPractice.Sql);
        await server.AddAsync(Marcus, Role.EngagementManager);
        browser = await Chromium.StartAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await browser.DisposeAsync();
        await server.DisposeAsync();
    }

    [Fact]
    public async Task By_mouse_a_file_is_read_corrected_and_stored_as_an_engagement()
    {
        var page = await SignedInAsync();
        await page.GotoAsync(server.Address + "/contracts");

        await page.Locator("input[type=file]").SetInputFilesAsync(StatementPath);
        await page.GetByRole(AriaRole.Button, new() { Name = "Read it" }).ClickAsync();
        await page.Locator("form.review[data-started]").WaitForAsync();
        await page.Locator("[data-field=contract_value] a[data-source]").ClickAsync();
        await page.Locator("mark.on[data-for~=contract_value]").WaitForAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Use 182,000.00" }).ClickAsync();
        await Assertions.Expect(page.Locator("[name=contract_value]")).ToHaveValueAsync("182,000.00");
        await page.GetByRole(AriaRole.Button, new() { Name = "Remove milestone 3" }).ClickAsync();
        await Assertions.Expect(page.Locator("[name='milestones.count']")).ToHaveValueAsync("2");
        await page.GetByRole(AriaRole.Button, new() { Name = "Create engagement" }).ClickAsync();
        await page.WaitForURLAsync("**/engagements/SOW-1049");

        Assert.Equal((182_000m, 2), await server.ReadAsync<(decimal, int)>(
            "select contract_value, (select count(*)::int from milestones m where m.engagement = e.engagement) from engagements e where engagement = 'SOW-1049'"));
    }

    [Fact]
    public async Task By_keyboard_alone_the_fields_to_check_are_walked_and_the_engagement_is_made()
    {
        var page = await SignedInAsync();
        await page.GotoAsync(server.Address + "/contracts");

        // The system's own file dialog is beyond the page; everything after it is keys.
        await page.Locator("input[type=file]").SetInputFilesAsync(StatementPath);
        await page.Locator("input[type=file]").FocusAsync();
        await page.Keyboard.PressAsync("Tab");
        await page.Keyboard.PressAsync("Enter");
        await page.WaitForURLAsync("**/contracts/statements/*");
        await page.Locator("form.review[data-started]").WaitForAsync();
        await page.Keyboard.PressAsync("j");
        await Assertions.Expect(page.Locator("[data-check] :focus")).ToHaveCountAsync(1);
        await Assertions.Expect(page.Locator("mark.on")).Not.ToHaveCountAsync(0);
        await page.Keyboard.PressAsync("Alt+j");
        await Assertions.Expect(page.Locator("[data-check] :focus")).ToHaveCountAsync(1);
        await page.Locator("[name=title]").FocusAsync();
        await page.Keyboard.PressAsync("Control+a");
        await page.Keyboard.TypeAsync("Records, phase 1");
        await page.Keyboard.PressAsync("Control+Enter");
        await page.WaitForURLAsync("**/engagements/SOW-1049");

        Assert.Equal("Records, phase 1", await server.ReadAsync<string>("select name from engagements where engagement = 'SOW-1049'"));
    }

    [Fact]
    public async Task Enter_in_a_field_saves_the_draft_and_makes_no_engagement()
    {
        var page = await SignedInAsync();
        await UploadAsync(page);

        await page.Locator("[name=title]").FillAsync("Saved by Enter");
        await page.Keyboard.PressAsync("Enter");
        await page.GetByText("Draft saved. No engagement is made yet.").WaitForAsync();

        Assert.Equal(("Saved by Enter", "draft"), await server.ReadAsync<(string, string)>("select title, status from statements"));
    }

    [Fact]
    public async Task The_pages_have_no_barriers_that_a_machine_can_find_and_fit_their_width()
    {
        var page = await SignedInAsync();
        await page.GotoAsync(server.Address + "/contracts");
        var list = await Barriers.InEveryLookAsync(page, "the list");
        await UploadAsync(page);
        Assert.Equal("", string.Join('\n', [.. list, .. await Barriers.InEveryLookAsync(page, "the review")]));
    }

    private static string StatementPath => StatementFiles.Beside("Statements/northlight-sow.md");

    private async Task UploadAsync(IPage page)
    {
        await page.GotoAsync(server.Address + "/contracts");
        await page.Locator("input[type=file]").SetInputFilesAsync(StatementPath);
        await page.GetByRole(AriaRole.Button, new() { Name = "Read it" }).ClickAsync();
        await page.Locator("form.review").WaitForAsync();
    }

    private async Task<IPage> SignedInAsync(BrowserNewContextOptions? options = null)
    {
        var page = await (await browser.Browser.NewContextAsync(options ?? new() { ViewportSize = new() { Width = 1280, Height = 800 } })).NewPageAsync();
        await page.GotoAsync(server.Address + "/sign-in?returnUrl=%2Fcontracts");
        await page.Locator("[name=Email]").FillAsync(Marcus);
        await page.Locator("[name=Password]").FillAsync(PracticeServer.Password);
        await page.Keyboard.PressAsync("Enter");
        await page.WaitForURLAsync("**/contracts");
        return page;
    }
}

using Microsoft.Playwright;
using Throughline.Domain.Accounts;
using Throughline.Testing;
using Throughline.Tests.Contracts;

namespace Throughline.Browser.Tests;

/// <summary>
/// The whole job, each part by the person whose part it is: a statement of work becomes an engagement, somebody is booked
/// on it, logs time, the project manager approves, and the forecast shows what it brings. By mouse, and by keyboard alone.
/// </summary>
public sealed class MainJobTests(TestDatabases databases) : IAsyncLifetime
{
    private const string Marcus = "marcus@practice.example", Priya = "priya@practice.example", Tomas = "tomas@practice.example", Ana = "ana@practice.example";
    private const string Engagement = "SOW-2001", Monday = "2026-03-09", Tuesday = "2026-03-10";

    private readonly List<string> barriers = [];
    private PracticeServer server = null!;
    private Chromium browser = null!;

    public async ValueTask InitializeAsync()
    {
        server = await PracticeServer.StartAsync(databases);
        await server.AddAsync(Marcus, Role.EngagementManager);
        await server.AddAsync(Priya, Role.Coordinator);
        await server.AddAsync(Tomas, Role.Member);
        await server.AddAsync(Ana, Role.ProjectManager);
        Assertions.SetDefaultExpectTimeout(60_000);
        browser = await Chromium.StartAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await browser.DisposeAsync();
        await server.DisposeAsync();
    }

    [Fact]
    public async Task By_mouse_a_statement_of_work_becomes_revenue_that_explains_itself()
    {
        var page = await SignInByMouseAsync(Marcus);
        await page.GetByRole(AriaRole.Link, new() { Name = "Contracts", Exact = true }).First.ClickAsync();
        await LookAsync(page, "contracts");
        await page.Locator("input[type=file]").SetInputFilesAsync(StatementPath);
        await page.GetByRole(AriaRole.Button, new() { Name = "Read it" }).ClickAsync();
        await page.Locator("form.review[data-started]").WaitForAsync();
        await LookAsync(page, "review");
        await page.GetByRole(AriaRole.Button, new() { Name = $"Take {Engagement}" }).ClickAsync();
        await Assertions.Expect(page.Locator("[name=sow_number]")).ToHaveValueAsync(Engagement);
        await page.Locator("[name=title]").FillAsync("TalentMAP");
        await page.Locator("[name=start]").FillAsync("2026-03-02");
        await page.Locator("[name=expires]").FillAsync("2027-03-01");
        await page.Locator("[name=contract_value]").FillAsync("250,000");
        await page.Locator("[name='choice.manager']").SelectOptionAsync("p001");
        await page.GetByRole(AriaRole.Button, new() { Name = "Create engagement" }).ClickAsync();
        await page.WaitForURLAsync($"**/engagements/{Engagement}");
        await LookAsync(page, "engagement");

        page = await SignInByMouseAsync(Priya);
        await page.GetByRole(AriaRole.Link, new() { Name = "Staffing", Exact = true }).First.ClickAsync();
        await WeekOf(page, "p003").WaitForAsync();
        await LookAsync(page, "resource centre");
        await WeekOf(page, "p003").DblClickAsync();
        await page.Locator("#pop").GetByRole(AriaRole.Link, new() { Name = "Book" }).ClickAsync();
        var drawer = page.Locator("#drawer");
        await drawer.Locator("[name=engagement]").SelectOptionAsync(Engagement);
        await drawer.Locator("[name=hoursPerDay]").FillAsync("4");
        await drawer.Locator("[name=kind][value=hard]").CheckAsync();
        await LookAsync(page, "book a person");
        await drawer.GetByRole(AriaRole.Button, new() { Name = "Book" }).ClickAsync();
        await Assertions.Expect(WeekOf(page, "p003")).ToHaveAttributeAsync("aria-label", Full);

        page = await SignInByMouseAsync(Tomas);
        await page.GetByRole(AriaRole.Link, new() { Name = "My week", Exact = true }).First.ClickAsync();
        await LookAsync(page, "my week");
        await HoursOf(page, Monday).Locator("input").FillAsync("4");
        await HoursOf(page, Tuesday).Locator("input").FillAsync("3.5");
        await page.GetByRole(AriaRole.Button, new() { Name = "Submit week" }).ClickAsync();
        await page.GetByText("Submitted 7.5 h for approval").WaitForAsync();
        await LookAsync(page, "my week, submitted");

        page = await SignInByMouseAsync(Ana);
        await page.GetByRole(AriaRole.Link, new() { Name = "Inbox" }).First.ClickAsync();
        await WaitingFor(page).WaitForAsync();
        await LookAsync(page, "inbox");
        // The hours name no work item, so they are an exception: chosen by hand, and approved with a reason.
        await WaitingFor(page).GetByRole(AriaRole.Checkbox).ClickAsync();
        await page.FillAsync("form[data-island=inbox] [name=reason]", "Agreed with Ravi");
        await page.GetByRole(AriaRole.Button, new() { Name = "Approve" }).ClickAsync();
        await ApprovedAsync(page);
        await page.GetByRole(AriaRole.Link, new() { Name = "Revenue", Exact = true }).First.ClickAsync();
        await LookAsync(page, "forecast board");
        await Figure(page).GetByRole(AriaRole.Link).ClickAsync();
        await ReadPartsAsync(page);

        Assert.True(barriers.Count == 0, string.Join('\n', barriers));
    }

    [Fact]
    public async Task By_keyboard_alone_a_statement_of_work_becomes_revenue_that_explains_itself()
    {
        var page = await SignInByKeyboardAsync(Marcus);
        await JumpAsync(page, "contracts", "**/contracts");
        // The way there is inside, so that the browser has long been told to hand the dialog over when Enter opens it.
        var chooser = await page.RunAndWaitForFileChooserAsync(async () =>
        {
            await TabToAsync(page, page.Locator("input[type=file]"));
            await page.Keyboard.PressAsync("Enter");
        });
        await chooser.SetFilesAsync(StatementPath);
        await TabToAsync(page, page.GetByRole(AriaRole.Button, new() { Name = "Read it" }));
        await page.Keyboard.PressAsync("Enter");
        await page.Locator("form.review[data-started]").WaitForAsync();
        await TabToAsync(page, page.Locator(".todo a[href='#f-sow_number']"));
        await page.Keyboard.PressAsync("Enter");
        await Assertions.Expect(page.Locator("[name=sow_number]")).ToBeFocusedAsync();
        await TabToAsync(page, page.GetByRole(AriaRole.Button, new() { Name = $"Take {Engagement}" }));
        await page.Keyboard.PressAsync("Enter");
        await Assertions.Expect(page.Locator("[name=sow_number]")).ToHaveValueAsync(Engagement);
        await Assertions.Expect(page.Locator("[name=sow_number]")).ToBeFocusedAsync();
        await page.Keyboard.PressAsync("Shift+Tab");
        await TypeAsync(page, page.Locator("[name=title]"), "TalentMAP");
        await TypeAsync(page, page.Locator("[name=start]"), "03022026");
        await TypeAsync(page, page.Locator("[name=expires]"), "03012027");
        await TypeAsync(page, page.Locator("[name=contract_value]"), "250,000");
        await TypeAsync(page, page.Locator("[name='choice.manager']"), "Ana");
        await page.Keyboard.PressAsync("Control+Enter");
        await page.WaitForURLAsync($"**/engagements/{Engagement}");

        page = await SignInByKeyboardAsync(Priya);
        await JumpAsync(page, "staffing", "**/staffing");
        await EnterGridAsync(page);
        await WalkAsync(page, WeekOf(page, "p003"), "ArrowDown");
        await page.Keyboard.PressAsync("n");
        var drawer = page.Locator("#drawer");
        await drawer.Locator("[name=engagement]").WaitForAsync();
        await TypeAsync(page, drawer.Locator("[name=engagement]"), Engagement);
        await TypeAsync(page, drawer.Locator("[name=hoursPerDay]"), "4");
        await TabToAsync(page, drawer.Locator("[name=kind]:checked"));
        await page.Keyboard.PressAsync("ArrowDown");
        await page.Keyboard.PressAsync("Control+Enter");
        await Assertions.Expect(WeekOf(page, "p003")).ToHaveAttributeAsync("aria-label", Full);
        await Assertions.Expect(WeekOf(page, "p003")).ToBeFocusedAsync();

        page = await SignInByKeyboardAsync(Tomas);
        await JumpAsync(page, "my week", "**/my-week");
        await EnterGridAsync(page);
        await WalkAsync(page, HoursOf(page, Monday), "ArrowDown");
        await page.Keyboard.TypeAsync("4");
        await page.Keyboard.PressAsync("ArrowRight");
        await page.Keyboard.TypeAsync("3:30");
        await page.Keyboard.PressAsync("Control+Enter");
        await page.GetByText("Submitted 7.5 h for approval").WaitForAsync();

        page = await SignInByKeyboardAsync(Ana);
        await JumpAsync(page, "inbox", "**/inbox");
        await page.Locator("form[data-island=inbox][data-started]").WaitForAsync();
        // The oldest stands first: a line of the week before.
        await page.Keyboard.PressAsync("j");
        await page.Keyboard.PressAsync("j");
        await page.Keyboard.PressAsync("x");
        await page.Keyboard.PressAsync("a");
        await page.Keyboard.TypeAsync("Agreed with Ravi");
        await page.Keyboard.PressAsync("Enter");
        await ApprovedAsync(page);
        await JumpAsync(page, "revenue", "**/revenue");
        await EnterGridAsync(page);
        await WalkAsync(page, Figure(page), "ArrowDown");
        await page.Keyboard.PressAsync("Enter");
        await ReadPartsAsync(page);
        await page.Keyboard.PressAsync("Escape");
        await Assertions.Expect(Figure(page)).ToBeFocusedAsync();

        Assert.True(barriers.Count == 0, string.Join('\n', barriers));
    }

    private const string Full = "40 h hard, 0 h soft of 40 h, 0 h free";

    private static string StatementPath => StatementFiles.Beside("Statements/18f-talentmap-pws.md");

    private static ILocator WeekOf(IPage page, string person) => page.Locator($"tr[data-r='{person}'] [data-c='{Monday}']");
    private static ILocator HoursOf(IPage page, string day) => page.Locator($"tr[data-r*='{Engagement}'] td[data-c='{day}']");
    private static ILocator WaitingFor(IPage page) => page.Locator("tr[data-group]").Filter(new() { HasText = "TalentMAP" });
    private static ILocator Figure(IPage page) => page.Locator($"tr[data-r='{Engagement}'] [data-c='2026-03']");

    private async Task ApprovedAsync(IPage page)
    {
        await page.GetByText("Approved").First.WaitForAsync();
        await Assertions.Expect(WaitingFor(page)).ToHaveCountAsync(0);
        Assert.Equal((2, 7.5m), await server.Database.ReadAsync(
            connection => Dapper.SqlMapper.QuerySingleAsync<(int, decimal)>(connection, "select count(*)::int, sum(hours) from time_entries where engagement = @Engagement and state = 'approved'", new { Engagement }), CancellationToken.None));
    }

    // 7.5 hours worked until Tuesday and four on each of the days that are left of the week, at 220 an hour.
    private async Task ReadPartsAsync(IPage page)
    {
        var parts = page.Locator("#pop");
        await Assertions.Expect(parts).ToContainTextAsync("1,650.00");
        await LookAsync(page, "parts of a figure");
    }

    // Everything that is found is kept, so that one walk tells of every page.
    private async Task LookAsync(IPage page, string where) => barriers.AddRange(await Barriers.InEveryLookAsync(page, where));

    private async Task<IPage> SignInByMouseAsync(string email)
    {
        var page = await NewPageAsync();
        await page.Locator("[name=Email]").FillAsync(email);
        await page.Locator("[name=Password]").FillAsync(PracticeServer.Password);
        await page.GetByRole(AriaRole.Button, new() { Name = "Sign in" }).ClickAsync();
        await page.Locator("nav.side").WaitForAsync();
        return page;
    }

    private async Task<IPage> SignInByKeyboardAsync(string email)
    {
        var page = await NewPageAsync();
        await TypeAsync(page, page.Locator("[name=Email]"), email);
        await TypeAsync(page, page.Locator("[name=Password]"), PracticeServer.Password);
        await page.Keyboard.PressAsync("Enter");
        await page.Locator("html[data-keys] nav.side").WaitForAsync();
        return page;
    }

    private async Task<IPage> NewPageAsync()
    {
        var context = await browser.Browser.NewContextAsync(new() { Locale = "en-US", ReducedMotion = ReducedMotion.Reduce, ViewportSize = new() { Width = 1280, Height = 800 } });
        context.SetDefaultTimeout(60_000);
        var page = await context.NewPageAsync();
        await page.GotoAsync(server.Address + "/sign-in");
        return page;
    }

    // The palette, as it stands when it has taken in what was typed.
    private static async Task JumpAsync(IPage page, string words, string address)
    {
        await page.Keyboard.PressAsync("Control+k");
        await Assertions.Expect(page.Locator("#palette input")).ToBeFocusedAsync();
        await page.Keyboard.TypeAsync(words);
        await Assertions.Expect(page.Locator("#palette-hits [aria-selected=true]")).ToContainTextAsync(words, new() { IgnoreCase = true });
        await page.Keyboard.PressAsync("Enter");
        await page.WaitForURLAsync(address);
    }

    private static async Task TabToAsync(IPage page, ILocator place)
    {
        for (var presses = 0; presses < 150; presses++)
        {
            if (await HasFocusAsync(place))
                return;

            await page.Keyboard.PressAsync("Tab");
        }

        Assert.Fail($"Tab does not lead to {place}.");
    }

    private static async Task EnterGridAsync(IPage page)
    {
        await page.Locator("[role=grid][data-started], [data-island][data-started] [role=grid]").WaitForAsync();
        await TabToAsync(page, page.Locator("[role=grid] [data-c][tabindex='0']").First);
    }

    private static async Task WalkAsync(IPage page, ILocator cell, string key)
    {
        for (var presses = 0; presses < 40 && !await HasFocusAsync(cell); presses++)
            await page.Keyboard.PressAsync(key);

        await Assertions.Expect(cell).ToBeFocusedAsync();
    }

    private static Task<bool> HasFocusAsync(ILocator place) => place.EvaluateAsync<bool>("element => element === document.activeElement");

    private static async Task TypeAsync(IPage page, ILocator field, string text)
    {
        await TabToAsync(page, field);
        if (await field.EvaluateAsync<bool>("field => field.matches('input:not([type=date])')"))
            await page.Keyboard.PressAsync("Control+a");
        await page.Keyboard.TypeAsync(text);
    }
}

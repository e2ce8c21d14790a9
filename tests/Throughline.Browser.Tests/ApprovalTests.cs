using Microsoft.Playwright;
using Throughline.Domain.Accounts;
using Throughline.Testing;

namespace Throughline.Browser.Tests;

/// <summary>Deciding on time in a real browser: corrections by key and by mouse, locked days and tickets, both themes and a phone.</summary>
public sealed class ApprovalTests(TestDatabases databases) : IAsyncLifetime
{
    private const string Practice =
        """
        insert into people (person, name, email, role, weekly_hours, manager) values
          ('ana', 'Ana Kovač', 'ana@example.org', 'project_manager', 40, null), ('devin', 'Devin Park', 'devin@example.org', 'engineer', 40, 'ana');
        insert into customers (customer, name) values ('c1', 'Meridian Freight');
        insert into engagements (engagement, customer, name, type, billing, currency, contract_value, budget_hours, start_date, expires, status, project_manager) values
          ('SOW-1042', 'c1', 'Platform migration', 'consulting', 'tm', 'USD', 100000, 200, '2026-01-01', '2026-12-31', 'active', 'ana');
        insert into bookings (booking, engagement, person, role, start_date, end_date, minutes_per_day, kind) values
          ('b1', 'SOW-1042', 'devin', 'engineer', '2026-03-02', '2026-03-27', 480, 'hard');
        insert into rates (role, currency, hourly_rate, effective_from) values ('engineer', 'USD', 200, '2026-01-01');
        insert into policies (policy, value, scope_kind) values ('P-23', 'on', 'organisation');
        insert into time_entries (entry, person, date, engagement, hours, billable, state, approved_by, note) values
          ('e1', 'devin', '2026-03-04', 'SOW-1042', 8, true, 'approved', 'ana', 'Cutover'), ('e2', 'devin', '2026-03-09', 'SOW-1042', 8, true, 'submitted', null, null),
          ('e3', 'devin', '2026-03-07', 'SOW-1042', 4, true, 'submitted', null, null), ('e4', 'devin', '2026-02-10', 'SOW-1042', 6, true, 'approved', 'ana', null),
          ('e5', 'devin', '2026-03-03', 'SOW-1042', 3, true, 'draft', null, null);
        """;

    private PracticeServer server = null!;
    private Chromium browser = null!;

    public async ValueTask InitializeAsync()
    {
        server = await PracticeServer.StartAsync(databases, empty: true);
        await server.RunAsync(Practice);
        await server.AddAsync("devin@example.org", Role.Member);
        await server.AddAsync("ana@example.org", Role.ProjectManager);
        await server.AddAsync("carla@example.org", Role.Coordinator, Role.Finance, Role.DeliveryManager);
        browser = await Chromium.StartAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await browser.DisposeAsync();
        await server.DisposeAsync();
    }

    [Fact]
    public async Task Approved_hours_are_corrected_and_the_correction_is_approved_by_key_and_by_mouse()
    {
        var week = await browser.SignedInAsync(server, "devin@example.org");
        await week.GotoAsync("/timekeeping");
        await week.ClickAsync("a[aria-label='Correct the hours of Devin Park, Wed 4 Mar']");
        await week.FillAsync("[name=total]", "6:30");
        await week.FillAsync("[name=why]", "Lunch was in it");
        await week.ClickAsync("text=Correct and submit");
        await week.WaitForSelectorAsync("text=1.5 h for approval");

        var inbox = await browser.SignedInAsync(server, "ana@example.org");
        await inbox.GotoAsync("/inbox");
        await inbox.WaitForSelectorAsync("text=Corrections to approved time");
        Assert.Equal("1 clean week selected", await inbox.InnerTextAsync("[data-says=count]"));
        await inbox.Locator("tr[data-group]", new() { HasTextString = "correction" }).Locator("[data-open]").ClickAsync();
        await inbox.WaitForSelectorAsync("text=corrects 8.0 h to 6.5 h");

        await inbox.Keyboard.PressAsync("c");
        await inbox.Keyboard.PressAsync("a");
        await inbox.WaitForSelectorAsync("text=Approved 1 entry, 8.0 h");
        await inbox.Locator("tr[data-group]", new() { HasTextString = "correction" }).Locator("input[name=pick]").CheckAsync();
        Assert.Contains("Earned revenue changes by USD", await inbox.InnerTextAsync("[data-says=effect]"), StringComparison.Ordinal);
        await inbox.ClickAsync("button[value=approve]");
        await inbox.WaitForSelectorAsync(".toast-u:has-text('1.5 h')");

        Assert.Equal(20.5m, await server.ReadAsync<decimal>("select sum(hours) from time_entries where state = 'approved'"));
        Assert.Equal(8m, await server.ReadAsync<decimal>("select hours from time_entries where entry = 'e1'"));
    }

    [Fact]
    public async Task Locked_days_are_opened_for_a_while_by_a_ticket_that_somebody_else_grants()
    {
        var carla = await browser.SignedInAsync(server, "carla@example.org");
        await carla.GotoAsync("/timekeeping/locks");
        await carla.FillAsync("section:has(#new-lock) [name=start]", "2026-03-01");
        await carla.FillAsync("section:has(#new-lock) [name=end]", "2026-03-08");
        await carla.FillAsync("section:has(#new-lock) [name=reason]", "Billed to Meridian");
        await carla.ClickAsync("section:has(#new-lock) button");
        await carla.WaitForSelectorAsync("text=Billed to Meridian >> visible=true");

        var devin = await browser.SignedInAsync(server, "devin@example.org");
        await devin.GotoAsync("/my-week/cell?row=engagement%3DSOW-1042&day=2026-03-03");
        await devin.FillAsync("[name=hours]", "5");
        await devin.ClickAsync("button[value=save]");
        await devin.WaitForSelectorAsync("text=ask for an unlock ticket");
        await devin.GotoAsync("/timekeeping/locks");
        await devin.ClickAsync("text=Ask for a ticket");
        await devin.FillAsync("[name=start]", "2026-03-03");
        await devin.FillAsync("[name=end]", "2026-03-03");
        await devin.FillAsync("[name=until]", "2046-03-12T10:00");
        await devin.FillAsync("[name=reason]", "Two hours are missing");
        await devin.ClickAsync("button:text-is('Ask')");
        await devin.WaitForSelectorAsync("text=waits");

        await carla.GotoAsync("/inbox");
        await carla.ClickAsync("text=1 unlock ticket");
        await carla.ClickAsync("text=Open the days");
        await carla.WaitForSelectorAsync("text=decided by carla@example.org");

        await devin.GotoAsync("/my-week/cell?row=engagement%3DSOW-1042&day=2026-03-03");
        await devin.FillAsync("[name=hours]", "5");
        await devin.ClickAsync("button[value=save]");
        await devin.WaitForSelectorAsync("text=Saved 5.0 h");
    }

    [Fact]
    public async Task The_pages_of_approval_pass_the_accessibility_rules_and_fit_their_screen()
    {
        await server.RunAsync(
            """
            insert into time_entries (entry, person, date, engagement, hours, billable, state, adjusts, note) values ('d1', 'devin', '2026-03-04', 'SOW-1042', -1.5, true, 'submitted', 'e1', 'Lunch was in it');
            insert into period_locks (period_lock, start_date, end_date, kind, reason, locked_by) values ('l1', '2026-02-01', '2026-02-28', 'billing', 'February is billed', 'carla@example.org');
            insert into unlock_tickets (unlock_ticket, person, start_date, end_date, until, reason, asked_by, asked_at) values ('u1', 'devin', '2026-02-10', '2026-02-10', '2046-03-12', 'Wrong project', 'devin@example.org', now());
            insert into approval_stand_ins (stand_in, approver, person, start_date, end_date, reason, given_by) values ('s1', 'ana', 'devin', '2026-03-09', '2046-03-13', 'On leave', 'ana@example.org');
            insert into certifications (certification, quarter, person, start_date, end_date, hours, counted_hours, content, fingerprint, generated_by, generated_at)
              values ('FY27-Q1.devin', 'FY27-Q1', 'devin', '2026-02-01', '2026-04-30', 14, 14, 'x', '9f86d081884c7d659a2feaa0c55ad015', 'carla@example.org', now());
            insert into time_consolidations (month, recorded_as_of, entries, hours, content, fingerprint, consolidated_by) values ('2026-02', now(), 1, 6, 'x', '9f86d081884c7d659a2feaa0c55ad015', 'outi@example.org');
            """);
        var (ana, carla) = (await browser.SignedInAsync(server, "ana@example.org"), await browser.SignedInAsync(server, "carla@example.org"));
        await SeeAsync(ana, "/inbox");
        await SeeAsync(ana, "/inbox/clean");
        await SeeAsync(carla, "/inbox");
        await SeeAsync(carla, "/timekeeping/locks");
        await SeeAsync(carla, "/timekeeping/entries/e1");
        await SeeAsync(carla, "/timekeeping/certification/2026-03-01");
        await SeeAsync(carla, "/timekeeping/month-end");
    }

    private static async Task SeeAsync(IPage page, string path)
    {
        await page.GotoAsync(path);
        await page.EvaluateAsync("document.querySelectorAll('details').forEach(it => it.open = it.closest('main') !== null)");
        Assert.Equal("", string.Join('\n', await Barriers.InEveryLookAsync(page, path)));
    }
}

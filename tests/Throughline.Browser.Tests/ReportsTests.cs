using Throughline.Domain.Accounts;
using Throughline.Testing;

namespace Throughline.Browser.Tests;

/// <summary>Report pages with groups and pictures, reports by mail and the pages of mail, in a real browser.</summary>
public sealed class ReportsTests(TestDatabases databases) : IAsyncLifetime
{
    private static readonly string[] Pages =
    [
        "/reports", "/reports/utilisation?from=2026-01-05&to=2026-03-15&period=week&group=role", "/reports/quarter-hours?range=this_quarter&choose=filter.person",
        "/reports/cost-vs-actual?filter.engagement=SOW-1024&group=engagement", "/reports/allocation", "/reports/schedules", "/reports/schedule?report=utilisation&query=%3Frange%3Dlast_month",
        "/admin/mail", "/account/notices",
    ];

    private PracticeServer server = null!;
    private Chromium chromium = null!;

    public async ValueTask InitializeAsync()
    {
        server = await PracticeServer.StartAsync(databases);
        await server.RunAsync("""
            insert into time_entries (entry, person, date, engagement, hours, billable, state)
            select 'w' || n, (array['p001', 'p002', 'p003', 'p004'])[1 + n % 4], date '2026-01-05' + n, 'SOW-1024', 4 + n % 5, true, 'approved' from generate_series(0, 60) n where extract(isodow from date '2026-01-05' + n) < 6;
            insert into mail_settings (enabled, host, port, encrypt, user_name, from_address, from_name, public_address) values (false, 'smtp.practice.example', 587, true, 'throughline', 'pro@practice.example', 'Practice', 'https://pro.example');
            insert into mail (mail, kind, address, name, subject, body, queued_at, run_at, attempts, state, settled_at, error)
            values (gen_random_uuid(), 'soft_expiring', 'kim@practice.example', 'Kim Aldous', 'A soft booking runs out soon', '', '2026-03-10T08:00Z', '2026-03-10T08:00Z', 7, 'failed', '2026-03-11T02:00Z', 'Mailbox unavailable. The server response was: no such user');
            """);
        await server.AddAsync("root@practice.example", Role.Administrator, Role.Leader);
        await server.RunAsync("""
            insert into report_schedules (schedule, owner, name, report, query, rhythm, day, minute, zone, format, recipients, paused)
            select 'rs-' || n, account, 'Utilisation of last month ' || n, 'utilisation', '?range=last_month', 'monthly_business_day', 1, 480, 'Europe/Berlin', 'table', array[account], n = 2 from accounts, generate_series(1, 2) n;
            insert into report_due (schedule, next_due) select schedule, '2026-04-01T06:00Z' from report_schedules;
            """);
        chromium = await Chromium.StartAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await chromium.DisposeAsync();
        await server.DisposeAsync();
    }

    [Fact]
    public async Task Every_page_of_reports_and_mail_passes_the_accessibility_rules_and_fits()
    {
        var page = await chromium.SignedInAsync(server, "root@practice.example");
        page.SetDefaultTimeout(60_000);
        var found = new List<string>();
        foreach (var path in Pages)
        {
            var answer = await page.GotoAsync(server.Address + path);
            if (answer?.Status != 200)
                found.Add($"{path}: answers {answer?.Status}");

            found.AddRange(await Barriers.InEveryLookAsync(page, path));
        }

        Assert.True(found.Count == 0, string.Join('\n', found));
    }

    [Fact]
    public async Task A_filter_is_chosen_a_group_opened_and_the_report_sent_by_mail_from_its_page()
    {
        var page = await chromium.SignedInAsync(server, "root@practice.example");
        page.SetDefaultTimeout(60_000);
        await page.GotoAsync("/reports/quarter-hours?range=this_quarter");
        await page.ClickAsync(".fchip:has-text('Person') > summary");
        await page.CheckAsync("input[name='filter.person'][value='p003']");
        await page.Locator(".fchip[open] button.pri").ClickAsync();
        await page.WaitForURLAsync(address => address.Contains("filter.person=p003", StringComparison.Ordinal));
        await page.ClickAsync(".fchip:has-text('Group by') > summary");
        await page.CheckAsync("input[name='group'][value='engagement']");
        await page.Locator(".fchip[open] button.pri").ClickAsync();
        await page.WaitForURLAsync(address => address.Contains("group=engagement", StringComparison.Ordinal));
        Assert.Equal(2, await page.Locator("tr.grp").CountAsync());

        await page.ClickAsync("text=Send by mail");
        await page.FillAsync("[name=name]", "Hours of Tomás");
        await page.ClickAsync("button:has-text('Send it by mail')");
        await page.WaitForURLAsync("**/reports/schedules");
        Assert.Contains("Hours of Tomás", await page.InnerTextAsync("main"), StringComparison.Ordinal);
        Assert.Equal("?range=this_quarter&filter.person=p003&group=engagement", await server.ReadAsync<string>("select query from report_schedules where name = 'Hours of Tomás'"));
    }
}

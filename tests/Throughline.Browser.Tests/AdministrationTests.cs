using Throughline.Domain.Accounts;
using Throughline.Testing;

namespace Throughline.Browser.Tests;

/// <summary>The pages of administration in a real browser: readable by everybody, in both themes, on a desk and on a phone.</summary>
public sealed class AdministrationTests(TestDatabases databases) : IAsyncLifetime
{
    private static readonly string[] Pages =
    [
        "/admin", "/admin/people", "/admin/people/p001", "/admin/new-person", "/admin/calendars", "/admin/calendars/de?year=2026", "/admin/rates", "/admin/rates/costs", "/admin/rates/exchange", "/admin/import/time",
        "/policies", "/policies/P-08", "/policies/P-01", "/policies/weekend", "/policies/staffing.ranking_weights", "/admin/users", "/admin/users/new",
        "/admin/users/root@practice.example", "/admin/roles", "/admin/roles/member/see_time", "/admin/import", "/admin/export", "/admin/health",
    ];

    private PracticeServer server = null!;
    private Chromium chromium = null!;

    public async ValueTask InitializeAsync()
    {
        server = await PracticeServer.StartAsync(databases);
        await server.RunAsync("insert into calendars values ('de'); insert into calendar_days (calendar, date, name) values ('de', '2026-12-25', 'Christmas Day')");
        await server.AddAsync("root@practice.example", Role.Administrator);
        chromium = await Chromium.StartAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await chromium.DisposeAsync();
        await server.DisposeAsync();
    }

    [Fact]
    public async Task Every_page_of_administration_passes_the_accessibility_rules()
    {
        var page = await chromium.SignedInAsync(server, "root@practice.example");
        var found = new List<string>();
        foreach (var path in Pages)
        {
            await page.GotoAsync(server.Address + path);
            found.AddRange(await Barriers.InEveryLookAsync(page, path));
        }

        Assert.Equal("", string.Join('\n', found));
    }
}

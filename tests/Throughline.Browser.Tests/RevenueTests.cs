using Throughline.Domain.Accounts;
using Throughline.Testing;

namespace Throughline.Browser.Tests;

/// <summary>Finance at month end in a real browser: review, release, invoice, close; both themes and a phone.</summary>
public sealed class RevenueTests(TestDatabases databases) : IAsyncLifetime
{
    private const string Practice =
        """
        insert into people (person, name, email, role, weekly_hours) values ('devin', 'Devin Park', 'devin@example.org', 'engineer', 40);
        insert into customers (customer, name) values ('c1', 'Meridian Freight');
        insert into engagements (engagement, customer, name, type, billing, currency, contract_value, start_date, expires, status) values
          ('SOW-1', 'c1', 'Platform migration', 'consulting', 'tm', 'USD', 100000, '2026-01-01', '2026-12-31', 'active'),
          ('SOW-2', 'c1', 'Fleet API redesign', 'consulting', 'ff', 'EUR', 50000, '2026-01-01', '2026-12-31', 'active'),
          ('SOW-3', 'c1', 'CI classes', 'training', 'ff', 'EUR', 9000, '2026-01-01', '2026-12-31', 'active');
        insert into rates (role, currency, hourly_rate, effective_from) values ('engineer', 'USD', 200, '2026-01-01');
        insert into milestones (engagement, milestone, title, amount, sign_off_received) values ('SOW-2', 'm1', 'Design', 12000, '2026-02-20'), ('SOW-3', 'm1', 'Course', 9000, '2026-02-27');
        insert into time_entries (entry, person, date, engagement, hours, billable, state) values
          ('f1', 'devin', '2026-02-10', 'SOW-1', 6, true, 'approved'), ('f2', 'devin', '2026-02-11', 'SOW-1', 8, true, 'submitted');
        """;

    private PracticeServer server = null!;
    private Chromium browser = null!;

    public async ValueTask InitializeAsync()
    {
        server = await PracticeServer.StartAsync(databases, empty: true);
        await server.RunAsync(Practice);
        await server.AddAsync("carla@example.org", Role.Coordinator);
        await server.AddAsync("fin@example.org", Role.Finance);
        browser = await Chromium.StartAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await browser.DisposeAsync();
        await server.DisposeAsync();
    }

    [Fact]
    [Trait("rule", "R-231")]
    public async Task A_coordinator_submits_a_month_and_finance_releases_invoices_and_closes_it()
    {
        var carla = await browser.SignedInAsync(server, "carla@example.org");
        await carla.GotoAsync("/timekeeping/month-end");
        await carla.ClickAsync("text=Put together for finance");
        await carla.GotoAsync("/revenue/release?month=2026-02");
        await carla.ClickAsync("text=Prepare the batch of February 2026");
        await carla.WaitForSelectorAsync("h1:has-text('Batch 2026-02.1')");

        var fin = await browser.SignedInAsync(server, "fin@example.org");
        await fin.GotoAsync("/inbox");
        await fin.ClickAsync("text=Release batch 2026-02.1");
        await fin.ClickAsync("text=It is in order");
        await fin.ClickAsync("button:has-text('Release EUR 12000.00; USD 1200.00')");
        await fin.WaitForSelectorAsync("text=Released by fin@example.org");
        await fin.GotoAsync("/revenue/invoices");
        await fin.ClickAsync("button:has-text('Draft invoices')");
        await fin.ClickAsync("text=D-000001");
        await fin.GotoAsync("/revenue/periods");
        await fin.ClickAsync("[aria-label='Close February 2026']");
        await fin.WaitForSelectorAsync("tr:has-text('February 2026') >> text=closed");

        await server.RunAsync("insert into period_reopenings (period_reopening, period_lock, start_date, end_date, reason, asked_by, asked_at) values ('r1', 'billing-2026-02', '2026-02-01', '2026-02-28', 'One rate was wrong', 'carla@example.org', now())");
        foreach (var path in (string[])["/revenue/release?month=2026-02", "/revenue/release?month=2026-02&engagement=SOW-1", "/revenue/batches/2026-02.1", "/revenue/periods", "/revenue/invoices", "/revenue/invoices/D-000001"])
        {
            await fin.GotoAsync(path);
            Assert.Equal("", string.Join('\n', await Barriers.InEveryLookAsync(fin, path)));
        }

        Assert.Equal(13_200m, await server.ReadAsync<decimal>("select sum(amount) from release_lines join release_batches using (batch) where state = 'released'"));
    }
}

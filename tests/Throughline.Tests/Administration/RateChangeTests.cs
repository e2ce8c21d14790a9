using System.Globalization;
using Throughline.Data;
using Throughline.Data.Bundles;
using Throughline.Data.Pricing;
using Throughline.Data.Recording;
using Throughline.Data.Timekeeping;
using Throughline.Domain.Accounts;
using Throughline.Domain;
using Throughline.Domain.Dates;
using Throughline.Domain.Pricing;
using Throughline.Domain.Timekeeping;
using Throughline.Features.Administration;
using Throughline.Features.Reports;
using Throughline.Features.Timekeeping;
using Throughline.Platform;
using Throughline.Testing;

namespace Throughline.Tests.Administration;

/// <summary>Other prices and costs: told before they are stored, true afterwards, and never felt in a closed period.</summary>
[Trait("rule", "R-239")]
public sealed class RateChangeTests(TestDatabases databases) : IAsyncLifetime
{
    private const string Work =
        """
        insert into engagements (engagement, customer, name, type, billing, currency, contract_value, start_date, expires, status)
        values ('SOW-2', 'c1', 'Second', 'consulting', 'tm', 'USD', 50000, '2026-01-01', '2027-12-31', 'active');
        insert into rates (role, currency, hourly_rate, effective_from) values ('engineer', 'EUR', 200, '2025-01-01'), ('engineer', 'USD', 220, '2025-01-01');
        insert into exchange_rates (currency, to_currency, rate, effective_from) values ('EUR', 'USD', 1.1, '2025-01-01');
        update people set cost_rate = 80, cost_currency = 'EUR' where person = 'p2';
        insert into time_entries (entry, person, date, engagement, hours, billable, state) values
          ('t1', 'p1', '2026-01-12', 'SOW-1', 8, true, 'approved'), ('t2', 'p1', '2026-02-10', 'SOW-1', 8, true, 'approved'),
          ('t3', 'p2', '2026-02-11', 'SOW-1', 4, true, 'approved'), ('t4', 'p2', '2026-02-12', 'SOW-1', 2, false, 'approved'),
          ('t5', 'p1', '2026-02-20', 'SOW-2', 5, true, 'approved'), ('t6', 'p1', '2026-02-21', 'SOW-2', 3, true, 'submitted'),
          ('t7', 'p1', '2026-02-03', 'SOW-1', 1, true, 'approved');
        """;

    private PracticeServer practice = null!;

    public async ValueTask InitializeAsync()
    {
        practice = await AdministrationPractice.StartAsync(databases);
        await practice.RunAsync(Work);
    }

    public ValueTask DisposeAsync() => practice.DisposeAsync();

    [Theory]
    [InlineData("/admin/rates", "role=engineer currency=EUR hourlyRate=231.25 effectiveFrom=2026-02-05")]
    [InlineData("/admin/rates", "person=p2 currency=EUR hourlyRate=300 effectiveFrom=2026-01-01 engagement=SOW-1")]
    [InlineData("/admin/rates/costs", "person=p1 costRate=70.5 costCurrency=USD effectiveFrom=2026-02-11")]
    [InlineData("/admin/rates/exchange", "currency=EUR toCurrency=USD rate=1.25 effectiveFrom=2026-02-01")]
    public async Task What_is_shown_before_a_price_is_stored_is_what_the_margin_says_afterwards(string path, string fields)
    {
        using var browser = await practice.SignedInAsync(Role.Finance);
        await CloseAsync("2026-01-01", "2026-01-31");
        var sent = fields.Split(' ').Select(field => field.Split('=')).Select(field => (field[0], field[1])).ToArray();
        var before = await MarginsAsync();

        var asked = await browser.SubmitAsync(path, sent);
        var effect = (await practice.Get<RatePreview>().RunAsync(File(sent), sent.ToDictionary(field => field.Item1, field => (string?)field.Item2), Finance(), CancellationToken.None)).Succeeded(out var sheet, out _)
            ? sheet.Effect : null;
        Assert.Equal(before, await MarginsAsync());
        var stored = await browser.SendAsync(path, asked, ("confirm", "yes"));
        var after = await MarginsAsync();

        Assert.Equal(path, stored.GoesTo);
        Assert.NotEmpty(effect!.Rows);
        foreach (var row in effect.Rows)
        {
            var key = (row.Engagement.Engagement.Value, row.Month.ToString());
            Assert.Equal(Rounded(row.Revenue.Before, row.Cost.Before), before[key]);
            Assert.Equal(Rounded(row.Revenue.After, row.Cost.After), after[key]);
        }

        var told = effect.Rows.Select(row => (row.Engagement.Engagement.Value, row.Month.ToString())).ToHashSet();
        Assert.All(before.Where(row => !told.Contains(row.Key)), row => Assert.Equal(row.Value, after[row.Key]));
    }

    [Fact]
    public async Task No_later_rate_cost_exchange_rate_or_role_moves_a_figure_of_a_closed_period()
    {
        var locks = practice.Get<LockPeriod>();
        Task<Result<PeriodLock>> CloseAsync(string key, string? engagement) => locks.RunAsync(
            Finance(), new LockForm("2026-02-01", "2026-02-28", "February is billed") { Key = key, Engagement = engagement, Kind = "billing" }, CancellationToken.None);
        Assert.True((await CloseAsync("all", null)).Succeeded(out _, out _) && (await CloseAsync("one", "SOW-1")).Succeeded(out _, out _));
        var closed = (await MarginsAsync())[("SOW-1", "2026-02")];
        await practice.RunAsync(
            """
            update rates set hourly_rate = 1; update people set cost_rate = 1, role = 'architect'; update exchange_rates set rate = 9;
            insert into person_rates (person, currency, hourly_rate, effective_from) values ('p1', 'EUR', 999, '2025-01-01');
            insert into cost_rates (person, cost_rate, effective_from) values ('p2', 5, '2025-01-01');
            """);
        var later = await MarginsAsync();

        Assert.Equal(closed, later[("SOW-1", "2026-02")]);
        Assert.Equal(((8m * 999m), 8m), later[("SOW-1", "2026-01")]);

        Assert.False((await locks.RemoveAsync(Finance(), "all", CancellationToken.None)).Succeeded(out _, out _));
        await practice.Get<Database>().WriteAsync<string>(Finance().ToActor(), async change =>
        {
            await BillingLocks.OpenAsync(change, (await BillingLocks.FindAsync(change, "all", CancellationToken.None))!, CancellationToken.None);
            return "opened";
        }, CancellationToken.None);
        Assert.Equal((closed, 0L), ((await MarginsAsync())[("SOW-1", "2026-02")], await practice.ReadAsync<long>("select count(*) from priced_time k join time_entries using (entry) where engagement = 'SOW-2'")));
        await locks.RemoveAsync(Finance(), "one", CancellationToken.None);
        Assert.NotEqual(closed, (await MarginsAsync())[("SOW-1", "2026-02")]);
    }

    [Fact]
    public async Task The_preview_counts_what_keeps_its_price_and_is_asked_for_again_when_the_rate_has_changed_meanwhile()
    {
        using var browser = await practice.SignedInAsync(Role.Finance);
        await CloseAsync("2026-01-01", "2026-01-31");
        var asked = await browser.SubmitAsync("/admin/rates", ("role", "engineer"), ("currency", "EUR"), ("hourlyRate", "210"), ("effectiveFrom", "2025-01-01"));
        await practice.RunAsync("update rates set hourly_rate = 205 where currency = 'EUR'");

        var again = await browser.SendAsync("/admin/rates", asked, ("confirm", "yes"));

        Assert.Contains("3 approved entries with 13.0 hours on 1 engagement", asked.Document.QuerySelector("[role=alert]")!.TextContent, StringComparison.Ordinal);
        Assert.Contains("1 entry of closed periods with 8.0 hours keeps its price", asked.Document.QuerySelector("[role=alert]")!.TextContent, StringComparison.Ordinal);
        Assert.NotNull(again.Document.QuerySelector("[name=sure]"));
        Assert.Equal(205m, await practice.ReadAsync<decimal>("select hourly_rate from rates where currency = 'EUR'"));
    }

    [Fact]
    [Trait("rule", "R-289")]
    public async Task A_month_end_list_written_piece_by_piece_has_the_rows_of_the_whole_one()
    {
        var run = practice.Get<ReportRun>();
        var ask = new ReportAsk("month-end-time") { From = new DateOnly(2026, 1, 1), To = new DateOnly(2026, 12, 31), Filters = [new("role", "engineer")] };
        Assert.True((await run.RunAsync(ask, CancellationToken.None)).Succeeded(out var whole, out _));
        Assert.True((await run.PiecesAsync(ask, CancellationToken.None)).Succeeded(out var pieces, out _));
        using var one = new MemoryStream();
        using var other = new MemoryStream();

        await ReportCsv.WriteAsync(one, whole.Table, CancellationToken.None);
        await ReportCsv.WriteAsync(other, pieces, CancellationToken.None);

        Assert.Equal(6, whole.Table.Rows.Count + 1);
        Assert.Equal(one.ToArray(), other.ToArray());
        Assert.False((await run.PiecesAsync(ask with { Filters = [new("colour", "red")] }, CancellationToken.None)).Succeeded(out _, out _));
    }

    private static (decimal, decimal?) Rounded(decimal revenue, decimal? cost) => (Money.RoundCents(revenue), cost is { } known ? Money.RoundCents(known) : null);

    private Task CloseAsync(string first, string last) => practice.Database.WriteAsync<int>(
        new Actor("tests", Guid.CreateVersion7()), async change => await FreezePrices.KeepAsync(change, Days(first, last), null, null, CancellationToken.None), CancellationToken.None);

    private async Task<Dictionary<(string, string), (decimal, decimal?)>> MarginsAsync()
    {
        var found = new Dictionary<(string, string), (decimal, decimal?)>();
        foreach (var month in (string[])["2026-01", "2026-02"])
        {
            var first = DateOnly.ParseExact(month + "-01", "yyyy-MM-dd", CultureInfo.InvariantCulture);
            var run = await practice.Get<ReportRun>().RunAsync(new ReportAsk("margin") { From = first, To = Month.Of(first).Days.Last }, CancellationToken.None);
            Assert.True(run.Succeeded(out var answer, out var problem), problem?.Message);
            foreach (var row in answer.Table.Rows)
            {
                decimal? Number(string column) => answer.Table.CellOf(row, column)!.Value.Canonical is { } text ? decimal.Parse(text, CultureInfo.InvariantCulture) : null;
                found.Add((answer.Table.CellOf(row, "engagement")!.Value.Canonical!, month), (Number("revenue_amount")!.Value, Number("cost_amount")));
            }
        }

        return found;
    }

    private static BundleFile File((string Name, string Value)[] sent) => BundleFiles.Named(
        sent.Any(field => field.Name == "costRate") ? "cost_rates" : sent.Any(field => field.Name == "rate") ? "exchange_rates" : sent.Any(field => field.Name == "person") ? "person_rates" : "rates");

    private static CurrentUser Finance() => new(
        Guid.CreateVersion7(), "finance@example.org", "Fay", null, null, [Role.Finance], null, null, DefaultAccess.Table, Guid.CreateVersion7());

    private static DateRange Days(string first, string last) => new(DateOnly.Parse(first, CultureInfo.InvariantCulture), DateOnly.Parse(last, CultureInfo.InvariantCulture));
}

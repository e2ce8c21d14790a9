using Throughline.Domain;
using Throughline.Domain.Accounts;
using Throughline.Domain.Revenue;
using Throughline.Features.Revenue;
using Throughline.Features.Timekeeping;
using Throughline.Platform;
using Throughline.Testing;
using Throughline.Tests.Timekeeping;
using static Throughline.Tests.Timekeeping.TimeWorld;

namespace Throughline.Tests.Revenue;

/// <summary>What goes to the books: closed and opened periods, journal lines and draft invoices.</summary>
public sealed class BooksTests(TestDatabases databases) : IAsyncLifetime
{
    private static readonly CancellationToken Stop = CancellationToken.None;
    private static readonly CurrentUser Fin = User("fin", Role.Finance) with { Person = null };
    private TimeWorld world = null!;

    public async ValueTask InitializeAsync()
    {
        world = await TimeWorld.StartAsync(databases);
        await world.RunAsync(
            """
            update engagements set legal_entity = 'de-gmbh' where engagement = 'SOW-2';
            insert into time_entries (entry, person, date, engagement, hours, billable, state, approved_by) values
              ('f1', 'devin', '2026-02-10', 'SOW-1', 6, true, 'approved', 'ana'), ('f2', 'devin', '2026-02-11', 'SOW-1', 2, true, 'submitted', null);
            insert into milestones (engagement, milestone, title, amount, sign_off_received) values ('SOW-2', 'm1', 'Design', 12000, '2026-02-20');
            insert into contract_terms (engagement, payment_days, payment_unit, purchase_order) values ('SOW-1', 10, 'business_days', 'PO-4711');
            """);
    }

    public ValueTask DisposeAsync() => world.DisposeAsync();

    [Fact]
    [Trait("rule", "R-235")]
    public async Task A_month_goes_from_open_to_closed_and_what_comes_later_waits_for_the_next_open_one()
    {
        Assert.Equal((PeriodStage.TimeCutOff, PeriodStage.Open), (await StageAsync("2026-02", "2026-03-04T22:30Z"), await StageAsync("2026-02", "2026-02-27T10:00Z")));
        Granted(await world.Get<ConsolidateTime>().RunAsync(Carla, "2026-02", Stop));
        Assert.Equal(PeriodStage.Consolidated, await StageAsync("2026-02"));
        var batch = Granted(await world.Get<PrepareRelease>().RunAsync(Carla, "2026-02", Stop));
        Assert.Equal(PeriodStage.FinanceReview, await StageAsync("2026-02"));
        Assert.Equal("R-231", Refused(await world.Get<ClosePeriod>().RunAsync(Fin, "2026-02", null, Stop)).Rule);
        Granted(await world.Get<ReviewRelease>().ReturnAsync(Fin, batch.Batch, "Later", Stop));

        Assert.IsType<NotAllowed>(Refused(await world.Get<ClosePeriod>().RunAsync(Carla, "2026-02", null, Stop)));
        Assert.Equal("R-235", Refused(await world.Get<ClosePeriod>().RunAsync(Fin, "2026-03", null, Stop)).Rule);
        Granted(await world.Get<ClosePeriod>().RunAsync(Fin, "2026-02", "de-gmbh", Stop));
        Assert.Equal(["SOW-1"], Granted(await world.Get<ReleaseList>().RunAsync(Fin, "2026-02", null, Stop)).Plan.Due.Select(figure => figure.Engagement.Engagement.Value));
        Assert.Equal(PeriodStage.Consolidated, await StageAsync("2026-02"));
        Granted(await world.Get<ClosePeriod>().RunAsync(Fin, "2026-02", "practice", Stop));

        Assert.Equal(PeriodStage.Closed, await StageAsync("2026-02"));
        Assert.Equal("R-235", Refused(await world.Get<ClosePeriod>().RunAsync(Fin, "2026-02", "practice", Stop)).Rule);
        Assert.Equal(2, Granted(await world.Get<ReleaseList>().RunAsync(Fin, "2026-03", null, Stop)).Plan.Due.Count);
        Assert.Equal("R-231", Refused(await world.Get<PrepareRelease>().RunAsync(Carla, "2026-02", Stop)).Rule);
    }

    [Fact]
    [Trait("rule", "R-235")]
    public async Task A_batch_whose_books_have_closed_meanwhile_is_not_released()
    {
        Granted(await world.Get<ConsolidateTime>().RunAsync(Carla, "2026-02", Stop));
        var batch = Granted(await world.Get<PrepareRelease>().RunAsync(Carla, "2026-02", Stop));
        Granted(await world.Get<ReviewRelease>().RunAsync(Fin, batch.Batch, Stop));
        Granted(await world.Get<LockPeriod>().RunAsync(Outi, new LockForm("2026-02-01", "2026-02-28", "Billed") { Kind = "billing", LegalEntity = "de-gmbh" }, Stop));

        Assert.Equal("R-235", Refused(await world.Get<ReleaseRevenue>().RunAsync(Fin, batch.Batch, Stop)).Rule);
    }

    [Fact]
    [Trait("rule", "R-235")]
    public async Task A_closed_month_opens_by_a_ticket_that_somebody_else_decides_on()
    {
        var closed = Granted(await world.Get<ClosePeriod>().RunAsync(Fin, "2026-02", null, Stop));
        Assert.Equal(1, await world.ReadAsync<int>("select count(*)::int from priced_time"));
        Assert.IsType<Domain.Timekeeping.OpensByTicket>(Refused(await world.Get<LockPeriod>().RemoveAsync(Fin, closed.Key, Stop)));

        var tickets = world.Get<ReopenPeriod>();
        Assert.IsType<NotAllowed>(Refused(await tickets.AskAsync(Devin, closed.Key, "Please", Stop)));
        Assert.IsType<InvalidFields>(Refused(await tickets.AskAsync(Carla, closed.Key, " ", Stop)));
        Assert.IsType<NoSuchRecord>(Refused(await tickets.AskAsync(Carla, "none", "Please", Stop)));
        var ticket = Granted(await tickets.AskAsync(Carla, closed.Key, "One rate was wrong", Stop));
        Assert.Equal("R-235", Refused(await tickets.AskAsync(Outi, closed.Key, "Me too", Stop)).Rule);
        Assert.Equal("separation_of_duties", Refused(await tickets.DecideAsync(Carla, ticket.Key, true, null, Stop)).Rule);
        Granted(await tickets.DecideAsync(Fin, ticket.Key, true, "Once", Stop));

        Assert.Equal((0, 0), (await world.ReadAsync<int>("select count(*)::int from priced_time"), await world.ReadAsync<int>("select count(*)::int from period_locks")));
        Assert.Equal("R-235", Refused(await tickets.DecideAsync(Outi, ticket.Key, false, null, Stop)).Rule);
        Assert.Equal(1, await world.ReadAsync<int>("select count(*)::int from history.period_locks"));
    }

    [Fact]
    [Trait("rule", "R-217")]
    public async Task The_page_of_periods_closes_and_opens_without_script()
    {
        using var fin = await world.OpenAsync("fin", Role.Finance);
        using var carla = await world.OpenAsync("carla", Role.Coordinator);
        const string Page = "/revenue/periods";

        Assert.Equal(Page, (await fin.PostAsync(Page, ReleaseTests.Form(await fin.GetAsync(Page), "close-2026-02"))).GoesTo);
        Assert.Equal(Page, (await carla.PostAsync(Page, [.. ReleaseTests.Form(await carla.GetAsync(Page), "ask-billing-2026-02").Where(field => field.Item1 != "reason"), ("reason", "Wrong rate")])).GoesTo);
        Assert.Contains("closed period", (await fin.GetAsync("/inbox")).Html, StringComparison.Ordinal);
        var page = await fin.GetAsync(Page);
        var decide = page.Document.QuerySelectorAll("[name=_handler]").Select(field => field.GetAttribute("value")!).First(name => name.StartsWith("decide-", StringComparison.Ordinal));
        Assert.Equal(Page, (await fin.PostAsync(Page, [.. ReleaseTests.Form(page, decide), ("act", "approve")])).GoesTo);
        Assert.Contains("opened", (await fin.GetAsync(Page)).Html, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_released_batch_goes_out_as_journal_lines_whose_sides_add_up()
    {
        await world.RunAsync("insert into policies (policy, value, scope_kind, scope) values ('journal.revenue_account', '4100', 'engagement', 'SOW-2')");
        Granted(await world.Get<ConsolidateTime>().RunAsync(Carla, "2026-02", Stop));
        var batch = Granted(await world.Get<PrepareRelease>().RunAsync(Carla, "2026-02", Stop));
        using var fin = await world.OpenAsync("fin", Role.Finance);
        Assert.Equal(System.Net.HttpStatusCode.Conflict, (await fin.GetAsync($"/revenue/batches/{batch.Batch}/journal.csv")).Status);
        Granted(await world.Get<ReviewRelease>().RunAsync(Fin, batch.Batch, Stop));
        Granted(await world.Get<ReleaseRevenue>().RunAsync(Fin, batch.Batch, Stop));
        await world.RunAsync("update policies set value = '4999'");

        var file = (await fin.GetAsync($"/revenue/batches/{batch.Batch}/journal.csv")).Html;

        Assert.Equal(
            """
            batch,line,posting_date,account,debit,credit,currency,engagement,customer,earned_month,reference,description
            2026-02.1,1,2026-02-28,1200,1200.00,0.00,USD,SOW-1,c1,2026-02,f1,"Platform migration, 6 h of devin"
            2026-02.1,1,2026-02-28,4000,0.00,1200.00,USD,SOW-1,c1,2026-02,f1,"Platform migration, 6 h of devin"
            2026-02.1,2,2026-02-28,1200,12000.00,0.00,USD,SOW-2,c1,2026-02,m1,"Fleet API redesign, milestone m1"
            2026-02.1,2,2026-02-28,4100,0.00,12000.00,USD,SOW-2,c1,2026-02,m1,"Fleet API redesign, milestone m1"

            """,
            file);
        Assert.Equal(System.Net.HttpStatusCode.OK, (await fin.GetAsync($"/revenue/batches/{batch.Batch}/journal.xlsx")).Status);
    }

    [Fact]
    [Trait("rule", "R-221")]
    public async Task Time_and_milestones_are_invoiced_once_on_the_terms_of_the_contract()
    {
        var made = Granted(await world.Get<DraftInvoicesOfMonth>().RunAsync(Carla, "2026-02", Stop));

        Assert.Equal(
            ["D-000001 SOW-1 USD 1200.00 2026-03-25 PO-4711 approved", "D-000002 SOW-2 USD 12000.00 2026-04-10  approved"],
            made.Select(one => FormattableString.Invariant($"{one.Invoice} {one.Engagement} {one.Currency} {one.Total:0.00} {one.DueDate:yyyy-MM-dd} {one.PurchaseOrder} {one.Basis}")));
        Assert.Equal("R-221", Refused(await world.Get<DraftInvoicesOfMonth>().RunAsync(Fin, "2026-02", Stop)).Rule);
        await Assert.ThrowsAnyAsync<InvalidOperationException>(() => world.RunAsync("update draft_invoices set total = 1"));

        using var fin = await world.OpenAsync("fin", Role.Finance);
        Assert.Contains("D-000002", (await fin.GetAsync("/revenue/invoices")).Html, StringComparison.Ordinal);
        Assert.Contains("Devin Park, engineer, 6 h at 200.00", (await fin.GetAsync("/revenue/invoices/D-000001")).Html, StringComparison.Ordinal);
        Assert.Contains("D-000001,2026-03-11,2026-03-25,c1,SOW-1,PO-4711,USD,1,\"Devin Park, engineer, 6 h at 200.00\",devin,engineer,6,200,1200.00", (await fin.GetAsync("/revenue/invoices/D-000001.csv")).Html, StringComparison.Ordinal);
        Assert.Equal(System.Net.HttpStatusCode.NotFound, (await fin.GetAsync("/revenue/invoices/D-9")).Status);
    }

    [Fact]
    [Trait("rule", "P-45")]
    public async Task Submitted_time_is_invoiced_ahead_and_not_again_and_hours_that_change_are_invoiced_as_the_difference()
    {
        await world.RunAsync("insert into policies (policy, value, scope_kind) values ('P-45', 'submitted', 'organisation')");
        Assert.Equal(1_600m, Granted(await world.Get<DraftInvoicesOfMonth>().RunAsync(Carla, "2026-02", Stop))[0].Total);

        await world.RunAsync("update time_entries set state = 'approved' where entry = 'f2'");
        Assert.Equal("R-221", Refused(await world.Get<DraftInvoicesOfMonth>().RunAsync(Carla, "2026-02", Stop)).Rule);
        await world.RunAsync("insert into time_entries (entry, person, date, engagement, hours, billable, state, adjusts) values ('f3', 'devin', '2026-02-10', 'SOW-1', -1, true, 'approved', 'f1'); update milestones set sign_off_received = null");

        Assert.Equal([-200m, -12_000m], Granted(await world.Get<DraftInvoicesOfMonth>().RunAsync(Carla, "2026-02", Stop)).Select(one => one.Total));
    }

    private async Task<PeriodStage> StageAsync(string month, string? at = null)
    {
        if (at is not null)
        {
            var dates = Granted(await world.Get<PeriodBoard>().RunAsync(Fin, Stop)).Periods.First(period => period.Month.ToString() == month).Dates;
            return BillingPeriods.StageOf(dates, new PeriodFacts(false, false, false), DateTimeOffset.Parse(at, System.Globalization.CultureInfo.InvariantCulture));
        }

        return Granted(await world.Get<PeriodBoard>().RunAsync(Fin, Stop)).Periods.First(period => period.Month.ToString() == month).Stage;
    }
}

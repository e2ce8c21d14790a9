using System.Globalization;
using Throughline.Data.Revenue;
using Throughline.Domain;
using Throughline.Domain.Accounts;
using Throughline.Domain.Dates;
using Throughline.Domain.Reports;
using Throughline.Domain.Revenue;
using Throughline.Features.Reports;
using Throughline.Features.Revenue;
using Throughline.Features.Timekeeping;
using Throughline.Platform;
using Throughline.Testing;
using Throughline.Tests.Timekeeping;
using static Throughline.Tests.Timekeeping.TimeWorld;

namespace Throughline.Tests.Revenue;

/// <summary>A month's revenue on its way through coordinator and finance.</summary>
public sealed class ReleaseTests(TestDatabases databases) : IAsyncLifetime
{
    private static readonly CancellationToken Stop = CancellationToken.None;
    private static readonly CurrentUser Fin = User("fin", Role.Finance) with { Person = null };
    private TimeWorld world = null!;

    public async ValueTask InitializeAsync()
    {
        world = await TimeWorld.StartAsync(databases);
        await world.RunAsync(
            """
            insert into time_entries (entry, person, date, engagement, hours, billable, state, approved_by) values
              ('f1', 'devin', '2026-02-10', 'SOW-1', 6, true, 'approved', 'ana'), ('f2', 'devin', '2026-02-11', 'SOW-1', 2.3333, true, 'approved', 'ana'),
              ('f3', 'devin', '2026-02-12', 'SOW-1', 8, true, 'submitted', null), ('f4', 'devin', '2026-02-12', 'SOW-2', 8, true, 'approved', 'ana');
            insert into milestones (engagement, milestone, title, amount, sign_off_received) values ('SOW-2', 'm1', 'Design', 12000, '2026-02-20'), ('SOW-2', 'm2', 'Build', 20000, null);
            insert into work_at_risk (engagement, work_at_risk, status, hours, expected_signature) values ('SOW-1', 'war1', 'approved', 40, '2026-03-01');
            insert into time_entries (entry, person, date, engagement, hours, billable, state, approved_by, work_at_risk) values ('f5', 'devin', '2026-02-13', 'SOW-1', 5, true, 'approved', 'ana', 'war1');
            """);
    }

    public ValueTask DisposeAsync() => world.DisposeAsync();

    [Fact]
    [Trait("rule", "R-231")]
    public async Task The_list_says_what_can_be_released_and_what_waits_for_whom()
    {
        Assert.Equal(
            ["SOW-1 not_consolidated 8.3333 1666.66", "SOW-1 not_approved 8.0000 1600", "SOW-1 at_risk 5.0000 1000"],
            (await SheetAsync()).Plan.Waiting.Select(Words).OrderByDescending(words => words.Contains("consolidated", StringComparison.Ordinal)).ThenByDescending(words => words, StringComparer.Ordinal));
        Assert.Equal(["SOW-2 milestone 12000.00"], (await SheetAsync()).Plan.Due.Select(Words));

        Granted(await world.Get<ConsolidateTime>().RunAsync(Carla, "2026-02", Stop));

        Assert.Equal(["SOW-1 time 1666.66", "SOW-2 milestone 12000.00"], (await SheetAsync()).Plan.Due.Select(Words));
        Assert.Equal(["f1 1200.00", "f2 466.66"], (await SheetAsync("SOW-1")).Lines!.Select(line => Invariant($"{line.Reference} {line.Amount:0.00}")));
        Assert.IsType<NotAllowed>(Refused(await world.Get<ReleaseList>().RunAsync(Ana, "2026-02", null, Stop)));
    }

    [Fact]
    [Trait("rule", "R-231")]
    public async Task A_batch_is_prepared_reviewed_and_released_by_others_and_stays_as_it_was()
    {
        Assert.Equal("R-231", Refused(await world.Get<PrepareRelease>().RunAsync(Carla, "2026-04", Stop)).Rule);
        var batch = await PreparedAsync();
        Assert.Equal(("2026-02.1", 3, "USD 13666.66"), (batch.Batch, batch.Lines, batch.Totals));
        Assert.Equal("R-231", Refused(await world.Get<PrepareRelease>().RunAsync(Outi, "2026-02", Stop)).Rule);
        Assert.IsType<NotAllowed>(Refused(await world.Get<ReleaseRevenue>().RunAsync(Carla, batch.Batch, Stop)));
        Assert.Equal("separation_of_duties", Refused(await world.Get<ReviewRelease>().RunAsync(User("carla", Role.Finance), batch.Batch, Stop)).Rule);
        Assert.Equal("R-231", Refused(await world.Get<ReleaseRevenue>().RunAsync(Fin, batch.Batch, Stop)).Rule);
        Granted(await world.Get<ReviewRelease>().RunAsync(Fin, batch.Batch, Stop));
        Assert.Equal("separation_of_duties", Refused(await world.Get<ReleaseRevenue>().RunAsync(User("ana", Role.Finance), batch.Batch, Stop)).Rule);
        Granted(await world.Get<ReleaseRevenue>().RunAsync(Fin, batch.Batch, Stop));

        Assert.Equal("R-231", Refused(await world.Get<ReviewRelease>().ReturnAsync(Fin, batch.Batch, "No", Stop)).Rule);
        await Assert.ThrowsAnyAsync<InvalidOperationException>(() => world.RunAsync("update release_lines set amount = 1"));
        await Assert.ThrowsAnyAsync<InvalidOperationException>(() => world.RunAsync("delete from release_lines"));
        await Assert.ThrowsAnyAsync<InvalidOperationException>(() => world.RunAsync("update release_batches set state = 'submitted'"));
        Assert.Equal("m1", await world.ReadAsync<string>("select milestone from released_milestones"));
        Assert.Empty((await SheetAsync()).Plan.Due);
        Assert.Equal("R-231", Refused(await world.Get<PrepareRelease>().RunAsync(Carla, "2026-02", Stop)).Rule);
        Assert.Equal("R-235", Refused(await world.Get<PrepareRelease>().RunAsync(Carla, "2026-01", Stop)).Rule);
    }

    [Fact]
    [Trait("rule", "R-231")]
    public async Task Corrections_and_conversions_follow_in_the_next_batch_and_all_of_them_add_up_to_the_forecast()
    {
        await ReleasedAsync(await PreparedAsync());
        await world.RunAsync(
            """
            insert into time_entries (entry, person, date, engagement, hours, billable, state, adjusts) values ('f6', 'devin', '2026-02-10', 'SOW-1', -1.1111, true, 'approved', 'f1');
            update work_at_risk set status = 'converted', signed_on = '2026-03-05';
            update milestones set sign_off_received = null where milestone = 'm1';
            update milestones set sign_off_received = '2026-03-02' where milestone = 'm2';
            """);

        var batch = Granted(await world.Get<PrepareRelease>().RunAsync(Carla, "2026-03", Stop));
        await ReleasedAsync(batch);

        Assert.Equal(
            ["f5 2026-02 1000.00", "f6 2026-02 -222.22", "m1 2026-02 -12000.00", "m2 2026-03 20000.00"],
            (await LinesAsync(batch.Batch)).Select(line => Invariant($"{line.Reference} {line.EarnedMonth} {line.Amount:0.00}")).Order(StringComparer.Ordinal));
        await AddsUpAsync();

        // Of only one of them something changes afterwards.
        await world.RunAsync("insert into time_entries (entry, person, date, engagement, hours, billable, state, adjusts) values ('f7', 'devin', '2026-02-10', 'SOW-1', 1, true, 'approved', 'f1')");
        await ReleasedAsync(Granted(await world.Get<PrepareRelease>().RunAsync(Carla, "2026-03", Stop)));
        await AddsUpAsync();
    }

    [Fact]
    [Trait("rule", "R-192")]
    public async Task What_may_not_be_released_any_more_stops_the_batch_and_is_named()
    {
        await world.RunAsync("update work_at_risk set status = 'converted'");
        var batch = await PreparedAsync();
        Granted(await world.Get<ReviewRelease>().RunAsync(Fin, batch.Batch, Stop));
        await world.RunAsync("update work_at_risk set status = 'approved'; update milestones set sign_off_received = null");

        var refused = Refused(await world.Get<ReleaseRevenue>().RunAsync(Fin, batch.Batch, Stop));
        Assert.Equal("R-192", refused.Rule);
        Assert.Contains("f5 of SOW-1; m1 of SOW-2", refused.Message, StringComparison.Ordinal);
        Assert.IsType<InvalidFields>(Refused(await world.Get<ReviewRelease>().ReturnAsync(Fin, batch.Batch, " ", Stop)));
        Granted(await world.Get<ReviewRelease>().ReturnAsync(Fin, batch.Batch, "At risk again", Stop));

        Assert.Equal("2026-02.2", (await PreparedAsync()).Batch);
    }

    [Fact]
    [Trait("rule", "R-231")]
    public async Task Two_who_prepare_at_once_make_one_batch()
    {
        await ConsolidatedAsync();
        var both = await Task.WhenAll(
            world.Get<PrepareRelease>().RunAsync(Carla, "2026-02", Stop), world.Get<PrepareRelease>().RunAsync(Outi, "2026-02", Stop));

        Assert.Equal(1, both.Count(result => result.Succeeded(out _, out _)));
    }

    [Fact]
    [Trait("rule", "R-238")]
    public async Task Percent_complete_goes_by_approved_hours_of_the_budget_for_the_engagement_that_says_so()
    {
        await world.RunAsync("insert into policies (policy, value, scope_kind, scope) values ('P-25', 'percent_complete_hours', 'engagement', 'SOW-2')");
        await ConsolidatedAsync();

        Assert.Contains("SOW-2 percent_complete 4000.00", (await SheetAsync()).Plan.Due.Select(Words));
    }

    [Fact]
    [Trait("rule", "R-236")]
    public async Task Training_waits_for_its_class_and_roster()
    {
        await world.RunAsync("update engagements set type = 'training' where engagement = 'SOW-2'");
        Assert.Contains("SOW-2 no_roster 0 12000", (await SheetAsync()).Plan.Waiting.Select(Words));

        var training = world.Get<RecordTraining>();
        Assert.IsType<InvalidFields>(Refused(await training.RunAsync(Carla, new TrainingForm("SOW-2", "", "2027-01-01", "0", null), Stop)));
        Assert.IsType<NotAllowed>(Refused(await training.RunAsync(Devin, new TrainingForm("SOW-2", "CI basics", "2026-02-18", "9", null), Stop)));
        Assert.Equal("R-236", Refused(await training.RunAsync(Carla, new TrainingForm("SOW-1", "CI basics", "2026-02-18", "9", null), Stop)).Rule);
        Granted(await training.RunAsync(Carla, new TrainingForm("SOW-2", "CI basics", "2026-02-18", "9", null), Stop));

        Assert.Contains("SOW-2 milestone 12000.00", (await SheetAsync()).Plan.Due.Select(Words));
    }

    [Fact]
    [Trait("rule", "R-224")]
    public async Task A_milestone_whose_request_was_not_accepted_has_no_evidence()
    {
        await world.RunAsync(
            """
            insert into acceptance_requests (acceptance_request, engagement, milestone, attempt, state, sent_at, sent_by, recipient_name, recipient_email, subject, statement, zone, day1)
            values ('r1', 'SOW-2', 'm1', 1, 'open', '2026-02-10T10:00Z', 'ana', 'Noor', 'noor@customer.example', 'Sign off', 'Done', 'Europe/Berlin', '2026-02-10')
            """);
        Assert.Contains("SOW-2 no_evidence 0 12000", (await SheetAsync()).Plan.Waiting.Select(Words));

        await world.RunAsync("update acceptance_requests set state = 'accepted', decided_on = '2026-02-20'");
        Assert.Contains("SOW-2 milestone 12000.00", (await SheetAsync()).Plan.Due.Select(Words));
    }

    [Fact]
    public async Task Finance_releases_on_the_pages_without_script_and_finds_it_in_the_inbox()
    {
        await ConsolidatedAsync();
        using var carla = await world.OpenAsync("carla", Role.Coordinator);
        using var fin = await world.OpenAsync("fin", Role.Finance);
        using var devin = await world.OpenAsync("devin", Role.Member);
        const string List = "/revenue/release?month=2026-02";

        Assert.Equal(System.Net.HttpStatusCode.NotFound, (await devin.GetAsync(List)).Status);
        Assert.Contains("Platform migration", (await carla.GetAsync(List + "&engagement=SOW-1")).Html, StringComparison.Ordinal);
        var made = await carla.PostAsync(List, Form(await carla.GetAsync(List), "prepare"));
        Assert.Equal("/revenue/batches/2026-02.1", made.GoesTo);
        Assert.Contains("Release batch 2026-02.1", (await fin.GetAsync("/inbox")).Html, StringComparison.Ordinal);

        var page = await fin.GetAsync("/revenue/batches/2026-02.1");
        Assert.Equal("/revenue/batches/2026-02.1", (await fin.PostAsync("/revenue/batches/2026-02.1", Form(page, "review"))).GoesTo);
        Assert.Equal("/revenue/batches/2026-02.1", (await fin.PostAsync("/revenue/batches/2026-02.1", Form(await fin.GetAsync("/revenue/batches/2026-02.1"), "release"))).GoesTo);

        var done = await fin.GetAsync("/revenue/batches/2026-02.1");
        Assert.Contains("Released by fin@example.org", done.Html, StringComparison.Ordinal);
        Assert.DoesNotContain("Release batch 2026-02.1", (await fin.GetAsync("/inbox")).Html, StringComparison.Ordinal);
        Assert.Equal(System.Net.HttpStatusCode.NotFound, (await fin.GetAsync("/revenue/batches/2026-09.1")).Status);
        Assert.Contains("2026-02.1", (await fin.GetAsync(List)).Html, StringComparison.Ordinal);
    }

    internal static (string, string)[] Form(Tests.Accounts.Page page, string name) =>
        [.. page.Document.Forms.First(form => form.QuerySelector("[name=_handler]")?.GetAttribute("value") == name).QuerySelectorAll("input").Select(input => (input.GetAttribute("name")!, input.GetAttribute("value") ?? ""))];

    private async Task ConsolidatedAsync() => Granted(await world.Get<ConsolidateTime>().RunAsync(Carla, "2026-02", Stop));

    private async Task<ReleaseBatch> PreparedAsync()
    {
        await world.Get<ConsolidateTime>().RunAsync(Carla, "2026-02", Stop);
        return Granted(await world.Get<PrepareRelease>().RunAsync(Carla, "2026-02", Stop));
    }

    private async Task ReleasedAsync(ReleaseBatch batch)
    {
        Granted(await world.Get<ReviewRelease>().RunAsync(Fin, batch.Batch, Stop));
        Granted(await world.Get<ReleaseRevenue>().RunAsync(Fin, batch.Batch, Stop));
    }

    private async Task<ReleaseSheet> SheetAsync(string? engagement = null) => Granted(await world.Get<ReleaseList>().RunAsync(Fin, "2026-02", engagement, Stop));

    private async Task<IReadOnlyList<BatchLine>> LinesAsync(string batch) => Granted(await world.Get<BatchView>().RunAsync(Fin, batch, 0, Stop)).Lines;

    private async Task AddsUpAsync()
    {
        Assert.True((await world.Get<ReportRun>().RunAsync(new ReportAsk("forecast") { From = new(2026, 2, 1), To = new(2026, 3, 31), Kind = PeriodKind.Month, RecordedAt = world.Database.Clock.GetUtcNow() }, Stop)).Succeeded(out var forecast, out _));
        foreach (var month in (string[])["2026-02", "2026-03"])
        {
            var told = forecast.Table.Rows.Where(row => At(row, "period") == month).Sum(row => Amount(row, "actual_amount") + Amount(row, "released_amount"));
            Assert.Equal(told, await world.ReadAsync<decimal>($"select coalesce(sum(amount), 0) from release_lines join release_batches using (batch) where state = 'released' and earned_month = '{month}'"));
        }

        string At(ReportRow row, string column) => row.Cells[forecast.Table.Columns.ToList().FindIndex(known => known.Name == column)].Canonical!;
        decimal Amount(ReportRow row, string column) => decimal.Parse(At(row, column), CultureInfo.InvariantCulture);
    }

    private static string Words(ReleaseFigure figure) => Invariant($"{figure.Engagement.Engagement} {figure.Kind.Text()} {figure.Amount:0.00}");

    private static string Words(ReleaseWait wait) => Invariant($"{wait.Engagement.Engagement} {wait.Why.Text()} {wait.Hours} {wait.Amount:0.##}");

    private static string Invariant(FormattableString text) => FormattableString.Invariant(text);
}

using Throughline.Domain;
using Throughline.Domain.Accounts;
using Throughline.Domain.Timekeeping;
using Throughline.Features.Timekeeping;
using Throughline.Platform;
using Throughline.Testing;
using static Throughline.Tests.Timekeeping.TimeWorld;

namespace Throughline.Tests.Timekeeping;

/// <summary>The quarter certified at three levels, and the month put together for finance.</summary>
public sealed class CertifyHoursTests(TestDatabases databases) : IAsyncLifetime
{
    private const string Key = "FY27-Q1.devin";
    private static readonly CancellationToken Stop = CancellationToken.None;
    private static readonly DateOnly March = new(2026, 3, 2);
    private static readonly CurrentUser Dana = User("dana", Role.DeliveryManager), Hal = User("hal", Role.Leader), Fin = User("fin", Role.Finance);
    private TimeWorld world = null!;

    public async ValueTask InitializeAsync() => world = await TimeWorld.StartAsync(databases);

    public ValueTask DisposeAsync() => world.DisposeAsync();

    [Fact]
    [Trait("rule", "P-23")]
    public async Task A_practice_that_does_not_certify_its_quarters_is_told_so() =>
        Assert.Equal("P-23", Refused(await world.Get<CertifyHours>().GenerateAsync(Carla, March, Stop)).Rule);

    [Fact]
    [Trait("rule", "R-214")]
    [Trait("rule", "R-292")]
    public async Task A_quarter_passes_three_levels_and_what_was_certified_stays_with_its_fingerprint()
    {
        await WithHoursAsync();
        Assert.Equal(1, Granted(await world.Get<CertifyHours>().GenerateAsync(Carla, March, Stop)));
        Assert.Equal(0, Granted(await world.Get<CertifyHours>().GenerateAsync(Carla, March, Stop)));
        Assert.Equal("10.0000 9.0000 generated", await RowAsync());

        Assert.IsType<NotAllowed>(Refused(await DecideAsync(Hal, true)));
        Granted(await DecideAsync(Dana, true));
        Assert.Equal("ManagerCertifiedTimesheet Time Tracking dana@example.org true", await world.ReadAsync<string>(
            "select concat_ws(' ', t.label, t.epic, t.certified_by, (t.fingerprint = c.fingerprint)::text) from certified_timesheets t join certifications c using (certification)"));
        Granted(await DecideAsync(Hal, false, "Leave is missing"));
        Granted(await DecideAsync(Dana, true));
        Granted(await world.Get<CertifyHours>().AdjustAsync(Hal, Key, "9.5", "Enablement counted", Stop));
        Granted(await DecideAsync(Hal, true));
        Granted(await DecideAsync(Fin, false, "Ask again"));
        Granted(await DecideAsync(Hal, true));
        Granted(await DecideAsync(Fin, true));

        Assert.Equal("10.0000 9.0000 finance_approved", await RowAsync());
        Assert.Equal("R-214", Refused(await DecideAsync(Fin, false, "No")).Rule);
        Assert.Equal(7, await world.ReadAsync<int>($"select count(*)::int from decisions where subject = 'certification/{Key}'"));
        await Assert.ThrowsAnyAsync<InvalidOperationException>(() => world.RunAsync("update certifications set content = 'forged'"));
        await world.LoggedAsync(day: "2026-03-10");
        await world.RunAsync("update time_entries set state = 'approved' where date = '2026-03-10'");
        Assert.Equal(0, Granted(await world.Get<CertifyHours>().GenerateAsync(Carla, March, Stop)));
    }

    [Fact]
    [Trait("rule", "R-214")]
    public async Task Nobody_certifies_their_own_quarter_or_two_levels_of_one()
    {
        await WithHoursAsync();
        Granted(await world.Get<CertifyHours>().GenerateAsync(Carla, March, Stop));

        Assert.Equal("separation_of_duties", Refused(await DecideAsync(User("devin", Role.DeliveryManager), true)).Rule);
        var both = User("both", Role.DeliveryManager, Role.Leader);
        Granted(await DecideAsync(both, true));
        Assert.Equal("separation_of_duties", Refused(await DecideAsync(both, true)).Rule);
    }

    [Fact]
    public async Task The_page_certifies_without_script()
    {
        await WithHoursAsync();
        using var dana = await world.OpenAsync("dana", Role.DeliveryManager);
        const string Page = "/timekeeping/certification/2026-02-01";
        var page = await dana.GetAsync("/timekeeping/certification/2026-03-09");
        Assert.Contains("Nothing is put together", page.Html, StringComparison.Ordinal);

        Assert.Equal(Page, (await dana.PostAsync("/timekeeping/certification/2026-03-09", [.. page.Document.Forms.First(form => form.QuerySelector(".btn") is not null && form.QuerySelector("[name=_handler]")?.GetAttribute("value") == "generate").QuerySelectorAll("input").Select(input => (input.GetAttribute("name")!, input.GetAttribute("value") ?? ""))])).GoesTo);
        Assert.Contains("Certification of FY27-Q1", (await dana.GetAsync("/inbox")).Document.QuerySelector("#sign-offs")!.ParentElement!.ParentElement!.TextContent, StringComparison.Ordinal);
        Assert.Equal(Page, (await dana.SendAsync(Page, await dana.GetAsync(Page), ("pick", Key), ("act", "approve"))).GoesTo);
        Assert.Contains("waits for the head of services", (await dana.GetAsync(Page)).Html, StringComparison.Ordinal);
    }

    [Fact]
    [Trait("rule", "R-215")]
    public async Task A_month_is_put_together_once_when_it_is_over_and_taken_over_by_finance()
    {
        await world.RunAsync("insert into time_entries (entry, person, date, engagement, hours, billable, state, approved_by) values ('f1', 'devin', '2026-02-10', 'SOW-1', 6, true, 'approved', 'ana')");
        var months = world.Get<ConsolidateTime>();

        Assert.IsType<NotAllowed>(Refused(await months.RunAsync(Fin, "2026-02", Stop)));
        Assert.Equal("R-215", Refused(await months.RunAsync(Carla, "2026-03", Stop)).Rule);
        var made = Granted(await months.RunAsync(Carla, "2026-02", Stop));
        Assert.Equal(("2026-02", 1, 6m, "entry,engagement,person,date,hours,approved_by\nf1,SOW-1,devin,2026-02-10,6,ana\n"), (made.Month, made.Entries, made.Hours, made.Content));
        Assert.Equal("R-215", Refused(await months.RunAsync(Outi, "2026-02", Stop)).Rule);

        using var fin = await world.OpenAsync("fin", Role.Finance);
        Assert.Contains("Approved time of 2026-02", (await fin.GetAsync("/inbox")).Html, StringComparison.Ordinal);
        Assert.Equal("separation_of_duties", Refused(await months.ReceiveAsync(User("carla", Role.Finance), "2026-02", Stop)).Rule);
        var page = await fin.GetAsync("/timekeeping/month-end");
        Assert.Equal("fin@example.org", Granted(await months.ReceiveAsync(Fin, "2026-02", Stop)).ReceivedBy);
        Assert.Contains("/reports/month-end-time?from=2026-02-01", page.Html, StringComparison.Ordinal);
        Assert.DoesNotContain("Approved time of 2026-02", (await fin.GetAsync("/inbox")).Html, StringComparison.Ordinal);
    }

    private async Task WithHoursAsync() => await world.RunAsync(
        """
        insert into policies (policy, value, scope_kind) values ('P-23', 'on', 'organisation');
        insert into time_entries (entry, person, date, engagement, category, hours, billable, state) values
          ('q1', 'devin', '2026-02-10', 'SOW-1', null, 8, true, 'approved'), ('q2', 'devin', '2026-02-11', null, 'mentoring', 1.5, false, 'approved'),
          ('q3', 'devin', '2026-02-11', null, 'administration', 1, false, 'approved'), ('q4', 'devin', '2026-02-12', 'SOW-1', null, 3, true, 'submitted'),
          ('q5', 'devin', '2026-01-31', 'SOW-1', null, 3, true, 'approved');
        insert into time_entries (entry, person, date, engagement, hours, billable, state, adjusts) values ('q6', 'devin', '2026-02-13', 'SOW-1', -0.5, true, 'approved', 'q1')
        """);

    private Task<Result<IReadOnlyList<Certification>>> DecideAsync(CurrentUser user, bool approve, string? reason = null) =>
        world.Get<CertifyHours>().DecideAsync(user, [Key], approve, reason, Stop);

    private Task<string> RowAsync() => world.ReadAsync<string>("select concat_ws(' ', hours, counted_hours, state) from certifications");
}

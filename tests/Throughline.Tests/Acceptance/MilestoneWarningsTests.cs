using AngleSharp.Html.Parser;
using Throughline.Data.Acceptance;
using Throughline.Domain.Accounts;
using Throughline.Testing;

namespace Throughline.Tests.Acceptance;

public sealed class MilestoneWarningsTests(TestDatabases databases) : IAsyncLifetime
{
    private PracticeServer server = null!;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => server = await PracticeServer.StartAsync(databases);

    public ValueTask DisposeAsync() => server.DisposeAsync();

    private Task<List<string>> OpenAsync() => server.ListAsync<string>("select recipient || ' ' || subject || ' ' || (detail->>'link') from notices where kind = 'milestone_warning' and done_at is null order by 1");

    private Task<int> LookAsync(int month, int day) => MilestoneWarnings.RunAsync(server.Database, new DateOnly(2026, month, day), Stop);

    [Fact]
    [Trait("rule", "R-124")]
    public async Task The_project_manager_is_told_of_an_unsigned_milestone_once_in_each_billing_period()
    {
        Assert.Equal(0, await LookAsync(3, 25));
        Assert.Equal(1, await LookAsync(3, 26));
        Assert.Equal(["p001 SOW-1042/M3/2026-03 /engagements/SOW-1042/milestones/M3"], await OpenAsync());

        await server.RunAsync("update notices set done_at = now()");
        Assert.Equal(0, await LookAsync(3, 27));

        Assert.Equal(2, await LookAsync(4, 28));
        Assert.Equal(["p001 SOW-1042/M3/2026-04 /engagements/SOW-1042/milestones/M3", "p001 SOW-1042/M4/2026-04 /engagements/SOW-1042/milestones/M4"], await OpenAsync());

        await server.RunAsync("update milestones set sign_off_received = '2026-04-28' where milestone = 'M3'");
        Assert.Equal(0, await LookAsync(4, 29));
        Assert.Equal(["p001 SOW-1042/M4/2026-04 /engagements/SOW-1042/milestones/M4"], await OpenAsync());
    }

    [Fact]
    public async Task A_fixed_fee_shows_its_effort_beside_its_value_to_those_who_may_see_value()
    {
        using var leader = await server.SignedInAsync("leader@practice.example", Role.Leader);
        using var engineer = await server.SignedInAsync("tomas@practice.example", Role.Member);

        var page = new HtmlParser().ParseDocument(await leader.GetStringAsync(new Uri("/engagements/SOW-1042", UriKind.Relative), Stop));
        var panel = page.QuerySelector("section[aria-labelledby=lenses]")!;
        Assert.Contains("0% of the effort is worked and 32% of the value accepted. 31.8 points apart, more than 15", panel.TextContent, StringComparison.Ordinal);
        Assert.Equal(["2026-01", "2026-02", "2026-03", "2026-04", "2026-05", "2026-06"], panel.QuerySelectorAll(".chart-table tbody th").Select(head => head.TextContent));
        Assert.Contains("revenue.drift_percent", page.QuerySelector("section[aria-labelledby=findings]")!.TextContent, StringComparison.Ordinal);

        var closed = new HtmlParser().ParseDocument(await engineer.GetStringAsync(new Uri("/engagements/SOW-1042", UriKind.Relative), Stop));
        Assert.Null(closed.QuerySelector("section[aria-labelledby=lenses]"));
    }
}

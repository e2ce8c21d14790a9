using System.Globalization;
using Dapper;
using Throughline.Data;
using Throughline.Domain.Acceptance;
using Throughline.Features.Acceptance;
using Throughline.Testing;

namespace Throughline.Tests.Acceptance;

public sealed class MonthOfAcceptanceTests(TestDatabases databases)
{
    // Milestone, its last request's state, the day it was received on, by silence, and what went to the customer on which
    // day: R a reminder, F the final notice, small where the days to answer were over before a server ran again, so that it
    // was not sent. The final notices of M4 and M10 went out a day late, on the last day.
    private const string Expected =
        """
        BD/M1  accepted  2026-03-04        R03-03
        BD/M2  deemed    2026-03-11 silent R03-06 F03-10
        BD/M3  deemed    2026-03-10 silent R03-03 F03-09
        BD/M4  deemed    2026-03-06 silent R03-03 F03-05
        BD/M5  deemed    2026-03-12 silent R03-04 f03-11
        BD/M9  deemed    2026-03-19 silent R03-13 F03-18
        BD/M10 accepted  2026-03-06        R03-03 F03-05
        BD/M12 withdrawn                   R03-03
        CD/M7  deemed    2026-03-11 silent R03-08 F03-10
        CU/M8  deemed    2026-03-13 silent R03-10 f03-12
        CU/M11 deemed    2026-03-30 silent R03-25 F03-27
        NC/M6  open
        """;

    [Fact]
    [Trait("rule", "R-225")]
    [Trait("rule", "R-228")]
    [Trait("rule", "R-229")]
    [Trait("rule", "R-234")]
    public async Task A_month_of_twelve_milestones_ends_rightly_although_the_server_was_down_and_three_nodes_run()
    {
        await using var world = await AcceptanceWorld.MakeAsync(databases, "2026-03-02T15:00:00Z");
        var nodes = new[] { world.Node(), world.Node(), world.Node() };
        var month = new Month(world, nodes);
        var hold = new HoldAcceptance(world.Database);

        var asked = new Dictionary<string, string>();
        foreach (var milestone in (string[])["BD/M1", "BD/M2", "BD/M3", "BD/M4", "BD/M10", "BD/M12", "NC/M6"])
            asked[milestone] = await world.AskAsync(milestone);

        await month.RunToAsync("2026-03-03T15:00:00Z");
        AcceptanceWorld.Done(await world.AnswerAsync(asked["BD/M2"], AcceptanceAnswer.Reject, new PointObjection(1, "It does not run in Ulm")));
        asked["BD/M5"] = await world.AskAsync("BD/M5");
        await month.RunToAsync("2026-03-04T15:00:00Z");
        AcceptanceWorld.Done(await world.AnswerAsync(asked["BD/M1"], AcceptanceAnswer.Accept));
        AcceptanceWorld.Done(await hold.RunAsync(asked["BD/M3"], new HoldForm(new(2026, 3, 4), new(2026, 3, 5), "Dana Whitfield", "The site is closed"), world.Ana, AcceptanceWorld.Stop));
        AcceptanceWorld.Done(await new WithdrawRequest(world.Database).RunAsync(asked["BD/M12"], "Asked too early", world.Ana, AcceptanceWorld.Stop));
        await month.RunToAsync("2026-03-05T12:00:00Z");

        // The nodes are down from here on; people work on through a page that was open.
        world.At("2026-03-05T15:00:00Z");
        await world.Database.WriteAsync<int>(Data.Recording.Actor.System(Guid.NewGuid()), async change => await change.ExecuteAsync(
            "update milestones set started_on = '2026-03-04', ready_on = '2026-03-05' where engagement = 'BD' and milestone = 'M2'"), AcceptanceWorld.Stop);
        asked["BD/M2"] = await world.AskAsync("BD/M2");
        asked["CD/M7"] = await world.AskAsync("CD/M7");
        AcceptanceWorld.Done(await world.ReplyAsync(asked["BD/M5"], "2026-03-05T14:30:00Z", "Why is the report empty?", ReplyVerdict.Objection));

        await month.RunAsync("2026-03-06T15:00:00Z");
        world.At("2026-03-06T22:30:00Z");
        asked["CU/M8"] = await world.AskAsync("CU/M8");
        await month.RunToAsync("2026-03-09T16:00:00Z", from: "2026-03-09T12:00:00Z");
        AcceptanceWorld.Done(await hold.ResumeAsync(asked["BD/M5"], null, world.Ana, AcceptanceWorld.Stop));
        await month.RunToAsync("2026-03-10T15:00:00Z");
        // Given in time, entered late: silence had accepted on that very day, and now the customer did.
        AcceptanceWorld.Done(await world.ReplyAsync(asked["BD/M10"], "2026-03-06T21:00:00Z", "Accepted, thank you.", ReplyVerdict.Accepted));
        await month.RunToAsync("2026-03-11T12:00:00Z");
        world.At("2026-03-12T15:00:00Z");
        asked["BD/M9"] = await world.AskAsync("BD/M9");
        await month.RunToAsync("2026-03-24T12:00:00Z", from: "2026-03-13T23:30:00Z");
        asked["CU/M11"] = await world.AskAsync("CU/M11");
        await month.RunToAsync("2026-03-30T21:59:00Z");
        await month.RunToAsync("2026-03-31T12:00:00Z", from: "2026-03-30T22:00:01Z");

        Assert.Equal(Lines(Expected), await month.TableAsync());
        Assert.Null(await world.ReadAsync<string?>("select max(error) from jobs"));
        await month.EvidenceHoldsAsync();
        foreach (var node in nodes)
            await node.DisposeAsync();
    }

    private static List<string> Lines(string table) => [.. table.Split('\n').Select(line => string.Join(' ', line.Split(' ', StringSplitOptions.RemoveEmptyEntries)))];

    private sealed class Month(AcceptanceWorld world, Database[] nodes)
    {
        private static readonly TimeSpan Step = TimeSpan.FromHours(6);
        private DateTimeOffset now = world.Clock.GetUtcNow();

        /// <summary>The nodes run every six hours until the instant, all at once; from a later instant on when they were down.</summary>
        public async Task RunToAsync(string until, string? from = null)
        {
            now = from is null ? world.Clock.GetUtcNow() : Parsed(from);
            for (; now < Parsed(until); now += Step)
                await RunAsync(now);

            await RunAsync(Parsed(until));
        }

        public Task RunAsync(string at) => RunAsync(Parsed(at));

        private async Task RunAsync(DateTimeOffset at)
        {
            world.Clock.MoveTo(at);
            await Task.WhenAll(nodes.Select(async node =>
            {
                using var work = AcceptanceWorld.Work(node);
                await work.RunDueAsync(AcceptanceWorld.Stop);
            }));
        }

        public async Task<List<string>> TableAsync() => await world.Database.ReadAsync(
            async connection => (await connection.QueryAsync<string>(
                """
                select trim(concat_ws(' ', m.engagement || '/' || m.milestone, r.state, m.sign_off_received, case when m.passive then 'silent' end,
                  (select string_agg(case when e.kind = 'notice' then left(e.detail::json->>'step', 1) else lower(left(e.detail::json->>'step', 1)) end || substr(e.detail::json->>'day', 6), ' ' order by e.detail::json->>'day')
                   from acceptance_evidence e where e.acceptance_request = r.acceptance_request and e.kind in ('notice', 'notice_missed'))))
                from milestones m join lateral (select * from acceptance_requests r where r.engagement = m.engagement and r.milestone = m.milestone order by attempt desc limit 1) r on true
                order by m.engagement, length(m.milestone), m.milestone
                """)).AsList(), AcceptanceWorld.Stop);

        // Every chain is whole, each deemed acceptance is written once, and each notice told to the customer was mailed once.
        public async Task EvidenceHoldsAsync()
        {
            await using var connection = await world.Database.OpenAsync(AcceptanceWorld.Stop);
            foreach (var request in await connection.QueryAsync<string>("select acceptance_request from acceptance_requests"))
            {
                var evidence = await Data.Acceptance.Evidence.ReadAsync(connection, request);
                Assert.Null(EvidenceChain.FirstBroken(evidence));
                Assert.True(evidence.Count(entry => entry.Kind == "deemed") <= 1);
            }

            Assert.Equal(
                await connection.QuerySingleAsync<int>("select count(*)::int from acceptance_evidence where kind = 'notice'"),
                await connection.QuerySingleAsync<int>("select count(*)::int from mail where kind = 'acceptance_notice' and address = 'dana@acme.example'"));
        }

        private static DateTimeOffset Parsed(string instant) => DateTimeOffset.Parse(instant, CultureInfo.InvariantCulture);
    }
}

using Throughline.Domain.Acceptance;
using Throughline.Domain.Policies;
using static Throughline.Domain.Acceptance.MilestoneState;

namespace Throughline.Domain.Tests.Acceptance;

public class MilestoneStateTests
{
    private static readonly DateOnly Monday = new(2026, 3, 9);
    private static readonly MilestoneStanding Fresh = new(null, null, null, null, false);

    private static readonly Dictionary<MilestoneState, MilestoneStanding> Standing = new()
    {
        [Planned] = Fresh,
        [InProgress] = Fresh with { StartedOn = Monday },
        [Ready] = Fresh with { StartedOn = Monday, ReadyOn = Monday },
        [SignOffSent] = Fresh with { Sent = Monday },
        [AcceptedActive] = Fresh with { Sent = Monday, Received = Monday },
        [AcceptedPassive] = Fresh with { Sent = Monday, Received = Monday, Passive = true },
        [Rejected] = Fresh with { Rejected = true },
        [RevenueReady] = Fresh with { Sent = Monday, Received = Monday, HasEvidence = true },
        [Released] = Fresh with { Sent = Monday, Received = Monday, HasEvidence = true, Released = true },
    };

    // Each row a state, each column a step: where it leads, or the rule that refuses it.
    private const string Table =
        """
                        Start      MarkReady Request     RecordRequest Accept         AcceptBySilence Reject   Withdraw TakeBack    Evidence     Release
        Planned         InProgress R-222     R-222       SignOffSent   R-223          R-223           R-223    R-223    R-223       R-223        R-223
        InProgress      R-220      Ready     R-222       SignOffSent   R-223          R-223           R-223    R-223    R-223       R-223        R-223
        Ready           R-220      R-222     SignOffSent SignOffSent   R-223          R-223           R-223    R-223    R-223       R-223        R-223
        SignOffSent     R-223      R-223     R-223       R-223         AcceptedActive AcceptedPassive Rejected Ready    R-223       R-223        R-223
        AcceptedActive  R-224      R-224     R-224       R-224         R-224          R-224           R-224    R-224    R-224       RevenueReady R-224
        AcceptedPassive R-224      R-224     R-224       R-224         R-224          R-224           R-224    R-224    SignOffSent RevenueReady R-224
        Rejected        InProgress R-222     R-222       SignOffSent   R-223          R-223           R-223    R-223    R-223       R-223        R-223
        RevenueReady    R-224      R-224     R-224       R-224         R-224          R-224           R-224    R-224    SignOffSent R-224        Released
        Released        R-230      R-230     R-230       R-230         R-230          R-230           R-230    R-230    R-230       R-230        R-230
        """;

    [Fact]
    [Trait("rule", "R-223")]
    public void Every_step_leads_where_the_table_says_or_is_refused_with_its_rule()
    {
        var rows = Table.Split('\n').Select(line => line.Split(' ', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)).ToList();
        Assert.Equal(Enum.GetNames<MilestoneStep>().Length, rows[0].Length);
        Assert.Equal(Enum.GetNames<MilestoneState>(), rows.Skip(1).Select(row => row[0]));

        foreach (var row in rows.Skip(1))
        {
            var standing = Standing[Enum.Parse<MilestoneState>(row[0])];
            Assert.Equal(row[0], standing.State.ToString());
            foreach (var (step, expected) in rows[0].Zip(row.Skip(1)))
            {
                var taken = MilestoneSteps.Take(standing, Enum.Parse<MilestoneStep>(step)).Succeeded(out var transition, out var refused);
                Assert.Equal($"{row[0]} {step} {expected}", $"{row[0]} {step} {(taken ? transition!.To.ToString() : refused!.Rule)}");
            }
        }
    }

    [Fact]
    public void Every_transition_says_who_takes_it_and_by_which_rule() => Assert.All(MilestoneSteps.All, transition =>
    {
        Assert.NotEmpty(transition.Who);
        Assert.NotNull(RuleCatalog.Find(transition.Rule));
        Assert.NotNull(transition.Guard);
    });

    [Fact]
    [Trait("rule", "R-222")]
    public void A_milestone_is_ready_when_its_activities_are_done_and_else_those_open_are_named()
    {
        MilestoneActivity said = new("A1", "Design", Monday, 3, 0), closed = new("A2", "Build", null, 0, 4), none = new("A3", "Training", null, 0, 0), open = new("A4", "Roll-out", null, 1, 4);

        Assert.Null(MilestoneSteps.NotReady([]));
        Assert.Null(MilestoneSteps.NotReady([said, closed]));
        Assert.StartsWith("Training is not done yet.", MilestoneSteps.NotReady([said, none])!.Message, StringComparison.Ordinal);
        Assert.StartsWith("Training, Roll-out are not done yet.", MilestoneSteps.NotReady([none, open])!.Message, StringComparison.Ordinal);
    }
}

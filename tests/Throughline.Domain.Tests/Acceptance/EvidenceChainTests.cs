using Throughline.Domain.Acceptance;

namespace Throughline.Domain.Tests.Acceptance;

public sealed class EvidenceChainTests
{
    private static readonly DateTimeOffset Sent = new(2026, 3, 9, 15, 4, 5, TimeSpan.Zero);

    [Fact]
    public void Steps_as_they_were_kept_are_whole() => Assert.Null(EvidenceChain.FirstBroken(Steps()));

    [Fact]
    public void A_step_that_was_changed_is_found()
    {
        var steps = Steps();
        steps[1] = steps[1] with { Detail = "{\"to\":\"nobody\"}" };

        Assert.Equal(2, EvidenceChain.FirstBroken(steps));
    }

    [Fact]
    public void A_step_that_was_left_out_is_found()
    {
        var steps = Steps();
        steps.RemoveAt(1);

        Assert.Equal(2, EvidenceChain.FirstBroken(steps));
    }

    [Fact]
    public void A_step_that_was_sealed_anew_is_found_by_the_next_one()
    {
        var steps = Steps();
        steps[1] = EvidenceChain.Next(steps[0], steps[1].At, "somebody", steps[1].Kind, steps[1].Detail);

        Assert.Equal(3, EvidenceChain.FirstBroken(steps));
    }

    [Fact]
    public void Words_do_not_slip_from_one_part_into_the_next() => Assert.NotEqual(
        EvidenceChain.Next(null, Sent, "ana", "viewed", "{}").Hash, EvidenceChain.Next(null, Sent, "an", "aviewed", "{}").Hash);

    private static List<EvidenceEntry> Steps()
    {
        var asked = EvidenceChain.Next(null, Sent, "ana", "requested", "{\"milestone\":\"M3\"}");
        var told = EvidenceChain.Next(asked, Sent.AddDays(1), "system", "notice", "{\"to\":\"laura\"}");
        return [asked, told, EvidenceChain.Next(told, Sent.AddDays(2), "laura", "accepted", "{}")];
    }
}

using Throughline.Domain.Engagements;
using Throughline.Domain.Staffing;

namespace Throughline.Domain.Tests.Staffing;

[Trait("rule", "P-02")]
public class BeforeTheDealTests
{
    private static DealNotWon? Check(
        Commitment commitment, string? stage, EngagementStatus status = EngagementStatus.Prospect, bool atRisk = false, EarlyCommitment policy = EarlyCommitment.SoftOnly) =>
        DealNotWon.Check(new EngagementKey("SOW-1"), commitment, new DealStanding(status, stage, atRisk), policy);

    [Theory]
    [InlineData("1")]
    [InlineData("6")]
    [InlineData("closed-lost")]
    [InlineData(null)]
    public void Before_the_deal_is_won_people_are_booked_softly_and_not_firmly(string? stage)
    {
        Assert.Null(Check(Commitment.Soft, stage));
        Assert.NotNull(Check(Commitment.Hard, stage));
    }

    [Fact]
    public void A_won_deal_and_approved_work_at_risk_open_firm_bookings()
    {
        Assert.Null(Check(Commitment.Hard, "closed-won"));
        Assert.Null(Check(Commitment.Hard, "3", atRisk: true));
    }

    [Fact]
    public void An_engagement_without_an_opportunity_counts_as_won_from_set_up_on()
    {
        Assert.Null(Check(Commitment.Hard, null, EngagementStatus.InSetUp));
        Assert.NotNull(Check(Commitment.Hard, "5", EngagementStatus.InSetUp));
    }

    [Theory]
    [InlineData("4", false)]
    [InlineData("5", true)]
    [InlineData("6", true)]
    public void A_practice_may_book_firmly_from_stage_five_on(string stage, bool allowed) =>
        Assert.Equal(allowed, Check(Commitment.Hard, stage, policy: EarlyCommitment.HardAtStage5) is null);

    [Fact]
    public void A_practice_may_promise_nothing_at_all_before_the_signature()
    {
        Assert.NotNull(Check(Commitment.Soft, "6", policy: EarlyCommitment.Nothing));
        Assert.Null(Check(Commitment.Soft, "closed-won", policy: EarlyCommitment.Nothing));
    }

    [Fact]
    public void The_refusal_says_how_far_the_deal_is_and_what_to_do()
    {
        Assert.Equal(
            "SOW-1 is not won: its deal is at stage 4. Nobody is booked firmly on it before the contract is signed. Book softly, or have work at risk approved first.",
            Check(Commitment.Hard, "4")!.Message);
        Assert.Equal("P-02", Check(Commitment.Hard, null)!.Rule);
        Assert.Contains("it is a prospect", Check(Commitment.Hard, null)!.Message, StringComparison.Ordinal);
        Assert.Contains("its deal is lost", Check(Commitment.Soft, "closed-lost", policy: EarlyCommitment.Nothing)!.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("soft_only", EarlyCommitment.SoftOnly)]
    [InlineData("nothing", EarlyCommitment.Nothing)]
    [InlineData("hard_at_stage_5", EarlyCommitment.HardAtStage5)]
    public void Each_choice_of_the_policy_is_understood(string word, EarlyCommitment choice) => Assert.Equal(choice, EarlyCommitments.Words.Parse(word));
}

using Throughline.Domain.Engagements;

namespace Throughline.Domain.Tests.Engagements;

public class StageTests
{
    private static readonly StageEvidence Nothing = new(false, false, false, false, false);
    private static readonly StageEvidence Everything = new(true, true, true, true, true);

    [Theory]
    [InlineData(EngagementStatus.Prospect, Stage.Scope)]
    [InlineData(EngagementStatus.Closed, Stage.Revenue)]
    [InlineData(EngagementStatus.Completed, Stage.Closure)]
    [InlineData(EngagementStatus.Cancelled, Stage.Closure)]
    public void Before_and_after_the_work_the_status_alone_decides(EngagementStatus status, Stage stage)
    {
        Assert.Equal(stage, Stages.Of(status, Billing.FixedFee, Nothing));
        Assert.Equal(stage, Stages.Of(status, Billing.FixedFee, Everything));
    }

    [Fact]
    public void A_signed_contract_waits_for_its_set_up_until_somebody_is_booked()
    {
        Assert.Equal(Stage.Contracts, Stages.Of(EngagementStatus.InSetUp, Billing.FixedFee, Nothing));
        Assert.Equal(Stage.Staffing, Stages.Of(EngagementStatus.InSetUp, Billing.FixedFee, Nothing with { Booked = true }));
    }

    [Theory]
    [InlineData(EngagementStatus.OkayToStart)]
    [InlineData(EngagementStatus.Active)]
    [InlineData(EngagementStatus.OnHold)]
    [InlineData(EngagementStatus.Backlog)]
    public void Work_under_way_is_staffed_then_delivered(EngagementStatus status)
    {
        Assert.Equal(Stage.Staffing, Stages.Of(status, Billing.FixedFee, Nothing with { Booked = true, WorkAhead = true }));
        Assert.Equal(Stage.Delivery, Stages.Of(status, Billing.FixedFee, Nothing with { Booked = true, HardBooked = true, WorkAhead = true }));
    }

    [Fact]
    public void Logged_hours_bring_the_money_only_without_milestones()
    {
        var working = Nothing with { TimeApproved = true, WorkAhead = true };

        Assert.Equal(Stage.Time, Stages.Of(EngagementStatus.Active, Billing.TimeAndMaterials, working));
        Assert.Equal(Stage.Delivery, Stages.Of(EngagementStatus.Active, Billing.FixedFee, working));
    }

    [Fact]
    public void An_unanswered_sign_off_comes_first() =>
        Assert.Equal(Stage.Acceptance, Stages.Of(EngagementStatus.Active, Billing.FixedFee, Everything));

    [Fact]
    public void Work_that_is_all_done_is_left_to_revenue() =>
        Assert.Equal(Stage.Revenue, Stages.Of(EngagementStatus.Active, Billing.TimeAndMaterials, Everything with { SignOffAwaited = false, WorkAhead = false }));
}

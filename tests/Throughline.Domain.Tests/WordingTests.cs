using Throughline.Domain.Engagements;
using Throughline.Domain.Forecasting;
using Throughline.Domain.People;
using Throughline.Domain.Staffing;
using Throughline.Domain.Timekeeping;

namespace Throughline.Domain.Tests;

public class WordingTests
{
    [Fact]
    public void Every_state_has_the_word_that_files_use()
    {
        Assert.Equal(["employee", "partner"], Employments.Words.All);
        Assert.Equal(["pto", "sick", "holiday", "other"], TimeOffKinds.Words.All);
        Assert.Equal(["approved", "conflict"], OvertimeKinds.Words.All);
        Assert.Equal(["consulting", "training", "blended", "consulting_block", "dedicated"], EngagementTypes.Words.All);
        Assert.Equal(["tm", "ff"], Billings.Words.All);
        Assert.Equal(
            ["prospect", "in_set_up", "okay_to_start", "active", "on_hold", "backlog", "closed", "completed", "cancelled"],
            EngagementStatuses.Words.All);
        Assert.Equal(["funds", "extension", "billing_type", "discretionary"], ChangeOrderKinds.Words.All);
        Assert.Equal(["draft", "in_review", "sent", "signed", "rejected", "withdrawn"], ChangeOrderStatuses.Words.All);
        Assert.Equal(["submitted", "approved", "converted", "lapsed", "closed", "rejected"], WorkAtRiskStatuses.Words.All);
        Assert.Equal(["soft", "hard"], Commitments.Words.All);
        Assert.Equal(["draft", "submitted", "approved", "rejected"], TimeStates.Words.All);
        Assert.Equal(["soft_booking", "change_order", "milestone"], UpsideReasons.Words.All);
        Assert.Equal(["missing_start", "missing_end", "past_due", "ends_after_expiry"], TaskFindings.Words.All);
    }

    [Fact]
    public void A_word_leads_back_to_its_state_and_another_to_none()
    {
        Assert.Equal(EngagementStatus.InSetUp, EngagementStatuses.Words.Parse("in_set_up"));
        Assert.Equal(Commitment.Hard, Commitments.Words.Find("hard"));
        Assert.Null(Commitments.Words.Find("Hard"));
        Assert.Throws<ArgumentException>(() => Commitments.Words.Parse("firm"));
    }

    [Fact]
    public void Keys_compare_by_their_characters_not_by_a_language()
    {
        Assert.True(new PersonKey("Z") < new PersonKey("a") && new PersonKey("a") > new PersonKey("Z"));
        Assert.True(new PersonKey("a") <= new PersonKey("b") && new PersonKey("b") >= new PersonKey("a"));
        Assert.True(new EngagementKey("SOW-10") < new EngagementKey("SOW-9") && new EngagementKey("b") > new EngagementKey("a"));
        Assert.True(new EngagementKey("SOW-10") <= new EngagementKey("SOW-9") && new EngagementKey("b") >= new EngagementKey("a"));
        Assert.True(new CustomerKey("b") > new CustomerKey("B") && new CustomerKey("B") < new CustomerKey("b"));
        Assert.True(new CustomerKey("b") >= new CustomerKey("B") && new CustomerKey("B") <= new CustomerKey("b"));
        Assert.True(new BookingKey("b1") > new BookingKey("a1") && new BookingKey("a1") < new BookingKey("b1"));
        Assert.True(new BookingKey("b1") >= new BookingKey("b1") && new BookingKey("b1") <= new BookingKey("b1"));
        Assert.Equal(("p1", "e1", "c1", "b1"), (new PersonKey("p1").ToString(), new EngagementKey("e1").ToString(), new CustomerKey("c1").ToString(), new BookingKey("b1").ToString()));
    }
}

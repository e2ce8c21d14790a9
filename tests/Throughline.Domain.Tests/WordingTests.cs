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

    // A new state must break the build where a decision is due, and never pass as another.
    [Fact]
    public void A_state_that_does_not_exist_is_a_bug_and_gets_no_word() => Assert.All(
        new Action[]
        {
            () => ((Employment)99).Text(), () => ((TimeOffKind)99).Text(), () => ((OvertimeKind)99).Text(), () => ((EngagementType)99).Text(),
            () => ((Billing)99).Text(), () => ((EngagementStatus)99).Text(), () => ((EngagementStatus)99).CountsInReports(), () => ((EngagementStatus)99).IsUnderWay(),
            () => ((ChangeOrderKind)99).Text(), () => ((ChangeOrderStatus)99).Text(), () => ((ChangeOrderStatus)99).IsPending(),
            () => ((WorkAtRiskStatus)99).Text(), () => ((WorkAtRiskStatus)99).BringsMoney(), () => ((Commitment)99).Text(),
            () => ((TimeState)99).Text(), () => ((TimeState)99).IsOpen(), () => ((TimeState)99).InWords(), () => TimeFlow.Allows((TimeState)99, TimeState.Draft),
            () => ((UpsideReason)99).Text(), () => ((TaskFinding)99).Text(),
        },
        act => Assert.Throws<System.Runtime.CompilerServices.SwitchExpressionException>(act));

    [Fact]
    public void What_time_is_for_is_named_as_a_person_reads_it()
    {
        Assert.Equal("SOW-1", new TimeTerms(new PersonKey("p1"), default, new EngagementKey("SOW-1"), null, 1m).Subject);
        Assert.Equal("Practice development", new TimeTerms(new PersonKey("p1"), default, null, "practice_development", 1m).Subject);
        Assert.Equal("PTO", new TimeTerms(new PersonKey("p1"), default, null, "pto", 1m).Subject);
        Assert.Equal("", new TimeTerms(new PersonKey("p1"), default, null, null, 1m).Subject);
    }

    [Fact]
    public void Several_refusals_are_counted_and_one_speaks_for_itself()
    {
        var (hours, day) = (new FieldError("hours", "must be above 0"), new FieldError("date", "is not a date"));
        Assert.Equal("must be above 0", new InvalidFields([hours]).Message);
        Assert.Equal("2 fields need another value.", new InvalidFields([hours, day]).Message);

        RefusedEntry first = new("t1", new ReasonMissing()), second = new("t2", new InvalidFields([day]));
        Assert.Equal(("R-291", new ReasonMissing().Message), (new EntriesRefused([first]).Rule, new EntriesRefused([first]).Message));
        Assert.StartsWith("2 entries cannot go through, so none did. The first: ", new EntriesRefused([first, second]).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_stale_record_says_who_changed_it_and_what_if_anything_is_different()
    {
        Assert.Equal(
            "Ana changed milestone M1 after you opened it. Look at it as it stands now and repeat what you meant to do.",
            new StaleRecord("milestone M1", 3, "Ana", default, []).Message);
        Assert.Contains("opened it: amount from 5 to 7; title from A to B.", new StaleRecord("milestone M1", 3, "Ana", default, [new("amount", "5", "7"), new("title", "A", "B")]).Message, StringComparison.Ordinal);
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

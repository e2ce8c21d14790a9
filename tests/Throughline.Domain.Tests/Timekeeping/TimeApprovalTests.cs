using Throughline.Domain.Accounts;
using Throughline.Domain.Engagements;
using Throughline.Domain.People;
using Throughline.Domain.Timekeeping;

namespace Throughline.Domain.Tests.Timekeeping;

[Trait("rule", "R-206")]
public class TimeApprovalTests
{
    private static readonly PersonKey Ana = new("ana"), Devin = new("devin"), Mia = new("mia");
    private static readonly EngagementKey Sow = new("SOW-1");

    [Fact]
    public void A_project_manager_decides_on_the_time_of_their_engagements() =>
        Assert.Equal(Relation.Led, TimeApproval.RelationOf(Ana, new(Devin, Mia, Sow, Ana)));

    [Fact]
    public void The_manager_of_somebody_else_s_engagement_member_does_not() =>
        Assert.Equal(Relation.None, TimeApproval.RelationOf(Mia, new(Devin, Mia, Sow, Ana)));

    [Fact]
    public void Nobody_decides_on_their_own_time_even_where_they_lead() =>
        Assert.Equal(Relation.Own, TimeApproval.RelationOf(Ana, new(Ana, Mia, Sow, Ana)));

    [Fact]
    public void A_project_manager_s_own_hours_go_to_their_manager() =>
        Assert.Equal(Relation.Team, TimeApproval.RelationOf(Mia, new(Ana, Mia, Sow, Ana)));

    [Fact]
    public void Internal_time_goes_to_the_manager_and_so_does_an_engagement_that_nobody_leads()
    {
        Assert.Equal(Relation.Team, TimeApproval.RelationOf(Mia, new(Devin, Mia, null, null)));
        Assert.Equal(Relation.Team, TimeApproval.RelationOf(Mia, new(Devin, Mia, Sow, null)));
    }

    [Fact]
    public void A_stranger_decides_on_nothing()
    {
        Assert.Equal(Relation.None, TimeApproval.RelationOf(Ana, new(Devin, Mia, null, null)));
        Assert.Equal(Relation.None, TimeApproval.RelationOf(Ana, new(Devin, null, null, Ana)));
    }

    [Fact]
    public void An_account_without_a_person_only_stands_in() =>
        Assert.Equal(Relation.None, TimeApproval.RelationOf(null, new(Devin, null, null, null)));
}

public class StandInRuleTests
{
    private static readonly StandIn Given = new("s1", new("ana"), new("pat"), new(new(2026, 3, 9), new(2026, 3, 13)), "On leave");

    [Fact]
    [Trait("rule", "R-206")]
    public void A_stand_in_is_somebody_else_for_days_that_are_not_over_with_a_reason()
    {
        Assert.Null(Given.Refuse(new(2026, 3, 13)));
        Assert.Equal("until", Given.Refuse(new(2026, 3, 14))!.Errors[0].Field);
        Assert.Equal("standIn", (Given with { Person = Given.Approver }).Refuse(new(2026, 3, 9))!.Errors[0].Field);
        Assert.Equal("reason", (Given with { Reason = " " }).Refuse(new(2026, 3, 9))!.Errors[0].Field);
    }

    [Fact]
    [Trait("rule", "R-206")]
    public void A_stand_in_decides_on_what_was_the_approver_s_and_never_on_their_own_or_the_approver_s_time()
    {
        TimeOwnership led = new(new("devin"), new("mia"), new("SOW-1"), new("ana"));

        Assert.Equal(new PersonKey("ana"), TimeApproval.StandsInFor(new("pat"), [new("ana")], led));
        Assert.Null(TimeApproval.StandsInFor(new("pat"), [new("ana")], led with { Person = new("pat") }));
        Assert.Null(TimeApproval.StandsInFor(new("pat"), [new("ana")], led with { Person = new("ana") }));
        Assert.Null(TimeApproval.StandsInFor(new("pat"), [], led));
        Assert.Null(TimeApproval.StandsInFor(null, [new("ana")], led));
    }

    [Fact]
    [Trait("rule", "R-216")]
    public void Hours_fit_under_the_ceiling_or_are_refused_and_giving_back_always_fits()
    {
        var ceiling = new HourCeiling(220m, 190m);

        Assert.Null(ceiling.Refuse(new("SOW-1"), 30m));
        Assert.Equal("R-216", ceiling.Refuse(new("SOW-1"), 30.25m)!.Rule);
        Assert.Null(new HourCeiling(10m, 12m).Refuse(new("SOW-1"), -1m));
    }
}

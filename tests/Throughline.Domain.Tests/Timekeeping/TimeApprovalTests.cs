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

using Throughline.Domain.Accounts;

namespace Throughline.Domain.Tests.Accounts;

public class AccessTableTests
{
    private static readonly AccessTable Table = DefaultAccess.Table;
    private static readonly Relation[] Every = [Relation.None, .. Relations.All.Select(known => known.Relation).Where(known => known != Relation.Any)];

    // One line per act: who may, and to which records. What is not written may not be done.
    [Theory]
    [Trait("rule", "R-296")]
    [InlineData(Act.SeePortfolio, "administrator any, project_manager led+assigned, coordinator any, operations any, engagement_manager any, finance any, leader any, sales any, delivery_manager any, pmo_manager any, practice_manager any")]
    [InlineData(Act.SeeEngagement, "administrator any, project_manager led+assigned, coordinator any, operations any, engagement_manager any, member assigned, trainer assigned, finance any, leader any, sales any, architect assigned, delivery_manager any, pmo_manager any, practice_manager any")]
    [InlineData(Act.SeeWorkspace, "administrator any, project_manager led+assigned, coordinator any, operations any, engagement_manager any, member assigned, trainer assigned, leader any, sales any, architect assigned, delivery_manager any, pmo_manager any, practice_manager any, customer workspace, partner assigned")]
    [InlineData(Act.SeeRates, "administrator any, project_manager led, coordinator any, operations any, engagement_manager any, finance any, leader any, delivery_manager any")]
    [InlineData(Act.SeeValue, "administrator any, project_manager led, coordinator any, operations any, engagement_manager any, finance any, leader any, sales any, delivery_manager any, legal any, deal_desk any")]
    [InlineData(Act.SeeCost, "administrator any, project_manager led, operations any, engagement_manager any, finance any, leader any, delivery_manager any")]
    [InlineData(Act.SeeMargin, "administrator any, project_manager led, operations any, engagement_manager any, finance any, leader any, delivery_manager any")]
    [InlineData(Act.CreateEngagement, "administrator any, coordinator any, operations any, engagement_manager any")]
    [InlineData(Act.EditEngagement, "administrator any, project_manager led, coordinator any, operations any, engagement_manager any")]
    [InlineData(Act.ReadStatement, "administrator any, project_manager led, coordinator any, operations any, engagement_manager any, finance any, leader any, sales any, legal any, deal_desk any")]
    [InlineData(Act.StoreStatement, "administrator any, coordinator any, operations any, engagement_manager any")]
    [InlineData(Act.EditDelivery, "administrator any, project_manager led, coordinator any, operations any")]
    [InlineData(Act.UpdateIssue, "administrator any, project_manager led+assigned, coordinator any, operations any, member assigned, trainer assigned, architect assigned, customer workspace, partner assigned")]
    [InlineData(Act.AcceptMilestone, "customer workspace")]
    [InlineData(Act.SeePeople, "administrator any, project_manager any, coordinator any, operations any, engagement_manager any, member own+assigned, trainer own+assigned, finance any, leader any, architect any, delivery_manager any, pmo_manager any, practice_manager any")]
    [InlineData(Act.SeeBookings, "administrator any, project_manager any, coordinator any, operations any, engagement_manager any, member own+assigned, trainer own+assigned, finance any, leader any, architect any, delivery_manager any, pmo_manager any, practice_manager any, partner own")]
    [InlineData(Act.RequestBooking, "administrator any, project_manager own+led, coordinator any, operations any, engagement_manager any, member own, trainer own, architect own, delivery_manager any")]
    [InlineData(Act.BookSoft, "administrator any, project_manager led, coordinator any, operations any, engagement_manager any")]
    [InlineData(Act.BookHard, "administrator any, coordinator any, operations any")]
    [InlineData(Act.ChangeSoftBooking, "administrator any, project_manager led, coordinator any, operations any, engagement_manager any")]
    [InlineData(Act.ChangeHardBooking, "administrator any, project_manager led, coordinator any, operations any")]
    [InlineData(Act.SetOvertime, "administrator any, coordinator any, operations any")]
    [InlineData(Act.LogOthersTime, "administrator any, coordinator any, operations any")]
    [InlineData(Act.ApproveTime, "project_manager team+led, coordinator any, operations any, engagement_manager team, leader team, delivery_manager team, pmo_manager team, practice_manager team")]
    [InlineData(Act.ApproveExposure, "leader any")]
    [InlineData(Act.ApproveChangeOrder, "engagement_manager any, leader any")]
    [InlineData(Act.ReleaseRevenue, "finance any")]
    [InlineData(Act.EditPeople, "administrator any, operations any")]
    [InlineData(Act.SeeStyle, "administrator any, project_manager own+team, coordinator any, operations any, engagement_manager own+team, member own, trainer own, finance own, leader own+team, sales own, architect own, delivery_manager any, pmo_manager any, practice_manager any, legal own, deal_desk own")]
    [InlineData(Act.WriteStyle, "administrator any, project_manager team, coordinator any, operations any, engagement_manager team, leader team, delivery_manager team, pmo_manager team, practice_manager team")]
    [InlineData(Act.EditSkills, "administrator any, project_manager own, coordinator any, operations any, engagement_manager own+team, member own, trainer own, finance own, leader own+team, sales own, architect own, delivery_manager own+team, pmo_manager own+team, practice_manager own+team, legal own, deal_desk own")]
    [InlineData(Act.ApproveTimeOff, "project_manager team, coordinator any, operations any, engagement_manager team, leader team, delivery_manager team, pmo_manager team, practice_manager team")]
    [InlineData(Act.LockPeriod, "coordinator any, operations any, finance any")]
    [InlineData(Act.DecideUnlock, "coordinator any, operations any, finance any")]
    [InlineData(Act.CertifyHours, "delivery_manager any")]
    [InlineData(Act.ConfirmHours, "leader any")]
    [InlineData(Act.AcceptHours, "finance any")]
    [InlineData(Act.ConsolidateTime, "coordinator any, operations any")]
    [InlineData(Act.EditCalendars, "administrator any, coordinator any, operations any")]
    [InlineData(Act.EditRates, "administrator any, operations any, finance any")]
    [InlineData(Act.EditPolicies, "administrator any, leader any")]
    [InlineData(Act.EditUsers, "administrator any")]
    [InlineData(Act.Import, "administrator any, operations any")]
    [InlineData(Act.ImportPast, "administrator any")]
    [InlineData(Act.Export, "administrator any, operations any, leader any")]
    public void Who_may_do_it_and_to_which_records(Act act, string expected)
    {
        var actual = from name in Roles.All
                     let reach = Table.Reach(name.Role, act)
                     where reach != Relation.None
                     select $"{name.Code} {string.Join('+', Relations.All.Where(known => reach.HasFlag(known.Relation)).Select(known => known.Code))}";

        Assert.Equal(expected, string.Join(", ", actual));
    }

    [Fact]
    public void Every_role_act_and_relation_is_decided_as_the_table_reads_and_says_why()
    {
        foreach (var role in Roles.All.Select(name => name.Role))
        foreach (var act in Acts.All)
        foreach (var relation in Every)
        {
            var decision = Table.Decide([role], null, act.Act, relation);
            var reach = Table.Reach(role, act.Act);

            Assert.Equal((reach.HasFlag(Relation.Any) || (reach & relation) != 0) && (act.Never & relation) == 0, decision.Allowed);
            Assert.Equal(decision.Allowed ? role : null, decision.Role);
            Assert.EndsWith(".", decision.Reason, StringComparison.Ordinal);
            Assert.DoesNotContain("_", decision.Reason, StringComparison.Ordinal);
        }
    }

    [Fact]
    [Trait("rule", "R-031")]
    public void Nothing_internal_is_open_to_customers_and_partners_even_when_a_row_says_so()
    {
        var wide = new AccessTable(from name in Roles.All from act in Acts.All select new Grant(name.Role, act.Act, Relation.Any | Relation.Workspace));

        foreach (var act in Acts.All)
        {
            Assert.Equal(act.Outside ? Relation.Workspace : Relation.None, wide.Reach(Role.Customer, act.Act));
            Assert.False(wide.Decide([Role.Partner], null, act.Act, Relation.None).Allowed);
        }
    }

    [Fact]
    [Trait("rule", "R-206")]
    public void Nobody_approves_their_own_time_whatever_their_roles()
    {
        foreach (var relation in new[] { Relation.Own, Relation.Own | Relation.Led, Relation.Own | Relation.Team })
        {
            var decision = Table.Decide([.. Roles.All.Select(name => name.Role)], null, Act.ApproveTime, relation);

            Assert.Equal((false, "separation_of_duties"), (decision.Allowed, decision.Rule));
            Assert.Equal("Nobody approves their own time. It goes to your manager, a coordinator or operations.", decision.Problem!.Message);
        }
    }

    [Fact]
    public void A_project_managers_hours_go_to_their_manager() =>
        Assert.True(Table.Decide([Role.PmoManager], null, Act.ApproveTime, Relation.Team).Allowed);

    [Fact]
    [Trait("rule", "R-231")]
    public void Revenue_is_never_released_by_the_engagements_project_manager() =>
        Assert.False(Table.Decide([Role.Finance, Role.ProjectManager], null, Act.ReleaseRevenue, Relation.Led).Allowed);

    [Fact]
    public void An_administrator_does_everything_but_approve()
    {
        foreach (var act in Acts.All)
            Assert.Equal(!act.Approval, Table.Decide([Role.Administrator], null, act.Act, Relation.None).Allowed);
    }

    [Fact]
    public void Who_holds_several_roles_acts_in_one_and_as_administrator_only_when_no_other_will_do()
    {
        Role[] roles = [Role.Administrator, Role.ProjectManager, Role.Coordinator];

        Assert.Equal(Role.Coordinator, Table.Decide(roles, null, Act.BookHard, Relation.None).Role);
        Assert.Equal(Role.ProjectManager, Table.Decide(roles, null, Act.BookSoft, Relation.Led).Role);
        Assert.Equal(Role.Administrator, Table.Decide(roles, null, Act.EditUsers, Relation.None).Role);
    }

    [Fact]
    public void A_token_needs_the_scope_and_its_owner_the_right()
    {
        var read = new HashSet<Scope> { Scope.Read };
        var staffing = new HashSet<Scope> { Scope.Staffing };

        Assert.Equal("scope", Table.Decide([Role.Coordinator], read, Act.BookHard, Relation.None).Rule);
        Assert.True(Table.Decide([Role.Coordinator], staffing, Act.BookHard, Relation.None).Allowed);
        Assert.Equal("R-107", Table.Decide([Role.Member], staffing, Act.BookHard, Relation.None).Rule);
        Assert.False(Table.Decide([Role.Coordinator], staffing, Act.SeeBookings, Relation.None).Allowed);
        Assert.Equal(Relation.None, Table.Reach([Role.Coordinator], read, Act.BookHard));
        Assert.Equal(Relation.Any, Table.Reach([Role.Member, Role.Coordinator], staffing, Act.BookHard));
    }

    [Theory]
    [InlineData(Role.ProjectManager, Act.BookSoft, Relation.Led, "Project managers may book softly on engagements they lead.")]
    [InlineData(Role.ProjectManager, Act.BookSoft, Relation.Assigned, "Project managers may book softly only on engagements they lead.")]
    [InlineData(Role.Member, Act.BookHard, Relation.Assigned, "Your roles do not let you book firmly. Ask coordinators, operations.")]
    [InlineData(Role.Member, Act.EditUsers, Relation.None, "Your roles do not let you manage accounts and what roles may do. Ask an administrator.")]
    [InlineData(Role.Customer, Act.LogOwnTime, Relation.Own, "Your roles do not let you log your own time. Ask an administrator.")]
    [InlineData(Role.Coordinator, Act.SetOvertime, Relation.Own, "Nobody may approve overtime for themselves. Ask somebody else with the role.")]
    public void The_answer_explains_itself(Role role, Act act, Relation relation, string reason) =>
        Assert.Equal(reason, Table.Decide([role], null, act, relation).Reason);

    [Fact]
    public void Names_stand_in_the_order_of_their_values()
    {
        Assert.Equal(Enum.GetValues<Role>(), Roles.All.Select(name => name.Role));
        Assert.Equal(Enum.GetValues<Act>(), Acts.All.Select(name => name.Act));
        Assert.Equal(Enum.GetValues<Scope>().Length, Scopes.Codes.Count);
        Assert.All(Roles.All, name => Assert.Equal(name.Role, Roles.Find(name.Code)));
        Assert.All(Acts.All, name => Assert.Equal(name.Act, Acts.Find(name.Code)));
        Assert.All(Enum.GetValues<Scope>(), scope => Assert.Equal(scope, Scopes.Find(Scopes.Code(scope))));
        Assert.All(Relations.All, known => Assert.Equal(known.Relation, Relations.Find(known.Code)));
        Assert.Null(Roles.Find("wizard"));
        Assert.Null(Acts.Find("fly"));
        Assert.Null(Scopes.Find("everything"));
        Assert.Null(Relations.Find("nobody"));
    }

    [Fact]
    public void Nobody_is_inside_and_outside_the_practice_with_one_account()
    {
        Assert.Null(Roles.Refuse([Role.Member, Role.Leader]));
        Assert.Null(Roles.Refuse([Role.Customer]));
        Assert.Equal("R-296", Roles.Refuse([Role.Member, Role.Customer])!.Rule);
        Assert.Contains("both customer and team member", Roles.Refuse([Role.Member, Role.Customer])!.Message, StringComparison.Ordinal);
        Assert.NotNull(Roles.Refuse([Role.Customer, Role.Partner]));
    }

    [Fact]
    public void A_reports_money_columns_each_need_their_own_permission()
    {
        var margin = ReportAccess.Find("margin")!;

        Assert.Equal(Act.SeePortfolio, margin.Rows);
        Assert.Equal((Act.SeeValue, Act.SeeCost, Act.SeeMargin), (margin.Columns["revenue_amount"], margin.Columns["cost_amount"], margin.Columns["margin_percent"]));
        Assert.Equal(30, ReportAccess.All.Count);
        Assert.Null(ReportAccess.Find("gossip"));
    }
}

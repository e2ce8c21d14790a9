using Throughline.Domain.Engagements;
using Throughline.Domain.Policies;
using Throughline.Domain.Timekeeping;

namespace Throughline.Domain.Tests.Timekeeping;

public class TimeRulesTests
{
    private static readonly decimal[] Steps = [0.01m, 0.1m, 0.25m, 0.5m, 1m, 1.5m];
    private static readonly TimeTerms Work = new(new("p1"), new(2026, 3, 9), new("SOW-1"), null, 1.5m);
    private static readonly TimeTerms Internal = new(new("p1"), new(2026, 3, 9), null, "administration", 1.5m);
    private static readonly TimeGround Ground = new("engineer", "EMEA", EngagementStatus.Active, Assigned: true, ActivityKnown: false, OtherHours: 0m);
    private static readonly TimeGround NoEngagement = Ground with { EngagementStatus = null, Assigned = false };

    [Theory]
    [Trait("rule", "R-203")]
    [InlineData("0.25", "1.125", "1.25")]
    [InlineData("0.25", "1.12", "1")]
    [InlineData("0.25", "1.1249", "1")]
    [InlineData("1", "0.5", "1")]
    [InlineData("0.1", "0.05", "0.1")]
    [InlineData("0.5", "23.75", "24")]
    public void Hours_are_rounded_to_the_step_and_a_half_goes_up(string step, string typed, string stored)
    {
        var accepted = Accept(Work with { Hours = Number(typed) }, Ground, Policies(("P-21", step)));

        Assert.Equal(Number(stored), accepted.Hours);
    }

    [Fact]
    [Trait("rule", "R-203")]
    public void Rounding_lands_on_the_step_never_further_away_than_half_of_it() => Property.Holds(random =>
    {
        var step = Steps[random.Next(Steps.Length)];
        var hours = random.Next(1, 240_000) / 10_000m;
        var rounded = TimeRules.OnStep(hours, step);

        Assert.Equal(0m, rounded % step);
        Assert.InRange(rounded - hours, -step / 2m + 0.0000001m, step / 2m);
    });

    [Fact]
    [Trait("rule", "R-203")]
    public void The_step_may_differ_for_one_engagement()
    {
        var policies = new PolicyValues([new("P-21", "0.25", PolicyScope.Organisation, "", null), new("P-21", "1", PolicyScope.Engagement, "SOW-1", null)]);

        Assert.Equal(2m, Accept(Work, Ground, policies).Hours);
        Assert.Equal(1.5m, Accept(Internal, NoEngagement, policies).Hours);
    }

    [Fact]
    [Trait("rule", "R-203")]
    public void Less_than_half_a_step_is_refused_and_says_the_least_that_can_be_logged() =>
        Assert.Contains("Log at least 1.", Refused(Work with { Hours = 0.25m }, Ground, Policies(("P-21", "1")), "R-203"), StringComparison.Ordinal);

    [Theory]
    [Trait("rule", "R-202")]
    [InlineData(0)]
    [InlineData(-1)]
    [InlineData(24.25)]
    public void Hours_are_above_zero_and_at_most_a_day(double hours) => Refused(Work with { Hours = (decimal)hours }, Ground, rule: "R-202");

    [Fact]
    public void A_day_never_holds_more_than_24_hours_in_all()
    {
        Assert.Equal(1.5m, Accept(Work, Ground with { OtherHours = 22.5m }).Hours);
        Assert.Contains("24.25 hours", Refused(Work, Ground with { OtherHours = 22.75m }, rule: "R-202"), StringComparison.Ordinal);
    }

    [Fact]
    [Trait("rule", "R-204")]
    public void An_entry_stands_on_exactly_one_engagement_or_internal_category()
    {
        Refused(Work with { Category = "meeting" }, Ground, rule: "R-204");
        Refused(Work with { Engagement = null }, Ground, rule: "R-204");
        Refused(Internal with { Activity = "a1" }, NoEngagement, rule: "R-204");
    }

    [Fact]
    [Trait("rule", "R-204")]
    public void An_engagement_one_is_not_assigned_to_reads_like_one_that_does_not_exist()
    {
        var unknown = Refused(Work, NoEngagement, rule: "R-204");
        var foreign = Refused(Work, Ground with { Assigned = false }, rule: "R-204");

        Assert.Equal(unknown, foreign);
    }

    [Fact]
    public void Whoever_logs_for_others_may_do_so_on_any_engagement_that_exists()
    {
        Assert.True(TimeRules.Accept(Work, Ground with { Assigned = false }, PolicyValues.Defaults, mayLogAnywhere: true).Succeeded(out _, out _));
        Assert.False(TimeRules.Accept(Work, NoEngagement, PolicyValues.Defaults, mayLogAnywhere: true).Succeeded(out _, out var problem));
        Assert.Equal("There is no engagement SOW-1.", problem.Message);
    }

    [Fact]
    public void An_activity_belongs_to_the_engagement()
    {
        Refused(Work with { Activity = "a9" }, Ground, rule: "R-204");
        Assert.Equal("a1", Accept(Work with { Activity = "a1" }, Ground with { ActivityKnown = true }).Activity);
    }

    [Fact]
    [Trait("rule", "R-209")]
    public void A_category_the_practice_does_not_have_is_refused_and_the_nearest_named() =>
        Assert.Contains("mentoring", Refused(Internal with { Category = "mentorin" }, NoEngagement, rule: "R-209"), StringComparison.Ordinal);

    [Fact]
    [Trait("rule", "R-205")]
    public void Time_on_an_engagement_is_billable_unless_said_otherwise_and_internal_time_never_is()
    {
        Assert.True(Accept(Work, Ground).Billable);
        Assert.False(Accept(Work with { Billable = false }, Ground).Billable);
        Assert.False(Accept(Internal, NoEngagement).Billable);
        Refused(Internal with { Billable = true }, NoEngagement, rule: "R-205");
    }

    [Theory]
    [Trait("rule", "R-216")]
    [InlineData(EngagementStatus.Completed)]
    [InlineData(EngagementStatus.Cancelled)]
    public void No_time_is_posted_to_a_completed_or_cancelled_engagement(EngagementStatus status)
    {
        Refused(Work, Ground with { EngagementStatus = status }, rule: "R-216");
        Assert.Equal("R-216", TimeRules.RefuseSubmit(Work, Ground with { EngagementStatus = status }, PolicyValues.Defaults)!.Rule);
    }

    [Fact]
    [Trait("rule", "P-24")]
    public void Where_notes_are_mandatory_non_creditable_time_without_one_is_not_handed_in()
    {
        var mandatory = Policies(("P-24", "mandatory"));

        Assert.Equal("P-24", TimeRules.RefuseSubmit(Internal, NoEngagement, mandatory)!.Rule);
        Assert.Equal("P-24", TimeRules.RefuseApproval(Internal with { Note = " " }, NoEngagement, mandatory)!.Rule);
        Assert.Null(TimeRules.RefuseSubmit(Internal with { Note = "Expenses" }, NoEngagement, mandatory));
        Assert.Null(TimeRules.RefuseSubmit(Internal with { Category = "mentoring" }, NoEngagement, mandatory));
        Assert.Null(TimeRules.RefuseSubmit(Work, Ground, mandatory));
        Assert.Null(TimeRules.RefuseSubmit(Internal, NoEngagement, PolicyValues.Defaults));
    }

    [Fact]
    [Trait("rule", "R-205")]
    public void Billable_time_is_not_approved_before_there_is_a_contract()
    {
        var prospect = Ground with { EngagementStatus = EngagementStatus.Prospect };

        Assert.Equal("R-205", TimeRules.RefuseApproval(Work with { Billable = true }, prospect, PolicyValues.Defaults)!.Rule);
        Assert.Null(TimeRules.RefuseApproval(Work with { Billable = false }, prospect, PolicyValues.Defaults));
    }

    private static TimeTerms Accept(TimeTerms terms, TimeGround ground, PolicyValues? policies = null)
    {
        Assert.True(TimeRules.Accept(terms, ground, policies ?? PolicyValues.Defaults, false).Succeeded(out var accepted, out var problem), problem?.Message);
        return accepted;
    }

    private static string Refused(TimeTerms terms, TimeGround ground, PolicyValues? policies = null, string rule = "")
    {
        Assert.False(TimeRules.Accept(terms, ground, policies ?? PolicyValues.Defaults, false).Succeeded(out _, out var problem));
        Assert.Equal(rule, problem.Rule);
        return problem.Message;
    }

    private static PolicyValues Policies(params (string Policy, string Value)[] rows) =>
        new(rows.Select(row => new PolicySetting(row.Policy, row.Value, PolicyScope.Organisation, "", null)));

    private static decimal Number(string text) => decimal.Parse(text, System.Globalization.CultureInfo.InvariantCulture);
}

using Throughline.Domain.Dates;
using Throughline.Domain.People;
using Throughline.Domain.Reports;
using Throughline.Domain.Timekeeping;
using static Throughline.Domain.Tests.Reports.Given;

namespace Throughline.Domain.Tests.Timekeeping;

[Trait("rule", "R-218")]
public class UtilisationTests
{
    private static UtilisationRow March(params TimeLine[] time) => Assert.Single(Utilisation.Of(Practice with { Time = time }, Request()));

    [Fact]
    public void The_worked_quarter_has_its_three_percentages()
    {
        // 53 working days of 8 hours are 424 hours: February to April 2026 with 11 days away.
        var facts = Practice with
        {
            TimeOff = [new TimeOffFact(new PersonKey("p1"), Days("2026-02-02", "2026-02-13")), new TimeOffFact(new PersonKey("p1"), Days("2026-02-16", "2026-02-16"))],
            Time =
            [
                Time("2026-03-02", 310m), Internal("2026-03-03", 40m, "mentoring"), Internal("2026-03-04", 30m, "administration"),
                Internal("2026-03-05", 88m, "pto"),
            ],
        };
        var row = Assert.Single(Utilisation.Of(facts, Request("2026-02-01", "2026-04-30", kind: PeriodKind.Quarter)));

        Assert.Equal((424m, 380m, 310m, 40m), (row.AvailableHours, row.WorkedHours, row.BillableHours, row.CreditableHours));
        Assert.Equal(
            ["89.62", "73.11", "82.55", "70.00"],
            new[] { row.UtilisationPercent, row.BillablePercent, row.CountedPercent, row.TargetPercent }.Select(percent => Cell.Percent(percent).Canonical));
    }

    [Theory]
    [InlineData("holiday", 0, 0)]
    [InlineData("pto", 0, 0)]
    [InlineData("sick", 0, 0)]
    [InlineData("company_meeting", 8, 8)]
    [InlineData("sales_assistance", 8, 8)]
    [InlineData("support_assistance", 8, 8)]
    [InlineData("practice_development", 8, 8)]
    [InlineData("product_development", 8, 8)]
    [InlineData("mentoring", 8, 8)]
    [InlineData("knowledge_sharing", 8, 0)]
    [InlineData("administration", 8, 0)]
    [InlineData("meeting", 8, 0)]
    [InlineData("travel", 8, 0)]
    [InlineData("enablement", 8, 0)]
    [InlineData("a_category_nobody_classed", 8, 0)]
    public void Internal_time_counts_by_its_category(string category, int worked, int creditable)
    {
        var row = March(Internal("2026-03-02", 8m, category) with { Billable = true });

        Assert.Equal((worked, creditable, 0m), ((int)row.WorkedHours, (int)row.CreditableHours, row.BillableHours));
    }

    [Fact]
    public void Time_of_an_engagement_is_worked_and_if_so_marked_billable()
    {
        var row = March(Time("2026-03-02", 5m), Time("2026-03-07", 2m) with { Billable = false });

        Assert.Equal((7m, 5m), (row.WorkedHours, row.BillableHours));
    }

    [Fact]
    public void Only_approved_time_inside_the_range_counts_whatever_today_is() => Assert.Equal(4m, March(
        Time("2026-03-31", 4m),
        Time("2026-04-01", 1m),
        Time("2026-02-28", 1m),
        Time("2026-03-10", 1m) with { State = TimeState.Submitted },
        Time("2026-03-10", 1m, person: "p2")).WorkedHours);

    [Fact]
    public void Percentages_are_undefined_without_available_hours()
    {
        var row = Assert.Single(Utilisation.Of(Practice with { People = [Person(weeklyHours: 0m)], Time = [Time("2026-03-02", 8m)] }, Request()));

        Assert.Equal((8m, null, null, null), (row.WorkedHours, row.UtilisationPercent, row.BillablePercent, row.CountedPercent));
    }

    [Theory]
    [InlineData("project_manager", "70.00")]
    [InlineData("engineer", "70.00")]
    [InlineData("architect", "55.00")]
    [InlineData("trainer", "65.00")]
    [InlineData("coordinator", null)]
    public void The_target_depends_on_the_role(string role, string? target) =>
        Assert.Equal(target, Cell.Percent(ReportSettings.Standard.UtilisationTargetOf(Person(role: role))).Canonical);

    [Fact]
    public void Everybody_has_a_row_for_each_period_zeros_included()
    {
        var rows = Utilisation.Of(
            Practice with { People = [Person(), Person("p2")], Time = [Time("2026-03-10", 3m, person: "p2"), Time("2026-03-03", 2m, person: "p2")] },
            Request("2026-03-05", "2026-03-11", kind: PeriodKind.Week));

        Assert.Equal(
            [("p1", "2026-03-02", 16m, 0m), ("p1", "2026-03-09", 24m, 0m), ("p2", "2026-03-02", 16m, 0m), ("p2", "2026-03-09", 24m, 3m)],
            rows.Select(row => (row.Person.Person.Value, row.Period.Name, row.AvailableHours, row.WorkedHours)));
    }
}

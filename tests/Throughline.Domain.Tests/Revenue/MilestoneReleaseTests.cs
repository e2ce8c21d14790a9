using Throughline.Domain.Acceptance;
using Throughline.Domain.Dates;
using Throughline.Domain.Engagements;
using Throughline.Domain.Reports;
using Throughline.Domain.Revenue;
using static Throughline.Domain.Tests.Reports.Given;

namespace Throughline.Domain.Tests.Revenue;

[Trait("rule", "R-230")]
public class MilestoneReleaseTests
{
    private static readonly PracticeFacts FixedFeePractice = Practice with { Engagements = [FixedFee()] };

    private static List<MilestoneReleaseRow> Of(params MilestoneFact[] milestones) =>
        [.. MilestoneRelease.Of(FixedFeePractice with { Milestones = milestones }, Request(to: "2026-04-30"))];

    [Fact]
    public void Milestones_accepted_on_a_day_of_the_range_are_listed_whatever_today_is() => Assert.Equal(
        ["first", "last"],
        Of(
            Milestone(null, milestone: "before", received: "2026-02-28"), Milestone(null, milestone: "first", received: "2026-03-01"),
            Milestone(null, milestone: "last", received: "2026-04-30"), Milestone(null, milestone: "after", received: "2026-05-01"),
            Milestone("2026-03-10", milestone: "open")).Select(row => row.Milestone.Milestone));

    [Fact]
    public void The_period_is_that_of_the_day_of_acceptance() =>
        Assert.Equal("2026-04", Assert.Single(Of(Milestone("2026-03-10", received: "2026-04-02"))).Period.Name);

    [Fact]
    public void An_acceptance_names_the_request_that_ended_in_it()
    {
        AcceptanceRequestFact Asked(string key, int attempt, string state) => new(key, new EngagementKey("SOW-1"), "m1", attempt, state);
        var facts = FixedFeePractice with
        {
            Milestones = [Milestone(null, received: "2026-03-05") with { Passive = true }, Milestone(null, milestone: "m2", received: "2026-03-05")],
            AcceptanceRequests = [Asked("A-1", 1, "rejected"), Asked("A-2", 2, "deemed")],
        };

        Assert.Equal(["A-2", null], MilestoneRelease.Of(facts, Request()).Select(row => row.Evidence));
    }

    [Theory]
    [InlineData(Billing.TimeAndMaterials, EngagementStatus.Active)]
    [InlineData(Billing.FixedFee, EngagementStatus.Cancelled)]
    public void Milestones_that_bring_no_money_are_left_out(Billing billing, EngagementStatus status)
    {
        var facts = Practice with { Engagements = [Engagement(billing: billing, status: status)], Milestones = [Milestone(null, received: "2026-03-05")] };

        Assert.Empty(MilestoneRelease.Of(facts, Request()));
    }

    [Fact]
    public void Together_they_are_what_the_forecast_calls_released()
    {
        var facts = FixedFeePractice with { Milestones = [Milestone(null, 12_000.255m, received: "2026-03-01"), Milestone(null, 30_000m, "m2", received: "2026-03-02")] };
        Assert.True(ReportCatalog.Find("milestone-release").Succeeded(out var report, out _));
        var table = report.Build(facts, Request());

        Assert.Equal("42000.26", Assert.Single(table.Totals()).Sums[0].Sum.Canonical);
        Assert.Equal(Throughline.Domain.Forecasting.Forecast.Of(facts, Request()).Sum(row => row.ReleasedAmount), MilestoneRelease.Of(facts, Request()).Sum(row => row.Milestone.Amount));
    }

    [Fact]
    public void Asked_for_by_quarter_a_milestone_stands_in_its_fiscal_quarter() => Assert.Equal(
        "FY27-Q1",
        Assert.Single(MilestoneRelease.Of(FixedFeePractice with { Milestones = [Milestone(null, received: "2026-03-31")] }, Request(kind: PeriodKind.Quarter))).Period.Name);
}

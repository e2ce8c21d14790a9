using Throughline.Domain.Engagements;
using Throughline.Domain.Reports;
using Throughline.Domain.Revenue;
using Throughline.Domain.Timekeeping;
using static Throughline.Domain.Tests.Reports.Given;

namespace Throughline.Domain.Tests.Revenue;

[Trait("rule", "R-194")]
public class RiskExposureTests
{
    private static readonly WorkAtRiskFact Approved = new(new EngagementKey("SOW-1"), "war1", WorkAtRiskStatus.Approved)
    {
        ExpectedSignature = Day("2026-03-20"), ApprovedOn = Day("2026-02-10"), FirstRecordedAt = new DateTimeOffset(2026, 2, 1, 12, 0, 0, TimeSpan.Zero),
    };

    private static readonly PracticeFacts AtRisk = Practice with { People = [Person() with { CostRate = 100m }], WorkAtRisk = [Approved] };

    private static RiskExposureRow Of(PracticeFacts facts) => Assert.Single(RiskExposure.Of(facts, Request()));

    private static TimeLine Risked(decimal hours, string day = "2026-02-20") => Time(day, hours) with { WorkAtRisk = "war1" };

    [Fact]
    [Trait("rule", "R-192")]
    public void Twenty_hours_at_250_put_5000_at_risk_and_cost_2000()
    {
        var row = Of(AtRisk with { Time = [Risked(20m), Time("2026-02-20", 8m, "t2")] });

        Assert.Equal((20m, 2_000m, 5_000m, 20), (row.Hours, row.CostAmount, row.RevenueAtRiskAmount, row.AgeDays));
    }

    [Fact]
    public void Time_before_today_and_bookings_from_today_on_count_and_no_day_twice()
    {
        var row = Of(AtRisk with
        {
            Time = [Risked(8m), Risked(8m, "2026-03-02") with { Entry = "t2" }],
            Bookings = [Hard("2026-02-23", "2026-03-03") with { WorkAtRisk = "war1" }, Soft("2026-03-04", "2026-03-04", 2.5m) with { WorkAtRisk = "war1" }, Hard("2026-03-05", "2026-03-05", booking: "other")],
        });

        Assert.Equal((8m + 16m + 2.5m, 26.5m * 100m, 26.5m * 250m), (row.Hours, row.CostAmount, row.RevenueAtRiskAmount));
        Assert.Equal(["time", "hard_booking", "soft_booking"], row.Parts.Select(part => part.Kind));
    }

    [Fact]
    public void What_nobody_approved_or_is_not_billable_brings_nothing_and_what_was_approved_costs()
    {
        var row = Of(AtRisk with { Time = [Risked(8m) with { Billable = false }, Risked(4m) with { State = TimeState.Submitted, Entry = "t2" }] });

        Assert.Equal((8m, 800m, 0m), (row.Hours, row.CostAmount, row.RevenueAtRiskAmount));
    }

    [Fact]
    public void A_cost_that_is_not_known_is_missing_and_the_revenue_stands()
    {
        var row = Of(AtRisk with { People = [Person()], Time = [Risked(8m)] });

        Assert.Equal((null, 2_000m), (row.CostAmount, row.RevenueAtRiskAmount));
    }

    [Theory]
    [InlineData(WorkAtRiskStatus.Submitted, 1)]
    [InlineData(WorkAtRiskStatus.Approved, 1)]
    [InlineData(WorkAtRiskStatus.Converted, 0)]
    [InlineData(WorkAtRiskStatus.Lapsed, 0)]
    [InlineData(WorkAtRiskStatus.Closed, 0)]
    [InlineData(WorkAtRiskStatus.Rejected, 0)]
    public void Only_what_waits_for_a_signature_is_listed_without_hours_too(WorkAtRiskStatus status, int rows) =>
        Assert.Equal(rows, RiskExposure.Of(AtRisk with { WorkAtRisk = [Approved with { Status = status }] }, Request()).Count);

    [Fact]
    public void Before_it_is_approved_it_is_as_old_as_its_entry() =>
        Assert.Equal(29, Of(AtRisk with { WorkAtRisk = [Approved with { Status = WorkAtRiskStatus.Submitted, ApprovedOn = null }] }).AgeDays);

    [Fact]
    public void Fixed_fee_hours_cost_and_have_no_price()
    {
        var row = Of(AtRisk with { Engagements = [FixedFee()], Time = [Risked(8m)], Bookings = [Hard("2026-03-03", "2026-03-03") with { WorkAtRisk = "war1" }] });

        Assert.Equal((1_600m, 0m), (row.CostAmount, row.RevenueAtRiskAmount));
    }
}

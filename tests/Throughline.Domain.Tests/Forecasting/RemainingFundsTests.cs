using Throughline.Domain.Engagements;
using Throughline.Domain.Forecasting;
using Throughline.Domain.Reports;
using static Throughline.Domain.Tests.Reports.Given;

namespace Throughline.Domain.Tests.Forecasting;

[Trait("rule", "R-119")]
public class RemainingFundsTests
{
    private static RemainingFundsRow Remaining(PracticeFacts facts) => Assert.Single(RemainingFunds.Of(facts, Request()));

    [Fact]
    public void The_worked_contract_has_25000_left_and_15000_with_soft_bookings()
    {
        // 140 hours earned, 160 booked hard and 40 soft, at 250 an hour.
        var row = Remaining(Practice with
        {
            Time = [Time("2025-06-01", 140m)],
            Bookings = [Hard("2026-03-02", "2026-03-27"), Soft("2026-04-06", "2026-04-10")],
        });

        Assert.Equal((100_000m, 35_000m, 40_000m, 10_000m), (row.ContractValue, row.EarnedAmount, row.HardAmount, row.SoftAmount));
        Assert.Equal((25_000m, 15_000m), (row.RemainingAmount, row.RemainingIncludingSoftAmount));
    }

    [Fact]
    public void More_forecast_than_sold_is_negative() => Assert.Equal(-15_000m, Remaining(Practice with
    {
        Time = [Time("2026-02-01", 280m)],
        Bookings = [Hard("2026-03-02", "2026-03-31"), Hard("2026-04-01", "2026-04-01", 4m, "b2")],
    }).RemainingAmount);

    [Fact]
    public void Bookings_count_from_today_on_to_their_end_and_time_before_today_over_all_time()
    {
        var row = Remaining(Practice with
        {
            Time = [Time("2019-01-01", 1m), Time("2026-03-01", 2m), Time("2026-03-02", 4m)],
            Rates = [Rate(100m, "2000-01-01")],
            Bookings = [Hard("2026-02-23", "2026-03-03"), Hard("2030-01-01", "2030-01-01", booking: "b2")],
        });

        Assert.Equal((300m, 2_400m), (row.EarnedAmount, row.HardAmount));
    }

    [Fact]
    public void Fixed_fee_earns_what_was_signed_off_by_today_and_forecasts_confirmed_milestones_with_a_date()
    {
        var row = Remaining(Practice with
        {
            Engagements = [FixedFee()],
            Time = [Time("2026-02-01", 100m)],
            Milestones =
            [
                Milestone("2026-01-01", 10_000m, "m1", received: "2026-03-02"),
                Milestone("2026-01-01", 20_000m, "m2", received: "2026-03-03"),
                Milestone("2027-01-01", 5_000m, "m3"),
                Milestone("2027-01-01", 3_000m, "m4", confirmed: false),
                Milestone(null, 1_000m, "m5"),
            ],
        });

        Assert.Equal((10_000m, 25_000m, 65_000m), (row.EarnedAmount, row.MilestoneAmount, row.RemainingAmount));
    }

    [Fact]
    public void The_contract_is_worth_what_signed_change_orders_made_of_it() => Assert.Equal(90_000m, Remaining(Practice with
    {
        ChangeOrders =
        [
            ChangeOrder(null, ChangeOrderStatus.Signed, 20_000m), ChangeOrder(null, ChangeOrderStatus.Signed, -30_000m, "co2"),
            ChangeOrder("2026-04-01", ChangeOrderStatus.Sent, 7_000m, "co3"),
        ],
    }).ContractValue);

    [Fact]
    public void Every_engagement_that_was_sold_has_a_row_also_when_nothing_is_forecast() => Assert.Equal(
        Enum.GetValues<EngagementStatus>().Except([EngagementStatus.Prospect, EngagementStatus.Cancelled]),
        RemainingFunds.Of(
            new PracticeFacts { Engagements = [.. Enum.GetValues<EngagementStatus>().Select(status => Engagement($"SOW-{status}", status: status))] },
            Request()).Select(row => row.Engagement.Status));
}

using Throughline.Domain.Engagements;
using Throughline.Domain.People;
using Throughline.Domain.Pricing;
using Throughline.Domain.Reports;
using Throughline.Domain.Revenue;
using Throughline.Domain.Timekeeping;
using static Throughline.Domain.Tests.Reports.Given;

namespace Throughline.Domain.Tests.Revenue;

[Trait("rule", "R-239")]
public class MarginTests
{
    private static readonly PersonFact Costs100 = Person() with { CostRate = 100m };

    private static MarginRow Of(PracticeFacts facts) => Assert.Single(Margin.Of(facts, Request()));

    [Theory]
    [InlineData(0, 60_000, "40.00")]
    [InlineData(50, 65_000, "35.00")]
    public void The_worked_engagement_of_600_hours_keeps_40_percent_and_35_with_unpaid_work(int unpaidHours, int cost, string percent)
    {
        var row = Of(Practice with
        {
            People = [Costs100],
            Engagements = [FixedFee()],
            Milestones = [Milestone(null, 100_000m, received: "2026-03-31")],
            Time = [Time("2026-03-02", 600m), Time("2026-03-30", unpaidHours) with { Billable = false }],
        });

        Assert.Equal((100_000m, cost, 600m + unpaidHours), (row.RevenueAmount, row.CostAmount, row.ActualHours));
        Assert.Equal(percent, Cell.Percent(row.MarginPercent).Canonical);
    }

    [Fact]
    public void Every_day_of_the_range_counts_whatever_today_is()
    {
        var facts = Practice with
        {
            People = [Costs100],
            Time = [Time("2026-03-01", 1m), Time("2026-03-31", 1m), Time("2026-04-01", 1m), Time("2026-03-05", 1m) with { State = TimeState.Draft }],
            Bookings = [Hard("2026-03-02", "2026-03-31")],
            ChangeOrders = [ChangeOrder("2026-03-31")],
        };

        Assert.Equal((500m, 200m, 300m), (Of(facts).RevenueAmount, Of(facts).CostAmount, Of(facts).MarginAmount));
    }

    [Fact]
    public void Without_revenue_the_percentage_is_undefined_and_the_cost_is_shown()
    {
        var row = Of(Practice with { People = [Costs100], Time = [Time("2026-03-02", 8m) with { Billable = false }] });

        Assert.Equal((800m, -800m, null), (row.CostAmount, row.MarginAmount, row.MarginPercent));
    }

    [Fact]
    public void Work_at_risk_costs_and_earns_nothing()
    {
        var row = Of(Practice with { People = [Costs100], Time = [Time("2026-03-02", 8m) with { WorkAtRisk = "war1" }] });

        Assert.Equal((0m, 800m), (row.RevenueAmount, row.CostAmount));
    }

    [Fact]
    public void Cost_in_another_currency_is_turned_at_the_rate_of_each_day()
    {
        var row = Of(Practice with
        {
            People = [Costs100 with { CostCurrency = Eur }],
            ExchangeRates = [new ExchangeRateFact(Eur, Usd, 1.1m, Day("2026-01-01")), new ExchangeRateFact(Eur, Usd, 1.2m, Day("2026-03-10"))],
            Time = [Time("2026-03-09", 1m), Time("2026-03-10", 1m)],
        });

        Assert.Equal(230m, row.CostAmount);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_missing_cost_rate_or_exchange_rate_leaves_cost_and_margin_unknown(bool hasCostRate)
    {
        var row = Of(Practice with
        {
            People = [hasCostRate ? Costs100 with { CostCurrency = Eur } : Person(), Costs100 with { Person = new PersonKey("p2") }],
            Time = [Time("2026-03-02", 8m), Time("2026-03-02", 8m, person: "p2")],
        });

        Assert.Equal((4_000m, null, null, null, 16m), (row.RevenueAmount, row.CostAmount, row.MarginAmount, row.MarginPercent, row.ActualHours));
    }

    [Fact]
    public void Every_engagement_that_was_sold_has_a_row_and_without_time_it_costs_nothing() => Assert.Equal(
        [("SOW-1", 0m)],
        Margin.Of(
            Practice with
            {
                Engagements = [Engagement(), Engagement("SOW-2", status: EngagementStatus.Prospect), Engagement("SOW-3", status: EngagementStatus.Cancelled)],
                Time = [Time("2026-03-02", 8m, engagement: "SOW-4"), Internal("2026-03-02", 1m, "meeting")],
            },
            Request()).Select(row => (row.Engagement.Engagement.Value, row.CostAmount!.Value)));
}

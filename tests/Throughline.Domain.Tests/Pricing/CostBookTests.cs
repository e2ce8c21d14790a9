using Throughline.Domain.People;
using Throughline.Domain.Pricing;
using Throughline.Domain.Reports;
using static Throughline.Domain.Tests.Reports.Given;

namespace Throughline.Domain.Tests.Pricing;

public class CostBookTests
{
    private static readonly PersonKey Ana = new("p1");

    [Fact]
    public void The_standard_cost_spreads_pay_and_benefits_over_the_billable_hours_of_a_year() => Assert.Equal(
        100m, new RoleCostFact("engineer", Usd, 150_000m, 38_000m, RoleCostFact.UsualHours, Day("2026-01-01")).HourlyCost);

    [Fact]
    public void A_dated_cost_beats_the_undated_one_and_both_beat_the_standard_cost_of_the_role()
    {
        var facts = new PracticeFacts
        {
            People = [Person() with { CostRate = 60m, CostCurrency = Eur }, Person("p2"), Person("p3", role: "trainer")],
            CostRates = [new(Ana, 65m, null, Day("2026-03-01")), new(Ana, 70m, Usd, Day("2026-04-01"))],
            RoleCosts = [new("engineer", Usd, 188_000m, 0m, 1880m, Day("2026-01-01")), new("engineer", Usd, 206_800m, 0m, 1880m, Day("2026-06-01"))],
        };
        var costs = new CostBook(facts);

        Assert.Equal(
            [new HourCost(60m, Eur), new HourCost(65m, null), new HourCost(70m, Usd)],
            ((string[])["2026-02-28", "2026-03-31", "2026-04-01"]).Select(day => costs.Of(Ana, Day(day))));
        Assert.Equal([null, 100m, 110m], ((string[])["2025-12-31", "2026-05-31", "2026-06-01"]).Select(day => costs.Of(new PersonKey("p2"), Day(day))?.Rate));
        Assert.Null(costs.Of(new PersonKey("p3"), Day("2026-06-01")));
        Assert.Null(costs.Of(new PersonKey("somebody else"), Day("2026-06-01")));
    }

    [Fact]
    public void Without_an_exchange_rate_the_cost_on_an_engagement_is_unknown_not_zero()
    {
        var facts = Practice with { People = [Person() with { CostRate = 60m, CostCurrency = Eur }] };

        Assert.Null(new CostBook(facts).Of(Ana, Engagement(), Day("2026-03-02")));
        Assert.Equal(66m, new CostBook(facts with { ExchangeRates = [new(Eur, Usd, 1.1m, Day("2026-01-01"))] }).Of(Ana, Engagement(), Day("2026-03-02")));
    }
}

using Throughline.Domain.People;
using Throughline.Domain.Pricing;
using static Throughline.Domain.Tests.Reports.Given;

namespace Throughline.Domain.Tests.Pricing;

public class RateBookTests
{
    private static decimal? RateOn(string day, params RateFact[] rates) => new RateBook(rates).Rate(Engagement(), "engineer", Day(day));

    [Theory]
    [InlineData("2026-01-31", null)]
    [InlineData("2026-02-01", "200")]
    [InlineData("2026-02-28", "200")]
    [InlineData("2026-03-01", "250")]
    public void The_rate_that_began_last_counts_from_its_first_day_on(string day, string? rate) => Assert.Equal(
        rate is null ? null : decimal.Parse(rate, System.Globalization.CultureInfo.InvariantCulture),
        RateOn(day, Rate(250m, "2026-03-01"), Rate(200m, "2026-02-01")));

    [Fact]
    public void The_engagements_own_rate_beats_a_general_one_however_much_later_that_begins()
    {
        RateFact[] rates = [Rate(250m, "2026-03-01"), Rate(180m, "2026-01-01"), Rate(200m, "2026-02-01", engagement: "SOW-1")];

        Assert.Equal(180m, RateOn("2026-01-31", rates));
        Assert.Equal(200m, RateOn("2026-02-01", rates));
        Assert.Equal(200m, RateOn("2026-03-15", rates));
    }

    [Fact]
    public void Rates_of_another_engagement_role_or_currency_do_not_count() => Assert.Null(RateOn(
        "2026-03-01", Rate(engagement: "SOW-2"), Rate(role: "trainer"), Rate() with { Currency = Eur }));

    [Fact]
    public void A_persons_rate_beats_their_roles_and_the_engagements_own_beats_the_general_one()
    {
        var person = new PersonKey("p1");
        RateBook book = new(
        [
            Rate(200m, "2026-01-01"), Rate(210m, "2026-01-01", engagement: "SOW-1"),
            Rate(230m, "2026-03-01", role: "") with { Person = person }, Rate(220m, "2026-04-01", role: "", engagement: "SOW-1") with { Person = person },
        ]);

        decimal? On(string day, PersonKey? who) => book.Rate(Engagement(), "engineer", Day(day), who);
        Assert.Equal([210m, 230m, 220m], ((string[])["2026-02-28", "2026-03-01", "2026-04-01"]).Select(day => On(day, person)));
        Assert.Equal(210m, On("2026-04-01", new PersonKey("p2")));
        Assert.Equal(210m, On("2026-04-01", null));
    }

    [Fact]
    public void Time_of_a_closed_period_keeps_its_price_and_cost_whatever_is_entered_later()
    {
        var facts = Practice with { People = [Person() with { CostRate = 100m }], Time = [Time("2026-03-02", 8m) with { Kept = new KeptPrice(240m, 90m) }, Time("2026-03-03", 8m, "t2")] };
        var row = Assert.Single(Domain.Revenue.Margin.Of(facts, Request()));

        Assert.Equal(((240m + 250m) * 8m, (90m + 100m) * 8m), (row.RevenueAmount, row.CostAmount));
        Assert.Equal([240m, 250m], Domain.Revenue.MonthEndTime.Of(facts, Request()).Select(line => line.HourlyRate));
    }

    [Fact]
    public void Segments_begin_where_any_rate_or_exchange_rate_does() => Assert.Equal(
        [Day("2026-01-01"), Day("2026-02-01"), Day("2026-03-01")],
        RateBook.Segments(
            [Rate(from: "2026-03-01"), Rate(from: "2026-01-01", role: "trainer")],
            [new ExchangeRateFact(Eur, Usd, 1.1m, Day("2026-02-01")), new ExchangeRateFact(Eur, Usd, 1.2m, Day("2026-03-01"))]));

    [Fact]
    public void An_exchange_rate_counts_from_its_day_on_and_is_never_turned_round()
    {
        var rates = new ExchangeRates([new(Eur, Usd, 1.2m, Day("2026-03-01")), new(Eur, Usd, 1.1m, Day("2026-02-01"))]);

        Assert.Null(rates.Rate(Eur, Usd, Day("2026-01-31")));
        Assert.Equal(1.1m, rates.Rate(Eur, Usd, Day("2026-02-28")));
        Assert.Equal(1.2m, rates.Rate(Eur, Usd, Day("2026-03-01")));
        Assert.Null(rates.Rate(Usd, Eur, Day("2026-03-01")));
        Assert.Equal(1m, rates.Rate(Usd, Usd, Day("2026-01-01")));
    }
}

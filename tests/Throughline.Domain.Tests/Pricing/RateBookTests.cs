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

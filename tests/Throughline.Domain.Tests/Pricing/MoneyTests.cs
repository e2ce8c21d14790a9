using Throughline.Domain.Pricing;
using static Throughline.Domain.Tests.Reports.Given;

namespace Throughline.Domain.Tests.Pricing;

public class MoneyTests
{
    [Fact]
    public void Arithmetic_keeps_every_digit_and_rounding_takes_half_a_cent_away_from_zero()
    {
        var money = new Money(10m, Usd) * 0.3335m - new Money(1m, Usd) + Money.Zero(Usd);

        Assert.Equal(2.335m, money.Amount);
        Assert.Equal(2.34m, money.Rounded().Amount);
        Assert.Equal("2.335 USD", new Money(2.335m, Usd).ToString());
    }

    [Fact]
    public void Dollars_are_not_added_to_euros() =>
        Assert.Throws<InvalidOperationException>(() => new Money(1m, Usd) + new Money(1m, Eur));

    [Theory]
    [InlineData("EUR", true)]
    [InlineData("eur", false)]
    [InlineData("EU", false)]
    [InlineData("EU1", false)]
    public void A_currency_code_is_three_capital_letters(string text, bool looksLikeOne) =>
        Assert.Equal(looksLikeOne, Currency.LooksLikeCode(text));
}

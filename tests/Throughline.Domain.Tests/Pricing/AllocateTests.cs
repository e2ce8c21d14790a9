using Throughline.Domain.Pricing;

namespace Throughline.Domain.Tests.Pricing;

public class AllocateTests
{
    [Fact]
    public void A_hundred_shared_by_three_gives_the_odd_cent_to_the_first() =>
        Assert.Equal([33.34m, 33.33m, 33.33m], Allocate.Cents([100m / 3m, 100m / 3m, 100m / 3m]));

    [Fact]
    public void The_cent_goes_to_whom_rounding_down_took_most() =>
        Assert.Equal([1.00m, 1.01m, 2.00m], Allocate.Cents([1.003m, 1.006m, 2.001m]));

    [Fact]
    public void Nothing_shared_is_nothing() => Assert.Empty(Allocate.Cents([]));

    [Fact]
    public void Parts_add_up_to_the_rounded_whole_and_none_is_a_cent_away() => Property.Holds(random =>
    {
        var amounts = Enumerable.Range(0, random.Next(1, 40)).Select(_ => (random.Next(2_000_000) - 500_000) / 1_000_0m).ToList();
        var parts = Allocate.Cents(amounts);

        Assert.Equal(Money.RoundCents(amounts.Sum()), parts.Sum());
        Assert.All(amounts.Zip(parts), pair => Assert.True(Math.Abs(pair.First - pair.Second) < 0.01m));
        Assert.All(parts, part => Assert.Equal(part, decimal.Round(part, 2)));
    });

    [Fact]
    public void A_given_total_is_shared_out_to_the_cent_even_where_it_lies_beside_the_sum() => Property.Holds(random =>
    {
        var amounts = Enumerable.Range(0, random.Next(1, 12)).Select(_ => (random.Next(2_000_000) - 1_000_000) / 1_000_0m).ToList();
        var total = Money.RoundCents(amounts.Sum()) + (random.Next(-30, 31) / 100m);
        var parts = Allocate.Cents(amounts, total);

        Assert.Equal(total, parts.Sum());
        Assert.All(parts, part => Assert.Equal(part, decimal.Round(part, 2)));
    });

    [Fact]
    public void A_total_cannot_be_shared_among_none() =>
        Assert.Throws<ArgumentException>(() => Allocate.Cents([], 0.01m));
}

namespace Throughline.Domain.Pricing;

/// <summary>What a unit of one currency is worth in another on a day: the rate that began last. A rate is never turned round.</summary>
public sealed class ExchangeRates(IEnumerable<ExchangeRateFact> rates)
{
    private readonly Dictionary<(Currency, Currency), RateTimeline> timelines = rates
        .GroupBy(rate => (rate.Currency, rate.ToCurrency))
        .ToDictionary(
            pair => pair.Key,
            pair => new RateTimeline([.. pair.OrderBy(rate => rate.EffectiveFrom).Select(rate => (rate.EffectiveFrom, rate.Rate))]));

    /// <summary>1 between the same currencies; null when no rate is known yet on that day.</summary>
    public decimal? Rate(Currency from, Currency to, DateOnly day)
    {
        if (from == to)
            return 1m;

        return timelines.TryGetValue((from, to), out var timeline) ? timeline.On(day) : null;
    }
}

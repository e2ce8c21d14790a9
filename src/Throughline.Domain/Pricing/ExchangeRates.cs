namespace Throughline.Domain.Pricing;

/// <summary>What a unit of one currency is worth in another on a day: the rate that began last.</summary>
public sealed class ExchangeRates(IEnumerable<ExchangeRateFact> rates)
{
    private readonly Dictionary<(Currency, Currency), RateTimeline> timelines = rates
        .GroupBy(rate => (rate.Currency, rate.ToCurrency))
        .ToDictionary(
            pair => pair.Key,
            pair => new RateTimeline([.. pair.OrderBy(rate => rate.EffectiveFrom).Select(rate => (rate.EffectiveFrom, rate.Rate))]));

    /// <summary>
    /// For telling amounts in another currency: the rate itself, else the other one turned round, else by way of the
    /// practice's currency. Null when there is no way.
    /// </summary>
    public decimal? Turned(Currency from, Currency to, DateOnly day, Currency practice) =>
        EitherWay(from, to, day) ?? (from == practice || to == practice ? null : EitherWay(from, practice, day) * EitherWay(practice, to, day));

    /// <summary>1 between the same currencies; null when no rate is known yet on that day. Never turned round: what is entered counts.</summary>
    public decimal? Rate(Currency from, Currency to, DateOnly day)
    {
        if (from == to)
            return 1m;

        return timelines.TryGetValue((from, to), out var timeline) ? timeline.On(day) : null;
    }

    private decimal? EitherWay(Currency from, Currency to, DateOnly day) => Rate(from, to, day) ?? (Rate(to, from, day) is > 0m and var back ? 1m / back : null);
}

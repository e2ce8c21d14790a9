using Throughline.Domain.Engagements;

namespace Throughline.Domain.Pricing;

/// <summary>
/// The price of an hour of a role in an engagement's currency on a day: the engagement's own rate that began last, else
/// the general one that began last.
/// </summary>
public sealed class RateBook(IEnumerable<RateFact> rates)
{
    private readonly ILookup<(EngagementKey?, Currency, string), RateFact> rates =
        rates.ToLookup(rate => (rate.Engagement, rate.Currency, rate.Role));

    private readonly Dictionary<(EngagementKey, Currency, string), RateTimeline> timelines = [];

    /// <summary>Null when no rate is found: the work is then worth nothing until one is entered.</summary>
    public decimal? Rate(EngagementFact engagement, string role, DateOnly day) => Timeline(engagement, role).On(day);

    public RateTimeline Timeline(EngagementFact engagement, string role)
    {
        var key = (engagement.Engagement, engagement.Currency, role);
        if (!timelines.TryGetValue(key, out var timeline))
            timelines[key] = timeline = Merge(rates[key], rates[(null, engagement.Currency, role)]);

        return timeline;
    }

    /// <summary>The days on which some rate or exchange rate begins, in order: between two of them no price changes, so hours may be summed there.</summary>
    public static IReadOnlyList<DateOnly> Segments(IEnumerable<RateFact> rates, IEnumerable<ExchangeRateFact> exchangeRates) =>
        [.. rates.Select(rate => rate.EffectiveFrom).Concat(exchangeRates.Select(rate => rate.EffectiveFrom)).Distinct().Order()];

    // From the first own rate on a general one never counts again, however late it begins.
    private static RateTimeline Merge(IEnumerable<RateFact> own, IEnumerable<RateFact> general)
    {
        var ownSteps = own.OrderBy(rate => rate.EffectiveFrom).ToList();
        var generalSteps = general.OrderBy(rate => rate.EffectiveFrom)
            .TakeWhile(rate => ownSteps.Count == 0 || rate.EffectiveFrom < ownSteps[0].EffectiveFrom);

        return new RateTimeline([.. generalSteps.Concat(ownSteps).Select(rate => (rate.EffectiveFrom, rate.HourlyRate))]);
    }
}

/// <summary>A price over time, in steps that each last until the day before the next.</summary>
public sealed class RateTimeline
{
    private readonly (DateOnly From, decimal Rate)[] steps;

    internal RateTimeline((DateOnly From, decimal Rate)[] steps) => this.steps = steps;

    public decimal? On(DateOnly day) => At(day).Rate;

    /// <summary>The rate on the day, and the last day on which it is the same.</summary>
    public (decimal? Rate, DateOnly Until) At(DateOnly day)
    {
        decimal? rate = null;
        foreach (var step in steps)
        {
            if (step.From > day)
                return (rate, step.From.AddDays(-1));

            rate = step.Rate;
        }

        return (rate, DateOnly.MaxValue);
    }
}

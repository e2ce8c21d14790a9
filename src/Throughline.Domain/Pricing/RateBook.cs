using Throughline.Domain.Engagements;
using Throughline.Domain.People;
using Throughline.Domain.Timekeeping;

namespace Throughline.Domain.Pricing;

/// <summary>
/// The price of an hour in an engagement's currency on a day. A person's rate stands before their role's, and of
/// either kind the engagement's own before the general one; of each, the one that began last counts.
/// </summary>
public sealed class RateBook
{
    private readonly ILookup<(EngagementKey?, Currency, string), RateFact> ofRoles;
    private readonly ILookup<(EngagementKey?, Currency, PersonKey), RateFact> ofPeople;
    private readonly HashSet<PersonKey> priced;
    private readonly Dictionary<(EngagementKey, Currency, string, PersonKey?), RateTimeline> timelines = [];

    public RateBook(IEnumerable<RateFact> rates)
    {
        var own = rates.ToLookup(rate => rate.Person is not null);
        ofRoles = own[false].ToLookup(rate => (rate.Engagement, rate.Currency, rate.Role));
        ofPeople = own[true].ToLookup(rate => (rate.Engagement, rate.Currency, rate.Person!.Value));
        priced = [.. own[true].Select(rate => rate.Person!.Value)];
    }

    /// <summary>Null when no rate is found: the work is then worth nothing until one is entered.</summary>
    /// <param name="engagement">Whose work it is.</param>
    /// <param name="role">The role that is priced.</param>
    /// <param name="day">The day of the work.</param>
    /// <param name="person">Who works; null where nobody is named.</param>
    public decimal? Rate(EngagementFact engagement, string role, DateOnly day, PersonKey? person = null) => Timeline(engagement, role, person).On(day);

    /// <summary>The price of logged time: what was settled when its period closed, else the rate of the day.</summary>
    public decimal? Rate(EngagementFact engagement, TimeLine line) =>
        line.Kept is { } kept ? kept.HourlyRate : Rate(engagement, line.Role, line.Day, line.Person);

    public RateTimeline Timeline(EngagementFact engagement, string role, PersonKey? person = null)
    {
        var own = person is { } named && priced.Contains(named) ? person : null;
        var key = (engagement.Engagement, engagement.Currency, role, own);
        if (!timelines.TryGetValue(key, out var timeline))
        {
            timelines[key] = timeline = Merge(
            [
                .. own is { } one ? [ofPeople[(engagement.Engagement, engagement.Currency, one)], ofPeople[(null, engagement.Currency, one)]] : (IEnumerable<RateFact>[])[],
                ofRoles[(engagement.Engagement, engagement.Currency, role)], ofRoles[(null, engagement.Currency, role)],
            ]);
        }

        return timeline;
    }

    /// <summary>The days on which some rate or exchange rate begins, in order: between two of them no price changes, so hours may be summed there.</summary>
    public static IReadOnlyList<DateOnly> Segments(IEnumerable<RateFact> rates, IEnumerable<ExchangeRateFact> exchangeRates) =>
        [.. rates.Select(rate => rate.EffectiveFrom).Concat(exchangeRates.Select(rate => rate.EffectiveFrom)).Distinct().Order()];

    // From the first rate of a stronger kind on a weaker one never counts again, however late it begins.
    private static RateTimeline Merge(IReadOnlyList<IEnumerable<RateFact>> strongestFirst)
    {
        var steps = new List<(DateOnly From, decimal Rate)>();
        foreach (var kind in strongestFirst)
        {
            var weaker = kind.OrderBy(rate => rate.EffectiveFrom).Select(rate => (From: rate.EffectiveFrom, Rate: rate.HourlyRate));
            steps.InsertRange(0, [.. steps.Count == 0 ? weaker : weaker.TakeWhile(rate => rate.From < steps[0].From)]);
        }

        return new RateTimeline([.. steps]);
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

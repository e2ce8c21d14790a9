using Throughline.Domain.Engagements;
using Throughline.Domain.People;
using Throughline.Domain.Reports;
using Throughline.Domain.Timekeeping;

namespace Throughline.Domain.Pricing;

/// <summary>An hour's cost in the currency it is known in; null for that of the engagement.</summary>
public readonly record struct HourCost(decimal Rate, Currency? Currency);

/// <summary>
/// What an hour of a person costs on a day (9.7): the cost of theirs that began last, else the one they have without a day,
/// else the standard cost of their role that began last.
/// </summary>
public sealed class CostBook(PracticeFacts facts)
{
    private readonly Dictionary<PersonKey, PersonFact> people = facts.People.ToDictionary(person => person.Person);
    private readonly ILookup<PersonKey, CostRateFact> costs = facts.CostRates.ToLookup(cost => cost.Person);
    private readonly ILookup<string, RoleCostFact> standard = facts.RoleCosts.ToLookup(cost => cost.Role, StringComparer.Ordinal);
    private readonly ExchangeRates exchangeRates = new(facts.ExchangeRates);

    /// <summary>Null when none of the three is known.</summary>
    public HourCost? Of(PersonKey person, DateOnly day)
    {
        if (costs[person].Where(cost => cost.EffectiveFrom <= day).MaxBy(cost => cost.EffectiveFrom) is { } dated)
            return new HourCost(dated.CostRate, dated.Currency);
        if (!people.TryGetValue(person, out var known))
            return null;
        if (known.CostRate is { } rate)
            return new HourCost(rate, known.CostCurrency);

        return standard[known.Role].Where(cost => cost.EffectiveFrom <= day).MaxBy(cost => cost.EffectiveFrom) is { } ofRole
            ? new HourCost(ofRole.HourlyCost, ofRole.Currency)
            : null;
    }

    /// <summary>In the engagement's currency at the exchange rate of the day; null when the cost or the exchange rate is missing.</summary>
    public decimal? Of(PersonKey person, EngagementFact engagement, DateOnly day) => Of(person, day) is { } cost
        ? cost.Rate * exchangeRates.Rate(cost.Currency ?? engagement.Currency, engagement.Currency, day)
        : null;

    /// <summary>The cost of logged time: what was settled when its period closed, else that of the day. Null without a person.</summary>
    public decimal? Of(EngagementFact engagement, TimeLine line) =>
        line.Kept is { } kept ? kept.HourlyCost : line.Person is { } person ? Of(person, engagement, line.Day) : null;
}

using Throughline.Domain.Engagements;
using Throughline.Domain.People;

namespace Throughline.Domain.Pricing;

/// <summary>The price of an hour from a day on, until a later rate takes over; of one engagement, or of all.</summary>
/// <param name="Role">Empty for a rate of one person.</param>
/// <param name="Person">Whose rate it is, whatever role they work in; null for a role's.</param>
public sealed record RateFact(
    string Role, Currency Currency, decimal HourlyRate, DateOnly EffectiveFrom, EngagementKey? Engagement = null, PersonKey? Person = null);

/// <summary>What an hour of a person costs from a day on; without a currency, in that of the engagement they work for.</summary>
public sealed record CostRateFact(PersonKey Person, decimal CostRate, Currency? Currency, DateOnly EffectiveFrom);

/// <summary>What a role costs in a year from a day on, and the billable hours it is spread over.</summary>
public sealed record RoleCostFact(string Role, Currency Currency, decimal AnnualPay, decimal AnnualBenefits, decimal AnnualHours, DateOnly EffectiveFrom)
{
    /// <summary>The hours that a year's cost is spread over where nothing else was decided. More than the hours there are (9.1); the two are told apart on purpose.</summary>
    public const decimal UsualHours = 1880m;

    /// <summary>(Pay with bonus + benefits) / billable hours of a year, not rounded.</summary>
    public decimal HourlyCost => (AnnualPay + AnnualBenefits) / AnnualHours;
}

/// <summary>What an hour brings and costs as it was settled when its period closed, in the engagement's currency. What was missing then stays missing.</summary>
public readonly record struct KeptPrice(decimal? HourlyRate, decimal? HourlyCost);

/// <summary>What one unit of a currency is worth in another, from a day on.</summary>
public sealed record ExchangeRateFact(Currency Currency, Currency ToCurrency, decimal Rate, DateOnly EffectiveFrom);

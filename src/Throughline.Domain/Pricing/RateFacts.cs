using Throughline.Domain.Engagements;

namespace Throughline.Domain.Pricing;

/// <summary>The price of an hour of a role from a day on, until a later rate takes over; of one engagement, or of all.</summary>
public sealed record RateFact(string Role, Currency Currency, decimal HourlyRate, DateOnly EffectiveFrom, EngagementKey? Engagement = null);

/// <summary>What one unit of a currency is worth in another, from a day on.</summary>
public sealed record ExchangeRateFact(Currency Currency, Currency ToCurrency, decimal Rate, DateOnly EffectiveFrom);

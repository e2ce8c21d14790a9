using Throughline.Domain.People;
using Throughline.Domain.Pricing;

namespace Throughline.Domain.Engagements;

/// <summary>A customer as reports name it.</summary>
public sealed record CustomerFact(CustomerKey Customer, string Name, string? Region = null);

/// <summary>An engagement as reports need it, from the first to the last day of its statement of work. The contract value is as first signed; reports add signed change orders.</summary>
public sealed record EngagementFact(
    EngagementKey Engagement,
    CustomerKey Customer,
    string Name,
    EngagementType Type,
    Billing Billing,
    Currency Currency,
    decimal ContractValue,
    DateOnly Start,
    DateOnly Expires,
    EngagementStatus Status,
    decimal? BudgetHours = null,
    PersonKey? ProjectManager = null,
    string? Region = null,
    DateOnly? TransitionDate = null,
    DateOnly? KickoffDate = null);

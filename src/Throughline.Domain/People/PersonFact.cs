using Throughline.Domain.Pricing;

namespace Throughline.Domain.People;

/// <summary>Whether the practice employs the person or a partner does.</summary>
public enum Employment { Employee, Partner }

public static class Employments
{
    public static readonly Wording<Employment> Words = new(Text);

    public static string Text(this Employment employment) => employment switch
    {
        Employment.Employee => "employee",
        Employment.Partner => "partner",
    };
}

/// <summary>A person as reports and the day ledger need them. Without a calendar there are no holidays; without a start or an end, employment is open on that side.</summary>
public sealed record PersonFact(
    PersonKey Person,
    string Name,
    string Role,
    decimal WeeklyHours,
    string? Calendar = null,
    DateOnly? Start = null,
    DateOnly? End = null,
    string? Region = null,
    Employment Employment = Employment.Employee,
    decimal? CostRate = null,
    Currency? CostCurrency = null,
    string? TimeZone = null,
    PersonKey? Manager = null)
{
    /// <summary>What the person works from certain days on, in any order; before the first of them an ordinary working day counts.</summary>
    public IReadOnlyList<WorkingPattern> Patterns { get; init; } = [];

    /// <summary>Minutes of an ordinary working day: a fifth of the week. Stored weeks always give whole minutes.</summary>
    public int MinutesPerDay => (int)(WeeklyHours * 12m);
}

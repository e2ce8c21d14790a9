using Throughline.Domain.Engagements;
using Throughline.Domain.People;
using Throughline.Domain.Pricing;

namespace Throughline.Domain.Timekeeping;

public enum TimeState { Draft, Submitted, Approved, Rejected }

public static class TimeStates
{
    public static readonly Wording<TimeState> Words = new(Text);

    public static string Text(this TimeState state) => state switch
    {
        TimeState.Draft => "draft",
        TimeState.Submitted => "submitted",
        TimeState.Approved => "approved",
        TimeState.Rejected => "rejected",
    };
}

/// <summary>
/// Logged time: one entry, or the sum of entries that no rule tells apart, standing on one of their days. A sum may mix
/// days only inside one period of the report, on one side of its today, and between two changes of a rate that applies
/// (see <c>RateBook.Segments</c>). Where the report asks for none, it may leave out the person, and name one of several
/// engagements.
/// </summary>
/// <remarks>
/// Time without an engagement is internal and names a category. Hours are priced by the person's role; they are negative
/// only where an entry corrects another. A sum has no entry key.
/// </remarks>
public sealed record TimeLine(
    EngagementKey? Engagement,
    string? Category,
    PersonKey? Person,
    string Role,
    DateOnly Day,
    decimal Hours,
    bool Billable,
    TimeState State = TimeState.Approved,
    string? WorkAtRisk = null,
    string? Entry = null,
    string? Activity = null,
    string? ApprovedBy = null,
    DateTimeOffset? ApprovedAt = null)
{
    /// <summary>The entries that were summed.</summary>
    public int Entries { get; init; } = 1;

    /// <summary>What its hours bring and cost since their period closed; null while rates still decide.</summary>
    public KeptPrice? Kept { get; init; }

    /// <summary>What a reader can find the line by: the entry, else whose sum it is, else the role that was summed.</summary>
    public string Reference => Entry ?? Person?.Value ?? Role;
}

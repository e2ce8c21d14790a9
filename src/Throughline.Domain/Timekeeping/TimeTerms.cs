using Throughline.Domain.Engagements;
using Throughline.Domain.People;

namespace Throughline.Domain.Timekeeping;

/// <summary>What an entry says: whose hours, on which civil day, for what.</summary>
/// <param name="Billable">Null when it was not said: then true on an engagement, false otherwise.</param>
public sealed record TimeTerms(
    PersonKey Person,
    DateOnly Date,
    EngagementKey? Engagement,
    string? Category,
    decimal Hours,
    string? Activity = null,
    bool? Billable = null,
    string? Note = null)
{
    /// <summary>What the hours are for, as a sentence names it.</summary>
    public string Subject => Engagement?.Value ?? TimeCategories.Words(Category ?? "");
}

/// <summary>An entry as it is stored, with the version that a change of it must name.</summary>
public sealed record TimeEntry(
    string Entry,
    TimeTerms Terms,
    TimeState State,
    int Version,
    string ChangedBy,
    DateTimeOffset RecordedAt,
    string? ApprovedBy = null,
    DateTimeOffset? ApprovedAt = null,
    string? WorkAtRisk = null,
    string? WorkException = null,
    string? Adjusts = null);

/// <summary>What stands around an entry and decides whether it may be logged.</summary>
/// <param name="Role">The person's role in the practice, which policies may differ by.</param>
/// <param name="EngagementStatus">Null when the entry names no engagement, or none that exists.</param>
/// <param name="Assigned">The person is or was booked on the engagement, has an issue of it, or leads it.</param>
/// <param name="ActivityKnown">The activity belongs to the engagement.</param>
/// <param name="OtherHours">What the person has logged on that day beside this entry.</param>
/// <param name="PersonEntity">The legal entity the person belongs to; null for the practice's own.</param>
/// <param name="EngagementEntity">The engagement's.</param>
/// <param name="Locked">What holds the day; null while its hours may change.</param>
public sealed record TimeGround(
    string Role, string? Region, EngagementStatus? EngagementStatus, bool Assigned, bool ActivityKnown, decimal OtherHours,
    string? PersonEntity = null, string? EngagementEntity = null, LockedPeriod? Locked = null);

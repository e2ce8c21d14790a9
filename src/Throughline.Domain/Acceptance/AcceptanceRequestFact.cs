using Throughline.Domain.Dates;
using Throughline.Domain.Engagements;

namespace Throughline.Domain.Acceptance;

/// <summary>Days that a request's clock does not count.</summary>
/// <param name="End">The last held day; null while it lasts.</param>
public sealed record AcceptanceHoldFact(string Request, DateOnly Start, DateOnly? End);

/// <summary>One asking for acceptance as reports need it.</summary>
/// <param name="Attempt">1 for the first asking of a milestone.</param>
/// <param name="State"><c>open</c>, <c>accepted</c>, <c>deemed</c>, <c>rejected</c> or <c>withdrawn</c>.</param>
public sealed record AcceptanceRequestFact(string Request, EngagementKey Engagement, string Milestone, int Attempt, string State)
{
    /// <summary>In the clock's zone.</summary>
    public DateOnly SentOn { get; init; }
    public string Recipient { get; init; } = "";

    /// <summary>Null where silence never accepts, and so is the clock.</summary>
    public AcceptanceTerms? Terms { get; init; }
    public AcceptanceClock? Clock { get; init; }

    /// <summary>As it stood when the customer was told.</summary>
    public BusinessCalendar? Calendar { get; init; }
    public int DaysUsed { get; init; }

    /// <summary>Reminders and the final one, the request itself aside.</summary>
    public int NoticesSent { get; init; }

    /// <summary>By an answer or by silence.</summary>
    public bool IsAcceptance => State is "accepted" or "deemed";
}

using Throughline.Domain.Engagements;

namespace Throughline.Domain.Acceptance;

/// <summary>One asking for acceptance as reports need it.</summary>
/// <param name="Attempt">1 for the first asking of a milestone.</param>
/// <param name="State"><c>open</c>, <c>accepted</c>, <c>deemed</c>, <c>rejected</c> or <c>withdrawn</c>.</param>
public sealed record AcceptanceRequestFact(string Request, EngagementKey Engagement, string Milestone, int Attempt, string State)
{
    /// <summary>By an answer or by silence.</summary>
    public bool IsAcceptance => State is "accepted" or "deemed";
}

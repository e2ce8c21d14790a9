namespace Throughline.Domain.Engagements;

/// <summary>A part of the work that the customer accepts. An unconfirmed one is a hope; one without a forecast date is in no period .</summary>
/// <param name="Parent">The milestone that this one is a part of; a part carries no sign-off of its own .</param>
/// <param name="Undocumented">It was accepted on request, and neither mail nor document is kept .</param>
public sealed record MilestoneFact(
    EngagementKey Engagement,
    string Milestone,
    string Title,
    decimal Amount,
    DateOnly? ForecastSignOff = null,
    bool Confirmed = true,
    DateOnly? SignOffReceived = null,
    DateOnly? SignOffSent = null,
    string? Parent = null,
    bool Undocumented = false)
{
    /// <summary>Silence accepted it .</summary>
    public bool Passive { get; init; }
}

namespace Throughline.Domain.Engagements;

/// <summary>A part of the work that the customer accepts. An unconfirmed one is a hope; one without a forecast date is in no period .</summary>
public sealed record MilestoneFact(
    EngagementKey Engagement,
    string Milestone,
    string Title,
    decimal Amount,
    DateOnly? ForecastSignOff = null,
    bool Confirmed = true,
    DateOnly? SignOffReceived = null,
    DateOnly? SignOffSent = null)
{
    /// <summary>Silence accepted it .</summary>
    public bool Passive { get; init; }
}

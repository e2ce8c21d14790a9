using Throughline.Domain.Engagements;

namespace Throughline.Domain.Staffing;

/// <summary>P-02: what may be promised while the contract is unsigned.</summary>
public enum EarlyCommitment { SoftOnly, Nothing, HardAtStage5 }

public static class EarlyCommitments
{
    public static readonly Wording<EarlyCommitment> Words = new(Text);

    public static string Text(this EarlyCommitment commitment) => commitment switch
    {
        EarlyCommitment.SoftOnly => "soft_only",
        EarlyCommitment.Nothing => "nothing",
        EarlyCommitment.HardAtStage5 => "hard_at_stage_5",
    };
}

/// <summary>How far the deal behind an engagement is.</summary>
/// <param name="Stage">Of the opportunity as the bundle writes it (<c>1</c> to <c>6</c>, <c>closed-won</c>, <c>closed-lost</c>); null when the engagement has none.</param>
/// <param name="WorkAtRiskApproved">Work at risk of the engagement is approved or converted.</param>
public sealed record DealStanding(EngagementStatus Status, string? Stage, bool WorkAtRiskApproved)
{
    /// <summary>An engagement without an opportunity counts as won from set-up on.</summary>
    public bool IsWon => Stage is null ? Status is not EngagementStatus.Prospect : Stage == "closed-won";
}

/// <summary>Something was to be promised before the deal was won.</summary>
public sealed record DealNotWon(EngagementKey Engagement, Commitment Commitment, string Reason) : Problem("P-02", Reason)
{
    /// <summary>Null where the booking may be made. Leave to work at risk opens what the signature would.</summary>
    public static DealNotWon? Check(EngagementKey engagement, Commitment commitment, DealStanding deal, EarlyCommitment policy)
    {
        if (deal.IsWon || deal.WorkAtRiskApproved)
            return null;

        var allowed = policy switch
        {
            EarlyCommitment.SoftOnly => commitment is Commitment.Soft,
            EarlyCommitment.Nothing => false,
            EarlyCommitment.HardAtStage5 => commitment is Commitment.Soft || deal.Stage is "5" or "6",
        };
        if (allowed)
            return null;

        var lacks = deal.Stage switch
        {
            null => "it is a prospect",
            "closed-lost" => "its deal is lost",
            var stage => $"its deal is at stage {stage}",
        };
        return new(engagement, commitment, commitment is Commitment.Hard && policy is not EarlyCommitment.Nothing
            ? $"{engagement} is not won: {lacks}. Nobody is booked firmly on it before the contract is signed. Book softly, or have work at risk approved first."
            : $"{engagement} is not won: {lacks}. Nobody is booked on it before the contract is signed. Have work at risk approved first.");
    }
}

namespace Throughline.Domain.Forecasting;

/// <summary>The part of what is expected that counts towards <c>weighted_amount</c>, 0 to 1 each .</summary>
/// <param name="Hard">P-05.</param>
/// <param name="Soft">P-04.</param>
/// <param name="Milestone">Of confirmed milestones.</param>
/// <param name="Other">Of pending change orders and unconfirmed milestones.</param>
public sealed record ForecastWeights(decimal Hard, decimal Soft, decimal Milestone, decimal Other)
{
    /// <summary>What a new practice begins with.</summary>
    public static readonly ForecastWeights Standard = new(0.925m, 0.40m, 1.00m, 0.40m);
}

using Throughline.Domain.Dates;
using Throughline.Domain.Engagements;
using Throughline.Domain.Reports;

namespace Throughline.Domain.Forecasting;

/// <summary>What of an engagement's money is neither earned nor in the forecast, not rounded; negative when more is forecast than was sold.</summary>
public sealed record RemainingFundsRow(
    EngagementFact Engagement,
    decimal ContractValue,
    decimal EarnedAmount,
    decimal HardAmount,
    decimal MilestoneAmount,
    decimal SoftAmount)
{
    public decimal RemainingAmount => ContractValue - EarnedAmount - HardAmount - MilestoneAmount;

    public decimal RemainingIncludingSoftAmount => RemainingAmount - SoftAmount;
}

/// <summary>One row for every engagement that was sold, over all time: earned before today, booked and expected from today on .</summary>
public static class RemainingFunds
{
    public static IReadOnlyList<RemainingFundsRow> Of(PracticeFacts facts, ReportRequest request)
    {
        var (source, parts) = (PartsOf(facts, request), new List<ForecastPart>());
        var signed = SignedOrders(facts);

        return [.. facts.Engagements.Where(engagement => engagement.Status.CountsInReports()).Select(Row)];

        RemainingFundsRow Row(EngagementFact engagement)
        {
            parts.Clear();
            source.Collect(engagement, parts);
            return new RemainingFundsRow(
                engagement,
                engagement.ContractValue + signed[engagement.Engagement].Sum(order => order.Amount),
                Sum(ForecastMeasure.Actual) + Sum(ForecastMeasure.Released),
                Sum(ForecastMeasure.Hard),
                Sum(ForecastMeasure.Milestone),
                Sum(ForecastMeasure.Soft));
        }

        decimal Sum(ForecastMeasure measure) =>
            parts.Where(part => part.Measure == measure).Sum(part => part.AmountInSixtieths) / 60m;
    }

    /// <summary>The forecast over all time as one period.</summary>
    internal static ForecastParts PartsOf(PracticeFacts facts, ReportRequest request) => new(
        facts, [new Period("", new DateRange(DateOnly.MinValue, DateOnly.MaxValue))], request.Today, request.Settings.Weekends);

    /// <summary>The signed change orders, whose amounts belong to the contract's value.</summary>
    internal static ILookup<EngagementKey, ChangeOrderFact> SignedOrders(PracticeFacts facts) =>
        facts.ChangeOrders.Where(order => order.Status is ChangeOrderStatus.Signed).ToLookup(order => order.Engagement);
}

using Throughline.Domain.Dates;
using Throughline.Domain.Engagements;
using Throughline.Domain.Reports;

namespace Throughline.Domain.Forecasting;

/// <summary>What an engagement earned and will earn in a period, not rounded.</summary>
public sealed record ForecastRow(
    EngagementFact Engagement,
    Period Period,
    decimal ActualHours,
    decimal ActualAmount,
    decimal HardHours,
    decimal HardAmount,
    decimal MilestoneAmount,
    decimal ReleasedAmount,
    decimal SoftHours,
    decimal SoftAmount,
    decimal UnconfirmedMilestoneAmount,
    decimal ChangeOrderAmount,
    decimal UpsideAmount,
    decimal WeightedAmount);

/// <summary>The forecast of every engagement and period in which something is not zero .</summary>
public static class Forecast
{
    public static IReadOnlyList<ForecastRow> Of(PracticeFacts facts, ReportRequest request)
    {
        var (rows, parts) = (new List<ForecastRow>(), new List<ForecastPart>());
        var periods = request.Periods();
        var source = new ForecastParts(facts, periods, request.Today, request.Settings.Weekends);

        foreach (var engagement in facts.Engagements.Where(engagement => engagement.Status.CountsInReports()))
        {
            parts.Clear();
            source.Collect(engagement, parts);
            rows.AddRange(Rows(engagement, periods, parts, request.Settings.WeightsOf(engagement)));
        }

        return rows;
    }

    /// <summary>What counts towards <c>upside_amount</c>.</summary>
    public static readonly IReadOnlyList<ForecastMeasure> Upside =
        [.. Enum.GetValues<ForecastMeasure>().Where(measure => UpsideReasons.Of(measure) is not null)];

    /// <summary>The part of an amount that counts towards <c>weighted_amount</c>: 1 for what is earned, a policy for what is expected .</summary>
    public static decimal Weight(ForecastMeasure measure, ForecastWeights weights) => measure switch
    {
        ForecastMeasure.Actual or ForecastMeasure.Released => 1m,
        ForecastMeasure.Hard => weights.Hard,
        ForecastMeasure.Milestone => weights.Milestone,
        ForecastMeasure.Soft => weights.Soft,
        ForecastMeasure.UnconfirmedMilestone or ForecastMeasure.ChangeOrder => weights.Other,
    };

    private static IEnumerable<ForecastRow> Rows(
        EngagementFact engagement, IReadOnlyList<Period> periods, List<ForecastPart> parts, ForecastWeights weights)
    {
        var sums = new Sums[periods.Count];
        foreach (var part in parts)
            (sums[part.Period] ??= new Sums()).Add(part);

        for (var i = 0; i < sums.Length; i++)
        {
            if (sums[i] is { IsNothing: false } sum)
                yield return sum.Row(engagement, periods[i], weights);
        }
    }

    // Minutes and sixtieths, divided once when the row is made.
    private sealed class Sums
    {
        private static readonly ForecastMeasure[] Measures = Enum.GetValues<ForecastMeasure>();
        private readonly decimal[] minutes = new decimal[Measures.Length];
        private readonly decimal[] sixtieths = new decimal[Measures.Length];

        public bool IsNothing => minutes.All(sum => sum == 0m) && sixtieths.All(sum => sum == 0m);

        public void Add(ForecastPart part)
        {
            minutes[(int)part.Measure] += part.Minutes;
            sixtieths[(int)part.Measure] += part.AmountInSixtieths;
        }

        public ForecastRow Row(EngagementFact engagement, Period period, ForecastWeights weights) => new(
            engagement,
            period,
            Hours(ForecastMeasure.Actual),
            Amount(ForecastMeasure.Actual),
            Hours(ForecastMeasure.Hard),
            Amount(ForecastMeasure.Hard),
            Amount(ForecastMeasure.Milestone),
            Amount(ForecastMeasure.Released),
            Hours(ForecastMeasure.Soft),
            Amount(ForecastMeasure.Soft),
            Amount(ForecastMeasure.UnconfirmedMilestone),
            Amount(ForecastMeasure.ChangeOrder),
            Upside.Sum(measure => sixtieths[(int)measure]) / 60m,
            Measures.Sum(measure => sixtieths[(int)measure] * Weight(measure, weights)) / 60m);

        private decimal Hours(ForecastMeasure measure) => minutes[(int)measure] / 60m;

        private decimal Amount(ForecastMeasure measure) => sixtieths[(int)measure] / 60m;
    }
}

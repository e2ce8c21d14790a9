using Throughline.Domain.Dates;
using Throughline.Domain.Engagements;
using Throughline.Domain.Forecasting;
using Throughline.Domain.Revenue;

namespace Throughline.Domain.Reports;

/// <summary>Turns the parts of a forecast into those of a report's figures.</summary>
internal sealed class ForecastSource(ForecastParts source, IReadOnlyList<Period> periods, ReportSettings settings)
{
    public static ForecastSource Of(PracticeFacts facts, ReportRequest request) => new(
        new ForecastParts(facts, request.Periods(), request.Today, request.Settings.Weekends), request.Periods(), request.Settings);

    public static ForecastSource OverAllTime(PracticeFacts facts, ReportRequest request) =>
        new(RemainingFunds.PartsOf(facts, request), [], request.Settings);

    public static ForecastSource OfRevenue(PracticeFacts facts, ReportRequest request) =>
        new(Margin.RevenueParts(facts, request), [], request.Settings);

    /// <summary>The parts of one period, or of all where the report has no periods.</summary>
    public IEnumerable<ForecastPart> Of(EngagementFact engagement, Period? period, params IReadOnlyCollection<ForecastMeasure> measures)
    {
        var parts = new List<ForecastPart>();
        source.Collect(engagement, parts);
        return parts.Where(part => measures.Contains(part.Measure) && (period is null || periods[part.Period] == period));
    }

    public IEnumerable<Part> Weighted(EngagementFact engagement, Period period) =>
        Of(engagement, period, Enum.GetValues<ForecastMeasure>()).Select(part => Explained(part, Forecast.Weight(part.Measure, settings.WeightsOf(engagement))));

    public IEnumerable<Part> Explained(EngagementFact engagement, Period? period, params IReadOnlyCollection<ForecastMeasure> measures) =>
        Of(engagement, period, measures).Select(part => Explained(part));

    /// <param name="part">What is explained.</param>
    /// <param name="weight">Takes part of the amount, or subtracts it.</param>
    public static Part Explained(ForecastPart part, decimal weight = 1m) => new(
        Kind(part.Measure),
        part.Reference,
        part.Days,
        part.Minutes == 0m ? null : part.Hours,
        part.Rate,
        part.Amount * weight,
        BringsNothing(part) ? 0m : weight);

    private static bool BringsNothing(ForecastPart part) => part.Rate is > 0m && part.AmountInSixtieths == 0m;

    internal static string Kind(ForecastMeasure measure) => measure switch
    {
        ForecastMeasure.Actual => "time",
        ForecastMeasure.Released => "released_milestone",
        ForecastMeasure.Hard => "hard_booking",
        ForecastMeasure.Milestone => "milestone",
        ForecastMeasure.Soft => "soft_booking",
        ForecastMeasure.UnconfirmedMilestone => "unconfirmed_milestone",
        ForecastMeasure.ChangeOrder => "change_order",
    };
}

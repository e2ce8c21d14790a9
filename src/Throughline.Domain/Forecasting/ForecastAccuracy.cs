using Throughline.Domain.Engagements;
using Throughline.Domain.Reports;

namespace Throughline.Domain.Forecasting;

/// <summary>How a closed period came out against its forecast. The deviation is in percent of the forecast, not rounded; null when nothing was forecast.</summary>
public sealed record ForecastAccuracy(decimal? DeviationPercent, decimal TolerancePercent, bool WithinTolerance)
{
    /// <summary>Compares unrounded values, bounds included (P-07). What was not forecast and yet came is outside; nothing of nothing is inside.</summary>
    public static ForecastAccuracy Of(EngagementType type, decimal forecast, decimal actual, ReportSettings settings)
    {
        var tolerance = settings.AccuracyToleranceOfType.TryGetValue(type, out var own) ? own : settings.AccuracyTolerance;
        if (forecast == 0m)
            return new ForecastAccuracy(null, tolerance, actual == 0m);

        var within = Math.Abs(actual - forecast) * 100m <= tolerance * Math.Abs(forecast);
        return new ForecastAccuracy((actual - forecast) * 100m / forecast, tolerance, within);
    }

    /// <summary>Blocks and dedicated people are measured only from the transition meeting on: it must not lie after the snapshot's day .</summary>
    public static bool IsMeasured(EngagementFact engagement, DateOnly snapshotDay) => engagement.Type switch
    {
        EngagementType.ConsultingBlock or EngagementType.Dedicated => engagement.TransitionDate <= snapshotDay,
        EngagementType.Consulting or EngagementType.Training or EngagementType.Blended => true,
    };
}

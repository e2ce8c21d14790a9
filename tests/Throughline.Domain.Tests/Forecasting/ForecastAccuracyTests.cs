using Throughline.Domain.Engagements;
using Throughline.Domain.Forecasting;
using Throughline.Domain.Reports;
using static Throughline.Domain.Tests.Reports.Given;

namespace Throughline.Domain.Tests.Forecasting;

[Trait("rule", "R-122"), Trait("rule", "P-07")]
public class ForecastAccuracyTests
{
    [Theory]
    [InlineData(EngagementType.Consulting, 200_000, 191_000, "-4.50", true)]
    [InlineData(EngagementType.Consulting, 200_000, 190_000, "-5.00", true)]
    [InlineData(EngagementType.Consulting, 200_000, 189_999, "-5.00", false)]
    [InlineData(EngagementType.Consulting, 200_000, 210_000, "5.00", true)]
    [InlineData(EngagementType.ConsultingBlock, 50_000, 45_000, "-10.00", true)]
    [InlineData(EngagementType.Dedicated, 50_000, 44_900, "-10.20", false)]
    [InlineData(EngagementType.Training, 0, 1, null, false)]
    [InlineData(EngagementType.Blended, 0, 0, null, true)]
    public void A_period_is_within_tolerance_by_unrounded_values_bounds_included(
        EngagementType type, int forecast, int actual, string? deviation, bool within)
    {
        var accuracy = ForecastAccuracy.Of(type, forecast, actual, ReportSettings.Standard);

        Assert.Equal((deviation, within), (Cell.Percent(accuracy.DeviationPercent).Canonical, accuracy.WithinTolerance));
    }

    [Theory]
    [InlineData(EngagementType.Consulting, null, true)]
    [InlineData(EngagementType.ConsultingBlock, null, false)]
    [InlineData(EngagementType.ConsultingBlock, "2026-03-02", true)]
    [InlineData(EngagementType.Dedicated, "2026-03-03", false)]
    public void A_block_is_measured_only_when_its_transition_meeting_is_not_after_the_snapshot(EngagementType type, string? transition, bool measured) =>
        Assert.Equal(measured, ForecastAccuracy.IsMeasured(
            Engagement() with { Type = type, TransitionDate = transition is null ? null : Day(transition) }, Day("2026-03-02")));
}

using Throughline.Domain.Dates;
using Throughline.Domain.Engagements;
using Throughline.Domain.Reports;

namespace Throughline.Domain.Forecasting;

/// <summary>Money that may come: one soft booking in one period, one pending change order or one unconfirmed milestone, not rounded.</summary>
/// <param name="Engagement">Of any status but prospect and cancelled.</param>
/// <param name="Reason">Soft, ChangeOrder or UnconfirmedMilestone.</param>
/// <param name="Reference">The key of the booking, change order or milestone.</param>
/// <param name="Amount">Before its probability.</param>
/// <param name="Probability">The policy's weight, 0 to 1.</param>
/// <param name="Expected">The period in which the money would come.</param>
/// <param name="ChangedSinceLastWeek">True when amount or period differ from the last weekly snapshot, and for what it did not hold.</param>
public sealed record UpsideRow(
    EngagementFact Engagement,
    ForecastMeasure Reason,
    string Reference,
    decimal Amount,
    decimal Probability,
    Period Expected,
    bool ChangedSinceLastWeek);

/// <summary>Where the upside of the forecast comes from, line by line. Soft bookings of fixed-fee engagements bring none.</summary>
public static class Upside
{
    public static IReadOnlyList<UpsideRow> Of(PracticeFacts facts, ReportRequest request)
    {
        var (rows, parts) = (new List<UpsideRow>(), new List<ForecastPart>());
        var periods = request.Periods();
        var source = new ForecastParts(facts, periods, request.Today, request.Settings.Weekends);
        var lastWeek = request.UpsideLastWeek.Select(Identity).ToHashSet();

        foreach (var engagement in facts.Engagements.Where(engagement => engagement.Status.CountsInReports()))
        {
            parts.Clear();
            source.Collect(engagement, parts);
            rows.AddRange(
                from part in parts
                where IsUpside(engagement, part)
                group part by (part.Measure, part.Reference, part.Period) into line
                let row = new UpsideRow(
                    engagement, line.Key.Measure, line.Key.Reference, line.Sum(part => part.AmountInSixtieths) / 60m,
                    Forecast.Weight(line.Key.Measure, request.Settings), periods[line.Key.Period], false)
                select row with { ChangedSinceLastWeek = !lastWeek.Contains(Identity(row)) });
        }

        return rows;
    }

    internal static bool IsUpside(EngagementFact engagement, ForecastPart part) => Forecast.Upside.Contains(part.Measure)
        && (part.Measure is not ForecastMeasure.Soft || engagement.Billing is Billing.TimeAndMaterials);

    private static (EngagementKey, ForecastMeasure, string, string, decimal) Identity(UpsideRow row) =>
        (row.Engagement.Engagement, row.Reason, row.Reference, row.Expected.Name, row.Amount);
}

using Throughline.Domain.Dates;
using Throughline.Domain.Engagements;
using Throughline.Domain.Reports;

namespace Throughline.Domain.Forecasting;

/// <summary>Why money may come.</summary>
public enum UpsideReason { SoftBooking, ChangeOrder, Milestone }

public static class UpsideReasons
{
    public static readonly Wording<UpsideReason> Words = new(Text);

    public static string Text(this UpsideReason reason) => reason switch
    {
        UpsideReason.SoftBooking => "soft_booking",
        UpsideReason.ChangeOrder => "change_order",
        UpsideReason.Milestone => "milestone",
    };

    /// <summary>Null for what is earned or promised and so no upside.</summary>
    public static UpsideReason? Of(ForecastMeasure measure) => measure switch
    {
        ForecastMeasure.Soft => UpsideReason.SoftBooking,
        ForecastMeasure.ChangeOrder => UpsideReason.ChangeOrder,
        ForecastMeasure.UnconfirmedMilestone => UpsideReason.Milestone,
        ForecastMeasure.Actual or ForecastMeasure.Released or ForecastMeasure.Hard or ForecastMeasure.Milestone => null,
    };
}

/// <summary>Money that may come: one soft booking in one period, one pending change order or one unconfirmed milestone, not rounded.</summary>
/// <param name="Engagement">Of any status but prospect and cancelled.</param>
/// <param name="Reason">What the reference is the key of.</param>
/// <param name="Reference">The key of the booking, change order or milestone.</param>
/// <param name="Amount">Before its probability.</param>
/// <param name="Probability">The policy's weight, 0 to 1.</param>
/// <param name="Expected">The period in which the money would come.</param>
/// <param name="ChangedSinceLastWeek">True when amount or period differ from the last weekly snapshot, and for what it did not hold.</param>
public sealed record UpsideRow(
    EngagementFact Engagement,
    UpsideReason Reason,
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
            var weights = request.Settings.WeightsOf(engagement);
            rows.AddRange(
                from part in parts
                where part.Measure is not ForecastMeasure.Soft || engagement.Billing is Billing.TimeAndMaterials
                let reason = UpsideReasons.Of(part.Measure)
                where reason is not null
                group part by (Reason: reason.Value, part.Measure, part.Reference, part.Period) into line
                let row = new UpsideRow(
                    engagement, line.Key.Reason, line.Key.Reference, line.Sum(part => part.AmountInSixtieths) / 60m,
                    Forecast.Weight(line.Key.Measure, weights), periods[line.Key.Period], false)
                select row with { ChangedSinceLastWeek = !lastWeek.Contains(Identity(row)) });
        }

        return rows;
    }

    private static (EngagementKey, UpsideReason, string, string, decimal) Identity(UpsideRow row) =>
        (row.Engagement.Engagement, row.Reason, row.Reference, row.Expected.Name, row.Amount);
}

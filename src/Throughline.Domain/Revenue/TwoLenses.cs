using Throughline.Domain.Dates;
using Throughline.Domain.Engagements;
using Throughline.Domain.Forecasting;
using Throughline.Domain.Reports;
using Throughline.Domain.Timekeeping;

namespace Throughline.Domain.Revenue;

/// <summary>One piece of either lens: time or a booking brings minutes, a milestone brings an amount.</summary>
/// <param name="Kind"><c>time</c>, <c>hard_booking</c>, <c>soft_booking</c>, <c>released_milestone</c>, <c>milestone</c> or <c>unconfirmed_milestone</c>.</param>
/// <param name="Period">Its place among the periods of the range; -1 before the first, and their number after the last.</param>
public sealed record LensPiece(string Kind, string Reference, DateRange Days, int Period, decimal Minutes, decimal Amount);

/// <summary>A fixed-fee engagement seen through both lenses over all time.</summary>
public sealed record Lenses(EngagementFact Engagement, IReadOnlyList<LensPiece> Pieces, decimal AllMinutes, decimal AllAmount, decimal LimitPercent)
{
    /// <summary>Of all effort, in percent, what the pieces up to the period are; null when there is no effort at all.</summary>
    public decimal? EffortPercent(Func<LensPiece, bool> reached) => Share(reached, piece => piece.Minutes, AllMinutes);

    /// <summary>Of all milestones' amounts, in percent; null when there are none.</summary>
    public decimal? ValuePercent(Func<LensPiece, bool> reached) => Share(reached, piece => piece.Amount, AllAmount);

    /// <summary>Percentage points by which effort is ahead of value; negative where value is ahead.</summary>
    public decimal? Drift(Func<LensPiece, bool> reached) => EffortPercent(reached) - ValuePercent(reached);

    public bool IsAlarming(decimal? drift) => drift is { } known && Math.Abs(known) > LimitPercent;

    /// <summary>What is behind us: worked, or accepted.</summary>
    public static bool IsDone(LensPiece piece) => piece.Kind is "time" or "released_milestone";

    private decimal? Share(Func<LensPiece, bool> reached, Func<LensPiece, decimal> of, decimal all) =>
        all == 0m ? null : Pieces.Where(reached).Sum(of) * 100m / all;
}

/// <summary>Effort and value of one engagement in one period, with the shares reached at its end.</summary>
public sealed record LensRow(Lenses Lenses, Period Period, int Place)
{
    public EngagementFact Engagement => Lenses.Engagement;
    public decimal EffortHours => Within.Sum(piece => piece.Minutes) / 60m;
    public decimal ValueAmount => Within.Sum(piece => piece.Amount);
    public decimal? EffortPercent => Lenses.EffortPercent(IsReached);
    public decimal? ValuePercent => Lenses.ValuePercent(IsReached);
    public decimal? DriftPercent => Lenses.Drift(IsReached);
    public bool Alarm => Lenses.IsAlarming(DriftPercent);

    public IEnumerable<LensPiece> Within => Lenses.Pieces.Where(piece => piece.Period == Place);
    public IEnumerable<LensPiece> Reached => Lenses.Pieces.Where(IsReached);

    private bool IsReached(LensPiece piece) => piece.Period <= Place;
}

/// <summary>
/// Two answers to how far a fixed fee is: the share of its effort that is worked before today and booked from today on, and
/// the share of its value that milestones brought and will bring. Bookings move the first and never the second.
/// </summary>
public static class TwoLenses
{
    /// <summary>The periods of the range that an engagement lasts in or has effort or value in.</summary>
    public static IEnumerable<LensRow> Of(PracticeFacts facts, ReportRequest request)
    {
        var periods = request.Periods();
        foreach (var lenses in Lenses(facts, request))
        {
            var lasts = new DateRange(lenses.Engagement.Start, lenses.Engagement.Expires);
            var touched = lenses.Pieces.Select(piece => piece.Period).ToHashSet();
            for (var place = 0; place < periods.Count; place++)
            {
                if (touched.Contains(place) || periods[place].Days.Overlaps(lasts))
                    yield return new LensRow(lenses, periods[place], place);
            }
        }
    }

    /// <summary>Each fixed-fee engagement that was sold. All of its effort is its budget, or what is worked and booked where that is more.</summary>
    public static IEnumerable<Lenses> Lenses(PracticeFacts facts, ReportRequest request)
    {
        var (periods, parts) = (request.Periods(), new List<ForecastPart>());
        var source = new ForecastParts(facts with { Time = [], ChangeOrders = [] }, WithTheRest(periods, request.Range), request.Today, request.Settings.Weekends);
        var time = facts.Time.Where(line => line is { Engagement: not null, State: TimeState.Approved } && line.Day < request.Today).ToLookup(line => line.Engagement!.Value);
        var values = facts.Milestones.ToLookup(milestone => milestone.Engagement, milestone => milestone.Amount);

        foreach (var engagement in facts.Engagements.Where(engagement => engagement.Billing is Billing.FixedFee && engagement.Status.CountsInReports()))
        {
            parts.Clear();
            source.Collect(engagement, parts);
            List<LensPiece> pieces = [.. time[engagement.Engagement].Select(line => Worked(line, periods)), .. parts.Select(Planned)];
            yield return new Lenses(
                engagement, pieces, Math.Max((engagement.BudgetHours ?? 0m) * 60m, pieces.Sum(piece => piece.Minutes)),
                values[engagement.Engagement].Sum(), request.Settings.DriftLimitOf(engagement));
        }
    }

    // The range's periods between all that is before and all that is after them.
    private static List<Period> WithTheRest(IReadOnlyList<Period> periods, DateRange range) =>
    [
        new("", new DateRange(DateOnly.MinValue, range.First.AddDays(-1))),
        .. periods,
        new("", new DateRange(range.Last.AddDays(1), DateOnly.MaxValue)),
    ];

    private static LensPiece Worked(TimeLine line, IReadOnlyList<Period> periods)
    {
        var place = line.Day < periods[0].Days.First ? -1 : periods.TakeWhile(period => period.Days.Last < line.Day).Count();
        return new LensPiece("time", line.Reference, new DateRange(line.Day, line.Day), place, line.Hours * 60m, 0m);
    }

    private static LensPiece Planned(ForecastPart part) => new(
        ForecastSource.Kind(part.Measure), part.Reference, part.Days, part.Period - 1, part.Minutes, part.AmountInSixtieths / 60m);
}

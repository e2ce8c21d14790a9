using Throughline.Domain.Dates;
using Throughline.Domain.Revenue;

namespace Throughline.Domain.Reports;

internal static class EffortAndValueReport
{
    private static readonly string[] Keys = ["engagement", "period"];

    private static readonly ReportColumns<LensRow, PracticeFacts> Columns =
        new ReportColumns<LensRow, PracticeFacts>("effort-and-value", Keys, (facts, _) => facts)
            .Engagement(row => row.Engagement)
            .ProjectManager(row => row.Engagement)
            .Period("period", row => row.Period.Name)
            .Hours("effort_hours", row => row.EffortHours, (_, row) => row.Within.Where(piece => piece.Minutes != 0m).Select(Piece))
            .Percent("effort_percent", row => row.EffortPercent, (_, row) => Effort(row, 1m))
            .Money("value_amount", row => row.ValueAmount, (_, row) => row.Within.Where(piece => piece.Amount != 0m).Select(Piece))
            .Percent("value_percent", row => row.ValuePercent, (_, row) => Value(row, 1m))
            .Percent("drift_percent", row => row.DriftPercent, (_, row) => Effort(row, 1m).Concat(Value(row, -1m)))
            .Boolean("alarm", row => row.Alarm)
            .Text("currency", row => row.Engagement.Currency.Code);

    public static readonly ReportDefinition Definition = new()
    {
        Name = "effort-and-value",
        Columns = Columns.Public,
        Keys = Keys,
        UsesPeriodKind = true,
        Facts = FactSet.Engagements | FactSet.People | FactSet.WorkingTime | FactSet.Bookings | FactSet.Time | FactSet.Milestones,
        TimeDays = TimeDays,
        BookingDays = request => new DateRange(request.Today, DateOnly.MaxValue),
        Build = (facts, request) => Columns.Sorted(facts, request, TwoLenses.Of(facts, request)),
    };

    /// <summary>All time before today, cut where periods begin and end.</summary>
    internal static IReadOnlyList<DateRange> TimeDays(ReportRequest request) =>
    [
        .. new[] { new DateRange(DateOnly.MinValue, request.Range.First.AddDays(-1)) }
            .Concat(request.Periods().Select(period => period.Days))
            .Append(new DateRange(request.Range.Last.AddDays(1), DateOnly.MaxValue))
            .SelectMany(days => ForecastReport.Until(days, request.Today)),
    ];

    private static Part Piece(LensPiece piece) => piece.Amount == 0m
        ? new Part(piece.Kind, piece.Reference, piece.Days, piece.Minutes / 60m)
        : new Part(piece.Kind, piece.Reference, piece.Days, Amount: piece.Amount);

    // In percentage points of all effort, and of all value.
    private static IEnumerable<Part> Effort(LensRow row, decimal sign) => row.Lenses.AllMinutes == 0m ? [] :
        from piece in row.Reached
        where piece.Minutes != 0m
        select Piece(piece) with { Amount = sign * piece.Minutes * 100m / row.Lenses.AllMinutes, Weight = sign };

    private static IEnumerable<Part> Value(LensRow row, decimal sign) => row.Lenses.AllAmount == 0m ? [] :
        from piece in row.Reached
        where piece.Amount != 0m
        select Piece(piece) with { Amount = sign * piece.Amount * 100m / row.Lenses.AllAmount, Weight = sign };
}

using Throughline.Domain.Dates;
using Throughline.Domain.Forecasting;

namespace Throughline.Domain.Reports;

/// <summary>What a report is asked for.</summary>
/// <remarks>Today is T: the day the report takes for today, which divides actual from planned; it has nothing to do with when the facts were recorded.</remarks>
public sealed record ReportRequest(DateRange Range, PeriodKind Kind, DateOnly Today, ReportSettings Settings)
{
    /// <summary>The longest range, in years.</summary>
    public const int MostYears = 50;

    private const int FirstYear = 1901;
    private const int LastYear = 8999;

    /// <summary>Upside as it stood at the last weekly snapshot, cut into the same range and periods; empty when there was none.</summary>
    public IReadOnlyList<UpsideRow> UpsideLastWeek { get; init; } = [];

    /// <summary>Refuses a day around which weeks, years and whole ranges cannot all be counted.</summary>
    public static DayTooFar? TooFar(DateOnly? day) => day is { Year: < FirstYear or > LastYear } far ? new DayTooFar(far, FirstYear, LastYear) : null;

    public IReadOnlyList<Period> Periods() => Dates.Periods.Cut(Range, Kind, Settings.FiscalYearStartMonth);
}

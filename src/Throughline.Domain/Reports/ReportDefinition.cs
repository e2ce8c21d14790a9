using Throughline.Domain.Dates;

namespace Throughline.Domain.Reports;

/// <summary>The facts a report needs for a request, and how far it reads.</summary>
/// <param name="Facts">Other kinds of fact need not be fetched.</param>
/// <param name="TimeDays">The spans of days whose time counts, in order. Within one of them, and between two rate segments, lines may be summed.</param>
/// <param name="BookingDays">Only bookings that overlap these days count; null when none does.</param>
public sealed record FactNeeds(FactSet Facts, IReadOnlyList<DateRange> TimeDays, DateRange? BookingDays);

/// <summary>A report that can be asked for by name.</summary>
public sealed class ReportDefinition
{
    public required string Name { get; init; }

    public required IReadOnlyList<ReportColumn> Columns { get; init; }

    /// <summary>The columns that together name one row.</summary>
    public required IReadOnlyList<string> Keys { get; init; }

    public required FactSet Facts { get; init; }

    /// <summary>False for a report over all time: a range is taken and ignored.</summary>
    public bool UsesRange { get; init; } = true;

    /// <summary>False where periods play no part or are always weeks: a kind is taken and ignored.</summary>
    public bool UsesPeriodKind { get; init; }

    /// <summary>Rows come engagement by engagement, and none depends on another engagement's: the report may be built piece by piece.</summary>
    public bool ByEngagement { get; init; }

    /// <summary>Only upside: compare with <see cref="ReportRequest.UpsideLastWeek"/>.</summary>
    public bool UsesLastWeek { get; init; }

    /// <summary>The days shown when none are asked for.</summary>
    public Func<DateOnly, DateRange> DefaultRange { get; init; } = TwelveMonths;

    /// <summary>The rows must hold the facts of <see cref="Needs"/>; more do no harm.</summary>
    public required Func<PracticeFacts, ReportRequest, ReportTable> Build { get; init; }

    /// <summary>Of a percentage over several rows: what is added up above the line, and below it.</summary>
    public IReadOnlyDictionary<string, (IReadOnlyList<string> Over, string Under)> Ratios { get; init; } =
        new Dictionary<string, (IReadOnlyList<string>, string)>();

    /// <summary>A percentage of summed figures; missing where it has no ratio, or nothing to divide by.</summary>
    public Cell RatioOf(ReportTotal total, string column)
    {
        if (!Ratios.TryGetValue(column, out var ratio))
            return Cell.Missing(ColumnType.Percent);

        decimal? Of(string name) => total.Sums.FirstOrDefault(sum => sum.Column.Name == name).Sum.Number;
        var over = ratio.Over.Select(Of).ToList();
        return Cell.Percent(over.Contains(null) || Of(ratio.Under) is not { } under || under == 0m ? null : over.Sum() * 100m / under);
    }

    internal Func<ReportRequest, IReadOnlyList<DateRange>> TimeDays { get; init; } = _ => [];

    internal Func<ReportRequest, DateRange?> BookingDays { get; init; } = _ => null;

    public FactNeeds Needs(ReportRequest request) => new(Facts, TimeDays(request), BookingDays(request));

    /// <summary>Fills in what was not asked for. A missing end of the range is that of the default range.</summary>
    public Result<ReportRequest> Request(
        DateOnly today, ReportSettings settings, DateOnly? from = null, DateOnly? to = null, PeriodKind? kind = null)
    {
        var asked = UsesRange ? (from, to) : (null, null);
        if ((ReportRequest.TooFar(today) ?? ReportRequest.TooFar(asked.from) ?? ReportRequest.TooFar(asked.to)) is { } far)
            return far;

        var usual = DefaultRange(today);
        var (first, last) = (asked.from ?? usual.First, asked.to ?? usual.Last);
        if (last < first)
            return new RangeBackwards(first, last);
        if (last >= first.AddYears(ReportRequest.MostYears))
            return new RangeTooLong(first, last);

        return new ReportRequest(new DateRange(first, last), UsesPeriodKind ? kind ?? PeriodKind.Month : PeriodKind.Month, today, settings);
    }

    /// <summary>Today's month and the eleven after it.</summary>
    internal static DateRange TwelveMonths(DateOnly today)
    {
        var first = new DateOnly(today.Year, today.Month, 1);
        return new DateRange(first, first.AddMonths(12).AddDays(-1));
    }

    /// <summary>Four weeks from today's Monday.</summary>
    internal static DateRange FourWeeks(DateOnly today) => new(Periods.Monday(today), Periods.Monday(today).AddDays(27));
}

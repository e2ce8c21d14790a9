namespace Throughline.Domain.Dates;

/// <summary>How often something comes round.</summary>
public enum RhythmKind { Weekly, Monthly, MonthlyBusinessDay, QuarterlyBusinessDay }

public static class RhythmKinds
{
    public static readonly Wording<RhythmKind> Words = new(Text);

    public static string Text(this RhythmKind kind) => kind switch
    {
        RhythmKind.Weekly => "weekly",
        RhythmKind.Monthly => "monthly",
        RhythmKind.MonthlyBusinessDay => "monthly_business_day",
        RhythmKind.QuarterlyBusinessDay => "quarterly_business_day",
    };

    /// <summary>The largest number of a day: Sunday of a week is 7.</summary>
    public static int MostDays(this RhythmKind kind) => kind switch
    {
        RhythmKind.Weekly => 7,
        RhythmKind.Monthly => 31,
        RhythmKind.MonthlyBusinessDay => 23,
        RhythmKind.QuarterlyBusinessDay => 66,
    };
}

/// <summary>A moment on a wall clock that comes round: the day of each week, month or fiscal quarter, and the minute of that day.</summary>
/// <param name="Day">From 1: Monday, the first of the month, the first business day. Where a period has fewer, its last one.</param>
/// <param name="Minute">Since midnight, 0 to 1439.</param>
/// <param name="Weekend">What is no business day.</param>
/// <param name="FiscalYearStartMonth">1 to 12.</param>
public sealed record Rhythm(RhythmKind Kind, int Day, int Minute, IReadOnlyCollection<DayOfWeek> Weekend, int FiscalYearStartMonth)
{
    /// <summary>The first such instant after the given one, never the given one itself. Skipped and doubled times are those of <see cref="Zones.InstantOf"/>.</summary>
    public DateTimeOffset NextAfter(DateTimeOffset instant, TimeZoneInfo zone)
    {
        var period = Whole(Zones.DayOf(instant, zone).AddDays(-1));
        while (At(period, zone) <= instant)
            period = Whole(period.Last.AddDays(1));

        return At(period, zone);
    }

    /// <summary>The last such instant that is not after the given one.</summary>
    public DateTimeOffset LastAtOrBefore(DateTimeOffset instant, TimeZoneInfo zone)
    {
        var period = Whole(Zones.DayOf(instant, zone).AddDays(1));
        while (At(period, zone) > instant)
            period = Whole(period.First.AddDays(-1));

        return At(period, zone);
    }

    private DateRange Whole(DateOnly day) => Periods.Whole(day, Kind switch
    {
        RhythmKind.Weekly => PeriodKind.Week,
        RhythmKind.Monthly or RhythmKind.MonthlyBusinessDay => PeriodKind.Month,
        RhythmKind.QuarterlyBusinessDay => PeriodKind.Quarter,
    }, FiscalYearStartMonth);

    private DateTimeOffset At(DateRange period, TimeZoneInfo zone) => Zones.InstantOf(DayIn(period), TimeOnly.MinValue.AddMinutes(Minute), zone);

    private DateOnly DayIn(DateRange period)
    {
        var days = period.Days();
        if (Kind is RhythmKind.MonthlyBusinessDay or RhythmKind.QuarterlyBusinessDay)
            days = days.Where(day => !Weekend.Contains(day.DayOfWeek));

        return days.Take(Day).Last();
    }
}

namespace Throughline.Domain.Dates;

/// <summary>How a report cuts time.</summary>
public enum PeriodKind { Week, Month, Quarter }

/// <summary>One cut of time with the name reports print: a month <c>2026-03</c>, a week by its ISO Monday, a quarter <c>FY27-Q1</c>.</summary>
/// <remarks>A period cut by the asked range keeps its name; <see cref="Days"/> holds only the days inside the range.</remarks>
public sealed record Period(string Name, DateRange Days);

/// <summary>Cuts a range of days into weeks, months or fiscal quarters.</summary>
public static class Periods
{
    /// <summary>Every period that the range touches, in order, each cut to the days inside the range.</summary>
    /// <param name="range">The days asked for, both ends included.</param>
    /// <param name="kind">Weeks begin on Monday (ISO 8601).</param>
    /// <param name="fiscalYearStartMonth">1 to 12; the fiscal year is named after the calendar year in which it ends.</param>
    public static IReadOnlyList<Period> Cut(DateRange range, PeriodKind kind, int fiscalYearStartMonth)
    {
        var periods = new List<Period>();
        for (var day = range.First; day <= range.Last;)
        {
            var whole = Whole(day, kind, fiscalYearStartMonth);
            var last = whole.Last < range.Last ? whole.Last : range.Last;
            periods.Add(new Period(Name(day, kind, fiscalYearStartMonth), new DateRange(day, last)));
            if (last == DateOnly.MaxValue)
                break;

            day = last.AddDays(1);
        }

        return periods;
    }

    /// <summary>The whole week, month or fiscal quarter that holds the day.</summary>
    public static DateRange Whole(DateOnly day, PeriodKind kind, int fiscalYearStartMonth) => kind switch
    {
        PeriodKind.Week => new DateRange(Monday(day), Monday(day).AddDays(6)),
        PeriodKind.Month => Month.Of(day).Days,
        PeriodKind.Quarter => Quarter(day, fiscalYearStartMonth),
    };

    public static string Name(DateOnly day, PeriodKind kind, int fiscalYearStartMonth) => kind switch
    {
        PeriodKind.Week => FormattableString.Invariant($"{Monday(day):yyyy-MM-dd}"),
        PeriodKind.Month => Month.Of(day).ToString(),
        PeriodKind.Quarter => QuarterName(day, fiscalYearStartMonth),
    };

    /// <summary>The Monday on or before the day.</summary>
    public static DateOnly Monday(DateOnly day) => day.AddDays(-(((int)day.DayOfWeek + 6) % 7));

    private static int MonthOfFiscalYear(DateOnly day, int startMonth) => (day.Month - startMonth + 12) % 12;

    private static DateRange Quarter(DateOnly day, int startMonth)
    {
        var first = new DateOnly(day.Year, day.Month, 1).AddMonths(-(MonthOfFiscalYear(day, startMonth) % 3));
        return new DateRange(first, first.AddMonths(3).AddDays(-1));
    }

    private static string QuarterName(DateOnly day, int startMonth)
    {
        var month = MonthOfFiscalYear(day, startMonth);
        var yearEnds = new DateOnly(day.Year, day.Month, 1).AddMonths(11 - month).Year;
        return FormattableString.Invariant($"FY{yearEnds % 100:00}-Q{month / 3 + 1}");
    }
}

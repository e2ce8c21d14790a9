using System.Globalization;
using System.Text.RegularExpressions;

namespace Throughline.Domain.Contracts;

/// <summary>A date found in a text; <c>Day</c> is null when day and month could be either way round.</summary>
internal sealed record FoundDate(int Index, int Length, DateOnly? Day, string Text);

/// <summary>Which number comes first in dates such as 03/04/2026, as far as the document itself tells.</summary>
internal enum DayMonthOrder { Unknown, DayFirst, MonthFirst }

/// <summary>Reads whole dates: a month without a day is not one.</summary>
internal static partial class WrittenDate
{
    private const string Months = "jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?";
    private const string MonthNames = "janfebmaraprmayjunjulaugsepoctnovdec";

    public static IEnumerable<FoundDate> All(string text, DayMonthOrder order)
    {
        foreach (Match match in Pattern().Matches(text))
        {
            if (match.Groups["a"].Success && !match.Groups["y"].Success)
                continue;

            var (known, day) = Read(match, order);
            if (known)
                yield return new FoundDate(match.Index, match.Length, day, match.Value);
        }
    }

    public static FoundDate? First(string text, DayMonthOrder order) => All(text, order).FirstOrDefault();

    /// <summary>The order that the document's clear dates share, or that it states ("dd/mm/yyyy"); unknown when they disagree.</summary>
    public static DayMonthOrder OrderOf(IEnumerable<string> texts)
    {
        var (dayFirst, monthFirst) = (false, false);
        foreach (var text in texts)
        {
            dayFirst |= text.Contains("dd/mm/", StringComparison.OrdinalIgnoreCase);
            monthFirst |= text.Contains("mm/dd/", StringComparison.OrdinalIgnoreCase);
            foreach (Match match in Numeric().Matches(text))
            {
                var (a, b) = (Number(match, "a"), Number(match, "b"));
                dayFirst |= a is > 12 and <= 31 && b <= 12;
                monthFirst |= b is > 12 and <= 31 && a <= 12;
            }
        }

        return (dayFirst, monthFirst) switch
        {
            (true, false) => DayMonthOrder.DayFirst,
            (false, true) => DayMonthOrder.MonthFirst,
            _ => DayMonthOrder.Unknown,
        };
    }

    private static (bool Known, DateOnly? Day) Read(Match match, DayMonthOrder order)
    {
        if (match.Groups["month"].Success)
        {
            var month = MonthNames.IndexOf(match.Groups["month"].Value[..3], StringComparison.OrdinalIgnoreCase) / 3 + 1;
            return Of(Number(match, "y"), month, Number(match, "d"));
        }

        if (match.Groups["iso"].Success)
            return Of(Number(match, "y"), Number(match, "m"), Number(match, "d"));

        var (a, b, year) = (Number(match, "a"), Number(match, "b"), Year(match));
        if (match.Groups["sep"].Value == "." || a > 12 || order == DayMonthOrder.DayFirst && b <= 12)
            return Of(year, b, a);
        if (a == b || b > 12 || order == DayMonthOrder.MonthFirst)
            return Of(year, a, b);

        return (true, null);
    }

    private static (bool, DateOnly?) Of(int year, int month, int day) =>
        year is >= 1970 and <= 2199 && month is >= 1 and <= 12 && day >= 1 && day <= DateTime.DaysInMonth(year, month)
            ? (true, new DateOnly(year, month, day))
            : (false, null);

    private static int Number(Match match, string group) => int.Parse(match.Groups[group].ValueSpan, CultureInfo.InvariantCulture);

    private static int Year(Match match) => Number(match, "y") is < 100 and var short_ ? 2000 + short_ : Number(match, "y");

    [GeneratedRegex(
        @"(?<iso>)\b(?<y>\d{4})[-/](?<m>\d{1,2})[-/](?<d>\d{1,2})\b" +
        @"|\b(?:(?<month>" + Months + @")\b\.?\s{0,2}(?<d>\d{1,2})(?:st|nd|rd|th)?\b\s{0,2},?\s{0,2}(?<y>\d{4})\b" +
        @"|(?<d>\d{1,2})(?:st|nd|rd|th)?(?:\s{1,2}(?:day\s)?(?:of\s)?|[-/.]\s?)(?<month>" + Months + @")\b\.?(?:,?\s{1,2}|[-/])(?<y>\d{4})\b" +
        @"|(?<a>\d{1,2})(?<sep>[/.-])(?<b>\d{1,2})\k<sep>(?<y>\d{4}|\d{2})\b(?![/.-]\d))",
        RegexOptions.IgnoreCase, 5000)]
    private static partial Regex Pattern();

    [GeneratedRegex(@"\b(?<a>\d{1,2})[/-](?<b>\d{1,2})[/-](?:\d{4}|\d{2})\b", RegexOptions.None, 5000)]
    private static partial Regex Numeric();
}

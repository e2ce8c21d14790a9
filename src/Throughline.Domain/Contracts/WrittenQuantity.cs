using System.Globalization;
using System.Text.RegularExpressions;

namespace Throughline.Domain.Contracts;

/// <summary>Reads "five (5) business days", "12-month", "two weeks".</summary>
internal static partial class WrittenQuantity
{
    /// <summary>The number, written in digits, in words or both, as one alternative of a larger pattern: groups <c>n</c> and <c>w</c>.</summary>
    public const string Number =
        @"(?:(?<w>one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen|fourteen|fifteen|sixteen|eighteen|twenty(?:-one|-four|-five)?|thirty(?:-six)?|forty(?:-five)?|sixty|ninety|a)\s{0,2}(?:\(\s?(?<n>\d{1,3})\s?\))?|(?<![\d.,$€£/])(?<n>\d{1,3}))";

    public const string Unit =
        @"(?:(?<kind>(?:US |federal |consecutive )?(?:business|working|work|calendar))[\s-]{1,2})?(?<unit>day|week|month|year)(?:s|s['’]|['’]s)?\b";

    private static readonly Dictionary<string, int> Words = new(StringComparer.OrdinalIgnoreCase)
    {
        ["a"] = 1, ["one"] = 1, ["two"] = 2, ["three"] = 3, ["four"] = 4, ["five"] = 5, ["six"] = 6, ["seven"] = 7, ["eight"] = 8,
        ["nine"] = 9, ["ten"] = 10, ["eleven"] = 11, ["twelve"] = 12, ["thirteen"] = 13, ["fourteen"] = 14, ["fifteen"] = 15,
        ["sixteen"] = 16, ["eighteen"] = 18, ["twenty"] = 20, ["twenty-one"] = 21, ["twenty-four"] = 24, ["twenty-five"] = 25,
        ["thirty"] = 30, ["thirty-six"] = 36, ["forty"] = 40, ["forty-five"] = 45, ["sixty"] = 60, ["ninety"] = 90,
    };

    /// <summary>Null when digits and words disagree, or when nothing is counted.</summary>
    public static int? NumberOf(Match match)
    {
        int? digits = match.Groups["n"].Success ? int.Parse(match.Groups["n"].ValueSpan, CultureInfo.InvariantCulture) : null;
        int? word = match.Groups["w"].Success ? Words[match.Groups["w"].Value] : null;
        if (digits is { } d && word is { } w && d != w)
            return null;

        return (digits ?? word) is > 0 and var number ? number : null;
    }

    public static Span? SpanOf(Match match)
    {
        if (NumberOf(match) is not { } number)
            return null;

        var business = match.Groups["kind"].Value.Contains("business", StringComparison.OrdinalIgnoreCase)
            || match.Groups["kind"].Value.Contains("work", StringComparison.OrdinalIgnoreCase);
        return match.Groups["unit"].Value.ToUpperInvariant() switch
        {
            "DAY" => new Span(number, business ? SpanUnit.BusinessDays : SpanUnit.Days),
            "WEEK" => new Span(number, SpanUnit.Weeks),
            "MONTH" => new Span(number, SpanUnit.Months),
            _ => new Span(number * 12, SpanUnit.Months),
        };
    }

    /// <summary>Every length of time in the text, in order.</summary>
    public static IEnumerable<(Match Match, Span Span)> Spans(string text) =>
        from match in AnySpan().Matches(text)
        let span = SpanOf(match)
        where span is not null
        select (match, span);

    [GeneratedRegex(@"\b" + Number + @"\)?[\s-]{1,2}" + Unit, RegexOptions.IgnoreCase, 5000)]
    private static partial Regex AnySpan();
}

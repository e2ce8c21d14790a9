using System.Globalization;
using System.Text.RegularExpressions;

namespace Throughline.Domain.Contracts;

/// <summary>An amount found in a text. The currency is null when only a number or a bare sign of several currencies is given.</summary>
internal sealed record FoundMoney(int Index, int Length, decimal Amount, string? Currency, string Text)
{
    /// <summary>True for a bare dollar sign, which most but not all documents mean as USD.</summary>
    public bool BareDollar { get; init; }
}

/// <summary>Reads amounts with a sign or code, with either decimal mark: $15,000, USD 1.5 million, 15.000,00 €, £1,200.50, EUR 10 000.</summary>
internal static partial class WrittenMoney
{
    private static readonly Dictionary<string, string> Signs = new(StringComparer.OrdinalIgnoreCase)
    {
        ["US$"] = "USD", ["$US"] = "USD", ["C$"] = "CAD", ["CA$"] = "CAD", ["A$"] = "AUD", ["AU$"] = "AUD", ["NZ$"] = "NZD", ["S$"] = "SGD", ["HK$"] = "HKD",
        ["€"] = "EUR", ["£"] = "GBP", ["₹"] = "INR", ["¥"] = "JPY", ["R$"] = "BRL", ["euro"] = "EUR", ["euros"] = "EUR", ["pounds"] = "GBP",
        ["US dollars"] = "USD", ["U.S. dollars"] = "USD", ["Canadian dollars"] = "CAD", ["Australian dollars"] = "AUD", ["Rs."] = "INR", ["Rs"] = "INR",
    };

    private const string Codes = "USD|EUR|GBP|CAD|AUD|NZD|CHF|SEK|NOK|DKK|PLN|CZK|HUF|RON|INR|JPY|CNY|SGD|HKD|ZAR|BRL|MXN|AED|SAR|ILS|TRY|KRW|NGN|KES|PHP|MYR|THB|IDR";

    private const string Figures = @"(?<num>\d{1,3}(?:[,.'’ \u202F]\d{3}){1,4}(?:[.,]\d{1,2})?(?!\d)|\d{1,12}(?:[.,]\d{1,2})?(?![\d,]*\d))";

    public static IEnumerable<FoundMoney> All(string text)
    {
        foreach (Match match in Pattern().Matches(text))
        {
            var sign = (match.Groups["code"].Success ? match.Groups["code"] : match.Groups["sign"]).Value;
            var currency = Signs.GetValueOrDefault(sign) ?? (sign.Length == 3 && sign.All(char.IsAsciiLetter) ? sign.ToUpperInvariant() : null);
            if (Amount(match.Groups["num"].Value, currency ?? "") is { } amount)
                yield return new FoundMoney(match.Index, match.Length, amount * Multiplier(match.Groups["mult"].Value), currency, match.Value) { BareDollar = currency is null };
        }
    }

    public static FoundMoney? First(string text) => All(text).FirstOrDefault();

    /// <summary>A number that fills a table cell, with or without a sign. Null when there are other words, or it cannot be read in one way.</summary>
    public static decimal? Plain(string cell)
    {
        var bare = Decoration().Replace(cell, "").Trim();
        return Whole().IsMatch(bare) ? Amount(bare, "") : null;
    }

    /// <summary>Reads separators by their place. "1.500" alone is a thousand and a half where commas are decimal marks and is refused elsewhere.</summary>
    private static decimal? Amount(string figures, string currency)
    {
        var digits = new string([.. figures.Where(c => char.IsAsciiDigit(c) || c is ',' or '.')]);
        var last = digits.LastIndexOfAny([',', '.']);
        if (last >= 0)
        {
            var after = digits.Length - last - 1;
            var mark = digits[last];
            var repeated = digits.IndexOf(mark, StringComparison.Ordinal) != last;
            var mixed = digits.Any(c => c is ',' or '.' && c != mark);
            if (after == 3 && mark == '.' && !repeated && !mixed && currency is not ("EUR" or "BRL" or "CHF" or "PLN" or "SEK" or "DKK" or "NOK"))
                return null;

            var whole = digits[..last].Replace(",", "", StringComparison.Ordinal).Replace(".", "", StringComparison.Ordinal);
            digits = after == 3 ? whole + digits[(last + 1)..] : whole + "." + digits[(last + 1)..];
        }

        return decimal.TryParse(digits, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var amount) ? amount : null;
    }

    private static decimal Multiplier(string word) => word.ToUpperInvariant() switch
    {
        "K" or "THOUSAND" => 1_000m,
        "M" or "MM" or "MILLION" or "MIO" => 1_000_000m,
        _ => 1m,
    };

    [GeneratedRegex(
        @"(?:\b(?<code>" + Codes + @")\s{0,2}(?:[$€£¥₹]\s?)?|(?<sign>US\s?\$|\$US|CA?\$|AU?\$|NZ\$|S\$|HK\$|R\$|[$€£₹¥]|\bRs\.?)\s{0,2})" + Figures + @"\s?(?<mult>k|K|thousand|million|mio|mm|MM|M)?(?![\w-])(?:\s{0,2}\(?(?<code>" + Codes + @")\b)?" +
        @"|(?<![\d.,])" + Figures + @"\s{0,2}(?<mult>thousand|million)?\s{0,2}(?:(?<code>" + Codes + @")\b|(?<sign>[€£]|\b(?:US|U\.S\.|Canadian|Australian) dollars\b|\beuros?\b|\bpounds\b))",
        RegexOptions.None, 5000)]
    private static partial Regex Pattern();

    [GeneratedRegex(@"[$€£₹¥*]|\b(?:" + Codes + @")\b|\b(?:hours?|hrs?|days?)\b\.?|/\s?h(?:ou)?r\.?|\bper hour\b", RegexOptions.IgnoreCase, 5000)]
    private static partial Regex Decoration();

    [GeneratedRegex(@"^\d[\d,.' ]{0,20}$", RegexOptions.None, 5000)]
    private static partial Regex Whole();
}

using System.Text.RegularExpressions;

namespace Throughline.Domain.Contracts;

/// <summary>The currency of the prices. A bare dollar sign is read as USD, with less confidence, unless another dollar is named.</summary>
internal static partial class CurrencyReader
{
    public static Reading<string>? Read(StatementPage page, ValueReader.Priced? price, Candidates candidates)
    {
        if (Stated(page) is { } stated)
            return stated;

        if (price is not null && price.Currency is { } named)
            return new Reading<string>(named, price.Value.Source, 0.95m);

        var amounts = page.Clauses.Where(clause => !clause.Offered && clause.Text.Any(char.IsAsciiDigit) && !Beside().IsMatch(clause.Text))
            .SelectMany(clause => WrittenMoney.All(clause.Text).Select(money => (Money: money, clause.Place)))
            .Where(found => price is not null || Priced(page, found.Place))
            .Take(500)
            .ToList();
        var codes = amounts.Where(found => found.Money.Currency is not null).Select(found => found.Money.Currency!).Distinct().ToList();
        if (codes.Count > 1)
        {
            candidates.Warn($"currency: amounts in {string.Join(", ", codes)}; the currency is left empty.");
            return null;
        }

        if (price is { BareDollar: true })
        {
            var otherDollar = codes.Find(code => code is "CAD" or "AUD" or "NZD" or "SGD" or "HKD" or "USD");
            return new Reading<string>(otherDollar ?? "USD", price.Value.Source, otherDollar is null ? 0.75m : 0.85m);
        }

        var first = amounts.Find(found => codes.Count == 0 || found.Money.Currency is not null);
        return first.Money is null ? null : new Reading<string>(codes.Count == 0 ? "USD" : codes[0], first.Place, codes.Count == 0 ? 0.65m : 0.85m);
    }

    // Without a total only the amounts of tables and fees speak for the currency of the work.
    private static bool Priced(StatementPage page, SourcePlace place) =>
        page.Tables.Any(table => table.Rows.Any(row => row.Cells.Any(cell => cell.Lines.Any(line => line.Number == place.Line)) && WrittenMoney.First(string.Join(' ', row.Cells.Select(cell => cell.Text))) is not null))
        || Fee().IsMatch(place.Text);

    private static Reading<string>? Stated(StatementPage page)
    {
        var label = page.Labels.FirstOrDefault(label => CurrencyLabel().IsMatch(label.Label) && Code().IsMatch(label.Value) && !Placeholder.In(label.Value));
        if (label is not null)
            return new Reading<string>(Code().Match(label.Value).Value, label.Place, 0.95m);

        var clause = page.Clauses.FirstOrDefault(clause => !clause.Offered && AllIn().IsMatch(clause.Text));
        return clause is null ? null : new Reading<string>(NameOf(AllIn().Match(clause.Text).Groups["code"].Value), clause.Place, 0.95m);
    }

    private static string NameOf(string words) => words.ToUpperInvariant() switch
    {
        "US DOLLARS" or "U.S. DOLLARS" or "UNITED STATES DOLLARS" => "USD",
        "EURO" or "EUROS" => "EUR",
        "POUNDS STERLING" or "GB POUNDS" or "BRITISH POUNDS" => "GBP",
        "CANADIAN DOLLARS" => "CAD",
        "AUSTRALIAN DOLLARS" => "AUD",
        var code => code,
    };

    [GeneratedRegex(@"^(?:currency|contract currency|billing currency)$", RegexOptions.IgnoreCase, 5000)]
    private static partial Regex CurrencyLabel();

    [GeneratedRegex(@"\b(?:USD|EUR|GBP|CAD|AUD|NZD|CHF|SEK|NOK|DKK|PLN|CZK|INR|JPY|SGD|HKD|ZAR|BRL|MXN|AED)\b", RegexOptions.None, 5000)]
    private static partial Regex Code();

    [GeneratedRegex(@"\b(?:amounts?|prices?|fees?|rates?|sums?|payments?|figures|invoices?|costs?)\b[^.]{0,60}\b(?:in|are)\b[^.]{0,15}?\b(?<code>USD|EUR|GBP|CAD|AUD|NZD|CHF|SEK|NOK|DKK|INR|US dollars|U\.S\. dollars|United States dollars|euros?|pounds sterling|GB pounds|British pounds|Canadian dollars|Australian dollars)\b", RegexOptions.IgnoreCase, 5000)]
    private static partial Regex AllIn();

    [GeneratedRegex(@"\b(?:insurance|liabilit\w+|threshold|penalt\w+|fine)\b", RegexOptions.IgnoreCase, 5000)]
    private static partial Regex Beside();

    [GeneratedRegex(@"\b(?:fee|rate|price|milestone|payment|hour|total|cost|expenses?)s?\b|/hr", RegexOptions.IgnoreCase, 5000)]
    private static partial Regex Fee();
}

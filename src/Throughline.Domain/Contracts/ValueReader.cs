using System.Globalization;
using System.Text.RegularExpressions;

namespace Throughline.Domain.Contracts;

/// <summary>What the whole of the work costs at most: a stated total, ceiling or not-to-exceed amount.</summary>
internal static partial class ValueReader
{
    public sealed record Priced(Reading<decimal> Value, string? Currency, bool BareDollar);

    public static Priced? Read(StatementPage page, Candidates candidates)
    {
        var found = Labels(page).Concat(Totals(page)).Concat(Clauses(page)).ToList();
        var chosen = candidates.Choose("contract_value", found.Select(priced => priced.Value));
        return chosen is null ? null : found.First(priced => priced.Value.Value == chosen.Value && priced.Value.Source == chosen.Source) with { Value = chosen };
    }

    /// <summary>Milestones or rate lines added up, when the document gives every line's amount and no total.</summary>
    public static Reading<decimal>? Sum(IReadOnlyList<(decimal? Amount, SourcePlace Place)> lines) =>
        lines.Count > 1 && lines.All(line => line.Amount is not null)
            ? new Reading<decimal>(lines.Sum(line => line.Amount!.Value), new SourcePlace(lines[0].Place.Line, string.Create(CultureInfo.InvariantCulture, $"sum of {lines.Count} lines")), 0.5m)
            : null;

    private static IEnumerable<Priced> Labels(StatementPage page)
    {
        foreach (var label in page.Labels)
        {
            var strong = TotalLabel().IsMatch(label.Label);
            if (!strong && !FeeLabel().IsMatch(label.Label) || NotTheTotal().IsMatch(label.Label) || Placeholder.In(label.Value))
                continue;

            var amounts = WrittenMoney.All(label.Value).ToList();
            if (amounts.Count == 0 || Rate().IsMatch(label.Value[(amounts[0].Index + amounts[0].Length)..]) || label.Value.Length > 250)
                continue;
            if (amounts.Select(amount => amount.Amount).Distinct().Count() > 1 && !(amounts[0].Index <= 12 && ParenthesisFollows(label.Value, amounts[0])))
                continue;

            yield return new Priced(new Reading<decimal>(amounts[0].Amount, label.Place, strong ? 0.95m : 0.8m), amounts[0].Currency, amounts[0].BareDollar);
        }
    }

    private static bool ParenthesisFollows(string text, FoundMoney money) =>
        text[(money.Index + money.Length)..].TrimStart().StartsWith('(') || text[(money.Index + money.Length)..].TrimStart().StartsWith(',');

    /// <summary>The last amount of a table row that begins with "Total".</summary>
    private static IEnumerable<Priced> Totals(StatementPage page)
    {
        foreach (var table in page.Tables)
        {
            var totals = table.Rows.Where(row => row.Cells.Any(cell => TotalRow().IsMatch(cell.Text)) && !row.Cells.Any(cell => Tax().IsMatch(cell.Text))).ToList();
            foreach (var row in totals)
            {
                if (LastAmount(row) is not { } amount || Placeholder.In(string.Join(' ', row.Cells.Select(cell => cell.Text))))
                    continue;

                var grand = row.Cells.Any(cell => Grand().IsMatch(cell.Text));
                if (totals.Count > 1 && !grand)
                    continue;

                yield return new Priced(new Reading<decimal>(amount.Amount, SourceTable.Place(row), 0.9m), amount.Currency, amount.BareDollar);
            }
        }
    }

    private static FoundMoney? LastAmount(SourceRow row)
    {
        for (var column = row.Cells.Count - 1; column > 0; column--)
        {
            if (WrittenMoney.First(row.Cells[column].Text) is { } money)
                return money;
        }

        return row.Cells.Count == 1 ? WrittenMoney.First(row.Cells[0].Text) : null;
    }

    private static IEnumerable<Priced> Clauses(StatementPage page)
    {
        foreach (var clause in page.Clauses.Where(clause => !clause.Offered && clause.Kind != BlockKind.Heading && clause.Text.Any(char.IsAsciiDigit)))
        {
            if (NotTheTotal().IsMatch(clause.Text) || Placeholder.In(clause.Text))
                continue;

            var amounts = WrittenMoney.All(clause.Text).ToList();
            for (var index = 0; index < amounts.Count; index++)
            {
                var money = amounts[index];
                var start = index == 0 ? Math.Max(0, money.Index - 240) : amounts[index - 1].Index + amounts[index - 1].Length;
                var before = clause.Text[start..money.Index];
                var after = clause.Text[(money.Index + money.Length)..];
                if (Rate().IsMatch(after) || RateBefore().IsMatch(before))
                    continue;
                if (Stated().IsMatch(before) || StatedAfter().IsMatch(after))
                    yield return new Priced(new Reading<decimal>(money.Amount, clause.Place, 0.85m), money.Currency, money.BareDollar);
            }
        }
    }

    [GeneratedRegex(@"^(?:(?:the )?(?:grand |overall |maximum |estimated |agreed |project |contract |sow |order |base |fixed |firm |combined )*total(?: (?:estimated|fixed|firm|project|contract|sow|order|agreed|maximum|evaluated|not-to-exceed|base))*(?: (?:value|price|cost|costs|fee|fees|amount|investment|budget|charges|consideration|compensation|ceiling|funding|sum|due|engagement|project|contract|sow))*|(?:(?:total )?(?:contract|sow|order|project|engagement|agreement|call-?off)) (?:value|price|sum|amount|ceiling|fee|fees|cost)(?: \(?(?:not[- ]to[- ]exceed|nte|ceiling|total|fixed|excl.{0,12}|estimated)\)?)?|(?:not[- ]to[- ]exceed|nte|ceiling|maximum)(?: \(?nte\)?)?(?: (?:amount|price|value|total|fee|fees|budget|contract value))?|(?:firm[- ])?fixed[- ](?:price|fee|cost)(?: total| amount| for .{1,40})?|maximum (?:contract )?(?:value|amount|price|fee|budget)|lump sum(?: price| fee)?|contract value.{0,30})$", RegexOptions.IgnoreCase, 5000)]
    private static partial Regex TotalLabel();

    [GeneratedRegex(@"^(?:(?:project |professional |service |services |agreed |flat |consulting )?(?:fee|fees|price|budget|compensation|cost|investment|consideration)|pricing|fees and payment|value)$", RegexOptions.IgnoreCase, 5000)]
    private static partial Regex FeeLabel();

    [GeneratedRegex(@"^\W*(?:(?:grand|project|overall|contract|sow|estimated|maximum|order) )?totals?\b(?! (?:hours|days|weeks|story|points|effort|expenses|travel|tax|vat))", RegexOptions.IgnoreCase, 5000)]
    private static partial Regex TotalRow();

    [GeneratedRegex(@"\b(?:vat|tax|gst|travel|expenses?|monthly|annual|per (?:month|year|week)|option|year [1-9]|phase \d|subtotal|sub-total)\b", RegexOptions.IgnoreCase, 5000)]
    private static partial Regex Tax();

    [GeneratedRegex(@"\bgrand\b|\btotal (?:contract|project|sow|fixed|fee|price|cost|value)|\b(?:contract|project|sow|overall) total|^\W*totals?\W*$", RegexOptions.IgnoreCase, 5000)]
    private static partial Regex Grand();

    [GeneratedRegex(@"\b(?:insurance|liabilit\w+|indemni\w+|damages|penalt\w+|travel|expenses?|per diem|deposit|advance|retainer|upon signing|each occurrence|coverage|discount|late (?:fee|charge)|micro-?purchase threshold|minimum order|hosting|licen[cs]e fees?|out-of-pocket|reimburs\w+|sub-?total|bonus|credit|per (?:month|sprint|week|day|hour|user|year)|monthly|annual(?:ly)?|hourly|option(?:al)? (?:year|period|item)|change orders?|exceeding|invoice (?:amount|total)|invoice of|installments? of|milestone \d|phases? \d|(?:vat|sales tax) (?:of|at|is)|revenue|funding round|market|savings|budget of the|worth of)\b", RegexOptions.IgnoreCase, 5000)]
    private static partial Regex NotTheTotal();

    [GeneratedRegex(@"^\s{0,2}(?:USD|EUR|GBP|CAD|AUD)?\)?\s{0,2}(?:/\s?|per |an |each |a |every |p\.)\s?(?:hour|hr|h\b|day|week|month|sprint|user|year|annum|person|unit|consultant|milestone|each|d\b)|^\s{0,2}(?:hourly|daily|monthly|each)", RegexOptions.IgnoreCase, 5000)]
    private static partial Regex Rate();

    [GeneratedRegex(@"\b(?:rate|rates|rate of|payments? of|milestone)\W{0,6}(?:is |of |at )?\W{0,3}$", RegexOptions.IgnoreCase, 5000)]
    private static partial Regex RateBefore();

    [GeneratedRegex(@"\b(?:(?:not|never)[ -](?:to[ -])?exceed(?: \(nte\))?(?: (?:amount|total|price|ceiling|value|of|a|the|sum|contract|fee|budget|fees|cap))*|(?:total|aggregate|maximum|overall|entire|full)[^.$€£]{0,70}?(?:is|of|be|at|amount(?:s|ing)? to|equals?|:|=)(?: (?:estimated|approximately|set|fixed|to be|at|a total of|up to|exceed))*|(?:firm[- ])?(?:fixed|flat)[ -](?:price|fee|cost|rate|sum|bid)[^.$€£]{0,50}?(?:is|of|be|at|for|:|=)(?: (?:set at|at))?|(?:lump|fixed) sum (?:of|fee of|price of|amount of)|ceiling(?: price| amount| value)?[^.$€£]{0,30}?(?:is|of|be|at|:)|(?:contract|sow|project|order|agreement|call-off) (?:value|price|sum|fee|cost|ceiling|amount|budget)[^.$€£]{0,30}?(?:is|of|be|at|:|=)|for (?:a|the) (?:total|sum|fixed fee|fixed price|price|fee)(?: (?:price|cost|fee|amount|sum))? of|in the (?:total )?amount of|(?:fee|fees|price|compensation|consideration) (?:for (?:the|these|all|this) (?:services?|work|project|deliverables?|sow|statement of work|engagement)[^.$€£]{0,30}? )?(?:is|shall be|will be)(?: fixed at| a total of| capped at)?|capped at|cap of|budget (?:is|of|ceiling of))\W{0,4}(?:[\w.]{1,20}[ -]){0,24}?\W{0,3}$", RegexOptions.IgnoreCase, 5000)]
    private static partial Regex Stated();

    [GeneratedRegex(@"^\W{0,3}(?:(?:USD|EUR|GBP)\W{0,2})?(?:firm[- ])?(?:fixed|flat|total|all-inclusive|lump)[ -](?:fee|price|cost|sum)\b|^\W{0,3}(?:in total|total|nte|not[- ]to[- ]exceed|ceiling|maximum|\(total|fixed)\b", RegexOptions.IgnoreCase, 5000)]
    private static partial Regex StatedAfter();
}

using System.Text.RegularExpressions;

namespace Throughline.Domain.Contracts;

/// <summary>Milestones and rate lines, from tables, lists and "(1) … - date - amount; (2) …".</summary>
internal static partial class PriceTableReader
{
    public static List<Reading<StatementMilestone>> Milestones(StatementPage page, Candidates candidates)
    {
        var found = page.Tables.Where(table => IsMilestoneTable(table)).SelectMany(table => FromTable(table, page, candidates)).ToList();
        if (found.Count == 0)
            found = Priced([.. FromLists(page, candidates)]);
        if (found.Count == 0)
            found = [.. Inline(page, candidates)];
        return [.. found.DistinctBy(reading => reading.Value)];
    }

    // A document may list its milestones twice, once with their prices: the priced list says more.
    private static List<Reading<StatementMilestone>> Priced(List<Reading<StatementMilestone>> found) =>
        found.Exists(reading => reading.Value.Amount is not null) ? found.FindAll(reading => reading.Value.Amount is not null) : found;

    private static bool IsMilestoneTable(SourceTable table)
    {
        if (table.Header.Count < 2 || table.Column(RateHeader()) >= 0 && table.Column(RoleHeader()) >= 0)
            return false;

        var (date, amount, payment) = (table.Column(DateHeader()), table.Column(AmountHeader()), table.Column(PaymentHeader()));
        return table.Column(MilestoneHeader()) >= 0 && (date >= 0 || amount >= 0)
            // "Payment" heads the numbers of payments as well as their amounts.
            || payment >= 0 && table.Column(AmountHeader(), payment) is >= 0 and var paid && AnyMoney(table, paid)
            || MilestoneHeading().IsMatch(table.Heading) && date >= 0 && amount >= 0;
    }

    private static bool AnyMoney(SourceTable table, int column) => table.Rows.Any(row => Amount(SourceTable.Cell(row, column)) is not null);

    private static IEnumerable<Reading<StatementMilestone>> FromTable(SourceTable table, StatementPage page, Candidates candidates)
    {
        var titleColumn = table.Column(MilestoneHeader());
        titleColumn = titleColumn >= 0 ? titleColumn : table.Column(PaymentHeader());
        titleColumn = titleColumn >= 0 ? titleColumn : 0;
        var named = titleColumn;
        if (table.Rows.Count > 0 && table.Rows.All(row => Ordinal().IsMatch(SourceTable.Cell(row, titleColumn)) || TotalRow().IsMatch(SourceTable.Cell(row, titleColumn))))
            titleColumn = Described(table, titleColumn);
        var (dateColumn, amountColumn) = (table.Column(DateHeader(), titleColumn, named), table.Column(AmountHeader(), titleColumn, named));
        foreach (var row in table.Rows)
        {
            var title = SourceTable.Cell(row, titleColumn);
            if (title.Length == 0 || row.Cells.Any(cell => TotalRow().IsMatch(cell.Text)))
                continue;

            var place = SourceTable.Place(row);
            var amount = Amount(SourceTable.Cell(row, amountColumn));
            var milestone = new StatementMilestone(Placeholder.In(title) ? null : title, Date(SourceTable.Cell(row, dateColumn), page, place, candidates), amount);
            if (milestone.Title is not null || milestone.Date is not null || milestone.Amount is not null)
                yield return new Reading<StatementMilestone>(milestone, place, milestone.Title is null ? 0.6m : 0.9m);
        }
    }

    // "M1" says nothing: the words are in the next column that has any.
    private static int Described(SourceTable table, int ordinal)
    {
        var described = table.Column(DescriptionHeader(), ordinal);
        return described >= 0 ? described : ordinal + 1 < table.Header.Count && !AmountHeader().IsMatch(table.Header[ordinal + 1]) && !DateHeader().IsMatch(table.Header[ordinal + 1]) ? ordinal + 1 : ordinal;
    }

    private static decimal? Amount(string cell) =>
        Placeholder.In(cell) ? null : WrittenMoney.All(cell).ToList() is [var only] ? only.Amount : WrittenMoney.Plain(cell);

    private static DateOnly? Date(string text, StatementPage page, SourcePlace place, Candidates candidates)
    {
        if (WrittenDate.All(text, page.Order).ToList() is not [var only])
            return null;
        if (only.Day is null)
            candidates.Warn($"line {place.Line}: {only.Text} may be day first or month first; it is left empty.");

        return only.Day;
    }

    /// <summary>Items under a heading that speaks of milestones or payments, when each gives at least a date or an amount.</summary>
    private static IEnumerable<Reading<StatementMilestone>> FromLists(StatementPage page, Candidates candidates)
    {
        foreach (var clause in page.Clauses.Where(clause => clause.Kind is BlockKind.Item or BlockKind.Paragraph && !clause.Offered && clause.Text.Length <= 300))
        {
            var named = MilestoneItem().IsMatch(clause.Text);
            if (!named && !(clause.Kind == BlockKind.Item && MilestoneHeading().IsMatch(clause.Heading)))
                continue;
            if (Parsed(clause.Text, page, clause.Place, candidates) is { } milestone && (named || milestone.Date is not null || milestone.Amount is not null))
                yield return new Reading<StatementMilestone>(milestone, clause.Place, named ? 0.85m : 0.75m);
        }
    }

    private static IEnumerable<Reading<StatementMilestone>> Inline(StatementPage page, Candidates candidates)
    {
        foreach (var clause in page.Clauses.Where(clause => !clause.Offered && clause.Has("milestone") && clause.Has("(1)")))
        {
            foreach (Match part in InlineItem().Matches(clause.Text))
            {
                if (Parsed(part.Groups["item"].Value, page, clause.Place, candidates) is { } milestone && (milestone.Date is not null || milestone.Amount is not null))
                    yield return new Reading<StatementMilestone>(milestone, clause.Place, 0.85m);
            }
        }
    }

    /// <summary>The words before the first date or amount are the title.</summary>
    private static StatementMilestone? Parsed(string text, StatementPage page, SourcePlace place, Candidates candidates)
    {
        if (Placeholder.In(text) || TotalRow().IsMatch(text) || NotMilestone().IsMatch(text))
            return null;

        var money = WrittenMoney.All(text).ToList();
        var dates = WrittenDate.All(text, page.Order).ToList();
        if (money.Count > 1 || dates.Count > 1)
            return null;

        var end = Math.Min(money.Count == 1 ? money[0].Index : text.Length, dates.Count == 1 ? dates[0].Index : text.Length);
        var title = text[..end];
        if (title.Trim(' ', '-', '–', '—', ':', '(').Length < 3)
            title = text[Math.Max(money.Count == 1 ? money[0].Index + money[0].Length : 0, dates.Count == 1 ? dates[0].Index + dates[0].Length : 0)..];
        title = Lead().Replace(title, "");
        title = Trail().Replace(title, "").Trim(' ', '-', '–', '—', ':', '(', ',', ';', '*', '.', '|');
        return title.Length is < 3 or > 160 ? null : new StatementMilestone(title, Date(text, page, place, candidates), money.Count == 1 ? money[0].Amount : null);
    }

    public static List<Reading<StatementRateLine>> RateLines(StatementPage page, Candidates candidates)
    {
        var found = new List<Reading<StatementRateLine>>();
        foreach (var table in page.Tables.Where(table => table.Column(RoleHeader()) >= 0 && (table.Column(RateHeader()) >= 0 || table.Column(HoursHeader()) >= 0 && table.Column(AmountHeader()) >= 0)))
            found.AddRange(Rates(table, candidates));
        if (found.Count == 0)
            found.AddRange(ListedRates(page));
        return [.. found.DistinctBy(reading => reading.Value)];
    }

    private static IEnumerable<Reading<StatementRateLine>> Rates(SourceTable table, Candidates candidates)
    {
        var role = table.Column(RoleHeader());
        var rate = table.Column(RateHeader());
        var hours = table.Column(HoursHeader(), rate);
        var amount = table.Column(AmountHeader(), rate);
        var daily = rate >= 0 && Daily().IsMatch(table.Header[rate]);
        foreach (var row in table.Rows)
        {
            var name = SourceTable.Cell(row, role);
            if (name.Length == 0 || Placeholder.In(name) || row.Cells.Any(cell => TotalRow().IsMatch(cell.Text)))
                continue;

            var byDay = daily || Daily().IsMatch(SourceTable.Cell(row, rate));
            if (byDay)
                candidates.Warn($"line {row.Line}: the rate is per day; it is not read as an hourly rate.");
            var line = new StatementRateLine(name, hours >= 0 ? WrittenMoney.Plain(SourceTable.Cell(row, hours)) : null, byDay || rate < 0 ? null : Amount(SourceTable.Cell(row, rate)), Amount(SourceTable.Cell(row, amount)));
            if (line.Hours is not null || line.Rate is not null || line.Amount is not null)
                yield return new Reading<StatementRateLine>(line, SourceTable.Place(row), 0.9m);
        }
    }

    /// <summary>"Senior developer: $150/hour (200 hours)".</summary>
    private static IEnumerable<Reading<StatementRateLine>> ListedRates(StatementPage page)
    {
        foreach (var clause in page.Clauses.Where(clause => !clause.Offered && clause.Text.Length < 200 && clause.HasAny("hour", "/hr", "/h ", "hourly") && !Placeholder.In(clause.Text)))
        {
            var match = ListedRate().Match(clause.Text);
            if (!match.Success || WrittenMoney.All(clause.Text[match.Groups["money"].Index..]).FirstOrDefault() is not { } money || NotRate().IsMatch(clause.Text) || NotRate().IsMatch(clause.Heading))
                continue;

            var role = Count().Replace(match.Groups["role"].Value, "").Trim(' ', '-', '–', '*', '|', '(', ':');
            var hours = Hours().Match(clause.Text);
            yield return new Reading<StatementRateLine>(
                new StatementRateLine(NoRole().IsMatch(role) || role.Length < 3 ? null : role, hours.Success ? WrittenMoney.Plain(hours.Groups["hours"].Value) : null, money.Amount, null),
                clause.Place, NoRole().IsMatch(role) ? 0.6m : 0.8m);
        }
    }

    [GeneratedRegex(@"\bmilestones?\b", RegexOptions.IgnoreCase, 5000)]
    private static partial Regex MilestoneHeader();

    [GeneratedRegex(@"^\W*(?:payment(?: (?:milestone|event|stage|trigger|#|no\.?|number))?|instal?lment|stage|phase|event|invoice|deliverable(?:/milestone)?|trigger)s?\W*$", RegexOptions.IgnoreCase, 5000)]
    private static partial Regex PaymentHeader();

    [GeneratedRegex(@"\bmilestones?\b|\bpayment (?:schedule|plan|milestones)\b|\bschedule of payments\b|\binstal?lments?\b", RegexOptions.IgnoreCase, 5000)]
    private static partial Regex MilestoneHeading();

    [GeneratedRegex(@"\b(?:dates?|due|deadline|target|when|completion|by|delivery|finish)\b", RegexOptions.IgnoreCase, 5000)]
    private static partial Regex DateHeader();

    [GeneratedRegex(@"\b(?:amounts?|price|fees?|cost|payment|value|total|sum|usd|eur|gbp|subtotal|extended)\b|^\W*[$€£]\W*$", RegexOptions.IgnoreCase, 5000)]
    private static partial Regex AmountHeader();

    [GeneratedRegex(@"\b(?:description|name|title|deliverables?|criteria|work|scope)\b", RegexOptions.IgnoreCase, 5000)]
    private static partial Regex DescriptionHeader();

    [GeneratedRegex(@"^\W*(?:M|MS|Milestone|Phase|Payment|No\.?|#)?\s?[-#]?\s?\d{0,3}\W*$", RegexOptions.IgnoreCase, 5000)]
    private static partial Regex Ordinal();

    [GeneratedRegex(@"^\W*(?:(?:grand|sub|project|contract|overall|sow|estimated)[ -]?)?totals?\b|^\W*(?:vat|tax)\b", RegexOptions.IgnoreCase, 5000)]
    private static partial Regex TotalRow();

    [GeneratedRegex(@"^\W*(?:milestone|payment|instal?lment)\s?(?:#\s?)?M?\d{1,2}\b(?! (?:shall|will|is|must|and|to)\b)", RegexOptions.IgnoreCase, 5000)]
    private static partial Regex MilestoneItem();

    [GeneratedRegex(@"\bper hour\b|/ ?hr?\b|\bhourly\b|\bnet \d+|\bexpenses?\b|\btravel\b|\blate\b", RegexOptions.IgnoreCase, 5000)]
    private static partial Regex NotMilestone();

    [GeneratedRegex(@"\(\d{1,2}\)\s*(?<item>[^;]{3,200}?)(?=;|\.\s|\.?$|,?\s(?:and\s)?\(\d{1,2}\))", RegexOptions.None, 5000)]
    private static partial Regex InlineItem();

    [GeneratedRegex(@"^\W*(?:(?:milestone|payment|instal?lment)\s?(?:#\s?)?M?\d{0,2}(?:\s?\([^)]{1,30}\))?\W{1,4}|\(?\d{1,2}[.)]\s+|\d{1,3}(?:\.\d+)?\s?%\s?(?:\W|on|upon|of)?\s*)", RegexOptions.IgnoreCase, 5000)]
    private static partial Regex Lead();

    [GeneratedRegex(@"[\s,;:(–—-]+(?:due|by|on|on or before|target|target date|payment|no later than|completed by|due date|for|of|amount|fee|at|valued at|in the amount of)?\s*:?\s*$", RegexOptions.IgnoreCase, 5000)]
    private static partial Regex Trail();

    [GeneratedRegex(@"\b(?:role|roles|position|labou?r category|labou?r categories|resource|skill|job title|title|consultant|grade|personnel|staff|category|team member|profile|lcat)\b", RegexOptions.IgnoreCase, 5000)]
    private static partial Regex RoleHeader();

    [GeneratedRegex(@"\brates?\b|\bper hour\b|[$€£]\s?/\s?h|\bhourly\b|\bper day\b|\bdaily\b", RegexOptions.IgnoreCase, 5000)]
    private static partial Regex RateHeader();

    [GeneratedRegex(@"\bhours\b|\bhrs\b|\bqty\b|\bquantity \(hours\)", RegexOptions.IgnoreCase, 5000)]
    private static partial Regex HoursHeader();

    [GeneratedRegex(@"\b(?:daily|per day|day rate|a day|p\.d\.)\b|/\s?day\b", RegexOptions.IgnoreCase, 5000)]
    private static partial Regex Daily();

    [GeneratedRegex(@"^\W*(?<role>[\p{L}][\p{L}\p{N} /&().,-]{1,60}?)\s?(?::|[-–—=]|\bat\b|\||is|billed at|shall be)\s{0,3}(?:a |the )?(?:rate of )?(?<money>(?:USD |EUR |GBP |CAD )?[$€£]?\s?\d[\d,.]{0,9}\s?(?:USD|EUR|GBP|CAD|[€£])?)\s?(?:/\s?(?:h\b|hr\b|hour\b)|per hour|an hour|hourly)", RegexOptions.IgnoreCase, 5000)]
    private static partial Regex ListedRate();

    [GeneratedRegex(@"\s?\(\s?x?\d{1,2}x?\s?\)", RegexOptions.None, 5000)]
    private static partial Regex Count();

    [GeneratedRegex(@"\b(?:late|overtime|rush|additional|out[- ]of[- ]scope|emergency|after[- ]hours|change|extra|outside|beyond)\b", RegexOptions.IgnoreCase, 5000)]
    private static partial Regex NotRate();

    [GeneratedRegex(@"^(?:(?:base|standard|agreed|the|our|blended|consulting|contract|applicable|fixed)?\s?(?:hourly )?(?:rates?|fees?|price|pricing|cost)(?: for .{1,40})?)$", RegexOptions.IgnoreCase, 5000)]
    private static partial Regex NoRole();

    [GeneratedRegex(@"(?<hours>\d[\d,]{0,6}(?:\.\d{1,2})?)\s?(?:hours|hrs)\b", RegexOptions.IgnoreCase, 5000)]
    private static partial Regex Hours();
}

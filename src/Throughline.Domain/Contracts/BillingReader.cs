using System.Text.RegularExpressions;

namespace Throughline.Domain.Contracts;

/// <summary>Whether the work is paid by time, by a fixed fee, or partly each.</summary>
internal static partial class BillingReader
{
    public static Reading<StatementBilling>? Read(StatementPage page, Candidates candidates)
    {
        var found = Labels(page).Concat(Clauses(page)).ToList();
        if (found.Count == 0)
            return null;

        var surest = found.Max(reading => reading.Confidence);
        var strong = found.Where(reading => surest - reading.Confidence < 0.1m).ToList();
        if (strong.Select(reading => reading.Value).Distinct().Count() == 1)
            return strong[0];
        if (strong.Find(reading => reading.Value == StatementBilling.Mixed) is { } mixed)
            return mixed;

        var first = strong[0];
        var other = strong.First(reading => reading.Value != first.Value);
        candidates.Warn($"billing: line {first.Source.Line} and line {other.Source.Line} name different kinds of billing.");
        return first with { Value = StatementBilling.Mixed, Confidence = 0.5m };
    }

    private static IEnumerable<Reading<StatementBilling>> Labels(StatementPage page) =>
        from label in page.Labels
        where BillingLabel().IsMatch(label.Label) && label.Value.Length <= 300
        let billing = Of(label.Value)
        where billing is not null
        select new Reading<StatementBilling>(billing.Value, label.Place, 0.95m);

    private static IEnumerable<Reading<StatementBilling>> Clauses(StatementPage page)
    {
        foreach (var clause in page.Clauses.Where(clause => !clause.Offered && Mentions().IsMatch(clause.Text)))
        {
            if (Of(clause.Text) is not { } billing)
                continue;

            var underLabel = BillingLabel().IsMatch(clause.Heading) || BillingHeading().IsMatch(clause.Heading);
            var stated = Statement().IsMatch(clause.Text) || clause.Kind == BlockKind.Heading;
            if (underLabel || stated)
                yield return new Reading<StatementBilling>(billing, clause.Place, underLabel && stated ? 0.95m : stated ? 0.85m : 0.8m);
            else if (Clause().IsMatch(clause.Text) || clause.Kind == BlockKind.Table && clause.Text.Length < 80)
                yield return new Reading<StatementBilling>(billing, clause.Place, 0.6m);
        }
    }

    /// <summary>Null when the words deny it, leave a choice ("fixed price or T&amp;M"), speak of what applies only sometimes, or wait to be filled in.</summary>
    private static StatementBilling? Of(string text)
    {
        if (Conditional().IsMatch(text) || Placeholder.In(text))
            return null;

        var bare = Denied().Replace(text, "");
        var time = Time().IsMatch(bare);
        var fixedFee = Fixed().IsMatch(bare);
        if (time && fixedFee)
            return Choice().IsMatch(bare) ? null : StatementBilling.Mixed;

        return time ? StatementBilling.TimeAndMaterials : fixedFee ? StatementBilling.FixedFee : null;
    }

    [GeneratedRegex(@"^(?:(?:type of )?(?:contract|order|award|pricing|billing|engagement|payment|fee|agreement|commercial|price|acquisition)(?: (?:type|model|structure|basis|method|arrangement|vehicle))?|types? of (?:contract|order|award|pricing)|pricing|compensation|fees?|cost structure|billing)$", RegexOptions.IgnoreCase, 5000)]
    private static partial Regex BillingLabel();

    [GeneratedRegex(@"\b(?:contract type|type of (?:contract|order)|pricing|fees?|compensation|payment|price|budget|cost|commercial|billing|investment|rates?)\b", RegexOptions.IgnoreCase, 5000)]
    private static partial Regex BillingHeading();

    [GeneratedRegex(@"\b(?:fixed|flat|lump|ffp|time|t ?& ?m|t/m|labou?r|hourly|daily|day rate)\b", RegexOptions.IgnoreCase, 5000)]
    private static partial Regex Mentions();

    [GeneratedRegex(@"\b(?:time[ -](?:and|&)[ -]materials?|time (?:and|&) expenses|t ?& ?m\b|t/m\b|T and M\b|labou?r[- ]hours?\b(?! of)|(?:billed|charged|invoiced|paid|compensated|based|on an?)\b[^.]{0,40}\b(?:hourly|per hour|by the hour|daily rate|day rate)|hourly (?:basis|billing|contract|engagement|rate contract)|(?:actual )?(?:time|hours) (?:actually )?(?:spent|worked) at the)", RegexOptions.IgnoreCase, 5000)]
    private static partial Regex Time();

    [GeneratedRegex(@"\b(?:(?:firm[- ,]{1,2})?fixed[- ](?:price|fee|cost|bid|rate project|sum|amount)|ffp\b|lump[- ]sum|flat[- ](?:fee|rate project|price))", RegexOptions.IgnoreCase, 5000)]
    private static partial Regex Fixed();

    [GeneratedRegex(@"\b(?:not|no|never|rather than|instead of|neither)\b[^.,;]{0,30}?(?:fixed[- ](?:price|fee)|time[ -](?:and|&)[ -]materials?|t ?& ?m|hourly basis)", RegexOptions.IgnoreCase, 5000)]
    private static partial Regex Denied();

    [GeneratedRegex(@"\((?:for|if)\b[^)]{0,40}\)|\bif applicable\b|\bfor example\b|\be\.g\.|\bout[- ]of[- ]scope\b|\boutside (?:the|of) |\badditional (?:work|services|hours|support|features|requests?)\b|\bchange (?:order|request)s?\b|\bpast performance\b|\bexperience\b|\bbpa (?:is|holders?|rates?)\b|\bwarranty\b|\bother than\b|\boverage\b|\bbeyond (?:the )?scope\b|\bafter (?:launch|delivery)\b|\bsupport (?:and|is|will)\b", RegexOptions.IgnoreCase, 5000)]
    private static partial Regex Conditional();

    [GeneratedRegex(@"\b(?:either|fixed[- ](?:price|fee)(?: basis)?,? or\b|materials?,? or\b|t ?& ?m,? or\b|hour,? or\b|versus|vs\.?|whether)\b", RegexOptions.IgnoreCase, 5000)]
    private static partial Regex Choice();

    [GeneratedRegex(@"\b(?:is|be|as|on|for|under|contemplates|anticipates?|intends?|award(?:ed)?|perform(?:ed)?|provid(?:e|ed)|billed|charged|invoiced)\b[^.]{0,60}\b(?:fixed|flat|ffp|lump|time|t ?& ?m|labou?r|hourly|daily rate|day rate)|[$€£]\s?[\d,.]+\s(?:USD |EUR |GBP )?(?:firm )?(?:fixed|flat)[ -](?:fee|price)|\b(?:fixed|flat)[- ](?:fee|price|cost)[^.]{0,30}[$€£]|\b(?:is|as|on) (?:an? )?(?:t ?& ?m|ffp|lump)", RegexOptions.IgnoreCase, 5000)]
    private static partial Regex Statement();

    [GeneratedRegex(@"\b(?:FAR|DFARS|clause|inspection)\b", RegexOptions.IgnoreCase, 5000)]
    private static partial Regex Clause();
}

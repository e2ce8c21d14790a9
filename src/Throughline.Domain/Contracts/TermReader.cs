using System.Text.RegularExpressions;

namespace Throughline.Domain.Contracts;

/// <summary>When the work starts and ends, and how long it lasts.</summary>
internal static partial class TermReader
{
    public static (Reading<DateOnly>? Start, Reading<DateOnly>? Expires) Dates(StatementPage page, Candidates candidates)
    {
        var (starts, ends) = (new List<Reading<DateOnly>>(), new List<Reading<DateOnly>>());
        foreach (var label in page.Labels.Where(label => !OfAnother().IsMatch(label.Label)))
            ReadLabel(label, page, candidates, starts, ends);
        foreach (var clause in page.Clauses.Where(clause => !clause.Offered && !Placeholder.In(clause.Text)))
            ReadClause(clause, page, candidates, starts, ends);

        var start = candidates.Choose("start", starts);
        var expires = candidates.Choose("expires", ends);
        if (start is null || expires is null || start.Value <= expires.Value)
            return (start, expires);

        candidates.Warn($"start and expires: the end in line {expires.Source.Line} lies before the start in line {start.Source.Line}; both are left empty.");
        return (null, null);
    }

    private static void ReadLabel(Labelled label, StatementPage page, Candidates candidates, List<Reading<DateOnly>> starts, List<Reading<DateOnly>> ends)
    {
        var dates = WrittenDate.All(label.Value, page.Order).ToList();
        if (dates.Count == 0 || label.Value.Length > 200)
            return;

        var isStart = StartLabel().IsMatch(label.Label);
        var isEnd = EndLabel().IsMatch(label.Label);
        var isTerm = TermLabel().IsMatch(label.Label);
        if (!isStart && !isEnd && !isTerm && !EffectiveLabel().IsMatch(label.Label))
            return;
        if (Ambiguous(dates, label.Place, candidates))
            return;

        var softened = label.Label.Contains("estimated", StringComparison.OrdinalIgnoreCase) || label.Label.Contains("target", StringComparison.OrdinalIgnoreCase) ? 0.2m : 0m;
        if (dates.Count == 2 && Range().IsMatch(Between(label.Value, dates)))
        {
            starts.Add(new Reading<DateOnly>(dates[0].Day!.Value, label.Place, 0.95m - softened));
            ends.Add(new Reading<DateOnly>(dates[1].Day!.Value, label.Place, 0.95m - softened));
        }
        else if (dates.Count == 1 && isStart)
            starts.Add(new Reading<DateOnly>(dates[0].Day!.Value, label.Place, 0.95m - softened));
        else if (dates.Count == 1 && isEnd)
            ends.Add(new Reading<DateOnly>(dates[0].Day!.Value, label.Place, 0.95m - softened));
        else if (dates.Count == 1 && isTerm && (OnlyDate(label.Value, dates[0]) || Ends().IsMatch(label.Value)))
            ends.Add(new Reading<DateOnly>(dates[0].Day!.Value, label.Place, 0.85m));
        else if (dates.Count == 1 && !isTerm)
            starts.Add(new Reading<DateOnly>(dates[0].Day!.Value, label.Place, 0.7m));
    }

    private static void ReadClause(Clause clause, StatementPage page, Candidates candidates, List<Reading<DateOnly>> starts, List<Reading<DateOnly>> ends)
    {
        var inTerm = TermLabel().IsMatch(clause.Heading);
        if (!inTerm && !TermWords().IsMatch(clause.Text) || OtherTerm().IsMatch(clause.Text))
            return;

        var dates = WrittenDate.All(clause.Text, page.Order).ToList();
        if (dates.Count == 0)
            return;
        if (Ambiguous(dates, clause.Place, candidates))
            return;

        for (var index = 0; index < dates.Count; index++)
        {
            var before = clause.Text[Math.Max(0, dates[index].Index - 90)..dates[index].Index];
            if (index > 0)
                before = clause.Text[(dates[index - 1].Index + dates[index - 1].Length)..dates[index].Index];
            if (Master().IsMatch(before))
                continue;
            if (StartLead().IsMatch(before) || inTerm && index == 0 && dates.Count == 2 && Range().IsMatch(Between(clause.Text, dates)))
                starts.Add(new Reading<DateOnly>(dates[index].Day!.Value, clause.Place, 0.85m));
            else if (EndLead().IsMatch(before) || index == 1 && dates.Count == 2 && Range().IsMatch(before) && (inTerm || starts.Count > 0 && starts[^1].Source == clause.Place))
                ends.Add(new Reading<DateOnly>(dates[index].Day!.Value, clause.Place, 0.85m));
            else if (EffectiveLead().IsMatch(before))
                starts.Add(new Reading<DateOnly>(dates[index].Day!.Value, clause.Place, 0.65m));
        }
    }

    private static bool Ambiguous(List<FoundDate> dates, SourcePlace place, Candidates candidates)
    {
        if (dates.Find(date => date.Day is null) is not { } unclear)
            return false;

        candidates.Warn($"line {place.Line}: {unclear.Text} may be day first or month first; it is left empty.");
        return true;
    }

    private static string Between(string text, List<FoundDate> dates) => text[(dates[0].Index + dates[0].Length)..dates[1].Index];

    private static bool OnlyDate(string text, FoundDate date) => text.Length - date.Length <= 4;

    public static Reading<Span>? Period(StatementPage page, Candidates candidates)
    {
        var found = new List<Reading<Span>>();
        foreach (var label in page.Labels.Where(label => PeriodLabel().IsMatch(label.Label) && label.Value.Length <= 160))
        {
            if (Sole(label.Value) is { } span)
                found.Add(new Reading<Span>(span, label.Place, 0.9m));
        }

        foreach (var clause in page.Clauses.Where(clause => !clause.Offered))
        {
            var inTerm = PeriodLabel().IsMatch(clause.Heading);
            if (!PeriodWords().IsMatch(clause.Text) && !inTerm || NotThePeriod().IsMatch(clause.Text))
                continue;
            if (Sole(clause.Text) is { } span)
                found.Add(new Reading<Span>(span, clause.Place, PeriodWords().IsMatch(clause.Text) ? 0.85m : 0.7m));
        }

        return candidates.Choose("period_of_performance", found, Comparable);
    }

    private static object Comparable(Span span) => span.Unit == SpanUnit.BusinessDays ? span : (span.Unit, span.Amount);

    // Two different lengths in one sentence are a range, or a base with options: not one period.
    private static Span? Sole(string text)
    {
        if (Placeholder.In(text))
            return null;

        var option = Option().Match(text);
        var spans = WrittenQuantity.Spans(option.Success ? text[..option.Index] : text).Where(found => !Hyphened(text, found.Match)).Select(found => found.Span).Distinct().ToList();
        return spans.Count == 1 ? spans[0] : null;
    }

    private static bool Hyphened(string text, Match match) => match.Index > 1 && text[match.Index - 1] is '-' or '–' && char.IsDigit(text[Math.Max(0, match.Index - 2)]);

    [GeneratedRegex(@"^(?:(?:the )?(?:estimated |expected |planned |target |anticipated |proposed )?(?:project |sow |work |contract |service |services |call-?off |engagement |performance |order )?(?:start|commencement|begin|beginning|commence)(?:s|ing)?(?: date)?|date of commencement|sow date|sow effective date|work begins|starting date)$", RegexOptions.IgnoreCase, 5000)]
    private static partial Regex StartLabel();

    [GeneratedRegex(@"^(?:(?:the )?(?:estimated |expected |planned |target |anticipated |proposed )?(?:project |sow |work |contract |service |services |call-?off |engagement |performance |order |initial )?(?:end|ending|expiry|expiration|expires|completion|termination|finish)(?:s|ing)?(?: date| on)?|date of completion|valid (?:until|through))$", RegexOptions.IgnoreCase, 5000)]
    private static partial Regex EndLabel();

    [GeneratedRegex(@"^(?:(?:the )?(?:sow|statement of work|agreement|contract|order|engagement|services?)? ?effective date|effective(?: as of)?)$", RegexOptions.IgnoreCase, 5000)]
    private static partial Regex EffectiveLabel();

    [GeneratedRegex(@"^(?:(?:the )?(?:(?:sow|contract|order|initial|engagement|project|work|agreement|base) )?(?:term|duration|period|dates|timeline|timeframe)|period(?:s)? of performance(?: \(pop\))?|pop|term (?:and|&) termination|term of (?:the )?(?:sow|agreement|engagement|contract|order)|performance period|term and (?:schedule|duration)|schedule|project (?:schedule|duration)|duration and term|timeline.{0,20}|contract period|period)$", RegexOptions.IgnoreCase, 5000)]
    private static partial Regex TermLabel();

    [GeneratedRegex(@"\b(?:term|period of performance|performance period|commenc\w+|begin\w*|start\w*|expir\w+|terminat\w+|effective|entered into|complet\w+|conclud\w+|duration|through|until|end date|ends?)\b", RegexOptions.IgnoreCase, 5000)]
    private static partial Regex TermWords();

    [GeneratedRegex(@"\b(?:(?:term|work|services|sow|statement of work|agreement|performance|engagement|project|contract|order|period(?: of performance)?|it|and|contractor|provider|consultant) (?:shall |will )?(?:commences?|commencing|begins?|beginning|starts?|starting|run|runs)(?: work)?(?: is| be)?(?: effective| as of)?(?: from| on| as of)?(?: or about)?|(?:commencement|start)(?:ing)? date(?: is| shall be| will be| of|:)|(?:is|be) from|period from|commencing(?: on| from)?|beginning(?: on)?|starting(?: on)?|begins? on|commences? on)\W{0,4}$", RegexOptions.IgnoreCase, 5000)]
    private static partial Regex StartLead();

    [GeneratedRegex(@"\b(?:(?:ends?|ending|expires?|expiring|terminat(?:e|es|ing)|conclud(?:e|es|ing)|(?:be|is) completed)(?: no later than| on| by| at| as of| or before| automatically| upon)*|and (?:shall |will )?(?:continues?|remains?)[^.]{0,40}(?:until|through|to)|(?:expir(?:y|ation)|end|completion|termination) date(?: is| shall be| will be| of|:)|continu(?:e|es|ing)[^.]{0,40}(?:until|through)|in (?:full )?(?:force|effect)[^.]{0,20}(?:until|through))(?: and including| the close of business on| midnight on)?\W{0,4}$", RegexOptions.IgnoreCase, 5000)]
    private static partial Regex EndLead();

    [GeneratedRegex(@"\b(?:entered into|made|effective|dated)(?: and (?:entered into|effective))?(?: on| as of| from| by and between)*(?: this)?(?: the)?\W{0,4}$", RegexOptions.IgnoreCase, 5000)]
    private static partial Regex EffectiveLead();

    [GeneratedRegex(@"^\W{0,4}(?:\([^)]{1,40}\)\W{0,3})?(?:to|through|thru|until|till|and ending(?: on)?|and|[-–—])\W{0,4}(?:and including\W{0,2})?$", RegexOptions.IgnoreCase, 5000)]
    private static partial Regex Range();

    [GeneratedRegex(@"\b(?:end|until|through|expire|complete|terminate|conclude)\w*\b", RegexOptions.IgnoreCase, 5000)]
    private static partial Regex Ends();

    [GeneratedRegex(@"\b(?:master|msa|framework|key terms|prime contract|underlying|existing|services agreement|consulting agreement|nda|certain|proposal|quotation|quote)\b[^.]{0,60}$|\bagreement\b[^.]{0,30}\b(?:dated|effective)\b", RegexOptions.IgnoreCase, 5000)]
    private static partial Regex Master();

    [GeneratedRegex(@"\b(?:master|msa|agreement date|key terms|rfq|rfp|proposal|quot\w+|question|offer|invoice|policy|insurance|version|revision|milestones?|signature|option|warranty|phase|sprint|stage)\b", RegexOptions.IgnoreCase, 5000)]
    private static partial Regex OfAnother();

    [GeneratedRegex(@"\b(?:question|quot(?:e|ation)|proposals? (?:are|is|must|shall|due)|offers?|invoice|insurance|warranty|milestones?|phase \d|sprint \d|option (?:year|period)|beta version|posted|submit\w*|holiday|FAR \d|pub\. ?l|act of|clause|payment|deposit|target date)\b", RegexOptions.IgnoreCase, 5000)]
    private static partial Regex OtherTerm();

    [GeneratedRegex(@"^(?:periods? of performance(?: \(pop\))?|pop|(?:(?:sow|contract|project|engagement|initial|estimated|total|expected|base|call-?off) )?(?:duration|term|period|contract length|length)|performance period|term of (?:the )?(?:sow|agreement|engagement|contract|order)|contract period|(?:project|sow) (?:duration|length)|estimated (?:project )?duration|base period(?: of performance)?)$", RegexOptions.IgnoreCase, 5000)]
    private static partial Regex PeriodLabel();

    [GeneratedRegex(@"\b(?:period (?:of )?performance|pop\b|performance period (?:is|of|shall|will)|(?:initial |base )?term of (?:this|the) (?:sow|statement of work|agreement|contract|order|task order|call order|engagement)[^.]{0,40}\b(?:is|be|for|of)|(?:project|contract|engagement|total|estimated) duration|(?:shall|will) (?:last|run|continue|remain in (?:effect|force)) for|(?:sow|agreement|order|contract|engagement|project) (?:is|shall be|will be) for (?:a |an )?(?:period|term|duration) of|(?:months?|weeks?|days) after the (?:sow|start|effective|commencement) date|for a (?:period|term|total duration) of|duration (?:is|of|will|shall))\b", RegexOptions.IgnoreCase, 5000)]
    private static partial Regex PeriodWords();

    [GeneratedRegex(@"\b(?:each invoice|invoices?|billing period|similar size|past (?:performance|experience)|first|initial phase|within|prior to|before|warranty|notice|non-?solicit\w*|confidential\w*|surviv\w+|each (?:sprint|option)|sprints?|iterations?|retain|extend\w*|renew\w*|acceptance|review|liab\w+|terminat\w+|payment|experience|after (?:final|acceptance|delivery|completion|task)|quotation|option (?:period|year)s? of|support (?:period|for)|response)\b", RegexOptions.IgnoreCase, 5000)]
    private static partial Regex NotThePeriod();

    [GeneratedRegex(@"\b(?:with|plus|and|followed by|,)\s{0,2}(?:no|an?|one|two|three|four|five|\(?\d\)?)[\w\s()-]{0,40}\boption", RegexOptions.IgnoreCase, 5000)]
    private static partial Regex Option();
}

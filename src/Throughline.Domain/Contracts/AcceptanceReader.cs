using System.Text.RegularExpressions;

namespace Throughline.Domain.Contracts;

/// <summary>How long the customer has to look at what was delivered, what silence means, how long a correction may take, and when invoices are paid.</summary>
internal static partial class AcceptanceReader
{
    public static Reading<ReviewPeriod>? Acceptance(StatementPage page, Candidates candidates)
    {
        var found = Labels(page, AcceptanceLabel())
            .Concat(Clauses(page, clause => clause.HasAny("accept", "reject", "review", "approv", "inspect", "object", "comment"), Reviews(), NotReview()))
            .ToList();
        return candidates.Choose("acceptance", Surest(found), Comparable);
    }

    public static Reading<ReviewPeriod>? Resubmission(StatementPage page, Candidates candidates)
    {
        var found = Labels(page, ResubmissionLabel())
            .Concat(Clauses(page, clause => clause.HasAny("resubmi", "re-submi", "correct", "remed", "cure", "rework", "redeliver", "re-deliver", "fix", "revise"), Corrects(), NotCorrection()))
            .ToList();
        return candidates.Choose("resubmission", Surest(found), Comparable);
    }

    private static object Comparable(ReviewPeriod period) => (period.Days, period.BusinessDays);

    // A clause about each iteration or deliverable is the rule; one about the end of everything is its exception.
    private static IEnumerable<Reading<ReviewPeriod>> Surest(List<Reading<ReviewPeriod>> found) =>
        found.Exists(reading => !Final().IsMatch(reading.Source.Text)) ? found.Where(reading => !Final().IsMatch(reading.Source.Text)) : found;

    private static IEnumerable<Reading<ReviewPeriod>> Labels(StatementPage page, Regex pattern)
    {
        foreach (var label in page.Labels.Where(label => pattern.IsMatch(label.Label) && label.Value.Length <= 200 && !Placeholder.In(label.Value)))
        {
            if (Days(label.Value) is { } period)
                yield return new Reading<ReviewPeriod>(period, label.Place, 0.95m);
        }
    }

    private static IEnumerable<Reading<ReviewPeriod>> Clauses(StatementPage page, Func<Clause, bool> speaksOf, Regex says, Regex not)
    {
        foreach (var clause in page.Clauses.Where(clause => !clause.Offered && speaksOf(clause) && clause.HasAny("day", "week")))
        {
            if (!says.IsMatch(clause.Text) || not.IsMatch(clause.Text) || Placeholder.In(clause.Text) || Days(clause.Text) is not { } period)
                continue;

            var bare = !DayKind().IsMatch(clause.Text);
            yield return new Reading<ReviewPeriod>(period, clause.Place, (Approximate().IsMatch(clause.Text) ? 0.8m : 0.85m) - (bare ? 0.1m : 0m));
        }
    }

    /// <summary>The one length in days that the words give; days without a kind are calendar days.</summary>
    private static ReviewPeriod? Days(string text)
    {
        // "Two-week sprints" is no time to act in; "within two weeks" is.
        var spans = WrittenQuantity.Spans(text)
            .Where(found => found.Span.Unit is SpanUnit.Days or SpanUnit.BusinessDays || found.Span.Unit is SpanUnit.Weeks && Within().IsMatch(text[..found.Match.Index]))
            .ToList();
        if (spans.Count == 0 || spans.Select(found => found.Span).Distinct().Count() > 1)
            return null;

        var (match, span) = spans[0];
        var from = From().Match(text, match.Index + match.Length);
        var days = span.Unit == SpanUnit.Weeks ? span.Amount * 7 : span.Amount;
        return new ReviewPeriod(days, span.Unit == SpanUnit.BusinessDays, from.Success && from.Index <= match.Index + match.Length + 3 ? from.Groups["from"].Value.Trim(' ', ',', '.', ')') : null);
    }

    public static Reading<bool>? DeemedAccepted(StatementPage page, Candidates candidates)
    {
        var found = new List<Reading<bool>>();
        foreach (var clause in page.Clauses.Where(clause => !clause.Offered && clause.HasAny("accept", "approv") && !Placeholder.In(clause.Text)))
        {
            if (NoSilence().IsMatch(clause.Text))
                found.Add(new Reading<bool>(false, clause.Place, 0.85m));
            else if (Silence().IsMatch(clause.Text) && Quiet().IsMatch(clause.Text) && !Explicit().IsMatch(clause.Text))
                found.Add(new Reading<bool>(true, clause.Place, 0.9m));
        }

        return candidates.Choose("deemed_accepted", found);
    }

    public static Reading<int>? PaymentTerms(StatementPage page, Candidates candidates)
    {
        var found = new List<Reading<int>>();
        foreach (var label in page.Labels.Where(label => PaymentLabel().IsMatch(label.Label) && label.Value.Length <= 250 && !Placeholder.In(label.Value)))
        {
            var period = Days(label.Value) is { BusinessDays: false } said && !NotPayment().IsMatch(label.Value) ? said.Days : (int?)null;
            if ((Net(label.Value) ?? period) is { } days)
                found.Add(new Reading<int>(days, label.Place, 0.95m));
        }

        foreach (var clause in page.Clauses.Where(clause => !clause.Offered && clause.HasAny("net", "pay", "due", "invoice") && !Placeholder.In(clause.Text)))
        {
            if (Net(clause.Text) is { } net)
                found.Add(new Reading<int>(net, clause.Place, 0.9m));
            else if (Pays().IsMatch(clause.Text) && !NotPayment().IsMatch(clause.Text) && Days(clause.Text) is { BusinessDays: false } period)
                found.Add(new Reading<int>(period.Days, clause.Place, 0.85m));
        }

        return candidates.Choose("payment_terms", found);
    }

    private static int? Net(string text) =>
        NetDays().Matches(text).Select(match => WrittenQuantity.NumberOf(match)).Distinct().ToList() is [{ } only] ? only : null;

    public static Reading<Span>? IterationLength(StatementPage page, Candidates candidates)
    {
        var found = new List<Reading<Span>>();
        foreach (var label in page.Labels.Where(label => IterationLabel().IsMatch(label.Label) && !Placeholder.In(label.Value)))
        {
            if (WrittenQuantity.Spans(label.Value).Select(span => span.Span).Distinct().ToList() is [var only])
                found.Add(new Reading<Span>(only, label.Place, 0.95m));
        }

        foreach (var clause in page.Clauses.Where(clause => !clause.Offered && clause.HasAny("sprint", "iteration") && !Placeholder.In(clause.Text)))
        {
            var match = Iteration().Match(clause.Text);
            // "One or two-week sprints" leaves the length open.
            if (match.Success && !OrBefore().IsMatch(clause.Text[..match.Index]) && WrittenQuantity.SpanOf(match) is { } span && span.Unit is not SpanUnit.Months)
                found.Add(new Reading<Span>(span, clause.Place, 0.9m));
        }

        return candidates.Choose("iteration_length", found, span => span.Unit == SpanUnit.Weeks ? new Span(span.Amount * 7, SpanUnit.Days) : span);
    }

    [GeneratedRegex(@"(?:\bor|\bto|[-–])\s?$", RegexOptions.IgnoreCase, 5000)]
    private static partial Regex OrBefore();

    [GeneratedRegex(@"^(?:(?:deliverable |customer |client |final )?(?:acceptance|rejection|review|inspection|approval|evaluation)(?: (?:and (?:acceptance|approval|rejection|review)|testing))?(?: (?:period|window|time|timeframe|deadline))|acceptance|acceptance (?:terms|procedure|process)|(?:review|acceptance) days)$", RegexOptions.IgnoreCase, 5000)]
    private static partial Regex AcceptanceLabel();

    [GeneratedRegex(@"^(?:(?:re-?submission|correction|cure|remediation|rework|resubmittal|remedy|revision)(?: (?:period|window|time|timeframe))?)$", RegexOptions.IgnoreCase, 5000)]
    private static partial Regex ResubmissionLabel();

    [GeneratedRegex(@"\b(?:client|customer|buyer|government|agency|cor\b|acor|gsa|18f|company|contracting officer\w*|representative|tts|product owner|authority|purchaser|department|state|sponsor|project manager|[A-Z][\w&.]{2,20})\W{0,4}(?:['’]s \w+ )?(?:\(\w+\)\s)?(?:\w+ ){0,4}?(?:shall|will|has|have|must|may|agrees? to)\b[^.]{0,160}\b(?:inspect|review|accept|reject|approv|test|evaluate|object|comment|sign[- ]off|notify|notice|respond)|\b(?:deemed|considered)\b[^.]{0,40}\baccepted\b|\b(?:review|acceptance|rejection|inspection) (?:period|window)\b|\baccepted\b[^.]{0,60}\b(?:if|unless|within|after)\b|\b(?:acceptance|approval|rejection)\b[^.]{0,60}\bwithin\b|\bwithin\b[^.]{0,120}\b(?:accept|reject|review|inspect|approv)|\bdays? (?:pass|elapse)|\b(?:days?|weeks?)\b[^.]{0,60}\bto (?:review|accept|inspect|approve|reject|evaluate|test)\b", RegexOptions.IgnoreCase, 5000)]
    private static partial Regex Reviews();

    [GeneratedRegex(@"\b(?:invoices?|payment|pay\b|paid|terminat\w+|kick-?off|notice of termination|key personnel|badges?|substitut\w+|resum[eé]s?|change (?:order|request)s?|warranty|after (?:the )?(?:government['’]s )?(?:final )?acceptance|following acceptance|insurance|proposal|quotation|non-?disclosure|background|investigation|prior to (?:the )?(?:start|delivery|submission)|(?:contractor|provider|consultant|vendor|supplier|developer) (?:shall|will|must|has|agrees)[^.]{0,100}\b(?:submit|deliver|provide|correct|remedy|resubmit|notify|prepare)|sow (?:is )?valid|offer|schedule|travel|dispute|holiday|maintenance|draft (?:plan|project)|meeting|agenda|minutes|transition|retain\w*|correct(?:ed|ion)?\b[^.]{0,40}\bwithin)\b", RegexOptions.IgnoreCase, 5000)]
    private static partial Regex NotReview();

    [GeneratedRegex(@"\b(?:contractor|provider|consultant|vendor|supplier|developer|it|agency|team|[A-Z][\w&.]{2,20})\b[^.]{0,80}\b(?:correct|remedy|cure|resubmit|re-submit|redeliver|re-deliver|rework|fix|revise|re-perform|remediate)\b[^.]{0,160}\bwithin\b|\bwithin\b[^.]{0,80}\b(?:days?|weeks?)\b[^.]{0,160}\b(?:correct|remedy|cure|resubmit|re-submit|redeliver|rework|fix|revise|re-perform|remediate)|\b(?:corrected|resubmitted|re-submitted|remedied|revised|reworked)\b[^.]{0,60}\bwithin\b|\b(?:days?|weeks?)\b[^.]{0,30}\bto (?:correct|remedy|cure|resubmit|fix|revise|rework)\b", RegexOptions.IgnoreCase, 5000)]
    private static partial Regex Corrects();

    [GeneratedRegex(@"\b(?:terminat\w+|breach|default|invoice|payment|warranty|severity|critical|incident|bug ?fix(?:es)?|support|after (?:launch|go-live|deployment)|security (?:incident|vulnerab\w+)|vulnerabilit\w+|insurance|personnel)\b", RegexOptions.IgnoreCase, 5000)]
    private static partial Regex NotCorrection();

    [GeneratedRegex(@"\b(?:final(?:ly)? accept\w*|final acceptance|formally accept|end of the (?:task|call) order|end of the contract|upon completion of all)\b", RegexOptions.IgnoreCase, 5000)]
    private static partial Regex Final();

    [GeneratedRegex(@"\b(?:business|working|work|calendar)[ -]days?\b", RegexOptions.IgnoreCase, 5000)]
    private static partial Regex DayKind();

    [GeneratedRegex(@"\bwithin\s(?:approximately\s)?$|^\s*$", RegexOptions.IgnoreCase, 5000)]
    private static partial Regex Within();

    [GeneratedRegex(@"\b(?:approximately|about|roughly|around)\b", RegexOptions.IgnoreCase, 5000)]
    private static partial Regex Approximate();

    [GeneratedRegex(@"\G\W{0,3}(?:of|from|after|following|upon)\s+(?<from>(?:[^,.;:()]|\.(?=\d)){2,90}?)(?=\s(?:to|are|is|be|it|the (?:client|customer|government|buyer|cor)|(?:client|customer|government|buyer|gsa)\b|shall|will|unless|for (?:acceptance|review|approval)|in writing|or\b|and\b|if\b|via|with)|[,.;:()]|$)", RegexOptions.IgnoreCase, 5000)]
    private static partial Regex From();

    [GeneratedRegex(@"\b(?:shall|will|is|are|be)?\s?(?:automatically )?(?:be )?(?:deemed|considered|treated as|constructively|regarded as|presumed)(?: to be| to have been| as| automatically| fully| finally)*\s(?:accept(?:ed|ance)|approv(?:ed|al))|\b(?:automatically|passively|tacitly) accepted\b|\b(?:silence|failure to (?:respond|reject|notify|object|provide|accept|give|do so|deliver))[^.]{0,100}\b(?:constitutes?|be deemed|deemed|considered|means?|signif\w+|amount to)\b[^.]{0,30}\b(?:acceptance|accepted|approval|approved)|\bdays? (?:pass|elapse|expire)(?:es|s)? without\b|\bpassive acceptance\b(?! (?:does not|shall not|is not))", RegexOptions.IgnoreCase, 5000)]
    private static partial Regex Silence();

    [GeneratedRegex(@"\b(?:unless|fails?|failure|within|days?|no|not|without|silence|absence|lapses?|expir\w+|upon delivery|passive|automatically)\b", RegexOptions.IgnoreCase, 5000)]
    private static partial Regex Quiet();

    [GeneratedRegex(@"\b(?:deemed|considered)[^.]{0,30}(?:accepted|acceptance|approved)\b[^.]{0,30}\b(?:upon|when|once|only|on|after) (?:the )?(?:written|client|customer|signature|signed|approval|sign-off|receipt of (?:written|the signed))", RegexOptions.IgnoreCase, 5000)]
    private static partial Regex Explicit();

    [GeneratedRegex(@"\b(?:no|neither|nothing)\b(?!(?: [\w-]+){0,3} (?:responses?|reply|replies|answers?|objections?|rejections?|comments?|feedback|notices?|notifications?|reactions?|communications?|defects?|issues?|deficienc\w+|heard|received)\b)[^.]{0,60}\b(?:shall|will|is|are|be|may)\b[^.]{0,30}\b(?:deemed|considered)\b[^.]{0,30}\b(?:accepted|acceptance)|\b(?:shall|will|is|are|may) not (?:be )?(?:automatically )?(?:deemed|considered|constitute)\b[^.]{0,30}\b(?:accepted|acceptance)\b[^.]{0,60}\b(?:silence|without|absence|written|until|unless)|\b(?:silence|failure to (?:respond|reject|notify|object)|lack of (?:a )?response)\b[^.]{0,60}\b(?:shall|will|does|do|is) not\b[^.]{0,40}\b(?:acceptance|accepted|approval)|\bno (?:deemed|passive|tacit|automatic) acceptance\b", RegexOptions.IgnoreCase, 5000)]
    private static partial Regex NoSilence();

    [GeneratedRegex(@"^(?:payment (?:terms?|period|due|conditions?|timing)|invoice (?:payment )?terms|terms of payment|terms|net terms|payment)$", RegexOptions.IgnoreCase, 5000)]
    private static partial Regex PaymentLabel();

    [GeneratedRegex(@"\bnet[- ]{1,2}(?:of )?" + WrittenQuantity.Number + @"(?![\d%.,]\d)\b", RegexOptions.IgnoreCase, 5000)]
    private static partial Regex NetDays();

    [GeneratedRegex(@"\b(?:invoices?|amounts?|fees?|payments?|undisputed\b[^.]{0,40})\b[^.]{0,100}\b(?:due|payable|paid|pay)\b[^.]{0,60}\bdays?\b|\b(?:pay|paid|payable|due|payment)\b[^.]{0,120}\bdays?\b[^.]{0,60}\b(?:of|from|after|following)\b[^.]{0,40}\binvoices?|\bdays from [^.]{0,30}receipt of (?:the |an? )?invoice|\bpayment (?:terms are|is due|shall be made|will be made|due)\b[^.]{0,60}\bdays?\b", RegexOptions.IgnoreCase, 5000)]
    private static partial Regex Pays();

    [GeneratedRegex(@"\b(?:submit\w*|late|overdue|past due|interest|dispute|terminat\w+|suspend\w*|refund|notice|not paid|unpaid|remain\w*|outstanding|release of claims|final invoice|deposit|begin|work will|stop|if payment|failure to pay|acceptance (?:shall|will|by)|deemed|contractor shall (?:send|issue)|(?:shall|will|may) invoice\b|invoiced every|delinquent|exceeding|prompt payment discount)\b", RegexOptions.IgnoreCase, 5000)]
    private static partial Regex NotPayment();

    [GeneratedRegex(@"^(?:sprint|iteration)(?: (?:length|duration|cadence|cycle))?s?$", RegexOptions.IgnoreCase, 5000)]
    private static partial Regex IterationLabel();

    [GeneratedRegex(@"\b" + WrittenQuantity.Number + @"[\s-]{1,2}" + WrittenQuantity.Unit + @"(?:[- ]long)?\s(?:(?:agile|development|scrum|design|work|working|time-?boxed|product) ){0,2}(?:sprints?|iterations?)\b(?! zero)|\b(?:sprints?|iterations?)(?: cycles?| lengths?| durations?| cadence)?\s(?:of|lasting|are|is|will be|shall be|will last|last|lasts|every)\s(?:approximately |typically |each |up to )?" + WrittenQuantity.Number + @"[\s-]{1,2}" + WrittenQuantity.Unit, RegexOptions.IgnoreCase, 5000)]
    private static partial Regex Iteration();
}

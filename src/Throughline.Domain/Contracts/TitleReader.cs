using System.Text.RegularExpressions;

namespace Throughline.Domain.Contracts;

/// <summary>What the work is called, and the number of the statement of work.</summary>
internal static partial class TitleReader
{
    public static Reading<string>? Title(StatementPage page)
    {
        // "Title" in a signature block is a job.
        var label = page.Labels.FirstOrDefault(l => (TitleLabel().IsMatch(l.Label) || BareTitle().IsMatch(l.Label) && l.Block < 4 && !Job().IsMatch(l.Value)) && IsTitle(l.Value));
        if (label is not null)
            return new Reading<string>(Clean(label.Value), label.Place, 0.9m);

        var agencies = false;
        foreach (var (block, index) in page.Blocks.Take(40).Select((block, index) => (block, index)))
        {
            if (block.Lines.Count == 0 || block.Text.Length > 220)
                continue;
            if (block.Kind == BlockKind.Heading && AgencyReader.IsOnlyAName(block.Text))
                agencies = true;

            var titled = After().Match(block.Text);
            if (titled.Success && IsTitle(titled.Groups["title"].Value))
                return new Reading<string>(Clean(titled.Groups["title"].Value), StatementPage.Place(block), 0.85m);
            if (block.Kind != BlockKind.Heading)
                continue;
            if (Chapter().IsMatch(page.Headings[index]) || ChapterNumber().IsMatch(block.Text))
                return null;
            // Under the names of public bodies stand their offices and forms, not the name of the work.
            if (!agencies && IsTitle(StatementPage.WithoutNumber(block.Text)))
                return new Reading<string>(Clean(StatementPage.WithoutNumber(block.Text)), StatementPage.Place(block), block.Level == 1 ? 0.8m : 0.65m);
        }

        return null;
    }

    public static Reading<string>? Number(StatementPage page, Candidates candidates)
    {
        var labelled = page.Labels
            .Where(label => NumberLabel().IsMatch(label.Label) && NumberValue().IsMatch(label.Value) && !Placeholder.In(label.Value))
            .Select(label => new Reading<string>(NumberValue().Match(label.Value).Groups["n"].Value.TrimEnd('.', '-'), label.Place, 0.95m))
            .ToList();
        // A field that is called the number is; what a sentence mentions may be another statement's.
        var found = labelled.Count > 0 ? labelled : page.Labels
            .Where(label => OrderLabel().IsMatch(label.Label) && NumberValue().IsMatch(label.Value) && !Placeholder.In(label.Value))
            .Select(label => new Reading<string>(NumberValue().Match(label.Value).Groups["n"].Value.TrimEnd('.', '-'), label.Place, 0.7m))
            .Concat(InWords(page));
        return candidates.Choose("sow_number", found.Where(reading => WrittenDate.First(reading.Value, page.Order) is null), number => Bare(number));
    }

    // "SOW-12" and "12" name the same statement.
    private static string Bare(string number) => Prefix().Replace(number.ToUpperInvariant(), "").TrimStart('0');

    private static IEnumerable<Reading<string>> InWords(StatementPage page)
    {
        foreach (var clause in page.Clauses.Take(60).Where(clause => clause.Text.Length < 600))
        {
            foreach (Match match in Numbered().Matches(clause.Text))
            {
                if (!Placeholder.In(match.Value) && !page.Labels.Any(label => label.Place == clause.Place && OtherLabel().IsMatch(label.Label)))
                    yield return new Reading<string>(match.Groups["n"].Value.TrimEnd('.', '-'), clause.Place, clause.Kind == BlockKind.Heading ? 0.95m : clause.Block < 8 ? 0.9m : 0.75m);
            }
        }
    }

    private static bool IsTitle(string text)
    {
        var words = Clean(text);
        return words.Length is >= 3 and <= 160 && !AgencyReader.IsOnlyAName(words) && words.Any(char.IsLetter) && !Placeholder.In(words) && !Generic().IsMatch(words) && !Chapter().IsMatch(words)
            && !words.EndsWith(':') && WrittenDate.First(words, DayMonthOrder.Unknown) is not { Index: 0 } && !words.StartsWith("between ", StringComparison.OrdinalIgnoreCase);
    }

    private static string Clean(string text) => text.Trim().Trim('*', '"', '“', '”', '_', ' ', '#').TrimEnd('.').Trim();

    [GeneratedRegex(@"^(?:project|project (?:title|name)|engagement(?: name| title)?|sow title|assignment|name of (?:the )?project|contract title|subject|re|requirement title|title of (?:the )?(?:project|work|requirement))$", RegexOptions.IgnoreCase, 5000)]
    private static partial Regex TitleLabel();

    [GeneratedRegex(@"^\W*(?:(?:statement of work|sow|performance work statement|pws|statement of objectives|soo|work order|task order|call order|scope of work|project charter|request for (?:quotations?|quotes?|proposals?))\s?(?:\([A-Z]{2,4}\)\s?)?(?:(?:no\.?|number|#)?\s?[\w.-]{0,12}\d[\w.-]{0,12}\s?)?(?:for(?: the)?|[:–—-]|\|)\s+|for the )(?<title>\S.{2,170})$", RegexOptions.IgnoreCase, 5000)]
    private static partial Regex After();

    [GeneratedRegex(@"^(?:(?:the|a|an|draft|final|template|appendix|exhibit|annex|schedule|attachment|part) ?[\dA-Z]{0,3}[:.–-]? ?)*(?:statements? of work|sow|performance work statement|pws|statement of objectives|soo|request for (?:quotations?|quotes?|proposals?|information)|rf[qpi]|professional services agreement|(?:master )?(?:services?|consulting|contractor|professional services|independent contractor|software development|framework) agreement|agreement|contract|task order|work order|call order|order form|purchase order|proposal|scope of work|project scope|terms of reference|table of contents|contents|readme|cover page|key terms|confidential|parties|the parties|between|and|issued by|sow and agreement|project proposal|quote|quotation|for|template)(?: ?\((?:sow|pws|soo|rfq|rfp|template|draft|call-?off|msa)\))?(?: template| form| document| agreement)?(?: ?(?:no\.?|number|#)? ?[\w-]{0,10}\d[\w./-]{0,20})?$", RegexOptions.IgnoreCase, 5000)]
    private static partial Regex Generic();

    [GeneratedRegex(@"\b(?:officer|president|director|manager|founder|owner|partner|principal|counsel|head of|member|CEO|CTO|CFO|COO|VP|lead|secretary|treasurer)\b", RegexOptions.IgnoreCase, 5000)]
    private static partial Regex Job();

    [GeneratedRegex(@"^title$", RegexOptions.IgnoreCase, 5000)]
    private static partial Regex BareTitle();

    [GeneratedRegex(@"^\s*\(?(?:\d{1,2}|[A-Z]|[IVX]{1,4})[.)]", RegexOptions.None, 5000)]
    private static partial Regex ChapterNumber();

    [GeneratedRegex(@"^(?:(?:project |executive |general )?(?:overview|background|introduction|summary|purpose|description|information|details|objectives?|goals?|scope|preamble|recitals)(?: (?:and|&|of|/) .{0,40})?|instructions?|definitions|deliverables?|in scope|out of scope|milestones?|timeline|schedule|services|work|fees?|payment.{0,20}|acceptance.{0,30}|period of performance|place of performance|public domain|license|getting started|requirements?|assumptions.{0,30}|tasks?|header section|document (?:control|information).{0,20}|revision history|contact.{0,20}|preamble & recitals|service provider|client|customer|contractor|provider|date|work contractor will do)$", RegexOptions.IgnoreCase, 5000)]
    private static partial Regex Chapter();

    [GeneratedRegex(@"^(?:(?:the )?(?:sow|statement of work)(?: (?:reference|contract|document))?\s?(?:no|nr|number|num|#|id|ref|reference|identifier)?\.?(?: (?:no|number|#)\.?)?)$", RegexOptions.IgnoreCase, 5000)]
    private static partial Regex NumberLabel();

    [GeneratedRegex(@"^(?:(?:task|call|work|delivery|call-off)[ -]order|order|(?:contract|document|agreement) (?=ref))\s?(?:no|nr|number|num|#|id|ref|reference)\.?(?: (?:no|number)\.?)?$", RegexOptions.IgnoreCase, 5000)]
    private static partial Regex OrderLabel();

    [GeneratedRegex(@"\b(?:project|rfq|rfp|invoice|version|contract|agreement|msa)\b", RegexOptions.IgnoreCase, 5000)]
    private static partial Regex OtherLabel();

    [GeneratedRegex(@"^(?:(?:no\.?|number|#)\s{0,2})?(?<n>(?=[\w./-]{0,40}\d)[A-Za-z0-9][\w./-]{0,40})(?=$|[\s,;)])(?!\s+\p{L}+\s+\p{L}+\s+\p{L}+)", RegexOptions.IgnoreCase, 5000)]
    private static partial Regex NumberValue();

    [GeneratedRegex(@"\b(?:(?<n>SOW[-_ ]?(?=[\w./-]{0,40}\d)[A-Z0-9]{1,12}(?:[-_/.][A-Za-z0-9]{1,12}){0,5}(?<=[-_].*))|(?:SOW|Statement of Work|STATEMENT OF WORK)(?: ?\(“?""?SOW”?""?\))?\s?(?:(?:No\.?|Number|NUMBER|NO\.?|Nr\.?|Ref\.?|Reference|ID|#)\s?[:#]?\s?(?<n>(?=[\w./-]{0,40}\d)[A-Za-z0-9][\w./-]{0,40})|(?<n>\d{1,6}(?:-\d{1,6})?)(?=\s?(?:$|[(“:–—,)]|-\s|is\b|dated\b|under\b|to\b|incorporates\b))))(?!\s?(?:January|February|March|April|May|June|July|August|September|October|November|December)\b)", RegexOptions.None, 5000)]
    private static partial Regex Numbered();

    [GeneratedRegex(@"^(?:SOW|STATEMENT OF WORK)[-_ #]*", RegexOptions.None, 5000)]
    private static partial Regex Prefix();
}

using System.Text.RegularExpressions;

namespace Throughline.Domain.Contracts;

/// <summary>What is to be done and handed over: activities and deliverables.</summary>
internal static partial class WorkReader
{
    private const int MostItems = 200;

    public static List<Reading<StatementDeliverable>> Deliverables(StatementPage page)
    {
        var found = DeliverableTables(page).ToList();
        if (found.Count == 0)
            found = [.. Numbered(page, DeliverableItem()).Select(item => new Reading<StatementDeliverable>(new StatementDeliverable(item.Title, null), item.Place, 0.85m))];
        if (found.Count == 0)
            found = [.. Listed(page, DeliverableHeading(), DeliverableLead()).Select(item => Deliverable(item.Text, item.Place))];
        if (found.Count == 0)
            found = [.. InSentence(page)];
        return [.. found.DistinctBy(reading => reading.Value.Title).Take(MostItems)];
    }

    private static IEnumerable<Reading<StatementDeliverable>> DeliverableTables(StatementPage page)
    {
        foreach (var table in page.Tables.Where(table => table.Header.Count >= 2))
        {
            var title = table.Column(DeliverableHeader());
            if (title < 0 && DeliverableHeading().IsMatch(table.Heading))
                title = table.Column(NameHeader());
            if (title < 0 || table.Header.Any(header => SurveillanceHeader().IsMatch(header)))
                continue;
            if (table.Rows.Count > 0 && table.Rows.All(row => BareNumber().IsMatch(SourceTable.Cell(row, title))))
                title = Math.Max(table.Column(NameHeader(), title), title);

            var due = table.Column(DueHeader(), title);
            foreach (var row in table.Rows)
            {
                var name = Cut(SourceTable.Cell(row, title));
                var when = SourceTable.Cell(row, due);
                if (name.Length > 1 && !Placeholder.In(name) && !TotalRow().IsMatch(name))
                    yield return new Reading<StatementDeliverable>(new StatementDeliverable(name, when.Length == 0 || Placeholder.In(when) ? null : when), SourceTable.Place(row), 0.9m);
            }
        }
    }

    private static Reading<StatementDeliverable> Deliverable(string text, SourcePlace place)
    {
        var due = Due().Match(text);
        var title = Split(due.Success ? text[..due.Index] : text).Title;
        return new Reading<StatementDeliverable>(new StatementDeliverable(title, due.Success ? due.Groups["due"].Value.Trim(' ', ')', '.') : null), place, 0.75m);
    }

    /// <summary>"The Deliverables are: A, B, and C".</summary>
    private static IEnumerable<Reading<StatementDeliverable>> InSentence(StatementPage page)
    {
        foreach (var clause in page.Clauses.Where(clause => !clause.Offered && clause.Has("deliverable") && !Placeholder.In(clause.Text)))
        {
            var match = DeliverablesAre().Match(clause.Text);
            if (!match.Success)
                continue;

            foreach (var part in Separator().Split(match.Groups["list"].Value.TrimEnd('.', ' ')))
            {
                var title = Cut(part);
                if (title.Length is > 2 and <= 120)
                    yield return new Reading<StatementDeliverable>(new StatementDeliverable(title, null), clause.Place, 0.75m);
            }

            yield break;
        }
    }

    public static List<Reading<StatementActivity>> Activities(StatementPage page)
    {
        var found = ActivityTables(page).ToList();
        if (found.Count == 0)
            found = [.. Numbered(page, ActivityItem()).Select(item => new Reading<StatementActivity>(new StatementActivity(item.Title, item.Description), item.Place, 0.85m))];
        if (found.Count == 0)
            found = [.. SubHeadings(page)];
        if (found.Count == 0)
        {
            found = [.. Listed(page, ActivityHeading(), ActivityLead()).Select(item => (Split: Split(item.Text), item.Place))
                .Select(item => new Reading<StatementActivity>(new StatementActivity(item.Split.Title, item.Split.Description), item.Place, 0.6m))];
        }

        return [.. found.DistinctBy(reading => reading.Value.Title.ToUpperInvariant()).Take(MostItems)];
    }

    private static IEnumerable<Reading<StatementActivity>> ActivityTables(StatementPage page)
    {
        foreach (var table in page.Tables.Where(table => table.Header.Count >= 2))
        {
            var title = table.Column(ActivityHeader());
            if (title < 0 || table.Header.Any(header => SurveillanceHeader().IsMatch(header)))
                continue;
            if (table.Rows.Count > 0 && table.Rows.All(row => BareNumber().IsMatch(SourceTable.Cell(row, title))))
                title = table.Column(DescriptionHeader(), title) is >= 0 and var described ? described : title;

            var description = table.Column(DescriptionHeader(), title);
            foreach (var row in table.Rows)
            {
                var name = Cut(SourceTable.Cell(row, title));
                var about = SourceTable.Cell(row, description);
                if (name.Length > 1 && !Placeholder.In(name) && !TotalRow().IsMatch(name))
                    yield return new Reading<StatementActivity>(new StatementActivity(name, about.Length == 0 || Placeholder.In(about) ? null : about), SourceTable.Place(row), 0.85m);
            }
        }
    }

    /// <summary>"Task 1 - Discovery", "Phase II: Build", "Workstream A. Data", as a heading, an item or a line of its own.</summary>
    private static IEnumerable<(string Title, string? Description, SourcePlace Place)> Numbered(StatementPage page, Regex pattern)
    {
        for (var index = 0; index < page.Blocks.Count; index++)
        {
            var block = page.Blocks[index];
            if (block.Kind == BlockKind.Table || block.Lines.Count == 0)
                continue;

            var match = pattern.Match(StatementPage.WithoutNumber(block.Lines[0].Text) is { Length: > 0 } text ? text : block.Lines[0].Text);
            if (!match.Success || Placeholder.In(block.Lines[0].Text) || Excluded().IsMatch(block.Text) || Excluded().IsMatch(page.Headings[Math.Max(0, index - 1)]))
                continue;

            var (title, description) = Split(match.Groups["title"].Value);
            if (title.Length is < 3 or > 140)
                continue;
            if (description is null && block.Kind == BlockKind.Heading && index + 1 < page.Blocks.Count && page.Blocks[index + 1].Kind == BlockKind.Paragraph)
                description = StatementPage.Shortened(page.Blocks[index + 1].Text);
            yield return (title, description, StatementPage.Place(block));
        }
    }

    /// <summary>The headings one step below "Scope of work", "Tasks" and their like, when there are at least two.</summary>
    // "3.1 Interface design": all of the number goes, not only the chapter's.
    private static string? WithoutSection(string heading) =>
        SectionNumber().Match(heading) is { Success: true, Length: var length } ? heading[length..].TrimEnd(':', '.', ' ') : null;

    private static IEnumerable<Reading<StatementActivity>> SubHeadings(StatementPage page)
    {
        for (var index = 0; index < page.Blocks.Count; index++)
        {
            if (page.Blocks[index].Kind != BlockKind.Heading || page.Blocks[index].Level == 1 && index == 0 || !SectionOfActivities().IsMatch(page.Headings[index]))
                continue;

            var inner = page.Section(index).Where(inside => inside.Block.Kind == BlockKind.Heading && inside.Block.Level <= 6).ToList();
            var level = inner.Count == 0 ? 0 : inner.Min(inside => inside.Block.Level);
            var direct = inner.Where(inside => inside.Block.Level == level && !NotAnActivity().IsMatch(page.Headings[inside.Index]) && !Placeholder.In(inside.Block.Text)).ToList();
            if (direct.Count < 2)
                continue;

            foreach (var (at, block) in direct)
            {
                var next = at + 1 < page.Blocks.Count && page.Blocks[at + 1].Kind == BlockKind.Paragraph ? StatementPage.Shortened(page.Blocks[at + 1].Text) : null;
                yield return new Reading<StatementActivity>(new StatementActivity(WithoutSection(block.Lines[0].Text) ?? page.Headings[at], next), StatementPage.Place(block), 0.65m);
            }

            yield break;
        }
    }

    /// <summary>The outermost items under a heading, or right after a sentence that announces them.</summary>
    private static IEnumerable<(string Text, SourcePlace Place)> Listed(StatementPage page, Regex heading, Regex lead)
    {
        var taken = false;
        for (var index = 0; index < page.Blocks.Count; index++)
        {
            var block = page.Blocks[index];
            var announced = block.Kind is BlockKind.Paragraph or BlockKind.Item && block.Text.Length < 400 && lead.IsMatch(block.Text) && !Excluded().IsMatch(block.Text);
            if (!announced && !(block.Kind == BlockKind.Heading && heading.IsMatch(page.Headings[index])))
                continue;

            var items = (announced ? Following(page, index) : page.Section(index).Where(inside => page.Headings[inside.Index] == page.Headings[index]))
                .Where(inside => inside.Block.Kind == BlockKind.Item).ToList();
            // "Examples:" and "such as:" show what could stand there.
            if (items.Count > 0 && Examples().IsMatch(page.Blocks[items[0].Index - 1].Text))
                continue;

            var level = items.Count == 0 ? 0 : items.Min(inside => inside.Block.Level);
            foreach (var (_, item) in items.Where(inside => inside.Block.Level == level && !Placeholder.In(inside.Block.Text)))
            {
                var text = Box().Replace(item.Text, "");
                if (text.Length is < 3 or > 400)
                    continue;

                taken = true;
                yield return (text, StatementPage.Place(item));
            }

            if (taken)
                yield break;
        }
    }

    private static IEnumerable<(int Index, SourceBlock Block)> Following(StatementPage page, int index)
    {
        var outer = page.Blocks[index].Kind == BlockKind.Item ? page.Blocks[index].Level : 0;
        for (var next = index + 1; next < page.Blocks.Count && page.Blocks[next].Kind == BlockKind.Item && page.Blocks[next].Level > outer; next++)
            yield return (next, page.Blocks[next]);
    }

    private static (string Title, string? Description) Split(string text)
    {
        var match = TitleAndRest().Match(text);
        if (match.Success && CodeOnly().IsMatch(match.Groups["title"].Value))
            return Split(match.Groups["rest"].Value);

        return match.Success
            ? (Cut(match.Groups["title"].Value), match.Groups["rest"].Value.Trim() is { Length: > 0 } rest && !Placeholder.In(rest) ? StatementPage.Shortened(rest) : null)
            : FirstSentence().Match(text) is { Success: true } sentence
            ? (Cut(sentence.Groups["title"].Value), StatementPage.Shortened(sentence.Groups["rest"].Value.Trim()))
            : (Cut(text), null);
    }

    private static string Cut(string text)
    {
        var clean = OwnNumber().Replace(text.Trim().Trim('*', ' '), "").Trim().TrimEnd('.', ';', ',', ':').Trim('*', ' ');
        return clean.EndsWith(" and", StringComparison.Ordinal) ? clean[..^4].TrimEnd(',', ';', ' ') : clean;
    }

    [GeneratedRegex(@"\bdeliverables?\b(?! (?:id|no\.?|number|#|type|format|owner|status|content))", RegexOptions.IgnoreCase, 5000)]
    private static partial Regex DeliverableHeader();

    [GeneratedRegex(@"^(?:item|name|title|description|document|report|output|product|artifact|work product|deliverable.{0,20})s?$", RegexOptions.IgnoreCase, 5000)]
    private static partial Regex NameHeader();

    [GeneratedRegex(@"\b(?:due|dates?|deadline|when|timeline|time ?frame|timing|schedule|frequency|delivery|target|week|submission|completion|eta)\b", RegexOptions.IgnoreCase, 5000)]
    private static partial Regex DueHeader();

    [GeneratedRegex(@"\b(?:performance standard|acceptable quality|aql|surveillance|method of assessment|performance standards?\(?s?\)?|incentive)\b", RegexOptions.IgnoreCase, 5000)]
    private static partial Regex SurveillanceHeader();

    [GeneratedRegex(@"^(?:(?:project |key |specific |required |contract |list of |primary |major |expected |final |the |table \d+ list of )*deliverables?(?: (?:and|&) .{1,40}| list| table| schedule| timeline|/.{1,20})?|(?:scope of work and |scope (?:and|&) )deliverables|what (?:we|you)(?:['’]ll| will) (?:deliver|get|receive)|work products?)$", RegexOptions.IgnoreCase, 5000)]
    private static partial Regex DeliverableHeading();

    [GeneratedRegex(@"(?:\bfollowing deliverables?\b|\bdeliver(?:s)? the following\b|\bdeliverables? (?:are|include|will include|shall include|consist of)\b[^.]{0,60}|\bfollowing deliverables?\b[^:]{0,160}):\s*$|^(?:key |specific |required )?deliverables:?$", RegexOptions.IgnoreCase, 5000)]
    private static partial Regex DeliverableLead();

    [GeneratedRegex(@"^\W*(?:[Dd]eliverable|D)\s?#?\s?\d{1,2}(?:\.\d{1,2})?\s?(?:[:.–—-]|\s)\s*(?<title>\S.{2,300})$", RegexOptions.None, 5000)]
    private static partial Regex DeliverableItem();

    [GeneratedRegex(@"\bdeliverables (?:are|include|consist of)(?:(?: as follows)?:\s+|\s+(?=[^.]{3,200},))(?<list>[^:]{5,600})$", RegexOptions.IgnoreCase, 5000)]
    private static partial Regex DeliverablesAre();

    [GeneratedRegex(@"\s*;\s*(?:and\s+)?|\s*,\s+and\s+|\s*,\s+|\s+and\s+(?=[^,;]{3,80}$)", RegexOptions.None, 5000)]
    private static partial Regex Separator();

    [GeneratedRegex(@"(?:\s\(|[,;]\s|\s[-–—]\s|:\s)(?<due>(?:due|by|no later than|within|delivered (?:by|within)|at the end of|end of|on or before|week \d|weekly|monthly|month \d)\b[^()]{0,80}\)?)$", RegexOptions.IgnoreCase, 5000)]
    private static partial Regex Due();

    [GeneratedRegex(@"^\W*(?:task|activity|activities|workstream|work stream|phase|work package|wp|objective|stage)(?: (?:name|title|area))?s?\W*$", RegexOptions.IgnoreCase, 5000)]
    private static partial Regex ActivityHeader();

    [GeneratedRegex(@"\b(?:description|details?|scope|summary|activities|title|name|objective|focus)\b", RegexOptions.IgnoreCase, 5000)]
    private static partial Regex DescriptionHeader();

    [GeneratedRegex(@"^\W*(?:task(?: area| order)?|phase|work ?stream|work package|wp|objective|stage|activity|sub-?task)\s?#?\s?(?:\d{1,2}(?:\.\d{1,2}){0,2}|[A-H]|I{1,3}|IV|V|VI{0,3}|one|two|three|four|five|six)\b(?:\s?\([^)]{1,40}\))?\s?(?:[:.–—-]|\s)\s*(?<title>\S.{2,300})$", RegexOptions.IgnoreCase, 5000)]
    private static partial Regex ActivityItem();

    [GeneratedRegex(@"^(?:(?:scope of (?:work|services)|scope|(?:specific |required |detailed |project )?tasks?|activities|(?:specific )?(?:task|work) (?:requirements|areas?|description)|work ?streams?|services(?: to be (?:provided|performed))?|specific requirements|description of (?:services|work)|technical requirements|in[- ]scope(?: (?:activities|services|work))?|functional requirements|performance requirements|work (?:to be performed|breakdown)|tasks? (?:and|&) .{1,40}|project phases|approach|methodology)(?: \(.{1,40}\))?)$", RegexOptions.IgnoreCase, 5000)]
    private static partial Regex SectionOfActivities();

    [GeneratedRegex(@"^(?:(?:project |key |specific |business |technical )?(?:tasks?|activities|objectives(?: (?:and|&) goals)?|goals|work ?streams?|scope of (?:work|services)|scope|in[- ]scope(?: (?:activities|services|work|items))?|services(?: to be (?:provided|performed))?|description of services|inclusions|work (?:to be performed|contractor will do)))$", RegexOptions.IgnoreCase, 5000)]
    private static partial Regex ActivityHeading();

    [GeneratedRegex(@"\b(?:shall|will|agrees? to|must)\b[^.]{0,40}\b(?:provide|perform|complete|carry out|undertake|deliver)\b[^.]{0,60}\bfollowing(?: (?:services|tasks|activities|work)\b[^.]{0,40})?:$|^(?:the )?(?:services|tasks|activities|work) (?:include|includes|are|consists? of|to be performed)\b[^.]{0,60}:$|\b(?:goals|objectives|tasks|activities)\b[^.:]{0,60}\b(?:are|include)(?: as follows| the following)?:$|\bfollowing (?:tasks|activities|services)(?: are included| will be performed| shall be performed)?:$", RegexOptions.IgnoreCase, 5000)]
    private static partial Regex ActivityLead();

    [GeneratedRegex(@"\b(?:not (?:be )?(?:required|responsible|included)|exclu\w+|out[- ]of[- ]scope|non-goals|invoic\w+|not in scope|government (?:will|shall)|customer (?:will|shall)|client (?:will|shall)|payment|offerors?|quot(?:e|ation)s?|oral (?:interview|presentation)s?)\b", RegexOptions.IgnoreCase, 5000)]
    private static partial Regex Excluded();

    [GeneratedRegex(@"\b(?:out[- ]of[- ]scope|exclu\w+|assumptions?|overview|background|introduction|general|deliverables?|not included|purpose|in[- ]scope|definitions?|constraints?|dependenc\w+|client|customer|government|additional requirements?|note|change\w*|timeline|schedule|milestones?|personnel|acceptance)\b", RegexOptions.IgnoreCase, 5000)]
    private static partial Regex NotAnActivity();

    [GeneratedRegex(@"^(?<title>[^:–—]{3,90}?)(?::\s|\s[–—-]{1,2}\s)(?<rest>.{3,})$", RegexOptions.None, 5000)]
    private static partial Regex TitleAndRest();

    [GeneratedRegex(@"^\W*(?:(?:milestone|deliverable|task|phase|item)\s)?#?\s?[A-Z]{0,2}\d{1,3}(?:\.\d{1,2})?(?:\s?\([^)]{1,40}\))?\W*$", RegexOptions.IgnoreCase, 5000)]
    private static partial Regex CodeOnly();

    [GeneratedRegex(@"^(?<title>.{12,200}?[a-z)]{2})\.\s+(?<rest>[A-Z].{3,})$", RegexOptions.None, 5000)]
    private static partial Regex FirstSentence();

    [GeneratedRegex(@"^(?:(?:[a-z]|[ivx]{1,4}|\d{1,2}(?:\.\d{1,2}){0,3})[.)]\s+|\(\w{1,3}\)\s+|[-*•✅✓]\s*)", RegexOptions.None, 5000)]
    private static partial Regex OwnNumber();

    [GeneratedRegex(@"^\W*(?:D|T|WP|No\.?|#|P)?\s?[-#]?\s?\d{0,3}(?:\.\d{1,3}){0,2}\W*$", RegexOptions.IgnoreCase, 5000)]
    private static partial Regex BareNumber();

    [GeneratedRegex(@"^\W*(?:grand |sub-?)?totals?\b", RegexOptions.IgnoreCase, 5000)]
    private static partial Regex TotalRow();

    [GeneratedRegex(@"\b(?:examples?|such as|e\.g\.):?\s*$", RegexOptions.IgnoreCase, 5000)]
    private static partial Regex Examples();

    [GeneratedRegex(@"^\s*\d{1,2}(?:\.\d{1,3}){1,4}[.)]?\s+(?=\S)", RegexOptions.None, 5000)]
    private static partial Regex SectionNumber();

    [GeneratedRegex(@"^\[[ xX]?\]\s*", RegexOptions.None, 5000)]
    private static partial Regex Box();
}

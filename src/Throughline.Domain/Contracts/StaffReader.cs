using System.Text.RegularExpressions;

namespace Throughline.Domain.Contracts;

/// <summary>The roles that the provider has to bring, and whether expenses are paid.</summary>
internal static partial class StaffReader
{
    public static List<Reading<string>> Roles(StatementPage page, IReadOnlyList<Reading<StatementRateLine>> rates)
    {
        var found = KeyPersonnel(page).Concat(FromTables(page)).ToList();
        if (found.Count == 0)
            found.AddRange(UnderHeading(page));
        found.AddRange(rates.Where(rate => rate.Value.Role is not null).Select(rate => new Reading<string>(rate.Value.Role!, rate.Source, 0.85m)));
        return [.. found.Where(reading => !Theirs().IsMatch(reading.Value)).DistinctBy(reading => Key(reading.Value)).Take(60)];
    }

    private static string Key(string role) => new([.. role.ToUpperInvariant().Where(char.IsLetter)]);

    /// <summary>Job titles in sentences that name key personnel; titles of the customer's side are left out.</summary>
    private static IEnumerable<Reading<string>> KeyPersonnel(StatementPage page)
    {
        foreach (var clause in page.Clauses.Where(clause => !clause.Offered && clause.HasAny("key personnel", "key staff", "key role", "key individual")))
        {
            if (clause.Kind == BlockKind.Heading || !Asks().IsMatch(clause.Text))
                continue;

            foreach (var role in JobTitles(clause.Text))
                yield return new Reading<string>(role, clause.Place, 0.85m);
        }

        foreach (var label in page.Labels.Where(label => PersonnelLabel().IsMatch(label.Label) && label.Value.Length <= 300))
        {
            foreach (var role in JobTitles(label.Value))
                yield return new Reading<string>(role, label.Place, 0.85m);
        }
    }

    private static IEnumerable<Reading<string>> FromTables(StatementPage page)
    {
        foreach (var table in page.Tables.Where(table => table.Header.Count >= 2))
        {
            var column = table.Column(RoleHeader());
            if (column < 0 || CustomerSide().IsMatch(table.Heading) || table.Header.Any(header => CustomerSide().IsMatch(header)) || !StaffHeading().IsMatch(table.Heading) && column != 0)
                continue;

            foreach (var row in table.Rows)
            {
                var role = Clean(SourceTable.Cell(row, column));
                if (role.Length is >= 2 and <= 80 && !Placeholder.In(role) && !TotalRow().IsMatch(role) && JobTitle().IsMatch(role) && !row.Cells.Any(cell => CustomerSide().IsMatch(cell.Text) && cell.Text.Length < 40))
                    yield return new Reading<string>(role, SourceTable.Place(row), 0.85m);
            }
        }
    }

    private static IEnumerable<Reading<string>> UnderHeading(StatementPage page)
    {
        foreach (var clause in page.Clauses.Where(clause => clause.Kind == BlockKind.Item && !clause.Offered && StaffHeading().IsMatch(clause.Heading) && !CustomerSide().IsMatch(clause.Heading) && !Placeholder.In(clause.Text)))
        {
            var lead = ItemLead().Match(clause.Text);
            if (lead.Success && JobTitle().IsMatch(lead.Groups["role"].Value) && Clean(lead.Groups["role"].Value) is { Length: <= 60 } role && !CustomerSide().IsMatch(role))
                yield return new Reading<string>(role, clause.Place, 0.7m);
        }
    }

    private static IEnumerable<string> JobTitles(string text) =>
        from Match match in JobTitle().Matches(text)
        let role = Clean(match.Value)
        where role.Length > 2 && !Placeholder.In(role)
        select role;

    private static string Clean(string role) => Article().Replace(Abbreviation().Replace(role, ""), "").Trim().Trim('*', ':', ',', '.', ' ', '-', '–');

    public static Reading<StatementExpenses>? Expenses(StatementPage page, Candidates candidates)
    {
        var found = new List<Reading<StatementExpenses>>();
        foreach (var clause in page.Clauses.Where(clause => !clause.Offered && clause.HasAny("expense", "travel", "out-of-pocket", "other direct cost") && !Placeholder.In(clause.Text)))
        {
            if (NotAllowed().IsMatch(clause.Text))
                found.Add(new Reading<StatementExpenses>(new StatementExpenses(false, null), clause.Place, 0.85m));
            else if (Cap(clause.Text) is { } cap)
                found.Add(new Reading<StatementExpenses>(new StatementExpenses(true, cap), clause.Place, 0.95m));
            else if (Allowed().IsMatch(clause.Text))
                found.Add(new Reading<StatementExpenses>(new StatementExpenses(true, null), clause.Place, 0.8m));
        }

        return candidates.Choose("expenses", found);
    }

    private static decimal? Cap(string text)
    {
        var cap = CapLead().Match(text);
        return cap.Success && WrittenMoney.First(text[cap.Index..]) is { } money ? money.Amount : null;
    }

    private const string Titles = @"(?:(?:[A-Z][\w/+#.-]{0,20}|of|and|&) ){0,4}?(?:Project|Program|Product|Engagement|Delivery|Technical|Tech|Team|Solution|Software|Senior|Lead|Data|Cloud|Security|Systems?|UX|UI|User|Full[- ]Stack|Front[- ]?[Ee]nd|Back[- ]?[Ee]nd|DevOps|QA|Quality|Business|Agile|Scrum|Content|Visual|Interaction|Design|Development|Service|Test|Implementation|Enterprise|Database|Network|Subject Matter|Account|Change|Training|Research|Accessibility|Principal|Junior|Staff|Web|Mobile|Infrastructure|Integration|Functional|Machine Learning|ML|AI|[A-Z]\w{2,20})";

    [GeneratedRegex(@"\b" + Titles + @"[ /-](?:(?:[A-Z][\w/-]{1,20}) ){0,3}?(?:Managers?|Leads?|Leaders?|Architects?|Engineers?|Developers?|Designers?|Analysts?|Consultants?|Scientists?|Specialists?|Administrators?|Masters?|Directors?|Coordinators?|Testers?|Researchers?|Writers?|Strategists?|Trainers?|Experts?|Coach(?:es)?|Programmers?|Planners?|Technicians?|SME)\b|\b(?:PM|DevOps|Architect|Developer|Designer|Engineer|Consultant|Trainer|Analyst)\b", RegexOptions.None, 5000)]
    private static partial Regex JobTitle();

    [GeneratedRegex(@"\b(?:identified|designated|listed|considered|assign|provide|following|minimum|include|includes|are|is|named|propose)\b", RegexOptions.IgnoreCase, 5000)]
    private static partial Regex Asks();

    [GeneratedRegex(@"^(?:key (?:personnel|staff|roles?|individuals?|team members?)|required (?:roles|personnel|staff)|(?:project )?team(?: composition| structure)?|staffing|personnel|roles?(?: required)?|resources?)$", RegexOptions.IgnoreCase, 5000)]
    private static partial Regex PersonnelLabel();

    [GeneratedRegex(@"^\W*(?:(?:key |required |project |contractor |provider |consultant |team )?(?:roles?|positions?|personnel|labou?r categor(?:y|ies)|job titles?|resources?|team members?|skill(?: level)?s?))(?: ?/ ?\w+| title| name)?\W*$", RegexOptions.IgnoreCase, 5000)]
    private static partial Regex RoleHeader();

    [GeneratedRegex(@"^(?:(?:key |required |contractor |provider |consultant |vendor |project |core |our |proposed |supplier |delivery )*(?:personnel|staff(?:ing)?|team|roles|resources|positions|labou?r categories|team (?:composition|structure|members)|staffing (?:plan|requirements)|roles (?:and|&) responsibilities|resourcing|pricing|rates?|rate (?:card|table|schedule)|fees?.{0,20}))(?: \(.{1,40}\)| requirements| and .{1,30})?$", RegexOptions.IgnoreCase, 5000)]
    private static partial Regex StaffHeading();

    [GeneratedRegex(@"\b(?:client|customer|government|buyer|agency|sponsor|gsa|18f|tts|contact|phone|e-?mail)\b", RegexOptions.IgnoreCase, 5000)]
    private static partial Regex CustomerSide();

    [GeneratedRegex(@"\b(?:contracting officer|cor\b|acor|product owner|government|client|customer|procurement|contract specialist|sponsor|18f|gsa|tts|agency|buyer|and|personnel)\b", RegexOptions.IgnoreCase, 5000)]
    private static partial Regex Theirs();

    [GeneratedRegex(@"^(?:\d{1,2}\s?x?\s)?(?:\(\d\)\s)?(?<role>[^:–—(,.;]{3,70}?)(?=\s?(?::|[–—(,.;]|\s-\s|$))", RegexOptions.None, 5000)]
    private static partial Regex ItemLead();

    [GeneratedRegex(@"^(?:(?:a|an|the|one|two|contractor['’]s|\d+|at least|this|any|each|such|proposed)\s)+", RegexOptions.IgnoreCase, 5000)]
    private static partial Regex Article();

    [GeneratedRegex(@"\s?\([^)]{0,60}\)", RegexOptions.None, 5000)]
    private static partial Regex Abbreviation();

    [GeneratedRegex(@"^\W*(?:grand |sub-?)?totals?\b", RegexOptions.IgnoreCase, 5000)]
    private static partial Regex TotalRow();

    [GeneratedRegex(@"\bno (?:travel (?:or|and) )?(?:other )?expenses?\b[^.]{0,40}\b(?:will|shall|are|is|be)\b|\bexpenses?\b[^.]{0,40}\b(?:are|is|will|shall) not (?:be )?(?:reimburs\w+|allow\w+|billable|charg\w+|paid)|\b(?:travel|expenses?)\b[^.]{0,60}\b(?:will|shall) not be (?:reimbursed|authori[sz]ed|allowed|paid)|\b(?:inclusive of|includes?) (?:all |any )?(?:travel and |travel |out-of-pocket |related )*expenses|\bno (?:travel )?(?:reimbursement|reimbursable)", RegexOptions.IgnoreCase, 5000)]
    private static partial Regex NotAllowed();

    [GeneratedRegex(@"\b(?:expenses?|travel|costs?|other direct costs?)\b[^.$€£]{0,120}\b(?:(?:not|never)[ -](?:to[ -])?exceed|capped at|limited to|up to|maximum of|cap of|ceiling of|in excess of)\b", RegexOptions.IgnoreCase, 5000)]
    private static partial Regex CapLead();

    [GeneratedRegex(@"\b(?:expenses?|travel(?: costs?)?)\b[^.]{0,100}\b(?:will be|shall be|are|be|is) (?:separately )?(?:reimburs\w+|billed|invoiced|charged|paid|passed)|\breimburse\b[^.]{0,100}\b(?:expenses?|travel)|\breimbursable (?:travel|expenses?)|\bexpenses?\b[^.]{0,40}\b(?:billed|charged) at (?:cost|actual)|\b(?:plus|and) (?:reasonable |actual |pre-approved )+(?:travel )?(?:and )?(?:living )?expenses", RegexOptions.IgnoreCase, 5000)]
    private static partial Regex Allowed();
}

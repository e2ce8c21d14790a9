using System.Text.RegularExpressions;

namespace Throughline.Domain.Contracts;

/// <summary>The public body that a government purchase is for, which such documents name in their title and seldom label.</summary>
internal static partial class AgencyReader
{
    public static Reading<string>? Read(StatementPage page)
    {
        if (!page.Clauses.Any(clause => clause.HasAny("contracting officer", "the government", "performance work statement", "call order", "task order")))
            return null;

        var found = TitleBlock(page)
            .SelectMany(clause => Agency().Matches(clause.Text).Select(match => (Name: Clean(match), clause.Place)))
            .Where(agency => agency.Name.Length > 0)
            .ToList();
        if (found.Count == 0)
            return null;

        // The General Services Administration buys for others; only another body that is named is the one that the work is for.
        var best = found.Find(agency => !Buyer().IsMatch(agency.Name));
        if (best.Name is null)
            return null;

        var longest = found.Where(agency => agency.Name.Contains(best.Name, StringComparison.Ordinal)).MaxBy(agency => agency.Name.Length);
        return new Reading<string>(longest.Name, longest.Place, 0.75m);
    }

    /// <summary>True when the words are the name of a public body and nothing else, which is no title.</summary>
    public static bool IsOnlyAName(string words) =>
        Agency().Match(words) is { Success: true } match && words.Remove(match.Index, match.Length).Replace("The", "", StringComparison.OrdinalIgnoreCase).All(sign => !char.IsLetter(sign));

    // Everything before the second section, where the title, the subject and the first paragraph stand.
    private static IEnumerable<Clause> TitleBlock(StatementPage page) => page.Clauses.Where(clause => clause.Kind != BlockKind.Table).Take(25);

    private static string Clean(Match match) => Abbreviation().Replace(match.Groups["name"].Value, "").Trim().TrimEnd(',');

    [GeneratedRegex(
        @"\b(?<name>(?:(?:U\.?S\.?|United States|Federal) )?(?:" +
        @"Department of (?:State|Labor|Defense|(?:the )?Treasury|Justice|(?:the )?Interior|Agriculture|Commerce|Health and Human Services|Housing and Urban Development|Transportation|Energy|Education|Veterans Affairs|Homeland Security|(?:the )?(?:Army|Navy|Air Force))" +
        @"|(?:[A-Z][a-z]+ ){1,2}(?:State )?Department of [A-Z][a-z]+(?:(?:,| and|, and|,? &) [A-Z][a-z]+| [A-Z][a-z]+){0,5}" +
        @"|Ministry of [A-Z][a-z]+(?:(?: and|,| of) [A-Z][a-z]+| [A-Z][a-z]+){0,4}" +
        @"|General Services Administration|Environmental Protection Agency|Office of (?:Personnel Management|Management and Budget)|Small Business Administration|Social Security Administration|National (?:Park Service|Science Foundation|Institutes of Health|Archives and Records Administration|Aeronautics and Space Administration)|Forest Service|Federal (?:Election|Communications|Trade|Energy Regulatory) Commission|Centers for Medicare (?:&|and) Medicaid Services|Internal Revenue Service|Federal Bureau of (?:Investigation|Prisons)|Peace Corps|Federal Aviation Administration|Food and Drug Administration|Census Bureau|Geological Survey|Coast Guard|Agency for International Development" +
        @")(?:\s?\([A-Z][\w.&]{1,10}\))?(?:,\s(?:the )?(?:[A-Z][\w&'’-]{1,30} (?:(?:and|of|for|the|&) ){0,2}){1,7}(?:Division|Bureau|Office|Administration|Service|Agency|Center|Directorate|Branch|Command)\b)?)",
        RegexOptions.None, 5000)]
    private static partial Regex Agency();

    [GeneratedRegex(@"\s?\([A-Z][\w.&]{1,10}\)", RegexOptions.None, 5000)]
    private static partial Regex Abbreviation();

    [GeneratedRegex(@"General Services Administration|Technology Transformation|Federal Acquisition", RegexOptions.None, 5000)]
    private static partial Regex Buyer();
}

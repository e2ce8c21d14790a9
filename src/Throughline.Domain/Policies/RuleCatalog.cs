namespace Throughline.Domain.Policies;

/// <summary>Where a rule that a refusal names comes from.</summary>
public enum RuleKind
{
    /// <summary>A requirement of the practice, R-nnn.</summary>
    Rule,

    /// <summary>A question that practices answer differently, or a number they may change.</summary>
    Policy,

    /// <summary>Kept by the database or the interface, such as <c>day_ledger</c>.</summary>
    Database,
}

/// <summary>One rule in plain words: what refusals, findings and pages explain an id with.</summary>
/// <param name="Id"><c>R-108</c>, <c>P-26</c> or <c>day_ledger</c>.</param>
/// <param name="Kind">Where it comes from.</param>
/// <param name="Area">The subject it is listed under.</param>
/// <param name="Sentence">What it demands.</param>
/// <param name="Source">The document and lines it rests on.</param>
public sealed record Rule(string Id, RuleKind Kind, string Area, string Sentence, string Source);

/// <summary>Every rule that the product can name: those of Rules.tsv and the policies of the catalog.</summary>
public static class RuleCatalog
{
    private static readonly Dictionary<string, Rule> ById;

    static RuleCatalog()
    {
        All = [.. Written(), .. PolicyCatalog.All.Select(FromPolicy)];
        ById = All.ToDictionary(rule => rule.Id, StringComparer.Ordinal);
    }

    /// <summary>Requirements by number, then the product's own rules, then the policies.</summary>
    public static IReadOnlyList<Rule> All { get; }

    public static Rule? Find(string id) => ById.GetValueOrDefault(id);

    /// <summary>The rules in which every word of the query occurs, in id, subject or sentence, upper case aside.</summary>
    public static IReadOnlyList<Rule> Search(string query)
    {
        var words = query.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        return [.. All.Where(rule => words.All(word => Holds(rule, word)))];
    }

    private static bool Holds(Rule rule, string word) =>
        rule.Id.Contains(word, StringComparison.OrdinalIgnoreCase)
        || rule.Area.Contains(word, StringComparison.OrdinalIgnoreCase)
        || rule.Sentence.Contains(word, StringComparison.OrdinalIgnoreCase);

    private static Rule FromPolicy(Policy policy) =>
        new(policy.Id, RuleKind.Policy, policy.Area, $"{policy.Name}: {policy.Help}", policy.Source);

    private static IEnumerable<Rule> Written()
    {
        using var stream = typeof(RuleCatalog).Assembly.GetManifestResourceStream("Rules.tsv")
            ?? throw new InvalidOperationException("Rules.tsv is missing from the program.");
        using var reader = new StreamReader(stream);

        reader.ReadLine();
        while (reader.ReadLine() is { } line)
        {
            var cells = line.Split('\t');
            yield return new Rule(cells[0], KindOf(cells[1]), cells[2], cells[3], cells[4]);
        }
    }

    private static RuleKind KindOf(string word) => word switch
    {
        "rule" => RuleKind.Rule,
        "database" => RuleKind.Database,
        _ => throw new InvalidOperationException($"Rules.tsv holds the unknown kind \"{word}\"."),
    };
}

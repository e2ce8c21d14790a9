namespace Throughline.Domain.Timekeeping;

/// <summary>How internal time counts: towards the target, not at all, or as time off.</summary>
public enum CategoryClass { Creditable, NonCreditable, TimeOff }

/// <summary>The internal time categories a practice begins with; its settings may class them otherwise.</summary>
public static class TimeCategories
{
    /// <summary>The category as a person reads it: <c>practice_development</c> is "Practice development"; short codes stay capitals.</summary>
    public static string Words(string category) => category switch
    {
        "" => "",
        "pto" => "PTO",
        _ => char.ToUpperInvariant(category[0]) + category[1..].Replace('_', ' '),
    };

    /// <summary>
    /// The internal categories that are offered for new time under P-49, each with the words of its group: both kinds, or only
    /// what does not count towards the target; time off always. What is logged already stays, whatever is offered.
    /// </summary>
    /// <param name="known">The categories and their classes, as <c>time.categories</c> has them.</param>
    /// <param name="grouping">P-49.</param>
    public static IEnumerable<(string Category, string Group)> Offered(IEnumerable<KeyValuePair<string, string>> known, string grouping) => grouping switch
    {
        "non_creditable_only" => known.Where(pair => pair.Value != "creditable").Select(pair => (pair.Key, Words(pair.Value).ToLowerInvariant())),
        "five_groups" => known.Select(pair => (pair.Key, Group(pair.Key, pair.Value))),
        _ => known.Select(pair => (pair.Key, Words(pair.Value).ToLowerInvariant())),
    };

    private static string Group(string category, string counts) => (category, counts) switch
    {
        (_, "time_off") => "time off",
        ("company_meeting", _) => "company meetings",
        (_, "creditable") => "assisted work",
        _ => "practice internal",
    };

    public static IReadOnlyDictionary<string, CategoryClass> Standard { get; } = new Dictionary<string, CategoryClass>(StringComparer.Ordinal)
    {
        ["company_meeting"] = CategoryClass.Creditable,
        ["sales_assistance"] = CategoryClass.Creditable,
        ["support_assistance"] = CategoryClass.Creditable,
        ["practice_development"] = CategoryClass.Creditable,
        ["product_development"] = CategoryClass.Creditable,
        ["mentoring"] = CategoryClass.Creditable,
        ["knowledge_sharing"] = CategoryClass.NonCreditable,
        ["administration"] = CategoryClass.NonCreditable,
        ["meeting"] = CategoryClass.NonCreditable,
        ["travel"] = CategoryClass.NonCreditable,
        ["enablement"] = CategoryClass.NonCreditable,
        ["holiday"] = CategoryClass.TimeOff,
        ["pto"] = CategoryClass.TimeOff,
        ["sick"] = CategoryClass.TimeOff,
    };
}

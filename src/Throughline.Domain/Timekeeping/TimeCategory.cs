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

using System.Globalization;
using System.Text.Json;

namespace Throughline.Features.Engagements;

/// <summary>One field of an engagement that somebody changed, from what to what.</summary>
internal sealed record FieldChange(string Field, string? Was, string? Is)
{
    public override string ToString() => $"{Field} from {Was ?? "nothing"} to {Is ?? "nothing"}";
}

/// <summary>What two versions of an engagement differ in, in the words of its form.</summary>
internal static class EngagementChanges
{
    /// <summary>Money is told apart, for not everybody may see it.</summary>
    private static readonly Dictionary<string, (string Words, bool Money)> Fields = new(StringComparer.Ordinal)
    {
        ["name"] = ("name", false), ["status"] = ("status", false), ["internal_health"] = ("our rating", false), ["customer_health"] = ("the customer's rating", false),
        ["project_manager"] = ("project manager", false), ["coordinator"] = ("coordinator", false), ["start_date"] = ("first day", false), ["expires"] = ("last day", false),
        ["kickoff_date"] = ("kick-off", false), ["transition_date"] = ("transition", false), ["region"] = ("region", false), ["type"] = ("type", false),
        ["billing"] = ("billing", false), ["currency"] = ("currency", true), ["contract_value"] = ("contract value", true), ["budget_hours"] = ("budget hours", true),
    };

    public static IReadOnlyList<FieldChange> Between(JsonElement before, JsonElement after, bool withMoney) =>
        [.. from field in Fields
            where withMoney || !field.Value.Money
            let was = Of(before, field.Key)
            let now = Of(after, field.Key)
            where was != now
            select new FieldChange(field.Value.Words, was, now)];

    public static int Version(JsonElement row) => row.GetProperty("version").GetInt32();

    public static string By(JsonElement row) => row.GetProperty("changed_by").GetString() ?? "";

    public static DateTimeOffset At(JsonElement row) => row.GetProperty("recorded_at").GetDateTimeOffset();

    private static string? Of(JsonElement row, string field) => !row.TryGetProperty(field, out var value) ? null : value.ValueKind switch
    {
        JsonValueKind.Null => null,
        JsonValueKind.Number => value.GetDecimal().ToString("0.####", CultureInfo.InvariantCulture),
        _ => value.ToString().Replace('_', ' '),
    };
}

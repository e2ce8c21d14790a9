using System.Text.Json;

namespace Throughline.Features.Contracts;

/// <summary>What a person chooses beside the document. An empty customer is a new one, with a key made from its name.</summary>
/// <param name="Roles">A role as the document names it, and the practice's own role that it stands for.</param>
public sealed record StatementChoices(string? Customer = null, string? ProjectManager = null, string? Status = null, IReadOnlyDictionary<string, string>? Roles = null)
{
    /// <summary>The states that an engagement may begin in.</summary>
    public static IReadOnlyList<string> Statuses { get; } = ["in_set_up", "prospect"];

    /// <summary>The role that bookings and rates use for a role of the document.</summary>
    public string RoleOf(string role) => Roles?.GetValueOrDefault(role) is { Length: > 0 } known ? known : StoreStatement.RoleKey(role);

    /// <summary>The same choices give the same text.</summary>
    internal string ToJson() => JsonSerializer.Serialize(this with { Roles = Roles is null ? null : new SortedDictionary<string, string>(Roles.ToDictionary(), StringComparer.Ordinal) });

    internal static StatementChoices FromJson(string json) => JsonSerializer.Deserialize<StatementChoices>(json) ?? new();

    internal static StatementChoices Read(IFormCollection form, StatementSheet sheet)
    {
        var lines = StatementShape.Find("rate_lines")!;
        var roles = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var (item, index) in sheet.Items(lines).Select((item, index) => (item, index)))
        {
            if (item.Texts["role"].Length > 0 && form[FormattableString.Invariant($"rate_lines.{index}.as")].ToString() is { Length: > 0 } known)
                roles[item.Texts["role"]] = known;
        }

        string? Said(string name) => form[name].ToString().Trim() is { Length: > 0 } text ? text : null;
        return new(Said("choice.customer"), Said("choice.manager"), Said("choice.status"), roles.Count == 0 ? null : roles);
    }
}

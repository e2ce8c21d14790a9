namespace Throughline.Domain.Policies;

/// <summary>How wide a policy value applies. Later members are narrower, and the narrowest wins.</summary>
public enum PolicyScope { Organisation, Region, Role, Engagement }

/// <summary>A rule that practices answer differently, or a number that one may want to change.</summary>
/// <param name="Id">As written in policies.csv: <c>P-26</c>, <c>forecast.other_weight</c>.</param>
/// <param name="Name">A few words for headings and refusals.</param>
/// <param name="Area">The stage of the line it belongs to, one of the words that name the product's areas.</param>
/// <param name="Kind">What its values may be.</param>
/// <param name="Default">The value where nothing was decided, in its canonical form.</param>
/// <param name="Scopes">Where it may be set, widest first.</param>
/// <param name="Help">What it decides, in one or two sentences.</param>
/// <param name="Source">Where the practices differ, or what the number comes from.</param>
public sealed record Policy(
    string Id, string Name, string Area, PolicyKind Kind, string Default, IReadOnlyList<PolicyScope> Scopes, string Help, string Source)
{
    /// <summary>Defaults of single roles; a value set at any scope beats them.</summary>
    public IReadOnlyDictionary<string, string> RoleDefaults { get; init; } = new Dictionary<string, string>();
}

/// <summary>
/// A value that a practice has decided: one row of policies.csv. The scope is the region, role or engagement, empty for
/// the whole organisation; without a first day the value has always held.
/// </summary>
public sealed record PolicySetting(string Policy, string Value, PolicyScope ScopeKind, string Scope, DateOnly? EffectiveFrom);

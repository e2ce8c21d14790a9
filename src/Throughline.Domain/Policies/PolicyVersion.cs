using System.Globalization;

namespace Throughline.Domain.Policies;

/// <summary>
/// Which value a decision was made under, and where it came from. A decision keeps <see cref="ToString"/>, so that a later
/// change of the policy, or of the very row, does not rewrite why it was made. Without a setting a default
/// answered: that of a role when one is named, else the general one.
/// </summary>
public sealed record PolicyVersion(string Policy, string Value, PolicySetting? Setting, string? DefaultOfRole = null)
{
    /// <summary>Where the value comes from: "default", "default for role architect", "region EMEA since 2026-01-01".</summary>
    public string Origin
    {
        get
        {
            if (Setting is null)
                return DefaultOfRole is null ? "default" : "default for role " + DefaultOfRole;

            var scope = Setting.ScopeKind == PolicyScope.Organisation
                ? "organisation"
                : PolicySettings.ScopeName(Setting.ScopeKind) + " " + Setting.Scope;
            return Setting.EffectiveFrom is { } from
                ? string.Create(CultureInfo.InvariantCulture, $"{scope} since {from:yyyy-MM-dd}")
                : scope;
        }
    }

    /// <summary>The whole identity on one line: <c>P-26 = 10 (region EMEA since 2026-01-01)</c>.</summary>
    public override string ToString() => $"{Policy} = {Value} ({Origin})";
}

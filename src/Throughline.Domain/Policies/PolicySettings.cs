namespace Throughline.Domain.Policies;

/// <summary>What is wrong with one cell of a policy row; the column is named as in policies.csv.</summary>
public sealed record BadPolicySetting(string Column, string Message) : Problem("R-287", Message);

/// <summary>Reads a policy row as written in a bundle, a form or a request, and says everything that is wrong with it.</summary>
public static class PolicySettings
{
    /// <summary>The words of the column <c>scope_kind</c>, widest first.</summary>
    public static string ScopeName(PolicyScope scope) => scope switch
    {
        PolicyScope.Organisation => "organisation",
        PolicyScope.Region => "region",
        PolicyScope.Role => "role",
        PolicyScope.Engagement => "engagement",
    };

    /// <summary>Either the setting, its value in canonical form, or every problem of the row; whether the scope exists is for the caller to see.</summary>
    /// <remarks>No scope kind means the whole organisation.</remarks>
    public static (PolicySetting? Setting, IReadOnlyList<BadPolicySetting> Problems) Read(
        string policy, string value, string? scopeKind, string? scope, DateOnly? effectiveFrom)
    {
        var problems = new List<BadPolicySetting>();
        var known = PolicyCatalog.Find(policy);
        if (known is null)
            problems.Add(new("policy", UnknownPolicy(policy)));

        var canonical = known?.Kind.Canonical(value);
        if (known is not null && canonical is null)
            problems.Add(new("value", $"\"{value}\" is not a value of {known.Id} ({known.Name}); it must be {known.Kind.Expected}"));

        var kind = ScopeOf(scopeKind);
        if (kind is null)
            problems.Add(new("scope_kind", $"\"{scopeKind}\" is not a scope; it must be one of {ScopeNames(Enum.GetValues<PolicyScope>())}"));
        else
            CheckScope(known, kind.Value, scope ?? "", problems);

        return problems.Count == 0
            ? (new PolicySetting(known!.Id, canonical!, kind!.Value, scope ?? "", effectiveFrom), problems)
            : (null, problems);
    }

    private static void CheckScope(Policy? policy, PolicyScope kind, string scope, List<BadPolicySetting> problems)
    {
        if (policy is not null && !policy.Scopes.Contains(kind))
            problems.Add(new("scope_kind", $"{policy.Id} ({policy.Name}) cannot be set for one {ScopeName(kind)}; it can be set for {ScopeNames(policy.Scopes)}"));
        if (kind == PolicyScope.Organisation && scope.Length > 0)
            problems.Add(new("scope", $"\"{scope}\" names a scope, but the row is for the whole organisation; say in scope_kind what it is"));
        if (kind != PolicyScope.Organisation && scope.Length == 0)
            problems.Add(new("scope", $"the {ScopeName(kind)} that the value is for is missing"));
    }

    private static string UnknownPolicy(string policy) =>
        $"there is no policy \"{policy}\"; the nearest is {Nearest.To(policy, PolicyCatalog.All.Select(known => known.Id))}";

    private static PolicyScope? ScopeOf(string? name)
    {
        if (string.IsNullOrEmpty(name))
            return PolicyScope.Organisation;

        foreach (var scope in Enum.GetValues<PolicyScope>())
        {
            if (ScopeName(scope) == name)
                return scope;
        }

        return null;
    }

    private static string ScopeNames(IEnumerable<PolicyScope> scopes) => string.Join(", ", scopes.Select(ScopeName));
}

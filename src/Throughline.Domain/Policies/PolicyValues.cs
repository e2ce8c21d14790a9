namespace Throughline.Domain.Policies;

/// <summary>What a policy is asked about. Leave out what does not apply: a region's value never answers a question without region.</summary>
public sealed record PolicyQuestion(
    string Policy, DateOnly Day, string? Engagement = null, string? Region = null, string? Role = null);

/// <summary>Everything a practice has decided, ready to be asked. Built from the rows in force at one moment of the record.</summary>
public sealed class PolicyValues
{
    private readonly Dictionary<string, List<PolicySetting>> settings;

    public PolicyValues(IEnumerable<PolicySetting> settings) => this.settings = settings
        .GroupBy(setting => setting.Policy, StringComparer.Ordinal)
        .ToDictionary(group => group.Key, NarrowestAndLatestFirst, StringComparer.Ordinal);

    /// <summary>A practice that has decided nothing.</summary>
    public static PolicyValues Defaults { get; } = new([]);

    /// <summary>
    /// The narrowest scope's latest value whose first day is not after the day asked about, whatever a wider scope says
    /// later; the default when no row applies. Asking about an unknown policy is a bug and throws.
    /// </summary>
    public PolicyAnswer Answer(PolicyQuestion question)
    {
        var policy = PolicyCatalog.Find(question.Policy)
            ?? throw new ArgumentException($"There is no policy {question.Policy}.", nameof(question));

        return new PolicyAnswer(policy, Version(policy, question));
    }

    /// <summary>Asks for the whole organisation.</summary>
    public PolicyAnswer Answer(string policy, DateOnly day) => Answer(new PolicyQuestion(policy, day));

    private PolicyVersion Version(Policy policy, PolicyQuestion question)
    {
        var row = settings.GetValueOrDefault(policy.Id)?.Find(setting => Applies(setting, question));
        if (row is not null)
            return new PolicyVersion(policy.Id, row.Value, row);

        return question.Role is { } role && policy.RoleDefaults.TryGetValue(role, out var value)
            ? new PolicyVersion(policy.Id, value, null, role)
            : new PolicyVersion(policy.Id, policy.Default, null);
    }

    private static bool Applies(PolicySetting setting, PolicyQuestion question) =>
        (setting.EffectiveFrom is null || setting.EffectiveFrom <= question.Day)
        && setting.ScopeKind switch
        {
            PolicyScope.Organisation => true,
            PolicyScope.Region => setting.Scope == question.Region,
            PolicyScope.Role => setting.Scope == question.Role,
            PolicyScope.Engagement => setting.Scope == question.Engagement,
        };

    private static List<PolicySetting> NarrowestAndLatestFirst(IEnumerable<PolicySetting> settings) =>
    [
        .. settings
            .OrderByDescending(setting => setting.ScopeKind)
            .ThenByDescending(setting => setting.EffectiveFrom ?? DateOnly.MinValue),
    ];
}

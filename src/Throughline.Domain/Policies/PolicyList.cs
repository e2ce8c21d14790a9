namespace Throughline.Domain.Policies;

/// <summary>The shorthand in which the lists of policies are written.</summary>
internal static class PolicyList
{
    public static readonly IReadOnlyList<PolicyScope> Organisation = [PolicyScope.Organisation];

    public static readonly IReadOnlyList<PolicyScope> PerEngagement =
        [PolicyScope.Organisation, PolicyScope.Region, PolicyScope.Engagement];

    public static readonly IReadOnlyList<PolicyScope> PerPerson =
        [PolicyScope.Organisation, PolicyScope.Region, PolicyScope.Role];

    public static readonly IReadOnlyList<PolicyScope> Everywhere =
        [PolicyScope.Organisation, PolicyScope.Region, PolicyScope.Role, PolicyScope.Engagement];

    public static readonly PolicyKind Weight = new PolicyKind.Number(0, 1);
    public static readonly PolicyKind Percent = new PolicyKind.Number(0, 100, "percent");
    public static readonly PolicyKind WeeklyTime = new PolicyKind.WeeklyTime();
    public static readonly PolicyKind OnOff = new PolicyKind.Flag();

    public static PolicyKind Whole(int least, int most, string unit) => new PolicyKind.Number(least, most, unit, 0);

    /// <summary>The choices in pairs of value and meaning.</summary>
    public static PolicyKind OneOf(params (string Value, string Words)[] choices) =>
        new PolicyKind.OneOf([.. choices.Select(choice => new Choice(choice.Value, choice.Words))]);
}

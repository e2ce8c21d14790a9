namespace Throughline.Domain.Policies;

/// <summary>Every policy there is. Pages, imports and rules know no other.</summary>
public static class PolicyCatalog
{
    private static readonly Dictionary<string, Policy> ById =
        PracticeDifferences.All.Concat(PracticeNumbers.All).ToDictionary(policy => policy.Id, StringComparer.Ordinal);

    /// <summary>In the order of the list of differences, then the numbers by stage of the line.</summary>
    public static IReadOnlyList<Policy> All { get; } = [.. PracticeDifferences.All, .. PracticeNumbers.All];

    public static Policy? Find(string id) => ById.GetValueOrDefault(id);
}

using Throughline.Domain.People;

namespace Throughline.Domain.Staffing;

/// <summary>Skills of a person or a request, found by name: <c>kubernetes:3;migration:2</c>; commas serve as well, for requests are typed.</summary>
public sealed class SkillList
{
    private readonly Dictionary<string, Skill> byName;

    private SkillList(IReadOnlyList<Skill> all) =>
        (All, byName) = (all, all.ToDictionary(skill => skill.Name, StringComparer.OrdinalIgnoreCase));

    public static SkillList None { get; } = new([]);

    /// <summary>In the order written; of a skill that is written twice the higher level counts.</summary>
    public IReadOnlyList<Skill> All { get; }

    public Skill? Find(string name) => byName.TryGetValue(name.Trim(), out var skill) ? skill : null;

    public static SkillList Read(string? text) => Skills.Parse(text?.Replace(',', ';')) is { Count: > 0 } skills ? new SkillList(skills) : None;

    public override string ToString() => Skills.Text(All);
}

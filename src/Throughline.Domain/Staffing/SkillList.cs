using System.Globalization;

namespace Throughline.Domain.Staffing;

/// <summary>One skill, with a level from 1 to 5 where it is stated.</summary>
public sealed record SkillLevel(string Name, int? Level)
{
    public override string ToString() => Level is { } level ? string.Create(CultureInfo.InvariantCulture, $"{Name}:{level}") : Name;
}

/// <summary>Skills as they are written on people and requests: <c>kubernetes:3;migration:2</c>; commas serve as well, and levels may be left out. Upper case does not tell skills apart.</summary>
public sealed class SkillList
{
    public const int MostLevels = 5;

    private readonly Dictionary<string, SkillLevel> byName;

    private SkillList(IReadOnlyList<SkillLevel> all) =>
        (All, byName) = (all, all.ToDictionary(skill => skill.Name, StringComparer.OrdinalIgnoreCase));

    public static SkillList None { get; } = new([]);

    /// <summary>In the order written; of a skill that is written twice the higher level counts.</summary>
    public IReadOnlyList<SkillLevel> All { get; }

    public SkillLevel? Find(string name) => byName.GetValueOrDefault(name);

    /// <summary>A level that is no number from 1 to 5 counts as not stated: what is stored was written by people.</summary>
    public static SkillList Read(string? text)
    {
        if (string.IsNullOrWhiteSpace(text))
            return None;

        var skills = new Dictionary<string, SkillLevel>(StringComparer.OrdinalIgnoreCase);
        foreach (var item in text.Split([';', ','], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            var skill = One(item);
            if (skill.Name.Length > 0 && (!skills.TryGetValue(skill.Name, out var known) || (skill.Level ?? 0) > (known.Level ?? 0)))
                skills[skill.Name] = skill;
        }

        return new SkillList([.. skills.Values]);
    }

    private static SkillLevel One(string item)
    {
        var colon = item.LastIndexOf(':');
        var level = colon < 0 ? null : LevelOf(item[(colon + 1)..]);
        return new SkillLevel((colon < 0 ? item : item[..colon]).Trim(), level);
    }

    private static int? LevelOf(string text) =>
        int.TryParse(text.Trim(), NumberStyles.None, CultureInfo.InvariantCulture, out var level) && level is >= 1 and <= MostLevels ? level : null;

    public override string ToString() => string.Join(';', All);
}

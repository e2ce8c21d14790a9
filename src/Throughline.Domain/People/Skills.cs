using System.Globalization;

namespace Throughline.Domain.People;

/// <summary>What somebody can do. The level goes from 1 (learning) to 5 (teaches others); null where nobody said one. Names compare without regard to case.</summary>
public readonly record struct Skill(string Name, int? Level = null)
{
    public bool Is(string name) => string.Equals(Name, name.Trim(), StringComparison.OrdinalIgnoreCase);

    /// <summary>As a record keeps it.</summary>
    public override string ToString() => Level is { } level ? string.Create(CultureInfo.InvariantCulture, $"{Name}:{level}") : Name;
}

/// <summary>The skills of a person as the person's record keeps them: <c>kubernetes:3;migration:2</c>.</summary>
public static class Skills
{
    private const int Lowest = 1;
    private const int Highest = 5;

    /// <summary>
    /// The skills in their order; a name that comes twice counts with its higher level. A text after the last colon that is
    /// no level from 1 to 5 belongs to the name.
    /// </summary>
    public static IReadOnlyList<Skill> Parse(string? text)
    {
        var skills = new List<Skill>();
        foreach (var part in (text ?? "").Split(';', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            if (Read(part) is not { Name.Length: > 0 } skill)
                continue;

            var known = skills.FindIndex(other => other.Is(skill.Name));
            if (known < 0)
                skills.Add(skill);
            else if (skill.Level > (skills[known].Level ?? 0))
                skills[known] = skills[known] with { Level = skill.Level };
        }

        return skills;
    }

    /// <summary>The form in which a record keeps them.</summary>
    public static string Text(IEnumerable<Skill> skills) => string.Join(';', skills);

    private static Skill Read(string part)
    {
        part = part.TrimEnd(':', ' ', '\t', '\u00a0');
        var colon = part.LastIndexOf(':');
        return colon >= 0 && int.TryParse(part.AsSpan(colon + 1).Trim(), NumberStyles.None, CultureInfo.InvariantCulture, out var level) && level is >= Lowest and <= Highest
            ? new Skill(part[..colon].TrimEnd(), level)
            : new Skill(part);
    }
}

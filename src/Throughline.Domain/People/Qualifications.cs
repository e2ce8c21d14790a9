namespace Throughline.Domain.People;

/// <summary>
/// What is known of a qualification beside the skills of the person's record: until when a skill counts, a certification
/// (for a trainer: the course), or what the person wishes to grow into.
/// </summary>
public enum QualificationKind { Skill, Certification, Wish }

public static class QualificationKinds
{
    public static readonly Wording<QualificationKind> Words = new(Text);

    public static string Text(this QualificationKind kind) => kind switch
    {
        QualificationKind.Skill => "skill",
        QualificationKind.Certification => "certification",
        QualificationKind.Wish => "wish",
    };
}

/// <summary>One qualification of a person. It counts from the day it was obtained to the day it expires, both included; open where a day is missing.</summary>
public sealed record QualificationFact(
    PersonKey Person, string Name, QualificationKind Kind, DateOnly? Obtained = null, DateOnly? Expires = null, string? Note = null)
{
    public bool HasExpired(DateOnly day) => Expires < day;

    public bool CountsOn(DateOnly day) => !HasExpired(day) && !(Obtained > day);
}

/// <summary>What one person can do on a day. The person's record alone says which skills and levels; a qualification of kind skill only says until when.</summary>
public sealed class PersonSkills(string? skills, IEnumerable<QualificationFact> qualifications)
{
    private readonly List<QualificationFact> known = [.. qualifications];

    /// <summary>Every skill of the record, expired ones too.</summary>
    public IReadOnlyList<Skill> All { get; } = Skills.Parse(skills);

    public IReadOnlyList<QualificationFact> Wishes => [.. known.Where(one => one.Kind is QualificationKind.Wish)];

    /// <summary>The skills of the record without those that expired before the day.</summary>
    public IReadOnlyList<Skill> On(DateOnly day) => [.. All.Where(skill => !(ExpiryOf(skill) < day))];

    /// <summary>The skill of this name on the day; null when the person lacks it or it has expired.</summary>
    public Skill? Find(string name, DateOnly day) => On(day).Where(skill => skill.Is(name)).Select(skill => (Skill?)skill).FirstOrDefault();

    public IReadOnlyList<QualificationFact> CertificationsOn(DateOnly day) =>
        [.. known.Where(one => one.Kind is QualificationKind.Certification && one.CountsOn(day))];

    /// <summary>Skills of the record and certifications that end within so many days of the day, those that end first in front; what has ended already counts.</summary>
    public IReadOnlyList<QualificationFact> ExpiringWithin(int days, DateOnly day) =>
    [
        .. known.Where(one => one.Kind is not QualificationKind.Wish && one.Expires <= day.AddDays(days)
            && (one.Kind is QualificationKind.Certification || All.Any(skill => skill.Is(one.Name)))).OrderBy(one => one.Expires).ThenBy(one => one.Name, StringComparer.Ordinal),
    ];

    private DateOnly? ExpiryOf(Skill skill) => known.Where(one => one.Kind is QualificationKind.Skill && skill.Is(one.Name)).Max(one => one.Expires);
}

using System.Collections.Frozen;

namespace Throughline.Domain.Accounts;

/// <summary>One row of the table: the role may do the act to records in these relations.</summary>
public sealed record Grant(Role Role, Act Act, Relation Reach);

/// <summary>The answer to "may this person, and why". It names the one role the act is done in.</summary>
/// <param name="Rule">R-nnn, <c>separation_of_duties</c>, or <c>scope</c> when a token was not made for this.</param>
public sealed record AccessDecision(bool Allowed, Role? Role, string Reason, string Rule)
{
    /// <summary>The refusal to answer with; null when allowed.</summary>
    public NotAllowed? Problem => Allowed ? null : new NotAllowed(Rule, Reason);
}

public sealed record NotAllowed(string Rule, string Message) : Problem(Rule, Message);

/// <summary>What each role may see and do, and to which records. Immutable; a change makes a new table.</summary>
public sealed class AccessTable
{
    private readonly FrozenDictionary<(Role, Act), Relation> reaches;

    /// <summary>Rows of one role and act add up. Rows that would open internal records to the outside count for nothing.</summary>
    public AccessTable(IEnumerable<Grant> grants) => reaches = grants
        .Where(row => !Roles.IsOutside(row.Role) || Acts.Name(row.Act).Outside)
        .GroupBy(row => (row.Role, row.Act))
        .ToFrozenDictionary(rows => rows.Key, rows => rows.Aggregate(Relation.None, (reach, row) => reach | Inside(row)));

    /// <summary>The same and more: what a policy opens.</summary>
    public AccessTable With(IEnumerable<Grant> more) => new(reaches.Select(row => new Grant(row.Key.Item1, row.Key.Item2, row.Value)).Concat(more));

    /// <summary>The relations in which the role may do the act; <see cref="Relation.None"/> when it may not at all.</summary>
    public Relation Reach(Role role, Act act) => reaches.GetValueOrDefault((role, act));

    /// <summary>How far somebody with these roles reaches, for lists: the union, and nothing without the token's scope.</summary>
    public Relation Reach(IEnumerable<Role> roles, IReadOnlySet<Scope>? scopes, Act act) =>
        scopes?.Contains(Acts.Name(act).Scope) == false
            ? Relation.None
            : roles.Aggregate(Relation.None, (reach, role) => reach | Reach(role, act));

    /// <summary>
    /// Whether somebody with these roles may do the act to a record that stands to them in the relation. The first role
    /// that allows it is the one acted in; the administrator's comes last, because its use is marked.
    /// </summary>
    /// <param name="scopes">What the API token was made for; null for a person in a browser.</param>
    public AccessDecision Decide(IReadOnlyCollection<Role> roles, IReadOnlySet<Scope>? scopes, Act act, Relation relation)
    {
        var name = Acts.Name(act);
        if (scopes?.Contains(name.Scope) == false)
            return new(false, null, $"This token lacks the scope {Scopes.Code(name.Scope)}. Make one that has it.", "scope");
        if ((name.Never & relation) != 0)
            return new(false, null, Separation(act), "separation_of_duties");

        foreach (var role in roles.OrderBy(role => role is Role.Administrator))
        {
            var reach = Reach(role, act);
            if ((reach & (relation | Relation.Any)) != 0)
                return new(true, role, $"{Sentence(role)} may {name.Words} {Relations.Words(reach)}.", name.Rule);
        }

        return new(false, null, Refusal(roles, name), name.Rule);
    }

    private string Refusal(IReadOnlyCollection<Role> roles, ActName name)
    {
        if (name.Act is Act.EditSkills && roles.Any(role => Reach(role, name.Act).HasFlag(Relation.Own)))
            return "Of your own you may change growth wishes alone. Certifications, and when skills expire, are entered by your manager, a coordinator or operations.";

        var nearest = roles.Where(role => Reach(role, name.Act) != Relation.None).Select(role => (Role?)role).FirstOrDefault();
        if (nearest is { } role)
            return $"{Sentence(role)} may {name.Words} only {Relations.Words(Reach(role, name.Act))}.";

        var who = Roles.All.Where(other => (Reach(other.Role, name.Act) & ~Relation.Own) != 0 && other.Role is not Role.Administrator)
            .Select(other => other.Many).ToList();
        return who.Count == 0
            ? $"Your roles do not let you {Own(name.Words)}. Ask an administrator."
            : $"Your roles do not let you {Own(name.Words)}. Ask {string.Join(", ", who.Take(3))}.";
    }

    private static string Own(string words) => words.Replace("their own", "your own", StringComparison.Ordinal);

    private static string Sentence(Role role)
    {
        var many = Roles.Name(role).Many;
        return char.ToUpperInvariant(many[0]) + many[1..];
    }

    private static string Separation(Act act) => act switch
    {
        Act.ApproveTime => "Nobody approves their own time. It goes to your manager, a coordinator or operations.",
        Act.ApproveTimeOff => "Nobody approves their own time off. It goes to your manager, a coordinator or operations.",
        Act.ReleaseRevenue => "Revenue is never released by the project manager of the engagement. Ask finance.",
        _ => $"Nobody may {Acts.Name(act).Words} for themselves. Ask somebody else with the role.",
    };

    // Outside the practice "everywhere" can only mean one's own workspace.
    private static Relation Inside(Grant row) =>
        Roles.IsOutside(row.Role) ? row.Reach & ~(Relation.Any | Relation.Led | Relation.Team) : row.Reach;
}

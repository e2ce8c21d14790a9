using Dapper;
using Npgsql;
using Throughline.Domain.Accounts;
using Throughline.Domain.Engagements;
using Throughline.Domain.People;

namespace Throughline.Platform;

/// <summary>How the caller stands to the engagements and people of the practice: what a list is narrowed by.</summary>
public sealed class Standing
{
    private readonly PersonKey? me;
    private readonly HashSet<string> led = new(StringComparer.Ordinal);
    private readonly HashSet<string> assigned = new(StringComparer.Ordinal);
    private readonly HashSet<string> team = new(StringComparer.Ordinal);

    private Standing(PersonKey? me) => this.me = me;

    /// <summary>One statement; none for an account that belongs to no person.</summary>
    public static async Task<Standing> ReadAsync(NpgsqlConnection connection, CurrentUser user)
    {
        var standing = new Standing(user.Person);
        if (user.Person is not { } me)
            return standing;

        var rows = await connection.QueryAsync<(string Kind, string Key)>(
            """
            select 'led', engagement from engagements where project_manager = @me
            union select 'assigned', engagement from bookings where person = @me
            union select 'assigned', engagement from issues where assignee = @me
            union select 'team', person from people where manager = @me
            """,
            new { me = me.Value });
        foreach (var (kind, key) in rows)
            (kind switch { "led" => standing.led, "assigned" => standing.assigned, _ => standing.team }).Add(key);

        return standing;
    }

    public Relation To(EngagementKey engagement) =>
        (led.Contains(engagement.Value) ? Relation.Led : Relation.None)
        | (assigned.Contains(engagement.Value) ? Relation.Assigned : Relation.None);

    public Relation To(PersonKey person) =>
        (person == me ? Relation.Own : Relation.None) | (team.Contains(person.Value) ? Relation.Team : Relation.None);

    /// <summary>The engagements that a permission with this reach covers; null when it covers all.</summary>
    public IReadOnlyCollection<string>? Engagements(Relation reach)
    {
        if (reach.HasFlag(Relation.Any))
            return null;

        return [.. (reach.HasFlag(Relation.Led) ? led : []).Union(reach.HasFlag(Relation.Assigned) ? assigned : [])];
    }
}

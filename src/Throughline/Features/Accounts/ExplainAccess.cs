using Dapper;
using Throughline.Data;
using Throughline.Domain;
using Throughline.Domain.Accounts;
using Throughline.Platform;

namespace Throughline.Features.Accounts;

/// <summary>Why an account may or may not do something: the decision, and how the account stands to the record.</summary>
internal sealed record AccessExplanation(string Account, ActName Act, string? Record, Relation Relation, AccessDecision Decision);

/// <summary>Answers "why can this person see this?" with the decision that every page asks for.</summary>
internal sealed class ExplainAccess(Database database, AccessRules rules)
{
    /// <param name="user">Who asks; needs to manage accounts.</param>
    /// <param name="email">The account in question.</param>
    /// <param name="act">The act.</param>
    /// <param name="record">An engagement's or a person's key; null for the act as such.</param>
    /// <param name="stop">Ends the reading.</param>
    public async Task<Result<AccessExplanation>> RunAsync(CurrentUser user, string email, Act act, string? record, CancellationToken stop)
    {
        if (user.Decide(Act.EditUsers).Problem is { } refused)
            return refused;

        var found = await database.ReadAsync(
            connection => connection.QuerySingleOrDefaultAsync<Standing>(Standings, new { normalized = Account.Normalize(email), record }), stop);
        if (found is null)
            return new InvalidFields("Account", $"There is no account {email}.");
        if (record is not null && !found.Known)
            return new InvalidFields("Record", $"There is neither an engagement nor a person {record}.");

        var roles = found.Roles.Select(Roles.Find).OfType<Role>().ToList();
        var table = await rules.CurrentAsync(stop);
        var decision = found.Disabled
            ? new AccessDecision(false, null, "The account is disabled: it cannot sign in.", "R-296")
            : table.Decide(roles, null, act, found.Relation);
        return new AccessExplanation(found.Email, Acts.Name(act), record, found.Relation, decision);
    }

    private const string Standings =
        """
        with me as (
          select a.account, a.email, a.customer, a.disabled,
                 coalesce(a.person, (select min(p.person) from people p where lower(p.email) = lower(a.email) having count(*) = 1)) as person
          from accounts a where a.normalized_email = @normalized)
        select me.email, me.disabled, array(select role from account_roles r where r.account = me.account) as roles,
          p.person is not null or e.engagement is not null as known,
          coalesce(p.person = me.person, false) as own, coalesce(p.manager = me.person, false) as team,
          coalesce(e.project_manager = me.person, false) as led,
          exists (select from bookings b where b.engagement = e.engagement and b.person = me.person)
            or exists (select from issues i where i.engagement = e.engagement and i.assignee = me.person) as assigned,
          coalesce(e.customer = me.customer, false) as workspace
        from me left join people p on p.person = @record left join engagements e on e.engagement = @record
        """;

    private sealed class Standing
    {
        public string Email { get; init; } = "";
        public bool Disabled { get; init; }
        public string[] Roles { get; init; } = [];
        public bool Known { get; init; }
        public bool Own { get; init; }
        public bool Team { get; init; }
        public bool Led { get; init; }
        public bool Assigned { get; init; }
        public bool Workspace { get; init; }

        public Relation Relation =>
            (Own ? Relation.Own : 0) | (Team ? Relation.Team : 0) | (Led ? Relation.Led : 0) | (Assigned ? Relation.Assigned : 0) | (Workspace ? Relation.Workspace : 0);
    }
}

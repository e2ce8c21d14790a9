using Dapper;
using Npgsql;
using Throughline.Domain.Accounts;
using Throughline.Domain.Policies;
using Throughline.Domain.Staffing;
using Throughline.Platform;

namespace Throughline.Features.Staffing;

/// <summary>A request with what stands around it and decides who may do what: one statement.</summary>
public sealed class RequestGround : RequestRow
{
    private const string Sql =
        $"""
        select {Columns}, e.name as engagement_name, e.customer, c.name as customer_name, c.time_zone as customer_zone, e.status as engagement_status,
          e.project_manager, e.coordinator as engagement_coordinator, e.region, e.partner_staffed, e.currency, p.name as person_name,
          d.name as coordinator_name, d.calendar as coordinator_calendar, coalesce(a.name, r.requested_by) as requester_name,
          coalesce(b.name, r.decided_by) as decider_name, (select count(*)::int from people) as people,
          (select s.author from resource_request_comments s where s.resource_request = r.resource_request order by s.comment desc limit 1) as last_said_by
        from resource_requests r
        join engagements e using (engagement) join customers c using (customer)
        left join people p on p.person = r.person
        left join people d on d.person = r.coordinator
        left join accounts a on a.normalized_email = upper(r.requested_by)
        left join accounts b on b.normalized_email = upper(r.decided_by)
        """;

    public string EngagementName { get; init; } = "";
    public string Customer { get; init; } = "";
    public string CustomerName { get; init; } = "";
    public string? CustomerZone { get; init; }
    public string EngagementStatus { get; init; } = "";
    public string? ProjectManager { get; init; }
    public string? EngagementCoordinator { get; init; }
    public string? Region { get; init; }
    public bool PartnerStaffed { get; init; }
    public string Currency { get; init; } = "";
    public string? PersonName { get; init; }
    public string? CoordinatorName { get; init; }
    public string? CoordinatorCalendar { get; init; }
    public string RequesterName { get; init; } = "";
    public string? DeciderName { get; init; }

    /// <summary>How many people the practice has.</summary>
    public int People { get; init; }

    /// <summary>Who commented last; null when nobody did.</summary>
    public string? LastSaidBy { get; init; }

    /// <summary>R-093: whoever wrote a draft asks a question with it, before there is anything to book, and nobody has answered.</summary>
    public bool AsksQuestion => State == "draft" && LastSaidBy is not null && LastSaidBy == RequestedBy;

    public static async Task<RequestGround?> FindAsync(NpgsqlConnection connection, RequestKey key) =>
        await connection.QuerySingleOrDefaultAsync<RequestGround>($"{Sql} where r.resource_request = @key", new { key = key.Value });

    public static async Task<IReadOnlyList<RequestGround>> ListAsync(NpgsqlConnection connection, string where, object parameters) =>
        (await connection.QueryAsync<RequestGround>($"{Sql} {where}", parameters)).AsList();

    /// <summary>The user made the request, or leads its engagement: what asking rests on.</summary>
    public Relation AsRequester(CurrentUser user) =>
        (RequestedBy == user.Email ? Relation.Own : 0) | (user.Person is { } me && ProjectManager == me.Value ? Relation.Led : 0);

    /// <summary>As <see cref="AsRequester"/>, and whoever is named on it: nobody decides on their own.</summary>
    public Relation RelationOf(CurrentUser user) =>
        AsRequester(user) | (new RequestParty(user.Email, user.Person).Owns(ToRequest().Request) ? Relation.Own : 0);

    public bool SeenBy(CurrentUser user) => user.Sees(Act.SeeRequests, RelationOf(user));

    /// <summary>Whether the user may take the step, in which role, and whether they decide on their own because the practice is small.</summary>
    public (AccessDecision Access, bool SamePerson) May(CurrentUser user, RequestStep step, PolicyValues policies, DateOnly today)
    {
        switch (step)
        {
            case RequestStep.Submit or RequestStep.Accept or RequestStep.Withdraw:
                return (user.Decide(Act.RequestBooking, AsRequester(user)), false);
            case RequestStep.Propose:
                return (Chooses(user, policies, today), false);
            default:
                var relation = RelationOf(user);
                var small = policies.Answer("approval.same_person_below", today).WholeNumber;
                var alone = relation.HasFlag(Relation.Own) && People < small;
                return (user.Decide(Act.DecideRequest, alone ? relation & ~Relation.Own : relation), alone);
        }
    }

    // P-43 narrows whom the access table lets choose people.
    private AccessDecision Chooses(CurrentUser user, PolicyValues policies, DateOnly today)
    {
        var access = user.Decide(Act.ChoosePeople);
        var policy = policies.Answer(new PolicyQuestion("P-43", today, Engagement, Region)).Text;
        return access.Allowed && !user.Roles.Contains(Domain.Accounts.Role.Administrator) && ChoiceOfPeople.Refuse(policy, Role, user.Roles) is { } problem
            ? new AccessDecision(false, null, problem.Message, problem.Rule)
            : access;
    }
}

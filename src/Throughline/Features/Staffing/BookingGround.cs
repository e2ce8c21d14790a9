using Dapper;
using Npgsql;
using Throughline.Domain;
using Throughline.Domain.Accounts;
using Throughline.Domain.Engagements;
using Throughline.Domain.People;
using Throughline.Domain.Policies;
using Throughline.Domain.Staffing;
using Throughline.Platform;

namespace Throughline.Features.Staffing;

/// <summary>What stands around the terms of a booking and decides whether they are allowed: one statement, however many bookings.</summary>
internal sealed class BookingGround
{
    private const string Sql =
        """
        select e.status, e.project_manager, p.person, p.name as person_name, p.role as person_role, p.manager,
          exists (select 1 from bookings b where b.engagement = e.engagement and b.person = @me)
            or exists (select 1 from issues i where i.engagement = e.engagement and i.assignee = @me) as assigned,
          exists (select 1 from activities a where a.engagement = e.engagement and a.activity = one.activity) as activity_known,
          exists (select 1 from work_at_risk w where w.engagement = e.engagement and w.work_at_risk = one.work_at_risk) as work_at_risk_known,
          exists (select 1 from work_at_risk w where w.engagement = e.engagement and w.status in ('approved', 'converted')) as work_at_risk_approved,
          (select o.stage from opportunities o where o.opportunity = e.opportunity) as stage, e.region as engagement_region
        from unnest(@engagements, @people, @activities, @risks) with ordinality one (engagement, person, activity, work_at_risk, place)
        left join engagements e on e.engagement = one.engagement
        left join people p on p.person = one.person
        order by one.place
        """;

    private string? me;

    /// <summary>Null when there is no such engagement.</summary>
    public string? Status { get; init; }
    public string? ProjectManager { get; init; }

    /// <summary>Null when there is no such person.</summary>
    public string? Person { get; init; }
    public string? PersonName { get; init; }
    public string? PersonRole { get; init; }
    public string? Manager { get; init; }
    public bool Assigned { get; init; }
    public bool ActivityKnown { get; init; }
    public bool WorkAtRiskKnown { get; init; }
    public bool WorkAtRiskApproved { get; init; }

    /// <summary>Of the engagement's opportunity; null when it has none.</summary>
    public string? Stage { get; init; }
    public string? EngagementRegion { get; init; }

    public static async Task<BookingGround> ReadAsync(NpgsqlConnection connection, CurrentUser user, BookingTerms terms) =>
        (await ReadAsync(connection, user, [terms]))[0];

    /// <summary>One for each of the terms, in their order.</summary>
    public static async Task<IReadOnlyList<BookingGround>> ReadAsync(NpgsqlConnection connection, CurrentUser user, IReadOnlyList<BookingTerms> terms)
    {
        if (terms.Count == 0)
            return [];

        var me = user.Person?.Value;
        var grounds = (await connection.QueryAsync<BookingGround>(Sql, new
        {
            me, engagements = terms.Select(one => one.Engagement.Value).ToArray(), people = terms.Select(one => one.Person?.Value).ToArray(),
            activities = terms.Select(one => one.Activity).ToArray(), risks = terms.Select(one => one.WorkAtRisk).ToArray(),
        })).AsList();
        grounds.ForEach(ground => ground.me = me);
        return grounds;
    }

    /// <summary>How the user stands to a booking with these terms.</summary>
    public Relation Relation => me is null
        ? Relation.None
        : (Person == me ? Relation.Own : 0) | (Manager == me ? Relation.Team : 0)
          | (ProjectManager == me ? Relation.Led : 0) | (Assigned ? Relation.Assigned : 0);

    /// <summary>The terms point at nothing that is not there; null when all is well.</summary>
    public InvalidFields? Unknown(BookingTerms terms)
    {
        var errors = new List<FieldError>();
        if (Status is null)
            errors.Add(new("engagement", $"There is no engagement {terms.Engagement}."));
        if (terms.Person is { } person && Person is null)
            errors.Add(new("person", $"There is no person {person}."));
        if (Status is not null && terms.Activity is { } activity && !ActivityKnown)
            errors.Add(new("activity", $"{terms.Engagement} has no activity {activity}."));
        if (Status is not null && terms.WorkAtRisk is { } risk && !WorkAtRiskKnown)
            errors.Add(new("workAtRisk", $"{terms.Engagement} has no work at risk {risk}."));

        return errors.Count == 0 ? null : new InvalidFields(errors);
    }

    /// <summary>R-216, P-02, R-099: the engagement takes such a booking, and a soft one says why where the practice asks for it. Only asked where <see cref="Unknown"/> is null.</summary>
    public Problem? Closed(BookingTerms terms, PolicyValues policies, DateOnly today)
    {
        var status = EngagementStatuses.Words.Parse(Status!);
        var early = policies.Answer(new PolicyQuestion("P-02", today, terms.Engagement.Value, EngagementRegion)).Text;
        return EngagementOver.Check(terms.Engagement, status) as Problem
            ?? DealNotWon.Check(terms.Engagement, terms.Commitment, new DealStanding(status, Stage, WorkAtRiskApproved), EarlyCommitments.Words.Parse(early)) as Problem
            ?? SoftNeedsReason.Check(terms, SoftReasons.Words.Parse(Answer("staffing.soft_reason").Text), today, Answer("P-06").WholeNumber);

        PolicyAnswer Answer(string policy) => policies.Answer(new PolicyQuestion(policy, today, terms.Engagement.Value, EngagementRegion));
    }

    /// <summary>Leaves the person's name for sentences.</summary>
    public void NameTo(Dictionary<PersonKey, string> names)
    {
        if (Person is { } person && PersonName is { } name)
            names[new PersonKey(person)] = name;
    }

    /// <summary>A named person works in their own role unless another is stated.</summary>
    public BookingTerms WithRole(BookingTerms terms) => terms.Role.Length > 0 ? terms : terms with { Role = PersonRole ?? "" };
}

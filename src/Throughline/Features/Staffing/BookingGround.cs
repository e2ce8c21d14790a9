using Dapper;
using Npgsql;
using Throughline.Domain;
using Throughline.Domain.Accounts;
using Throughline.Domain.Engagements;
using Throughline.Domain.Policies;
using Throughline.Domain.Staffing;
using Throughline.Platform;

namespace Throughline.Features.Staffing;

/// <summary>What stands around the terms of a booking and decides whether they are allowed: one statement.</summary>
internal sealed class BookingGround
{
    private const string Sql =
        """
        select e.status, e.project_manager, p.person, p.role as person_role, p.manager,
          exists (select 1 from bookings b where b.engagement = e.engagement and b.person = @me)
            or exists (select 1 from issues i where i.engagement = e.engagement and i.assignee = @me) as assigned,
          exists (select 1 from activities a where a.engagement = e.engagement and a.activity = @activity) as activity_known,
          exists (select 1 from work_at_risk w where w.engagement = e.engagement and w.work_at_risk = @workAtRisk) as work_at_risk_known,
          exists (select 1 from work_at_risk w where w.engagement = e.engagement and w.status in ('approved', 'converted')) as work_at_risk_approved,
          (select o.stage from opportunities o where o.opportunity = e.opportunity) as stage, e.region as engagement_region
        from (values (1)) one
        left join engagements e on e.engagement = @engagement
        left join people p on p.person = @person
        """;

    private string? me;

    /// <summary>Null when there is no such engagement.</summary>
    public string? Status { get; init; }
    public string? ProjectManager { get; init; }

    /// <summary>Null when there is no such person.</summary>
    public string? Person { get; init; }
    public string? PersonRole { get; init; }
    public string? Manager { get; init; }
    public bool Assigned { get; init; }
    public bool ActivityKnown { get; init; }
    public bool WorkAtRiskKnown { get; init; }
    public bool WorkAtRiskApproved { get; init; }

    /// <summary>Of the engagement's opportunity; null when it has none.</summary>
    public string? Stage { get; init; }
    public string? EngagementRegion { get; init; }

    public static async Task<BookingGround> ReadAsync(NpgsqlConnection connection, CurrentUser user, BookingTerms terms)
    {
        var me = user.Person?.Value;
        var ground = await connection.QuerySingleAsync<BookingGround>(Sql, new
        {
            me, engagement = terms.Engagement.Value, person = terms.Person?.Value, activity = terms.Activity, workAtRisk = terms.WorkAtRisk,
        });
        ground.me = me;
        return ground;
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

    /// <summary>R-216, P-02: the engagement takes such a booking. Only asked where <see cref="Unknown"/> is null.</summary>
    public Problem? Closed(BookingTerms terms, PolicyValues policies, DateOnly today)
    {
        var status = EngagementStatuses.Words.Parse(Status!);
        var early = policies.Answer(new PolicyQuestion("P-02", today, terms.Engagement.Value, EngagementRegion)).Text;
        return EngagementOver.Check(terms.Engagement, status) as Problem
            ?? DealNotWon.Check(terms.Engagement, terms.Commitment, new DealStanding(status, Stage, WorkAtRiskApproved), EarlyCommitments.Words.Parse(early));
    }

    /// <summary>A named person works in their own role unless another is stated.</summary>
    public BookingTerms WithRole(BookingTerms terms) => terms.Role.Length > 0 ? terms : terms with { Role = PersonRole ?? "" };
}

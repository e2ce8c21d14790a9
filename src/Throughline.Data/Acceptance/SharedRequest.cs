using Dapper;
using Npgsql;

namespace Throughline.Data.Acceptance;

/// <summary>Whom a link was made for.</summary>
public sealed record SharedLink(string Link, string Name, string Email, DateTimeOffset? RevokedAt);

/// <summary>A file that a customer may take.</summary>
public sealed record SharedFile(int Number, string Kind, string Name, string Type, byte[] Sha256, int Length);

/// <summary>A step as a customer may know it.</summary>
public sealed record SharedStep(int Number, DateTimeOffset At, string Kind, string Detail);

/// <summary>One asking for acceptance as far as it is shared with the customer; read by <see cref="PortalRead"/>.</summary>
/// <param name="AskedBy">The project manager's name; null where there is none.</param>
/// <param name="Number">Which milestone of the engagement it is, of <paramref name="Total"/>.</param>
public sealed record SharedRequest(
    AcceptanceRequest Request, string EngagementName, string Currency, string Customer, string? CustomerZone, string Title, decimal Amount, string? AskedBy, int Number, int Total,
    SharedLink Link, IReadOnlyList<AcceptanceHold> Holds, IReadOnlyList<AcceptancePoint> Points, IReadOnlyList<SharedFile> Files, IReadOnlyList<SharedStep> Steps)
{
    private sealed record About(string EngagementName, string Currency, string Customer, string? CustomerZone, string Title, decimal Amount, string? AskedBy, long Number, long Total);

    /// <summary>What the portal asks of the database. Each says itself which request it is about; the role's rights say it again.</summary>
    public static IReadOnlyList<string> Queries { get; } =
    [
        $"select acceptance_link as link, name, email, revoked_at from acceptance_links where acceptance_link = @link and acceptance_request = @request",
        """
        select acceptance_request as key, engagement, milestone, attempt, state, sent_at, '' as sent_by, recipient_name, '' as recipient_email, '' as copies, subject, statement, days, unit,
          day_off_start, recorded_date, calendar_of, zone, day1, last_day, deadline, recorded_on, days_used, weekend, days_off, decided_at, decided_on, decided_by, decided_via, remarks, 0 as version
        from acceptance_requests where acceptance_request = @request
        """,
        """
        select e.name as engagement_name, e.currency, c.name as customer, c.time_zone as customer_zone, m.title, m.amount, a.asked_by, a.number, a.total
        from acceptance_requests r join engagements e using (engagement) join customers c using (customer) join milestones m using (engagement, milestone) cross join portal_about() a
        where r.acceptance_request = @request
        """,
        "select acceptance_hold as key, acceptance_request as request, kind, start_date as start, end_date as end, '' as reason, null::text as agreed_with, '' as held_by from acceptance_holds where acceptance_request = @request order by start_date, acceptance_hold",
        "select point, text, objection from acceptance_points where acceptance_request = @request order by point",
        "select f.number, f.kind, f.name, f.type, f.sha256, s.length from acceptance_files f join files s using (sha256) where f.acceptance_request = @request and f.kind in ('document', 'evidence') order by f.number",
        "select number, at, kind, detail from acceptance_evidence where acceptance_request = @request order by number",
    ];

    /// <summary>Null when there is no such request or the link is not one of it. One round trip.</summary>
    public static async Task<SharedRequest?> ReadAsync(NpgsqlConnection connection, string link, string request)
    {
        using var all = await connection.QueryMultipleAsync(string.Join(";\n", Queries), new { link, request });
        if (await all.ReadSingleOrDefaultAsync<SharedLink>() is not { } holder || await all.ReadSingleOrDefaultAsync<AcceptanceRequest>() is not { } asked)
            return null;

        var about = await all.ReadSingleAsync<About>();
        return new SharedRequest(
            asked, about.EngagementName, about.Currency, about.Customer, about.CustomerZone, about.Title, about.Amount, about.AskedBy, (int)about.Number, (int)about.Total, holder,
            (await all.ReadAsync<AcceptanceHold>()).AsList(), (await all.ReadAsync<AcceptancePoint>()).AsList(), (await all.ReadAsync<SharedFile>()).AsList(), (await all.ReadAsync<SharedStep>()).AsList());
    }
}

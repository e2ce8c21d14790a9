using Dapper;
using Throughline.Data;
using Throughline.Domain.Accounts;
using Throughline.Platform;

namespace Throughline.Features.Approvals;

/// <summary>A resource request that waits for a coordinator; without an instant of submission, a draft that asks a question .</summary>
internal sealed record WaitingRequest(
    string Request, string Who, string Engagement, string EngagementName, DateOnly StartDate, DateOnly EndDate, int MinutesPerDay, DateTimeOffset? SubmittedAt);

/// <summary>The resource requests that wait for this coordinator, the longest first; none for whoever decides on none.</summary>
internal sealed class WaitingRequests(Database database)
{
    public const int Most = 10;

    private const string Sql =
        """
        select r.resource_request as request, coalesce(p.name, r.role) as who, r.engagement, e.name as engagement_name, r.start_date, r.end_date, r.minutes_per_day, r.submitted_at
        from resource_requests r join engagements e using (engagement) left join people p on p.person = r.person
        where (r.state in ('submitted', 'approved') or (r.state = 'draft' and r.requested_by =
            (select s.author from resource_request_comments s where s.resource_request = r.resource_request order by s.comment desc limit 1)))
          and (coalesce(r.coordinator, e.coordinator) is null or @me::text is null or coalesce(r.coordinator, e.coordinator) = @me)
          and r.requested_by <> @email and (r.person is null or @me::text is null or r.person <> @me)
        order by r.submitted_at nulls last, r.resource_request limit @most
        """;

    public async Task<IReadOnlyList<WaitingRequest>> RunAsync(CurrentUser user, CancellationToken stop) =>
        !user.Reach(Act.DecideRequest).HasFlag(Relation.Any)
            ? []
            : await database.ReadAsync(
                async connection => (await connection.QueryAsync<WaitingRequest>(Sql, new { me = user.Person?.Value, email = user.Email, most = Most + 1 })).AsList(), stop);
}

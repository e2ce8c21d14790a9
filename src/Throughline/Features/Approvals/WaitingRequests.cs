using Dapper;
using Throughline.Data;
using Throughline.Domain.Accounts;
using Throughline.Platform;

namespace Throughline.Features.Approvals;

/// <summary>A resource request that waits for a coordinator.</summary>
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
        where r.state in ('submitted', 'approved') and (r.coordinator is null or @me::text is null or r.coordinator = @me)
          and r.requested_by <> @email and r.person is distinct from @me
        order by r.submitted_at nulls last, r.resource_request limit @most
        """;

    public async Task<IReadOnlyList<WaitingRequest>> RunAsync(CurrentUser user, CancellationToken stop) =>
        !user.Reach(Act.DecideRequest).HasFlag(Relation.Any)
            ? []
            : await database.ReadAsync(
                async connection => (await connection.QueryAsync<WaitingRequest>(Sql, new { me = user.Person?.Value, email = user.Email, most = Most + 1 })).AsList(), stop);
}

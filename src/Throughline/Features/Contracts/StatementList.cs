using Dapper;
using Throughline.Data;
using Throughline.Domain.Accounts;
using Throughline.Platform;

namespace Throughline.Features.Contracts;

/// <summary>One statement of the list. The value is left out for those who may not see values.</summary>
internal sealed class StatementRow
{
    public Guid Statement { get; init; }
    public string FileName { get; init; } = "";
    public string? Title { get; init; }
    public string? Customer { get; init; }
    public string? Currency { get; init; }
    public decimal? ContractValue { get; init; }
    public string Status { get; init; } = "";
    public string? Engagement { get; init; }
    public string ReadBy { get; init; } = "";
    public DateTimeOffset ReadAt { get; init; }
}

/// <summary>One engagement with the terms of its contract. The acceptance days are those after which silence accepts, else those to review in.</summary>
internal sealed class SignedContract
{
    public string Engagement { get; init; } = "";
    public string Name { get; init; } = "";
    public string Customer { get; init; } = "";
    public string Billing { get; init; } = "";
    public string Currency { get; init; } = "";
    public decimal ContractValue { get; init; }
    public DateOnly StartDate { get; init; }
    public DateOnly Expires { get; init; }
    public int? AcceptanceDays { get; init; }
    public string? AcceptanceUnit { get; init; }
    public bool Silence { get; init; }
    public bool Led { get; init; }
}

/// <summary>A page of a list and where the next one begins.</summary>
internal sealed record ListPage<T>(IReadOnlyList<T> Rows, string? Next);

/// <summary>The statements that were read, newest first, and the signed contracts, highest number first; fifty a page.</summary>
internal sealed class StatementList(Database database)
{
    private const int Page = 50;

    public async Task<ListPage<StatementRow>> RunAsync(CurrentUser user, string? after, CancellationToken stop)
    {
        var sight = StatementSight.Of(user);
        var rows = await database.ReadAsync(
            async connection => (await connection.QueryAsync<StatementRow>(
                $"""
                select s.statement, s.file_name, s.title, s.customer, s.currency, s.contract_value, s.status, s.engagement,
                  coalesce(a.name, s.read_by) as read_by, s.read_at
                from statements s
                  left join engagements e on e.engagement = s.engagement
                  left join accounts a on a.normalized_email = upper(s.read_by)
                where {StatementSight.Filter} and s.statement < coalesce(@before, 'ffffffff-ffff-ffff-ffff-ffffffffffff'::uuid)
                order by s.statement desc
                limit {Page + 1}
                """,
                new { sight.Everything, sight.Email, sight.Person, before = Guid.TryParse(after, out var cursor) ? cursor : (Guid?)null })).AsList(),
            stop);
        return Cut(rows, row => row.Statement.ToString());
    }

    /// <summary>Null when the user sees no engagement at all.</summary>
    public async Task<ListPage<SignedContract>?> SignedAsync(CurrentUser user, string? after, CancellationToken stop)
    {
        var reach = user.Reach(Act.SeeEngagement);
        if (reach == Relation.None)
            return null;

        var rows = await database.ReadAsync(
            async connection => (await connection.QueryAsync<SignedContract>(
                $"""
                select e.engagement, e.name, c.name as customer, e.billing, e.currency, e.contract_value, e.start_date, e.expires,
                  coalesce(e.passive_acceptance_days, t.acceptance_days) as acceptance_days,
                  coalesce(e.passive_acceptance_unit, t.acceptance_unit) as acceptance_unit,
                  e.passive_acceptance_days is not null as silence, e.project_manager is not distinct from @person and @person is not null as led
                from engagements e
                  join customers c using (customer)
                  left join contract_terms t using (engagement)
                where e.status <> 'prospect' and (@after::text is null or e.engagement < @after)
                  and (@everything or @leads and e.project_manager = @person
                    or @works and exists (select from bookings b where b.engagement = e.engagement and b.person = @person))
                order by e.engagement desc
                limit {Page + 1}
                """,
                new
                {
                    after, person = user.Person?.Value, everything = reach.HasFlag(Relation.Any),
                    leads = reach.HasFlag(Relation.Led), works = reach.HasFlag(Relation.Assigned),
                })).AsList(),
            stop);
        return Cut(rows, row => row.Engagement);
    }

    private static ListPage<T> Cut<T>(List<T> rows, Func<T, string> key) => rows.Count > Page ? new(rows[..Page], key(rows[Page - 1])) : new(rows, null);
}

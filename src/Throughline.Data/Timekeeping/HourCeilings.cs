using Dapper;
using Npgsql;
using Throughline.Domain.Engagements;
using Throughline.Domain.Timekeeping;

namespace Throughline.Data.Timekeeping;

/// <summary>Reads how many hours engagements may hold, and how many are approved.</summary>
public static class HourCeilings
{
    private const string Sql =
        """
        select e.engagement,
          e.budget_hours
            + coalesce((select sum(c.hours) from change_orders c where c.engagement = e.engagement and c.status = 'signed'), 0)
            + coalesce((select sum(w.hours) from work_exceptions w where w.engagement = e.engagement and w.status = 'approved'), 0) as ceiling,
          coalesce((select sum(t.hours) from time_entries t where t.engagement = e.engagement and t.state = 'approved'), 0) as used
        from engagements e where e.engagement = any(@engagements) and e.budget_hours is not null
        """;

    /// <summary>Only of engagements that have a budget of hours; the others have no ceiling.</summary>
    public static async Task<IReadOnlyDictionary<EngagementKey, HourCeiling>> ReadAsync(
        NpgsqlConnection connection, IEnumerable<EngagementKey> engagements, NpgsqlTransaction? transaction = null)
    {
        var keys = engagements.Select(key => key.Value).Distinct().ToArray();
        return keys.Length == 0
            ? new Dictionary<EngagementKey, HourCeiling>()
            : (await connection.QueryAsync<(string Engagement, decimal Ceiling, decimal Used)>(Sql, new { engagements = keys }, transaction))
                .ToDictionary(row => new EngagementKey(row.Engagement), row => new HourCeiling(row.Ceiling, row.Used));
    }
}

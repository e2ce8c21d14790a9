using Dapper;
using Throughline.Data;

namespace Throughline.Features.Reports;

/// <summary>The names behind the keys of a report: "customer KEY" and "person KEY" lead to them, "region KEY" to where an engagement is.</summary>
public sealed class ReportNames(Database database)
{
    public Task<IReadOnlyDictionary<string, string>> ReadAsync(CancellationToken stop) => database.ReadAsync<IReadOnlyDictionary<string, string>>(
        async connection => (await connection.QueryAsync<(string Key, string Name)>(
            "select 'customer ' || customer, name from customers union all select 'person ' || person, name from people union all select 'region ' || engagement, region from engagements where region is not null"))
            .ToDictionary(row => row.Key, row => row.Name, StringComparer.Ordinal),
        stop);
}

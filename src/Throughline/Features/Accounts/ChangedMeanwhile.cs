using Dapper;
using Throughline.Data;
using Throughline.Domain;
using Throughline.Domain.Accounts;

namespace Throughline.Features.Accounts;

/// <summary>Who changed a cell of the access table after it was read.</summary>
internal static class ChangedMeanwhile
{
    public static Task<StaleRecord> OfAsync(Database database, RoleName role, ActName act, Relation now, CancellationToken stop) => database.ReadAsync(
        async connection =>
        {
            var (actor, at) = await connection.QuerySingleOrDefaultAsync<(string?, DateTimeOffset)>(
                "select actor, at from audit where action = 'access_changed' and subject = @role and detail->>'act' = @act order by at desc limit 1",
                new { role = role.Code, act = act.Code });
            return new StaleRecord(
                $"whether {role.Many} may {act.Words}", 0, actor ?? "Somebody", at,
                [new("it", "what you saw", now is Relation.None ? "not at all" : Relations.Words(now))]);
        },
        stop);
}

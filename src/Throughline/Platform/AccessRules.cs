using Dapper;
using Throughline.Data;
using Throughline.Domain.Accounts;

namespace Throughline.Platform;

/// <summary>The practice's access table as it stands in the database, read anew when it is older than a few seconds.</summary>
public sealed class AccessRules(Database database)
{
    private static readonly TimeSpan Fresh = TimeSpan.FromSeconds(5);
    private volatile Loaded? loaded;

    public async ValueTask<AccessTable> CurrentAsync(CancellationToken stop)
    {
        if (loaded is { } known && TimeProvider.System.GetElapsedTime(known.At) < Fresh)
            return known.Table;

        var at = TimeProvider.System.GetTimestamp();
        var table = await LoadAsync(database, stop);
        loaded = new(table, at);
        return table;
    }

    /// <summary>The next question reads the table again, on this node at once and on others within seconds.</summary>
    public void Forget() => loaded = null;

    /// <summary>Reads the table without a cache, as a command does. Rows with a code of another version count for nothing.</summary>
    public static Task<AccessTable> LoadAsync(Database database, CancellationToken stop) => database.ReadAsync(
        async connection =>
        {
            var rows = await connection.QueryAsync<(string Role, string Act, string Relation)>(
                "select role, act, relation from role_permissions");
            return new AccessTable(
                from row in rows
                let role = Roles.Find(row.Role)
                let act = Acts.Find(row.Act)
                let reach = Relations.Find(row.Relation)
                where role is not null && act is not null && reach is not null
                select new Grant(role.Value, act.Value, reach.Value));
        },
        stop);

    private sealed record Loaded(AccessTable Table, long At);
}

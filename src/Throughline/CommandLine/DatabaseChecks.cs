using Dapper;
using Npgsql;
using Throughline.Data;
using Throughline.Data.Staffing;

namespace Throughline.CommandLine;

/// <summary>What <c>doctor</c> asks of the database.</summary>
internal static class DatabaseChecks
{
    public static Task<IReadOnlyList<Finding>> RunAsync(Database database, CancellationToken stop) =>
        database.ReadAsync<IReadOnlyList<Finding>>(
            async connection =>
            [
                await VersionAsync(connection),
                await MigrationsAsync(connection, stop),
                await HistoryAsync(connection),
                await LedgerAsync(database, stop),
                await ConflictsAsync(connection),
                await WorkAsync(connection, database.Clock.GetUtcNow()),
                await MailAsync(connection, database.Clock.GetUtcNow()),
                await PortalAsync(connection),
                await EvidenceKeyAsync(connection),
            ],
            stop);

    private static async Task<Finding> VersionAsync(NpgsqlConnection connection)
    {
        var version = await connection.QuerySingleAsync<string>("show server_version");
        return new Finding("database", connection.PostgreSqlVersion.Major >= 15, $"PostgreSQL {version}");
    }

    private static async Task<Finding> MigrationsAsync(NpgsqlConnection connection, CancellationToken stop)
    {
        var pending = await Migrator.PendingAsync(connection, stop);
        return new Finding("migrations", pending.Count == 0, pending.Count == 0 ? $"all {Migrator.All.Count} applied" : $"{pending.Count} pending");
    }

    // Periods of one key must follow each other: a twin never ends before it begins, nor after its successor began.
    private static async Task<Finding> HistoryAsync(NpgsqlConnection connection)
    {
        var twins = (await connection.QueryAsync<string>(
            "select parent from partitioned_tables where parent like 'history.%' order by parent")).AsList();
        var broken = 0L;
        foreach (var twin in twins)
            broken += await connection.QuerySingleAsync<long>($"select count(*) from {twin} where recorded_until <= recorded_at");

        return new Finding("history", broken == 0, broken == 0 ? $"{twins.Count} tables keep their past" : $"{broken} former rows end before they begin");
    }

    private static async Task<Finding> LedgerAsync(Database database, CancellationToken stop)
    {
        var wrong = await LedgerKeeper.CountDifferencesAsync(database, DateOnly.FromDateTime(database.Clock.GetUtcNow().UtcDateTime), stop);
        return new Finding("ledger", wrong == 0, wrong == 0 ? "equals the sum of the bookings" : $"{wrong} days differ from the sum of the bookings");
    }

    private static async Task<Finding> ConflictsAsync(NpgsqlConnection connection)
    {
        var (days, over) = await connection.QuerySingleAsync<(long, long)>(
            "select count(*) filter (where conflict > 0), count(*) filter (where conflict <> greatest(0, hard - capacity - overtime)) from person_day");
        return new Finding("conflicts", over == 0, over > 0 ? $"{over} days hold a conflict that is not what is over" : days == 0 ? "no day holds more than it has" : $"{days} days hold more than they have and wait for a decision");
    }

    private static async Task<Finding> WorkAsync(NpgsqlConnection connection, DateTimeOffset now)
    {
        var oldest = await connection.QuerySingleAsync<DateTimeOffset?>(
            "select min(run_at) from jobs where done_at is null and run_at <= @now", new { now });
        var age = oldest is { } begun ? now - begun : TimeSpan.Zero;
        return new Finding("background work", age < TimeSpan.FromMinutes(15), oldest is null ? "nothing is waiting" : $"the oldest job waits since {oldest:O}");
    }

    // The pages of customers read as a role that has the shared columns alone; who may not make roles is told how.
    private static async Task<Finding> PortalAsync(NpgsqlConnection connection)
    {
        var (stands, user) = await connection.QuerySingleAsync<(bool, string)>(
            """
            select to_regrole('throughline_portal') is not null and pg_has_role(current_user, to_regrole('throughline_portal'), 'member')
              and has_column_privilege(to_regrole('throughline_portal'), 'acceptance_requests', 'statement', 'select'), current_user::text
            """);
        return new Finding("customers' role", stands, stands
            ? "customers' pages read with a role of their own"
            : $"the role throughline_portal is missing; as a superuser of this database: create role throughline_portal nologin; grant throughline_portal to \"{user}\"; then as {user}: select grant_portal()");
    }

    private static async Task<Finding> EvidenceKeyAsync(NpgsqlConnection connection)
    {
        var fingerprint = await connection.QuerySingleOrDefaultAsync<string>("select fingerprint from practice_keys order by created_at desc, fingerprint limit 1");
        return new Finding("evidence key", true, fingerprint ?? "made with the first evidence pack");
    }

    private static async Task<Finding> MailAsync(NpgsqlConnection connection, DateTimeOffset now)
    {
        var (failed, oldest) = await connection.QuerySingleAsync<(long, DateTimeOffset?)>(
            "select count(*) filter (where state = 'failed'), min(run_at) filter (where state = 'waiting' and run_at <= @now) from mail", new { now });
        var late = oldest < now - TimeSpan.FromMinutes(15);
        return new Finding("mail", failed == 0 && !late, failed > 0 ? $"{failed} could not be sent; see the page Mail" : late ? $"the oldest waits since {oldest:O}" : "nothing waits longer than it should");
    }
}

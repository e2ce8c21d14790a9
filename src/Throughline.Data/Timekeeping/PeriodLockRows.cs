using System.Data.Common;
using Dapper;
using Npgsql;
using NpgsqlTypes;
using Throughline.Data.Recording;
using Throughline.Domain.Dates;
using Throughline.Domain.Engagements;
using Throughline.Domain.People;
using Throughline.Domain.Timekeeping;

namespace Throughline.Data.Timekeeping;

/// <summary>Reads and writes locked periods and the tickets that open them.</summary>
public static class PeriodLockRows
{
    /// <summary>Those who write time share it; whoever locks a period waits until they are through.</summary>
    internal const string Share = "pg_advisory_xact_lock_shared(72800001)";

    private const string LockColumns = "period_lock, start_date, end_date, legal_entity, engagement, person, kind, reason";
    private const string TicketColumns = "unlock_ticket, person, start_date, end_date, until, reason, asked_by, asked_at, state, decided_by, decided_at, comment";

    /// <summary>The locks of the days $1 to $2, and after them the tickets that may open some of these.</summary>
    internal const string OfDays =
        $"""
        select {LockColumns}, null::timestamptz as until from period_locks where end_date >= $1 and start_date <= $2
        union all
        select unlock_ticket, start_date, end_date, null, null, person, null, reason, until from unlock_tickets where state = 'approved' and end_date >= $1 and start_date <= $2
        """;

    /// <summary>What holds the days, both ends included.</summary>
    public static async Task<PeriodLocks> ReadAsync(NpgsqlConnection connection, DateRange days, CancellationToken stop, NpgsqlTransaction? transaction = null)
    {
        await using var command = new NpgsqlCommand(OfDays, connection, transaction);
        AddDays(command.Parameters, days);
        await using var row = await command.ExecuteReaderAsync(stop);
        return await ReadAsync(row, stop);
    }

    /// <summary>The same within a change, after which nobody locks these days before the change ends.</summary>
    public static async Task<PeriodLocks> HoldAsync(Change change, DateRange days, CancellationToken stop)
    {
        await using var batch = new NpgsqlBatch(change.Connection, change.Transaction);
        var read = new NpgsqlBatchCommand(OfDays);
        AddDays(read.Parameters, days);
        batch.BatchCommands.Add(new NpgsqlBatchCommand("select " + Share));
        batch.BatchCommands.Add(read);
        await using var row = await batch.ExecuteReaderAsync(stop);
        await row.NextResultAsync(stop);
        return await ReadAsync(row, stop);
    }

    internal static void AddDays(NpgsqlParameterCollection parameters, DateRange days)
    {
        TimeStore.Add(parameters, NpgsqlDbType.Date, days.First);
        TimeStore.Add(parameters, NpgsqlDbType.Date, days.Last);
    }

    internal static async Task<PeriodLocks> ReadAsync(DbDataReader row, CancellationToken stop)
    {
        List<PeriodLock> locks = [];
        List<UnlockTicket> tickets = [];
        while (await row.ReadAsync(stop))
        {
            var days = new DateRange(row.GetFieldValue<DateOnly>(1), row.GetFieldValue<DateOnly>(2));
            if (row.IsDBNull(8))
                locks.Add(new PeriodLock(row.GetString(0), days, Text(3), Text(4) is { } engagement ? new EngagementKey(engagement) : null, Text(5) is { } person ? new PersonKey(person) : null, row.GetString(7), Text(6) == "billing"));
            else
                tickets.Add(new UnlockTicket(row.GetString(0), new PersonKey(row.GetString(5)), days, row.GetString(7), row.GetFieldValue<DateTimeOffset>(8), TicketState.Approved, "", default));
        }

        return locks.Count == 0 ? PeriodLocks.None : new PeriodLocks(locks, tickets);

        string? Text(int at) => row.IsDBNull(at) ? null : row.GetString(at);
    }

    /// <summary>The latest locks, for their page.</summary>
    public static async Task<IReadOnlyList<(PeriodLock Lock, string By)>> LatestAsync(NpgsqlConnection connection) =>
        [.. (await connection.QueryAsync<LockRow>($"select {LockColumns}, locked_by from period_locks order by end_date desc, period_lock limit 100")).Select(row => (row.Of(), row.LockedBy))];

    /// <summary>The latest tickets: of everybody, or those somebody has or asked for; what waits stands first.</summary>
    public static async Task<IReadOnlyList<UnlockTicket>> TicketsAsync(NpgsqlConnection connection, bool all, PersonKey? person, string by) =>
        [.. (await connection.QueryAsync<TicketRow>(
            $"select {TicketColumns} from unlock_tickets where @all or person = @person or asked_by = @by order by state <> 'asked', asked_at desc limit 100",
            new { all, person = person?.Value, by })).Select(row => row.Of())];

    public static async Task<UnlockTicket?> LockTicketAsync(Change change, string key) =>
        (await change.QuerySingleOrDefaultAsync<TicketRow>($"select {TicketColumns} from unlock_tickets where unlock_ticket = @key for update", new { key }))?.Of();

    public static async Task<bool> RemoveAsync(Change change, string key)
    {
        var gone = await change.ExecuteAsync("delete from period_locks where period_lock = @key", new { key }) == 1;
        if (gone)
            await change.AuditAsync("period_unlocked", key);

        return gone;
    }

    /// <summary>Locks the days once everybody who is writing time of them is through.</summary>
    public static async Task AddAsync(Change change, PeriodLock one)
    {
        await change.ExecuteAsync("select pg_advisory_xact_lock(72800001)");
        await change.ExecuteAsync(
            """
            insert into period_locks (period_lock, start_date, end_date, legal_entity, engagement, person, kind, reason, locked_by)
            values (@Key, @first, @last, @LegalEntity, @engagement, @person, @kind, @Reason, @by)
            """,
            new
            {
                one.Key, first = one.Days.First, last = one.Days.Last, one.LegalEntity, engagement = one.Engagement?.Value, person = one.Person?.Value,
                kind = one.Billing ? "billing" : "period", one.Reason, by = change.Actor.Name,
            });
        await change.AuditAsync("period_locked", one.Key, new { one.Reason });
    }

    public static async Task AskAsync(Change change, UnlockTicket ticket)
    {
        await change.ExecuteAsync(
            """
            insert into unlock_tickets (unlock_ticket, person, start_date, end_date, until, reason, asked_by, asked_at)
            values (@Key, @person, @first, @last, @Until, @Reason, @AskedBy, @AskedAt)
            """,
            new { ticket.Key, person = ticket.Person.Value, first = ticket.Days.First, last = ticket.Days.Last, ticket.Until, ticket.Reason, ticket.AskedBy, ticket.AskedAt });
        await change.AuditAsync("unlock_asked", ticket.Key, new { person = ticket.Person.Value, ticket.Reason });
    }

    public static async Task DecideAsync(Change change, UnlockTicket ticket)
    {
        await change.ExecuteAsync(
            "update unlock_tickets set state = @state, decided_by = @DecidedBy, decided_at = @DecidedAt, comment = @Comment where unlock_ticket = @Key",
            new { state = ticket.State.Text(), ticket.DecidedBy, ticket.DecidedAt, ticket.Comment, ticket.Key });
        await change.AuditAsync("unlock_" + ticket.State.Text(), ticket.Key, new { person = ticket.Person.Value, ticket.Comment });
    }

    private sealed record LockRow(string PeriodLock, DateOnly StartDate, DateOnly EndDate, string? LegalEntity, string? Engagement, string? Person, string Kind, string Reason, string LockedBy)
    {
        public PeriodLock Of() => new(
            PeriodLock, new DateRange(StartDate, EndDate), LegalEntity, Engagement is null ? null : new EngagementKey(Engagement),
            Person is null ? null : new PersonKey(Person), Reason, Kind == "billing");
    }

    private sealed record TicketRow(
        string UnlockTicket, string Person, DateOnly StartDate, DateOnly EndDate, DateTimeOffset Until, string Reason, string AskedBy, DateTimeOffset AskedAt,
        string State, string? DecidedBy, DateTimeOffset? DecidedAt, string? Comment)
    {
        public UnlockTicket Of() => new(
            UnlockTicket, new PersonKey(Person), new DateRange(StartDate, EndDate), Reason, Until, TicketStates.Words.Parse(State), AskedBy, AskedAt, DecidedBy, DecidedAt, Comment);
    }
}

using Dapper;
using Npgsql;
using Throughline.Data.Recording;
using Throughline.Domain.Dates;
using Throughline.Domain.Revenue;
using Throughline.Domain.Timekeeping;

namespace Throughline.Data.Revenue;

/// <summary>Reads and writes the tickets by which closed periods are opened.</summary>
public static class ReopeningRows
{
    private const string Columns = "period_reopening, period_lock, start_date, end_date, legal_entity, reason, asked_by, asked_at, state, decided_by, decided_at, comment";

    public static async Task<IReadOnlyList<PeriodReopening>> LatestAsync(NpgsqlConnection connection) =>
        [.. (await connection.QueryAsync<Row>($"select {Columns} from period_reopenings order by state <> 'asked', asked_at desc limit 60")).Select(row => row.Of())];

    public static async Task<PeriodReopening?> LockAsync(Change change, string key) =>
        (await change.QuerySingleOrDefaultAsync<Row>($"select {Columns} from period_reopenings where period_reopening = @key for update", new { key }))?.Of();

    public static async Task AskAsync(Change change, PeriodReopening ticket)
    {
        await change.ExecuteAsync(
            """
            insert into period_reopenings (period_reopening, period_lock, start_date, end_date, legal_entity, reason, asked_by, asked_at)
            values (@Key, @Lock, @first, @last, @LegalEntity, @Reason, @AskedBy, @AskedAt)
            """,
            new { ticket.Key, ticket.Lock, first = ticket.Days.First, last = ticket.Days.Last, ticket.LegalEntity, ticket.Reason, ticket.AskedBy, ticket.AskedAt });
        await change.AuditAsync("reopening_asked", ticket.Key, new { ticket.Lock, ticket.Reason });
    }

    public static async Task DecideAsync(Change change, PeriodReopening ticket)
    {
        await change.ExecuteAsync(
            "update period_reopenings set state = @state, decided_by = @DecidedBy, decided_at = @DecidedAt, comment = @Comment where period_reopening = @Key",
            new { state = ticket.State.Text(), ticket.DecidedBy, ticket.DecidedAt, ticket.Comment, ticket.Key });
        await change.AuditAsync("reopening_" + ticket.State.Text(), ticket.Key, new { ticket.Lock, ticket.Comment });
    }

    private sealed record Row(
        string PeriodReopening, string PeriodLock, DateOnly StartDate, DateOnly EndDate, string? LegalEntity, string Reason, string AskedBy, DateTimeOffset AskedAt, string State,
        string? DecidedBy, DateTimeOffset? DecidedAt, string? Comment)
    {
        public PeriodReopening Of() => new(
            PeriodReopening, PeriodLock, new DateRange(StartDate, EndDate), LegalEntity, Reason, AskedBy, AskedAt, TicketStates.Words.Parse(State), DecidedBy, DecidedAt, Comment);
    }
}

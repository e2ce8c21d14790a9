using System.Globalization;
using System.Text.Json;
using Dapper;
using Npgsql;
using Throughline.Data.Work;

namespace Throughline.Data.Recording;

/// <summary>One change under way: its connection and transaction, who makes it, and what others shall hear of it.</summary>
public sealed class Change
{
    private readonly Database database;
    private readonly HashSet<string> subjects = new(StringComparer.Ordinal);

    internal Change(NpgsqlConnection connection, NpgsqlTransaction transaction, Actor actor, Database database)
    {
        (Connection, Transaction, Actor) = (connection, transaction, actor);
        this.database = database;
    }

    public NpgsqlConnection Connection { get; }
    public NpgsqlTransaction Transaction { get; }
    public Actor Actor { get; }

    /// <summary>When the change began, for audit and decisions; rows are stamped by the database itself.</summary>
    public DateTimeOffset At => database.Clock.GetUtcNow();

    public Task<int> ExecuteAsync(string sql, object? parameters = null) =>
        Connection.ExecuteAsync(sql, parameters, Transaction);

    public async Task<IReadOnlyList<T>> QueryAsync<T>(string sql, object? parameters = null) =>
        (await Connection.QueryAsync<T>(sql, parameters, Transaction)).AsList();

    public Task<T?> QuerySingleOrDefaultAsync<T>(string sql, object? parameters = null) =>
        Connection.QuerySingleOrDefaultAsync<T>(sql, parameters, Transaction);

    /// <summary>Writes who did what to which record, beside the history of the rows themselves.</summary>
    public Task AuditAsync(string action, string subject, object? detail = null) => ExecuteAsync(
        """
        insert into audit (audit, at, actor, role, request, action, subject, detail)
        values (@id, @at, @actor, @role, @request, @action, @subject, @detail::jsonb)
        """,
        new
        {
            id = Guid.CreateVersion7(), at = At, actor = Actor.Name, role = Actor.Role, request = Actor.Request, action, subject,
            detail = JsonSerializer.Serialize(detail ?? new { }),
        });

    /// <summary>Leaves word for whoever must hear of it (live pages, mail, webhooks) in the same transaction.</summary>
    /// <param name="topic">What kind of record changed: <c>bookings</c>, <c>time</c>, <c>engagements</c>…</param>
    /// <param name="subject">Its key.</param>
    public Task TellAsync(string topic, string subject)
    {
        subjects.Add(topic);
        return ExecuteAsync(
            "insert into outbox (at, topic, subject) values (@at, @topic, @subject)", new { at = At, topic, subject });
    }

    /// <summary>Marks a topic that the tables do not note themselves: time.</summary>
    public void FiguresChanged(string topic) => subjects.Add(topic);

    /// <summary>From here on, changes of this transaction count as recorded at the instant (a practice's past).</summary>
    public Task RecordAtAsync(DateTimeOffset instant) => ExecuteAsync(
        "select set_config('throughline.recorded_at', @instant, true)",
        new { instant = instant.UtcDateTime.ToString("O", CultureInfo.InvariantCulture) });

    /// <summary>The kinds of record that the change touches.</summary>
    internal IReadOnlyCollection<string> Topics => subjects;

    // Who acts, the transaction's number (before any stamp: a reader who states an instant waits for it) and, for a request
    // that must take effect once, what was answered before: one round trip.
    internal async Task BeginAsync(OnceOnly? once, CancellationToken stop)
    {
        await using var batch = new NpgsqlBatch(Connection, Transaction);
        var begin = new NpgsqlBatchCommand(
            """
            select set_config('throughline.actor', $1, true), set_config('throughline.request', $2, true),
                   set_config('throughline.clock_offset', $3, true), pg_current_xact_id()
            """);
        begin.Parameters.AddWithValue(Actor.Name);
        begin.Parameters.AddWithValue(Actor.Request.ToString());
        begin.Parameters.AddWithValue(AsOf.Interval(database.Clock.Shift));
        batch.BatchCommands.Add(begin);
        once?.AddLookUp(batch, At);
        await using var reader = await batch.ExecuteReaderAsync(stop);
        if (once is not null)
            await once.FindAsync(reader, stop);
    }

    // One notice per transaction: NOTIFY takes a lock that all committing transactions share. What the tables noted counts
    // beside what the change told.
    internal async Task FinishAsync(NpgsqlBatchCommand? keep, CancellationToken stop)
    {
        await using var batch = new NpgsqlBatch(Connection, Transaction);
        if (keep is not null)
            batch.BatchCommands.Add(keep);

        var notify = new NpgsqlBatchCommand(
            """
            with touched as (
              select string_agg(distinct topic, ',') as topics
              from unnest(string_to_array(current_setting('throughline.topics', true), ',') || $2) topic where topic <> '')
            select topics, pg_notify('throughline', $1 || ' ' || topics || ' ' || $3) from touched where topics is not null
            """);
        notify.Parameters.AddWithValue(database.Node);
        notify.Parameters.AddWithValue(subjects.ToArray());
        notify.Parameters.AddWithValue(Actor.Name);
        batch.BatchCommands.Add(notify);
        await using var reader = await batch.ExecuteReaderAsync(stop);
        if (await reader.ReadAsync(stop))
            subjects.UnionWith(reader.GetString(0).Split(','));
    }
}

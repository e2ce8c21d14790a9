using System.Text.Json;
using Dapper;
using Throughline.Data.Recording;

namespace Throughline.Data.Work;

/// <summary>A job that is due: what to do, with what, and how often it was tried before.</summary>
public sealed record Job(long Id, string Kind, string Payload, int Attempts);

/// <summary>
/// Work to be done later, in the database: written in the transaction of its cause, claimed by any node that is free,
/// by two never at once, and tried again when its node dies or it fails.
/// </summary>
public sealed class DueJobs(Database database)
{
    private const int MostAttempts = 8;

    /// <summary>How long a claimed job may take before another node may claim it.</summary>
    public static readonly TimeSpan Lease = TimeSpan.FromMinutes(5);

    /// <summary>Adds a job within a change; a job with a dedupe key that was ever added is not added again.</summary>
    public static Task AddAsync(Change change, string kind, object payload, DateTimeOffset runAt, string? dedupeKey = null) => change.ExecuteAsync(
        "insert into jobs (kind, payload, run_at, dedupe_key) values (@kind, @payload::jsonb, @runAt, @dedupeKey) on conflict (dedupe_key) do nothing",
        new { kind, payload = JsonSerializer.Serialize(payload), runAt, dedupeKey });

    /// <summary>Takes up to so many due jobs for the length of a lease; jobs that another node is taking are passed over.</summary>
    public async Task<IReadOnlyList<Job>> ClaimAsync(int most, CancellationToken stop) => await database.ReadAsync(
        async connection => (await connection.QueryAsync<Job>(
            """
            update jobs set attempts = attempts + 1, locked_until = @until
            where id in (
              select id from jobs
              where done_at is null and attempts < @MostAttempts and run_at <= @now and (locked_until is null or locked_until < @now)
              order by run_at, id limit @most for update skip locked)
            returning id, kind, payload::text, attempts
            """,
            new { now = database.Clock.GetUtcNow(), until = database.Clock.GetUtcNow() + Lease, most, MostAttempts })).AsList(),
        stop);

    public Task DoneAsync(Job job, CancellationToken stop) => database.ReadAsync(
        connection => connection.ExecuteAsync("update jobs set done_at = @now, error = null where id = @Id", new { now = database.Clock.GetUtcNow(), job.Id }), stop);

    /// <summary>Puts the job back, later each time; after the last attempt it stays, with its error, for <c>doctor</c> to show.</summary>
    public Task FailedAsync(Job job, string error, CancellationToken stop) => database.ReadAsync(
        connection => connection.ExecuteAsync(
            "update jobs set locked_until = null, run_at = @again, error = @error where id = @Id",
            new { again = database.Clock.GetUtcNow() + TimeSpan.FromSeconds(Math.Pow(4, job.Attempts)), error, job.Id }),
        stop);
}

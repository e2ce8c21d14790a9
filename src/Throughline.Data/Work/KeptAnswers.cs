using System.Text.Json;
using Dapper;

namespace Throughline.Data.Work;

/// <summary>What was answered to requests that brought an idempotency key, for the day after.</summary>
public sealed class KeptAnswers(Database database)
{
    private const string SameRequest = "account = @Account and method = @Method and path = @Path and key = @Key and at > @since";

    /// <summary>
    /// What was answered to this request before, null when it is new. For those who ask before the request looks at a
    /// practice that its first run has changed. A key that another body had is a <see cref="KeyReusedException"/>.
    /// </summary>
    public async Task<StoredAnswer?> FindAsync(OnceOnly once, CancellationToken stop)
    {
        var kept = await database.ReadAsync(
            connection => connection.QuerySingleOrDefaultAsync<Kept>(
                $"select body_hash as BodyHash, status, headers::text as headers, body from idempotency_keys where {SameRequest}", Parameters(once)),
            stop);
        if (kept is null)
            return null;

        return kept.BodyHash.AsSpan().SequenceEqual(once.BodyHash)
            ? new StoredAnswer(kept.Status, JsonSerializer.Deserialize<Dictionary<string, string>>(kept.Headers)!, kept.Body)
            : throw new KeyReusedException();
    }

    /// <summary>Keeps where a form's answer sent the browser, which is known only after its change is stored. Nothing when there was no change.</summary>
    public Task PlaceAsync(OnceOnly once, int status, IReadOnlyDictionary<string, string> headers, CancellationToken stop) => !once.IsKept
        ? Task.CompletedTask
        : database.ReadAsync(
            connection => connection.ExecuteAsync(
                $"update idempotency_keys set status = @status, headers = @json::jsonb where {SameRequest}",
                Parameters(once, new { status, json = JsonSerializer.Serialize(headers) })),
            stop);

    private DynamicParameters Parameters(OnceOnly once, object? more = null)
    {
        var parameters = new DynamicParameters(more);
        parameters.AddDynamicParams(new { once.Account, once.Method, once.Path, once.Key, since = database.Clock.GetUtcNow().AddDays(-1) });
        return parameters;
    }

    private sealed record Kept(byte[] BodyHash, int Status, string Headers, byte[] Body);
}

using System.Text.Json;
using Npgsql;
using NpgsqlTypes;
using Throughline.Data.Recording;

namespace Throughline.Data.Work;

/// <summary>An answer as it is given again: status, headers that belong to it, body.</summary>
public sealed record StoredAnswer(int Status, IReadOnlyDictionary<string, string> Headers, byte[] Body);

/// <summary>The request was carried out before; this is what was answered then.</summary>
public sealed class AnsweredBeforeException(StoredAnswer answer) : Exception("The request was answered before.")
{
    public StoredAnswer Answer { get; } = answer;
}

/// <summary>The key was used before for a request with another body.</summary>
public sealed class KeyReusedException() : Exception("This idempotency key was used for another request. Make a new key for each new request.");

/// <summary>
/// A request that must take effect once, however often it is sent. While one is current, the first change of the request
/// looks the key up and stores the answer in its own transaction: a second call waits for the first, and only what was
/// committed is answered again. Refusals are not kept; they are decided anew.
/// </summary>
/// <param name="Account">Whose key it is; others may use the same key.</param>
/// <param name="BodyHash">SHA-256 of the body.</param>
public sealed record OnceOnly(string Account, string Method, string Path, string Key, byte[] BodyHash)
{
    private static readonly AsyncLocal<OnceOnly?> Ambient = new();
    private bool kept;

    /// <summary>The request under way; null when it gave no key.</summary>
    public static OnceOnly? Current
    {
        get => Ambient.Value;
        set => Ambient.Value = value;
    }

    /// <summary>Makes the answer from what the change returned, while its transaction is still open. Without one, the answer is an empty 204.</summary>
    public Func<Change, object, Task<StoredAnswer>>? Render { get; set; }

    internal bool IsKept => kept;

    /// <summary>Waits for a call with the same key that is under way, then looks for its answer.</summary>
    internal void AddLookUp(NpgsqlBatch batch, DateTimeOffset at)
    {
        // Two statements: the look-up must see what the call that held the lock has committed.
        var hold = new NpgsqlBatchCommand("select pg_advisory_xact_lock(hashtextextended($1, 727))");
        hold.Parameters.AddWithValue(string.Join('\n', Account, Method, Path, Key));
        var find = new NpgsqlBatchCommand(
            "select body_hash, status, headers::text, body from idempotency_keys where account = $1 and method = $2 and path = $3 and key = $4 and at > $5");
        AddKey(find.Parameters, at.AddDays(-1));
        batch.BatchCommands.Add(hold);
        batch.BatchCommands.Add(find);
    }

    /// <summary>Throws if there is an answer already.</summary>
    /// <param name="reader">Stands before the results of <see cref="AddLookUp"/>.</param>
    /// <param name="stop">Ends the reading.</param>
    internal async Task FindAsync(NpgsqlDataReader reader, CancellationToken stop)
    {
        await reader.NextResultAsync(stop);
        await reader.NextResultAsync(stop);
        if (!await reader.ReadAsync(stop))
            return;

        if (!reader.GetFieldValue<byte[]>(0).AsSpan().SequenceEqual(BodyHash))
            throw new KeyReusedException();

        throw new AnsweredBeforeException(new StoredAnswer(
            reader.GetInt32(1), JsonSerializer.Deserialize<Dictionary<string, string>>(reader.GetString(2))!, reader.GetFieldValue<byte[]>(3)));
    }

    /// <summary>The statement that keeps the answer, to be sent before the change is committed.</summary>
    internal async Task<NpgsqlBatchCommand> ToKeepAsync(Change change, object result)
    {
        var answer = Render is null ? new StoredAnswer(204, new Dictionary<string, string>(), []) : await Render(change, result);
        var keep = new NpgsqlBatchCommand(
            "insert into idempotency_keys (account, method, path, key, at, body_hash, status, headers, body) values ($1, $2, $3, $4, $5, $6, $7, $8, $9)");
        AddKey(keep.Parameters, change.At);
        keep.Parameters.AddWithValue(BodyHash);
        keep.Parameters.AddWithValue(answer.Status);
        keep.Parameters.Add(new NpgsqlParameter { NpgsqlDbType = NpgsqlDbType.Jsonb, Value = JsonSerializer.Serialize(answer.Headers) });
        keep.Parameters.AddWithValue(answer.Body);
        return keep;
    }

    /// <summary>The change that carried the key is committed.</summary>
    internal void Kept() => kept = true;

    private void AddKey(NpgsqlParameterCollection parameters, DateTimeOffset at)
    {
        foreach (var part in (string[])[Account, Method, Path, Key])
            parameters.AddWithValue(part);

        parameters.AddWithValue(at.ToUniversalTime());
    }
}

using Npgsql;
using Throughline.Data.Policies;
using Throughline.Data.Recording;
using Throughline.Data.Work;
using Throughline.Domain;

namespace Throughline.Data;

/// <summary>The one way to the database: reads, and writes that carry their actor.</summary>
public sealed class Database : IAsyncDisposable
{
    // Fewer than the private PostgreSQL takes, so that commands beside a server find room: a hundred people at once wait for a moment.
    private const int MostConnections = 40;

    private readonly NpgsqlDataSource source;
    private readonly RecordingClock clock;

    public Database(string connectionString, RecordingClock clock)
    {
        var builder = new NpgsqlDataSourceBuilder(connectionString);
        builder.ConnectionStringBuilder.MaxAutoPrepare = 100;
        builder.ConnectionStringBuilder.AutoPrepareMinUsages = 2;
        builder.ConnectionStringBuilder.ApplicationName = "throughline";
        builder.ConnectionStringBuilder.IncludeErrorDetail = true;
        if (!connectionString.Contains("Pool Size", StringComparison.OrdinalIgnoreCase))
            builder.ConnectionStringBuilder.MaxPoolSize = MostConnections;

        Mapping.Register();
        source = builder.Build();
        this.clock = clock;
        Policies = new CurrentPolicies(source, Topics);
    }

    /// <summary>Which kinds of record changed, for what is kept in memory.</summary>
    public TopicVersions Topics { get; } = new();

    /// <summary>What the practice has decided, as it stands now.</summary>
    public CurrentPolicies Policies { get; }

    /// <summary>Names this process in the notices that it sends, so that it does not take its own for another's.</summary>
    public string Node { get; } = Guid.NewGuid().ToString("N")[..8];

    /// <summary>The instants that changes are stamped with: the real ones, or a trial clock's.</summary>
    public RecordingClock Clock => clock;

    public ValueTask<NpgsqlConnection> OpenAsync(CancellationToken stop) => source.OpenConnectionAsync(stop);

    public async Task<T> ReadAsync<T>(Func<NpgsqlConnection, Task<T>> read, CancellationToken stop)
    {
        await using var connection = await source.OpenConnectionAsync(stop);
        return await read(connection);
    }

    /// <summary>
    /// Runs one change in one transaction that knows its actor. A <see cref="Problem"/> rolls everything back; so does an
    /// exception. What the database's own rules refuse comes back as a <see cref="Problem"/> too.
    /// </summary>
    public Task<Result<T>> WriteAsync<T>(Actor actor, Func<Change, Task<Result<T>>> act, CancellationToken stop)
        where T : notnull => RetriedAsync(
        async () =>
        {
            await using var connection = await source.OpenConnectionAsync(stop);
            return await WriteOnceAsync(actor, connection, act, stop);
        });

    /// <summary>The same on a connection that the caller holds, with the temporary tables that it has filled.</summary>
    public Task<Result<T>> WriteAsync<T>(Actor actor, NpgsqlConnection connection, Func<Change, Task<Result<T>>> act, CancellationToken stop)
        where T : notnull => RetriedAsync(() => WriteOnceAsync(actor, connection, act, stop));

    private static async Task<Result<T>> RetriedAsync<T>(Func<Task<Result<T>>> write)
        where T : notnull
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                return await write();
            }
            catch (PostgresException failure) when (failure.IsTransient && attempt < 4)
            {
                // A deadlock or a lost race: nothing was stored, so the whole act may run again.
            }
            catch (PostgresException failure) when (DatabaseRefusal.From(failure) is { } refusal)
            {
                return refusal;
            }
        }
    }

    private async Task<Result<T>> WriteOnceAsync<T>(Actor actor, NpgsqlConnection connection, Func<Change, Task<Result<T>>> act, CancellationToken stop)
        where T : notnull
    {
        await using var transaction = await connection.BeginTransactionAsync(stop);
        var change = new Change(connection, transaction, actor, this);

        // The first change of a request that must take effect once carries its key; later ones of the same request do not.
        var once = OnceOnly.Current is { IsKept: false } current ? current : null;
        await change.BeginAsync(once, stop);
        var result = await act(change);
        if (!result.Succeeded(out var value, out _))
            return result;

        await change.FinishAsync(once is null ? null : await once.ToKeepAsync(change, value), stop);
        using (Topics.Committing(change.Topics))
            await transaction.CommitAsync(CancellationToken.None);

        once?.Kept();
        return result;
    }

    public ValueTask DisposeAsync() => source.DisposeAsync();
}

using System.Collections.Concurrent;
using System.Threading.Channels;
using Npgsql;
using Throughline.Data;

namespace Throughline.Platform;

/// <summary>
/// Hears what any node has changed, within milliseconds of its commit, and passes it on: to figures kept in memory, which
/// are then computed anew, and to the open pages of this node. It says what kind of record changed, never what it holds.
/// </summary>
public sealed class LiveNotices(Database database, ILogger<LiveNotices> log) : BackgroundService
{
    private readonly ConcurrentDictionary<Guid, Channel<string>> listeners = new();
    private long version;

    /// <summary>Changes with every notice; 0 while this node cannot hear, and then nothing may be kept in memory.</summary>
    public long Version => Interlocked.Read(ref version);

    /// <summary>The topics of each change from now on, comma-separated, until the caller stops.</summary>
    public async IAsyncEnumerable<string> ListenAsync([System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken stop)
    {
        var (id, channel) = (Guid.NewGuid(), Channel.CreateBounded<string>(new BoundedChannelOptions(100) { FullMode = BoundedChannelFullMode.DropOldest }));
        listeners[id] = channel;
        try
        {
            await foreach (var topics in channel.Reader.ReadAllAsync(stop))
                yield return topics;
        }
        finally
        {
            listeners.TryRemove(id, out _);
        }
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        database.Committed += PassOwn;
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await HearAsync(stoppingToken);
            }
            catch (Exception failure) when (failure is NpgsqlException or TimeoutException or ObjectDisposedException)
            {
                Interlocked.Exchange(ref version, 0);
                log.LogWarning("Live notices are off until the database answers: {Reason}", failure.Message);
                await Task.Delay(TimeSpan.FromSeconds(1), stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                return;
            }
        }
    }

    private async Task HearAsync(CancellationToken stop)
    {
        await using var connection = await database.OpenAsync(stop);
        connection.Notification += (_, notice) => Pass(notice.Payload);
        await using (var listen = new NpgsqlCommand("listen throughline", connection))
            await listen.ExecuteNonQueryAsync(stop);

        Interlocked.Exchange(ref version, DateTime.UnixEpoch.Ticks + Environment.TickCount64 + 1);
        while (!stop.IsCancellationRequested)
            await connection.WaitAsync(stop);
    }

    // Whoever changes something here sees it on the next page, however long the notice travels.
    private void PassOwn()
    {
        var known = Interlocked.Read(ref version);
        while (known != 0)
        {
            var before = Interlocked.CompareExchange(ref version, known + 1, known);
            if (before == known)
                return;

            known = before;
        }
    }

    private void Pass(string topics)
    {
        Interlocked.Increment(ref version);
        foreach (var channel in listeners.Values)
            channel.Writer.TryWrite(topics);
    }
}

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
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await HearAsync(stoppingToken);
            }
            catch (Exception failure) when (failure is NpgsqlException or TimeoutException or ObjectDisposedException)
            {
                database.Topics.GoDeaf();
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

        database.Topics.Hear();
        while (!stop.IsCancellationRequested)
            await connection.WaitAsync(stop);
    }

    // Open pages hear of every change; what is kept in memory knows of this node's own already.
    private void Pass(string notice)
    {
        var (node, topics) = (notice[..notice.IndexOf(' ')], notice[(notice.IndexOf(' ') + 1)..]);
        if (node != database.Node)
            database.Topics.Changed(topics.Split(','));

        foreach (var channel in listeners.Values)
            channel.Writer.TryWrite(topics);
    }
}

using System.Collections.Concurrent;
using System.Threading.Channels;
using Npgsql;
using Throughline.Data;

namespace Throughline.Platform;

/// <summary>Somebody changed something.</summary>
/// <param name="Actor">Who: the e-mail address of an account, or the part of the program that did it.</param>
/// <param name="Topics">Which kinds of record, comma-separated.</param>
public sealed record LiveNotice(string Actor, string Topics);

/// <summary>
/// Hears what any node has changed, within milliseconds of its commit, and passes it on: to what is kept in memory, which
/// is then read anew, and to the open pages of this node. It says what kind of record changed, never what it holds.
/// </summary>
public sealed class LiveNotices(Database database, ILogger<LiveNotices> log) : BackgroundService
{
    private static readonly TimeSpan Silence = TimeSpan.FromSeconds(15);
    private readonly ConcurrentDictionary<Guid, Channel<LiveNotice>> listeners = new();

    /// <summary>Each change from now on; ends when the caller stops.</summary>
    public ChannelReader<LiveNotice> Listen(CancellationToken stop)
    {
        var (id, channel) = (Guid.NewGuid(), Channel.CreateBounded<LiveNotice>(new BoundedChannelOptions(100) { FullMode = BoundedChannelFullMode.DropOldest }));
        listeners[id] = channel;
        stop.Register(() =>
        {
            listeners.TryRemove(id, out _);
            channel.Writer.TryComplete();
        });
        return channel.Reader;
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
        {
            // A connection that died without a word is found out by asking it something.
            if (!await connection.WaitAsync(Silence, stop))
            {
                await using var alive = new NpgsqlCommand("select 1", connection);
                await alive.ExecuteNonQueryAsync(stop);
            }
        }
    }

    // Open pages hear of every change; what is kept in memory knows of this node's own already.
    private void Pass(string notice)
    {
        if (notice.Split(' ', 3) is not [var node, var topics, var actor])
            return;
        if (node != database.Node)
            database.Topics.Changed(topics.Split(','));

        foreach (var channel in listeners.Values)
            channel.Writer.TryWrite(new LiveNotice(actor, topics));
    }
}

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
    private readonly ConcurrentDictionary<Guid, Channel<LiveNotice>> listeners = new();

    /// <summary>Each change from now on, until the caller stops; ends without an exception then.</summary>
    public async IAsyncEnumerable<LiveNotice> ListenAsync([System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken stop)
    {
        var (id, channel) = (Guid.NewGuid(), Channel.CreateBounded<LiveNotice>(new BoundedChannelOptions(100) { FullMode = BoundedChannelFullMode.DropOldest }));
        listeners[id] = channel;
        await using var ending = stop.Register(() => channel.Writer.TryComplete());
        try
        {
            await foreach (var notice in channel.Reader.ReadAllAsync(CancellationToken.None))
                yield return notice;
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
        if (notice.Split(' ', 3) is not [var node, var topics, var actor])
            return;
        if (node != database.Node)
            database.Topics.Changed(topics.Split(','));

        foreach (var channel in listeners.Values)
            channel.Writer.TryWrite(new LiveNotice(actor, topics));
    }
}

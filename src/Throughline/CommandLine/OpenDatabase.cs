using Throughline.Data;
using Throughline.Data.Postgres;
using Throughline.Data.Recording;

namespace Throughline.CommandLine;

/// <summary>A database that is ready to work on, with the private cluster under it if there is one.</summary>
public sealed class OpenDatabase : IAsyncDisposable
{
    private readonly PrivateCluster? cluster;

    private OpenDatabase(Database database, string connectionString, PrivateCluster? cluster)
    {
        (Database, ConnectionString) = (database, connectionString);
        this.cluster = cluster;
    }

    public Database Database { get; }
    public string ConnectionString { get; }

    /// <summary>Null when the database is somebody else's server.</summary>
    public string? PrivateHome => cluster?.Home;

    /// <summary>
    /// Opens the database a setting names, else the private one. A database that is empty or only ours to use is brought to
    /// this version, a private one after a dump beside itself; one that another program is using is left as it is.
    /// </summary>
    public static async Task<OpenDatabase> OpenAsync(string? setting, string dataFolder, Action<string> note, CancellationToken stop)
    {
        var cluster = setting is null ? await PrivateCluster.StartAsync(new ClusterSettings(dataFolder), stop) : null;
        var connectionString = cluster?.ConnectionString() ?? Connection.FromSetting(setting!);
        var open = new OpenDatabase(new Database(connectionString, new RecordingClock(TimeProvider.System)), connectionString, cluster);
        try
        {
            await open.BringUpToDateAsync(dataFolder, note, stop);
            await TrialClock.RestoreAsync(open.Database, stop);
            return open;
        }
        catch
        {
            await open.DisposeAsync();
            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        await Database.DisposeAsync();
        if (cluster is not null)
            await cluster.DisposeAsync();
    }

    private async Task BringUpToDateAsync(string dataFolder, Action<string> note, CancellationToken stop)
    {
        var pending = await PendingAsync(stop);
        if (pending.Count == 0)
            return;

        if (cluster is null)
        {
            await Migrator.MigrateAsync(Database, stop);
            return;
        }

        using var alone = await cluster.HoldForChangeAsync(stop);
        pending = await PendingAsync(stop);
        if (pending.Count == 0)
            return;

        var empty = pending.Count == Migrator.All.Count;
        if (!empty && await cluster.IsSharedAsync(stop))
        {
            throw new MigrationException(
                "A Throughline of another version is running on this data folder. Stop it, then run this again: the database will be brought to this version.");
        }

        if (!empty)
        {
            var dump = Path.Combine(dataFolder, $"before-migration-{pending[0].Number:0000}.dump");
            note($"Bringing the database to this version; a dump of it is in {dump}");
            await PostgresDump.WriteAsync(ConnectionString, dump, stop);
        }

        await Migrator.MigrateAsync(Database, stop);
    }

    private Task<IReadOnlyList<Migration>> PendingAsync(CancellationToken stop) =>
        Database.ReadAsync(connection => Migrator.PendingAsync(connection, stop), stop);
}

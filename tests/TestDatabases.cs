using System.Collections.Concurrent;
using System.Reflection;
using System.Security.Cryptography;
using System.Text;
using Npgsql;
using Throughline.Data;
using Throughline.Data.Postgres;
using Throughline.Data.Recording;

[assembly: AssemblyFixture(typeof(Throughline.Testing.TestDatabases))]
[assembly: Throughline.Testing.EndsDatabases]

namespace Throughline.Testing;

/// <summary>
/// One PostgreSQL cluster for all test programs, started by the first and stopped by the last; each test class gets a
/// database of its own, cloned in milliseconds from a migrated template.
/// </summary>
public sealed class TestDatabases : IAsyncLifetime
{
    private const long CloneLock = 727_100;
    private PrivateCluster? cluster;
    // Nobody uses a database any more when its test has ended for so long.
    private static readonly TimeSpan Rest = TimeSpan.FromSeconds(20);
    private static readonly ConcurrentDictionary<string, long> Ended = new();
    private readonly ConcurrentDictionary<string, string> made = new();
    private string template = "";

    /// <summary>The cluster's own connection, for tests that are about databases themselves.</summary>
    public string Admin => Cluster.ConnectionString("postgres");

    private PrivateCluster Cluster => cluster ?? throw new InvalidOperationException("The test cluster has not been started.");

    public async ValueTask InitializeAsync()
    {
        var memory = Directory.Exists("/dev/shm") ? "/dev/shm" : Path.GetTempPath();
        var folder = Path.Combine(memory, $"throughline-tests-{Environment.UserName}");
        cluster = await PrivateCluster.StartAsync(new ClusterSettings(folder, Throwaway: true) { MaxConnections = 200 });
        template = "template_" + Convert.ToHexStringLower(SHA256.HashData(
            Encoding.UTF8.GetBytes(string.Concat(Migrator.All.Select(migration => migration.Checksum)))))[..12];
        await MakeTemplateAsync();
    }

    public async ValueTask DisposeAsync()
    {
        NpgsqlConnection.ClearAllPools();
        if (cluster is null)
            return;

        await using (var connection = new NpgsqlConnection(Admin + ";Pooling=false"))
        {
            await connection.OpenAsync();
            foreach (var name in made.Keys)
                await RunAsync(connection, $"drop database if exists {name} with (force)");
        }

        await cluster.DisposeAsync();
    }

    /// <summary>A fresh, migrated, empty database.</summary>
    public async Task<string> CloneAsync()
    {
        var name = Name();
        await UnderLockAsync(async connection =>
        {
            await DropEndedAsync(connection);
            await RunAsync(connection, $"create database {name} template {template} strategy file_copy");
        });
        return Cluster.ConnectionString(name) + ";Maximum Pool Size=40";
    }

    /// <summary>A fresh database with nothing in it, not even tables.</summary>
    public async Task<string> EmptyAsync()
    {
        var name = Name();
        await UnderLockAsync(connection => RunAsync(connection, $"create database {name}"));
        return Cluster.ConnectionString(name) + ";Maximum Pool Size=40";
    }

    private string Name()
    {
        var name = $"t_{Guid.CreateVersion7():N}";
        made[name] = TestContext.Current.Test?.UniqueID ?? "";
        return name;
    }

    /// <summary>Its databases may go; a thousand of them would fill the memory that they are kept in.</summary>
    internal static void End(string test) => Ended[test] = Environment.TickCount64;

    private async Task DropEndedAsync(NpgsqlConnection connection)
    {
        var before = Environment.TickCount64 - (long)Rest.TotalMilliseconds;
        foreach (var (name, test) in made)
        {
            if (Ended.TryGetValue(test, out var at) && at < before && made.TryRemove(name, out _))
                await RunAsync(connection, $"drop database if exists {name} with (force)");
        }
    }

    private Task MakeTemplateAsync() => UnderLockAsync(async connection =>
    {
        await using var find = new NpgsqlCommand($"select 1 from pg_database where datname = '{template}' and datistemplate", connection);
        if (await find.ExecuteScalarAsync() is not null)
            return;

        await RunAsync(connection, $"drop database if exists {template}");
        await RunAsync(connection, $"create database {template}");
        await using (var database = new Database(Cluster.ConnectionString(template) + ";Pooling=false", new RecordingClock(TimeProvider.System)))
            await Migrator.MigrateAsync(database, CancellationToken.None);

        await RunAsync(connection, $"alter database {template} is_template true allow_connections false");
    });

    // PostgreSQL copies a template for one database at a time; test programs run side by side.
    private async Task UnderLockAsync(Func<NpgsqlConnection, Task> act)
    {
        await using var connection = new NpgsqlConnection(Admin + ";Pooling=false");
        await connection.OpenAsync();
        await RunAsync(connection, $"select pg_advisory_lock({CloneLock})");
        await act(connection);
    }

    private static async Task RunAsync(NpgsqlConnection connection, string sql)
    {
        await using var command = new NpgsqlCommand(sql, connection) { CommandTimeout = 120 };
        await command.ExecuteNonQueryAsync();
    }
}

/// <summary>Tells when a test has ended.</summary>
[AttributeUsage(AttributeTargets.Assembly)]
internal sealed class EndsDatabasesAttribute : Xunit.v3.BeforeAfterTestAttribute
{
    public override void After(MethodInfo methodUnderTest, Xunit.v3.IXunitTest test) => TestDatabases.End(test.UniqueID);
}

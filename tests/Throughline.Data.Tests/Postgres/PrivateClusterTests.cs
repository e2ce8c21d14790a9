using System.Diagnostics;
using Npgsql;
using Throughline.Data.Postgres;

namespace Throughline.Data.Tests.Postgres;

public sealed class PrivateClusterTests : IDisposable
{
    private static readonly CancellationToken Stop = TestContext.Current.CancellationToken;
    private readonly string folder = Path.Combine(Path.GetTempPath(), $"tl-cluster-{Guid.NewGuid():N}"[..24]);

    public void Dispose()
    {
        if (Directory.Exists(folder))
            Directory.Delete(folder, recursive: true);
    }

    [Fact]
    public async Task Two_programs_share_one_server_and_the_last_to_leave_stops_it()
    {
        var first = await StartAsync();
        var second = await StartAsync();
        Assert.Equal(first.ConnectionString(), second.ConnectionString());

        await first.DisposeAsync();
        Assert.Equal(1, await AskAsync(second));
        await second.DisposeAsync();

        Assert.False(File.Exists(Path.Combine(second.Home, "data", "postmaster.pid")));
    }

    [Fact]
    public async Task What_was_stored_is_there_after_a_stop_and_a_start()
    {
        await using (var cluster = await StartAsync())
            await AskAsync(cluster, "create table kept as select 1 as n");

        await using var again = await StartAsync();
        Assert.Equal(1, await AskAsync(again, "select n from kept"));
    }

    [Fact]
    public async Task A_server_that_was_killed_is_started_again_and_has_lost_nothing()
    {
        // Durable, unlike the other clusters of the tests: what was committed must survive the kill.
        var cluster = await PrivateCluster.StartAsync(new ClusterSettings(folder), Stop);
        await AskAsync(cluster, "create table kept as select 1 as n");
        var pid = int.Parse(File.ReadLines(Path.Combine(cluster.Home, "data", "postmaster.pid")).First(), System.Globalization.CultureInfo.InvariantCulture);
        Process.GetProcessById(pid).Kill();

        await using var again = await PrivateCluster.StartAsync(new ClusterSettings(folder), Stop);
        Assert.Equal(1, await AskAsync(again, "select n from kept"));
        await cluster.DisposeAsync();
    }

    [Fact]
    public async Task A_half_made_cluster_is_made_again()
    {
        Directory.CreateDirectory(Path.Combine(folder, "postgres", "data.new"));
        await File.WriteAllTextAsync(Path.Combine(folder, "postgres", "data.new", "rubbish"), "x", Stop);

        await using var cluster = await StartAsync();
        Assert.Equal(1, await AskAsync(cluster));
    }

    [Fact]
    public async Task A_deep_folder_is_reached_by_loopback_since_a_socket_path_has_its_limit()
    {
        var deep = Path.Combine(folder, new string('d', 60), new string('e', 60));
        await using var cluster = await PrivateCluster.StartAsync(new ClusterSettings(deep, Throwaway: true), Stop);
        Assert.Equal("127.0.0.1", new NpgsqlConnectionStringBuilder(cluster.ConnectionString()).Host);
        Assert.Equal(1, await AskAsync(cluster));
    }

    private Task<PrivateCluster> StartAsync() => PrivateCluster.StartAsync(new ClusterSettings(folder, Throwaway: true), Stop);

    private static async Task<object?> AskAsync(PrivateCluster cluster, string sql = "select 1")
    {
        await using var connection = new NpgsqlConnection(cluster.ConnectionString() + ";Pooling=false");
        await connection.OpenAsync(Stop);
        await using var command = new NpgsqlCommand(sql, connection);
        return await command.ExecuteScalarAsync(Stop);
    }
}

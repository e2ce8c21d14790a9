using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text;
using Npgsql;

namespace Throughline.Data.Postgres;

/// <summary>Why the private database could not be started; the message is one line that says what to do.</summary>
public sealed class ClusterUnavailableException(string message) : Exception(message);

/// <summary>Settings of a private cluster.</summary>
/// <param name="Folder">The program's data folder; the cluster lives in it.</param>
/// <param name="Throwaway">For tests: no fsync, nothing survives a power cut.</param>
public sealed record ClusterSettings(string Folder, bool Throwaway = false)
{
    public int MaxConnections { get; init; } = 60;
}

/// <summary>
/// A PostgreSQL cluster of our own in the data folder: made once, started by the first program that needs it, shared by
/// all that run, stopped by the last, adopted or recovered after a crash.
/// </summary>
public sealed class PrivateCluster : IAsyncDisposable
{
    private const string Owner = "throughline";
    private const string DatabaseName = "throughline";

    private readonly ClusterSettings settings;
    private readonly ServerAccount account;
    private readonly string home;
    private readonly PostgresCommands commands;
    private FolderLock? use;
    private string password = "";
    private string host = "";
    private int port;

    private PrivateCluster(ClusterSettings settings, string binaries)
    {
        this.settings = settings;
        account = ServerAccount.ForThisProcess();
        home = ClusterHome.For(settings.Folder, account);
        commands = new PostgresCommands(binaries, account);
    }

    private string DataFolder => Path.Combine(home, "data");
    private string RunFolder => Path.Combine(home, "run");
    private string ChangeLock => Path.Combine(settings.Folder, "change.lock");
    private string UseLock => Path.Combine(settings.Folder, "use.lock");

    /// <summary>Where the cluster's files are.</summary>
    public string Home => home;

    /// <summary>Makes the cluster if there is none, starts it if it does not run, and holds it until disposed.</summary>
    public static async Task<PrivateCluster> StartAsync(ClusterSettings settings, CancellationToken stop = default)
    {
        var binaries = PostgresBinaries.Find() ?? throw new ClusterUnavailableException(PostgresBinaries.HowToInstall);
        var folder = Path.GetFullPath(settings.Folder);
        Directory.CreateDirectory(folder);
        var cluster = new PrivateCluster(settings with { Folder = folder }, binaries);

        // Starting and stopping are one at a time; using is shared. The last user stops the server.
        using (await FolderLock.ExclusiveAsync(cluster.ChangeLock, stop))
        {
            cluster.use = await FolderLock.SharedAsync(cluster.UseLock, stop);
            try
            {
                await cluster.EnsureRunningAsync(stop);
            }
            catch
            {
                cluster.use.Dispose();
                throw;
            }
        }

        return cluster;
    }

    /// <summary>Held while the database's structure is changed, so that two programs never migrate at once.</summary>
    public async Task<IDisposable> HoldForChangeAsync(CancellationToken stop) => await FolderLock.ExclusiveAsync(ChangeLock, stop);

    /// <summary>True when another program holds the cluster too. Call it only while holding it for change.</summary>
    public async Task<bool> IsSharedAsync(CancellationToken stop)
    {
        use?.Dispose();
        using (var alone = FolderLock.TryExclusive(UseLock))
        {
            if (alone is not null)
            {
                alone.Dispose();
                use = await FolderLock.SharedAsync(UseLock, stop);
                return false;
            }
        }

        use = await FolderLock.SharedAsync(UseLock, stop);
        return true;
    }

    public string ConnectionString(string database = DatabaseName) => new NpgsqlConnectionStringBuilder
    {
        Host = host,
        Port = port,
        Username = Owner,
        Password = password,
        Database = database,
        SslMode = SslMode.Disable,
        GssEncryptionMode = GssEncryptionMode.Disable,
        ApplicationName = "throughline",
    }.ConnectionString;

    /// <summary>Lets go of the cluster; the last to do so stops the server.</summary>
    public async ValueTask DisposeAsync()
    {
        if (use is null)
            return;

        using var change = await FolderLock.ExclusiveAsync(ChangeLock, CancellationToken.None);
        use.Dispose();
        use = null;
        using var last = FolderLock.TryExclusive(UseLock);
        if (last is not null)
            await commands.RunAsync("pg_ctl", ["-D", DataFolder, "-m", "fast", "-w", "-s", "stop"], CancellationToken.None);
    }

    private async Task EnsureRunningAsync(CancellationToken stop)
    {
        account.Own(home);
        account.Own(RunFolder);
        password = await PasswordAsync(stop);
        if (!File.Exists(Path.Combine(DataFolder, "PG_VERSION")))
            await MakeAsync(stop);

        // A server that is adopted may be on its way out: then there is one to start after all.
        do
        {
            if (!Adopt())
                await StartServerAsync(stop);
        }
        while (!await AnswersAsync(stop));

        await MakeDatabaseAsync(stop);
    }

    private async Task<string> PasswordAsync(CancellationToken stop)
    {
        var file = Path.Combine(home, "password");
        if (!File.Exists(file))
            await ServerAccount.WritePrivateAsync(file, Convert.ToHexString(RandomNumberGenerator.GetBytes(24)), stop);

        return await File.ReadAllTextAsync(file, stop);
    }

    // Made beside and moved into place, so that a half-made cluster is never taken for a whole one.
    private async Task MakeAsync(CancellationToken stop)
    {
        var fresh = DataFolder + ".new";
        foreach (var leftover in new[] { fresh, DataFolder }.Where(Directory.Exists))
            Directory.Delete(leftover, true);

        account.Own(fresh);
        var passwordFile = Path.Combine(RunFolder, "password");
        await ServerAccount.WritePrivateAsync(passwordFile, password, stop);
        account.Give(passwordFile);
        try
        {
            List<string> arguments =
            [
                "-D", fresh, "-U", Owner, $"--pwfile={passwordFile}", "--auth=scram-sha-256", "-E", "UTF8", "--locale=C.UTF-8",
                "--locale-provider=icu", "--icu-locale=und", "--no-instructions", settings.Throwaway ? "--no-sync" : "--data-checksums",
            ];
            var (exit, text) = await commands.RunAsync("initdb", arguments, stop);
            if (exit != 0)
                throw new ClusterUnavailableException($"PostgreSQL could not make a database in {fresh}: {OneLine(text)}");
        }
        finally
        {
            File.Delete(passwordFile);
        }

        Directory.Move(fresh, DataFolder);
    }

    private async Task StartServerAsync(CancellationToken stop)
    {
        // A socket's path must fit the system's 107 bytes; loopback TCP is the other way in.
        var socket = Encoding.UTF8.GetByteCount(RunFolder) <= 85;
        port = socket ? 5432 : FreePort();
        host = socket ? RunFolder : "127.0.0.1";
        var options = string.Join(' ', Options(socket).Select(option => $"-c {option.Key}='{option.Value}'"));
        var log = Path.Combine(RunFolder, "server.log");
        var (exit, text) = await commands.RunAsync(
            "pg_ctl", ["-D", DataFolder, "-l", log, "-w", "-t", "60", "-s", "-o", options, "start"], stop);
        if (exit != 0)
            throw new ClusterUnavailableException($"PostgreSQL did not start: {OneLine(text)} Its log is {log}");
    }

    private Dictionary<string, string> Options(bool socket)
    {
        var options = new Dictionary<string, string>
        {
            ["listen_addresses"] = socket ? "" : "127.0.0.1",
            ["port"] = port.ToString(CultureInfo.InvariantCulture),
            ["unix_socket_directories"] = socket ? RunFolder : "",
            ["unix_socket_permissions"] = "0700",
            ["max_connections"] = settings.MaxConnections.ToString(CultureInfo.InvariantCulture),
            ["shared_buffers"] = "128MB",
            ["timezone"] = "UTC",
            ["log_timezone"] = "UTC",
            ["jit"] = "off",
            ["work_mem"] = "16MB",
        };
        if (settings.Throwaway)
        {
            foreach (var (name, value) in new[]
            {
                ("fsync", "off"), ("synchronous_commit", "off"), ("full_page_writes", "off"), ("wal_level", "minimal"),
                ("max_wal_senders", "0"), ("max_wal_size", "4GB"), ("checkpoint_timeout", "1h"), ("autovacuum", "off"),
            })
                options[name] = value;
        }

        return options;
    }

    private bool IsRunning() =>
        File.Exists(Path.Combine(DataFolder, "postmaster.pid"))
        && int.TryParse(File.ReadLines(Path.Combine(DataFolder, "postmaster.pid")).FirstOrDefault(), out var pid)
        && ServerProcesses.IsServerOf(pid, DataFolder);

    /// <summary>Takes over a server that a killed program left behind, or clears what a dead server left.</summary>
    private bool Adopt()
    {
        var file = Path.Combine(DataFolder, "postmaster.pid");
        if (!File.Exists(file))
            return false;

        var lines = File.ReadAllLines(file);
        if (lines.Length >= 6 && int.TryParse(lines[0], out var pid) && ServerProcesses.IsServerOf(pid, DataFolder))
        {
            port = int.Parse(lines[3], CultureInfo.InvariantCulture);
            host = lines[4].Length > 0 ? lines[4] : "127.0.0.1";
            return true;
        }

        for (var attempt = 0; attempt < 150 && ServerProcesses.AnyWorksIn(DataFolder); attempt++)
            Thread.Sleep(100);

        if (ServerProcesses.AnyWorksIn(DataFolder))
            throw new ClusterUnavailableException($"Processes of a PostgreSQL that ended still use {DataFolder}. End them and try again.");

        File.Delete(file);
        foreach (var socket in Directory.EnumerateFiles(RunFolder, ".s.PGSQL.*"))
            File.Delete(socket);

        return false;
    }

    // False when the server is gone; true once it answers.
    private async Task<bool> AnswersAsync(CancellationToken stop)
    {
        for (var attempt = 0; ; attempt++)
        {
            try
            {
                await using var connection = new NpgsqlConnection(ConnectionString("postgres") + ";Pooling=false;Timeout=5");
                await connection.OpenAsync(stop);
                return true;
            }
            catch (NpgsqlException failure) when (attempt < 600 && failure is not PostgresException { SqlState: not "57P03" })
            {
                if (!IsRunning())
                    return false;

                await Task.Delay(50, stop);
            }
        }
    }

    private async Task MakeDatabaseAsync(CancellationToken stop)
    {
        await using var connection = new NpgsqlConnection(ConnectionString("postgres") + ";Pooling=false");
        await connection.OpenAsync(stop);
        await using var find = new NpgsqlCommand($"select 1 from pg_database where datname = '{DatabaseName}'", connection);
        if (await find.ExecuteScalarAsync(stop) is not null)
            return;

        await using var make = new NpgsqlCommand($"create database {DatabaseName}", connection);
        await make.ExecuteNonQueryAsync(stop);
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    private static string OneLine(string text) => string.Join(' ', text.Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries));
}

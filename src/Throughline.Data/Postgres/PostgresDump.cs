using System.Diagnostics;
using Npgsql;

namespace Throughline.Data.Postgres;

/// <summary>Dumps and restores with PostgreSQL's own programs, in their custom format.</summary>
public static class PostgresDump
{
    /// <summary>Writes a consistent dump; the file appears only when it is whole.</summary>
    public static async Task WriteAsync(string connectionString, string file, CancellationToken stop)
    {
        var unfinished = file + ".part";
        await RunAsync("pg_dump", connectionString, ["--format=custom", "--no-owner", "--no-privileges", $"--file={unfinished}"], stop);
        File.Move(unfinished, file, overwrite: true);
    }

    /// <summary>Loads a dump. The database must hold no practice yet; its empty tables give way.</summary>
    public static async Task ReadAsync(Database database, string connectionString, string file, CancellationToken stop)
    {
        if (!await database.ReadAsync(connection => IsEmptyAsync(connection, stop), stop))
            throw new MigrationException("The database holds data already. Restore into an empty one: choose another --data folder or --database.");

        await using (var connection = await database.OpenAsync(stop))
        {
            await using var clear = new NpgsqlCommand("drop schema if exists history cascade; drop schema public cascade; create schema public", connection);
            await clear.ExecuteNonQueryAsync(stop);
            connection.ReloadTypes();
        }

        await RunAsync("pg_restore", connectionString, ["--no-owner", "--no-privileges", "--exit-on-error", "--single-transaction", file], stop);
        await using var restored = await database.OpenAsync(stop);
        if ((await Migrator.PendingAsync(restored, stop)).Count > 0)
            await Migrator.MigrateAsync(database, stop);

        // A dump carries no rights, and roles belong to the server it came from.
        await using var grant = new NpgsqlCommand("select grant_portal()", restored);
        await grant.ExecuteScalarAsync(stop);
    }

    private static async Task<bool> IsEmptyAsync(NpgsqlConnection connection, CancellationToken stop)
    {
        await using var command = new NpgsqlCommand(
            "select not exists (select from people) and not exists (select from customers) and not exists (select from accounts)", connection);
        return await command.ExecuteScalarAsync(stop) is true;
    }

    private static async Task RunAsync(string program, string connectionString, IReadOnlyList<string> arguments, CancellationToken stop)
    {
        var binaries = PostgresBinaries.Find() ?? throw new ClusterUnavailableException(PostgresBinaries.HowToInstall);
        var settings = new NpgsqlConnectionStringBuilder(connectionString);
        var start = new ProcessStartInfo(Path.Combine(binaries, program)) { RedirectStandardError = true };
        foreach (var argument in (string[])[$"--host={settings.Host}", $"--port={settings.Port}", $"--username={settings.Username}", $"--dbname={settings.Database}", .. arguments])
            start.ArgumentList.Add(argument);

        // The password goes by the environment, never by the arguments that others can list.
        start.Environment["PGPASSWORD"] = settings.Password;
        using var process = Process.Start(start) ?? throw new ClusterUnavailableException($"{program} did not start.");
        var errors = await process.StandardError.ReadToEndAsync(stop);
        await process.WaitForExitAsync(stop);
        if (process.ExitCode != 0)
            throw new MigrationException($"{program} failed: {errors.Split('\n', StringSplitOptions.RemoveEmptyEntries).FirstOrDefault()}");
    }
}

using System.Globalization;
using System.Reflection;
using System.Security.Cryptography;
using System.Text;
using Npgsql;

namespace Throughline.Data;

/// <summary>The database is not of this program's version, and the message says what to do.</summary>
public sealed class MigrationException(string message) : Exception(message);

/// <summary>One numbered SQL file of this program.</summary>
public sealed record Migration(int Number, string Name, string Sql)
{
    public string Checksum => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(Sql)));
}

/// <summary>Brings a database to this program's version: numbered SQL files, each in order, each once, only forward.</summary>
public static class Migrator
{
    private const long LockNumber = 727_000;

    public static IReadOnlyList<Migration> All { get; } = Load();

    /// <summary>What the database still lacks; refuses a database that a newer program has changed.</summary>
    public static async Task<IReadOnlyList<Migration>> PendingAsync(NpgsqlConnection connection, CancellationToken stop)
    {
        var applied = await AppliedAsync(connection, stop);
        if (applied.Keys.Where(number => number > All[^1].Number).ToList() is { Count: > 0 } unknown)
        {
            throw new MigrationException(
                $"The database was changed by a newer version of Throughline (migration {unknown.Max()}); this version knows {All[^1].Number}. Start the newer version.");
        }

        foreach (var migration in All.Where(migration => applied.TryGetValue(migration.Number, out var checksum) && checksum != migration.Checksum))
            throw new MigrationException($"Migration {migration.Name} in the database is not the one this program carries.");

        return [.. All.Where(migration => !applied.ContainsKey(migration.Number))];
    }

    /// <summary>Applies what is pending, each file in a transaction of its own, while every other node waits.</summary>
    /// <returns>How many files were applied.</returns>
    public static async Task<int> MigrateAsync(Database database, CancellationToken stop)
    {
        await using var connection = await database.OpenAsync(stop);
        await ExecuteAsync(connection, $"select pg_advisory_lock({LockNumber})", stop);
        try
        {
            await ExecuteAsync(
                connection,
                """
                create table if not exists migrations (number integer primary key, name text not null, checksum text not null,
                  applied timestamptz not null default clock_timestamp())
                """,
                stop);
            var pending = await PendingAsync(connection, stop);
            foreach (var migration in pending)
                await ApplyAsync(connection, migration, stop);

            var today = database.Clock.GetUtcNow().ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
            await ExecuteAsync(connection, $"select ensure_partitions('{today}')", stop);
            return pending.Count;
        }
        finally
        {
            await ExecuteAsync(connection, $"select pg_advisory_unlock({LockNumber})", CancellationToken.None);
        }
    }

    private static async Task ApplyAsync(NpgsqlConnection connection, Migration migration, CancellationToken stop)
    {
        await using var transaction = await connection.BeginTransactionAsync(stop);
        await ExecuteAsync(connection, $"select set_config('throughline.actor', 'migration {migration.Number}', true), set_config('throughline.request', gen_random_uuid()::text, true)", stop);
        await ExecuteAsync(connection, migration.Sql, stop);
        await using var note = new NpgsqlCommand("insert into migrations (number, name, checksum) values ($1, $2, $3)", connection, transaction);
        note.Parameters.AddWithValue(migration.Number);
        note.Parameters.AddWithValue(migration.Name);
        note.Parameters.AddWithValue(migration.Checksum);
        await note.ExecuteNonQueryAsync(stop);
        await transaction.CommitAsync(stop);
    }

    private static async Task<Dictionary<int, string>> AppliedAsync(NpgsqlConnection connection, CancellationToken stop)
    {
        await using var find = new NpgsqlCommand("select to_regclass('public.migrations') is not null", connection);
        if (await find.ExecuteScalarAsync(stop) is not true)
            return [];

        await using var command = new NpgsqlCommand("select number, checksum from migrations", connection);
        await using var reader = await command.ExecuteReaderAsync(stop);
        var applied = new Dictionary<int, string>();
        while (await reader.ReadAsync(stop))
            applied.Add(reader.GetInt32(0), reader.GetString(1));

        return applied;
    }

    private static async Task ExecuteAsync(NpgsqlConnection connection, string sql, CancellationToken stop)
    {
        await using var command = new NpgsqlCommand(sql, connection) { CommandTimeout = 0 };
        await command.ExecuteNonQueryAsync(stop);
    }

    private static List<Migration> Load()
    {
        var assembly = Assembly.GetExecutingAssembly();
        return [.. from name in assembly.GetManifestResourceNames()
                   where char.IsAsciiDigit(name[0])
                   let number = int.Parse(name[..4], CultureInfo.InvariantCulture)
                   orderby number
                   select new Migration(number, name, Read(assembly, name))];
    }

    private static string Read(Assembly assembly, string name)
    {
        using var reader = new StreamReader(assembly.GetManifestResourceStream(name)!);
        return reader.ReadToEnd();
    }
}

using Throughline.Data.Postgres;

namespace Throughline.CommandLine;

/// <summary><c>backup FILE</c> and <c>restore FILE</c>: one consistent dump, taken while everybody works.</summary>
internal static class BackupCommand
{
    public static readonly Command Backup = new(
        new CommandShape("backup", "write a consistent dump of the database", ["FILE"], [], ["backup /backups/monday.dump"]), BackupAsync);

    public static readonly Command Restore = new(
        new CommandShape("restore", "load a dump into an empty database", ["FILE"], [], ["restore /backups/monday.dump --data /srv/throughline"]), RestoreAsync);

    private static async Task<int> BackupAsync(Session session, CancellationToken stop)
    {
        await using var open = await session.OpenAsync(stop);
        var file = Path.GetFullPath(session.Arguments.Positional[0]);
        await PostgresDump.WriteAsync(open.ConnectionString, file, stop);
        session.Note($"Written: {file}");
        return 0;
    }

    private static async Task<int> RestoreAsync(Session session, CancellationToken stop)
    {
        var file = Path.GetFullPath(session.Arguments.Positional[0]);
        if (!File.Exists(file))
            throw new UsageException($"restore: there is no file {file}.");

        await using var open = await session.OpenAsync(stop);
        await PostgresDump.ReadAsync(open.Database, open.ConnectionString, file, stop);
        session.Note("Restored. throughline doctor checks it.");
        return 0;
    }
}

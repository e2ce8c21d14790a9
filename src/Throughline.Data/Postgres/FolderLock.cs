namespace Throughline.Data.Postgres;

/// <summary>A lock on a file that the system releases when the process ends, however it ends.</summary>
internal sealed class FolderLock : IDisposable
{
    private readonly FileStream file;

    private FolderLock(FileStream file) => this.file = file;

    /// <summary>Waits until nobody else holds the file exclusively; many may share it.</summary>
    public static Task<FolderLock> SharedAsync(string path, CancellationToken stop) =>
        TakeAsync(path, FileAccess.Read, FileShare.Read, stop);

    /// <summary>Waits until nobody holds the file at all.</summary>
    public static Task<FolderLock> ExclusiveAsync(string path, CancellationToken stop) =>
        TakeAsync(path, FileAccess.ReadWrite, FileShare.None, stop);

    /// <summary>Null when somebody holds the file now.</summary>
    public static FolderLock? TryExclusive(string path) => Try(path, FileAccess.ReadWrite, FileShare.None);

    public void Dispose() => file.Dispose();

    private static async Task<FolderLock> TakeAsync(string path, FileAccess access, FileShare share, CancellationToken stop)
    {
        while (true)
        {
            if (Try(path, access, share) is { } taken)
                return taken;

            await Task.Delay(20, stop);
        }
    }

    private static FolderLock? Try(string path, FileAccess access, FileShare share)
    {
        try
        {
            if (!File.Exists(path))
                File.WriteAllBytes(path, []);

            return new FolderLock(new FileStream(path, FileMode.Open, access, share));
        }
        catch (IOException)
        {
            return null;
        }
    }
}

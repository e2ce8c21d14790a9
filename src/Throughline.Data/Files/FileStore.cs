using System.Security.Cryptography;
using Dapper;
using Npgsql;
using Throughline.Data.Recording;

namespace Throughline.Data.Files;

/// <summary>Files as rows: known by the SHA-256 of their content, kept once however often they are given, never changed.</summary>
public sealed class FileStore(Database database)
{
    public const int MostBytes = 50 * 1024 * 1024;
    internal const int ChunkBytes = 1024 * 1024;

    /// <summary>Keeps the content in the change's own transaction and returns its SHA-256.</summary>
    public static async Task<byte[]> PutAsync(Change change, ReadOnlyMemory<byte> content)
    {
        if (content.Length > MostBytes)
            throw new ArgumentOutOfRangeException(nameof(content), content.Length, "A file is at most 50 MB; say so before it comes here.");

        var sha256 = SHA256.HashData(content.Span);
        var added = await change.ExecuteAsync(
            "insert into files (sha256, length, created) values (@sha256, @Length, @At) on conflict do nothing", new { sha256, content.Length, change.At });
        if (added == 0)
            return sha256;

        for (var number = 0; number * ChunkBytes < content.Length; number++)
        {
            var chunk = content[(number * ChunkBytes)..Math.Min(content.Length, (number + 1) * ChunkBytes)].ToArray();
            await change.ExecuteAsync("insert into file_chunks (sha256, number, content) values (@sha256, @number, @chunk)", new { sha256, number, chunk });
        }

        return sha256;
    }

    /// <summary>The content from its beginning, one chunk in memory at a time; null when there is no such file. Disposing it gives the connection back.</summary>
    public async Task<Stream?> OpenReadAsync(byte[] sha256, CancellationToken stop)
    {
        return await OpenReadAsync(await database.OpenAsync(stop), sha256);
    }

    /// <summary>The same on a connection that the caller gives away, with the rights it has.</summary>
    public static async Task<Stream?> OpenReadAsync(NpgsqlConnection connection, byte[] sha256)
    {
        var length = await connection.QuerySingleOrDefaultAsync<int?>("select length from files where sha256 = @sha256", new { sha256 });
        if (length is { } known)
            return new ChunkStream(connection, sha256, known);

        await connection.DisposeAsync();
        return null;
    }

    /// <summary>The whole content; null when there is no such file.</summary>
    public async Task<byte[]?> ReadAsync(byte[] sha256, CancellationToken stop)
    {
        await using var stream = await OpenReadAsync(sha256, stop);
        if (stream is null)
            return null;

        var content = new byte[stream.Length];
        await stream.ReadExactlyAsync(content, stop);
        return content;
    }
}

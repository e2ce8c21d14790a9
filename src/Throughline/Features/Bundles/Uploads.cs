using System.Security.Cryptography;
using Dapper;
using Npgsql;
using Throughline.Data;
using Throughline.Data.Recording;

namespace Throughline.Features.Bundles;

/// <summary>
/// Bundles that were uploaded and checked and wait for a yes. They lie in the database, so that any node can store what
/// another has checked, and go when they are stored, or a day later when nobody has said yes.
/// </summary>
internal sealed class Uploads(Database database)
{
    /// <summary>The largest archive: 50 MB, as for every file.</summary>
    public const int MaxBytes = 50 * 1024 * 1024;

    private const int Chunk = 1 << 20;

    /// <summary>Keeps the content and answers its hash.</summary>
    public async Task<byte[]> KeepAsync(Stream content, Actor actor, CancellationToken stop)
    {
        var hash = await SHA256.HashDataAsync(content, stop);
        await database.WriteAsync<bool>(actor, async change =>
        {
            content.Position = 0;
            var isNew = await change.ExecuteAsync(
                "insert into files (sha256, length, created) values (@hash, @length, @At) on conflict do nothing", new { hash, length = (int)content.Length, change.At }) == 1;
            await change.ExecuteAsync(
                "insert into uploads (sha256, at) values (@hash, @At) on conflict (sha256) do update set at = excluded.at", new { hash, change.At });
            if (!isNew)
                return true;

            var buffer = new byte[Chunk];
            for (var number = 0; await content.ReadAtLeastAsync(buffer, Chunk, throwOnEndOfStream: false, stop) is > 0 and var read; number++)
                await change.ExecuteAsync("insert into file_chunks (sha256, number, content) values (@hash, @number, @content)", new { hash, number, content = buffer[..read] });

            return true;
        }, stop);
        return hash;
    }

    /// <summary>The content, seekable; null when it is gone.</summary>
    public Task<MemoryStream?> FindAsync(byte[] hash, CancellationToken stop) => database.ReadAsync(
        async connection =>
        {
            var length = await connection.QuerySingleOrDefaultAsync<int?>("select length from files where sha256 = @hash", new { hash });
            if (length is not { } bytes)
                return null;

            var content = new MemoryStream(bytes);
            await using var command = new NpgsqlCommand("select content from file_chunks where sha256 = $1 order by number", connection);
            command.Parameters.AddWithValue(hash);
            await using var reader = await command.ExecuteReaderAsync(stop);
            while (await reader.ReadAsync(stop))
                await content.WriteAsync(reader.GetFieldValue<byte[]>(0), stop);

            content.Position = 0;
            return content;
        },
        stop);

    /// <summary>Lets the content go, unless a record refers to it: the database then refuses, which is as it should be.</summary>
    public Task DropAsync(byte[] hash, Actor actor, CancellationToken stop) => database.WriteAsync<int>(
        actor, async change => await change.ExecuteAsync("delete from files where sha256 = @hash", new { hash }), stop);
}

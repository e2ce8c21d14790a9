using Dapper;
using Throughline.Data.Files;
using Throughline.Data.Recording;
using Throughline.Testing;

namespace Throughline.Data.Tests.Files;

public sealed class FileStoreTests(TestDatabases databases) : IAsyncLifetime
{
    private static readonly CancellationToken Stop = TestContext.Current.CancellationToken;
    private Database database = null!;
    private FileStore files = null!;

    public async ValueTask InitializeAsync()
    {
        database = new Database(await databases.CloneAsync(), new RecordingClock(TimeProvider.System));
        files = new FileStore(database);
    }

    public ValueTask DisposeAsync() => database.DisposeAsync();

    [Theory]
    [InlineData(0, 0)]
    [InlineData(1, 1)]
    [InlineData(1024 * 1024, 1)]
    [InlineData((2 * 1024 * 1024) + 1, 3)]
    public async Task A_file_comes_back_byte_for_byte_however_many_pieces_it_has(int length, int pieces)
    {
        var content = new byte[length];
        new Random(length).NextBytes(content);

        var sha256 = await PutAsync(content);

        Assert.Equal(content, await files.ReadAsync(sha256, Stop));
        Assert.Equal(pieces, await CountAsync("file_chunks"));
    }

    [Fact]
    public async Task The_same_content_is_stored_once()
    {
        var first = await PutAsync([1, 2, 3]);
        var second = await PutAsync([1, 2, 3]);

        Assert.Equal(first, second);
        Assert.Equal((1, 1), (await CountAsync("files"), await CountAsync("file_chunks")));
    }

    [Fact]
    public async Task A_file_that_was_never_stored_is_not_found() => Assert.Null(await files.OpenReadAsync(new byte[32], Stop));

    private async Task<byte[]> PutAsync(byte[] content)
    {
        var kept = await database.WriteAsync<byte[]>(new Actor("tests", Guid.CreateVersion7()), async change => await FileStore.PutAsync(change, content), Stop);
        Assert.True(kept.Succeeded(out var sha256, out var problem), problem?.Message);
        return sha256;
    }

    private Task<int> CountAsync(string table) => database.ReadAsync(connection => connection.QuerySingleAsync<int>($"select count(*)::int from {table}"), Stop);
}

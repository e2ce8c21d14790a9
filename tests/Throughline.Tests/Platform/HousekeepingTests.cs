using System.Text;
using Dapper;
using Microsoft.Extensions.Logging.Abstractions;
using Throughline.Data;
using Throughline.Data.Recording;
using Throughline.Features.Bundles;
using Throughline.Platform;
using Throughline.Testing;

namespace Throughline.Tests.Platform;

public sealed class HousekeepingTests(TestDatabases databases) : IAsyncLifetime
{
    private static readonly Actor Ana = new("ana@example.org", Guid.CreateVersion7());
    private static readonly DateTimeOffset Morning = new(2026, 3, 11, 9, 0, 0, TimeSpan.Zero);
    private readonly RecordingClock clock = new(TimeProvider.System);
    private Database database = null!;

    public async ValueTask InitializeAsync()
    {
        clock.MoveTo(Morning);
        database = new Database(await databases.CloneAsync(), clock);
    }

    public ValueTask DisposeAsync() => database.DisposeAsync();

    [Fact]
    public async Task An_uploaded_bundle_that_nobody_said_yes_to_is_gone_after_a_day_and_no_sooner()
    {
        await UploadAsync("left behind");
        Assert.Equal(1, await FilesAfterAsync(TimeSpan.FromHours(23)));
        Assert.Equal(0, await FilesAfterAsync(TimeSpan.FromHours(25)));
        Assert.Equal(0, await database.ReadAsync(connection => connection.QuerySingleAsync<int>("select count(*)::int from file_chunks"), CancellationToken.None));
    }

    [Fact]
    public async Task A_bundle_uploaded_again_waits_another_day()
    {
        await UploadAsync("looked at twice");
        clock.MoveTo(Morning.AddHours(20));
        await UploadAsync("looked at twice");

        Assert.Equal(1, await FilesAfterAsync(TimeSpan.FromHours(30)));
        Assert.Equal(0, await FilesAfterAsync(TimeSpan.FromHours(54)));
    }

    [Fact]
    public async Task A_file_that_a_statement_was_read_from_stays_although_it_was_uploaded_as_a_bundle_too()
    {
        var hash = await UploadAsync("a statement");
        await database.WriteAsync<int>(
            Ana,
            async change => await change.ExecuteAsync(
                "insert into statements (statement, file_name, sha256, reading, read_by, read_at) values (gen_random_uuid(), 'sow.md', @hash, '{}', 'ana', now())", new { hash }),
            CancellationToken.None);
        await UploadAsync("left behind");

        Assert.Equal(1, await FilesAfterAsync(TimeSpan.FromHours(25)));
    }

    private Task<byte[]> UploadAsync(string content) => new Uploads(database).KeepAsync(new MemoryStream(Encoding.UTF8.GetBytes(content)), Ana, CancellationToken.None);

    // Housekeeping is done once a day: what is due at this time is asked for by itself.
    private async Task<int> FilesAfterAsync(TimeSpan since)
    {
        clock.MoveTo(Morning + since);
        await database.WriteAsync<int>(Ana, async change => await change.ExecuteAsync("delete from jobs"), CancellationToken.None);
        using var work = new BackgroundWork(database, NullLogger<BackgroundWork>.Instance);
        await work.RunDueAsync(CancellationToken.None);
        Assert.Null(await database.ReadAsync(connection => connection.QuerySingleAsync<string?>("select max(error) from jobs"), CancellationToken.None));
        return await database.ReadAsync(connection => connection.QuerySingleAsync<int>("select count(*)::int from files"), CancellationToken.None);
    }
}

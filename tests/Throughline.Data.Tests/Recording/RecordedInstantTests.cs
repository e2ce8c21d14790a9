using Dapper;
using Throughline.Data.Recording;
using Throughline.Testing;

namespace Throughline.Data.Tests.Recording;

public sealed class RecordedInstantTests(TestDatabases databases) : IAsyncLifetime
{
    private static readonly CancellationToken Stop = TestContext.Current.CancellationToken;
    private readonly Actor ana = new("ana@example.org", Guid.CreateVersion7());
    private Database database = null!;

    public async ValueTask InitializeAsync() => database = new Database(await databases.CloneAsync(), new RecordingClock(TimeProvider.System));

    public ValueTask DisposeAsync() => database.DisposeAsync();

    [Fact]
    public async Task An_answer_of_an_instant_waits_for_a_change_that_was_begun_before_it()
    {
        var written = new TaskCompletionSource();
        var go = new TaskCompletionSource();
        var slow = database.WriteAsync<bool>(ana, async change =>
        {
            await change.ExecuteAsync("insert into customers (customer, name) values ('c1', 'Slow to commit')");
            written.SetResult();
            await go.Task;
            return true;
        }, Stop);
        await written.Task;

        var at = await NowAsync();
        var answer = CountAtAsync(at);
        Assert.False(answer.IsCompleted);
        go.SetResult();
        await slow;

        Assert.Equal(1, await answer);
        Assert.Equal(1, await CountAtAsync(at));
    }

    [Fact]
    public async Task What_changes_later_does_not_change_the_answer_of_an_earlier_instant()
    {
        await WriteAsync("insert into customers (customer, name) values ('c1', 'Meridian'), ('c2', 'Bluewater')");
        var at = await NowAsync();
        await WriteAsync("update customers set name = 'Meridian Freight' where customer = 'c1'; delete from customers where customer = 'c2'");

        Assert.Equal(2, await CountAtAsync(at));
        Assert.Equal(1, await CountAtAsync(await NowAsync()));
    }

    [Fact]
    public async Task A_change_loaded_as_the_past_counts_as_recorded_then()
    {
        var past = new DateTimeOffset(2025, 5, 1, 12, 0, 0, TimeSpan.Zero);
        await database.WriteAsync<bool>(ana, async change =>
        {
            await change.RecordAtAsync(past);
            await change.ExecuteAsync("insert into customers (customer, name) values ('c1', 'Meridian')");
            return true;
        }, Stop);

        Assert.Equal(0, await CountAtAsync(past.AddSeconds(-1)));
        Assert.Equal(1, await CountAtAsync(past));
    }

    private Task<DateTimeOffset> NowAsync() => database.ReadAsync(
        async connection => new DateTimeOffset(await connection.QuerySingleAsync<DateTime>("select clock_timestamp()"), TimeSpan.Zero), Stop);

    private Task<int> CountAtAsync(DateTimeOffset at) => database.ReadAsync(
        async connection =>
        {
            await AsOf.SettleAsync(connection, TimeSpan.Zero, Stop);
            return await connection.QuerySingleAsync<int>($"select count(*)::int from {AsOf.Table("customers", "customer", past: true)} c", new { at });
        },
        Stop);

    private Task WriteAsync(string sql) => database.WriteAsync<int>(ana, async change => await change.ExecuteAsync(sql), Stop);
}

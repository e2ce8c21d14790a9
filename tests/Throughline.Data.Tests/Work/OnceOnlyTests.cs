using System.Text;
using Dapper;
using Throughline.Data.Recording;
using Throughline.Data.Work;
using Throughline.Domain;
using Throughline.Testing;

namespace Throughline.Data.Tests.Work;

public sealed class OnceOnlyTests(TestDatabases databases) : IAsyncLifetime
{
    private static readonly CancellationToken Stop = TestContext.Current.CancellationToken;
    private readonly Actor ana = new("ana@example.org", Guid.CreateVersion7());
    private Database database = null!;

    public async ValueTask InitializeAsync() => database = new Database(await databases.CloneAsync(), new RecordingClock(TimeProvider.System));

    public ValueTask DisposeAsync() => database.DisposeAsync();

    [Fact]
    public async Task A_replayed_request_gets_the_stored_answer_and_changes_nothing()
    {
        await AddAsync("k1", "body", "c1");

        var again = await Assert.ThrowsAsync<AnsweredBeforeException>(() => AddAsync("k1", "body", "c1"));

        Assert.Equal((201, "made c1"), (again.Answer.Status, Encoding.UTF8.GetString(again.Answer.Body)));
        Assert.Equal(1, await CountAsync());
    }

    [Fact]
    public async Task The_same_key_with_another_body_is_refused()
    {
        await AddAsync("k1", "body", "c1");
        await Assert.ThrowsAsync<KeyReusedException>(() => AddAsync("k1", "another body", "c2"));
        Assert.Equal(1, await CountAsync());
    }

    [Fact]
    public async Task Ten_calls_at_once_with_one_key_take_effect_once()
    {
        var calls = await Task.WhenAll(Enumerable.Range(0, 10).Select(_ => Task.Run(async () =>
        {
            try
            {
                await AddAsync("k1", "body", "c1");
                return 1;
            }
            catch (AnsweredBeforeException)
            {
                return 0;
            }
        })));

        Assert.Equal((1, 1), (calls.Sum(), await CountAsync()));
    }

    [Fact]
    public async Task A_refusal_is_not_kept_so_the_request_may_succeed_later()
    {
        OnceOnly.Current = Request("k1", "body");
        var refused = await database.WriteAsync<string>(ana, _ => Task.FromResult<Result<string>>(new Closed()), Stop);
        Assert.False(refused.Succeeded(out _, out _));

        await AddAsync("k1", "body", "c1");
        Assert.Equal(1, await CountAsync());
    }

    private sealed record Closed() : Problem("test", "Closed.");

    private static OnceOnly Request(string key, string body) => new("ana", "POST", "/customers", key, Encoding.UTF8.GetBytes(body))
    {
        Render = (_, made) => Task.FromResult(new StoredAnswer(201, new Dictionary<string, string>(), Encoding.UTF8.GetBytes($"made {made}"))),
    };

    private async Task AddAsync(string key, string body, string customer)
    {
        OnceOnly.Current = Request(key, body);
        var result = await database.WriteAsync<string>(ana, async change =>
        {
            await change.ExecuteAsync("insert into customers (customer, name) values (@customer, 'Name')", new { customer });
            return customer;
        }, Stop);
        Assert.True(result.Succeeded(out _, out var problem), problem?.Message);
    }

    private Task<int> CountAsync() => database.ReadAsync(
        connection => connection.QuerySingleAsync<int>("select count(*)::int from customers"), Stop);
}

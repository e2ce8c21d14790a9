using Throughline.Domain.Accounts;
using Throughline.Testing;

namespace Throughline.Tests.Api;

public sealed class OnceOnlyCallsTests(TestDatabases databases) : IAsyncLifetime
{
    private static readonly object Hours = new { person = "p003", date = "2026-03-09", engagement = "SOW-1042", hours = "1.5" };
    private PracticeServer server = null!;
    private ApiClient admin = null!;

    public async ValueTask InitializeAsync()
    {
        server = await PracticeServer.StartAsync(databases);
        admin = await ApiClient.OpenAsync(server, "root@practice.example", [Role.Administrator]);
    }

    public async ValueTask DisposeAsync()
    {
        admin.Dispose();
        await server.DisposeAsync();
    }

    [Fact]
    public async Task The_same_key_and_body_give_the_stored_answer_and_take_effect_once()
    {
        var first = await admin.PostAsync("/time-entries", Hours, ("Idempotency-Key", "k1"));
        var second = await admin.PostAsync("/time-entries", Hours, ("Idempotency-Key", "k1"));
        var other = await admin.PostAsync("/time-entries", new { person = "p003", date = "2026-03-09", engagement = "SOW-1042", hours = "2" }, ("Idempotency-Key", "k1"));

        Assert.Equal([201, 201, 422], [first.Status, second.Status, other.Status]);
        Assert.Equal(first.Body.ToString(), second.Body.ToString());
        Assert.Equal((first.ETag, first.Message.Headers.Location), (second.ETag, second.Message.Headers.Location));
        Assert.Equal(1, await CountAsync());
    }

    [Fact]
    public async Task Eight_calls_at_once_with_one_key_take_effect_once()
    {
        var answers = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => admin.PostAsync("/people", new { name = "Once", role = "engineer", weeklyHours = 40 }, ("Idempotency-Key", "same"))));

        Assert.All(answers, answer => Assert.Equal(201, answer.Status));
        Assert.Single(answers.Select(answer => answer["person"]).Distinct());
    }

    [Fact]
    public async Task Rights_are_asked_anew_before_an_answer_is_given_again()
    {
        using var operations = await ApiClient.OpenAsync(server, "ops@practice.example", [Role.Operations]);
        var first = await operations.PostAsync("/customers", new { customer = "once", name = "Once" }, ("Idempotency-Key", "c"));
        await server.RunAsync("update account_roles set role = 'member' where role = 'operations'");

        var second = await operations.PostAsync("/customers", new { customer = "once", name = "Once" }, ("Idempotency-Key", "c"));

        Assert.Equal([201, 403], [first.Status, second.Status]);
    }

    [Fact]
    public async Task A_refusal_is_decided_anew()
    {
        var closed = new { person = "p003", date = "2026-03-09", engagement = "SOW-0900", hours = "1" };
        var first = await admin.PostAsync("/time-entries", closed, ("Idempotency-Key", "r"));
        await server.RunAsync("update engagements set status = 'active' where engagement = 'SOW-0900'");

        var second = await admin.PostAsync("/time-entries", closed, ("Idempotency-Key", "r"));

        Assert.Equal([409, 201], [first.Status, second.Status]);
    }

    [Fact]
    public async Task What_a_call_changed_does_not_refuse_it_when_it_is_sent_again()
    {
        var full = new { person = "p004", engagement = "SOW-1042", start = "2026-03-16", end = "2026-03-20", hoursPerDay = "8", kind = "hard" };
        var first = await admin.PostAsync("/bookings", full, ("Idempotency-Key", "full"));

        var second = await admin.PostAsync("/bookings", full, ("Idempotency-Key", "full"));
        var other = await admin.PostAsync("/bookings", full, ("Idempotency-Key", "another"));

        Assert.Equal([201, 201, 409], [first.Status, second.Status, other.Status]);
        Assert.Equal(first.Body.ToString(), second.Body.ToString());
    }

    private Task<int> CountAsync() => server.Database.ReadAsync(
        connection => Dapper.SqlMapper.QuerySingleAsync<int>(connection, "select count(*)::int from time_entries where date = '2026-03-09'"), CancellationToken.None);
}

using Throughline.Data.Recording;
using Throughline.Data.Reports;
using Throughline.Domain.Reports;
using Throughline.Testing;

namespace Throughline.Data.Tests.Recording;

/// <summary>What is kept in memory is true for as long as its version stands.</summary>
public sealed class TopicVersionsTests(TestDatabases databases) : IAsyncLifetime
{
    private static readonly CancellationToken Stop = TestContext.Current.CancellationToken;
    private readonly Actor ana = new("ana@example.org", Guid.CreateVersion7());
    private Database database = null!;

    public async ValueTask InitializeAsync()
    {
        database = new Database(await databases.CloneAsync(), new RecordingClock(TimeProvider.System));
        await WriteAsync("insert into calendars (calendar) values ('US'); insert into people (person, name, role, calendar, weekly_hours) values ('p1', 'Tomás', 'engineer', 'US', 40)");
        database.Topics.Hear();
    }

    public ValueTask DisposeAsync() => database.DisposeAsync();

    [Fact]
    public async Task A_changed_row_of_a_table_is_a_change_of_its_topic_whoever_wrote_it_and_of_no_other()
    {
        var (people, rates) = (database.Topics.Of("people"), database.Topics.Of("rates"));

        await WriteAsync("update people set weekly_hours = 32");

        Assert.NotEqual(people, database.Topics.Of("people"));
        Assert.Equal(rates, database.Topics.Of("rates"));
    }

    [Fact]
    public async Task A_day_of_a_calendar_is_a_change_of_calendars()
    {
        var before = database.Topics.Of("calendars");

        await WriteAsync("insert into calendar_days (calendar, date, name) values ('US', '2026-07-03', 'Independence Day')");

        Assert.NotEqual(before, database.Topics.Of("calendars"));
    }

    [Fact]
    public async Task A_draft_of_time_is_none_for_no_figure_counts_it()
    {
        var before = database.Topics.Of("time", "people");

        await WriteAsync("insert into time_entries (entry, person, date, category, hours, billable) values ('t1', 'p1', '2026-03-02', 'training', 2, false)");

        Assert.Equal(before, database.Topics.Of("time", "people"));
    }

    [Fact]
    public void While_a_change_is_being_committed_nothing_of_it_is_kept_or_used()
    {
        var before = database.Topics.Of("people");
        var (one, other) = (database.Topics.Committing(["people"]), database.Topics.Committing(["people", "rates"]));
        Assert.Equal((0, 0), (database.Topics.Of("people"), database.Topics.Of("calendars", "rates")));

        other.Dispose();
        Assert.Equal(0, database.Topics.Of("people"));
        Assert.NotEqual(0, database.Topics.Of("calendars", "rates"));

        one.Dispose();
        Assert.NotEqual(0, database.Topics.Of("people"));
        Assert.NotEqual(before, database.Topics.Of("people"));
    }

    [Fact]
    public async Task What_was_refused_changed_nothing()
    {
        var before = database.Topics.Of("people");

        await Assert.ThrowsAnyAsync<Exception>(() => WriteAsync("update people set name = 'Kim'; select 1/0"));

        Assert.Equal(before, database.Topics.Of("people"));
    }

    [Fact]
    public async Task Facts_are_read_again_after_they_changed_and_only_then()
    {
        var kept = new KeptFacts(database);
        var first = await PeopleAsync(kept);
        Assert.Same(first, await PeopleAsync(kept));

        await WriteAsync("update people set name = 'Tomás Rivera'");

        Assert.Equal("Tomás Rivera", (await PeopleAsync(kept)).Single().Name);
    }

    [Fact]
    public async Task While_other_nodes_cannot_be_heard_nothing_is_kept()
    {
        var kept = new KeptFacts(database);
        var first = await PeopleAsync(kept);

        database.Topics.GoDeaf();

        Assert.Equal(0, database.Topics.Of("people"));
        Assert.NotSame(first, await PeopleAsync(kept));
        Assert.NotSame(await PeopleAsync(kept), await PeopleAsync(kept));
    }

    [Fact]
    public async Task Facts_of_one_person_or_engagement_come_out_of_memory_as_the_database_would_give_them()
    {
        await WriteAsync(
            """
            insert into people (person, name, role, calendar, weekly_hours) values ('p2', 'Kim', 'trainer', 'US', 20);
            insert into time_off (person, start_date, end_date, kind) values ('p2', '2026-04-01', '2026-04-03', 'holiday');
            insert into customers (customer, name) values ('c1', 'Meridian');
            insert into engagements (engagement, customer, name, type, billing, currency, contract_value, start_date, expires, status)
            values ('E1', 'c1', 'One', 'consulting', 'tm', 'USD', 1000, '2026-01-01', '2026-12-31', 'active'),
                   ('E2', 'c1', 'Two', 'consulting', 'tm', 'USD', 1000, '2026-01-01', '2026-12-31', 'active');
            insert into rates (role, currency, hourly_rate, effective_from, engagement) values
              ('engineer', 'USD', 200, '2026-01-01', null), ('engineer', 'USD', 180, '2026-01-01', 'E1'), ('engineer', 'USD', 170, '2026-01-01', 'E2')
            """);
        var all = FactSet.People | FactSet.WorkingTime | FactSet.Rates | FactSet.Engagements | FactSet.ExchangeRates;
        var kept = new KeptFacts(database);
        await ReadAsync(kept, new PracticeQuery(all));

        foreach (var query in new[] { new PracticeQuery(all) { People = [new("p2")] }, new PracticeQuery(all) { Engagements = [new("E2")] } })
        {
            var (memory, stored) = (await ReadAsync(kept, query), await database.ReadAsync(connection => PracticeReader.ReadAsync(connection, query, Stop), Stop));
            Assert.Equal(stored.People, memory.People);
            Assert.Equal(stored.TimeOff, memory.TimeOff);
            Assert.Equal(stored.Rates, memory.Rates);
            Assert.Equal(stored.Engagements, memory.Engagements);
            Assert.Equal(stored.Customers, memory.Customers);
        }
    }

    private async Task<IReadOnlyList<Domain.People.PersonFact>> PeopleAsync(KeptFacts kept) =>
        (await ReadAsync(kept, new PracticeQuery(FactSet.People))).People;

    private Task<PracticeFacts> ReadAsync(KeptFacts kept, PracticeQuery query) =>
        database.ReadAsync(connection => kept.ReadAsync(connection, query, Stop), Stop);

    private async Task WriteAsync(string sql) =>
        Assert.True((await database.WriteAsync<int>(ana, async change => await change.ExecuteAsync(sql), Stop)).Succeeded(out _, out var problem), problem?.Message);
}

using Dapper;
using Throughline.Data.Recording;
using Throughline.Data.Staffing;
using Throughline.Domain;
using Throughline.Domain.People;
using Throughline.Domain.Staffing;
using Throughline.Testing;

namespace Throughline.Data.Tests.Staffing;

public sealed class LedgerKeeperTests(TestDatabases databases) : IAsyncLifetime
{
    private static readonly CancellationToken Stop = TestContext.Current.CancellationToken;
    private static readonly PersonKey Tomas = new("p1");
    private readonly Actor coordinator = new("coordinator@example.org", Guid.CreateVersion7());
    private Database database = null!;

    public async ValueTask InitializeAsync()
    {
        database = new Database(await databases.CloneAsync(), new RecordingClock(TimeProvider.System));
        await ChangeAsync(
            """
            insert into people (person, name, role, weekly_hours) select 'p' || n, 'Person ' || n, 'engineer', 40 from generate_series(1, 5) n;
            insert into customers (customer, name) values ('c1', 'Meridian Freight');
            insert into engagements (engagement, customer, name, type, billing, currency, contract_value, start_date, expires, status)
            values ('SOW-1', 'c1', 'Migration', 'consulting', 'tm', 'USD', 100000, '2026-01-01', '2026-12-31', 'active');
            """);
    }

    public ValueTask DisposeAsync() => database.DisposeAsync();

    [Fact]
    [Trait("rule", "day_ledger")]
    public async Task A_hard_booking_that_does_not_fit_is_refused_with_the_day_the_hours_and_who_holds_them()
    {
        await BookAsync("b1", Tomas, "2026-03-02", "2026-03-06", 480);

        var refusal = Assert.Single(await BookAsync("b2", Tomas, "2026-03-05", "2026-03-09", 60));

        var first = refusal.Days[0];
        Assert.Equal((new DateOnly(2026, 3, 5), 60, 480, 480), (first.Day, first.Asked, first.Held, first.Capacity));
        Assert.Equal("b1", Assert.Single(first.HeldBy).Booking.Value);
        Assert.Equal(1, await CountAsync("bookings"));
        await LedgerAgreesAsync();
    }

    [Fact]
    public async Task A_released_booking_gives_its_days_back()
    {
        await BookAsync("b1", Tomas, "2026-03-02", "2026-03-06", 480);

        await InKeepingAsync(Tomas, change => change.ExecuteAsync("delete from bookings where booking = 'b1'"));

        Assert.Equal(0, await CountAsync("person_day"));
        Assert.Empty(await BookAsync("b2", Tomas, "2026-03-02", "2026-03-06", 480));
    }

    [Fact]
    public async Task A_late_holiday_is_taken_and_what_no_longer_fits_becomes_a_conflict()
    {
        await BookAsync("b1", Tomas, "2026-03-02", "2026-03-02", 300);
        await BookAsync("b2", Tomas, "2026-03-02", "2026-03-02", 180);

        var refusals = await InKeepingAsync(Tomas, change => change.ExecuteAsync(
            "insert into time_off (person, start_date, end_date, hours_per_day) values ('p1', '2026-03-02', '2026-03-02', 4)"));

        Assert.Empty(refusals);
        Assert.Equal(180, await database.ReadAsync(connection => connection.QuerySingleAsync<int>("select conflict from person_day"), Stop));
        await LedgerAgreesAsync();
    }

    [Fact]
    public async Task A_new_working_pattern_is_taken_and_days_that_no_longer_fit_become_conflicts_until_it_goes()
    {
        await BookAsync("b1", Tomas, "2026-03-02", "2026-03-06", 240);
        await BookAsync("b2", Tomas, "2026-03-02", "2026-03-06", 240);

        var refusals = await InKeepingAsync(Tomas, change => change.ExecuteAsync(
            "insert into working_patterns (person, effective_from, mon, tue, wed, thu, fri) values ('p1', '2026-03-05', 480, 480, 480, 360, 0)"));

        // A day that is off holds nothing of what was booked on it; a shorter one holds too much.
        Assert.Empty(refusals);
        Assert.Equal("480 480 480 360 0", await DaysAsync("capacity", "2026-03-02", "2026-03-06"));
        Assert.Equal("0 0 0 120 0", await DaysAsync("conflict", "2026-03-02", "2026-03-06"));
        await LedgerAgreesAsync();

        await InKeepingAsync(Tomas, change => change.ExecuteAsync("delete from working_patterns"));
        Assert.Equal("0 0 0 0 0", await DaysAsync("conflict", "2026-03-02", "2026-03-06"));
        await LedgerAgreesAsync();
    }

    [Fact]
    public async Task A_weekend_day_that_a_pattern_works_can_be_booked()
    {
        await InKeepingAsync(Tomas, change => change.ExecuteAsync(
            "insert into working_patterns (person, effective_from, mon, tue, wed, thu, fri, sat) values ('p1', '2026-03-01', 0, 480, 480, 480, 480, 300)"));

        Assert.Empty(await BookAsync("b1", Tomas, "2026-03-02", "2026-03-07", 300));
        Assert.Equal("0 300 300 300 300 300", await DaysAsync("hard", "2026-03-02", "2026-03-07"));
        Assert.Single(await BookAsync("b2", Tomas, "2026-03-07", "2026-03-07", 60));
        await LedgerAgreesAsync();
    }

    [Fact]
    [Trait("rule", "day_ledger")]
    public async Task Whatever_bookings_patterns_time_off_and_holidays_come_and_go_the_ledger_is_what_they_add_up_to()
    {
        var random = new Random(106);
        await ChangeAsync("insert into calendars (calendar) values ('es'); update people set calendar = 'es' where person = 'p1'");
        for (var step = 0; step < 60; step++)
        {
            var (first, days) = (new DateOnly(2026, 3, 2).AddDays(random.Next(14)), random.Next(1, 6));
            var values = new { key = $"b{step}", first, last = first.AddDays(days), minutes = 60 * random.Next(1, 9), n = random.Next(3) };
            var refusals = await InKeepingAsync(Tomas, change => change.ExecuteAsync(AnyStep(random), values));
            if (refusals.Count > 0)
                Assert.All(refusals[0].Days, day => Assert.True(day.Asked + day.Held > day.Capacity));
            if (step % 10 == 9)
                await LedgerAgreesAsync();
        }

        Assert.Equal(0, await database.ReadAsync(connection => connection.QuerySingleAsync<int>("select count(*)::int from person_day where hard > capacity + overtime + conflict"), Stop));
        await LedgerAgreesAsync();
    }

    private static string AnyStep(Random random) => random.Next(8) switch
    {
        0 or 1 or 2 => "insert into bookings (booking, engagement, person, role, start_date, end_date, minutes_per_day, kind) values (@key, 'SOW-1', 'p1', 'engineer', @first, @last, @minutes, case @n when 0 then 'soft' else 'hard' end)",
        3 => "delete from bookings where booking in (select booking from bookings order by booking offset @n limit 1)",
        4 => """
            insert into working_patterns (person, effective_from, mon, tue, wed, thu, fri, sat) values ('p1', @first, @minutes, 480, @minutes, 0, 300, @n * 60)
            on conflict (person, effective_from) do update set mon = excluded.mon, wed = excluded.wed, sat = excluded.sat
            """,
        5 => "delete from working_patterns where effective_from in (select effective_from from working_patterns order by 1 offset @n limit 1)",
        6 => "insert into time_off (person, start_date, end_date, hours_per_day) values ('p1', @first, @last, nullif(@n, 0) * 2) on conflict do nothing",
        _ => """
            with gone as (delete from time_off where start_date in (select start_date from time_off order by 1 offset @n limit 1))
            insert into calendar_days (calendar, date, name, hours) values ('es', @first, 'Late', @n) on conflict (calendar, date) do update set hours = excluded.hours
            """,
    };

    [Fact]
    public async Task The_second_planner_of_a_person_waits_for_the_first()
    {
        var held = new TaskCompletionSource();
        var go = new TaskCompletionSource();
        var first = database.WriteAsync<bool>(coordinator, async change =>
        {
            var ledger = await LedgerKeeper.HoldAsync(change, [Tomas], null, Stop);
            held.SetResult();
            await go.Task;
            await InsertAsync(change, "b1", Tomas, "2026-03-02", "2026-03-06", 480);
            await ledger.SettleAsync([Tomas], Stop);
            return true;
        }, Stop);
        await held.Task;

        var second = BookAsync("b2", Tomas, "2026-03-02", "2026-03-06", 480);
        await UntilSomeoneWaitsAsync(second);
        go.SetResult();
        await first;

        Assert.Single(await second);
        await LedgerAgreesAsync();
    }

    [Fact]
    public async Task A_hundred_planners_at_once_never_overfill_a_day()
    {
        var answers = await Task.WhenAll(Enumerable.Range(0, 100).Select(n =>
            BookAsync($"b{n}", new PersonKey($"p{1 + (n % 5)}"), "2026-03-02", "2026-03-06", 60 * (1 + (n % 4)))));

        var accepted = answers.Count(answer => answer.Count == 0);
        Assert.Equal(accepted, await CountAsync("bookings"));
        Assert.Equal(0, await database.ReadAsync(connection => connection.QuerySingleAsync<int>("select count(*)::int from person_day where hard > 480"), Stop));
        await LedgerAgreesAsync();
    }

    private Task<IReadOnlyList<Overbooked>> BookAsync(string booking, PersonKey person, string first, string last, int minutes) =>
        InKeepingAsync(person, change => InsertAsync(change, booking, person, first, last, minutes));

    private static Task<int> InsertAsync(Change change, string booking, PersonKey person, string first, string last, int minutes) => change.ExecuteAsync(
        """
        insert into bookings (booking, engagement, person, role, start_date, end_date, minutes_per_day, kind)
        values (@booking, 'SOW-1', @person, 'engineer', @first::date, @last::date, @minutes, 'hard')
        """,
        new { booking, person = person.Value, first, last, minutes });

    private async Task<IReadOnlyList<Overbooked>> InKeepingAsync(PersonKey person, Func<Change, Task> act)
    {
        IReadOnlyList<Overbooked> refusals = [];
        await database.WriteAsync<bool>(coordinator, async change =>
        {
            var ledger = await LedgerKeeper.HoldAsync(change, [person], null, Stop);
            await act(change);
            refusals = await ledger.SettleAsync([person], Stop);
            return refusals.Count == 0 ? true : refusals[0];
        }, Stop);
        return refusals;
    }

    private async Task UntilSomeoneWaitsAsync(Task unless)
    {
        while (await database.ReadAsync(connection => connection.QuerySingleAsync<int>(
            "select count(*)::int from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'"), Stop) == 0)
        {
            Assert.False(unless.IsCompleted, "It should have had to wait, but it finished.");
            await Task.Delay(10, Stop);
        }
    }

    private async Task LedgerAgreesAsync() => Assert.Equal(0, await LedgerKeeper.CountDifferencesAsync(database, new DateOnly(2026, 3, 1), Stop));

    private Task<string> DaysAsync(string column, string first, string last) => database.ReadAsync(connection => connection.QuerySingleAsync<string>(
        $"""
        select string_agg(coalesce(d.{column}, 0)::text, ' ' order by asked) from generate_series(@first::date, @last::date, '1 day') asked
        left join person_day d on d.day = asked::date and d.person = 'p1'
        """,
        new { first, last }), Stop);

    private Task<int> CountAsync(string table) => database.ReadAsync(
        connection => connection.QuerySingleAsync<int>($"select count(*)::int from {table}"), Stop);

    private Task<Result<int>> ChangeAsync(string sql) => database.WriteAsync<int>(coordinator, async change => await change.ExecuteAsync(sql), Stop);
}

using Npgsql;
using NpgsqlTypes;
using Throughline.Data.Policies;
using Throughline.Data.Recording;
using Throughline.Data.Reports;
using Throughline.Domain.Dates;
using Throughline.Domain.People;
using Throughline.Domain.Reports;
using Throughline.Domain.Staffing;

namespace Throughline.Data.Staffing;

/// <summary>
/// Keeps the day ledger true within a change. Hold the people first, write what changes their bookings or their capacity,
/// then settle: the ledger is rewritten where it differs, or the change is refused with the day, the hours and who holds them.
/// </summary>
/// <remarks>
/// Holding locks the people's rows in the order of their keys, so two planners of one person take turns and two bulk
/// changes never wait for each other in a circle.
/// </remarks>
public sealed class LedgerKeeper
{
    private const FactSet Facts = FactSet.People | FactSet.WorkingTime | FactSet.Bookings;

    private readonly Change change;
    private readonly Weekends weekends;
    private readonly PracticeFacts before;
    private readonly DateRange? days;

    private LedgerKeeper(Change change, Weekends weekends, PracticeFacts before, DateRange? days)
    {
        (this.change, this.weekends, this.before) = (change, weekends, before);
        this.days = days;
    }

    /// <summary>Locks the people and remembers what their days hold.</summary>
    /// <param name="change">The change under way.</param>
    /// <param name="people">Null holds everybody, as an import does.</param>
    /// <param name="days">The days that the change can touch; null means any.</param>
    /// <param name="stop">Ends the wait.</param>
    public static async Task<LedgerKeeper> HoldAsync(
        Change change, IReadOnlyCollection<PersonKey>? people, DateRange? days, CancellationToken stop)
    {
        await using var hold = new NpgsqlCommand(
            "select 1 from people" + (people is null ? "" : " where person = any($1)") + " order by person collate \"C\" for no key update",
            change.Connection,
            change.Transaction);
        if (people is not null)
            hold.Parameters.AddWithValue(people.Select(person => person.Value).ToArray());

        await hold.ExecuteNonQueryAsync(stop);
        var today = DateOnly.FromDateTime(change.At.UtcDateTime);
        var policies = await PolicyReader.ReadAsync(change.Connection, null, stop, change.Transaction);
        var facts = await ReadAsync(change, people, days, stop);
        return new LedgerKeeper(change, PolicyReader.WeekendsOn(policies, today), facts, days);
    }

    /// <summary>Decides on the days as they stand now; empty when everything fits and the ledger has been rewritten.</summary>
    /// <param name="people">The people that were held, and those whom the change made; null means everybody.</param>
    /// <param name="stop">Ends the work.</param>
    public async Task<IReadOnlyList<Overbooked>> SettleAsync(IReadOnlyCollection<PersonKey>? people, CancellationToken stop)
    {
        // A change of the days off themselves is judged by what they were before it and are after it.
        var daysOff = PolicyReader.WeekendsOn(await PolicyReader.ReadAsync(change.Connection, null, stop, change.Transaction), DateOnly.FromDateTime(change.At.UtcDateTime));
        var after = await ReadAsync(change, people, days, stop);
        var stored = await StoredAsync(people, stop);
        if (Span(after, stored) is not { } span)
            return [];

        var (rows, refusals) = Decide(after, daysOff, stored, span);
        if (refusals.Count == 0)
        {
            await WriteAsync(rows, stored, stop);
            await RecordConflictsAsync(after, rows, span);
        }

        return refusals;
    }

    // A conflict is also a row of its own among overtime, where it has a past and leaves with an export.
    private async Task RecordConflictsAsync(
        PracticeFacts after,
        List<(PersonKey Person, LedgerDay Day)> rows,
        DateRange span)
    {
        var recorded = Conflicts(after);
        var brought = BroughtAlong(after);
        var computed = rows.Where(row => row.Day.Conflict > 0).ToDictionary(row => (row.Person, row.Day.Day), row => row.Day.Conflict);
        foreach (var key in computed.Keys.Union(recorded.Keys.Where(key => span.Contains(key.Day))).Order())
        {
            var minutes = computed.GetValueOrDefault(key);
            if (minutes == recorded.GetValueOrDefault(key) || (brought.TryGetValue(key, out var allowed) && minutes <= allowed))
                continue;

            var hours = minutes / 60m;
            var row = new { person = key.Person.Value, key.Day, hours };
            await change.ExecuteAsync(
                minutes == 0 ? "delete from overtime where person = @person and date = @Day and kind = 'conflict'"
                : recorded.ContainsKey(key) ? "update overtime set hours = @hours where person = @person and date = @Day and kind = 'conflict'"
                : "insert into overtime (person, date, kind, hours, reason) values (@person, @Day, 'conflict', @hours, 'Promised before capacity fell')",
                row);
        }
    }

    private (List<(PersonKey Person, LedgerDay Day)> Rows, List<Overbooked> Refusals) Decide(
        PracticeFacts after, Weekends daysOff, IReadOnlyDictionary<(PersonKey Person, DateOnly Day), LedgerDay> stored, DateRange span)
    {
        var (rows, refusals) = (new List<(PersonKey, LedgerDay)>(), new List<Overbooked>());
        var (then, now) = (States(before, span, weekends), States(after, span, daysOff));
        var allowed = Allowed(after, stored).ToLookup(row => row.Key.Person, row => KeyValuePair.Create(row.Key.Day, row.Value));
        foreach (var person in after.People)
        {
            var state = now(person);
            var former = before.People.FirstOrDefault(known => known.Person == person.Person);
            var result = DayLedger.Change(
                former is null ? state with { Bookings = [] } : then(former), state, allowed[person.Person].ToDictionary());
            if (result.Succeeded(out var ledger, out var problem))
                rows.AddRange(ledger.Select(day => (person.Person, day)));
            else
                refusals.Add((Overbooked)problem);
        }

        return (rows, refusals);
    }

    // What a day may be over by: what it was over by already, and what this very change brings along as a conflict (an
    // import of what another database knew).
    private Dictionary<(PersonKey Person, DateOnly Day), int> Allowed(
        PracticeFacts after, IReadOnlyDictionary<(PersonKey Person, DateOnly Day), LedgerDay> stored)
    {
        var allowed = stored.Where(row => row.Value.Conflict > 0).ToDictionary(row => row.Key, row => row.Value.Conflict);
        foreach (var (key, minutes) in BroughtAlong(after))
            allowed[key] = Math.Max(allowed.GetValueOrDefault(key), minutes);

        return allowed;
    }

    private Dictionary<(PersonKey Person, DateOnly Day), int> BroughtAlong(PracticeFacts after)
    {
        var known = Conflicts(before);
        return Conflicts(after).Where(row => known.GetValueOrDefault(row.Key) != row.Value).ToDictionary();
    }

    private static Dictionary<(PersonKey Person, DateOnly Day), int> Conflicts(PracticeFacts facts) =>
        facts.Overtime.Where(extra => extra.Kind is OvertimeKind.Conflict).ToDictionary(extra => (extra.Person, extra.Date), extra => extra.Minutes);

    private static Func<PersonFact, LedgerState> States(PracticeFacts facts, DateRange span, Weekends weekends)
    {
        var capacity = new Capacity(span, facts.People, facts.CalendarDays, facts.TimeOff, facts.Overtime, weekends);
        var bookings = facts.Bookings.ToLookup(booking => booking.Person);
        return person => new LedgerState(person, capacity.Of(person.Person), [.. bookings[person.Person]]);
    }

    // The days to look at: those asked for, else from the first to the last that any booking, overtime or row knows of.
    private DateRange? Span(PracticeFacts after, IReadOnlyDictionary<(PersonKey, DateOnly Day), LedgerDay> stored)
    {
        if (days is not null)
            return days;

        var touched = before.Bookings.Concat(after.Bookings).Select(booking => booking.Days)
            .Concat(before.Overtime.Concat(after.Overtime).Select(extra => new DateRange(extra.Date, extra.Date)))
            .Concat(stored.Keys.Select(key => new DateRange(key.Day, key.Day)))
            .ToList();
        return touched.Count == 0 ? null : new DateRange(touched.Min(range => range.First), touched.Max(range => range.Last));
    }

    private static Task<PracticeFacts> ReadAsync(Change change, IReadOnlyCollection<PersonKey>? people, DateRange? days, CancellationToken stop) =>
        PracticeReader.ReadAsync(change.Connection, new PracticeQuery(Facts) { People = people, BookingDays = days }, stop, change.Transaction);

    private async Task<Dictionary<(PersonKey Person, DateOnly Day), LedgerDay>> StoredAsync(
        IReadOnlyCollection<PersonKey>? people, CancellationToken stop)
    {
        await using var command = new NpgsqlCommand(
            """
            select person, day, capacity, hard, soft, overtime, conflict from person_day
            where ($1::text[] is null or person = any($1)) and ($2::date is null or day between $2 and $3)
            """,
            change.Connection,
            change.Transaction);
        command.Parameters.Add(new NpgsqlParameter { NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Text, Value = (object?)people?.Select(person => person.Value).ToArray() ?? DBNull.Value });
        command.Parameters.Add(new NpgsqlParameter { NpgsqlDbType = NpgsqlDbType.Date, Value = (object?)days?.First ?? DBNull.Value });
        command.Parameters.Add(new NpgsqlParameter { NpgsqlDbType = NpgsqlDbType.Date, Value = (object?)days?.Last ?? DBNull.Value });
        await using var reader = await command.ExecuteReaderAsync(stop);
        var stored = new Dictionary<(PersonKey, DateOnly), LedgerDay>();
        while (await reader.ReadAsync(stop))
        {
            var day = reader.GetFieldValue<DateOnly>(1);
            stored[(new PersonKey(reader.GetString(0)), day)] =
                new LedgerDay(day, reader.GetInt32(2), reader.GetInt32(3), reader.GetInt32(4), reader.GetInt32(5), reader.GetInt32(6));
        }

        return stored;
    }

    private async Task WriteAsync(
        List<(PersonKey Person, LedgerDay Day)> rows,
        Dictionary<(PersonKey Person, DateOnly Day), LedgerDay> stored,
        CancellationToken stop)
    {
        var changed = rows.Where(row => stored.GetValueOrDefault((row.Person, row.Day.Day)) != row.Day)
            .OrderBy(row => row.Person).ThenBy(row => row.Day.Day).ToList();
        var kept = rows.Select(row => (row.Person, row.Day.Day)).ToHashSet();
        var gone = stored.Keys.Where(key => !kept.Contains(key)).Order().ToList();
        if (gone.Count > 0)
        {
            await using var delete = new NpgsqlCommand(
                "delete from person_day p using unnest($1::text[], $2::date[]) gone (person, day) where p.person = gone.person and p.day = gone.day",
                change.Connection,
                change.Transaction);
            delete.Parameters.AddWithValue(gone.Select(key => key.Person.Value).ToArray());
            delete.Parameters.AddWithValue(gone.Select(key => key.Day).ToArray());
            await delete.ExecuteNonQueryAsync(stop);
        }

        if (changed.Count == 0)
            return;

        await using var upsert = new NpgsqlCommand(
            """
            insert into person_day (person, day, capacity, hard, soft, overtime, conflict)
            select * from unnest($1::text[], $2::date[], $3::int[], $4::int[], $5::int[], $6::int[], $7::int[])
            on conflict (person, day) do update set capacity = excluded.capacity, hard = excluded.hard, soft = excluded.soft,
              overtime = excluded.overtime, conflict = excluded.conflict
            """,
            change.Connection,
            change.Transaction);
        upsert.Parameters.AddWithValue(changed.Select(row => row.Person.Value).ToArray());
        upsert.Parameters.AddWithValue(changed.Select(row => row.Day.Day).ToArray());
        foreach (var column in (Func<LedgerDay, int>[])[day => day.Capacity, day => day.Hard, day => day.Soft, day => day.Overtime, day => day.Conflict])
            upsert.Parameters.AddWithValue(changed.Select(row => column(row.Day)).ToArray());

        await upsert.ExecuteNonQueryAsync(stop);
    }

    /// <summary>Computes the whole ledger anew and counts the rows that differ from what is stored; 0 when all is well.</summary>
    public static async Task<int> CountDifferencesAsync(Database database, DateOnly today, CancellationToken stop)
    {
        await using var connection = await database.OpenAsync(stop);
        await using var transaction = await connection.BeginTransactionAsync(System.Data.IsolationLevel.RepeatableRead, stop);
        var policies = await PolicyReader.ReadAsync(connection, null, stop, transaction);
        var facts = await PracticeReader.ReadAsync(connection, new PracticeQuery(Facts), stop, transaction);
        var look = new LedgerKeeper(new Change(connection, transaction, Actor.System(Guid.Empty), database),
            PolicyReader.WeekendsOn(policies, today), facts, null);
        var stored = await look.StoredAsync(null, stop);
        if (look.Span(facts, stored) is not { } span)
            return 0;

        // What stands was accepted once: judged as its own former state, so only rows that differ are found.
        var (rows, _) = look.Decide(facts, look.weekends, stored, span);
        var wanted = rows.ToDictionary(row => (row.Person, row.Day.Day), row => row.Day);
        return wanted.Count(row => stored.GetValueOrDefault(row.Key) != row.Value) + stored.Keys.Count(key => !wanted.ContainsKey(key));
    }
}

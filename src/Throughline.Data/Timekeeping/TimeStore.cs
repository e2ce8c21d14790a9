using Npgsql;
using NpgsqlTypes;
using Throughline.Data.Recording;
using Throughline.Domain.Accounts;
using Throughline.Domain.Dates;
using Throughline.Domain.Timekeeping;

namespace Throughline.Data.Timekeeping;

/// <summary>
/// Writes single entries in as few statements as it takes: one round trip that locks the person's day and reads what the
/// rules ask, one that stores the entry and leaves word of it. Drafts go to the outbox without a notice: no figure that is
/// kept in memory counts them, and a notice takes a lock that all committing transactions share.
/// </summary>
public static class TimeStore
{
    // The statement after the lock sees what the one that held it has committed; in one statement it would not.
    private const string Lock = $"select pg_advisory_xact_lock(hashtextextended($1 || ' ' || $2::text, 728)), {PeriodLockRows.Share}";

    private const string Ground =
        """
        select p.role, p.region, e.status,
          e.project_manager = p.person
            or exists (select from bookings b where b.person = p.person and b.engagement = e.engagement)
            or exists (select from issues i where i.assignee = p.person and i.engagement = e.engagement),
          exists (select from activities a where a.engagement = e.engagement and a.activity = $4),
          (select coalesce(sum(t.hours + coalesce((select sum(d.hours) from time_entries d where d.adjusts = t.entry), 0)), 0)
           from time_entries t where t.person = p.person and t.date = $2 and t.adjusts is null and t.entry is distinct from $5),
          p.legal_entity, e.legal_entity
        from people p left join engagements e on e.engagement = $3
        where p.person = $1
        """;

    private const string Insert =
        """
        with made as (
          insert into time_entries (entry, person, date, engagement, category, activity, hours, billable, note, adjusts)
          values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $13)
          returning entry, version, changed_by, recorded_at),
        told as (insert into outbox (at, topic, subject) select $10, 'time', entry from made),
        marked as (
          insert into audit (audit, at, actor, role, request, action, subject)
          select gen_random_uuid(), $10, changed_by, $11, $12, 'time_logged', entry from made where $11 is not null)
        select version, changed_by, recorded_at from made
        """;

    private const string Update =
        """
        with made as (
          update time_entries set date = $3, engagement = $4, category = $5, activity = $6, hours = $7, billable = $8, note = $9, state = 'draft'
          where entry = $1 and person = $2
          returning entry, version, changed_by, recorded_at),
        told as (insert into outbox (at, topic, subject) select $10, 'time', entry from made),
        marked as (
          insert into audit (audit, at, actor, role, request, action, subject)
          select gen_random_uuid(), $10, changed_by, $11, $12, 'time_changed', entry from made where $11 is not null)
        select version, changed_by, recorded_at from made
        """;

    private const string Delete =
        """
        with gone as (delete from time_entries where entry = $1 returning entry),
        told as (insert into outbox (at, topic, subject) select $2, 'time', entry from gone)
        insert into audit (audit, at, actor, role, request, action, subject)
        select gen_random_uuid(), $2, $3, $4, $5, 'time_deleted', entry from gone
        """;

    /// <summary>
    /// Makes writers of the person's day take turns, then reads what stands around the terms; null when there is no such
    /// person. Corrections count on the day whose hours they correct.
    /// </summary>
    /// <param name="except">The entry that is about to change and does not count beside itself, nor do its corrections.</param>
    public static async Task<TimeGround?> LockDayAsync(Change change, TimeTerms terms, string? except, CancellationToken stop)
    {
        await using var batch = new NpgsqlBatch(change.Connection, change.Transaction);
        var hold = new NpgsqlBatchCommand(Lock);
        Add(hold.Parameters, NpgsqlDbType.Text, terms.Person.Value);
        Add(hold.Parameters, NpgsqlDbType.Date, terms.Date);
        var read = new NpgsqlBatchCommand(Ground);
        Add(read.Parameters, NpgsqlDbType.Text, terms.Person.Value);
        Add(read.Parameters, NpgsqlDbType.Date, terms.Date);
        Add(read.Parameters, NpgsqlDbType.Text, terms.Engagement?.Value);
        Add(read.Parameters, NpgsqlDbType.Text, terms.Activity);
        Add(read.Parameters, NpgsqlDbType.Text, except);
        batch.BatchCommands.Add(hold);
        batch.BatchCommands.Add(read);
        var locks = new NpgsqlBatchCommand(PeriodLockRows.OfDays);
        PeriodLockRows.AddDays(locks.Parameters, new DateRange(terms.Date, terms.Date));
        batch.BatchCommands.Add(locks);
        await using var row = await batch.ExecuteReaderAsync(stop);
        await row.NextResultAsync(stop);
        if (!await row.ReadAsync(stop))
            return null;

        var ground = new TimeGround(
            row.GetString(0), TimeRows.Text(row, 1), TimeRows.Status(row, 2), !row.IsDBNull(3) && row.GetBoolean(3), row.GetBoolean(4), row.GetDecimal(5),
            TimeRows.Text(row, 6), TimeRows.Text(row, 7));
        await row.NextResultAsync(stop);
        var held = await PeriodLockRows.ReadAsync(row, stop);
        var work = LockedWork.Of(terms.Person, terms.Engagement, ground.PersonEntity, ground.EngagementEntity);
        return ground with { Locked = held.Refuse(work, terms.Date, change.At) };
    }

    /// <param name="adjusts">The entry that this one corrects; null when it stands for itself.</param>
    public static Task<TimeEntry> InsertAsync(Change change, string entry, TimeTerms terms, CancellationToken stop, string? adjusts = null) =>
        StoreAsync(change, Insert, entry, terms, adjusts, stop);

    /// <summary>What changes becomes a draft again. The caller holds the row's lock.</summary>
    public static Task<TimeEntry> UpdateAsync(Change change, TimeEntry before, TimeTerms terms, CancellationToken stop) =>
        StoreAsync(change, Update, before.Entry, terms, before.Adjusts, stop);

    public static async Task DeleteAsync(Change change, TimeEntry entry, CancellationToken stop)
    {
        await using var command = new NpgsqlCommand(Delete, change.Connection, change.Transaction);
        Add(command.Parameters, NpgsqlDbType.Text, entry.Entry);
        Add(command.Parameters, NpgsqlDbType.TimestampTz, change.At.ToUniversalTime());
        Add(command.Parameters, NpgsqlDbType.Text, change.Actor.Name);
        Add(command.Parameters, NpgsqlDbType.Text, change.Actor.Role);
        Add(command.Parameters, NpgsqlDbType.Uuid, change.Actor.Request);
        await command.ExecuteNonQueryAsync(stop);
    }

    private static async Task<TimeEntry> StoreAsync(Change change, string sql, string entry, TimeTerms terms, string? adjusts, CancellationToken stop)
    {
        await using var command = new NpgsqlCommand(sql, change.Connection, change.Transaction);
        Add(command.Parameters, NpgsqlDbType.Text, entry);
        Add(command.Parameters, NpgsqlDbType.Text, terms.Person.Value);
        Add(command.Parameters, NpgsqlDbType.Date, terms.Date);
        Add(command.Parameters, NpgsqlDbType.Text, terms.Engagement?.Value);
        Add(command.Parameters, NpgsqlDbType.Text, terms.Category);
        Add(command.Parameters, NpgsqlDbType.Text, terms.Activity);
        Add(command.Parameters, NpgsqlDbType.Numeric, terms.Hours);
        Add(command.Parameters, NpgsqlDbType.Boolean, terms.Billable);
        Add(command.Parameters, NpgsqlDbType.Text, terms.Note);
        Add(command.Parameters, NpgsqlDbType.TimestampTz, change.At.ToUniversalTime());
        Add(command.Parameters, NpgsqlDbType.Text, MarkedRole(change));
        Add(command.Parameters, NpgsqlDbType.Uuid, change.Actor.Request);
        if (sql == Insert)
            Add(command.Parameters, NpgsqlDbType.Text, adjusts);

        await using var row = await command.ExecuteReaderAsync(stop);
        await row.ReadAsync(stop);
        return new TimeEntry(entry, terms, TimeState.Draft, row.GetInt32(0), row.GetString(1), row.GetFieldValue<DateTimeOffset>(2), Adjusts: adjusts);
    }

    // The history says who logged what; only an administrator's act is marked in the audit as well.
    private static string? MarkedRole(Change change) =>
        change.Actor.Role == Roles.Name(Role.Administrator).Code ? change.Actor.Role : null;

    internal static void Add(NpgsqlParameterCollection parameters, NpgsqlDbType type, object? value) =>
        parameters.Add(new NpgsqlParameter { NpgsqlDbType = type, Value = value ?? DBNull.Value });
}

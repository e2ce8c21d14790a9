using System.Text.Json;
using Npgsql;
using NpgsqlTypes;
using Throughline.Data.Recording;
using Throughline.Domain.Timekeeping;

namespace Throughline.Data.Timekeeping;

/// <summary>What was decided on one entry, as it is kept .</summary>
/// <param name="Policy">The versions of the policies it was decided under.</param>
public sealed record TimeDecision(string? Role, string? Comment, string Policy, bool SamePerson);

/// <summary>Takes entries from one state to the next, any number of them in two statements, with everything that remembers it.</summary>
public static class TimeMoves
{
    /// <summary>What a decision's subject begins with; the entry's key follows.</summary>
    public const string DecisionSubject = "time/";

    private const string Move =
        """
        with chosen as (select * from unnest($1::text[], $2::uuid[], $3::text[]) c (entry, id, role)),
        moved as (
          update time_entries t set state = $4, approved_by = $5, approved_at = $6
          from chosen c where t.entry = c.entry
          returning t.entry, t.version, t.changed_by, t.recorded_at),
        told as (insert into outbox (at, topic, subject) select $7, 'time', entry from moved),
        noted as (
          insert into audit (audit, at, actor, role, request, action, subject, detail)
          select c.id, $7, $8, c.role, $9, $10, c.entry, $11 from chosen c)
        select entry, version, changed_by, recorded_at from moved
        """;

    private const string Decide =
        """
        insert into decisions (decision, subject, verdict, decided_by, role, at, comment, policy, same_person)
        select d.id, d.subject, $3, $4, d.role, $5, $6, d.policy, d.same_person
        from unnest($1::uuid[], $2::text[], $7::text[], $8::text[], $9::boolean[]) d (id, subject, role, policy, same_person)
        """;

    /// <summary>The chosen entries and everything around them, locked until the change ends; of a week those in one of the states.</summary>
    public static async Task<IReadOnlyList<LoggedTime>> LockAsync(
        Change change, TimeSelection selection, IReadOnlyCollection<TimeState> ofWeek, CancellationToken stop)
    {
        await using var command = new NpgsqlCommand(
            TimeRows.WithGround
            + (selection.Person is null ? " where t.entry = any($1)" : " where t.person = $1 and t.date between $2 and $3 and t.state = any($4)")
            + " order by t.entry for update of t",
            change.Connection,
            change.Transaction);
        if (selection.Person is { } person)
        {
            TimeStore.Add(command.Parameters, NpgsqlDbType.Text, person.Value);
            TimeStore.Add(command.Parameters, NpgsqlDbType.Date, selection.Week.First);
            TimeStore.Add(command.Parameters, NpgsqlDbType.Date, selection.Week.Last);
            TimeStore.Add(command.Parameters, NpgsqlDbType.Array | NpgsqlDbType.Text, ofWeek.Select(TimeStates.Text).ToArray());
        }
        else
        {
            TimeStore.Add(command.Parameters, NpgsqlDbType.Array | NpgsqlDbType.Text, selection.Entries.Select(chosen => chosen.Entry).ToArray());
        }

        await using var row = await command.ExecuteReaderAsync(stop);
        var found = new List<LoggedTime>();
        while (await row.ReadAsync(stop))
            found.Add(TimeRows.ReadWithGround(row));

        return found;
    }

    public static async Task<LoggedTime?> LockAsync(Change change, string entry, CancellationToken stop) =>
        (await LockAsync(change, TimeSelection.Of(entry), [], stop)).SingleOrDefault();

    /// <summary>What the entry said in the version, for telling what changed since; null when that version is not known.</summary>
    public static async Task<TimeTerms?> FormerAsync(Change change, string entry, int version, CancellationToken stop)
    {
        await using var command = new NpgsqlCommand(
            $"select {TimeRows.Columns} from history.time_entries t where t.entry = $1 and t.version = $2", change.Connection, change.Transaction);
        TimeStore.Add(command.Parameters, NpgsqlDbType.Text, entry);
        TimeStore.Add(command.Parameters, NpgsqlDbType.Integer, version);
        await using var row = await command.ExecuteReaderAsync(stop);
        return await row.ReadAsync(stop) ? TimeRows.Read(row).Terms : null;
    }

    /// <summary>Hands entries in.</summary>
    public static Task<IReadOnlyList<TimeEntry>> SubmitAsync(
        Change change, IReadOnlyList<(TimeEntry Entry, string? Role)> entries, CancellationToken stop) =>
        MoveAsync(change, entries, TimeState.Submitted, null, "time_submitted", new { }, stop);

    /// <summary>Approves entries or sends them back, each with its decision.</summary>
    /// <param name="approvedBy">The approver's person, else the account; null when sent back.</param>
    public static async Task<IReadOnlyList<TimeEntry>> DecideAsync(
        Change change, IReadOnlyList<(TimeEntry Entry, TimeDecision Decision)> decided, string? approvedBy, CancellationToken stop)
    {
        var (verdict, action) = approvedBy is null ? (TimeState.Rejected, "time_rejected") : (TimeState.Approved, "time_approved");
        await using (var command = new NpgsqlCommand(Decide, change.Connection, change.Transaction))
        {
            TimeStore.Add(command.Parameters, NpgsqlDbType.Array | NpgsqlDbType.Uuid, decided.Select(_ => Guid.CreateVersion7()).ToArray());
            TimeStore.Add(command.Parameters, NpgsqlDbType.Array | NpgsqlDbType.Text, decided.Select(it => DecisionSubject + it.Entry.Entry).ToArray());
            TimeStore.Add(command.Parameters, NpgsqlDbType.Text, verdict.Text());
            TimeStore.Add(command.Parameters, NpgsqlDbType.Text, change.Actor.Name);
            TimeStore.Add(command.Parameters, NpgsqlDbType.TimestampTz, change.At.ToUniversalTime());
            TimeStore.Add(command.Parameters, NpgsqlDbType.Text, decided[0].Decision.Comment);
            TimeStore.Add(command.Parameters, NpgsqlDbType.Array | NpgsqlDbType.Text, decided.Select(it => it.Decision.Role).ToArray());
            TimeStore.Add(command.Parameters, NpgsqlDbType.Array | NpgsqlDbType.Text, decided.Select(it => it.Decision.Policy).ToArray());
            TimeStore.Add(command.Parameters, NpgsqlDbType.Array | NpgsqlDbType.Boolean, decided.Select(it => it.Decision.SamePerson).ToArray());
            await command.ExecuteNonQueryAsync(stop);
        }

        var detail = new { comment = decided[0].Decision.Comment };
        return await MoveAsync(change, [.. decided.Select(it => (it.Entry, it.Decision.Role))], verdict, approvedBy, action, detail, stop);
    }

    private static async Task<IReadOnlyList<TimeEntry>> MoveAsync(
        Change change, IReadOnlyList<(TimeEntry Entry, string? Role)> entries, TimeState to, string? approvedBy, string action, object detail,
        CancellationToken stop)
    {
        var at = change.At.ToUniversalTime();
        DateTimeOffset? approvedAt = approvedBy is null ? null : at;
        await using var command = new NpgsqlCommand(Move, change.Connection, change.Transaction);
        TimeStore.Add(command.Parameters, NpgsqlDbType.Array | NpgsqlDbType.Text, entries.Select(it => it.Entry.Entry).ToArray());
        TimeStore.Add(command.Parameters, NpgsqlDbType.Array | NpgsqlDbType.Uuid, entries.Select(_ => Guid.CreateVersion7()).ToArray());
        TimeStore.Add(command.Parameters, NpgsqlDbType.Array | NpgsqlDbType.Text, entries.Select(it => it.Role).ToArray());
        TimeStore.Add(command.Parameters, NpgsqlDbType.Text, to.Text());
        TimeStore.Add(command.Parameters, NpgsqlDbType.Text, approvedBy);
        TimeStore.Add(command.Parameters, NpgsqlDbType.TimestampTz, approvedAt);
        TimeStore.Add(command.Parameters, NpgsqlDbType.TimestampTz, at);
        TimeStore.Add(command.Parameters, NpgsqlDbType.Text, change.Actor.Name);
        TimeStore.Add(command.Parameters, NpgsqlDbType.Uuid, change.Actor.Request);
        TimeStore.Add(command.Parameters, NpgsqlDbType.Text, action);
        TimeStore.Add(command.Parameters, NpgsqlDbType.Jsonb, JsonSerializer.Serialize(detail));

        var stamps = new Dictionary<string, (int Version, string By, DateTimeOffset At)>(StringComparer.Ordinal);
        await using (var row = await command.ExecuteReaderAsync(stop))
        {
            while (await row.ReadAsync(stop))
                stamps[row.GetString(0)] = (row.GetInt32(1), row.GetString(2), row.GetFieldValue<DateTimeOffset>(3));
        }

        change.FiguresChanged("time");
        return [.. entries.Select(it => it.Entry with
        {
            State = to, ApprovedBy = approvedBy, ApprovedAt = approvedAt, Version = stamps[it.Entry.Entry].Version,
            ChangedBy = stamps[it.Entry.Entry].By, RecordedAt = stamps[it.Entry.Entry].At,
        })];
    }
}

using Npgsql;
using NpgsqlTypes;
using Throughline.Data.Recording;
using Throughline.Domain.Timekeeping;

namespace Throughline.Data.Timekeeping;

/// <summary>An approved entry as its corrections find it: with all of them, and with what its rules ask about.</summary>
public sealed record TimeFamily(CorrectedTime Time, LoggedTime Root);

/// <summary>Reads entries together with those that correct them.</summary>
public static class TimeCorrections
{
    // A correction of a correction, which only an import brings, leads to the entry that was logged first.
    private const string RootOf =
        """
        with recursive up as (
          select entry, adjusts from time_entries where entry = $1
          union select t.entry, t.adjusts from time_entries t join up on t.entry = up.adjusts)
        select entry from up where adjusts is null
        """;

    // Whoever corrects an entry holds it; whoever hands in or decides on a correction holds that.
    private const string Hold =
        $"""
        with root as materialized ({RootOf})
        select from time_entries t where t.entry in (select entry from root) or t.adjusts in (select entry from root)
        order by t.entry for update of t
        """;

    private const string Family =
        $"""
        with recursive root as ({RootOf}),
        down as (
          select entry from root
          union select t.entry from time_entries t join down on t.adjusts = down.entry)
        select f.* from down join lateral ({TimeRows.WithGround} where t.entry = down.entry) f on true
        order by f.adjusts is not null, f.recorded_at, f.entry
        """;

    private const string RootsOf =
        """
        with recursive up as (
          select entry as asked, entry, adjusts from time_entries where entry = any($1)
          union select up.asked, t.entry, t.adjusts from up join time_entries t on t.entry = up.adjusts),
        root as (select asked, entry from up where adjusts is null)
        """;

    private const string Approved =
        $"""
        {RootsOf},
        down as (
          select distinct entry as root, entry from root
          union select d.root, t.entry from down d join time_entries t on t.adjusts = d.entry),
        sums as (
          select d.root, coalesce(sum(t.hours) filter (where t.state = 'approved'), 0) as hours
          from down d join time_entries t on t.entry = d.entry group by d.root)
        select r.asked, s.root, s.hours from root r join sums s on s.root = r.entry
        """;

    /// <summary>The entry that was logged first and everything that corrects it, held until the change ends; null when there is no such entry.</summary>
    public static async Task<TimeFamily?> LockAsync(Change change, string entry, CancellationToken stop)
    {
        // The second statement sees what the holder of the first one's lock has committed.
        await using var batch = new NpgsqlBatch(change.Connection, change.Transaction);
        foreach (var sql in (string[])[Hold, Family])
        {
            var command = new NpgsqlBatchCommand(sql);
            TimeStore.Add(command.Parameters, NpgsqlDbType.Text, entry);
            batch.BatchCommands.Add(command);
        }

        await using var row = await batch.ExecuteReaderAsync(stop);
        await row.NextResultAsync(stop);
        return await ReadAsync(row, stop);
    }

    /// <summary>The same as it stands, without holding anything.</summary>
    public static async Task<TimeFamily?> ReadAsync(NpgsqlConnection connection, string entry, CancellationToken stop)
    {
        await using var command = new NpgsqlCommand(Family, connection);
        TimeStore.Add(command.Parameters, NpgsqlDbType.Text, entry);
        await using var row = await command.ExecuteReaderAsync(stop);
        return await ReadAsync(row, stop);
    }

    /// <summary>For each correction the entry that it corrects, held until the change ends, and what is approved of that and all its corrections.</summary>
    public static async Task<IReadOnlyDictionary<string, (string Root, decimal Approved)>> ApprovedAsync(
        Change change, IReadOnlyCollection<string> corrections, CancellationToken stop)
    {
        await using var batch = new NpgsqlBatch(change.Connection, change.Transaction);
        foreach (var sql in (string[])[$"{RootsOf} select from time_entries t where t.entry in (select entry from root) order by t.entry for update of t", Approved])
        {
            var command = new NpgsqlBatchCommand(sql);
            TimeStore.Add(command.Parameters, NpgsqlDbType.Array | NpgsqlDbType.Text, corrections.ToArray());
            batch.BatchCommands.Add(command);
        }

        await using var row = await batch.ExecuteReaderAsync(stop);
        await row.NextResultAsync(stop);
        var found = new Dictionary<string, (string, decimal)>(StringComparer.Ordinal);
        while (await row.ReadAsync(stop))
            found[row.GetString(0)] = (row.GetString(1), row.GetDecimal(2));

        return found;
    }

    private static async Task<TimeFamily?> ReadAsync(NpgsqlDataReader row, CancellationToken stop)
    {
        var found = new List<LoggedTime>();
        while (await row.ReadAsync(stop))
            found.Add(TimeRows.ReadWithGround(row));

        return found.Count == 0 ? null : new TimeFamily(new CorrectedTime(found[0].Entry, [.. found.Skip(1).Select(delta => delta.Entry)]), found[0]);
    }
}

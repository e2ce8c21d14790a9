using System.Globalization;
using Dapper;
using Npgsql;

namespace Throughline.Data.Recording;

/// <summary>
/// Reads tables as they were recorded at an instant. Every reader of the past goes through here: live rows recorded by
/// then, and former rows that were still current then.
/// </summary>
public static class AsOf
{
    /// <summary>A table expression of the columns: of the live table when <paramref name="past"/> is false, else as of the parameter <c>@at</c>.</summary>
    public static string Table(string table, string columns, bool past) => past
        ? $"(select {columns} from {table} where recorded_at <= @at union all select {columns} from history.{table} where recorded_at <= @at and recorded_until > @at)"
        : $"(select {columns} from {table})";

    /// <summary>The database's own instant, that of a trial clock included.</summary>
    public static Task<DateTimeOffset> NowAsync(Database database, CancellationToken stop) => database.ReadAsync(
        connection => connection.QuerySingleAsync<DateTimeOffset>(
            "select clock_timestamp() + @shift::interval",
            new { shift = string.Create(CultureInfo.InvariantCulture, $"{database.Clock.Shift.TotalMicroseconds:F0} microseconds") }),
        stop);

    /// <summary>
    /// Waits until every change begun before now has ended. A change takes its number before its stamps, so once all
    /// numbers in progress now are done, nothing recorded up to this moment can still appear: the same instant gives the
    /// same answer for ever.
    /// </summary>
    public static async Task SettleAsync(NpgsqlConnection connection, CancellationToken stop)
    {
        var underWay = await connection.QuerySingleAsync<string[]>(
            "select coalesce(array_agg(xid::text), '{}') from pg_snapshot_xip(pg_current_snapshot()) xid");
        for (var pause = 1; underWay.Length > 0; pause = Math.Min(pause * 2, 50))
        {
            await Task.Delay(pause, stop);
            underWay = await connection.QuerySingleAsync<string[]>(
                "select coalesce(array_agg(xid), '{}') from unnest(@underWay) xid where pg_xact_status(xid::xid8) = 'in progress'",
                new { underWay });
        }
    }
}

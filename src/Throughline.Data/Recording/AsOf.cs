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

    /// <summary>
    /// Waits until every change begun before now has ended, and answers that instant by the database's own clock, a trial
    /// clock's shift included. A change takes its number before its stamps, so once all numbers in progress at the instant
    /// are done, nothing recorded up to it can still appear: the same instant gives the same answer for ever.
    /// </summary>
    public static async Task<DateTimeOffset> SettleAsync(NpgsqlConnection connection, TimeSpan shift, CancellationToken stop)
    {
        // The statement's own time lies before its look at the others. They are looked up by what they hold, not in the
        // snapshot: that does not list a number above the last one that ended.
        var (now, underWay) = await connection.QuerySingleAsync<(DateTime, string[])>(
            $"select statement_timestamp() + @shift::interval, (select coalesce(array_agg(backend_xid::text), '{{}}') {UnderWay})",
            new { shift = Interval(shift) });
        for (var pause = 1; underWay.Length > 0; pause = Math.Min(pause * 2, 50))
        {
            await Task.Delay(pause, stop);
            underWay = await connection.QuerySingleAsync<string[]>(
                $"select coalesce(array_agg(backend_xid::text), '{{}}') {UnderWay} and backend_xid::text = any(@underWay)", new { underWay });
        }

        return new DateTimeOffset(now, TimeSpan.Zero);
    }

    /// <summary>A span of the program's clock as PostgreSQL reads it.</summary>
    internal static string Interval(TimeSpan span) => string.Create(CultureInfo.InvariantCulture, $"{span.TotalMicroseconds:F0} microseconds");

    private const string UnderWay =
        "from pg_stat_activity where backend_xid is not null and datname = current_database() and backend_type = 'client backend' and pid <> pg_backend_pid()";
}

using System.Globalization;
using Dapper;

namespace Throughline.Data.Recording;

/// <summary>A database made for trials lives at an instant of its own; how far that is from the real one is kept in it.</summary>
public static class TrialClock
{
    /// <summary>True for a database whose clock may be moved.</summary>
    public static Task<bool> IsSetAsync(Database database, CancellationToken stop) => database.ReadAsync(
        connection => connection.QuerySingleAsync<bool>("select exists (select from instance where name = 'clock_shift')"), stop);

    /// <summary>Makes the program live at the database's instant; does nothing for an ordinary database.</summary>
    public static async Task RestoreAsync(Database database, CancellationToken stop)
    {
        var shift = await database.ReadAsync(
            connection => connection.QuerySingleOrDefaultAsync<string>("select value from instance where name = 'clock_shift'"), stop);
        if (shift is not null)
            database.Clock.ShiftBy(TimeSpan.FromTicks(long.Parse(shift, CultureInfo.InvariantCulture)));
    }

    /// <summary>Moves the database's clock to the instant, from where it runs on.</summary>
    public static async Task MoveAsync(Database database, DateTimeOffset instant, CancellationToken stop)
    {
        database.Clock.MoveTo(instant);
        await database.ReadAsync(
            connection => connection.ExecuteAsync(
                "insert into instance (name, value) values ('clock_shift', @shift) on conflict (name) do update set value = excluded.value",
                new { shift = database.Clock.Shift.Ticks.ToString(CultureInfo.InvariantCulture) }),
            stop);
    }
}

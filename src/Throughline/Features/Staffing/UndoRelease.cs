using Dapper;
using Npgsql;
using Throughline.Data;
using Throughline.Domain;
using Throughline.Domain.Accounts;
using Throughline.Domain.Staffing;
using Throughline.Platform;

namespace Throughline.Features.Staffing;

/// <summary>
/// Brings a released booking back as it was, through the same rules: its days may be taken by now. Whoever released it
/// needs no more right than the release took; anybody else must be allowed to book.
/// </summary>
public sealed class UndoRelease(Database database, PracticeSettings settings)
{
    public async Task<Result<Booking>> RunAsync(CurrentUser user, BookingKey key, CancellationToken stop)
    {
        var (booking, ground, own) = await database.ReadAsync(connection => GatherAsync(connection, user, key), stop);
        if (booking is null || ground is null || !user.Sees(Act.SeeBookings, ground.Relation))
            return new NoSuchRecord($"There is no released booking {key} to bring back.");

        var done = await new EditBookings(database, settings).RunAsync(
            user, new Deed("Brought back", "booking_restored", Undoing: own), [], _ => Result.Of<IReadOnlyList<BookingEdit>>([new(key, null, booking.Terms)]), stop);
        return done.Succeeded(out var gesture, out var problem) ? gesture.Booking : problem;
    }

    private static async Task<(Booking?, BookingGround?, bool Own)> GatherAsync(NpgsqlConnection connection, CurrentUser user, BookingKey key)
    {
        if (await BookingStore.FindReleasedAsync(connection, key) is not { } booking)
            return (null, null, false);

        var by = await connection.QuerySingleOrDefaultAsync<string>(
            "select actor from audit where subject = @key and action = 'booking_released' order by at desc limit 1", new { key = key.Value });
        return (booking, await BookingGround.ReadAsync(connection, user, booking.Terms), by == user.Email);
    }
}

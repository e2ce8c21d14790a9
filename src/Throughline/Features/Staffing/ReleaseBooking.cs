using Throughline.Data;
using Throughline.Domain;
using Throughline.Domain.Accounts;
using Throughline.Domain.Staffing;
using Throughline.Platform;

namespace Throughline.Features.Staffing;

/// <summary>Takes a booking away and gives its days back. <see cref="UndoRelease"/> with its key brings it back.</summary>
public sealed class ReleaseBooking(Database database)
{
    /// <param name="user">Who asks.</param>
    /// <param name="key">The booking to release.</param>
    /// <param name="version">The version the user saw; a later one in the database refuses the release.</param>
    /// <param name="stop">Ends the work.</param>
    /// <returns>The booking as it was.</returns>
    public async Task<Result<Booking>> RunAsync(CurrentUser user, BookingKey key, int version, CancellationToken stop)
    {
        var (booking, ground, stale) = await database.ReadAsync(async connection =>
        {
            var found = await BookingStore.FindAsync(connection, key);
            return (found,
                found is null ? null : await BookingGround.ReadAsync(connection, user, found.Terms),
                found is null || found.Version == version ? null : await BookingStore.StaleAsync(connection, found, version));
        }, stop);
        if (booking is null || ground is null || !user.Sees(Act.SeeBookings, ground.Relation))
            return BookingStore.Unknown(key);

        var decision = user.Decide(booking.Terms.ToChange, ground.Relation);
        if ((decision.Problem ?? stale as Problem) is { } refused)
            return refused;

        return await database.WriteAsync<Booking>(user.ToActor(decision.Role), async change =>
        {
            if (!await BookingStore.DeleteAsync(change, booking, stop))
                return await BookingStore.MeanwhileAsync(change.Connection, booking);

            await BookingStore.TellAsync(change, "booking_released", key, booking.Terms);
            return booking;
        }, stop);
    }
}

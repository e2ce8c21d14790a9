using Throughline.Data;
using Throughline.Domain;
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
        var done = await RunAsync(user, [new SeenBooking(key, version)], stop);
        return done.Succeeded(out var gesture, out var problem) ? gesture.Booking : problem;
    }

    /// <summary>Several at once: all or none.</summary>
    public async Task<Result<Gesture>> RunAsync(CurrentUser user, IReadOnlyList<SeenBooking> seen, CancellationToken stop) =>
        await new EditBookings(database, new PracticeSettings(database)).RunAsync(
            await new OwnInternalTime(database, new PracticeSettings(database)).ActingAsync(user, seen.Select(one => one.Key), stop), new Deed("Released"), seen, bookings => Result.Of<IReadOnlyList<BookingEdit>>([.. bookings.Select(booking => new BookingEdit(booking.Key, booking, null))]), stop);
}

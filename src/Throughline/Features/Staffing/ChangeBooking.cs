using Throughline.Data;
using Throughline.Domain;
using Throughline.Domain.Staffing;
using Throughline.Platform;

namespace Throughline.Features.Staffing;

/// <summary>Changes anything about a booking: person, days, hours, kind, engagement, activity or note. What the form does not say stays.</summary>
public sealed class ChangeBooking(Database database, PracticeSettings settings)
{
    /// <param name="user">Who asks.</param>
    /// <param name="key">The booking to change.</param>
    /// <param name="form">What to change.</param>
    /// <param name="version">The version the user saw; a later one in the database refuses the change.</param>
    /// <param name="stop">Ends the work.</param>
    public async Task<Result<Booking>> RunAsync(CurrentUser user, BookingKey key, BookingForm form, int version, CancellationToken stop)
    {
        // What becomes of it must be their own internal time as well.
        var own = new OwnInternalTime(database, settings);
        var acting = await own.ActingAsync(user, [key], stop);
        if (!ReferenceEquals(acting, user))
            acting = form.Read(await StandingAsync(key, stop)).Succeeded(out var wanted, out _) ? await own.ActingAsync(user, [wanted], stop) : user;

        var done = await new EditBookings(database, settings).RunAsync(acting, new Deed("Changed"), [new(key, version)], bookings => Plan(bookings[0], form), stop);
        return done.Succeeded(out var gesture, out var problem) ? gesture.Booking : problem;
    }

    private async Task<BookingTerms?> StandingAsync(BookingKey key, CancellationToken stop) =>
        (await database.ReadAsync(connection => BookingStore.FindAsync(connection, key), stop))?.Terms;

    private static Result<IReadOnlyList<BookingEdit>> Plan(Booking booking, BookingForm form) => form.Read(booking.Terms).Succeeded(out var terms, out var invalid)
        ? Result.Of<IReadOnlyList<BookingEdit>>([new(booking.Key, booking, terms)])
        : invalid;
}

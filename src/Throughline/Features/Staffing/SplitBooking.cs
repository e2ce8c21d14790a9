using Throughline.Data;
using Throughline.Domain;
using Throughline.Domain.People;
using Throughline.Domain.Staffing;
using Throughline.Platform;

namespace Throughline.Features.Staffing;

/// <summary>Makes two bookings of one: before and from a day on, or one for each of two people.</summary>
public sealed class SplitBooking(Database database, PracticeSettings settings)
{
    /// <param name="user">Who asks.</param>
    /// <param name="seen">The booking as it was seen.</param>
    /// <param name="day">The day on which the second part begins.</param>
    /// <param name="stop">Ends the work.</param>
    public Task<Result<Gesture>> AtAsync(CurrentUser user, SeenBooking seen, DateOnly day, CancellationToken stop) =>
        RunAsync(user, seen, terms => terms.SplitAt(day), stop);

    /// <param name="user">Who asks.</param>
    /// <param name="seen">The booking as it was seen.</param>
    /// <param name="other">Who takes the second part.</param>
    /// <param name="minutes">Of each day, for the second part.</param>
    /// <param name="stop">Ends the work.</param>
    public Task<Result<Gesture>> BetweenAsync(CurrentUser user, SeenBooking seen, PersonKey other, int minutes, CancellationToken stop) =>
        RunAsync(user, seen, terms => terms.SplitBetween(other, minutes), stop);

    private Task<Result<Gesture>> RunAsync(
        CurrentUser user, SeenBooking seen, Func<BookingTerms, Result<(BookingTerms First, BookingTerms Second)>> split, CancellationToken stop)
    {
        var second = BookingKeys.New();
        return new EditBookings(database, settings).RunAsync(user, new Deed("Split"), [seen], bookings =>
        {
            var booking = bookings[0];
            return split(booking.Terms).Succeeded(out var parts, out var problem)
                ? Result.Of<IReadOnlyList<BookingEdit>>([new(booking.Key, booking, parts.First), new(second, null, parts.Second, booking.Terms)])
                : problem;
        }, stop);
    }
}

/// <summary>Makes another booking like one that stands, on other days or for another person. The copy waits in no line.</summary>
public sealed class CopyBooking(Database database, PracticeSettings settings)
{
    /// <param name="user">Who asks.</param>
    /// <param name="seen">The booking as it was seen.</param>
    /// <param name="days">How much later than the original, or below 0 earlier.</param>
    /// <param name="person">Null copies for the same person.</param>
    /// <param name="stop">Ends the work.</param>
    public Task<Result<Gesture>> RunAsync(CurrentUser user, SeenBooking seen, int days, PersonKey? person, CancellationToken stop)
    {
        var key = BookingKeys.New();
        return new EditBookings(database, settings).RunAsync(user, new Deed("Copied"), [seen], bookings =>
            bookings[0].Terms.Moved(days, person).Succeeded(out var copy, out var problem)
                ? Result.Of<IReadOnlyList<BookingEdit>>([new(key, null, copy with { Series = null, Owner = null, WaitingSince = null })])
                : problem, stop);
    }
}

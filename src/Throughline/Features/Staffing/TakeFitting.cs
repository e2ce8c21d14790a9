using Throughline.Data;
using Throughline.Data.Mail;
using Throughline.Data.Staffing;
using Throughline.Domain;
using Throughline.Domain.Dates;
using Throughline.Domain.Staffing;
using Throughline.Platform;

namespace Throughline.Features.Staffing;

/// <summary>Makes the days of a waiting booking hard on which its person has room now; the days before and after them wait on.</summary>
public sealed class TakeFitting(Database database, PracticeSettings settings)
{
    /// <summary>The days that would be made hard; null when the booking waits no more or nothing fits.</summary>
    public Task<DateRange?> DaysAsync(BookingKey key, CancellationToken stop) => database.ReadAsync(connection => WaitingLine.FittingAsync(connection, key.Value), stop);

    public async Task<Result<Gesture>> RunAsync(CurrentUser user, SeenBooking seen, CancellationToken stop)
    {
        if (await DaysAsync(seen.Key, stop) is not { } days)
            return new InvalidFields("booking", "There is no room on any of its days now, or it waits no more.");

        var (before, after) = (BookingKeys.New(), BookingKeys.New());
        return await new EditBookings(database, settings).RunAsync(
            user, new Deed("Made hard where it fits"), [seen],
            bookings => bookings[0].Terms.TakenOn(days).Succeeded(out var parts, out var problem)
                ? Result.Of<IReadOnlyList<BookingEdit>>([.. Edits(bookings[0], parts, before, after)])
                : problem,
            stop, async change =>
            {
                await Notices.CloseAsync(change, [seen.Key.Value], WaitingLine.Partly);
                return null;
            });
    }

    private static IEnumerable<BookingEdit> Edits(Booking booking, TakenDays parts, BookingKey before, BookingKey after)
    {
        yield return new(booking.Key, booking, parts.Taken);
        if (parts.Before is { } earlier)
            yield return new(before, null, earlier, booking.Terms);
        if (parts.After is { } later)
            yield return new(after, null, later, booking.Terms);
    }
}

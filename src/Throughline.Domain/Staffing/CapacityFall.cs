using Throughline.Domain.People;

namespace Throughline.Domain.Staffing;

/// <summary>A hard booking that a fall of capacity touches: on how many days, and how many of its minutes those days lose or hold too much.</summary>
public sealed record TouchedBooking(BookingFact Booking, PersonKey Person, string Name, int Days, int Minutes);

/// <summary>Which firm bookings no longer get the hours they were promised when a person's days become shorter.</summary>
public static class CapacityFall
{
    /// <summary>Both states cover the same days and have the same bookings. A day counts on which a booking gets fewer minutes, or which it helps to overfill more than before.</summary>
    public static IReadOnlyList<TouchedBooking> Of(LedgerState before, LedgerState after)
    {
        var hard = after.Bookings.Where(booking => booking.Commitment is Commitment.Hard && booking.Person == after.Person.Person).ToList();
        var touched = new Dictionary<BookingFact, (int Days, int Minutes)>();
        foreach (var day in after.Days.Range.Days().Where(day => after.Days.CapacityOn(day) + after.Days.OvertimeOn(day) < before.Days.CapacityOn(day) + before.Days.OvertimeOn(day)))
        {
            var on = hard.Where(booking => booking.Days.Contains(day)).ToList();
            var over = Over(after, on, day) - Over(before, on, day);
            foreach (var booking in on)
            {
                var lost = before.Days.BookedOn(day, booking.MinutesPerDay) - after.Days.BookedOn(day, booking.MinutesPerDay);
                if (lost > 0 || over > 0)
                    touched[booking] = touched.GetValueOrDefault(booking) is var sum ? (sum.Days + 1, sum.Minutes + Math.Max(lost, Math.Min(over, booking.MinutesPerDay))) : default;
            }
        }

        return [.. touched.OrderBy(one => one.Key.Days.First).ThenBy(one => one.Key.Booking)
            .Select(one => new TouchedBooking(one.Key, after.Person.Person, after.Person.Name, one.Value.Days, one.Value.Minutes))];
    }

    private static int Over(LedgerState state, List<BookingFact> bookings, DateOnly day) => Math.Max(
        0, bookings.Sum(booking => state.Days.BookedOn(day, booking.MinutesPerDay)) - state.Days.CapacityOn(day) - state.Days.OvertimeOn(day));
}

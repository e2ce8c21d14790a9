using Throughline.Domain.People;

namespace Throughline.Domain.Staffing;

/// <summary>One person's day in whole minutes. Overtime is the approved one; conflict is what was promised before capacity fell and is still too much.</summary>
public sealed record LedgerDay(DateOnly Day, int Capacity, int Hard, int Soft, int Overtime, int Conflict);

/// <summary>A person's days and bookings at one moment; bookings of other people or outside the days' range do no harm.</summary>
public sealed record LedgerState(PersonFact Person, PersonDays Days, IReadOnlyCollection<BookingFact> Bookings);

/// <summary>
/// What each day of a person holds. Hard bookings never exceed capacity, approved overtime and conflict together. Only a
/// fall of capacity raises conflict; every other change may only lower it, or is refused.
/// </summary>
public static class DayLedger
{
    /// <summary>The days of <paramref name="after"/> that hold something, or the refusal of the change. For a person new to the ledger, <paramref name="before"/> has no bookings.</summary>
    /// <remarks>A change of several things at once counts as the fall of capacity first and the rest after it. Both states cover the same days.</remarks>
    public static Result<LedgerDay[]> Change(LedgerState before, LedgerState after, IReadOnlyDictionary<DateOnly, int> conflicts)
    {
        if (before.Days.Range != after.Days.Range)
            throw new ArgumentException("Both states must cover the same days.", nameof(before));

        var (rows, tooFull) = (new List<LedgerDay>(), new List<DateOnly>());
        var range = after.Days.Range;
        var (hard, soft) = (Minutes(after, Commitment.Hard), Minutes(after, Commitment.Soft));

        for (var i = 0; i < range.Length; i++)
        {
            var day = range.First.AddDays(i);
            var (capacity, overtime) = (after.Days.CapacityOn(day), after.Days.OvertimeOn(day));
            var conflict = Math.Max(0, hard[i] - capacity - overtime);

            if (conflict > 0 && conflict > AllowedConflict(before, capacity, day, conflicts.GetValueOrDefault(day)))
                tooFull.Add(day);
            else if (hard[i] + soft[i] + overtime + conflict > 0)
                rows.Add(new LedgerDay(day, capacity, hard[i], soft[i], overtime, conflict));
        }

        return tooFull.Count == 0 ? rows.ToArray() : Refusal(before, after, tooFull);
    }

    // What the former bookings would be over by, had only capacity fallen.
    private static int AllowedConflict(LedgerState before, int capacity, DateOnly day, int stored)
    {
        if (capacity >= before.Days.CapacityOn(day))
            return stored;

        var room = capacity + before.Days.OvertimeOn(day);
        var promised = HardOn(before, day).Sum(booking => Math.Min(booking.MinutesPerDay, room));
        return Math.Max(stored, promised - room);
    }

    private static int[] Minutes(LedgerState state, Commitment commitment)
    {
        var range = state.Days.Range;
        var minutes = new int[range.Length];
        foreach (var booking in state.Bookings)
        {
            if (booking.Commitment != commitment || booking.Person != state.Person.Person)
                continue;

            var last = Math.Min(booking.Days.Last.DayNumber, range.Last.DayNumber) - range.First.DayNumber;
            for (var i = Math.Max(0, booking.Days.First.DayNumber - range.First.DayNumber); i <= last; i++)
                minutes[i] += state.Days.BookedOn(range.First.AddDays(i), booking.MinutesPerDay);
        }

        return minutes;
    }

    private static Overbooked Refusal(LedgerState before, LedgerState after, List<DateOnly> tooFull)
    {
        var former = before.Bookings.ToHashSet();
        return new Overbooked(after.Person.Person, after.Person.Name, [.. tooFull.Select(day => Full(after, former, day))]);
    }

    private static OverbookedDay Full(LedgerState after, HashSet<BookingFact> former, DateOnly day)
    {
        var bookings = HardOn(after, day)
            .OrderBy(booking => booking.Booking)
            .ToLookup(former.Contains, booking => new HeldBooking(
                booking.Booking, booking.Engagement, after.Days.BookedOn(day, booking.MinutesPerDay)));

        return new OverbookedDay(
            day,
            Asked: bookings[false].Sum(asked => asked.Minutes),
            Held: bookings[true].Sum(held => held.Minutes),
            Capacity: after.Days.CapacityOn(day) + after.Days.OvertimeOn(day),
            HeldBy: [.. bookings[true]]);
    }

    private static IEnumerable<BookingFact> HardOn(LedgerState state, DateOnly day) => state.Bookings.Where(booking =>
        booking.Commitment is Commitment.Hard && booking.Person == state.Person.Person && booking.Days.Contains(day));
}

namespace Throughline.Domain.Staffing;

/// <summary>Where a person's hard bookings leave room; soft ones take none from others .</summary>
public static class NextFree
{
    /// <summary>The first day from one on with at least so many minutes free; null when the range knows none.</summary>
    public static (DateOnly Day, int Minutes)? First(PersonDays days, IReadOnlyCollection<BookingFact> bookings, DateOnly from, int leastMinutes = 1)
    {
        for (var day = from; day <= days.Range.Last; day = day.AddDays(1))
        {
            var free = FreeOn(days, bookings, day);
            if (free >= leastMinutes)
                return (day, free);
        }

        return null;
    }

    /// <summary>The first day from one on that is worked and has no hard booking at all.</summary>
    public static DateOnly? FirstWhole(PersonDays days, IReadOnlyCollection<BookingFact> bookings, DateOnly from)
    {
        for (var day = from; day <= days.Range.Last; day = day.AddDays(1))
        {
            if (days.CapacityOn(day) is > 0 and var capacity && FreeOn(days, bookings, day) == capacity)
                return day;
        }

        return null;
    }

    private static int FreeOn(PersonDays days, IReadOnlyCollection<BookingFact> bookings, DateOnly day) => days.CapacityOn(day) - bookings
        .Where(booking => booking.Commitment is Commitment.Hard && booking.Days.Contains(day))
        .Sum(booking => days.BookedOn(day, booking.MinutesPerDay));
}

using Throughline.Domain.Dates;
using Throughline.Domain.People;

namespace Throughline.Domain.Staffing;

/// <summary>What firm bookings leave of each day of a person. Soft bookings leave all of it, and approved overtime is not free time.</summary>
public sealed class FreeTime
{
    private readonly PersonDays days;
    private readonly int[] left;

    public FreeTime(PersonFact person, PersonDays days, IEnumerable<BookingFact> bookings)
    {
        (Person, this.days) = (person, days);
        left = [.. days.Range.Days().Select(days.CapacityOn)];
        foreach (var booking in bookings.Where(booking => booking.Commitment is Commitment.Hard && booking.Person == person.Person && booking.Days.Overlaps(days.Range)))
        {
            foreach (var day in booking.Days.Within(days.Range).Days())
                left[Index(day)] = Math.Max(0, left[Index(day)] - days.BookedOn(day, booking.MinutesPerDay));
        }
    }

    public PersonFact Person { get; }

    public DateRange Range => days.Range;

    public int On(DateOnly day) => left[Index(day)];

    /// <summary>The first day from one on with at least so many minutes free; null when the range knows none.</summary>
    public (DateOnly Day, int Minutes)? First(DateOnly from, int leastMinutes = 1)
    {
        for (var day = from; day <= Range.Last; day = day.AddDays(1))
        {
            if (On(day) >= leastMinutes)
                return (day, On(day));
        }

        return null;
    }

    /// <summary>The first day from one on that is worked and has no hard booking at all.</summary>
    public DateOnly? FirstWhole(DateOnly from)
    {
        for (var day = from; day <= Range.Last; day = day.AddDays(1))
        {
            if (days.CapacityOn(day) is > 0 and var capacity && On(day) == capacity)
                return day;
        }

        return null;
    }

    /// <summary>
    /// Whether a firm booking of so many minutes a day fits: the person works that long on an ordinary day, no day is too full
    /// (a shorter day takes less), and no week of it, counted from its first day, is wholly off.
    /// </summary>
    public bool Takes(DateRange wanted, int minutesPerDay)
    {
        if (minutesPerDay > Person.MinutesPerDay)
            return false;

        var workedThisWeek = false;
        foreach (var day in wanted.Days())
        {
            var capacity = days.CapacityOn(day);
            if (Math.Min(minutesPerDay, capacity) > left[Index(day)])
                return false;

            workedThisWeek |= capacity > 0;
            var last = day == wanted.Last;
            if (!last && (day.DayNumber - wanted.First.DayNumber) % 7 != 6)
                continue;
            // A last part of a week may be a weekend.
            if (!workedThisWeek && (!last || wanted.Length < 7 || wanted.Length % 7 == 0))
                return false;

            workedThisWeek = false;
        }

        return true;
    }

    private int Index(DateOnly day) => day.DayNumber - days.Range.First.DayNumber;
}

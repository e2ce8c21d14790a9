using Throughline.Domain.Dates;
using Throughline.Domain.People;

namespace Throughline.Domain.Staffing;

/// <summary>A waiting booking of which some days are taken; null where nothing is left before or after them.</summary>
public sealed record TakenDays(BookingTerms Taken, BookingTerms? Before, BookingTerms? After);

/// <summary>What a planner does to a booking on the plan; each answers the terms it becomes.</summary>
public static class Gestures
{
    /// <summary>As far as anything is moved at once, in days.</summary>
    public const int Farthest = 3660;

    /// <summary>By so many days, later or earlier, and to another person where one is named.</summary>
    public static Result<BookingTerms> Moved(this BookingTerms terms, int days, PersonKey? person = null)
    {
        if (Math.Abs((long)days) > Farthest || !Fits(terms.Days.First, days) || !Fits(terms.Days.Last, days))
            return new InvalidFields("days", "Move a booking by at most ten years.");

        return terms with { Days = new DateRange(terms.Days.First.AddDays(days), terms.Days.Last.AddDays(days)), Person = person ?? terms.Person };
    }

    /// <summary>From another first day, to another last day, both included.</summary>
    public static Result<BookingTerms> Resized(this BookingTerms terms, DateOnly first, DateOnly last)
    {
        if (last < first)
            return new InvalidFields("end", "The last day is before the first. Both are included.");
        if (last.DayNumber - first.DayNumber > Farthest)
            return new InvalidFields("end", "A booking lasts at most ten years.");

        return terms with { Days = new DateRange(first, last) };
    }

    /// <summary>To a later last day; shorter is <see cref="Resized"/>.</summary>
    public static Result<BookingTerms> Extended(this BookingTerms terms, DateOnly last) => last <= terms.Days.Last
        ? new InvalidFields("end", "The new last day must be after the present one.")
        : terms.Resized(terms.Days.First, last);

    /// <summary>The second part begins on the day.</summary>
    public static Result<(BookingTerms First, BookingTerms Second)> SplitAt(this BookingTerms terms, DateOnly day) =>
        day <= terms.Days.First || day > terms.Days.Last
            ? new InvalidFields("at", "Choose the day on which the second part begins: after the first day and not after the last.")
            : (terms with { Days = new DateRange(terms.Days.First, day.AddDays(-1)) }, terms with { Days = new DateRange(day, terms.Days.Last) });

    /// <summary>The other person takes so many minutes of each day, the first keeps the rest.</summary>
    public static Result<(BookingTerms First, BookingTerms Second)> SplitBetween(this BookingTerms terms, PersonKey other, int minutes)
    {
        if (other == terms.Person)
            return new InvalidFields("person", "Choose somebody else for the other part.");

        return minutes <= 0 || minutes >= terms.MinutesPerDay
            ? new InvalidFields("hours", "The other part takes more than nothing and less than the whole day's hours.")
            : (terms with { MinutesPerDay = terms.MinutesPerDay - minutes }, terms with { MinutesPerDay = minutes, Person = other });
    }

    /// <summary>Hard on these days of its own, soft and in line as before on the rest.</summary>
    public static Result<TakenDays> TakenOn(this BookingTerms terms, DateRange days) =>
        days.First < terms.Days.First || days.Last > terms.Days.Last
            ? new InvalidFields("days", "Choose days of the booking.")
            : new TakenDays(
                (terms with { Days = days, Commitment = Commitment.Hard }).Settled(),
                days.First > terms.Days.First ? terms with { Days = new DateRange(terms.Days.First, days.First.AddDays(-1)) } : null,
                days.Last < terms.Days.Last ? terms with { Days = new DateRange(days.Last.AddDays(1), terms.Days.Last) } : null);

    private static bool Fits(DateOnly day, int days) =>
        day.DayNumber + (long)days is var moved && moved >= DateOnly.MinValue.DayNumber && moved <= DateOnly.MaxValue.DayNumber;
}

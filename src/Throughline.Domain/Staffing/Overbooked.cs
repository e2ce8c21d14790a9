using System.Globalization;
using Throughline.Domain.Engagements;
using Throughline.Domain.People;

namespace Throughline.Domain.Staffing;

/// <summary>A hard booking that stood before, and the minutes it takes of the day.</summary>
public sealed record HeldBooking(BookingKey Booking, EngagementKey Engagement, int Minutes);

/// <summary>In whole minutes: what the refused change asks of the day, what other bookings hold, and capacity with approved overtime.</summary>
public sealed record OverbookedDay(DateOnly Day, int Asked, int Held, int Capacity, IReadOnlyList<HeldBooking> HeldBy);

/// <summary>More was promised of a person's day than the day has. The days come in order; the sentence tells of the first.</summary>
public sealed record Overbooked(PersonKey Person, string Name, IReadOnlyList<OverbookedDay> Days)
    : Problem("day_ledger", Sentence(Person, Name, Days))
{
    private static string Sentence(PersonKey person, string name, IReadOnlyList<OverbookedDay> days)
    {
        var first = days[0];
        var room = FormattableString.Invariant($"{name} ({person}) has {Hours(first.Capacity)} on {first.Day:yyyy-MM-dd}");
        var clash = (first.Asked, first.Held) switch
        {
            (_, 0) => $" and cannot be booked for {Hours(first.Asked)}.",
            (0, _) => $" but is booked for {Hours(first.Held)} ({By(first)}).",
            _ => $" and is already booked for {Hours(first.Held)} ({By(first)}); {Hours(first.Asked)} more do not fit.",
        };
        var further = days.Count switch
        {
            1 => "",
            2 => " One more day is too full.",
            _ => FormattableString.Invariant($" {days.Count - 1} more days are too full."),
        };

        return room + clash + further + " Book fewer hours or other days, release a booking, or have overtime approved.";
    }

    private static string By(OverbookedDay day) =>
        string.Join(", ", day.HeldBy.Where(held => held.Minutes > 0)
            .Select(held => $"{held.Booking} on {held.Engagement}: {Hours(held.Minutes)}"));

    private static string Hours(int minutes) => string.Create(CultureInfo.InvariantCulture, $"{minutes / 60m:0.##} h");
}

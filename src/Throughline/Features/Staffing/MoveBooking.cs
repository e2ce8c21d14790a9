using Throughline.Data;
using Throughline.Domain;
using Throughline.Domain.People;
using Throughline.Domain.Staffing;
using Throughline.Platform;

namespace Throughline.Features.Staffing;

/// <summary>Moves a booking by days, to another person, or both. An unnamed one gets its person this way.</summary>
public sealed class MoveBooking(Database database, PracticeSettings settings)
{
    /// <param name="user">Who asks.</param>
    /// <param name="seen">The booking as it was seen.</param>
    /// <param name="days">Later, or below 0 earlier.</param>
    /// <param name="person">Null leaves it with its person.</param>
    /// <param name="stop">Ends the work.</param>
    public Task<Result<Gesture>> RunAsync(CurrentUser user, SeenBooking seen, int days, PersonKey? person, CancellationToken stop) =>
        new EditBookings(database, settings).RunAsync(
            user, new Deed("Moved"), [seen], bookings => Planned.One(bookings[0], bookings[0].Terms.Moved(days, person)), stop);
}

/// <summary>Names the person of a booking that was made for a role (R-092); what is promised stays, on that person's days.</summary>
public sealed class NameResource(Database database, PracticeSettings settings)
{
    public Task<Result<Gesture>> RunAsync(CurrentUser user, SeenBooking seen, PersonKey person, CancellationToken stop) =>
        new EditBookings(database, settings).RunAsync(user, new Deed("Named somebody for"), [seen], bookings => bookings[0].Terms.Person is { } named
            ? new InvalidFields("person", $"This booking is {named}'s already. Move it to hand it to somebody else.")
            : Planned.One(bookings[0], bookings[0].Terms with { Person = person }), stop);
}

/// <summary>Gives a booking another first or last day.</summary>
public sealed class ResizeBooking(Database database, PracticeSettings settings)
{
    public Task<Result<Gesture>> RunAsync(CurrentUser user, SeenBooking seen, DateOnly? first, DateOnly? last, CancellationToken stop) =>
        new EditBookings(database, settings).RunAsync(user, new Deed("Resized"), [seen], bookings => Planned.One(
            bookings[0], bookings[0].Terms.Resized(first ?? bookings[0].Terms.Days.First, last ?? bookings[0].Terms.Days.Last)), stop);
}

/// <summary>Lets a booking end later.</summary>
public sealed class ExtendBooking(Database database, PracticeSettings settings)
{
    public Task<Result<Gesture>> RunAsync(CurrentUser user, SeenBooking seen, DateOnly last, CancellationToken stop) =>
        new EditBookings(database, settings).RunAsync(
            user, new Deed("Extended"), [seen], bookings => Planned.One(bookings[0], bookings[0].Terms.Extended(last)), stop);
}

/// <summary>Moves many bookings by the same days: all of them or none.</summary>
public sealed class ShiftBookings(Database database, PracticeSettings settings)
{
    public const int Most = 500;

    public Task<Result<Gesture>> RunAsync(CurrentUser user, IReadOnlyList<SeenBooking> seen, int days, CancellationToken stop)
    {
        if (seen.Count is 0 or > Most || seen.DistinctBy(one => one.Key).Count() < seen.Count)
            return Task.FromResult<Result<Gesture>>(new InvalidFields("booking", $"Choose 1 to {Most} bookings, each once."));

        return new EditBookings(database, settings).RunAsync(
            user, new Deed($"Shifted by {Ui.Text.Count(Math.Abs(days), "day")} {(days < 0 ? "earlier" : "later")}:"), seen, bookings => Planned.All(
                bookings, bookings.Select(booking => booking.Terms.Moved(days))), stop);
    }
}

/// <summary>What a plan answers for bookings that only change.</summary>
internal static class Planned
{
    public static Result<IReadOnlyList<BookingEdit>> One(Booking booking, Result<BookingTerms> terms) => All([booking], [terms]);

    public static Result<IReadOnlyList<BookingEdit>> All(IReadOnlyList<Booking> bookings, IEnumerable<Result<BookingTerms>> terms)
    {
        var edits = new List<BookingEdit>();
        foreach (var (booking, result) in bookings.Zip(terms))
        {
            if (!result.Succeeded(out var after, out var problem))
                return problem;

            edits.Add(new BookingEdit(booking.Key, booking, after));
        }

        return edits;
    }
}

using Throughline.Data;
using Throughline.Domain;
using Throughline.Domain.Accounts;
using Throughline.Domain.Dates;
using Throughline.Domain.People;
using Throughline.Domain.Staffing;
using Throughline.Platform;

namespace Throughline.Features.Staffing;

/// <summary>One booking behind a cell and what it takes of the week.</summary>
public sealed record CellBooking(BookingFact Booking, int Minutes, PlannedEngagement Engagement, int Version);

/// <summary>What is behind one cell of the resource centre.</summary>
/// <param name="Reserved">Minutes of bookings that the reader may not see.</param>
public sealed record CellView(string Name, PersonKey? Person, string? Role, DateRange Week, PersonWeek Load, IReadOnlyList<CellBooking> Bookings, int Reserved);

/// <summary>A person's week, or that of unnamed resources of a role, opened into its bookings.</summary>
internal sealed class CellBookings(StaffingPlans plans, Database database)
{
    /// <param name="user">Who looks.</param>
    /// <param name="row">A person's key, or <c>~</c> and a role.</param>
    /// <param name="monday">The week's first day.</param>
    /// <param name="range">The weeks on the page, whose plan is in memory.</param>
    /// <param name="stop">Ends the work.</param>
    public async Task<Result<CellView>> RunAsync(CurrentUser user, string row, DateOnly monday, DateRange range, CancellationToken stop)
    {
        if (user.IsOutside || user.Reach(Act.SeeBookings) == Relation.None)
            return new NoSuchRecord("There is nothing here.");

        var sight = await Sight.OfAsync(user, database, stop);
        var plan = await plans.ReadAsync(range.Contains(monday) ? range : new DateRange(monday, monday.AddDays(6)), stop);
        var role = row.StartsWith('~') ? row[1..] : null;
        var person = role is null ? plan.Person(new PersonKey(row)) : null;
        if (role is null && (person is null || !sight.Sees(person, plan)))
            return new NoSuchRecord($"There is no person {row}.");

        var week = new DateRange(monday, monday.AddDays(6));
        var all = plan.Weeks.BookingsOf(person?.Person)
            .Where(booking => booking.Days.Overlaps(week) && (role is null || booking.Role == role))
            .Select(booking => (Booking: booking, Minutes: plan.Weeks.Booked(booking, week), Seen: sight.Sees(booking, person))).ToList();
        var seen = all.Where(one => one.Seen).OrderBy(one => one.Booking.Commitment is Commitment.Soft).ThenBy(one => one.Booking.Engagement).ToList();
        var versions = await BookingVersions.ReadAsync(database, [.. seen.Select(one => one.Booking.Booking.Value)], stop);
        return new CellView(
            person?.Name ?? $"{ResourceCentre.Sentence(role!)}, not named yet", person?.Person, role, week, Load(plan, person, seen, week),
            [.. seen.Select(one => new CellBooking(one.Booking, one.Minutes, plan.Engagements[one.Booking.Engagement], versions.GetValueOrDefault(one.Booking.Booking.Value)))],
            all.Where(one => !one.Seen && role is null).Sum(one => one.Minutes));
    }

    private static PersonWeek Load(StaffingPlan plan, PersonFact? person, List<(BookingFact Booking, int Minutes, bool Seen)> seen, DateRange week) => person is null
        ? new PersonWeek(0, 0, 0, Sum(seen, Commitment.Hard), Sum(seen, Commitment.Soft))
        : plan.Load[person.Person][(week.First.DayNumber - plan.Weeks.Range.First.DayNumber) / 7];

    private static int Sum(List<(BookingFact Booking, int Minutes, bool Seen)> bookings, Commitment commitment) =>
        bookings.Where(one => one.Booking.Commitment == commitment).Sum(one => one.Minutes);
}

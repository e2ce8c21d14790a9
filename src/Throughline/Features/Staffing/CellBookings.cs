using Throughline.Data;
using Throughline.Domain;
using Throughline.Domain.Accounts;
using Throughline.Domain.Dates;
using Throughline.Domain.Engagements;
using Throughline.Domain.People;
using Throughline.Domain.Staffing;
using Throughline.Platform;

namespace Throughline.Features.Staffing;

/// <summary>One booking behind a cell and what it takes of its days.</summary>
public sealed record CellBooking(BookingFact Booking, int Minutes, PlannedEngagement Engagement, string? Who, int Version);

/// <summary>What is behind one cell of the resource centre.</summary>
/// <param name="Reserved">Minutes of bookings that the reader may not see.</param>
public sealed record CellView(string Name, PersonKey? Person, string? Role, DateRange Week, PersonWeek Load, IReadOnlyList<CellBooking> Bookings, int Reserved);

/// <summary>A person's week, or that of unnamed resources of a role, opened into its bookings.</summary>
internal sealed class CellBookings(StaffingPlans plans, Database database)
{
    /// <param name="user">Who looks.</param>
    /// <param name="row">A person's key, <c>~</c> and a role, or <c>#</c> and an engagement.</param>
    /// <param name="day">A day of the column; before or after the columns the nearest is opened.</param>
    /// <param name="ask">The page, whose plan is in memory.</param>
    /// <param name="stop">Ends the work.</param>
    public async Task<Result<CellView>> RunAsync(CurrentUser user, string row, DateOnly day, CentreAsk ask, CancellationToken stop)
    {
        if (user.IsOutside || user.Reach(Act.SeeBookings) == Relation.None)
            return new NoSuchRecord("There is nothing here.");

        var sight = await Sight.OfAsync(user, database, stop);
        var plan = await plans.ReadAsync(ask.Spans, ask.At, stop);
        var role = row.StartsWith('~') ? row[1..] : null;
        var engagement = row.StartsWith('#') ? plan.Engagements.GetValueOrDefault(new EngagementKey(row[1..])) : null;
        var person = role is null && engagement is null ? plan.Person(new PersonKey(row)) : null;
        if (role is null && engagement is null && (person is null || !sight.Sees(person, plan)))
            return new NoSuchRecord($"There is no person {row}.");

        var week = plan.Weeks.Week(plan.Weeks.IndexOf(day));
        var bookings = engagement is null ? plan.Weeks.BookingsOf(person?.Person) : plan.People.Select(one => (PersonKey?)one.Person).Append(null).SelectMany(plan.Weeks.BookingsOf);
        var all = bookings
            .Where(booking => booking.Days.Overlaps(week) && (role is null || booking.Role == role) && (engagement is null || booking.Engagement == engagement.Key))
            .Select(booking => (Booking: booking, Minutes: plan.Weeks.Booked(booking, week), Seen: sight.Sees(booking, person ?? plan.Person(booking.Person)))).ToList();
        if (engagement is not null && !all.Exists(one => one.Seen))
            return new NoSuchRecord($"Nothing that you may see is booked on {row[1..]}.");

        var seen = all.Where(one => one.Seen).OrderBy(one => one.Booking.Commitment is Commitment.Soft).ThenBy(one => one.Booking.Engagement).ToList();
        var versions = await BookingVersions.ReadAsync(database, [.. seen.Select(one => one.Booking.Booking.Value)], stop);
        return new CellView(
            person?.Name ?? engagement?.Name ?? $"{ResourceCentre.Sentence(role!)}, not named yet", person?.Person, role, week, Load(plan, person, seen, week),
            [.. seen.Select(one => new CellBooking(one.Booking, one.Minutes, plan.Engagements[one.Booking.Engagement], engagement is null ? null : plan.Person(one.Booking.Person)?.Name ?? "not named yet", versions.GetValueOrDefault(one.Booking.Booking.Value)))],
            all.Where(one => !one.Seen && person is not null).Sum(one => one.Minutes));
    }

    private static PersonWeek Load(StaffingPlan plan, PersonFact? person, List<(BookingFact Booking, int Minutes, bool Seen)> seen, DateRange week) => person is null
        ? new PersonWeek(0, 0, 0, Sum(seen, Commitment.Hard), Sum(seen, Commitment.Soft))
        : plan.Load[person.Person][plan.Weeks.IndexOf(week.First)];

    private static int Sum(List<(BookingFact Booking, int Minutes, bool Seen)> bookings, Commitment commitment) =>
        bookings.Where(one => one.Booking.Commitment == commitment).Sum(one => one.Minutes);
}

using Throughline.Domain.Dates;
using Throughline.Domain.People;
using Throughline.Domain.Reports;

namespace Throughline.Domain.Staffing;

/// <summary>A person's week in whole minutes. The week keeps its Monday where the range cuts it, but counts only the days inside.</summary>
public sealed record AllocationRow(PersonFact Person, Period Week, int Capacity, int Hard, int Soft)
{
    /// <summary>Soft bookings leave time free.</summary>
    public int Free => Math.Max(0, Capacity - Hard);

    public bool UnderAllocated => Capacity > 0 && Hard < Capacity;
}

/// <summary>
/// One row for every person and every week the range touches. Bookings of engagements of every status count, each limited
/// by the day by itself, on every day of the range whatever today is; unnamed bookings are nobody's.
/// </summary>
public static class Allocation
{
    public static IReadOnlyList<AllocationRow> Of(PracticeFacts facts, ReportRequest request)
    {
        var weeks = Periods.Cut(request.Range, PeriodKind.Week, request.Settings.FiscalYearStartMonth);
        var capacity = CapacityOf(facts, request);
        var bookings = facts.Bookings.Where(booking => booking.Days.Overlaps(request.Range)).ToLookup(booking => booking.Person);
        var rows = new List<AllocationRow>(facts.People.Count * weeks.Count);

        foreach (var person in facts.People)
        {
            var days = capacity.Of(person.Person);
            var own = bookings[person.Person].ToLookup(booking => booking.Commitment);
            rows.AddRange(from week in weeks
                          select new AllocationRow(
                              person, week, days.CapacityIn(week.Days), Booked(Commitment.Hard, week), Booked(Commitment.Soft, week)));

            int Booked(Commitment commitment, Period week) => own[commitment].Sum(booking => BookedIn(days, booking, week.Days));
        }

        return rows;
    }

    /// <summary>The capacity of everybody on each day of the request's range.</summary>
    internal static Capacity CapacityOf(PracticeFacts facts, ReportRequest request) => new(
        request.Range, facts.People, facts.CalendarDays, facts.TimeOff, facts.Overtime, request.Settings.Weekends);

    internal static int BookedIn(PersonDays days, BookingFact booking, DateRange week) =>
        booking.Days.Overlaps(week) ? days.BookedIn(booking.Days.Within(week), booking.MinutesPerDay) : 0;
}

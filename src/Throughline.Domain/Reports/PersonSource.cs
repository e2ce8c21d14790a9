using Throughline.Domain.Dates;
using Throughline.Domain.People;
using Throughline.Domain.Staffing;

namespace Throughline.Domain.Reports;

/// <summary>Finds the days and bookings behind a person's hours.</summary>
internal sealed class PersonSource(PracticeFacts facts, ReportRequest request)
{
    private readonly Capacity capacity = Allocation.CapacityOf(facts, request);

    public static PersonSource Of(PracticeFacts facts, ReportRequest request) => new(facts, request);

    public PracticeFacts Facts => facts;
    public ReportSettings Settings => request.Settings;

    /// <summary>One part for each day that has capacity.</summary>
    public IEnumerable<Part> Capacity(PersonFact person, DateRange days) =>
        from day in days.Days()
        let minutes = capacity.Of(person.Person).CapacityOn(day)
        where minutes > 0
        select new Part("capacity", person.Person.Value, new DateRange(day, day), minutes / 60m);

    public IEnumerable<Part> Booked(AllocationRow row, Commitment commitment, decimal sign) =>
        from booking in facts.Bookings
        where booking.Person == row.Person.Person && booking.Commitment == commitment
        let minutes = Allocation.BookedIn(capacity.Of(booking.Person), booking, row.Week.Days)
        where minutes > 0
        select new Part(
            $"{commitment.Text()}_booking", booking.Booking.Value, row.Week.Days, sign * minutes / 60m, Weight: sign);

    public IEnumerable<Part> Soft(SoftBookingRow row) =>
        from booking in facts.Bookings
        where booking.Commitment is Commitment.Soft && booking.Engagement == row.Engagement.Engagement && booking.Person == row.Person && booking.Role == row.Role
        let minutes = Allocation.BookedIn(capacity.Of(booking.Person), booking, row.Week.Days)
        where minutes > 0
        select new Part("soft_booking", booking.Booking.Value, row.Week.Days, minutes / 60m);

    /// <summary>Capacity less hard bookings; where these are more, what is over is given back so that free time ends at 0.</summary>
    public IEnumerable<Part> Free(AllocationRow row)
    {
        var parts = Capacity(row.Person, row.Week.Days).Concat(Booked(row, Commitment.Hard, -1m));
        return row.Hard > row.Capacity
            ? parts.Append(new Part("over_capacity", row.Person.Person.Value, row.Week.Days, (row.Hard - row.Capacity) / 60m))
            : parts;
    }
}

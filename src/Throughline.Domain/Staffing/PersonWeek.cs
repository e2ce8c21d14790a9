using Throughline.Domain.Dates;
using Throughline.Domain.People;
using Throughline.Domain.Reports;

namespace Throughline.Domain.Staffing;

/// <summary>One week of a person in whole minutes. Standard is the capacity there would be without holidays and time off.</summary>
public readonly record struct PersonWeek(int Standard, int Capacity, int Overtime, int Hard, int Soft)
{
    /// <summary>Lost to holidays and time off.</summary>
    public int Off => Standard - Capacity;

    /// <param name="softWeight">How much of soft bookings counts: 0 none, 1 all.</param>
    public int Booked(decimal softWeight) => Hard + (int)decimal.Round(Soft * softWeight, MidpointRounding.AwayFromZero);

    /// <summary>What is free of the capacity; approved overtime is for what was booked with it and leaves nothing free.</summary>
    public int Free(decimal softWeight) => Math.Max(0, Capacity - Booked(softWeight));

    /// <summary>What is booked beyond capacity and approved overtime.</summary>
    public int Over(decimal softWeight) => Math.Max(0, Booked(softWeight) - Capacity - Overtime);

    public static PersonWeek operator +(PersonWeek left, PersonWeek right) => new(
        left.Standard + right.Standard, left.Capacity + right.Capacity, left.Overtime + right.Overtime, left.Hard + right.Hard, left.Soft + right.Soft);
}

/// <summary>The weeks of everybody over a range that begins on a Monday and ends on a Sunday; the same sums as the allocation report.</summary>
public sealed class PeopleWeeks
{
    private readonly Capacity capacity;
    private readonly Capacity undisturbed;
    private readonly ILookup<PersonKey?, BookingFact> bookings;

    public PeopleWeeks(DateRange range, PracticeFacts facts, Weekends weekends)
    {
        if (range.First.DayOfWeek is not DayOfWeek.Monday || range.Last.DayOfWeek is not DayOfWeek.Sunday)
            throw new ArgumentException("The range must be whole weeks, Monday to Sunday.", nameof(range));

        Range = range;
        capacity = new Capacity(range, facts.People, facts.CalendarDays, facts.TimeOff, facts.Overtime, weekends);
        undisturbed = new Capacity(range, facts.People, [], [], [], weekends);
        bookings = facts.Bookings.ToLookup(booking => booking.Person);
    }

    public DateRange Range { get; }

    public int Count => Range.Length / 7;

    public DateRange Week(int index) => new(Range.First.AddDays(7 * index), Range.First.AddDays((7 * index) + 6));

    /// <summary>Every booking of the person that touches the range; without a person those of unnamed resources.</summary>
    public IEnumerable<BookingFact> BookingsOf(PersonKey? person) => bookings[person];

    /// <summary>Capacity day by day.</summary>
    public PersonDays DaysOf(PersonKey person) => capacity.Of(person);

    /// <summary>What one booking takes of the week.</summary>
    public int Booked(BookingFact booking, DateRange week) => Allocation.BookedIn(capacity.Of(booking.Person), booking, week);

    public PersonWeek[] Of(PersonKey person)
    {
        var (own, plain) = (capacity.Of(person), undisturbed.Of(person));
        var weeks = new PersonWeek[Count];
        for (var i = 0; i < weeks.Length; i++)
        {
            var week = Week(i);
            var overtime = week.Days().Sum(own.OvertimeOn);
            weeks[i] = new PersonWeek(plain.CapacityIn(week), own.CapacityIn(week), overtime, 0, 0);
        }

        Add(weeks, bookings[person]);
        return weeks;
    }

    /// <summary>Unnamed bookings by week: they have hours, but nobody's capacity.</summary>
    public PersonWeek[] OfUnnamed(IEnumerable<BookingFact> unnamed)
    {
        var weeks = new PersonWeek[Count];
        Add(weeks, unnamed);
        return weeks;
    }

    private void Add(PersonWeek[] weeks, IEnumerable<BookingFact> booked)
    {
        foreach (var booking in booked)
        {
            var first = Math.Max(0, (booking.Days.First.DayNumber - Range.First.DayNumber) / 7);
            var last = Math.Min(weeks.Length - 1, (booking.Days.Last.DayNumber - Range.First.DayNumber) / 7);
            for (var i = first; i <= last; i++)
            {
                var minutes = Booked(booking, Week(i));
                weeks[i] += booking.Commitment is Commitment.Hard ? new(0, 0, 0, minutes, 0) : new(0, 0, 0, 0, minutes);
            }
        }
    }
}

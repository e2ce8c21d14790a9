using Throughline.Domain.Dates;
using Throughline.Domain.People;
using Throughline.Domain.Reports;

namespace Throughline.Domain.Staffing;

/// <summary>One week of a person, or another span of days, in whole minutes. Standard is the capacity there would be without holidays and time off.</summary>
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

/// <summary>Everybody's load in weeks, or in other spans that follow each other without a gap; by week the same sums as the allocation report.</summary>
public sealed class PeopleWeeks
{
    private readonly IReadOnlyList<DateRange> spans;
    private readonly Capacity capacity;
    private readonly Capacity undisturbed;
    private readonly ILookup<PersonKey?, BookingFact> bookings;

    /// <param name="range">Whole weeks, Monday to Sunday.</param>
    /// <param name="facts">People, working time and the bookings that touch the range.</param>
    /// <param name="weekends">The days that are usually off.</param>
    public PeopleWeeks(DateRange range, PracticeFacts facts, Weekends weekends)
        : this(WeeksOf(range), facts, weekends)
    {
    }

    /// <inheritdoc cref="PeopleWeeks(DateRange, PracticeFacts, Weekends)"/>
    /// <param name="spans">At least one; each begins on the day after the one before ends.</param>
    public PeopleWeeks(IReadOnlyList<DateRange> spans, PracticeFacts facts, Weekends weekends)
    {
        for (var i = 1; i < spans.Count; i++)
        {
            if (spans[i].First != spans[i - 1].Last.AddDays(1))
                throw new ArgumentException($"The span from {spans[i].First:O} does not follow on the one before.", nameof(spans));
        }

        this.spans = spans;
        var range = Range = new DateRange(spans[0].First, spans[^1].Last);
        capacity = new Capacity(range, facts.People, facts.CalendarDays, facts.TimeOff, facts.Overtime, weekends);
        undisturbed = new Capacity(range, facts.People, [], [], [], weekends);
        bookings = facts.Bookings.ToLookup(booking => booking.Person);
    }

    public DateRange Range { get; }

    public int Count => spans.Count;

    public DateRange Week(int index) => spans[index];

    /// <summary>The span that holds the day; the first or the last one for a day before or after the range.</summary>
    public int IndexOf(DateOnly day)
    {
        var (low, high) = (0, spans.Count - 1);
        while (low < high)
        {
            var middle = (low + high + 1) / 2;
            if (spans[middle].First <= day)
                low = middle;
            else
                high = middle - 1;
        }

        return low;
    }

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

    /// <summary>Bookings by week without anybody's capacity: those of unnamed resources, or of one engagement.</summary>
    public PersonWeek[] OfUnnamed(IEnumerable<BookingFact> booked)
    {
        var weeks = new PersonWeek[Count];
        Add(weeks, booked);
        return weeks;
    }

    /// <summary>The weeks of a range that begins on a Monday and ends on a Sunday.</summary>
    public static IReadOnlyList<DateRange> WeeksOf(DateRange range)
    {
        if (range.First.DayOfWeek is not DayOfWeek.Monday || range.Last.DayOfWeek is not DayOfWeek.Sunday)
            throw new ArgumentException("The range must be whole weeks, Monday to Sunday.", nameof(range));

        return [.. Enumerable.Range(0, range.Length / 7).Select(i => new DateRange(range.First.AddDays(7 * i), range.First.AddDays((7 * i) + 6)))];
    }

    private void Add(PersonWeek[] weeks, IEnumerable<BookingFact> booked)
    {
        foreach (var booking in booked)
        {
            if (!booking.Days.Overlaps(Range))
                continue;

            var last = IndexOf(booking.Days.Last);
            for (var i = IndexOf(booking.Days.First); i <= last; i++)
            {
                var minutes = Booked(booking, Week(i));
                weeks[i] += booking.Commitment is Commitment.Hard ? new(0, 0, 0, minutes, 0) : new(0, 0, 0, 0, minutes);
            }
        }
    }
}

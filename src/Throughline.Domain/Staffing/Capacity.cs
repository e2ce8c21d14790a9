using Throughline.Domain.Dates;
using Throughline.Domain.People;

namespace Throughline.Domain.Staffing;

/// <summary>
/// The capacity of people on each day of a range: a fifth of the weekly hours on working days of their employment, or what
/// their working pattern gives the weekday; on a holiday what is worked that day; less all time off; never below 0. Logged
/// time never changes it.
/// </summary>
public sealed class Capacity
{
    private readonly DateRange range;
    private readonly Weekends weekends;
    private readonly Dictionary<PersonKey, PersonFact> people;
    private readonly ILookup<string, CalendarDay> holidays;
    private readonly ILookup<PersonKey, TimeOffFact> timeOff;
    private readonly ILookup<PersonKey, OvertimeFact> overtime;
    private readonly Dictionary<PersonKey, PersonDays> known = [];
    private PersonDays? unnamed;

    public Capacity(
        DateRange range,
        IEnumerable<PersonFact> people,
        IEnumerable<CalendarDay> calendarDays,
        IEnumerable<TimeOffFact> timeOff,
        IEnumerable<OvertimeFact> overtime,
        Weekends weekends)
    {
        (this.range, this.weekends) = (range, weekends);
        this.people = people.ToDictionary(person => person.Person);
        holidays = calendarDays.Where(holiday => range.Contains(holiday.Date)).ToLookup(holiday => holiday.Calendar);
        this.timeOff = timeOff.Where(off => off.Days.Overlaps(range)).ToLookup(off => off.Person);
        this.overtime = overtime
            .Where(extra => extra.Kind is OvertimeKind.Approved && range.Contains(extra.Date))
            .ToLookup(extra => extra.Person);
    }

    /// <summary>Without a person, an unnamed resource: it takes any booking on every day that is no usual weekend.</summary>
    public PersonDays Of(PersonKey? person)
    {
        if (person is not { } key)
            return unnamed ??= new PersonDays(range, Week(24 * 60, weekends.Usual), new int[range.Length]);

        if (!known.TryGetValue(key, out var days))
            known[key] = days = new PersonDays(range, MinutesOf(people[key]), OvertimeOf(key));

        return days;
    }

    private int[] MinutesOf(PersonFact person)
    {
        var minutes = Week(person.MinutesPerDay, weekends.Of(person.Calendar));
        foreach (var pattern in person.Patterns.OrderBy(pattern => pattern.EffectiveFrom))
        {
            for (var i = Math.Max(0, Index(pattern.EffectiveFrom)); i < minutes.Length; i++)
                minutes[i] = pattern.MinutesOn(range.First.AddDays(i).DayOfWeek);
        }

        foreach (var holiday in person.Calendar is null ? [] : holidays[person.Calendar])
            minutes[Index(holiday.Date)] = Math.Min(minutes[Index(holiday.Date)], holiday.Minutes);

        foreach (var off in timeOff[person.Person])
        {
            for (var i = Math.Max(0, Index(off.Days.First)); i <= Math.Min(minutes.Length - 1, Index(off.Days.Last)); i++)
                minutes[i] = Math.Max(0, minutes[i] - (off.MinutesPerDay ?? minutes[i]));
        }

        if (person.Start is { } start)
            minutes.AsSpan(0, Math.Clamp(Index(start), 0, minutes.Length)).Clear();
        if (person.End is { } end)
            minutes.AsSpan(Math.Clamp(Index(end) + 1, 0, minutes.Length)).Clear();

        return minutes;
    }

    private int[] OvertimeOf(PersonKey person)
    {
        var minutes = new int[range.Length];
        foreach (var extra in overtime[person])
            minutes[Index(extra.Date)] += extra.Minutes;

        return minutes;
    }

    private int[] Week(int minutesPerDay, IReadOnlyCollection<DayOfWeek> weekend)
    {
        Span<int> week = stackalloc int[7];
        for (var weekday = 0; weekday < 7; weekday++)
            week[weekday] = weekend.Contains((DayOfWeek)weekday) ? 0 : minutesPerDay;

        var minutes = new int[range.Length];
        var today = (int)range.First.DayOfWeek;
        for (var i = 0; i < minutes.Length; i++)
        {
            minutes[i] = week[today];
            today = today == 6 ? 0 : today + 1;
        }

        return minutes;
    }

    private int Index(DateOnly day) => day.DayNumber - range.First.DayNumber;
}

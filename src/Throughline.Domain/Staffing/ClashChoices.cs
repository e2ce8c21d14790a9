using Throughline.Domain.Dates;
using Throughline.Domain.People;

namespace Throughline.Domain.Staffing;

/// <summary>A person as the choices of a clash and candidates know them.</summary>
public sealed record SkilledPerson(PersonFact Person, SkillList Skills);

/// <summary>The person takes part of each day and somebody else the rest.</summary>
public sealed record SplitChoice(int OwnMinutes, PersonKey Other, string OtherName, int OtherMinutes);

/// <summary>Somebody of the same role whose days hold the booking whole.</summary>
/// <param name="Shared">The skills that they share with the person asked for.</param>
/// <param name="FreeMinutes">What they have free over the days in all.</param>
public sealed record OtherPerson(PersonKey Person, string Name, IReadOnlyList<string> Shared, int FreeMinutes);

/// <summary>Overtime that somebody would have to approve for one day.</summary>
public sealed record OvertimeNeeded(DateOnly Day, int Minutes);

/// <summary>What everybody's days hold around a booking that does not fit.</summary>
/// <param name="Asked">Whom it was asked of.</param>
/// <param name="Others">Everybody else of the role.</param>
/// <param name="Days">The days of one of them: the person asked over the whole search, the others over the days asked.</param>
public sealed record ClashFacts(SkilledPerson Asked, IReadOnlyList<SkilledPerson> Others, Func<PersonKey, FreeDays> Days);

/// <summary>Ways out for a hard booking that does not fit, each of which fits at the moment it is told. Keeping it soft, in the hope that time comes free, is always one.</summary>
/// <param name="NextSpan">The first later days of as many working days that hold it whole; null within the search.</param>
/// <param name="ShorterMinutes">The longest day in whole steps that fits on the days asked; null when none does.</param>
/// <param name="Overtime">Each day that would need it; empty when a day would have more than 24 hours.</param>
public sealed record ClashChoices(
    DateRange? NextSpan, int? ShorterMinutes, SplitChoice? Split, IReadOnlyList<OtherPerson> Others, IReadOnlyList<OvertimeNeeded> Overtime)
{
    /// <summary>A shorter day is offered in quarters of an hour.</summary>
    public const int StepMinutes = 15;

    /// <summary>How far the next days are looked for.</summary>
    public const int SearchDays = 182;

    private const int MostOthers = 5;
    private const int LongestDay = 24 * 60;

    /// <summary>Days off may lengthen the next span by this much and no more.</summary>
    private const int MostStretch = 14;

    public int OvertimeMinutes => Overtime.Sum(day => day.Minutes);

    public static ClashChoices Of(DateRange days, int minutesPerDay, ClashFacts facts)
    {
        var own = facts.Days(facts.Asked.Person.Person);
        var most = own.Most(days, minutesPerDay);
        var shorter = most / StepMinutes * StepMinutes;
        return new ClashChoices(
            Next(days, minutesPerDay, own),
            shorter is > 0 && shorter < minutesPerDay ? shorter : null,
            SplitOf(days, minutesPerDay, shorter, facts),
            [.. Fitting(days, minutesPerDay, facts).Take(MostOthers)],
            OvertimeOf(days, minutesPerDay, own));
    }

    private static DateRange? Next(DateRange days, int minutesPerDay, FreeDays own)
    {
        var wanted = days.Days().Count(own.UsuallyWorks);
        if (wanted == 0)
            return null;

        for (var first = days.First.AddDays(1); first <= own.Range.Last; first = first.AddDays(1))
        {
            if (own.Works(first) && Last(first, wanted, days.Length + MostStretch, minutesPerDay, own) is { } last)
                return new DateRange(first, last);
        }

        return null;
    }

    // The day on which as many working days have passed, all of which hold the booking.
    private static DateOnly? Last(DateOnly first, int wanted, int longest, int minutesPerDay, FreeDays own)
    {
        var worked = 0;
        for (var day = first; day <= own.Range.Last && day.DayNumber - first.DayNumber < longest; day = day.AddDays(1))
        {
            if (!own.Works(day))
                continue;
            if (!own.Fits(day, minutesPerDay) || own.Takes(day, minutesPerDay) < own.Wants(day, minutesPerDay))
                return null;
            if (++worked == wanted)
                return day;
        }

        return null;
    }

    private static SplitChoice? SplitOf(DateRange days, int minutesPerDay, int own, ClashFacts facts)
    {
        if (own == 0 || own >= minutesPerDay)
            return null;

        return Fitting(days, minutesPerDay - own, facts)
            .Select(other => new SplitChoice(own, other.Person, other.Name, minutesPerDay - own)).FirstOrDefault();
    }

    // Who shares most of the skills comes first, then who is freest.
    private static IEnumerable<OtherPerson> Fitting(DateRange days, int minutesPerDay, ClashFacts facts) =>
        from other in facts.Others
        let free = facts.Days(other.Person.Person)
        where Holds(days, minutesPerDay, free)
        let shared = facts.Asked.Skills.All.Where(skill => other.Skills.Find(skill.Name) is not null).Select(skill => skill.Name).ToList()
        let left = days.Days().Where(free.Works).Sum(day => Math.Max(0, free.FreeOn(day)))
        orderby shared.Count descending, left descending, other.Person.Name, other.Person.Person
        select new OtherPerson(other.Person.Person, other.Person.Name, shared, left);

    /// <summary>The days hold the booking whole: it fits, and no holiday or time off shortens it.</summary>
    internal static bool Holds(DateRange days, int minutesPerDay, FreeDays free)
    {
        var works = false;
        foreach (var day in days.Days())
        {
            var wants = free.Wants(day, minutesPerDay);
            works |= wants > 0;
            if (!free.Fits(day, minutesPerDay) || free.Takes(day, minutesPerDay) < wants)
                return false;
        }

        return works;
    }

    private static List<OvertimeNeeded> OvertimeOf(DateRange days, int minutesPerDay, FreeDays own)
    {
        List<OvertimeNeeded> needed = [.. days.Days().Select(day => new OvertimeNeeded(day, own.Lacks(day, minutesPerDay))).Where(day => day.Minutes > 0)];
        return needed.Exists(day => own.Takes(day.Day, LongestDay) + day.Minutes > LongestDay) ? [] : needed;
    }
}

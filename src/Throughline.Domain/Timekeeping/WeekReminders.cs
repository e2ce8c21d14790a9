using Throughline.Domain.Dates;
using Throughline.Domain.People;
using Throughline.Domain.Reports;
using Throughline.Domain.Staffing;

namespace Throughline.Domain.Timekeeping;

/// <summary>Where somebody's week stands towards its cut-off, at one moment.</summary>
/// <param name="Word">What falls due to be said, unless the week is done.</param>
/// <param name="Done">Nothing is missing and all is handed in: whoever was on leave or said that they did not work is done too.</param>
public sealed record WeekWord(PersonFact Person, DateOnly Monday, Completeness Week, DateTimeOffset Due, TimeZoneInfo Zone, Reminder Word, bool Done);

/// <summary>Who is to be reminded of which week: only those whose hours are truly missing or not handed in.</summary>
public static class WeekReminders
{
    /// <summary>Every person's weeks whose reminders are under way at the moment.</summary>
    /// <param name="facts">People, working time and the time of the weeks.</param>
    /// <param name="weeks">Whole weeks, from the first one's Monday.</param>
    /// <param name="weekends">The practice's days off.</param>
    /// <param name="termsOf">P-19 and P-22 of a person for a week.</param>
    /// <param name="now">The moment.</param>
    public static IEnumerable<WeekWord> Of(
        PracticeFacts facts, DateRange weeks, Weekends weekends, Func<PersonFact, DateOnly, WeekTerms> termsOf, DateTimeOffset now)
    {
        var capacity = new Capacity(weeks, facts.People, facts.CalendarDays, facts.TimeOff, facts.Overtime, weekends);
        var time = facts.WeekTime.ToLookup(line => line.Person);
        var stated = facts.NoWork.ToLookup(statement => statement.Person);
        foreach (var person in facts.People)
        {
            var days = capacity.Of(person.Person);
            for (var monday = weeks.First; monday <= weeks.Last; monday = monday.AddDays(7))
            {
                var week = new DateRange(monday, monday.AddDays(6));
                if (days.CapacityIn(week) == 0)
                    continue;

                var terms = termsOf(person, monday);
                var due = terms.Due(monday);
                var first = TimeDue.FirstWord(week.Days().Last(day => days.CapacityOn(day) > 0), due, terms.Zone);
                if (TimeDue.At(now, first, due) is var word and not Reminder.None)
                    yield return Word(person, week, days, [.. time[person.Person].Where(line => week.Contains(line.Day))], stated[person.Person], terms, word);
            }
        }
    }

    private static WeekWord Word(
        PersonFact person, DateRange week, PersonDays days, IReadOnlyList<WeekTimeFact> lines, IEnumerable<NoWorkFact> stated, WeekTerms terms, Reminder word)
    {
        var whole = Completeness.Of(
            person, week, days.CapacityOn, day => lines.Where(line => line.Day == day).Sum(line => line.Hours), stated, terms.LeastHours);
        return new WeekWord(
            person, week.First, whole, terms.Due(week.First), terms.Zone, word, whole.Missing == 0m && !lines.Any(line => line.State.IsOpen()));
    }
}

using Throughline.Domain.Dates;

namespace Throughline.Domain.Timekeeping;

/// <summary>What is to be said to somebody about a cut-off at one moment.</summary>
public enum Reminder { None, Due, Late }

/// <summary>When a week's hours are due (P-19) and when they must be approved (P-20), and when somebody is reminded of it .</summary>
public static class TimeDue
{
    /// <summary>So long after a cut-off nobody is reminded of it for the first time.</summary>
    public static readonly TimeSpan Forgotten = TimeSpan.FromDays(7);

    /// <summary>The least time between the reminder before a cut-off and the cut-off.</summary>
    public static readonly TimeSpan Notice = TimeSpan.FromHours(3);

    private static readonly TimeOnly EndOfWork = new(15, 0);

    /// <summary>
    /// The instant of the cut-off for the week that begins on the Monday: a Friday, Saturday or Sunday is that of the week
    /// itself, any other day that of the week after. Where the clocks skip the time, it is as much later.
    /// </summary>
    public static DateTimeOffset Of(DateOnly monday, WeeklyMinute cutOff, TimeZoneInfo zone) =>
        cutOff.InWeekOf(cutOff.Day is DayOfWeek.Friday or DayOfWeek.Saturday or DayOfWeek.Sunday ? monday : monday.AddDays(7), zone);

    /// <summary>The first reminder comes in the afternoon of the last day worked, but never later than the notice before the cut-off.</summary>
    public static DateTimeOffset FirstWord(DateOnly lastWorked, DateTimeOffset due, TimeZoneInfo zone) =>
        Earlier(Zones.InstantOf(lastWorked, EndOfWork, zone), due - Notice);

    /// <summary>What falls due to be said at the moment, if it was not said yet.</summary>
    /// <param name="now">The moment.</param>
    /// <param name="firstWord">From when on somebody is reminded.</param>
    /// <param name="due">The cut-off.</param>
    public static Reminder At(DateTimeOffset now, DateTimeOffset firstWord, DateTimeOffset due) =>
        now < firstWord || now >= due + Forgotten ? Reminder.None : now < due ? Reminder.Due : Reminder.Late;

    private static DateTimeOffset Earlier(DateTimeOffset one, DateTimeOffset other) => one < other ? one : other;
}

using Throughline.Domain.Dates;

namespace Throughline.Domain.Acceptance;

/// <summary>What a clause counts: days that are worked, or every day.</summary>
public enum AcceptanceUnit { BusinessDays, CalendarDays }

/// <summary>P-27: where the count begins when a request goes out on a day that is not worked.</summary>
public enum NonBusinessStart { Next, Same }

/// <summary>P-27b: the date that passive acceptance is recorded under.</summary>
public enum PassiveRecordedDate { LastDay, NextBusinessDay }

/// <summary>What a statement of work agrees on silence: after so many days, counted so, it means acceptance.</summary>
/// <remarks>A statement of work without such a clause has no terms at all .</remarks>
public sealed record AcceptanceTerms
{
    public AcceptanceTerms(
        int days,
        AcceptanceUnit unit = AcceptanceUnit.BusinessDays,
        NonBusinessStart nonBusinessStart = NonBusinessStart.Next,
        PassiveRecordedDate recordedDate = PassiveRecordedDate.LastDay)
    {
        if (days < 1)
            throw new ArgumentOutOfRangeException(nameof(days), days, "Silence needs at least one day.");

        (Days, Unit, NonBusinessStart, RecordedDate) = (days, unit, nonBusinessStart, recordedDate);
    }

    public int Days { get; }
    public AcceptanceUnit Unit { get; }
    public NonBusinessStart NonBusinessStart { get; }
    public PassiveRecordedDate RecordedDate { get; }
}

/// <summary>The running clock of one request.</summary>
/// <param name="Day1">The day the count begins with: the day of sending, or the next business day (P-27).</param>
/// <param name="DayN">The last day on which an answer stops the clock.</param>
/// <param name="Deadline">The instant at which <paramref name="DayN"/> is over; an answer at this instant is too late.</param>
/// <param name="RecordedOn">The date of acceptance when nobody answers (P-27b).</param>
public sealed record AcceptanceClock(DateOnly Day1, DateOnly DayN, DateTimeOffset Deadline, DateOnly RecordedOn)
{
    /// <summary>An answer in time stops the clock. A later one is too late for it, but may be recorded as a dispute.</summary>
    public bool IsStoppedBy(DateTimeOffset answered) => answered < Deadline;

    /// <summary>From this instant on silence has become acceptance.</summary>
    public bool HasRunOut(DateTimeOffset at) => at >= Deadline;
}

/// <summary>Counts the days after which silence means acceptance .</summary>
public static class PassiveAcceptance
{
    /// <summary>
    /// Day 1 is the civil day of sending in the engagement's zone, so five business days end on the fifth worked day and
    /// not five days after it. A start moved off a day that is not worked (P-27) is moved for either unit.
    /// </summary>
    /// <param name="sent">When the request went out.</param>
    /// <param name="zone">Whose civil days are counted.</param>
    /// <param name="terms">What the contract agrees on silence.</param>
    /// <param name="calendar">Which days are worked.</param>
    /// <param name="holds">Days that do not count, for either unit, both ends included.</param>
    /// <param name="daysUsed">Days that an earlier request has used up; at least one day is left all the same.</param>
    public static AcceptanceClock Start(
        DateTimeOffset sent, TimeZoneInfo zone, AcceptanceTerms terms, BusinessCalendar calendar, IReadOnlyCollection<DateRange>? holds = null, int daysUsed = 0)
    {
        var sentOn = Zones.DayOf(sent, zone);
        var first = terms.NonBusinessStart == NonBusinessStart.Next ? calendar.OnOrAfter(sentOn) : sentOn;
        var days = DaysFrom(first, terms, calendar, holds ?? []).Take(Math.Max(1, terms.Days - daysUsed)).ToList();
        var recordedOn = terms.RecordedDate == PassiveRecordedDate.LastDay ? days[^1] : calendar.NextAfter(days[^1]);

        return new AcceptanceClock(days[0], days[^1], Zones.EndOfDay(days[^1], zone), recordedOn);
    }

    /// <summary>The days that the clock counts, from its first to its last.</summary>
    public static IReadOnlyList<DateOnly> DaysOf(AcceptanceClock clock, AcceptanceTerms terms, BusinessCalendar calendar, IReadOnlyCollection<DateRange>? holds = null) =>
        [.. DaysFrom(clock.Day1, terms, calendar, holds ?? []).Take(terms.Days).TakeWhile(day => day <= clock.DayN)];

    /// <summary>The n of "day n of N": what was used before until the first day, never above N.</summary>
    public static int DayReached(
        AcceptanceClock clock, AcceptanceTerms terms, DateOnly today, BusinessCalendar calendar, IReadOnlyCollection<DateRange>? holds = null, int daysUsed = 0)
    {
        var last = today < clock.DayN ? today : clock.DayN;
        return Math.Min(daysUsed + DaysFrom(clock.Day1, terms, calendar, holds ?? []).Take(terms.Days).TakeWhile(day => day <= last).Count(), terms.Days);
    }

    // The first day counts whatever it is: P-27 has said where the count begins.
    private static IEnumerable<DateOnly> DaysFrom(DateOnly first, AcceptanceTerms terms, BusinessCalendar calendar, IReadOnlyCollection<DateRange> holds)
    {
        for (var day = first; ; day = day.AddDays(1))
        {
            if ((day == first || terms.Unit == AcceptanceUnit.CalendarDays || calendar.IsBusinessDay(day)) && !holds.Any(hold => hold.Contains(day)))
                yield return day;
        }
    }
}

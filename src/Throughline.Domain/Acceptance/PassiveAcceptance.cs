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
    public static AcceptanceClock Start(
        DateTimeOffset sent, TimeZoneInfo zone, AcceptanceTerms terms, BusinessCalendar calendar)
    {
        var sentOn = Zones.DayOf(sent, zone);
        var day1 = terms.NonBusinessStart == NonBusinessStart.Next ? calendar.OnOrAfter(sentOn) : sentOn;
        var dayN = terms.Unit == AcceptanceUnit.BusinessDays
            ? calendar.Add(day1, terms.Days - 1)
            : day1.AddDays(terms.Days - 1);
        var recordedOn = terms.RecordedDate == PassiveRecordedDate.LastDay ? dayN : calendar.NextAfter(dayN);

        return new AcceptanceClock(day1, dayN, Zones.EndOfDay(dayN, zone), recordedOn);
    }

    /// <summary>The n of "day n of N": 0 before the first day, never above N.</summary>
    public static int DayReached(AcceptanceClock clock, AcceptanceTerms terms, DateOnly today, BusinessCalendar calendar)
    {
        if (today < clock.Day1)
            return 0;

        var passed = terms.Unit == AcceptanceUnit.CalendarDays
            ? today.DayNumber - clock.Day1.DayNumber
            : calendar.CountIn(new DateRange(clock.Day1, today)) - (calendar.IsBusinessDay(clock.Day1) ? 1 : 0);
        return Math.Min(1 + passed, terms.Days);
    }
}

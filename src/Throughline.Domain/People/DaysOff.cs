using Throughline.Domain.Dates;

namespace Throughline.Domain.People;

/// <summary>A holiday of a calendar and the minutes that are worked on it all the same (0 for a whole holiday).</summary>
public sealed record CalendarDay(string Calendar, DateOnly Date, int Minutes);

/// <summary>Why a person is away.</summary>
public enum TimeOffKind { Pto, Sick, Holiday, Other }

public static class TimeOffKinds
{
    public static readonly Wording<TimeOffKind> Words = new(Text);

    public static string Text(this TimeOffKind kind) => kind switch
    {
        TimeOffKind.Pto => "pto",
        TimeOffKind.Sick => "sick",
        TimeOffKind.Holiday => "holiday",
        TimeOffKind.Other => "other",
    };
}

/// <summary>Days on which a person is away; without minutes the whole of each day.</summary>
public sealed record TimeOffFact(PersonKey Person, DateRange Days, TimeOffKind Kind = TimeOffKind.Pto, int? MinutesPerDay = null);

/// <summary>Approved: the person works longer that day. Conflict: was promised before capacity fell, and is still to be resolved.</summary>
public enum OvertimeKind { Approved, Conflict }

public static class OvertimeKinds
{
    public static readonly Wording<OvertimeKind> Words = new(Text);

    public static string Text(this OvertimeKind kind) => kind switch
    {
        OvertimeKind.Approved => "approved",
        OvertimeKind.Conflict => "conflict",
    };
}

/// <summary>Minutes of one day above the person's capacity.</summary>
public sealed record OvertimeFact(PersonKey Person, DateOnly Date, int Minutes, OvertimeKind Kind = OvertimeKind.Approved);

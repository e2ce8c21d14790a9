namespace Throughline.Domain.Timekeeping;

/// <summary>One day of a line: what the line holds, and what stands around it.</summary>
/// <param name="Hours">Of this line.</param>
/// <param name="AllHours">Of everything the person logged that day.</param>
/// <param name="CapacityMinutes">What the person works that day; 0 on a weekend, a holiday or a day off.</param>
/// <param name="Weekend">The practice works on no such day of the week.</param>
public sealed record LineDay(DateOnly Day, decimal Hours, decimal AllHours, int CapacityMinutes, bool Weekend = false);

/// <summary>A person's submitted hours of one week on one engagement, or on internal time, as the one who decides must judge them.</summary>
/// <param name="PlannedMinutes">What firm bookings foresaw in that week; null for internal time and for corrections, which nobody books.</param>
/// <param name="BudgetLeft">Hours left under the engagement's ceiling before these; null when it has none.</param>
/// <param name="WithoutWorkItem">Hours on an engagement that has work items, naming none.</param>
/// <param name="AfterPhase">Hours on a work item that had ended by then.</param>
public sealed record TimeGroup(
    IReadOnlyList<LineDay> Days, int? PlannedMinutes, decimal? BudgetLeft, decimal WithoutWorkItem = 0m, decimal AfterPhase = 0m)
{
    public decimal Hours => Days.Sum(day => day.Hours);

    /// <summary>Hours above (or below) the plan; null for internal time.</summary>
    public decimal? AgainstPlan => PlannedMinutes is { } minutes ? Hours - minutes / 60m : null;
}

/// <summary>Why a group deserves a look before it is approved.</summary>
public enum TimeFlagKind { BudgetExceeded, NotBooked, OverPlan, NoWorkItem, ClosedPhase, Weekend, DayOff, LongDay }

public sealed record TimeFlag(TimeFlagKind Kind, decimal Hours, DateOnly? Day = null);

public static class TimeFlags
{
    /// <summary>Longer than this in one day is always worth a question.</summary>
    public const decimal LongDayHours = 10m;

    /// <summary>None for a clean group: booked, within plan and budget, on open work items and working days of ordinary length.</summary>
    /// <param name="overPlanPercent">So much above the plan is still within it.</param>
    public static IReadOnlyList<TimeFlag> Of(TimeGroup week, int overPlanPercent = 0) => [.. Budget(week), .. Plan(week, overPlanPercent), .. Items(week), .. Days(week)];

    private static IEnumerable<TimeFlag> Budget(TimeGroup week) =>
        week.BudgetLeft is { } left && week.Hours > 0m && week.Hours > left ? [new(TimeFlagKind.BudgetExceeded, week.Hours - left)] : [];

    private static IEnumerable<TimeFlag> Plan(TimeGroup week, int overPlanPercent) => week.AgainstPlan switch
    {
        null => [],
        _ when week.PlannedMinutes == 0 => [new(TimeFlagKind.NotBooked, week.Hours)],
        > 0m and var over when over * 6_000m > week.PlannedMinutes * overPlanPercent => [new(TimeFlagKind.OverPlan, over)],
        _ => [],
    };

    private static IEnumerable<TimeFlag> Items(TimeGroup week)
    {
        if (week.WithoutWorkItem > 0m)
            yield return new(TimeFlagKind.NoWorkItem, week.WithoutWorkItem);
        if (week.AfterPhase > 0m)
            yield return new(TimeFlagKind.ClosedPhase, week.AfterPhase);
    }

    private static IEnumerable<TimeFlag> Days(TimeGroup week) =>
        from day in week.Days
        where day.Hours > 0m
        from flag in (TimeFlag?[])
        [
            day.CapacityMinutes == 0 ? new(day.Weekend ? TimeFlagKind.Weekend : TimeFlagKind.DayOff, day.Hours, day.Day) : null,
            day.AllHours > LongDayHours ? new(TimeFlagKind.LongDay, day.AllHours, day.Day) : null,
        ]
        where flag is not null
        select flag;
}

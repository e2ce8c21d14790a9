namespace Throughline.Domain.Dates;

/// <summary>Which days are worked: every day but the weekly days off and the listed non-business days.</summary>
public sealed class BusinessCalendar
{
    public static readonly IReadOnlyList<DayOfWeek> SaturdayAndSunday = [DayOfWeek.Saturday, DayOfWeek.Sunday];

    private readonly HashSet<DayOfWeek> weekend;
    private readonly HashSet<DateOnly> nonBusinessDays;

    /// <summary>At least one day of the week must be worked, or no count of business days would ever end.</summary>
    public BusinessCalendar(IEnumerable<DayOfWeek> weekend, IEnumerable<DateOnly> nonBusinessDays)
    {
        this.weekend = [.. weekend];
        this.nonBusinessDays = [.. nonBusinessDays];
        if (this.weekend.Count == 7)
            throw new ArgumentException("A calendar needs at least one working day a week.", nameof(weekend));
    }

    public static BusinessCalendar WeekendsOnly { get; } = new(SaturdayAndSunday, []);

    public bool IsBusinessDay(DateOnly day) => !weekend.Contains(day.DayOfWeek) && !nonBusinessDays.Contains(day);

    /// <summary>The day itself when it is worked, else the next one that is.</summary>
    public DateOnly OnOrAfter(DateOnly day)
    {
        while (!IsBusinessDay(day))
            day = day.AddDays(1);

        return day;
    }

    /// <summary>The first business day later than the day.</summary>
    public DateOnly NextAfter(DateOnly day) => OnOrAfter(day.AddDays(1));

    /// <summary>So many business days later, the day itself not counted; a negative number counts backwards, 0 is the day itself.</summary>
    public DateOnly Add(DateOnly day, int businessDays)
    {
        var step = Math.Sign(businessDays);
        for (var left = Math.Abs(businessDays); left > 0;)
        {
            day = day.AddDays(step);
            if (IsBusinessDay(day))
                left--;
        }

        return day;
    }

    /// <summary>How many business days the range holds, both ends included.</summary>
    public int CountIn(DateRange range) => range.Days().Count(IsBusinessDay);

    /// <summary>A day off in either calendar is off in the union.</summary>
    public BusinessCalendar Union(BusinessCalendar other) =>
        new(weekend.Union(other.weekend), nonBusinessDays.Union(other.nonBusinessDays));
}

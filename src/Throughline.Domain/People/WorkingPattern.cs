namespace Throughline.Domain.People;

/// <summary>The minutes that somebody works on each weekday, from a day on until the next pattern begins. A day without minutes is off, a weekend day with minutes is not.</summary>
public sealed record WorkingPattern(DateOnly EffectiveFrom, int Mon, int Tue, int Wed, int Thu, int Fri, int Sat = 0, int Sun = 0)
{
    public int WeekMinutes => Mon + Tue + Wed + Thu + Fri + Sat + Sun;

    public int MinutesOn(DayOfWeek day) => day switch
    {
        DayOfWeek.Monday => Mon,
        DayOfWeek.Tuesday => Tue,
        DayOfWeek.Wednesday => Wed,
        DayOfWeek.Thursday => Thu,
        DayOfWeek.Friday => Fri,
        DayOfWeek.Saturday => Sat,
        _ => Sun,
    };
}

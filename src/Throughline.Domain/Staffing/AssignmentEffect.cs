using Throughline.Domain.Dates;

namespace Throughline.Domain.Staffing;

/// <summary>What taking somebody on would do, over the days asked: nothing of it is stored.</summary>
/// <param name="CapacityMinutes">What the person can work in these days.</param>
/// <param name="HardBefore">Booked hard in them already.</param>
/// <param name="AddedMinutes">What the booking would really take.</param>
public sealed record AssignmentEffect(int CapacityMinutes, int HardBefore, int AddedMinutes, HourPrice? Price)
{
    public decimal? UtilisationBefore => CapacityMinutes == 0 ? null : (decimal)HardBefore / CapacityMinutes;

    public decimal? UtilisationAfter => CapacityMinutes == 0 ? null : (decimal)(HardBefore + AddedMinutes) / CapacityMinutes;

    public decimal? Revenue => Price?.Rate is { } rate ? rate * AddedMinutes / 60m : null;

    public decimal? Cost => Price?.Cost is { } cost ? cost * AddedMinutes / 60m : null;

    public decimal? Margin => Revenue - Cost;

    /// <param name="days">The days asked for.</param>
    /// <param name="minutesPerDay">What is asked of each.</param>
    /// <param name="free">The person's days.</param>
    /// <param name="price">Null for a reader who may not see it.</param>
    public static AssignmentEffect Of(DateRange days, int minutesPerDay, FreeDays free, HourPrice? price)
    {
        var (capacity, left, added) = (0, 0, 0);
        foreach (var day in days.Days())
        {
            capacity += free.Takes(day, int.MaxValue);
            left += free.FreeOn(day);
            added += free.Takes(day, minutesPerDay);
        }

        return new AssignmentEffect(capacity, capacity - left, added, price);
    }
}

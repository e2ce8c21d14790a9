using Throughline.Domain.Dates;

namespace Throughline.Domain.Staffing;

/// <summary>What one person can do on each day of a range, in whole minutes. Days outside the range cannot be asked.</summary>
public sealed class PersonDays
{
    private readonly int[] capacity;
    private readonly int[] overtime;

    internal PersonDays(DateRange range, int[] capacity, int[] overtime) =>
        (Range, this.capacity, this.overtime) = (range, capacity, overtime);

    public DateRange Range { get; }

    /// <summary>Minutes without any overtime.</summary>
    public int CapacityOn(DateOnly day) => capacity[Index(day)];

    /// <summary>Approved overtime only.</summary>
    public int OvertimeOn(DateOnly day) => overtime[Index(day)];

    public int CapacityIn(DateRange days)
    {
        var sum = 0;
        foreach (var minutes in capacity.AsSpan(Index(days.First), days.Length))
            sum += minutes;

        return sum;
    }

    /// <summary>What a booking of so many minutes a day really takes: never more than the day's capacity and approved overtime.</summary>
    public int BookedOn(DateOnly day, int minutesPerDay) => BookedIn(new DateRange(day, day), minutesPerDay);

    /// <inheritdoc cref="BookedOn"/>
    public int BookedIn(DateRange days, int minutesPerDay)
    {
        var sum = 0;
        for (var i = Index(days.First); i <= Index(days.Last); i++)
            sum += Math.Min(minutesPerDay, capacity[i] + overtime[i]);

        return sum;
    }

    private int Index(DateOnly day) => day.DayNumber - Range.First.DayNumber;
}

using Throughline.Domain.Dates;

namespace Throughline.Domain.Staffing;

/// <summary>What is free of one person's days after their hard bookings, by the measure of the day ledger. Soft bookings take nothing .</summary>
public sealed class FreeDays
{
    private readonly int[] usual;
    private readonly int[] room;
    private readonly int[] asked;
    private readonly int[] free;

    /// <param name="days">What the person can do on each day.</param>
    /// <param name="usually">The same without holidays and time off: which days they usually work.</param>
    /// <param name="hard">Their hard bookings, without the one that is to be changed.</param>
    public FreeDays(PersonDays days, PersonDays usually, IEnumerable<BookingFact> hard)
    {
        Range = days.Range;
        var length = Range.Length;
        (usual, room, asked, free) = (new int[length], new int[length], new int[length], new int[length]);
        for (var i = 0; i < length; i++)
        {
            var day = Range.First.AddDays(i);
            usual[i] = usually.CapacityOn(day);
            room[i] = days.CapacityOn(day) + days.OvertimeOn(day);
            free[i] = room[i];
        }

        foreach (var booking in hard.Where(booking => booking.Days.Overlaps(Range)))
        {
            var last = Index(booking.Days.Last < Range.Last ? booking.Days.Last : Range.Last);
            for (var i = Math.Max(0, Index(booking.Days.First)); i <= last; i++)
            {
                free[i] -= Math.Min(booking.MinutesPerDay, room[i]);
                asked[i] += booking.MinutesPerDay;
            }
        }
    }

    public DateRange Range { get; }

    /// <summary>Whether the day is one the person usually works, holidays and time off aside.</summary>
    public bool UsuallyWorks(DateOnly day) => usual[Index(day)] > 0;

    public bool Works(DateOnly day) => room[Index(day)] > 0;

    /// <summary>Minutes left of the day, below 0 where it is over already.</summary>
    public int FreeOn(DateOnly day) => free[Index(day)];

    /// <summary>What a booking of so many minutes would take of the day: never more than the day has.</summary>
    public int Takes(DateOnly day, int minutesPerDay) => Math.Min(minutesPerDay, room[Index(day)]);

    /// <summary>What the booking should take of the day if nobody were ever away.</summary>
    public int Wants(DateOnly day, int minutesPerDay) => Math.Min(minutesPerDay, usual[Index(day)]);

    public bool Fits(DateOnly day, int minutesPerDay) => Takes(day, minutesPerDay) is var takes && (takes == 0 || takes <= FreeOn(day));

    public bool Fits(DateRange days, int minutesPerDay) => days.Days().All(day => Fits(day, minutesPerDay));

    /// <summary>The most minutes a day that fit on every day, up to those asked for; 0 when some day has none left.</summary>
    public int Most(DateRange days, int minutesPerDay) =>
        days.Days().Where(day => Takes(day, minutesPerDay) > FreeOn(day)).Aggregate(minutesPerDay, (most, day) => Math.Min(most, Math.Max(0, FreeOn(day))));

    /// <summary>Overtime that would have to be approved for the day. It must hold every booking whole, for a longer day lets each take more.</summary>
    public int Lacks(DateOnly day, int minutesPerDay) =>
        Fits(day, minutesPerDay) ? 0 : asked[Index(day)] + minutesPerDay - room[Index(day)];

    private int Index(DateOnly day) => day.DayNumber - Range.First.DayNumber;
}

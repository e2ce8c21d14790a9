using Throughline.Domain.Dates;

namespace Throughline.Domain.Timekeeping;

/// <summary>Turns what a timer ran into hours of civil days.</summary>
public static class TimerSplit
{
    /// <summary>
    /// Hours by the days of the zone's calendar, in order, each on the step of P-21 and together what the whole run is on it:
    /// the rounding of one day is carried into the next. A day without a step is left out; none when the run is under half a step.
    /// </summary>
    /// <param name="from">When it was started.</param>
    /// <param name="until">When it was stopped, itself no longer counted.</param>
    /// <param name="zone">The worker's.</param>
    /// <param name="step">Hours.</param>
    public static IReadOnlyList<(DateOnly Day, decimal Hours)> Of(DateTimeOffset from, DateTimeOffset until, TimeZoneInfo zone, decimal step)
    {
        var parts = new List<(DateOnly, decimal)>();
        var counted = 0m;
        for (var day = Zones.DayOf(from, zone); day <= Zones.DayOf(until, zone); day = day.AddDays(1))
        {
            var end = Zones.EndOfDay(day, zone);
            var ran = (decimal)((end < until ? end : until) - from).TotalSeconds / 3600m;
            var upTo = TimeRules.OnStep(ran, step);
            if (upTo > counted)
                parts.Add((day, upTo - counted));

            counted = Math.Max(counted, upTo);
        }

        return parts;
    }
}

using System.Globalization;
using Throughline.Domain.Dates;

namespace Throughline.Domain.Staffing;

/// <summary>How the hours of a booking are stated.</summary>
public enum EntryWay { PerDay, Percent, PerWeek, Total, Weeks }

public static class EntryWays
{
    public static readonly Wording<EntryWay> Words = new(Text);

    public static string Text(this EntryWay way) => way switch
    {
        EntryWay.PerDay => "per_day",
        EntryWay.Percent => "percent",
        EntryWay.PerWeek => "per_week",
        EntryWay.Total => "total",
        EntryWay.Weeks => "weeks",
    };
}

/// <summary>What was stated: minutes (a day, a week, in total), a percentage, or minutes of single weeks by their Monday.</summary>
/// <param name="Amount">Minutes, or the percentage of a day's capacity; of no meaning for single weeks.</param>
public sealed record StatedHours(EntryWay Way, decimal Amount, IReadOnlyDictionary<DateOnly, int>? Weeks = null);

/// <summary>A run of days with the same whole minutes on each working day of it.</summary>
public sealed record Segment(DateRange Days, int MinutesPerDay);

/// <summary>More is to be spread than the days can hold.</summary>
/// <param name="Week">The Monday of the week that is too full; null when it is the whole range.</param>
public sealed record TooMuchToSpread(int Asked, int Room, DateOnly? Week)
    : Problem("day_ledger", Sentence(Asked, Room, Week))
{
    /// <summary>The minutes that find no place.</summary>
    public int Missing => Asked - Room;

    private static string Sentence(int asked, int room, DateOnly? week)
    {
        var days = week is { } monday ? FormattableString.Invariant($"The week of {monday:yyyy-MM-dd}") : "The working days";
        return $"{days} can take {Hours(room)} and {Hours(asked)} were asked: {Hours(asked - room)} find no place. Ask for less, or for more days.";
    }

    private static string Hours(int minutes) => string.Create(CultureInfo.InvariantCulture, $"{minutes / 60m:0.##} h");
}

/// <summary>Nothing falls on any day: the person works on none of them, or the share of a day is less than a minute.</summary>
public sealed record NothingToSpread() : Problem("value_range", "No working day of these takes any of the hours. Choose other days or more hours.");

/// <summary>A share of the day needs a person, whose day is known.</summary>
public sealed record ShareOfNobody() : Problem("value_range", "A percentage is of somebody's working day. Name the person, or state hours a day.");

/// <summary>Turns hours as people state them into whole minutes a day. Days without capacity get none.</summary>
public static class Spread
{
    private const int MinutesOfDay = 24 * 60;

    /// <param name="stated">What was stated.</param>
    /// <param name="range">The first and last day of the booking.</param>
    /// <param name="days">What the person can take; must cover the whole weeks that the range touches.</param>
    /// <param name="named">Whether there is a person; an unnamed resource has no day to take a share of.</param>
    public static Result<IReadOnlyList<Segment>> Of(StatedHours stated, DateRange range, PersonDays days, bool named)
    {
        if (stated.Way is EntryWay.PerDay)
            return Result.Of<IReadOnlyList<Segment>>([new Segment(range, (int)stated.Amount)]);
        if (stated.Way is EntryWay.Percent && !named)
            return new ShareOfNobody();

        var minutes = new int[range.Length];
        var refusal = stated.Way switch
        {
            EntryWay.Percent => Share(stated.Amount, range, days, minutes),
            EntryWay.Total => Fill((int)stated.Amount, range, range, days, minutes, null),
            _ => FillWeeks(stated, range, days, minutes),
        };
        if (refusal is not null)
            return refusal;

        var segments = Segments(range, days, minutes);
        return segments.Count == 0 ? new NothingToSpread() : Result.Of<IReadOnlyList<Segment>>(segments);
    }

    // Half a minute counts as one.
    private static TooMuchToSpread? Share(decimal percent, DateRange range, PersonDays days, int[] minutes)
    {
        foreach (var day in range.Days())
        {
            var share = decimal.Round(days.CapacityOn(day) * percent / 100m, MidpointRounding.AwayFromZero);
            minutes[Index(range, day)] = (int)Math.Min(share, MinutesOfDay);
        }

        return null;
    }

    // A week that the range cuts gets the part of its hours that its days have of the week's capacity.
    private static TooMuchToSpread? FillWeeks(StatedHours stated, DateRange range, PersonDays days, int[] minutes)
    {
        for (var monday = Periods.Monday(range.First); monday <= range.Last; monday = monday.AddDays(7))
        {
            var week = new DateRange(monday, monday.AddDays(6));
            var within = week.Within(range);
            var asked = stated.Weeks is { } single
                ? single.GetValueOrDefault(monday)
                : Part(stated.Amount, days.CapacityIn(within), days.CapacityIn(week));
            if (Fill(asked, within, range, days, minutes, monday) is { } refusal)
                return refusal;
            if (monday > DateOnly.MaxValue.AddDays(-13))
                break;
        }

        return null;
    }

    private static int Part(decimal amount, int within, int week) =>
        week == 0 ? 0 : (int)decimal.Round(amount * within / week, MidpointRounding.AwayFromZero);

    // Largest remainder: each day its whole minutes by capacity, what is left goes one by one to the largest fractions, the
    // earlier day first. No day gets more than it can take, for a share is below it unless it is all of it.
    private static TooMuchToSpread? Fill(int asked, DateRange within, DateRange range, PersonDays days, int[] minutes, DateOnly? week)
    {
        var room = within.Days().ToDictionary(day => day, day => Math.Min(MinutesOfDay, days.CapacityOn(day) + days.OvertimeOn(day)));
        var all = room.Values.Sum();
        if (asked > all)
            return new TooMuchToSpread(asked, all, week);
        if (asked == 0)
            return null;

        var left = asked;
        foreach (var (day, capacity) in room)
        {
            var whole = (int)((long)asked * capacity / all);
            minutes[Index(range, day)] = whole;
            left -= whole;
        }

        foreach (var (day, _) in room.OrderByDescending(one => (long)asked * one.Value % all).ThenBy(one => one.Key).Take(left))
            minutes[Index(range, day)]++;

        return null;
    }

    // Days on which nobody works do not break a run, and none begins or ends one.
    private static List<Segment> Segments(DateRange range, PersonDays days, int[] minutes)
    {
        var segments = new List<Segment>();
        var open = false;
        foreach (var day in range.Days())
        {
            var today = minutes[Index(range, day)];
            if (days.CapacityOn(day) + days.OvertimeOn(day) == 0)
                continue;

            if (today == 0)
                open = false;
            else if (open && segments[^1].MinutesPerDay == today)
                segments[^1] = segments[^1] with { Days = new DateRange(segments[^1].Days.First, day) };
            else
            {
                segments.Add(new Segment(new DateRange(day, day), today));
                open = true;
            }
        }

        return segments;
    }

    private static int Index(DateRange range, DateOnly day) => day.DayNumber - range.First.DayNumber;
}

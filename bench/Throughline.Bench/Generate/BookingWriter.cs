using System.Globalization;
using Throughline.Platform.Demo;

namespace Throughline.Bench.Generate;

/// <summary>
/// Bookings over a year, or several, around today. What still fits a person's day is booked hard three times of four; what does not fit is
/// soft, so that no day is ever promised twice. One in twenty is for a resource without a name.
/// </summary>
internal sealed class BookingWriter(DataSet set, int seed, DateOnly monday)
{
    private readonly int weeks = 52 * set.BookingYears;

    private static readonly int[] MinutesOfADay = [96, 192, 240, 288, 384, 480];

    private readonly Random random = new((seed * 7919) + 4);

    public void Write(CsvRows rows)
    {
        var load = new int[set.People, weeks];
        for (var i = 0; i < set.Bookings; i++)
        {
            var person = i % set.People;
            var (first, length) = Span(i / set.People);
            var minutes = MinutesOfADay[random.Next(MinutesOfADay.Length)];
            var named = random.Next(20) > 0;
            var hard = random.Next(4) > 0 && (!named || Take(load, person, first, length, minutes));
            rows.Write(
                string.Create(CultureInfo.InvariantCulture, $"b{i + 1:0000000}"), PracticeWriter.Engagement(PracticeWriter.EngagementOf(set, person, random.Next(3))),
                named ? PracticeWriter.Person(person) : null, PracticeWriter.Role(person), monday.AddDays(7 * (-(weeks / 2) + first)),
                monday.AddDays((7 * (-(weeks / 2) + first + length)) - 3), minutes / 60m, hard ? "hard" : "soft");
        }
    }

    // A person's bookings follow one another through the year, each one to six weeks long.
    private (int First, int Length) Span(int turn)
    {
        var each = Math.Max(1, set.Bookings / set.People);
        var first = Math.Min(weeks - 1, (turn % each * weeks / each) + random.Next(2));
        return (first, Math.Min(1 + random.Next(6), weeks - first));
    }

    private static bool Take(int[,] load, int person, int first, int length, int minutes)
    {
        var capacity = (int)(PracticeWriter.WeeklyHours(person) * 12);
        for (var week = first; week < first + length; week++)
        {
            if (load[person, week] + minutes > capacity)
                return false;
        }

        for (var week = first; week < first + length; week++)
            load[person, week] += minutes;

        return true;
    }
}

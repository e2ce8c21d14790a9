using Throughline.Domain.Dates;
using Throughline.Domain.Timekeeping;

namespace Throughline.Domain.Tests.Timekeeping;

[Trait("rule", "R-206")]
[Trait("rule", "R-208")]
public class TimeDueTests
{
    private static readonly DateOnly Monday = new(2026, 3, 9);

    [Theory]
    [InlineData("Monday 09:00", "Europe/Madrid", "2026-03-16T08:00Z")]
    [InlineData("Monday 09:00", "Asia/Kolkata", "2026-03-16T03:30Z")]
    [InlineData("Friday 24:00", "America/New_York", "2026-03-14T04:00Z")]
    [InlineData("Monday 13:00", "America/New_York", "2026-03-16T17:00Z")]
    [InlineData("Thursday 17:00", "UTC+00:00", "2026-03-19T17:00Z")]
    public void A_week_is_due_at_its_end_or_in_the_week_after_by_the_members_own_clock(string cutOff, string zone, string due)
    {
        Assert.True(WeeklyMinute.TryParse(cutOff, out var weekly));

        Assert.Equal(DateTimeOffset.Parse(due, System.Globalization.CultureInfo.InvariantCulture), TimeDue.Of(Monday, weekly, Zones.Find(zone)!));
    }

    [Fact]
    public void Every_cut_off_shows_its_own_time_in_every_zone_over_both_changes_of_the_clock()
    {
        var zones = TimeZoneInfo.GetSystemTimeZones().Where(zone => Zones.Find(zone.Id) is not null).ToList();
        Assert.True(zones.Count > 300);
        Property.Holds(random =>
        {
            // Each seed takes its share of the zones and a cut-off of its own for each; together all quarter hours come up.
            foreach (var zone in zones.Where((_, i) => i % 20 == random.Next(20)))
            {
                var weekly = new WeeklyMinute((DayOfWeek)random.Next(7), random.Next(24 * 4 + 1) * 15);
                foreach (var monday in AroundChanges(zone))
                    Holds(monday, weekly, zone);
            }
        });
    }

    private static void Holds(DateOnly monday, WeeklyMinute weekly, TimeZoneInfo zone)
    {
        var due = TimeDue.Of(monday, weekly, zone);
        var shown = TimeZoneInfo.ConvertTime(due, zone);
        var meant = monday.AddDays(((int)weekly.Day + 6) % 7 + (weekly.Day is DayOfWeek.Friday or DayOfWeek.Saturday or DayOfWeek.Sunday ? 0 : 7))
            .ToDateTime(TimeOnly.MinValue).AddMinutes(weekly.Minute);

        // What the zone itself says of its clocks: the offsets under which they show the time, none where it is skipped, two where it comes twice.
        var utc = new DateTimeOffset(meant, TimeSpan.Zero);
        var offsets = new[] { zone.GetUtcOffset(utc.AddDays(-1)), zone.GetUtcOffset(utc.AddDays(1)) }.Where(offset => zone.GetUtcOffset(utc - offset) == offset).ToList();
        if (offsets.Count == 0)
            Assert.InRange(shown.DateTime - meant, TimeSpan.FromMinutes(1), TimeSpan.FromHours(3));
        else
            Assert.Equal((meant, offsets.Max()), (shown.DateTime, shown.Offset));

        var next = TimeDue.Of(monday.AddDays(7), weekly, zone) - due;
        Assert.InRange(next, TimeSpan.FromDays(7) - TimeSpan.FromHours(3), TimeSpan.FromDays(7) + TimeSpan.FromHours(3));
        Assert.Equal(Reminder.Late, TimeDue.At(due, due - TimeDue.Notice, due));
        Assert.Equal(Reminder.Due, TimeDue.At(due.AddTicks(-1), TimeDue.FirstWord(monday.AddDays(4), due, zone), due));
    }

    private static IEnumerable<DateOnly> AroundChanges(TimeZoneInfo zone)
    {
        var days = Enumerable.Range(0, 52).Select(week => new DateOnly(2026, 1, 5).AddDays(7 * week)).ToList();
        var changing = days.Where(monday => zone.GetUtcOffset(monday.ToDateTime(TimeOnly.MinValue)) != zone.GetUtcOffset(monday.AddDays(7).ToDateTime(TimeOnly.MinValue))).ToList();
        return changing.SelectMany(monday => new[] { monday.AddDays(-7), monday, monday.AddDays(7) }).DefaultIfEmpty(Monday);
    }

    [Fact]
    public void The_first_reminder_comes_on_the_afternoon_of_the_last_day_worked_and_none_a_week_after_the_cut_off()
    {
        var zone = Zones.Find("Europe/Madrid")!;
        var due = TimeDue.Of(Monday, WeekTerms.Standard.CutOff, zone);
        var first = TimeDue.FirstWord(new DateOnly(2026, 3, 13), due, zone);

        Assert.Equal(new DateTimeOffset(2026, 3, 13, 14, 0, 0, TimeSpan.Zero), first);
        Assert.Equal(due - TimeDue.Notice, TimeDue.FirstWord(new DateOnly(2026, 3, 16), due, zone));
        Assert.Equal(
            [Reminder.None, Reminder.Due, Reminder.Late, Reminder.None],
            new[] { first.AddTicks(-1), first, due, due.AddDays(7) }.Select(now => TimeDue.At(now, first, due)));
    }
}

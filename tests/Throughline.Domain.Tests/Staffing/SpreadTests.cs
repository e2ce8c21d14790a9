using Throughline.Domain.Dates;
using Throughline.Domain.People;
using Throughline.Domain.Staffing;
using static Throughline.Domain.Tests.Reports.Given;

namespace Throughline.Domain.Tests.Staffing;

public class SpreadTests
{
    private static readonly PersonKey P1 = new("p1");

    // Wednesday 4 March until Friday 13 March 2026; Monday the 9th is a holiday.
    private static readonly DateRange Range = Days("2026-03-04", "2026-03-13");

    private static PersonDays Person(decimal weekly = 40m, string[]? holidays = null, OvertimeFact[]? overtime = null, DateRange? range = null) => new Capacity(
        range ?? Days("2026-02-23", "2026-03-22"),
        [Reports.Given.Person(weeklyHours: weekly) with { Calendar = "c" }], [.. (holidays ?? []).Select(day => new CalendarDay("c", Day(day), 0))], [], overtime ?? [],
        Weekends.SaturdayAndSunday).Of(P1);

    private static string Of(StatedHours stated, PersonDays days, DateRange? range = null)
    {
        Assert.True(Spread.Of(stated, range ?? Range, days, named: true).Succeeded(out var segments, out var problem), problem?.Message);
        return string.Join(", ", segments.Select(segment => FormattableString.Invariant($"{segment.Days.First:MM-dd}/{segment.Days.Last:MM-dd} {segment.MinutesPerDay}")));
    }

    private static T Refused<T>(StatedHours stated, PersonDays days, bool named = true) where T : Problem
    {
        Assert.False(Spread.Of(stated, Range, days, named).Succeeded(out _, out var problem));
        return Assert.IsType<T>(problem);
    }

    [Fact]
    public void Hours_a_day_stay_one_booking_over_all_the_days() => Assert.Equal("03-04/03-13 360", Of(new(EntryWay.PerDay, 360), Person()));

    [Fact]
    public void Half_of_each_day_is_half_of_what_the_person_works_and_weekends_break_no_run() =>
        Assert.Equal("03-04/03-13 192", Of(new(EntryWay.Percent, 50m), Person(32m)));

    [Fact]
    public void A_share_that_makes_half_a_minute_counts_as_one() => Assert.Equal("03-04/03-13 48", Of(new(EntryWay.Percent, 9.9m), Person()));

    [Fact]
    public void A_week_that_the_days_cut_gets_its_share_and_a_week_with_a_holiday_keeps_its_hours() =>
        Assert.Equal("03-04/03-06 192, 03-10/03-13 240", Of(new(EntryWay.PerWeek, 960), Person(holidays: ["2026-03-09"])));

    [Fact]
    public void A_total_is_met_to_the_minute_and_the_earlier_days_take_what_is_left() =>
        Assert.Equal("03-04/03-06 126, 03-09/03-13 125", Of(new(EntryWay.Total, 1003), Person()));

    [Fact]
    public void Each_week_may_have_hours_of_its_own_and_a_week_without_any_is_left_out() => Assert.Equal(
        "03-04/03-06 160, 03-16/03-20 60",
        Of(new(EntryWay.Weeks, 0, new Dictionary<DateOnly, int> { [Day("2026-03-02")] = 480, [Day("2026-03-16")] = 300 }), Person(), Days("2026-03-04", "2026-03-20")));

    [Fact]
    public void A_total_that_does_not_fit_says_on_how_many_hours_it_fails()
    {
        var refusal = Refused<TooMuchToSpread>(new(EntryWay.Total, 70 * 60), Person());

        Assert.Equal((6 * 60, 64 * 60, null as DateOnly?), (refusal.Missing, refusal.Room, refusal.Week));
        Assert.Contains("6 h find no place", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_week_that_is_too_full_is_named()
    {
        var refusal = Refused<TooMuchToSpread>(new(EntryWay.Weeks, 0, new Dictionary<DateOnly, int> { [Day("2026-03-02")] = 25 * 60 }), Person());
        Assert.Equal((60, Day("2026-03-02")), (refusal.Missing, refusal.Week));
    }

    [Fact]
    public void Approved_overtime_is_room_too() =>
        Assert.Equal("03-04/03-06 480, 03-07/03-07 120, 03-09/03-13 480", Of(new(EntryWay.Total, 66 * 60), Person(overtime: [new(P1, Day("2026-03-07"), 120)])));

    [Fact]
    public void A_percentage_needs_somebody_whose_day_it_is_of() => Refused<ShareOfNobody>(new(EntryWay.Percent, 50m), Person(), named: false);

    [Fact]
    public void Where_nobody_works_nothing_is_spread()
    {
        var away = Person(holidays: [.. Range.Days().Select(day => FormattableString.Invariant($"{day:yyyy-MM-dd}"))]);
        Refused<NothingToSpread>(new(EntryWay.Percent, 50m), away);
        Refused<NothingToSpread>(new(EntryWay.PerWeek, 600m), away);
        Refused<TooMuchToSpread>(new(EntryWay.Total, 60), away);
    }

    [Fact]
    public void The_words_of_the_ways_are_those_of_files() => Assert.Equal(["per_day", "percent", "per_week", "total", "weeks"], EntryWays.Words.All);

    [Fact]
    public void Segments_add_up_to_the_total_whatever_the_days_hold_and_take_no_day_without_capacity() => Property.Holds(random =>
    {
        var range = new DateRange(Day("2026-03-04"), Day("2026-03-04").AddDays(random.Next(1, 60)));
        var around = new DateRange(Day("2026-03-02"), range.Last.AddDays(7));
        var holidays = around.Days().Where(_ => random.Next(5) == 0).Select(day => new CalendarDay("c", day, random.Next(3) * 97)).ToArray();
        var overtime = around.Days().Where(_ => random.Next(9) == 0).Select(day => new OvertimeFact(P1, day, random.Next(1, 200))).ToArray();
        var days = new Capacity(
            around, [Reports.Given.Person(weeklyHours: random.Next(4, 50)) with { Calendar = "c" }], holidays, [], overtime, Weekends.SaturdayAndSunday).Of(P1);
        var room = range.Days().Sum(day => days.CapacityOn(day) + days.OvertimeOn(day));
        var asked = random.Next(1, room + 200);

        var spread = Spread.Of(new(EntryWay.Total, asked), range, days, named: true);

        if (!spread.Succeeded(out var segments, out var problem))
        {
            Assert.Equal(asked - room, Assert.IsType<TooMuchToSpread>(problem).Missing);
            return;
        }

        // A row takes its minutes on each day with capacity; what rows take is what was asked.
        Assert.Equal(asked, segments.Sum(segment => days.BookedIn(segment.Days, segment.MinutesPerDay)));
        Assert.All(segments, segment => Assert.All(segment.Days.Days(), day =>
            Assert.True(days.CapacityOn(day) + days.OvertimeOn(day) == 0 || days.CapacityOn(day) + days.OvertimeOn(day) >= segment.MinutesPerDay)));
        Assert.Equal(segments.Count, segments.Select(segment => segment.Days.First).Distinct().Count());
        Assert.All(segments.Zip(segments.Skip(1)), pair => Assert.True(pair.First.Days.Last < pair.Second.Days.First));
    });
}

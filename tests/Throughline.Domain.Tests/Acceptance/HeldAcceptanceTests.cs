using Throughline.Domain.Acceptance;
using Throughline.Domain.Dates;
using Throughline.Domain.Tests.Dates;

namespace Throughline.Domain.Tests.Acceptance;

/// <summary>The clock against one that looks at every single day.</summary>
[Trait("rule", "R-228")]
public class HeldAcceptanceTests
{
    private static readonly TimeZoneInfo NewYork = Zones.Find("America/New_York")!;

    [Fact]
    public void Two_held_days_move_the_end_of_five_business_days_by_two_business_days()
    {
        var sent = Zones.InstantOf(new(2025, 6, 2), new(10, 0), NewYork);
        var held = new DateRange(new(2025, 6, 4), new(2025, 6, 5));

        var clock = PassiveAcceptance.Start(sent, NewYork, new AcceptanceTerms(5), BusinessCalendar.WeekendsOnly, [held]);

        Assert.Equal((new(2025, 6, 2), new DateOnly(2025, 6, 10)), (clock.Day1, clock.DayN));
        Assert.Equal(2, PassiveAcceptance.DayReached(clock, new AcceptanceTerms(5), new(2025, 6, 5), BusinessCalendar.WeekendsOnly, [held]));
        Assert.Equal(3, PassiveAcceptance.DayReached(clock, new AcceptanceTerms(5), new(2025, 6, 6), BusinessCalendar.WeekendsOnly, [held]));
    }

    [Fact]
    [Trait("rule", "R-234")]
    public void A_count_that_goes_on_has_the_days_left_and_at_least_one()
    {
        var sent = Zones.InstantOf(new(2025, 6, 2), new(10, 0), NewYork);

        Assert.Equal(new DateOnly(2025, 6, 3), PassiveAcceptance.Start(sent, NewYork, new AcceptanceTerms(5), BusinessCalendar.WeekendsOnly, null, 3).DayN);
        Assert.Equal(new DateOnly(2025, 6, 2), PassiveAcceptance.Start(sent, NewYork, new AcceptanceTerms(5), BusinessCalendar.WeekendsOnly, null, 5).DayN);
        Assert.Equal(4, PassiveAcceptance.DayReached(PassiveAcceptance.Start(sent, NewYork, new AcceptanceTerms(5), BusinessCalendar.WeekendsOnly, null, 3), new AcceptanceTerms(5), new(2025, 6, 2), BusinessCalendar.WeekendsOnly, null, 3));
    }

    [Fact]
    public void The_deadline_is_the_end_of_the_nth_day_that_counts_over_calendars_zones_holds_rejections_and_resubmissions() => Property.Holds(random =>
    {
        var world = new World(random);
        var used = 0;
        var sent = world.Sent;
        // Up to four askings for one milestone, each rejected on some day of its count but the last.
        for (var attempt = 0; attempt < 4; attempt++)
        {
            var holds = world.Holds(random, sent);
            var clock = PassiveAcceptance.Start(sent, world.Zone, world.Terms, world.Calendar, holds, used);
            var days = world.CountedOneByOne(sent, holds, used);

            Assert.Equal((days[0], days[^1]), (clock.Day1, clock.DayN));
            Assert.Equal(days, PassiveAcceptance.DaysOf(clock, world.Terms, world.Calendar, holds));
            Assert.Equal(days[^1], Zones.DayOf(clock.Deadline.AddTicks(-1), world.Zone));
            Assert.Equal(days[^1].AddDays(1), Zones.DayOf(clock.Deadline, world.Zone));
            Assert.DoesNotContain(holds, hold => hold.Contains(clock.DayN));
            Assert.True(clock.IsStoppedBy(clock.Deadline.AddTicks(-1)) && !clock.HasRunOut(clock.Deadline.AddTicks(-1)));
            Assert.True(!clock.IsStoppedBy(clock.Deadline) && clock.HasRunOut(clock.Deadline));

            var rejected = days[random.Next(days.Count)];
            var reached = PassiveAcceptance.DayReached(clock, world.Terms, rejected, world.Calendar, holds, used);
            Assert.Equal(Math.Min(world.Terms.Days, used + days.Count(day => day <= rejected)), reached);
            used = random.Next(2) == 0 ? 0 : reached;
            sent = Zones.InstantOf(rejected.AddDays(random.Next(5)), new TimeOnly(random.Next(24), random.Next(60)), world.Zone);
        }
    }, 1000);

    [Fact]
    public void A_hold_of_k_counting_days_moves_the_end_by_exactly_k_counting_days() => Property.Holds(random =>
    {
        var world = new World(random);
        var before = PassiveAcceptance.Start(world.Sent, world.Zone, world.Terms, world.Calendar);
        var days = world.CountedOneByOne(world.Sent, [], 0);
        var from = days[random.Next(days.Count)];
        var hold = new DateRange(from, from.AddDays(random.Next(12)));

        var after = PassiveAcceptance.Start(world.Sent, world.Zone, world.Terms, world.Calendar, [hold]);

        // The counting days as if there were no hold, also beyond the end.
        var counting = world.CountedOneByOne(world.Sent, [], 0, world.Terms.Days + 40);
        var k = counting.Count(hold.Contains);
        Assert.Equal(k, counting.Count(day => day <= after.DayN) - counting.Count(day => day <= before.DayN));
        Assert.Equal(world.Terms.Days, counting.Count(day => day <= after.DayN && !hold.Contains(day)));
    }, 500);

    [Fact]
    public void Notices_come_on_counting_days_after_sending_none_twice_and_the_final_one_last() => Property.Holds(random =>
    {
        var world = new World(random);
        var holds = world.Holds(random, world.Sent);
        var clock = PassiveAcceptance.Start(world.Sent, world.Zone, world.Terms, world.Calendar, holds);
        var days = PassiveAcceptance.DaysOf(clock, world.Terms, world.Calendar, holds);
        var terms = new NoticeTerms([random.Next(6), random.Next(6), random.Next(6)], random.Next(4), new TimeOnly(9, 0));

        var notices = NoticeLadder.Of(days, world.Sent, world.Zone, terms);

        Assert.All(notices, notice =>
        {
            Assert.Contains(notice.Day, days);
            Assert.DoesNotContain(holds, hold => hold.Contains(notice.Day));
            Assert.InRange(notice.At, world.Sent.AddTicks(1), clock.Deadline);
            Assert.Equal(notice.DaysLeft, days.Count(day => day > notice.Day));
        });
        Assert.Equal(notices.Count, notices.Select(notice => notice.At).Distinct().Count());
        Assert.Equal(notices.OrderBy(notice => notice.At), notices);
        Assert.Equal(notices.Count == 0 ? [] : [notices[^1]], notices.Where(notice => notice.Step is NoticeStep.Final));
        // Whoever is asked before nine on the last day gets the final notice.
        Assert.Equal(Zones.InstantOf(days[^1], terms.At, world.Zone) > world.Sent, notices.Count > 0);
    }, 500);

    [Fact]
    public void Five_days_bring_a_reminder_with_three_left_and_the_final_notice_with_one()
    {
        var sent = Zones.InstantOf(new(2025, 6, 2), new(10, 0), NewYork);
        var terms = new AcceptanceTerms(5);
        var days = PassiveAcceptance.DaysOf(PassiveAcceptance.Start(sent, NewYork, terms, BusinessCalendar.WeekendsOnly), terms, BusinessCalendar.WeekendsOnly);

        var notices = NoticeLadder.Of(days, sent, NewYork, new NoticeTerms([3, 1], 1, new TimeOnly(9, 0)));

        Assert.Equal([(NoticeStep.Reminder, new DateOnly(2025, 6, 3)), (NoticeStep.Final, new DateOnly(2025, 6, 5))], notices.Select(notice => (notice.Step, notice.Day)));
    }

    private sealed class World
    {
        public World(Random random)
        {
            string[] zones = ["America/New_York", "Australia/Lord_Howe", "Africa/Cairo", "Asia/Kolkata", "Europe/Berlin", "UTC-05:00"];
            Zone = Zones.Find(zones[random.Next(zones.Length)])!;
            Calendar = BusinessCalendarTests.Generated(random);
            Terms = new AcceptanceTerms(
                1 + random.Next(20), random.Next(2) == 0 ? AcceptanceUnit.BusinessDays : AcceptanceUnit.CalendarDays, random.Next(2) == 0 ? NonBusinessStart.Next : NonBusinessStart.Same);
            Sent = new DateTimeOffset(2025, 1, 1, 0, 0, 0, TimeSpan.Zero).AddMinutes(random.Next(600 * 24 * 60));
        }

        public TimeZoneInfo Zone { get; }
        public BusinessCalendar Calendar { get; }
        public AcceptanceTerms Terms { get; }
        public DateTimeOffset Sent { get; }

        public List<DateRange> Holds(Random random, DateTimeOffset sent)
        {
            var holds = new List<DateRange>();
            for (var i = random.Next(4); i > 0; i--)
            {
                var from = Zones.DayOf(sent, Zone).AddDays(random.Next(30));
                holds.Add(new DateRange(from, from.AddDays(random.Next(6))));
            }

            return holds;
        }

        public List<DateOnly> CountedOneByOne(DateTimeOffset sent, IReadOnlyCollection<DateRange> holds, int used, int? most = null)
        {
            var wanted = most ?? (Terms.Days - used < 1 ? 1 : Terms.Days - used);
            var (counted, begun) = (new List<DateOnly>(), false);
            for (var day = DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(sent, Zone).DateTime); counted.Count < wanted; day = day.AddDays(1))
            {
                var first = !begun && (Terms.NonBusinessStart is NonBusinessStart.Same || Calendar.IsBusinessDay(day));
                begun |= first;
                var held = false;
                foreach (var hold in holds)
                    held |= day >= hold.First && day <= hold.Last;

                if (begun && !held && (first || Terms.Unit is AcceptanceUnit.CalendarDays || Calendar.IsBusinessDay(day)))
                    counted.Add(day);
            }

            return counted;
        }
    }
}

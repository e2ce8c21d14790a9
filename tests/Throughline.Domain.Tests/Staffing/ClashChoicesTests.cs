using Throughline.Domain.Dates;
using Throughline.Domain.Engagements;
using Throughline.Domain.People;
using Throughline.Domain.Staffing;

namespace Throughline.Domain.Tests.Staffing;

public sealed class ClashChoicesTests
{
    private static readonly DateRange Search = Days("2026-03-02", "2026-08-31");
    private static readonly DateRange Week = Days("2026-03-02", "2026-03-06");
    private static readonly PersonFact Tomas = new(new PersonKey("tomas"), "Tomás", "engineer", 40m, Calendar: "es");
    private static readonly PersonFact Ines = new(new PersonKey("ines"), "Ines", "engineer", 40m);
    private static readonly PersonFact Kim = new(new PersonKey("kim"), "Kim", "engineer", 40m);

    private static DateRange Days(string first, string last) => new(DateOnly.ParseExact(first, "yyyy-MM-dd"), DateOnly.ParseExact(last, "yyyy-MM-dd"));

    private static BookingFact Hard(PersonFact person, DateRange days, int minutes, string key = "b") =>
        new(new BookingKey(key), new EngagementKey("SOW-2"), person.Person, "engineer", days, minutes, Commitment.Hard);

    private static ClashChoices Of(DateRange days, int minutes, IReadOnlyList<BookingFact> hard, IReadOnlyList<TimeOffFact>? off = null, IReadOnlyList<CalendarDay>? holidays = null)
    {
        PersonFact[] people = [Tomas, Ines, Kim];
        var capacity = new Capacity(Search, people, holidays ?? [], off ?? [], [], Weekends.SaturdayAndSunday);
        var usually = new Capacity(Search, people, [], [], [], Weekends.SaturdayAndSunday);
        return ClashChoices.Of(days, minutes, new ClashFacts(
            new SkilledPerson(Tomas, SkillList.Read("kubernetes:3;go:2")),
            [new SkilledPerson(Ines, SkillList.Read("go:4")), new SkilledPerson(Kim, SkillList.None)],
            key => new FreeDays(capacity.Of(key), usually.Of(key), hard.Where(booking => booking.Person == key))));
    }

    [Fact]
    public void The_next_span_has_as_many_working_days_and_passes_over_a_holiday()
    {
        var choices = Of(Week, 360, [Hard(Tomas, Week, 240)], holidays: [new CalendarDay("es", new DateOnly(2026, 3, 10), 0)]);
        Assert.Equal(Days("2026-03-09", "2026-03-16"), choices.NextSpan);
    }

    [Fact]
    public void A_shorter_day_is_the_longest_in_whole_quarters_that_fits_everywhere()
    {
        var choices = Of(Week, 480, [Hard(Tomas, new(Week.First, Week.First), 100), Hard(Tomas, new(Week.Last, Week.Last), 220)]);
        Assert.Equal(255, choices.ShorterMinutes);
        Assert.Null(Of(Week, 480, [Hard(Tomas, Week, 480)]).ShorterMinutes);
    }

    [Fact]
    public void A_split_leaves_the_rest_to_somebody_who_has_it()
    {
        var split = Of(Week, 480, [Hard(Tomas, Week, 240), Hard(Ines, Week, 180)]).Split;
        Assert.Equal(new SplitChoice(240, Ines.Person, "Ines", 240), split);
    }

    [Fact]
    public void Other_people_come_by_shared_skills_and_only_when_their_days_hold_it_whole()
    {
        Assert.Equal([Ines.Person, Kim.Person], Of(Week, 360, [Hard(Tomas, Week, 240)]).Others.Select(other => other.Person));
        Assert.Equal(["go"], Of(Week, 360, [Hard(Tomas, Week, 240)]).Others[0].Shared);
        var away = Of(Week, 360, [Hard(Tomas, Week, 240), Hard(Kim, Week, 180)], [new TimeOffFact(Ines.Person, new(Week.Last, Week.Last))]);
        Assert.Empty(away.Others);
    }

    [Fact]
    [Trait("rule", "R-096")]
    public void Overtime_says_for_each_day_what_would_have_to_be_approved()
    {
        var choices = Of(Days("2026-03-02", "2026-03-08"), 360, [Hard(Tomas, Week, 240), Hard(Tomas, new(Week.Last, Week.Last), 60, "c")]);
        Assert.Equal([120, 120, 120, 120, 180], choices.Overtime.Select(day => day.Minutes));
        Assert.Equal(660, choices.OvertimeMinutes);
    }

    [Fact]
    public void Whoever_is_away_all_days_gets_later_days_and_no_shorter_one()
    {
        var choices = Of(Week, 360, [], [new TimeOffFact(Tomas.Person, Week)]);
        Assert.Equal(Days("2026-03-09", "2026-03-13"), choices.NextSpan);
        Assert.Null(choices.Split);
    }

    [Fact]
    public void Nothing_is_offered_for_days_that_nobody_works() => Assert.Null(Of(Days("2026-03-07", "2026-03-08"), 360, []).NextSpan);

    [Fact]
    [Trait("rule", "day_ledger")]
    public void Every_way_out_is_taken_by_the_ledger() => Property.Holds(random =>
    {
        PersonFact[] people = [Tomas, Ines, Kim];
        List<BookingFact> hard = [];
        for (var i = 0; i < 12; i++)
        {
            var first = Search.First.AddDays(random.Next(40));
            var booking = Hard(people[random.Next(3)], new DateRange(first, first.AddDays(random.Next(9))), random.Next(1, 33) * 15, $"b{i}");
            if (Fits(booking, hard))
                hard.Add(booking);
        }

        var start = Search.First.AddDays(random.Next(20));
        var (days, minutes) = (new DateRange(start, start.AddDays(random.Next(8))), random.Next(1, 33) * 15);
        var choices = Of(days, minutes, hard);
        if (choices.NextSpan is { } next)
            Assert.True(Fits(Hard(Tomas, next, minutes, "new"), hard));
        if (choices.ShorterMinutes is { } shorter)
            Assert.True(Fits(Hard(Tomas, days, shorter, "new"), hard));
        if (choices.Split is { } split)
        {
            var other = people.Single(person => person.Person == split.Other);
            Assert.True(Fits(Hard(Tomas, days, split.OwnMinutes, "new"), hard) && Fits(Hard(other, days, split.OtherMinutes, "new"), hard));
        }

        Assert.All(choices.Others, other => Assert.True(Fits(Hard(people.Single(person => person.Person == other.Person), days, minutes, "new"), hard)));
        if (choices.Overtime.Count > 0)
            Assert.True(Fits(Hard(Tomas, days, minutes, "new"), hard, [.. choices.Overtime.Select(day => new OvertimeFact(Tomas.Person, day.Day, day.Minutes))]));
    });

    private static bool Fits(BookingFact added, IReadOnlyList<BookingFact> standing, IReadOnlyList<OvertimeFact>? overtime = null)
    {
        PersonFact[] people = [Tomas, Ines, Kim];
        var person = people.Single(one => one.Person == added.Person);
        var days = new Capacity(Search, people, [], [], overtime ?? [], Weekends.SaturdayAndSunday).Of(person.Person);
        return DayLedger.Change(new LedgerState(person, days, standing), new LedgerState(person, days, [.. standing, added]), new Dictionary<DateOnly, int>()).Succeeded(out _, out _);
    }
}

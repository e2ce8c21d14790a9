using Throughline.Domain.Dates;
using Throughline.Domain.People;
using Throughline.Domain.Staffing;
using static Throughline.Domain.Tests.Reports.Given;

namespace Throughline.Domain.Tests.Staffing;

public class EarliestStartTests
{
    private static readonly DateOnly Monday = Day("2026-03-02");
    private static readonly DateRange Weeks = new(Monday, Monday.AddDays((7 * 12) - 1));

    private static FreeTime Free(PersonFact person, IReadOnlyList<BookingFact> bookings, params TimeOffFact[] off) =>
        new(person, new Capacity(Weeks, [person], [], off, [], Weekends.SaturdayAndSunday).Of(person.Person), bookings);

    private static FeasibleStart? Find(IReadOnlyList<FreeTime> people, params StaffNeed[] needs) => EarliestStart.Find(needs, people, Monday, 8);

    [Fact]
    public void Work_starts_on_the_first_Monday_on_which_somebody_has_the_hours_in_every_week()
    {
        var busy = Free(Person("p1"), [Hard("2026-03-16", "2026-03-18", 5m)]);

        Assert.Equal(Day("2026-03-02"), Find([busy], new StaffNeed("engineer", 240, 2))!.Monday);
        Assert.Equal(Day("2026-03-23"), Find([busy], new StaffNeed("engineer", 240, 3))!.Monday);
        Assert.Equal(Day("2026-03-02"), Find([busy], new StaffNeed("engineer", 180, 3))!.Monday);
        Assert.Null(Find([busy], new StaffNeed("architect", 60, 1)));
    }

    [Fact]
    public void Soft_bookings_leave_the_time_and_a_week_away_does_not()
    {
        Assert.Equal(Monday, Find([Free(Person("p1"), [Soft("2026-03-02", "2026-05-01")])], new StaffNeed("engineer", 480, 4))!.Monday);

        var away = Free(Person("p1"), [], new TimeOffFact(new PersonKey("p1"), Days("2026-03-09", "2026-03-13")));
        Assert.Equal(Day("2026-03-16"), Find([away], new StaffNeed("engineer", 480, 2))!.Monday);
        var twoDays = Free(Person("p1"), [], new TimeOffFact(new PersonKey("p1"), Days("2026-03-09", "2026-03-10")));
        Assert.Equal(Monday, Find([twoDays], new StaffNeed("engineer", 480, 2))!.Monday);
    }

    [Fact]
    public void Who_works_shorter_days_takes_no_longer_ones() =>
        Assert.Null(Find([Free(Person("p1", 32m), [])], new StaffNeed("engineer", 480, 1)));

    [Fact]
    public void Each_need_has_a_person_of_its_own_even_where_the_first_choice_must_step_aside()
    {
        // p1 could do both, p2 only the shorter day.
        var (able, half) = (Free(Person("p1"), []), Free(Person("p2", 20m), []));
        var start = Find([able, half], new StaffNeed("engineer", 120, 2), new StaffNeed("engineer", 480, 2))!;

        Assert.Equal(["p2", "p1"], start.People.Select(person => person.Person.Person.Value));
        Assert.Null(Find([able, half], new StaffNeed("engineer", 480, 1), new StaffNeed("engineer", 480, 1)));
    }

    [Fact]
    public void The_answer_is_the_same_as_of_trying_every_choice_against_the_day_ledger() => Property.Holds(random =>
    {
        var people = Enumerable.Range(0, 1 + random.Next(4)).Select(i => Person($"p{i}", random.Next(2, 5) * 10m, random.Next(3) == 0 ? "architect" : "engineer")).ToList();
        var off = people.Select(person => new TimeOffFact(person.Person, AnyDays(random), MinutesPerDay: random.Next(2) == 0 ? null : 120)).ToList();
        // One promise each, and none longer than the day, so that no ledger is too full before.
        var promised = people.Select((person, i) => Hard("2026-03-02", "2026-03-02", 1m, $"b{i}", person.Person.Value) with
        {
            Days = AnyDays(random), MinutesPerDay = 60 * random.Next(1, 9), Commitment = random.Next(4) == 0 ? Commitment.Soft : Commitment.Hard,
        }).ToList();
        var capacity = new Capacity(Weeks, people, [], off, [], Weekends.SaturdayAndSunday);
        var needs = Enumerable.Range(0, 1 + random.Next(3))
            .Select(_ => new StaffNeed(random.Next(3) == 0 ? "architect" : "engineer", 60 * random.Next(1, 9), 1 + random.Next(4))).ToList();

        var found = EarliestStart.Find(needs, [.. people.Select(person => new FreeTime(person, capacity.Of(person.Person), promised))], Monday, 8);
        var expected = Enumerable.Range(0, 8).Select(i => Monday.AddDays(7 * i))
            .Cast<DateOnly?>().FirstOrDefault(monday => Possible(0, monday!.Value, []));

        Assert.Equal(expected, found?.Monday);
        if (found is not null)
        {
            Assert.Distinct(found.People);
            Assert.All(needs.Zip(found.People), pair => Assert.True(Fits(pair.First, pair.Second.Person, found.Monday)));
        }

        bool Possible(int need, DateOnly monday, HashSet<PersonKey> taken) => need == needs.Count
            || people.Exists(person => !taken.Contains(person.Person) && Fits(needs[need], person, monday) && Possible(need + 1, monday, [.. taken, person.Person]));

        bool Fits(StaffNeed need, PersonFact person, DateOnly monday)
        {
            var days = capacity.Of(person.Person);
            var trial = Hard("2026-03-02", "2026-03-02", 1m, "trial", person.Person.Value) with { Days = new DateRange(monday, monday.AddDays((7 * need.Weeks) - 1)), MinutesPerDay = need.MinutesPerDay };
            var ledger = DayLedger.Change(new LedgerState(person, days, promised), new LedgerState(person, days, [.. promised, trial]), new Dictionary<DateOnly, int>());
            return person.Role == need.Role && need.MinutesPerDay <= person.MinutesPerDay && ledger.Succeeded(out _, out _)
                && Enumerable.Range(0, need.Weeks).All(week => days.CapacityIn(new DateRange(monday.AddDays(7 * week), monday.AddDays((7 * week) + 6))) > 0);
        }
    });

    private static DateRange AnyDays(Random random)
    {
        var first = Monday.AddDays(random.Next(60));
        return new DateRange(first, first.AddDays(random.Next(20)));
    }
}

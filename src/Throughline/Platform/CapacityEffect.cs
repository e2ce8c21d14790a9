using Throughline.Data;
using Throughline.Data.Policies;
using Throughline.Data.Reports;
using Throughline.Domain.Dates;
using Throughline.Domain.People;
using Throughline.Domain.Reports;
using Throughline.Domain.Staffing;

namespace Throughline.Platform;

/// <summary>How many days from today on hold more hard hours than they have, as it stands and after a change, and of how many people.</summary>
internal sealed record CapacityOutcome(int Before, int After, int People)
{
    /// <summary>The firm bookings that would lose hours or no longer fit beside each other, the earliest first.</summary>
    public IReadOnlyList<TouchedBooking> Touched { get; init; } = [];

    /// <summary>Bookings would no longer fit where they do now.</summary>
    public bool IsWorse => After > Before;

    public string Sentence => After == 1
        ? "One booked day holds more hours than it has."
        : $"{Ui.Text.Whole(After)} booked days{(People > 1 ? $" of {People} people" : "")} hold more hours than they have.";
}

/// <summary>What a change of working time does to bookings, before it is stored: the ledger's own rule on the facts as they would be.</summary>
internal sealed class CapacityEffect(Database database, KeptFacts practice)
{
    /// <param name="people">Whom the change may touch.</param>
    /// <param name="change">The facts as they would be.</param>
    /// <param name="today">Earlier days do not count.</param>
    /// <param name="stop">Ends the reading.</param>
    public async Task<CapacityOutcome> OfAsync(
        IReadOnlyCollection<PersonKey> people, Func<PracticeFacts, PracticeFacts> change, DateOnly today, CancellationToken stop) =>
        (await OfEachAsync([(people, change)], today, stop))[0];

    /// <summary>The same for several changes, each on its own; what they rest on is read once.</summary>
    public Task<IReadOnlyList<CapacityOutcome>> OfEachAsync(
        IReadOnlyList<(IReadOnlyCollection<PersonKey> People, Func<PracticeFacts, PracticeFacts> Change)> changes, DateOnly today, CancellationToken stop) => database.ReadAsync<IReadOnlyList<CapacityOutcome>>(
        async connection =>
        {
            var people = changes.SelectMany(one => one.People).ToHashSet();
            var facts = await practice.ReadAsync(
                connection, new PracticeQuery(FactSet.People | FactSet.WorkingTime | FactSet.Bookings) { People = people }, stop);
            var weekends = PolicyReader.WeekendsOn(await database.Policies.ReadAsync(connection, stop), today);
            return [.. changes.Select(one => Outcome(Of(facts, one.People), one.Change, weekends, today))];
        },
        stop);

    private static PracticeFacts Of(PracticeFacts facts, IReadOnlyCollection<PersonKey> people) => facts with
    {
        People = [.. facts.People.Where(person => people.Contains(person.Person))],
        Bookings = [.. facts.Bookings.Where(booking => booking.Person is { } person && people.Contains(person))],
    };

    private static CapacityOutcome Outcome(PracticeFacts facts, Func<PracticeFacts, PracticeFacts> change, Weekends weekends, DateOnly today)
    {
        if (facts.Bookings.Count == 0 || facts.Bookings.Max(booking => booking.Days.Last) is var last && last < today)
            return new CapacityOutcome(0, 0, 0);

        var (span, after) = (new DateRange(today, last), change(facts));
        var (now, then) = (States(facts, span, weekends), States(after, span, weekends));
        var over = after.People.Where(person => facts.People.Any(known => known.Person == person.Person)).Select(person => (
            Before: Over(now(person.Person), now(person.Person)), After: Over(now(person.Person), then(person.Person)),
            Touched: CapacityFall.Of(now(person.Person), then(person.Person)))).ToList();
        return new CapacityOutcome(over.Sum(one => one.Before), over.Sum(one => one.After), over.Count(one => one.After > 0))
        {
            Touched = [.. over.SelectMany(one => one.Touched)],
        };
    }

    // Every excess is allowed here: the question is how much there would be.
    private static int Over(LedgerState before, LedgerState after)
    {
        var everything = after.Days.Range.Days().ToDictionary(day => day, _ => int.MaxValue);
        return DayLedger.Change(before, after, everything).Succeeded(out var rows, out _) ? rows.Count(row => row.Conflict > 0) : 0;
    }

    private static Func<PersonKey, LedgerState> States(PracticeFacts facts, DateRange span, Weekends weekends)
    {
        var capacity = new Capacity(span, facts.People, facts.CalendarDays, facts.TimeOff, facts.Overtime, weekends);
        var bookings = facts.Bookings.ToLookup(booking => booking.Person);
        var people = facts.People.ToDictionary(person => person.Person);
        return key => new LedgerState(people[key], capacity.Of(key), [.. bookings[key]]);
    }
}

using Dapper;
using Npgsql;
using Throughline.Data;
using Throughline.Data.Policies;
using Throughline.Data.Reports;
using Throughline.Domain.Accounts;
using Throughline.Domain.Dates;
using Throughline.Domain.People;
using Throughline.Domain.Reports;
using Throughline.Domain.Staffing;
using Throughline.Platform;

namespace Throughline.Features.Staffing;

/// <summary>Finds the ways out for a hard booking that does not fit: people and calendars from memory, the hard bookings around it in one read.</summary>
public sealed class ClashView(Database database, PracticeSettings settings, KeptFacts practice)
{
    private const string Hard =
        """
        select booking, engagement, person, role, start_date, end_date, minutes_per_day, kind from bookings
        where kind = 'hard' and booking is distinct from @own
          and ((person = @person and end_date >= @first and start_date <= @until) or (person = any(@others) and end_date >= @first and start_date <= @last))
        """;

    /// <summary>Null when nobody is named, for then no day can be too full.</summary>
    /// <param name="user">Who asks; other people are named only to those who may see everybody.</param>
    /// <param name="terms">The booking that does not fit.</param>
    /// <param name="own">Its key where it stands already.</param>
    /// <param name="stop">Ends the work.</param>
    public async Task<ClashChoices?> RunAsync(CurrentUser user, BookingTerms terms, BookingKey? own, CancellationToken stop)
    {
        if (terms.Person is not { } person)
            return null;

        var weekends = PolicyReader.WeekendsOn(await settings.PoliciesAsync(stop), await settings.TodayAsync(stop));
        var search = new DateRange(terms.Days.First, terms.Days.Last.AddDays(ClashChoices.SearchDays));
        return await database.ReadAsync(async connection =>
        {
            var facts = await practice.ReadAsync(connection, new PracticeQuery(FactSet.People | FactSet.WorkingTime), stop);
            var skills = await SkillsAsync(connection);
            List<SkilledPerson> people = [.. facts.People.Select(one => new SkilledPerson(one, skills.GetValueOrDefault(one.Person) ?? SkillList.None))];
            if (people.Find(one => one.Person.Person == person) is not { } asked)
                return null;

            var role = terms.Role.Length > 0 ? terms.Role : asked.Person.Role;
            List<SkilledPerson> others = user.Reach(Act.SeePeople).HasFlag(Relation.Any)
                ? people.FindAll(one => one.Person.Role == role && one.Person.Person != person && one.Person.Employment == asked.Person.Employment)
                : [];
            var bookings = await HardAsync(connection, person, others, terms.Days, search, own);
            var (far, near) = (new DaysOf(facts, search, weekends, bookings), new DaysOf(facts, terms.Days, weekends, bookings));
            return ClashChoices.Of(terms.Days, terms.MinutesPerDay, new ClashFacts(asked, others, key => key == person ? far.Of(key) : near.Of(key)));
        }, stop);
    }

    internal static async Task<IReadOnlyDictionary<PersonKey, SkillList>> SkillsAsync(NpgsqlConnection connection) =>
        (await connection.QueryAsync<(string Person, string Skills)>("select person, skills from people where skills <> ''"))
            .ToDictionary(row => new PersonKey(row.Person), row => SkillList.Read(row.Skills));

    private static async Task<ILookup<PersonKey?, BookingFact>> HardAsync(
        NpgsqlConnection connection, PersonKey person, List<SkilledPerson> others, DateRange days, DateRange search, BookingKey? own) =>
        (await connection.QueryAsync<BookingRow>(Hard, new
        {
            person = person.Value, others = others.Select(one => one.Person.Person.Value).ToArray(), first = days.First, last = days.Last, until = search.Last, own = own?.Value,
        })).Select(row => row.Fact).ToLookup(booking => booking.Person);
}

/// <summary>The free days of people over one range, each computed when it is asked for.</summary>
internal sealed class DaysOf
{
    private readonly Capacity capacity;
    private readonly Capacity undisturbed;
    private readonly ILookup<PersonKey?, BookingFact> hard;
    private readonly Dictionary<PersonKey, FreeDays> known = [];

    public DaysOf(PracticeFacts facts, DateRange range, Weekends weekends, ILookup<PersonKey?, BookingFact> hard)
    {
        capacity = new Capacity(range, facts.People, facts.CalendarDays, facts.TimeOff, facts.Overtime, weekends);
        undisturbed = new Capacity(range, facts.People, [], [], [], weekends);
        this.hard = hard;
    }

    public FreeDays Of(PersonKey person)
    {
        if (!known.TryGetValue(person, out var days))
            known[person] = days = new FreeDays(capacity.Of(person), undisturbed.Of(person), hard[person]);

        return days;
    }
}

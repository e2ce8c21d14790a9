using System.Collections.Concurrent;
using Dapper;
using Npgsql;
using Throughline.Data;
using Throughline.Data.Policies;
using Throughline.Data.Recording;
using Throughline.Data.Reports;
using Throughline.Domain.Dates;
using Throughline.Domain.Engagements;
using Throughline.Domain.People;
using Throughline.Domain.Reports;
using Throughline.Domain.Staffing;
using Throughline.Platform;

namespace Throughline.Features.Staffing;

/// <summary>An engagement as the plan names it.</summary>
public sealed record PlannedEngagement(EngagementKey Key, string Name, string Customer, PersonKey? ProjectManager);

/// <summary>Everybody's weeks (or other spans) over a range, with what the page says about people and engagements.</summary>
internal sealed record StaffingPlan(
    PeopleWeeks Weeks,
    IReadOnlyList<PersonFact> People,
    IReadOnlyDictionary<PersonKey, PersonWeek[]> Load,
    IReadOnlyDictionary<PersonKey, string> Skills,
    IReadOnlyDictionary<EngagementKey, PlannedEngagement> Engagements)
{
    public PersonFact? Person(PersonKey? key) => key is { } known && Load.ContainsKey(known) ? People.First(person => person.Person == known) : null;

    /// <summary>The names of a person's skills, without their levels.</summary>
    public IEnumerable<string> SkillsOf(PersonKey person) =>
        Domain.People.Skills.Parse(Skills.GetValueOrDefault(person)).Select(skill => skill.Name);
}

/// <summary>Reads plans, and keeps the last few in memory until anything that they show changes.</summary>
internal sealed class StaffingPlans(Database database, PracticeSettings settings, KeptFacts practice)
{
    private const FactSet Facts = FactSet.People | FactSet.WorkingTime | FactSet.Bookings | FactSet.Engagements;
    private const int Most = 6;
    private static readonly string[] Topics = ["policies", "calendars", "people", "overtime", "time_off", "customers", "engagements", "bookings"];

    private readonly ConcurrentDictionary<(DateRange Range, int Columns, DateOnly Today, DateTimeOffset? At), (long Version, StaffingPlan Plan)> kept = new();

    /// <param name="spans">The columns: each begins where the one before ends.</param>
    /// <param name="at">As recorded at this instant, if it has passed; null for now.</param>
    /// <param name="stop">Ends the work.</param>
    public async ValueTask<StaffingPlan> ReadAsync(IReadOnlyList<DateRange> spans, DateTimeOffset? at, CancellationToken stop)
    {
        var today = await settings.TodayAsync(stop);
        var (range, past) = (new DateRange(spans[0].First, spans[^1].Last), at < database.Clock.GetUtcNow() ? at : null);
        var version = database.Topics.Of(Topics);
        if (version != 0 && kept.TryGetValue((range, spans.Count, today, past), out var known) && known.Version == version)
            return known.Plan;

        var plan = await database.ReadAsync(connection => past is { } instant
            ? ThenAsync(connection, spans, range, instant, today, stop)
            : NowAsync(connection, spans, range, today, stop), stop);
        if (kept.Count >= Most)
            kept.Clear();

        kept[(range, spans.Count, today, past)] = (version, plan);
        return plan;
    }

    private async Task<StaffingPlan> NowAsync(NpgsqlConnection connection, IReadOnlyList<DateRange> spans, DateRange range, DateOnly today, CancellationToken stop)
    {
        var weekends = PolicyReader.WeekendsOn(await settings.PoliciesAsync(stop), today);
        var facts = await practice.ReadAsync(connection, new PracticeQuery(Facts) { BookingDays = range }, stop);
        var skills = await connection.QueryAsync<(string Person, string Skills)>("select person, skills from people where skills <> ''");
        return Plan(spans, facts, weekends, skills);
    }

    private async Task<StaffingPlan> ThenAsync(
        NpgsqlConnection connection, IReadOnlyList<DateRange> spans, DateRange range, DateTimeOffset at, DateOnly today, CancellationToken stop)
    {
        await AsOf.SettleAsync(connection, database.Clock.Shift, stop);
        var weekends = PolicyReader.WeekendsOn(await PolicyReader.ReadAsync(connection, at, stop), today);
        var facts = await PracticeReader.ReadAsync(connection, new PracticeQuery(Facts, at) { BookingDays = range }, stop);
        var skills = await connection.QueryAsync<(string Person, string Skills)>(
            $"select person, skills from {AsOf.Table("people", "person, skills", past: true)} p where skills <> ''", new { at = at.ToUniversalTime() });
        return Plan(spans, facts, weekends, skills);
    }

    private static StaffingPlan Plan(IReadOnlyList<DateRange> spans, PracticeFacts facts, Weekends weekends, IEnumerable<(string Person, string Skills)> skills)
    {
        var weeks = new PeopleWeeks(spans, facts, weekends);
        var customers = facts.Customers.ToDictionary(customer => customer.Customer, customer => customer.Name);
        return new StaffingPlan(
            weeks,
            [.. facts.People.OrderBy(person => person.Name, StringComparer.OrdinalIgnoreCase).ThenBy(person => person.Person)],
            facts.People.ToDictionary(person => person.Person, person => weeks.Of(person.Person)),
            skills.ToDictionary(row => new PersonKey(row.Person), row => row.Skills),
            facts.Engagements.ToDictionary(
                engagement => engagement.Engagement,
                engagement => new PlannedEngagement(engagement.Engagement, engagement.Name, customers[engagement.Customer], engagement.ProjectManager)));
    }
}

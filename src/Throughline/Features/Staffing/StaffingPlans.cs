using System.Collections.Concurrent;
using Dapper;
using Throughline.Data;
using Throughline.Data.Policies;
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

/// <summary>Everybody's weeks over a range, with what the page says about people and engagements.</summary>
internal sealed record StaffingPlan(
    PeopleWeeks Weeks,
    IReadOnlyList<PersonFact> People,
    IReadOnlyDictionary<PersonKey, PersonWeek[]> Load,
    IReadOnlyDictionary<PersonKey, string> Skills,
    IReadOnlyDictionary<EngagementKey, PlannedEngagement> Engagements)
{
    public PersonFact? Person(PersonKey? key) => key is { } known && Load.ContainsKey(known) ? People.First(person => person.Person == known) : null;
}

/// <summary>Reads plans, and keeps the last few in memory until anything that they show changes.</summary>
internal sealed class StaffingPlans(Database database, PracticeSettings settings, KeptFacts practice)
{
    private const FactSet Facts = FactSet.People | FactSet.WorkingTime | FactSet.Bookings | FactSet.Engagements;
    private const int Most = 6;
    private static readonly string[] Topics = ["policies", "calendars", "people", "overtime", "time_off", "customers", "engagements", "bookings"];

    private readonly ConcurrentDictionary<(DateRange Range, DateOnly Today), (long Version, StaffingPlan Plan)> kept = new();

    /// <param name="range">Whole weeks, Monday to Sunday.</param>
    /// <param name="stop">Ends the work.</param>
    public async ValueTask<StaffingPlan> ReadAsync(DateRange range, CancellationToken stop)
    {
        var today = await settings.TodayAsync(stop);
        var version = database.Topics.Of(Topics);
        if (version != 0 && kept.TryGetValue((range, today), out var known) && known.Version == version)
            return known.Plan;

        var weekends = PolicyReader.WeekendsOn(await settings.PoliciesAsync(stop), today);
        var plan = await database.ReadAsync(async connection =>
        {
            var facts = await practice.ReadAsync(connection, new PracticeQuery(Facts) { BookingDays = range }, stop);
            var skills = await connection.QueryAsync<(string Person, string Skills)>("select person, skills from people where skills <> ''");
            return Plan(range, facts, weekends, skills);
        }, stop);
        if (kept.Count >= Most)
            kept.Clear();

        kept[(range, today)] = (version, plan);
        return plan;
    }

    private static StaffingPlan Plan(DateRange range, PracticeFacts facts, Weekends weekends, IEnumerable<(string Person, string Skills)> skills)
    {
        var weeks = new PeopleWeeks(range, facts, weekends);
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

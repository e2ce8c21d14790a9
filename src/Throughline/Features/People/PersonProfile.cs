using Dapper;
using Throughline.Data;
using Throughline.Data.Policies;
using Throughline.Data.Records;
using Throughline.Data.Reports;
using Throughline.Domain.Dates;
using Throughline.Domain.People;
using Throughline.Domain.Reports;
using Throughline.Domain.Staffing;
using Throughline.Platform;
using Throughline.Platform.Records;

namespace Throughline.Features.People;

/// <summary>A person as colleagues see them.</summary>
/// <param name="Room">The first day with free hours and how many minutes are free then; null when the next half year has none.</param>
/// <param name="WholeDay">The first day without any firm booking.</param>
internal sealed record PersonProfileView(
    SavedRecord Person, string? Manager, PersonSkills Skills, Tenure? Tenure, IReadOnlyList<WorkingPattern> Patterns,
    (DateOnly Day, int Minutes)? Room, DateOnly? WholeDay, int WeekMinutes);

/// <summary>Reads what colleagues may know of a person: role, skills, certifications, when they are free.</summary>
internal sealed class PersonProfile(Database database, FindRecords find, PracticeSettings settings, KeptFacts practice)
{
    private const int DaysAhead = 182;

    /// <summary>Null for somebody whom the user may not know of.</summary>
    public async Task<PersonProfileView?> RunAsync(string key, CurrentUser user, CancellationToken stop)
    {
        if (!(await find.OneAsync(PersonForm.File, new RecordKey(key), user, stop)).Succeeded(out var record, out _))
            return null;

        var (person, today) = (new PersonKey(key), await settings.TodayAsync(stop));
        var days = new DateRange(today, today.AddDays(DaysAhead));
        var weekends = PolicyReader.WeekendsOn(await settings.PoliciesAsync(stop), today);
        return await database.ReadAsync<PersonProfileView?>(
            async connection =>
            {
                // Whole, so that what is kept in memory for everybody serves here too.
                var facts = await practice.ReadAsync(connection, new PracticeQuery(FactSet.People | FactSet.WorkingTime), stop);
                var booked = await PracticeReader.ReadAsync(connection, new PracticeQuery(FactSet.Bookings) { People = [person], BookingDays = days }, stop);
                var rows = await connection.QueryAsync<QualificationRow>(
                    "select kind, qualification, obtained, expires, note, version from qualifications where person = @key order by qualification", new { key });
                if (facts.People.FirstOrDefault(one => one.Person == person) is not { } fact)
                    return null;

                var capacity = new Capacity(days, facts.People, facts.CalendarDays, facts.TimeOff, facts.Overtime, weekends).Of(person);
                var free = new FreeTime(fact, capacity, booked.Bookings);
                return new PersonProfileView(
                    record, facts.People.FirstOrDefault(one => one.Person == fact.Manager)?.Name,
                    new PersonSkills(record["skills"], rows.Select(row => row.Of(person))), Tenure.On(today, fact.Start), fact.Patterns,
                    free.First(today), free.FirstWhole(today), WeekMinutes(fact, today));
            },
            stop);
    }

    private static int WeekMinutes(PersonFact person, DateOnly today) =>
        person.Patterns.Where(pattern => pattern.EffectiveFrom <= today).MaxBy(pattern => pattern.EffectiveFrom)?.WeekMinutes ?? person.MinutesPerDay * 5;
}

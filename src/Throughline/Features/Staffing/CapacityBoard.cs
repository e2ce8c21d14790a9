using System.Globalization;
using Throughline.Data;
using Throughline.Domain;
using Throughline.Domain.Accounts;
using Throughline.Domain.Dates;
using Throughline.Domain.People;
using Throughline.Domain.Staffing;
using Throughline.Platform;
using Throughline.Ui;

namespace Throughline.Features.Staffing;

/// <summary>A row of the question "when could this start?", as written.</summary>
public sealed record StartRow(string Role, string Hours, string Weeks);

/// <summary>What of the capacity is asked for; all of it stands in the address.</summary>
public sealed record CapacityAsk(bool BySkill, bool HardOnly, IReadOnlyList<StartRow> Start)
{
    /// <summary>The longest that a piece of work may last to be asked for, and how far ahead its start is looked for.</summary>
    public const int MostWeeks = 26;
    public const int MostRows = 6;

    public static CapacityAsk Of(Address address)
    {
        var (roles, hours, weeks) = (address.All("role").ToList(), address.All("hours").ToList(), address.All("weeks").ToList());
        return new(
            address["by"] == "skill", address["count"] == "hard",
            [.. roles.Select((role, i) => new StartRow(role, hours.ElementAtOrDefault(i) ?? "", weeks.ElementAtOrDefault(i) ?? "")).Where(row => row.Role.Length > 0).Take(MostRows)]);
    }

    /// <summary>The rows as needs, or what is wrong with the first that cannot be read.</summary>
    public Result<IReadOnlyList<StaffNeed>> Needs()
    {
        var needs = new List<StaffNeed>();
        foreach (var row in Start)
        {
            if (!decimal.TryParse(row.Hours, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var hours) || hours is <= 0m or > 60m)
                return new StartUnreadable($"\"{row.Hours}\" is not a number of hours a week. Write one from 1 to 60.");
            if (!int.TryParse(row.Weeks, NumberStyles.None, CultureInfo.InvariantCulture, out var weeks) || weeks is < 1 or > MostWeeks)
                return new StartUnreadable($"\"{row.Weeks}\" is not a number of weeks. Write one from 1 to {MostWeeks}.");

            needs.Add(new StaffNeed(row.Role, (int)Math.Ceiling(hours * 12m), weeks));
        }

        return needs;
    }
}

internal sealed record StartUnreadable(string Message) : Problem("parameter", Message);

/// <summary>Somebody with free time, and the unnamed work of their role that would fit it .</summary>
/// <param name="Free">Minutes in the next four weeks.</param>
internal sealed record IdlePerson(PersonFact Person, IReadOnlyList<string> Skills, int Free, IReadOnlyList<BookingFact> Fits);

/// <summary>The answer to "when could this start?".</summary>
/// <param name="Needs">What was asked.</param>
/// <param name="Found">Null where it is not in the next half year.</param>
/// <param name="Alone">For each need, the first Monday on which it alone could start.</param>
internal sealed record StartAnswer(IReadOnlyList<StaffNeed> Needs, FeasibleStart? Found, IReadOnlyList<DateOnly?> Alone);

internal sealed record CapacityView(
    CapacityAsk Ask, DateRange Range, IReadOnlyList<OutlookLine> Lines, IReadOnlyList<HiringLine> Hiring, IReadOnlyList<IdlePerson> Idle,
    IReadOnlyList<string> Roles, StaffingPlan Plan, StartAnswer? Start, Problem? StartProblem)
{
    public DateOnly Week(int i) => Range.First.AddDays(7 * i);
}

/// <summary>Demand against supply for half a year: by role or skill, who is to be hired, who has time, and when work could start.</summary>
internal sealed class CapacityBoard(StaffingPlans plans, PracticeSettings settings, Database database)
{
    public const int Weeks = 26;
    private const int IdleWeeks = 4;
    private const int MostIdle = 40;

    public async Task<Result<CapacityView>> RunAsync(CurrentUser user, CapacityAsk ask, CancellationToken stop)
    {
        // Gather. It speaks of everybody, so it is for those who see everybody's bookings.
        if (user.IsOutside || !user.Reach(Act.SeeBookings).HasFlag(Relation.Any))
            return user.Decide(Act.SeeBookings).Problem ?? new NotAllowed("R-296", "The capacity of the practice is for those who see everybody's bookings.");

        var today = await settings.TodayAsync(stop);
        var monday = Periods.Monday(today);
        // As far as work can last that starts at the end of the table.
        var plan = await plans.ReadAsync(PeopleWeeks.WeeksOf(new DateRange(monday, monday.AddDays((7 * (Weeks + CapacityAsk.MostWeeks)) - 1))), null, stop);

        var asked = await database.ReadAsync(connection => RequestGround.ListAsync(
            connection, "where r.kind = 'new' and r.person is null and r.state in ('submitted', 'countered', 'approved') and r.start_date <= @last and r.end_date >= @first",
            new { first = plan.Weeks.Range.First, last = plan.Weeks.Range.Last }), stop);

        // Decide. What is asked for and not booked yet is demand like an unnamed booking.
        var unnamed = plan.Weeks.BookingsOf(null).ToLookup(booking => booking.Role, StringComparer.Ordinal);
        var wanted = asked.Select(Wanted).ToList();
        var demand = plan.Weeks.BookingsOf(null).Concat(wanted.Select(one => one.Booking)).ToLookup(booking => booking.Role, StringComparer.Ordinal);
        var weight = ask.HardOnly ? 0m : 1m;
        var byRole = Lines(plan, demand, weight);
        var (start, problem) = ask.Start.Count == 0 ? (null, null) : Started(ask, plan, today);
        return new CapacityView(
            ask, new DateRange(monday, monday.AddDays((7 * Weeks) - 1)),
            ask.BySkill ? BySkill(plan, wanted, weight) : byRole,
            CapacityOutlook.Hiring(byRole, demand.SelectMany(role => role.Select(booking => (role.Key, booking.Engagement))).ToLookup(pair => pair.Key, pair => pair.Engagement)),
            Idle(plan, unnamed, today),
            [.. plan.People.Select(person => person.Role).Concat(unnamed.Select(role => role.Key)).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)],
            plan, start, problem);
    }

    private static (BookingFact Booking, SkillList Skills) Wanted(RequestGround ground)
    {
        var terms = ground.ToRequest().Terms;
        return (new BookingFact(new BookingKey(ground.Request), terms.Engagement, null, terms.Role, terms.Days, terms.MinutesPerDay, terms.Commitment), SkillList.Read(terms.Skills));
    }

    private static IReadOnlyList<OutlookLine> Lines(StaffingPlan plan, ILookup<string, BookingFact> unnamed, decimal weight) => CapacityOutlook.Lines(
        plan.People.Select(person => (person.Role, plan.Load[person.Person])), unnamed.ToDictionary(role => role.Key, plan.Weeks.OfUnnamed, StringComparer.Ordinal), Weeks, weight);

    private static IReadOnlyList<OutlookLine> BySkill(StaffingPlan plan, List<(BookingFact Booking, SkillList Skills)> wanted, decimal weight) => CapacityOutlook.Lines(
        plan.People.SelectMany(person => Skills(plan, person.Person).Select(skill => (skill, plan.Load[person.Person]))),
        plan.Weeks.BookingsOf(null).Where(booking => booking.Skills is not null).Select(booking => (Booking: booking, Skills: SkillList.Read(booking.Skills))).Concat(wanted).SelectMany(one => one.Skills.All, (one, skill) => (Skill: skill.Name.ToLowerInvariant(), one.Booking)).GroupBy(pair => pair.Skill, pair => pair.Booking, StringComparer.Ordinal)
            .ToDictionary(skill => skill.Key, plan.Weeks.OfUnnamed, StringComparer.Ordinal), Weeks, weight);

    /// <summary>The names of somebody's skills, without their levels.</summary>
    private static IReadOnlyList<string> Skills(StaffingPlan plan, PersonKey person) =>
    [
        .. plan.SkillsOf(person).Select(skill => skill.ToLowerInvariant()).Distinct(StringComparer.Ordinal),
    ];

    private static List<IdlePerson> Idle(StaffingPlan plan, ILookup<string, BookingFact> unnamed, DateOnly today) =>
    [
        .. (from person in plan.People
            let free = plan.Load[person.Person].Take(IdleWeeks).Sum(week => week.Free(0m))
            where free > 0
            let fits = Fitting(plan, person, unnamed[person.Role], today)
            orderby fits.Count > 0 descending, free descending
            select new IdlePerson(person, Skills(plan, person.Person), free, fits)).Take(MostIdle),
    ];

    private static List<BookingFact> Fitting(StaffingPlan plan, PersonFact person, IEnumerable<BookingFact> wanted, DateOnly today)
    {
        var ahead = new DateRange(today, plan.Weeks.Range.Last);
        var open = wanted.Where(booking => booking.Days.Overlaps(ahead)).ToList();
        if (open.Count == 0)
            return [];

        var time = Free(plan, person);
        return open.FindAll(booking => time.Takes(booking.Days.Within(ahead), booking.MinutesPerDay));
    }

    private static FreeTime Free(StaffingPlan plan, PersonFact person) => new(person, plan.Weeks.DaysOf(person.Person), plan.Weeks.BookingsOf(person.Person));

    private static (StartAnswer?, Problem?) Started(CapacityAsk ask, StaffingPlan plan, DateOnly today)
    {
        if (!ask.Needs().Succeeded(out var needs, out var problem))
            return (null, problem);

        // This week has begun: what is asked for needs whole weeks.
        var first = today == Periods.Monday(today) ? today : Periods.Monday(today).AddDays(7);
        var starts = ((plan.Weeks.Range.Last.DayNumber - first.DayNumber + 1) / 7) - needs.Max(need => need.Weeks) + 1;
        var roles = needs.Select(need => need.Role).ToHashSet(StringComparer.Ordinal);
        var people = plan.People.Where(person => roles.Contains(person.Role)).Select(person => Free(plan, person)).ToList();
        return (new StartAnswer(needs, EarliestStart.Find(needs, people, first, starts), [.. needs.Select(need => EarliestStart.Find([need], people, first, starts)?.Monday)]), null);
    }
}

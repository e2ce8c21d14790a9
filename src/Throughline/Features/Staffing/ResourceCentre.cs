using Dapper;
using Throughline.Data;
using Throughline.Data.Policies;
using Throughline.Domain;
using Throughline.Domain.Accounts;
using Throughline.Domain.Dates;
using Throughline.Domain.People;
using Throughline.Domain.Staffing;
using Throughline.Domain.Timekeeping;
using Throughline.Platform;

namespace Throughline.Features.Staffing;

/// <summary>One booking drawn over the weeks it touches. Where the reader may not see it, only its time is known.</summary>
/// <param name="First">Index of its first week in the range.</param>
/// <param name="Start">Where it begins in its first week, as a share of the weeks it touches; likewise its length.</param>
public sealed record Bar(BookingFact Booking, int Version, bool Seen, int First, int Last, decimal Start, decimal Length);

/// <summary>Bookings of one engagement, and of one person where the row is an engagement, that do not touch each other's weeks.</summary>
/// <param name="Engagement">Null where the reader may not see it.</param>
/// <param name="Person">Whose they are, in the row of an engagement.</param>
public sealed record Lane(PlannedEngagement? Engagement, PersonFact? Person, IReadOnlyList<Bar> Bars);

/// <summary>What a row of the resource centre stands for.</summary>
public enum RowKind { Person, Unnamed, Engagement }

/// <summary>A person, the unnamed resources of a role, or an engagement with everybody's hours on it.</summary>
/// <param name="Subject">The person's key, <c>~</c> and the role, or <c>#</c> and the engagement.</param>
/// <param name="Group">The skill that the row stands under, where somebody with three skills stands three times.</param>
/// <param name="Logged">Hours logged in each column, for opened rows of people; null where they are not shown.</param>
/// <param name="Planned">Hours of open issues in each column, likewise: see <see cref="PlannedHours"/>.</param>
public sealed record CentreRow(
    RowKind Kind, string Subject, string? Group, string Name, string About, PersonFact? Person, PersonWeek[] Weeks, IReadOnlyList<Lane>? Lanes, decimal[]? Logged, decimal[]? Planned = null)
{
    /// <summary>Differs for every row of the page.</summary>
    public string Key => Group is null ? Subject : $"{Subject}@{Group}";
}

/// <summary>A heading among the rows: how many stand under it, and how many without hours are hidden.</summary>
public sealed record CentreGroup(string Label, int Shown, int Hidden);

/// <summary>A heading or a row.</summary>
public sealed record CentreLine(CentreGroup? Group, CentreRow? Row);

/// <summary>What the resource centre shows.</summary>
/// <param name="Lines">Those asked for; <paramref name="AllLines"/> says how many there are.</param>
/// <param name="Matching">People, or engagements by project, that answer to the filters and are not hidden.</param>
public sealed record CentreView(
    CentreAsk Ask, DateOnly Today, decimal SoftWeight, IReadOnlyList<CentreLine> Lines, int AllLines, PersonWeek[] Total, PersonWeek[] Unfilled,
    int Matching, int Hidden, IReadOnlyList<PersonFact> Everybody);

/// <summary>People by weeks: capacity, hard and soft hours, time off and what is over, with the bookings of opened rows.</summary>
internal sealed class ResourceCentre(StaffingPlans plans, PracticeSettings settings, Database database)
{
    /// <summary>How many lines the page has before the reader goes on, how many come at once while they do, and the most that can be asked for.</summary>
    public const int PageLength = 40, BlockLength = 5, MostLines = 1000;

    /// <param name="user">Who looks.</param>
    /// <param name="ask">What is asked for.</param>
    /// <param name="length">At most so many lines.</param>
    /// <param name="stop">Ends the work.</param>
    public async Task<Result<CentreView>> RunAsync(CurrentUser user, CentreAsk ask, int length, CancellationToken stop)
    {
        if (user.IsOutside || user.Reach(Act.SeeBookings) == Relation.None)
            return user.Decide(Act.SeeBookings).Problem ?? new NotAllowed("R-296", "The resource centre is for people of the practice.");

        var sight = await Sight.OfAsync(user, database, stop);
        var plan = await plans.ReadAsync(ask.Spans, ask.At, stop);
        var today = await settings.TodayAsync(stop);
        var weight = ask.Count switch
        {
            CountAs.Hard => 0m,
            CountAs.HardAndSoft => 1m,
            CountAs.HardAndWeighted => (await settings.PoliciesAsync(stop)).Answer("P-04", today).Number,
        };

        var seen = plan.People.Where(person => sight.Sees(person, plan)).ToList();
        var found = seen.Where(person => Asked(person, ask, plan)
            && (ask.Engagement is not { } wanted || plan.Weeks.BookingsOf(person.Person).Any(booking => booking.Engagement.Value == wanted && sight.Sees(booking, person)))).ToList();
        var shown = ask.Everybody || ask.Text is not null ? found : found.Where(person => HasHours(plan.Load[person.Person])).ToList();
        var unnamed = Unnamed(plan, sight, ask);
        var entries = ask.Group is GroupedBy.Project ? Engagements(plan, sight, found, unnamed) : People(plan, ask, found, shown, unnamed);
        var page = entries.Skip(ask.Skip).Take(length).ToList();
        var open = page.Where(entry => entry.Subject is not null && ask.Open.Contains(entry.Subject)).ToList();
        var versions = ask.At is null ? await VersionsAsync(open, plan, stop) : [];
        var logged = await LoggedAsync(user, plan, open, ask, stop);
        var planned = await PlannedAsync(user, open, ask, PolicyReader.WeekendsOn(await settings.PoliciesAsync(stop), today), stop);

        return new CentreView(
            ask, today, weight,
            [.. page.Select(entry => entry.Heading is { } heading ? new CentreLine(heading, null) : new CentreLine(null, Row(entry)))],
            entries.Count, Sum(plan, found), plan.Weeks.OfUnnamed(unnamed.SelectMany(role => role)),
            ask.Group is GroupedBy.Project ? entries.Count : shown.Count, ask.Group is GroupedBy.Project ? 0 : found.Count - shown.Count, seen);

        CentreRow Row(Entry entry)
        {
            var lanes = open.Contains(entry) ? Lanes(plan, sight, entry, versions) : null;
            return new CentreRow(
                entry.Kind, entry.Subject!, entry.Group, entry.Name, entry.About, entry.Person,
                entry.Person is { } person ? plan.Load[person.Person] : plan.Weeks.OfUnnamed(entry.Bookings(plan)), lanes,
                lanes is not null && entry.Person is { } one ? logged.GetValueOrDefault(one.Person) : null,
                lanes is not null && entry.Person is { } who ? planned.GetValueOrDefault(who.Person) : null);
        }
    }

    // A line before its hours are added up: most are never shown.
    private sealed record Entry(RowKind Kind, string? Subject, string? Group, string Name, string About)
    {
        public CentreGroup? Heading { get; init; }
        public PersonFact? Person { get; init; }
        public IReadOnlyList<BookingFact> Own { get; init; } = [];

        public IEnumerable<BookingFact> Bookings(StaffingPlan plan) => Person is { } person ? plan.Weeks.BookingsOf(person.Person) : Own;

        public static Entry Of(CentreGroup heading) => new(default, null, null, heading.Label, "") { Heading = heading };
    }

    private static List<Entry> People(
        StaffingPlan plan, CentreAsk ask, List<PersonFact> found, List<PersonFact> shown, List<IGrouping<string, BookingFact>> unnamed)
    {
        var entries = new List<Entry>();
        if (ask.Group is GroupedBy.Nothing)
        {
            entries.AddRange(shown.Select(person => Of(person, null)));
        }
        else
        {
            var names = plan.People.ToDictionary(person => person.Person, person => person.Name);
            var visible = shown.Select(person => person.Person).ToHashSet();
            var groups = found.SelectMany(person => GroupsOf(person, ask.Group, plan), (person, group) => (person, group)).GroupBy(pair => pair.group, pair => pair.person)
                .Select(group => (group.Key, Label: group.Key.Length == 0 ? Without(ask.Group) : Label(group.Key, ask.Group, names), People: group.ToList()))
                .OrderBy(group => group.Key.Length == 0).ThenBy(group => group.Label, StringComparer.OrdinalIgnoreCase);
            foreach (var (key, label, people) in groups)
            {
                var here = people.Where(person => visible.Contains(person.Person)).ToList();
                entries.Add(Entry.Of(new CentreGroup(label, here.Count, people.Count - here.Count)));
                entries.AddRange(here.Select(person => Of(person, ask.Group is GroupedBy.Skill ? key : null)));
            }
        }

        if (unnamed.Count > 0)
        {
            entries.Add(Entry.Of(new CentreGroup("Not named yet", unnamed.Count, 0)));
            entries.AddRange(unnamed.Select(role => new Entry(RowKind.Unnamed, "~" + role.Key, null, Sentence(role.Key), "not named yet") { Own = [.. role] }));
        }

        return entries;

        static Entry Of(PersonFact person, string? group) => new(RowKind.Person, person.Person.Value, group, person.Name, About(person)) { Person = person };
    }

    private static List<Entry> Engagements(StaffingPlan plan, Sight sight, List<PersonFact> found, List<IGrouping<string, BookingFact>> unnamed) =>
        [.. found.SelectMany(person => plan.Weeks.BookingsOf(person.Person).Where(booking => sight.Sees(booking, person)))
            .Concat(unnamed.SelectMany(role => role))
            .GroupBy(booking => booking.Engagement).OrderBy(group => group.Key)
            .Select(group => (Engagement: plan.Engagements[group.Key], Own: group.ToList()))
            .Select(group => new Entry(RowKind.Engagement, "#" + group.Engagement.Key.Value, null, group.Engagement.Name, $"{group.Engagement.Key}, {group.Engagement.Customer}") { Own = group.Own })];

    private static IEnumerable<string> GroupsOf(PersonFact person, GroupedBy by, StaffingPlan plan) => by switch
    {
        GroupedBy.Team => [person.Manager?.Value ?? ""],
        GroupedBy.Role => [person.Role],
        GroupedBy.Region => [person.Region ?? ""],
        _ => plan.SkillsOf(person.Person).DefaultIfEmpty(""),
    };

    private static string Label(string key, GroupedBy by, Dictionary<PersonKey, string> names) => by switch
    {
        GroupedBy.Team => "Team of " + names.GetValueOrDefault(new PersonKey(key), key),
        GroupedBy.Role => Sentence(key),
        _ => key,
    };

    private static string Without(GroupedBy by) => by switch
    {
        GroupedBy.Team => "Without a manager",
        GroupedBy.Region => "Without a region",
        _ => "Without a skill",
    };

    private static bool HasHours(PersonWeek[] weeks) => Array.Exists(weeks, week => week.Hard + week.Soft > 0);

    private static bool Asked(PersonFact person, CentreAsk ask, StaffingPlan plan) =>
        (ask.Roles.Count == 0 || ask.Roles.Contains(person.Role))
        && (ask.Regions.Count == 0 || ask.Regions.Contains(person.Region ?? ""))
        && (ask.Teams.Count == 0 || ask.Teams.Contains(person.Manager?.Value ?? ""))
        && (ask.Text is not { } text || Has(person.Name, text) || Has(person.Person.Value, text) || Has(plan.Skills.GetValueOrDefault(person.Person), text));

    private static bool Has(string? where, string text) => where?.Contains(text, StringComparison.OrdinalIgnoreCase) == true;

    private static PersonWeek[] Sum(StaffingPlan plan, List<PersonFact> people)
    {
        var total = new PersonWeek[plan.Weeks.Count];
        foreach (var person in people)
        {
            var weeks = plan.Load[person.Person];
            for (var i = 0; i < total.Length; i++)
                total[i] += weeks[i];
        }

        return total;
    }

    private static List<IGrouping<string, BookingFact>> Unnamed(StaffingPlan plan, Sight sight, CentreAsk ask) => ask.Teams.Count > 0 || ask.Regions.Count > 0
        ? []
        : [.. plan.Weeks.BookingsOf(null)
            .Where(booking => sight.Sees(booking, null) && (ask.Roles.Count == 0 || ask.Roles.Contains(booking.Role)) && (ask.Text is null || Has(booking.Role, ask.Text))
                && (ask.Engagement is null || booking.Engagement.Value == ask.Engagement))
            .GroupBy(booking => booking.Role, StringComparer.Ordinal)
            .OrderBy(role => role.Key, StringComparer.Ordinal)];

    // A change must name the version that was seen, so opened rows carry it.
    private async Task<Dictionary<string, int>> VersionsAsync(List<Entry> open, StaffingPlan plan, CancellationToken stop)
    {
        var keys = open.SelectMany(entry => entry.Bookings(plan)).Select(booking => booking.Booking.Value).ToArray();
        return keys.Length == 0 ? [] : await BookingVersions.ReadAsync(database, keys, stop);
    }

    // What was worked, beside what was booked: everything logged that was not sent back, as far as the reader may see time.
    private async Task<Dictionary<PersonKey, decimal[]>> LoggedAsync(CurrentUser user, StaffingPlan plan, List<Entry> open, CentreAsk ask, CancellationToken stop)
    {
        var people = open.Select(entry => entry.Person).OfType<PersonFact>().Where(person => user.MaySee(new TimeOwnership(person.Person, person.Manager, null, null))).Select(person => person.Person.Value).Distinct().ToArray();
        if (people.Length == 0 || ask.At is not null)
            return [];

        var rows = await database.ReadAsync(connection => connection.QueryAsync<(string Person, DateOnly Date, decimal Hours)>(
            "select person, date, sum(hours) from time_entries where person = any(@people) and date between @first and @last and state <> 'rejected' group by person, date",
            new { people, first = ask.Range.First, last = ask.Range.Last }), stop);
        var logged = people.ToDictionary(person => new PersonKey(person), _ => new decimal[plan.Weeks.Count]);
        foreach (var (person, date, hours) in rows)
            logged[new PersonKey(person)][plan.Weeks.IndexOf(date)] += hours;

        return logged;
    }

    // What the person's open issues will take, as far as the reader may see the engagements they are of.
    private async Task<Dictionary<PersonKey, decimal[]>> PlannedAsync(CurrentUser user, List<Entry> open, CentreAsk ask, Weekends weekends, CancellationToken stop)
    {
        var people = open.Select(entry => entry.Person).OfType<PersonFact>().DistinctBy(person => person.Person).ToDictionary(person => person.Person.Value);
        if (people.Count == 0 || ask.At is not null || user.Reach(Act.SeeEngagement) == Relation.None)
            return [];

        var rows = await database.ReadAsync(connection => connection.QueryAsync<(string Person, DateOnly First, DateOnly Last, decimal Hours)>(
            """
            select i.assignee, coalesce(a.start_date, e.start_date), coalesce(a.end_date, e.expires), sum(i.estimate_hours)
            from issues i join engagements e using (engagement) left join activities a on a.engagement = i.engagement and a.activity = i.activity
            where i.assignee = any(@people) and i.state = 'open' and i.estimate_hours > 0 and e.status not in ('completed', 'cancelled')
              and (@everywhere or i.assignee = @me or e.project_manager = @me)
            group by 1, 2, 3 having coalesce(a.end_date, e.expires) >= @first and coalesce(a.start_date, e.start_date) <= @last
            """,
            new { people = people.Keys.ToArray(), everywhere = user.Reach(Act.SeeEngagement).HasFlag(Relation.Any), me = user.Person?.Value, first = ask.Range.First, last = ask.Range.Last }), stop);
        return rows.GroupBy(row => row.Person).ToDictionary(
            own => new PersonKey(own.Key), own => PlannedHours.In(own.Select(row => new PlannedIssue(row.First, row.Last, row.Hours)), ask.Spans, weekends.Of(people[own.Key].Calendar)));
    }

    // A person's bookings by engagement; an engagement's by who is booked.
    private static List<Lane> Lanes(StaffingPlan plan, Sight sight, Entry entry, Dictionary<string, int> versions)
    {
        var lanes = new List<Lane>();
        var bars = entry.Bookings(plan).Select(booking => DrawnOver(plan.Weeks, booking, versions.GetValueOrDefault(booking.Booking.Value), entry.Kind is RowKind.Engagement || sight.Sees(booking, entry.Person)));
        foreach (var own in bars.GroupBy(bar => entry.Kind is RowKind.Engagement ? (default, bar.Booking.Person) : (bar.Seen ? bar.Booking.Engagement : default, bar.Booking.Person))
            .OrderBy(group => group.Min(bar => bar.First)).ThenBy(group => group.Min(bar => bar.Booking.Booking)))
        {
            var open = new List<List<Bar>>();
            foreach (var bar in own.OrderBy(bar => bar.First).ThenBy(bar => bar.Booking.Booking))
            {
                if (open.Find(lane => lane[^1].Last < bar.First) is { } free)
                    free.Add(bar);
                else
                    open.Add([bar]);
            }

            lanes.AddRange(open.Select(lane => new Lane(
                lane[0].Seen ? plan.Engagements[lane[0].Booking.Engagement] : null,
                entry.Kind is RowKind.Engagement ? plan.Person(own.Key.Person) : null, lane)));
        }

        return lanes;
    }

    private static Bar DrawnOver(PeopleWeeks weeks, BookingFact booking, int version, bool seen)
    {
        var days = booking.Days.Within(weeks.Range);
        var (from, to) = (weeks.IndexOf(days.First), weeks.IndexOf(days.Last));

        // The working days fill the columns, so that Monday to Friday looks whole.
        var start = Share(weeks.Week(from), days.First, ending: false);
        var end = to - from + Share(weeks.Week(to), days.Last, ending: true);
        var columns = to - from + 1m;
        return new Bar(booking, version, seen, from, to, start / columns, Math.Max(0.1m, end - start) / columns);
    }

    // How much of the column's working days lie before the day, or before its end.
    private static decimal Share(DateRange column, DateOnly day, bool ending)
    {
        var whole = WorkingDays(column.First, column.Last);
        if (whole == 0)
            return ending ? 1m : 0m;

        var before = day == column.First ? 0 : WorkingDays(column.First, day.AddDays(-1));
        return (before + (ending && day.DayOfWeek is not (DayOfWeek.Saturday or DayOfWeek.Sunday) ? 1 : 0)) / (decimal)whole;
    }

    private static int WorkingDays(DateOnly first, DateOnly last) => new DateRange(first, last).Days().Count(day => day.DayOfWeek is not (DayOfWeek.Saturday or DayOfWeek.Sunday));

    private static string About(PersonFact person) =>
        string.Join(", ", new[] { Sentence(person.Role), person.Region, person.WeeklyHours == 40m ? null : Ui.Text.Plain(person.WeeklyHours) + " h" }.OfType<string>());

    internal static string Sentence(string code) =>
        code.Length == 0 ? code : char.ToUpperInvariant(code[0]) + code[1..].Replace('_', ' ');
}

/// <summary>The versions of bookings, for the changes that a page offers.</summary>
internal static class BookingVersions
{
    public static async Task<Dictionary<string, int>> ReadAsync(Database database, string[] keys, CancellationToken stop) => await database.ReadAsync(
        async connection => (await connection.QueryAsync<(string Booking, int Version)>("select booking, version from bookings where booking = any(@keys)", new { keys }))
            .ToDictionary(row => row.Booking, row => row.Version),
        stop);
}

using Dapper;
using Throughline.Data;
using Throughline.Domain;
using Throughline.Domain.Accounts;
using Throughline.Domain.People;
using Throughline.Domain.Staffing;
using Throughline.Platform;

namespace Throughline.Features.Staffing;

/// <summary>One booking drawn over the weeks it touches. Where the reader may not see it, only its time is known.</summary>
/// <param name="First">Index of its first week in the range.</param>
/// <param name="Start">Where it begins in its first week, as a share of the weeks it touches; likewise its length.</param>
public sealed record Bar(BookingFact Booking, int Version, bool Seen, int First, int Last, decimal Start, decimal Length);

/// <summary>Bookings of one engagement that do not touch each other's weeks.</summary>
public sealed record Lane(PlannedEngagement? Engagement, IReadOnlyList<Bar> Bars);

/// <summary>A person, or the unnamed resources of a role.</summary>
/// <param name="Key">The person's key, or <c>~</c> and the role.</param>
public sealed record CentreRow(string Key, string Name, string About, PersonFact? Person, PersonWeek[] Weeks, IReadOnlyList<Lane>? Lanes);

/// <summary>What the resource centre shows.</summary>
public sealed record CentreView(
    CentreAsk Ask, DateOnly Today, decimal SoftWeight, IReadOnlyList<CentreRow> People, IReadOnlyList<CentreRow> Unnamed,
    PersonWeek[] Total, int Matching, int Hidden, string? Next, IReadOnlyList<PersonFact> Everybody);

/// <summary>People by weeks: capacity, hard and soft hours, time off and what is over, with the bookings of opened rows.</summary>
internal sealed class ResourceCentre(StaffingPlans plans, PracticeSettings settings, Database database)
{
    private const int PageLength = 50;

    public async Task<Result<CentreView>> RunAsync(CurrentUser user, CentreAsk ask, CancellationToken stop)
    {
        if (user.IsOutside || user.Reach(Act.SeeBookings) == Relation.None)
            return user.Decide(Act.SeeBookings).Problem ?? new NotAllowed("R-296", "The resource centre is for people of the practice.");

        var sight = await Sight.OfAsync(user, database, stop);
        var plan = await plans.ReadAsync(ask.Range, stop);
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
        var (busy, idle) = (found.Where(person => HasHours(plan.Load[person.Person])).ToList(), 0);
        if (ask.Everybody || ask.Text is not null)
            busy = found;
        else
            idle = found.Count - busy.Count;

        var page = After(busy, ask.After).Take(PageLength + 1).ToList();
        var more = page.Count > PageLength;
        var shown = page.Take(PageLength).ToList();
        var unnamed = Unnamed(plan, sight, ask);
        var versions = await VersionsAsync(plan, ask, shown, unnamed, stop);

        return new CentreView(
            ask, today, weight,
            [.. shown.Select(person => new CentreRow(
                person.Person.Value, person.Name, About(person), person, plan.Load[person.Person],
                ask.Open.Contains(person.Person.Value) ? Lanes(plan, sight, plan.Weeks.BookingsOf(person.Person), person, versions) : null))],
            [.. unnamed.Select(role => new CentreRow(
                "~" + role.Key, Sentence(role.Key), "not named yet", null, plan.Weeks.OfUnnamed(role),
                ask.Open.Contains("~" + role.Key) ? Lanes(plan, sight, role, null, versions) : null))],
            Sum(plan, found), busy.Count, idle, more ? Cursor(shown[^1]) : null, seen);
    }

    private static bool HasHours(PersonWeek[] weeks) => Array.Exists(weeks, week => week.Hard + week.Soft > 0);

    private static bool Asked(PersonFact person, CentreAsk ask, StaffingPlan plan) =>
        (ask.Roles.Count == 0 || ask.Roles.Contains(person.Role))
        && (ask.Regions.Count == 0 || ask.Regions.Contains(person.Region ?? ""))
        && (ask.Teams.Count == 0 || ask.Teams.Contains(person.Manager?.Value ?? ""))
        && (ask.Text is not { } text || Has(person.Name, text) || Has(person.Person.Value, text) || Has(plan.Skills.GetValueOrDefault(person.Person), text));

    private static bool Has(string? where, string text) => where?.Contains(text, StringComparison.OrdinalIgnoreCase) == true;

    // People stand by name, then key: the cursor names the last one shown.
    private static string Cursor(PersonFact person) => person.Person.Value;

    private static IEnumerable<PersonFact> After(List<PersonFact> people, string? cursor)
    {
        var at = cursor is null ? -1 : people.FindIndex(person => Cursor(person) == cursor);
        return people.Skip(at + 1);
    }

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

    private static List<IGrouping<string, BookingFact>> Unnamed(StaffingPlan plan, Sight sight, CentreAsk ask) => ask.After is not null || ask.Teams.Count > 0 || ask.Regions.Count > 0
        ? []
        : [.. plan.Weeks.BookingsOf(null)
            .Where(booking => sight.Sees(booking, null) && (ask.Roles.Count == 0 || ask.Roles.Contains(booking.Role)) && (ask.Text is null || Has(booking.Role, ask.Text))
                && (ask.Engagement is null || booking.Engagement.Value == ask.Engagement))
            .GroupBy(booking => booking.Role, StringComparer.Ordinal)
            .OrderBy(role => role.Key, StringComparer.Ordinal)];

    // A change must name the version that was seen, so opened rows carry it.
    private async Task<Dictionary<string, int>> VersionsAsync(
        StaffingPlan plan, CentreAsk ask, List<PersonFact> shown, List<IGrouping<string, BookingFact>> unnamed, CancellationToken stop)
    {
        var keys = shown.Where(person => ask.Open.Contains(person.Person.Value)).SelectMany(person => plan.Weeks.BookingsOf(person.Person))
            .Concat(unnamed.Where(role => ask.Open.Contains("~" + role.Key)).SelectMany(role => role))
            .Select(booking => booking.Booking.Value).ToArray();
        return keys.Length == 0 ? [] : await BookingVersions.ReadAsync(database, keys, stop);
    }

    private static List<Lane> Lanes(
        StaffingPlan plan, Sight sight, IEnumerable<BookingFact> bookings, PersonFact? person, Dictionary<string, int> versions)
    {
        var lanes = new List<Lane>();
        var bars = bookings.Select(booking => DrawnOver(plan.Weeks, booking, versions.GetValueOrDefault(booking.Booking.Value), sight.Sees(booking, person)));
        foreach (var engagement in bars.GroupBy(bar => bar.Seen ? bar.Booking.Engagement : default).OrderBy(group => group.Min(bar => bar.First)).ThenBy(group => group.Key))
        {
            var open = new List<List<Bar>>();
            foreach (var bar in engagement.OrderBy(bar => bar.First).ThenBy(bar => bar.Booking.Booking))
            {
                if (open.Find(lane => lane[^1].Last < bar.First) is { } free)
                    free.Add(bar);
                else
                    open.Add([bar]);
            }

            lanes.AddRange(open.Select(lane => new Lane(lane[0].Seen ? plan.Engagements[engagement.Key] : null, lane)));
        }

        return lanes;
    }

    private static Bar DrawnOver(PeopleWeeks weeks, BookingFact booking, int version, bool seen)
    {
        var first = booking.Days.First > weeks.Range.First ? booking.Days.First : weeks.Range.First;
        var last = booking.Days.Last < weeks.Range.Last ? booking.Days.Last : weeks.Range.Last;
        var (from, to) = ((first.DayNumber - weeks.Range.First.DayNumber) / 7, (last.DayNumber - weeks.Range.First.DayNumber) / 7);

        // The working week fills the cell, so that Monday to Friday looks whole.
        var days = (to - from + 1) * 5m;
        decimal Working(DateOnly day) => (((day.DayNumber - weeks.Range.First.DayNumber) / 7 - from) * 5) + Math.Min(5, (day.DayNumber - weeks.Range.First.DayNumber) % 7);
        var start = Working(first);
        return new Bar(booking, version, seen, from, to, start / days, Math.Max(0.5m, Working(last) + (last.DayOfWeek is DayOfWeek.Saturday or DayOfWeek.Sunday ? 0 : 1) - start) / days);
    }

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

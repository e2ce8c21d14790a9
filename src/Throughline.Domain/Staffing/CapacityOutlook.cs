using Throughline.Domain.Engagements;

namespace Throughline.Domain.Staffing;

/// <summary>One week of people who do the same, in whole minutes.</summary>
/// <param name="Supply">Their capacity.</param>
/// <param name="Named">What they are booked for.</param>
/// <param name="Free">What is left of each of their weeks, added up: one's overload does not use another's time.</param>
/// <param name="Unnamed">Booked for a resource still to be named.</param>
public readonly record struct OutlookWeek(int Supply, int Named, int Free, int Unnamed)
{
    public int Demand => Named + Unnamed;

    /// <summary>What nobody has time for.</summary>
    public int Gap => Math.Max(0, Unnamed - Free);

    /// <summary>What is still to be had.</summary>
    public int Left => Math.Max(0, Free - Unnamed);
}

/// <summary>A role or a skill, with how many have it and its weeks.</summary>
public sealed record OutlookLine(string Name, int People, IReadOnlyList<OutlookWeek> Weeks);

/// <summary>A role for which unnamed resources are booked: from the first to the last week, by index, and how many people are missing in the worst of them.</summary>
/// <param name="Role">The role.</param>
/// <param name="First">Its first week.</param>
/// <param name="Last">Its last week.</param>
/// <param name="Minutes">All unnamed minutes.</param>
/// <param name="Gap">Those for which nobody of the role has time.</param>
/// <param name="Short">People missing in the worst week, at a full week each.</param>
/// <param name="Engagements">What they are wanted for.</param>
public sealed record HiringLine(string Role, int First, int Last, int Minutes, int Gap, int Short, IReadOnlyList<EngagementKey> Engagements);

/// <summary>Demand against supply, week by week. People count in their own role, and in each of their skills; unnamed bookings in the role they ask for, and in each of the skills.</summary>
public static class CapacityOutlook
{
    /// <summary>A full week, for counting people who are not there yet.</summary>
    private const int FullWeek = 40 * 60;

    /// <param name="people">Each with the role or a skill of theirs and their weeks; somebody with two skills comes twice.</param>
    /// <param name="unnamed">The weeks of unnamed bookings by role, or by skill where lines are skills.</param>
    /// <param name="weeks">How many weeks.</param>
    /// <param name="softWeight">How much of soft bookings counts.</param>
    public static IReadOnlyList<OutlookLine> Lines(
        IEnumerable<(string Name, PersonWeek[] Weeks)> people, IReadOnlyDictionary<string, PersonWeek[]> unnamed, int weeks, decimal softWeight)
    {
        var byName = people.ToLookup(person => person.Name, person => person.Weeks, StringComparer.Ordinal);
        return
        [
            .. from name in byName.Select(same => same.Key).Union(unnamed.Keys, StringComparer.Ordinal)
               orderby name
               select new OutlookLine(name, byName[name].Count(), [.. Enumerable.Range(0, weeks).Select(i => Week(byName[name], unnamed.GetValueOrDefault(name), i, softWeight))]),
        ];
    }

    /// <summary>The roles for which somebody is still to be named, those that lack most first.</summary>
    /// <param name="lines">By role.</param>
    /// <param name="engagements">What unnamed bookings of a role are for.</param>
    public static IReadOnlyList<HiringLine> Hiring(IEnumerable<OutlookLine> lines, ILookup<string, EngagementKey> engagements) =>
    [
        .. from line in lines
           let wanted = Enumerable.Range(0, line.Weeks.Count).Where(i => line.Weeks[i].Unnamed > 0).ToList()
           where wanted.Count > 0
           let worst = line.Weeks.Max(week => week.Gap)
           orderby worst descending, line.Name
           select new HiringLine(
               line.Name, wanted[0], wanted[^1], line.Weeks.Sum(week => week.Unnamed), line.Weeks.Sum(week => week.Gap), (worst + FullWeek - 1) / FullWeek,
               [.. engagements[line.Name].Distinct().Order()]),
    ];

    private static OutlookWeek Week(IEnumerable<PersonWeek[]> people, PersonWeek[]? unnamed, int i, decimal softWeight)
    {
        var (supply, named, free) = (0, 0, 0);
        foreach (var weeks in people)
        {
            supply += weeks[i].Capacity;
            named += weeks[i].Booked(softWeight);
            free += weeks[i].Free(softWeight);
        }

        return new OutlookWeek(supply, named, free, unnamed?[i].Booked(softWeight) ?? 0);
    }
}

using Throughline.Domain.Dates;

namespace Throughline.Domain.Staffing;

/// <summary>One person of a role for so many minutes of each working day over whole weeks.</summary>
public sealed record StaffNeed(string Role, int MinutesPerDay, int Weeks);

/// <summary>The Monday on which work can start, and one person for each need, in the needs' order.</summary>
public sealed record FeasibleStart(DateOnly Monday, IReadOnlyList<FreeTime> People);

/// <summary>When work could start: the first Monday on which every need has a person of its own who has the time.</summary>
public static class EarliestStart
{
    /// <param name="needs">At least one.</param>
    /// <param name="people">Who may be asked; those first in the list are taken first.</param>
    /// <param name="first">A Monday.</param>
    /// <param name="starts">How many Mondays to try; the people's days must reach as far as the longest need of the last.</param>
    /// <returns>Null when there is no such Monday.</returns>
    public static FeasibleStart? Find(IReadOnlyList<StaffNeed> needs, IReadOnlyList<FreeTime> people, DateOnly first, int starts)
    {
        for (var start = 0; start < starts; start++)
        {
            var monday = first.AddDays(7 * start);
            if (Assign([.. needs.Select(need => Candidates(need, people, monday))], people.Count) is { } assigned)
                return new FeasibleStart(monday, [.. assigned.Select(index => people[index])]);
        }

        return null;
    }

    /// <summary>The people who could take a need from a Monday on, by their place in the list.</summary>
    public static IReadOnlyList<int> Candidates(StaffNeed need, IReadOnlyList<FreeTime> people, DateOnly monday)
    {
        var days = new DateRange(monday, monday.AddDays((7 * need.Weeks) - 1));
        return [.. Enumerable.Range(0, people.Count).Where(i => people[i].Person.Role == need.Role && people[i].Takes(days, need.MinutesPerDay))];
    }

    // Who was given to an earlier need moves on to another of its candidates where that frees somebody (augmenting paths).
    private static int[]? Assign(IReadOnlyList<int>[] candidates, int people)
    {
        var needOf = Enumerable.Repeat(-1, people).ToArray();
        for (var need = 0; need < candidates.Length; need++)
        {
            if (!Place(need, new bool[people]))
                return null;
        }

        var assigned = new int[candidates.Length];
        for (var person = 0; person < people; person++)
        {
            if (needOf[person] >= 0)
                assigned[needOf[person]] = person;
        }

        return assigned;

        bool Place(int need, bool[] tried)
        {
            foreach (var person in candidates[need])
            {
                if (tried[person])
                    continue;

                tried[person] = true;
                if (needOf[person] < 0 || Place(needOf[person], tried))
                {
                    needOf[person] = need;
                    return true;
                }
            }

            return false;
        }
    }
}

using Throughline.Domain.Accounts;
using Throughline.Domain.Engagements;
using Throughline.Domain.People;

namespace Throughline.Domain.Timekeeping;

/// <summary>What decides who approves an entry.</summary>
/// <param name="Manager">The person's manager.</param>
/// <param name="Lead">The engagement's project manager.</param>
public sealed record TimeOwnership(PersonKey Person, PersonKey? Manager, EngagementKey? Engagement, PersonKey? Lead);

/// <summary>
/// Whose decision submitted time is: the project manager's on an engagement; of the project manager's own hours, of
/// internal time and where nobody leads, the manager of the person. Coordinators and operations stand in for both;
/// nobody approves their own.
/// </summary>
public static class TimeApproval
{
    /// <summary>How the approver stands to the entry, for the access table; <see cref="Relation.None"/> leaves only standing in.</summary>
    public static Relation RelationOf(PersonKey? approver, TimeOwnership entry)
    {
        if (approver is not { } me)
            return Relation.None;
        if (entry.Person == me)
            return Relation.Own;
        if (entry.Engagement is not null && entry.Lead == me)
            return Relation.Led;

        return entry.Manager == me && GoesToManager(entry) ? Relation.Team : Relation.None;
    }

    /// <summary>Whose place somebody takes who stands in for these approvers; null when the entry is none of theirs, or the stand-in's own.</summary>
    public static PersonKey? StandsInFor(PersonKey? standIn, IEnumerable<PersonKey> approvers, TimeOwnership entry) =>
        standIn is null || entry.Person == standIn
            ? null
            : approvers.Cast<PersonKey?>().FirstOrDefault(approver => RelationOf(approver, entry) is Relation.Led or Relation.Team);

    private static bool GoesToManager(TimeOwnership entry) =>
        entry.Engagement is null || entry.Lead is null || entry.Lead == entry.Person;
}

using Throughline.Data;
using Throughline.Data.Recording;
using Throughline.Data.Timekeeping;
using Throughline.Domain;
using Throughline.Domain.Accounts;
using Throughline.Domain.People;
using Throughline.Domain.Policies;
using Throughline.Domain.Timekeeping;
using Throughline.Platform;

namespace Throughline.Features.Approvals;

/// <summary>
/// Decides on submitted time: each entry is checked on its own, each decision keeps who, in which role, when, the comment
/// and the policy it was made under.
/// </summary>
public sealed class TimeVerdict(Database database, PracticeSettings settings)
{
    private const string SmallPractice = "approval.same_person_below";

    internal async Task<Result<IReadOnlyList<TimeEntry>>> GiveAsync(
        CurrentUser user, TimeSelection selection, TimeState to, string? comment, CancellationToken stop)
    {
        var policies = await settings.PoliciesAsync(stop);
        var today = await settings.TodayAsync(stop);
        var small = policies.Answer(SmallPractice, today);
        return await database.WriteAsync<IReadOnlyList<TimeEntry>>(user.ToActor(), async change =>
        {
            var found = await TimeMoves.LockAsync(change, selection, [TimeState.Submitted], stop);
            var approvers = await StandIns.ApproversAsync(change.Connection, user.Person, today, change.Transaction);
            // In a week there may be lines of others' engagements; what one may not see is not part of what one decides.
            if (selection.Person is not null)
                found = [.. found.Where(logged => Sees(user, approvers, logged))];

            var locks = to is TimeState.Approved ? await TimeSelections.LocksAsync(change, found, stop) : PeriodLocks.None;
            var alone = small.WholeNumber > 0 && await CountPeopleAsync(change) < small.WholeNumber;
            var decided = found.Select(logged => Decide(user, logged, selection, to, new Terms(policies, alone ? small.Version : null, approvers, locks, change.At))).ToList();
            var refused = TimeSelections.Missing(selection, found)
                .Concat(decided.Where(it => it.Problem is not null).Select(it => new RefusedEntry(it.Entry.Entry, it.Problem!))).ToList();
            if (refused.Count == 0 && to is TimeState.Approved)
            {
                refused.AddRange(await RefuseSumsAsync(change, found, stop));
                if (string.IsNullOrWhiteSpace(comment))
                    refused.AddRange(await RefuseCeilingsAsync(change, found));
            }

            if (refused.Count > 0)
                return new EntriesRefused(refused);
            if (found.Count == 0)
                return new NothingToDecide("There is nothing to decide: no submitted time that is yours to approve.");

            var said = string.IsNullOrWhiteSpace(comment) ? null : comment.Trim();
            var by = to is TimeState.Approved ? user.Person?.Value ?? user.Email : null;
            return Result.Of(await TimeMoves.DecideAsync(
                change, [.. decided.Select(it => (it.Entry, it.Decision! with { Comment = said }))], by, stop));
        }, stop);
    }

    // Corrections that were fine beside one another may not be one by one; what they add up to is decided with the entry held.
    private static async Task<IReadOnlyList<RefusedEntry>> RefuseSumsAsync(Change change, IReadOnlyList<LoggedTime> found, CancellationToken stop)
    {
        var deltas = found.Select(logged => logged.Entry).Where(entry => entry.Adjusts is not null).ToList();
        if (deltas.Count == 0)
            return [];

        var before = await TimeCorrections.ApprovedAsync(change, [.. deltas.Select(delta => delta.Entry)], stop);
        return
        [
            .. from delta in deltas
               group delta by before[delta.Entry] into family
               let problem = TimeCorrection.RefuseApproval(family.Key.Approved + family.Sum(delta => delta.Terms.Hours))
               where problem is not null
               from delta in family
               select new RefusedEntry(delta.Entry, problem),
        ];
    }

    // What all of it adds up to must fit under the engagement's ceiling; whoever approves more says why.
    private static async Task<IEnumerable<RefusedEntry>> RefuseCeilingsAsync(Change change, IReadOnlyList<LoggedTime> found)
    {
        var byEngagement = found.Select(logged => logged.Entry).Where(entry => entry.Terms.Engagement is not null)
            .ToLookup(entry => entry.Terms.Engagement!.Value);
        var ceilings = await HourCeilings.ReadAsync(change.Connection, byEngagement.Select(engagement => engagement.Key), change.Transaction);
        return
            from engagement in byEngagement
            let problem = ceilings.GetValueOrDefault(engagement.Key)?.Refuse(engagement.Key, engagement.Sum(entry => entry.Terms.Hours))
            where problem is not null
            from entry in engagement
            select new RefusedEntry(entry.Entry, problem);
    }

    /// <summary>Under which terms a user decides.</summary>
    /// <param name="Alone">The policy that lets a small practice's people decide on their own; null elsewhere.</param>
    /// <param name="Approvers">In whose places the user stands today.</param>
    /// <param name="Locks">What may no longer be approved.</param>
    private sealed record Terms(PolicyValues Policies, PolicyVersion? Alone, IReadOnlyList<PersonKey> Approvers, PeriodLocks Locks, DateTimeOffset At);

    private static bool Sees(CurrentUser user, IReadOnlyList<PersonKey> approvers, LoggedTime logged) =>
        user.MaySee(logged.Owner) || TimeApproval.StandsInFor(user.Person, approvers, logged.Owner) is not null;

    private static (TimeEntry Entry, TimeDecision? Decision, Problem? Problem) Decide(
        CurrentUser user, LoggedTime logged, TimeSelection selection, TimeState to, Terms terms)
    {
        var entry = logged.Entry;
        if (!Sees(user, terms.Approvers, logged))
            return (entry, null, new NoSuchRecord($"There is no entry {entry.Entry}."));

        var relation = TimeApproval.RelationOf(user.Person, logged.Owner);
        var samePerson = relation is Relation.Own && terms.Alone is not null;
        var access = user.Decide(Act.ApproveTime, samePerson ? Relation.Led | Relation.Team : relation);
        // A stand-in needs no rights of their own for what they were asked to decide; a token still needs its scope.
        var inPlaceOf = access.Allowed || user.TokenScopes?.Contains(Scope.Time) == false
            ? null
            : TimeApproval.StandsInFor(user.Person, terms.Approvers, logged.Owner);
        var problem = (inPlaceOf is null ? access.Problem : null)
            ?? TimeSelections.Stale(selection, entry) as Problem
            ?? TimeFlow.Refuse(entry.State, to) as Problem
            ?? (to is TimeState.Approved ? TimeRules.RefuseApproval(entry.Terms, logged.Ground, terms.Policies) : null) as Problem
            ?? terms.Locks.Refuse(logged.Work, entry.Terms.Date, terms.At);
        var under = TimeRules.NotePolicy(entry.Terms, logged.Ground, terms.Policies)
            + (samePerson ? $"; {terms.Alone}" : "") + (inPlaceOf is null ? "" : $"; in the place of {inPlaceOf}");
        return (entry, new TimeDecision(access.Role is { } role ? Roles.Name(role).Code : null, null, under, samePerson), problem);
    }

    private static async Task<int> CountPeopleAsync(Change change) =>
        await change.QuerySingleOrDefaultAsync<int>("select count(*)::int from people");
}

using Throughline.Data;
using Throughline.Data.Recording;
using Throughline.Data.Timekeeping;
using Throughline.Domain;
using Throughline.Domain.Accounts;
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
        var small = policies.Answer(SmallPractice, await settings.TodayAsync(stop));
        return await database.WriteAsync<IReadOnlyList<TimeEntry>>(user.ToActor(), async change =>
        {
            var found = await TimeMoves.LockAsync(change, selection, [TimeState.Submitted], stop);
            // In a week there may be lines of others' engagements; what one may not see is not part of what one decides.
            if (selection.Person is not null)
                found = [.. found.Where(logged => user.MaySee(logged.Owner))];

            var alone = small.WholeNumber > 0 && await CountPeopleAsync(change) < small.WholeNumber;
            var decided = found.Select(logged => Decide(user, logged, selection, to, policies, alone ? small.Version : null)).ToList();
            var refused = TimeSelections.Missing(selection, found)
                .Concat(decided.Where(it => it.Problem is not null).Select(it => new RefusedEntry(it.Entry.Entry, it.Problem!))).ToList();
            if (refused.Count == 0 && to is TimeState.Approved)
                refused.AddRange(await RefuseSumsAsync(change, found, stop));
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

    private static (TimeEntry Entry, TimeDecision? Decision, Problem? Problem) Decide(
        CurrentUser user, LoggedTime logged, TimeSelection selection, TimeState to, PolicyValues policies, PolicyVersion? alone)
    {
        var entry = logged.Entry;
        if (!user.MaySee(logged.Owner))
            return (entry, null, new NoSuchRecord($"There is no entry {entry.Entry}."));

        var relation = TimeApproval.RelationOf(user.Person, logged.Owner);
        var samePerson = relation is Relation.Own && alone is not null;
        var access = user.Decide(Act.ApproveTime, samePerson ? Relation.Led | Relation.Team : relation);
        var problem = access.Problem
            ?? TimeSelections.Stale(selection, entry) as Problem
            ?? TimeFlow.Refuse(entry.State, to) as Problem
            ?? (to is TimeState.Approved ? TimeRules.RefuseApproval(entry.Terms, logged.Ground, policies) : null);
        var notes = TimeRules.NotePolicy(entry.Terms, logged.Ground, policies);
        return (entry, new TimeDecision(
            access.Role is { } role ? Roles.Name(role).Code : null, null, samePerson ? $"{notes}; {alone}" : notes.ToString(), samePerson), problem);
    }

    private static async Task<int> CountPeopleAsync(Change change) =>
        await change.QuerySingleOrDefaultAsync<int>("select count(*)::int from people");
}

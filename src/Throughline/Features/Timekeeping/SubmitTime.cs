using Throughline.Data;
using Throughline.Data.Timekeeping;
using Throughline.Domain;
using Throughline.Domain.Accounts;
using Throughline.Domain.Policies;
using Throughline.Domain.Timekeeping;
using Throughline.Platform;

namespace Throughline.Features.Timekeeping;

/// <summary>Hands entries in for approval: those chosen, or all that are open in a person's week. All or nothing.</summary>
public sealed class SubmitTime(Database database, PracticeSettings settings)
{
    public async Task<Result<IReadOnlyList<TimeEntry>>> RunAsync(CurrentUser user, TimeSelection selection, CancellationToken stop)
    {
        if (selection.Person is { } person && TimeAccess.ToLog(user, person).Decision.Problem is { } notTheirs)
            return notTheirs;

        var policies = await settings.PoliciesAsync(stop);
        return await database.WriteAsync<IReadOnlyList<TimeEntry>>(user.ToActor(), async change =>
        {
            var found = await TimeMoves.LockAsync(change, selection, [TimeState.Draft, TimeState.Rejected], stop);
            var locks = await TimeSelections.LocksAsync(change, found, stop);
            var refused = TimeSelections.Missing(selection, found)
                .Concat(found.Select(logged => (logged.Entry.Entry, Problem: Refuse(user, logged, selection, policies) ?? locks.Refuse(logged.Work, logged.Entry.Terms.Date, change.At)))
                    .Where(it => it.Problem is not null).Select(it => new RefusedEntry(it.Entry, it.Problem!)))
                .ToList();
            if (refused.Count > 0)
                return new EntriesRefused(refused);
            if (found.Count == 0)
                return new NothingToDecide("There is nothing to submit: no drafts, and nothing that was sent back.");

            var role = TimeAccess.ToLog(user, found[0].Entry.Terms.Person).Decision.Role is { } acting ? Roles.Name(acting).Code : null;
            return Result.Of(await TimeMoves.SubmitAsync(change, [.. found.Select(logged => (logged.Entry, role))], stop));
        }, stop);
    }

    private static Problem? Refuse(CurrentUser user, LoggedTime logged, TimeSelection selection, PolicyValues policies) =>
        TimeAccess.RefuseChange(user, logged)
        ?? TimeSelections.Stale(selection, logged.Entry) as Problem
        ?? TimeFlow.Refuse(logged.Entry.State, TimeState.Submitted) as Problem
        ?? TimeRules.RefuseSubmit(logged.Entry.Terms, logged.Ground, policies);
}

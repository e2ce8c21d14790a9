using Throughline.Data;
using Throughline.Data.Recording;
using Throughline.Data.Revenue;
using Throughline.Domain;
using Throughline.Domain.Accounts;
using Throughline.Platform;

namespace Throughline.Features.Revenue;

/// <summary>Releases a reviewed batch. From then on it stays as it is; what changes later is corrected in a later batch (R-231).</summary>
public sealed class ReleaseRevenue(Database database)
{
    public async Task<Result<ReleaseBatch>> RunAsync(CurrentUser user, string key, CancellationToken stop)
    {
        var decision = user.Decide(Act.ReleaseRevenue);
        if (decision.Problem is { } refused)
            return refused;

        return await database.WriteAsync<ReleaseBatch>(user.ToActor(decision.Role), async change =>
        {
            await ReleaseRows.HoldAsync(change);
            if (await ReleaseRows.LockAsync(change, key) is not { } standing)
                return new NoSuchRecord($"There is no batch {key}.");
            if (await RefuseAsync(change, user, standing) is { } problem)
                return problem;

            var released = standing with { State = BatchState.Released, ReleasedBy = change.Actor.Name, ReleasedAt = change.At.ToUniversalTime() };
            await ReleaseRows.DecideAsync(change, released);
            return released;
        }, stop);
    }

    private static async Task<Problem?> RefuseAsync(Change change, CurrentUser user, ReleaseBatch batch)
    {
        if (batch.PreparedBy == user.Email)
            return new ReleaseRefused("separation_of_duties", "Nobody releases a batch that they prepared themselves.");
        if (batch.State is not BatchState.Reviewed)
            return new ReleaseRefused("R-231", batch.State is BatchState.Submitted ? "Review the batch before you release it." : $"Batch {batch.Batch} is {batch.State.Text()} already.");
        if (await ReleaseRows.IsLedAsync(change, batch.Batch, user.Person?.Value) && user.Decide(Act.ReleaseRevenue, Relation.Led).Problem is { } own)
            return own;

        if (await ReleaseRows.IsClosedAsync(change, batch))
            return new ReleaseRefused("R-235", $"The books of {batch.Month} have closed meanwhile. Send the batch back; what it holds goes into the next open month.");

        var lost = await ReleaseRows.LostAsync(change, batch.Batch);
        return lost.Count == 0 ? null : new ReleaseRefused(
            lost[0].Kind == "time" ? "R-192" : "R-230",
            $"Some of it may not be released any more, being at risk, not approved, or without its sign-off: {string.Join("; ", lost.Select(one => $"{one.Reference} of {one.Engagement}"))}. Send the batch back and have it prepared anew.");
    }
}

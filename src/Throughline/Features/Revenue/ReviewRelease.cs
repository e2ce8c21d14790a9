using Throughline.Data;
using Throughline.Data.Recording;
using Throughline.Data.Revenue;
using Throughline.Domain;
using Throughline.Domain.Accounts;
using Throughline.Platform;

namespace Throughline.Features.Revenue;

/// <summary>Finance looks a batch through: it is in order, or goes back with the reason.</summary>
public sealed class ReviewRelease(Database database)
{
    public Task<Result<ReleaseBatch>> RunAsync(CurrentUser user, string batch, CancellationToken stop) => DecideAsync(user, batch, standing =>
        standing.State is BatchState.Submitted
            ? null
            : new ReleaseRefused("R-231", $"Batch {standing.Batch} is {standing.State.Text()} already."),
        (standing, change) => standing with { State = BatchState.Reviewed, ReviewedBy = change.Actor.Name, ReviewedAt = change.At.ToUniversalTime() }, stop);

    public async Task<Result<ReleaseBatch>> ReturnAsync(CurrentUser user, string batch, string? reason, CancellationToken stop)
    {
        if (string.IsNullOrWhiteSpace(reason))
            return new InvalidFields("reason", "Say what has to be put right: whoever prepared the batch reads it.");

        return await DecideAsync(user, batch, standing =>
            standing.State.IsUndecided() ? null : new ReleaseRefused("R-231", $"Batch {standing.Batch} is {standing.State.Text()} already."),
            (standing, change) => standing with { State = BatchState.Returned, ReturnedBy = change.Actor.Name, ReturnedAt = change.At.ToUniversalTime(), ReturnReason = reason.Trim() }, stop);
    }

    private async Task<Result<ReleaseBatch>> DecideAsync(
        CurrentUser user, string key, Func<ReleaseBatch, Problem?> refuse, Func<ReleaseBatch, Change, ReleaseBatch> decide, CancellationToken stop)
    {
        var decision = user.Decide(Act.ReleaseRevenue);
        if (decision.Problem is { } refused)
            return refused;

        return await database.WriteAsync<ReleaseBatch>(user.ToActor(decision.Role), async change =>
        {
            await ReleaseRows.HoldAsync(change);
            if (await ReleaseRows.LockAsync(change, key) is not { } standing)
                return new NoSuchRecord($"There is no batch {key}.");
            if (standing.PreparedBy == user.Email)
                return new ReleaseRefused("separation_of_duties", "Nobody decides on a batch that they prepared themselves.");
            if (refuse(standing) is { } problem)
                return problem;

            var decided = decide(standing, change);
            await ReleaseRows.DecideAsync(change, decided);
            return decided;
        }, stop);
    }
}

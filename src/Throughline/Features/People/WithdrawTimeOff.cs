using Throughline.Data;
using Throughline.Data.People;
using Throughline.Data.Records;
using Throughline.Domain;
using Throughline.Domain.Accounts;
using Throughline.Domain.People;
using Throughline.Platform;
using Throughline.Platform.Records;

namespace Throughline.Features.People;

/// <summary>Takes requests for time off back: those that wait, and approved ones that have not begun, whose days then count for work again. All or nothing.</summary>
public sealed class WithdrawTimeOff(Database database, PracticeSettings settings)
{
    public async Task<Result<IReadOnlyList<StoredRecord>>> RunAsync(CurrentUser user, IReadOnlyCollection<string> requests, CancellationToken stop)
    {
        if (requests.Count == 0)
            return new InvalidFields("requests", "Name at least one request.");

        var today = await settings.TodayAsync(stop);
        var sight = await database.ReadAsync(connection => RecordSight.ReadAsync(connection, TimeOffRequests.File, user, stop), stop);
        return await database.WriteAsync<IReadOnlyList<StoredRecord>>(user.ToActor(), async change =>
        {
            var found = new List<StoredRecord>();
            foreach (var key in requests.Distinct().Order(StringComparer.Ordinal))
            {
                if (await TimeOffRequests.LockAsync(change, key, stop) is not { } request || !sight.Sees(request.Values))
                    return new NoSuchRecord($"There is no time off request {key}.");

                var decision = user.Decide(Act.EditTimeOff, sight.RelationTo(request.Values));
                if ((decision.Problem ?? TimeOffFlow.Refuse(TimeOffRequests.Of(request), TimeOffState.Withdrawn, today)) is { } problem)
                    return problem;

                found.Add(request);
            }

            return await TimeOffRequests.MoveAsync(change, found, TimeOffState.Withdrawn, null, null, null, stop);
        }, stop);
    }
}

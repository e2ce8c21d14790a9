using Throughline.Data;
using Throughline.Data.People;
using Throughline.Data.Records;
using Throughline.Domain;
using Throughline.Domain.Accounts;
using Throughline.Domain.People;
using Throughline.Platform;
using Throughline.Platform.Records;

namespace Throughline.Features.Approvals;

/// <summary>
/// Approves or declines requests for time off, all or nothing. It is the manager's decision; coordinators and operations stand in;
/// nobody decides on their own. What is approved is time off from then on, and bookings that no longer fit wait as conflicts.
/// </summary>
public sealed class DecideTimeOff(Database database, PracticeSettings settings)
{
    /// <param name="reason">Needed to decline.</param>
    public async Task<Result<IReadOnlyList<StoredRecord>>> RunAsync(
        CurrentUser user, IReadOnlyCollection<string> requests, bool approve, string? reason, CancellationToken stop)
    {
        var said = string.IsNullOrWhiteSpace(reason) ? null : reason.Trim();
        if (requests.Count == 0)
            return new InvalidFields("requests", "Name at least one request.");
        if (!approve && said is null)
            return new InvalidFields("reason", "Say why you decline: the person reads it.");

        var (to, today) = (approve ? TimeOffState.Approved : TimeOffState.Declined, await settings.TodayAsync(stop));
        var sight = await database.ReadAsync(connection => RecordSight.ReadAsync(connection, TimeOffRequests.File, user, stop), stop);
        var role = (Role?)null;
        return await database.WriteAsync<IReadOnlyList<StoredRecord>>(user.ToActor(), async change =>
        {
            var found = new List<StoredRecord>();
            foreach (var key in requests.Distinct().Order(StringComparer.Ordinal))
            {
                if (await TimeOffRequests.LockAsync(change, key, stop) is not { } request || !sight.Sees(request.Values))
                    return new NoSuchRecord($"There is no time off request {key}.");

                var relation = sight.RelationTo(request.Values) | (request["person"] == user.Person?.Value ? Relation.Own : Relation.None);
                var decision = user.Decide(Act.ApproveTimeOff, relation);
                if ((decision.Problem ?? TimeOffFlow.Refuse(TimeOffRequests.Of(request), to, today)) is { } problem)
                    return problem;

                role = decision.Role;
                found.Add(request);
            }

            return await TimeOffRequests.MoveAsync(
                change, found, to, user.Person?.Value ?? user.Email, said, role is { } acting ? Roles.Name(acting).Code : null, stop);
        }, stop);
    }
}

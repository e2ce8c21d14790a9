using Throughline.Data;
using Throughline.Data.Mail;
using Throughline.Domain.Accounts;
using Throughline.Platform;

namespace Throughline.Features.Approvals;

/// <summary>What the inbox says of the plan besides time: soft bookings that run out, days that have room again, overtime asked for.</summary>
public sealed record PlanNotices(IReadOnlyList<Notice> Notices, int Overtime)
{
    public bool IsEmpty => Notices.Count == 0 && Overtime == 0;
}

internal sealed class SoftNotices(Database database)
{
    public Task<PlanNotices> RunAsync(CurrentUser user, CancellationToken stop) => database.ReadAsync(async connection => new PlanNotices(
        await Notices.ListAsync(connection, [user.Email, user.Person?.Value ?? user.Email]),
        user.Reach(Act.SetOvertime) == Relation.None
            ? 0
            : await Dapper.SqlMapper.ExecuteScalarAsync<int>(
                connection, "select count(*)::int from overtime_requests where status = 'asked' and asked_by <> @email and person is distinct from @me",
                new { email = user.Email, me = user.Person?.Value })), stop);
}

using Throughline.Domain;
using Throughline.Domain.Timekeeping;
using Throughline.Platform;

namespace Throughline.Features.Approvals;

/// <summary>Approves submitted entries, or all that are submitted in a person's week. All or nothing; it is final.</summary>
public sealed class ApproveTime(TimeVerdict verdict)
{
    public Task<Result<IReadOnlyList<TimeEntry>>> RunAsync(CurrentUser user, TimeSelection selection, string? comment, CancellationToken stop) =>
        verdict.GiveAsync(user, selection, TimeState.Approved, comment, stop);
}

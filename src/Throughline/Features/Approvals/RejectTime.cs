using Throughline.Domain;
using Throughline.Domain.Timekeeping;
using Throughline.Platform;

namespace Throughline.Features.Approvals;

/// <summary>Sends submitted entries back to whoever logged them, with the reason. All or nothing.</summary>
public sealed class RejectTime(TimeVerdict verdict)
{
    public async Task<Result<IReadOnlyList<TimeEntry>>> RunAsync(CurrentUser user, TimeSelection selection, string? reason, CancellationToken stop) =>
        string.IsNullOrWhiteSpace(reason) ? new ReasonMissing() : await verdict.GiveAsync(user, selection, TimeState.Rejected, reason, stop);
}

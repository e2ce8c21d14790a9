using Throughline.Data;
using Throughline.Data.Timekeeping;
using Throughline.Domain;
using Throughline.Domain.Timekeeping;
using Throughline.Platform;

namespace Throughline.Features.Timekeeping;

/// <summary>Takes a draft, or what was sent back, away. The history keeps it.</summary>
public sealed class DeleteTime(Database database)
{
    /// <summary>The entry as it was, so that it can be logged again.</summary>
    public Task<Result<TimeEntry>> RunAsync(CurrentUser user, string entry, int version, CancellationToken stop) =>
        database.WriteAsync<TimeEntry>(user.ToActor(), async change =>
        {
            var open = await ChangeTime.OpenAsync(change, user, entry, version, stop);
            if (!open.Succeeded(out var logged, out var refused))
                return refused;

            await TimeStore.DeleteAsync(change, logged.Entry, stop);
            return logged.Entry;
        }, stop);
}

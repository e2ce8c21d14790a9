using Throughline.Data.Recording;
using Throughline.Domain;
using Throughline.Domain.Dates;
using Throughline.Domain.Timekeeping;

namespace Throughline.Data.Timekeeping;

/// <summary>Compares what was chosen with what was found.</summary>
public static class TimeSelections
{
    /// <summary>The chosen entries that are not there.</summary>
    public static IEnumerable<RefusedEntry> Missing(TimeSelection selection, IReadOnlyCollection<LoggedTime> found)
    {
        var known = found.Select(logged => logged.Entry.Entry).ToHashSet(StringComparer.Ordinal);
        return selection.Entries.Where(chosen => !known.Contains(chosen.Entry))
            .Select(chosen => new RefusedEntry(chosen.Entry, new NoSuchRecord($"There is no entry {chosen.Entry}.")));
    }

    /// <summary>What locks the days of the entries; nobody locks more of them before the change ends.</summary>
    public static async Task<PeriodLocks> LocksAsync(Change change, IReadOnlyCollection<LoggedTime> found, CancellationToken stop) => found.Count == 0
        ? PeriodLocks.None
        : await PeriodLockRows.HoldAsync(change, new DateRange(found.Min(logged => logged.Entry.Terms.Date), found.Max(logged => logged.Entry.Terms.Date)), stop);

    /// <summary>Null when the entry stands as it was seen, or nothing was said about what was seen.</summary>
    public static StaleRecord? Stale(TimeSelection selection, TimeEntry now) =>
        selection.SeenVersion(now.Entry) is { } seen && seen != now.Version
            ? new StaleRecord($"entry {now.Entry}", now.Version, now.ChangedBy, now.RecordedAt, [])
            : null;
}

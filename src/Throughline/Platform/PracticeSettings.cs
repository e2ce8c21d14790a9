using Throughline.Data;
using Throughline.Data.Policies;
using Throughline.Domain.Dates;
using Throughline.Domain.Policies;

namespace Throughline.Platform;

/// <summary>What the practice has decided, as it stands now; kept in memory until some node changes a policy.</summary>
public sealed class PracticeSettings(Database database, LiveNotices notices)
{
    private sealed record Kept(PolicyValues Policies, long Version);

    private volatile Kept? kept;

    public async ValueTask<PolicyValues> PoliciesAsync(CancellationToken stop)
    {
        var version = notices.Version;
        if (kept is { } known && version != 0 && known.Version == version)
            return known.Policies;

        await using var connection = await database.OpenAsync(stop);
        var policies = await PolicyReader.ReadAsync(connection, null, stop);
        kept = new Kept(policies, version);
        return policies;
    }

    /// <summary>P-10: the zone that the practice's own days and deadlines are counted in.</summary>
    public async ValueTask<TimeZoneInfo> ZoneAsync(CancellationToken stop) =>
        (await PoliciesAsync(stop)).Answer("P-10", DateOnly.FromDateTime(database.Clock.GetUtcNow().UtcDateTime)).Zone;

    /// <summary>The current day in the practice's zone.</summary>
    public async ValueTask<DateOnly> TodayAsync(CancellationToken stop) => Zones.DayOf(database.Clock.GetUtcNow(), await ZoneAsync(stop));
}

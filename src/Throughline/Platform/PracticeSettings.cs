using Throughline.Data;
using Throughline.Domain.Dates;
using Throughline.Domain.Policies;

namespace Throughline.Platform;

/// <summary>What the practice has decided, as it stands now, and its current day.</summary>
public sealed class PracticeSettings(Database database)
{
    public ValueTask<PolicyValues> PoliciesAsync(CancellationToken stop) => database.Policies.ReadAsync(stop);

    /// <summary>P-10: the zone that the practice's own days and deadlines are counted in.</summary>
    public async ValueTask<TimeZoneInfo> ZoneAsync(CancellationToken stop) =>
        (await PoliciesAsync(stop)).Answer("P-10", DateOnly.FromDateTime(database.Clock.GetUtcNow().UtcDateTime)).Zone;

    /// <summary>The current day in the practice's zone.</summary>
    public async ValueTask<DateOnly> TodayAsync(CancellationToken stop) => Zones.DayOf(database.Clock.GetUtcNow(), await ZoneAsync(stop));
}

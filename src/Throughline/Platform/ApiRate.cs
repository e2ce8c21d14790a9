using Throughline.Data;
using Throughline.Data.Policies;

namespace Throughline.Platform;

/// <summary>How many requests a minute one token has: the policy <c>api.rate_limit</c>, looked up every few seconds.</summary>
public sealed class ApiRate(Database database, AccountSettings settings)
{
    private static readonly TimeSpan Fresh = TimeSpan.FromSeconds(5);
    private volatile Known? known;

    public async ValueTask<int> CurrentAsync(CancellationToken stop)
    {
        if (settings.ApiRequestsPerMinute is { } fixedRate)
            return fixedRate;
        if (known is { } read && TimeProvider.System.GetElapsedTime(read.At) < Fresh)
            return read.Rate;

        var at = TimeProvider.System.GetTimestamp();
        var policies = await database.ReadAsync(connection => PolicyReader.ReadAsync(connection, null, stop), stop);
        var rate = policies.Answer("api.rate_limit", DateOnly.FromDateTime(database.Clock.GetUtcNow().UtcDateTime)).WholeNumber;
        known = new Known(rate, at);
        return rate;
    }

    private sealed record Known(int Rate, long At);
}

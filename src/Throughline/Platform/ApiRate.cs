using Throughline.Data;

namespace Throughline.Platform;

/// <summary>How many requests a minute one token has: the policy <c>api.rate_limit</c>.</summary>
public sealed class ApiRate(Database database, PracticeSettings practice, AccountSettings settings)
{
    public async ValueTask<int> CurrentAsync(CancellationToken stop) =>
        settings.ApiRequestsPerMinute is { } fixedRate
            ? fixedRate
            : (await practice.PoliciesAsync(stop)).Answer("api.rate_limit", DateOnly.FromDateTime(database.Clock.GetUtcNow().UtcDateTime)).WholeNumber;
}

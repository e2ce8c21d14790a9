using Npgsql;
using Throughline.Data;

namespace Throughline.Platform;

/// <summary>How many requests a minute one token has: the policy <c>api.rate_limit</c>.</summary>
public sealed class ApiRate(Database database, AccountSettings settings)
{
    private int last = 6_000;

    public async ValueTask<int> CurrentAsync(CancellationToken stop)
    {
        if (settings.ApiRequestsPerMinute is { } fixedRate)
            return fixedRate;

        try
        {
            return last = (await database.Policies.ReadAsync(stop)).Answer("api.rate_limit", DateOnly.FromDateTime(database.Clock.GetUtcNow().UtcDateTime)).WholeNumber;
        }
        catch (NpgsqlException)
        {
            return last; // What the request is about will say that the database does not answer.
        }
    }
}

using Npgsql;
using Throughline.Data.Recording;
using Throughline.Domain.Policies;

namespace Throughline.Data.Policies;

/// <summary>What the practice has decided, as it stands now; kept in memory until a policy changes.</summary>
public sealed class CurrentPolicies(NpgsqlDataSource source, TopicVersions topics)
{
    private sealed record Kept(PolicyValues Policies, long Version);

    private volatile Kept? kept;

    public async ValueTask<PolicyValues> ReadAsync(CancellationToken stop)
    {
        if (Known(topics.Of("policies")) is { } known)
            return known;

        await using var connection = await source.OpenConnectionAsync(stop);
        return await ReadAsync(connection, stop);
    }

    /// <summary>The same over a connection that the caller holds.</summary>
    public async ValueTask<PolicyValues> ReadAsync(NpgsqlConnection connection, CancellationToken stop)
    {
        var version = topics.Of("policies");
        if (Known(version) is { } known)
            return known;

        var policies = await PolicyReader.ReadAsync(connection, null, stop);
        kept = new Kept(policies, version);
        return policies;
    }

    private PolicyValues? Known(long version) => version != 0 && kept is { } known && known.Version == version ? known.Policies : null;
}

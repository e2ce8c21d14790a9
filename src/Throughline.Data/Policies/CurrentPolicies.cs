using Npgsql;
using Throughline.Data.Recording;
using Throughline.Domain.Policies;

namespace Throughline.Data.Policies;

/// <summary>What the practice has decided, as it stands now; kept in memory until a policy changes.</summary>
public sealed class CurrentPolicies(TopicVersions topics)
{
    private sealed record Kept(PolicyValues Policies, long Version);

    private volatile Kept? kept;

    public async ValueTask<PolicyValues> ReadAsync(NpgsqlConnection connection, CancellationToken stop)
    {
        var version = topics.Of("policies");
        if (Known(version) is { } known)
            return known;

        var policies = await PolicyReader.ReadAsync(connection, null, stop);
        kept = new Kept(policies, version);
        return policies;
    }

    /// <summary>As a change under way must see them: with what it has written itself.</summary>
    public async ValueTask<PolicyValues> ReadAsync(Change change, CancellationToken stop) =>
        !change.Topics.Contains("policies") && Known(topics.Of("policies")) is { } known
            ? known
            : await PolicyReader.ReadAsync(change.Connection, null, stop, change.Transaction);

    /// <summary>Those that are in memory and true; null when they must be read.</summary>
    public PolicyValues? Known() => Known(topics.Of("policies"));

    private PolicyValues? Known(long version) => version != 0 && kept is { } known && known.Version == version ? known.Policies : null;
}

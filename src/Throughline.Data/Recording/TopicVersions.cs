using System.Collections.Concurrent;

namespace Throughline.Data.Recording;

/// <summary>
/// Tells whether something kept in memory is still true. Each kind of record (a topic) has a number that grows with every
/// change of such a record, here or, once somebody passes on what they hear, on another node.
/// </summary>
public sealed class TopicVersions
{
    private readonly ConcurrentDictionary<string, long> latest = new(StringComparer.Ordinal);
    private long count;
    private long heardSince;

    /// <summary>A number that differs after any of the topics changed; 0 while other nodes cannot be heard, and then nothing may be kept.</summary>
    public long Of(params ReadOnlySpan<string> topics)
    {
        var version = Interlocked.Read(ref heardSince);
        if (version == 0)
            return 0;

        foreach (var topic in topics)
            version = Math.Max(version, latest.GetValueOrDefault(topic));

        return version;
    }

    /// <summary>Other nodes are heard from now on; what was kept before may have been missed.</summary>
    public void Hear() => Interlocked.Exchange(ref heardSince, Interlocked.Increment(ref count));

    /// <summary>Other nodes are not heard any longer.</summary>
    public void GoDeaf() => Interlocked.Exchange(ref heardSince, 0);

    public void Changed(IEnumerable<string> topics)
    {
        var now = Interlocked.Increment(ref count);
        foreach (var topic in topics)
            latest.AddOrUpdate(topic, now, (_, known) => Math.Max(known, now));
    }
}

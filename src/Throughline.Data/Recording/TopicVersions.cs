using System.Collections.Concurrent;

namespace Throughline.Data.Recording;

/// <summary>
/// Tells whether something kept in memory is still true. Each kind of record (a topic) has a number that grows with every
/// change of such a record, here or, once somebody passes on what they hear, on another node.
/// </summary>
public sealed class TopicVersions
{
    private readonly ConcurrentDictionary<string, long> latest = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, int> committing = new(StringComparer.Ordinal);
    private long count;
    private long heardSince;

    /// <summary>
    /// A number that differs after any of the topics changed; 0 while nobody can say, because other nodes cannot be heard or a
    /// change is being committed, and then nothing may be kept or used.
    /// </summary>
    public long Of(params ReadOnlySpan<string> topics)
    {
        var version = Interlocked.Read(ref heardSince);
        if (version == 0)
            return 0;

        foreach (var topic in topics)
        {
            if (committing.GetValueOrDefault(topic) > 0)
                return 0;

            version = Math.Max(version, latest.GetValueOrDefault(topic));
        }

        return version;
    }

    /// <summary>Other nodes are heard from now on; what was kept before may have been missed.</summary>
    public void Hear() => Interlocked.Exchange(ref heardSince, Interlocked.Increment(ref count));

    /// <summary>Other nodes are not heard any longer.</summary>
    public void GoDeaf() => Interlocked.Exchange(ref heardSince, 0);

    /// <summary>Around a commit: it takes place somewhere between here and the end, where the topics have changed, also if nobody knows whether it arrived.</summary>
    public IDisposable Committing(IReadOnlyCollection<string> topics)
    {
        foreach (var topic in topics)
            committing.AddOrUpdate(topic, 1, (_, others) => others + 1);

        return new Commit(this, topics);
    }

    public void Changed(IEnumerable<string> topics)
    {
        var now = Interlocked.Increment(ref count);
        foreach (var topic in topics)
            latest.AddOrUpdate(topic, now, (_, known) => Math.Max(known, now));
    }

    private sealed class Commit(TopicVersions versions, IReadOnlyCollection<string> topics) : IDisposable
    {
        public void Dispose()
        {
            versions.Changed(topics);
            foreach (var topic in topics)
                versions.committing.AddOrUpdate(topic, 0, (_, others) => others - 1);
        }
    }
}

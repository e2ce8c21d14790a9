using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Throughline.Domain.Acceptance;

/// <summary>One step of an asking for acceptance, as it was kept.</summary>
/// <param name="Number">From 1, without gaps.</param>
/// <param name="At">In UTC, whole microseconds.</param>
/// <param name="Detail">JSON, byte for byte as it was hashed.</param>
/// <param name="Hash">SHA-256 in small hexadecimal digits, of this entry and the hash of the one before it.</param>
public sealed record EvidenceEntry(int Number, DateTimeOffset At, string Actor, string Kind, string Detail, string Hash);

/// <summary>Steps in a row, each sealed together with all before it: none can be changed, left out or put in without being found.</summary>
public static class EvidenceChain
{
    /// <summary>The next entry after <paramref name="last"/>; the first when that is null. A part of a microsecond is dropped.</summary>
    public static EvidenceEntry Next(EvidenceEntry? last, DateTimeOffset at, string actor, string kind, string detail)
    {
        var entry = new EvidenceEntry((last?.Number ?? 0) + 1, WholeMicroseconds(at), actor, kind, detail, "");
        return entry with { Hash = HashOf(entry, last?.Hash ?? "") };
    }

    /// <summary>The number of the first entry that does not belong where it stands; null when all do.</summary>
    public static int? FirstBroken(IReadOnlyList<EvidenceEntry> entries)
    {
        var before = "";
        for (var i = 0; i < entries.Count; i++)
        {
            if (entries[i].Number != i + 1 || entries[i].Hash != HashOf(entries[i], before))
                return i + 1;

            before = entries[i].Hash;
        }

        return null;
    }

    // Each part with its length before it, so that no two different entries are the same text.
    private static string HashOf(EvidenceEntry entry, string before)
    {
        var text = new StringBuilder();
        string[] parts = [before, entry.Number.ToString(CultureInfo.InvariantCulture), entry.At.UtcDateTime.ToString("O", CultureInfo.InvariantCulture), entry.Actor, entry.Kind, entry.Detail];
        foreach (var part in parts)
            text.Append(CultureInfo.InvariantCulture, $"{part.Length}:{part}\n");

        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text.ToString())));
    }

    private static DateTimeOffset WholeMicroseconds(DateTimeOffset at)
    {
        var utc = at.ToUniversalTime();
        return utc.AddTicks(-(utc.Ticks % TimeSpan.TicksPerMicrosecond));
    }
}

using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Throughline.Domain.Acceptance;

namespace Throughline.Features.Acceptance;

/// <summary>What was found of a file that should be an evidence pack.</summary>
/// <param name="IsPack">False for a file that is something else.</param>
/// <param name="Changed">What was changed and where, a sentence each; empty when nothing was.</param>
/// <param name="Says">What the pack is evidence of, in one line; null when that cannot be read.</param>
internal sealed record PackFindings(bool IsPack, IReadOnlyList<string> Changed, string? Says);

/// <summary>Checks an evidence pack with nothing but the pack: its seal, its signature, each file, each step of the chain.</summary>
internal static class PackCheck
{
    private const int MostRecordBytes = 64 << 20, MostKeyBytes = 4096;

    // Begins every pack: the local head of the first file and its name.
    private static readonly byte[] FirstName = Encoding.ASCII.GetBytes(PackText.ReadMe);

    /// <param name="file">The pack; able to seek.</param>
    /// <param name="key">The fingerprint that the practice has told; null takes the key that the pack names.</param>
    public static PackFindings Run(Stream file, string? key = null)
    {
        var commentAt = file.Length - PackSeal.Length;
        var seal = commentAt > 0 ? PackSeal.Read(PackArchive.BytesAt(file, commentAt, PackSeal.Length)) : null;
        if (seal is null)
            return LooksLikeOne(file)
                ? new(true, ["The seal at the end of the file was changed: it is cut off, or something was added behind it."], null)
                : new(false, [], null);

        var found = new List<string>();
        var isWhole = PackArchive.HashOf(file, 0, commentAt) == seal.Sha256;
        try
        {
            var entries = PackArchive.Read(file, commentAt, PackSeal.Length);
            var says = CheckFiles(file, entries, seal, found);
            CheckSignature(file, entries, seal, found);
            if (!isWhole && found.Count == 0)
                found.Add("The bytes of the archive do not fit the hash in its seal.");

            if (key is not null && key != seal.Key)
                found.Add($"Signed by another key: the pack names {seal.Key}, not the one that was asked for.");

            return new(true, found, says);
        }
        catch (PackBrokenException broken)
        {
            return new(true, [.. found, broken.Message], null);
        }
    }

    private static bool LooksLikeOne(Stream file)
    {
        var start = PackArchive.BytesAt(file, 0, (int)Math.Min(file.Length, 200));
        var end = Encoding.Latin1.GetString(PackArchive.BytesAt(file, file.Length - Math.Min(file.Length, 1024), (int)Math.Min(file.Length, 1024)));
        return start.AsSpan().StartsWith("PK"u8) && (start.AsSpan().IndexOf(FirstName) >= 0 || end.Contains("throughline-evidence", StringComparison.Ordinal) || end.Contains(" signature=", StringComparison.Ordinal));
    }

    private static void CheckSignature(Stream file, IReadOnlyList<PackEntry> entries, PackSeal seal, List<string> found)
    {
        if (entries.FirstOrDefault(entry => entry.Path == PackText.PublicKey) is not { Length: <= MostKeyBytes } entry)
        {
            found.Add($"{PackText.PublicKey} is missing.");
            return;
        }

        try
        {
            using var key = ECDsa.Create();
            key.ImportFromPem(Encoding.ASCII.GetString(PackArchive.BytesAt(file, entry.Offset, (int)entry.Length)));
            if (PracticeKeys.FingerprintOf(key) != seal.Key)
                found.Add($"Signed by another key: the seal names {seal.Key}, the pack's own key is {PracticeKeys.FingerprintOf(key)}.");
            else if (!seal.IsSignedWith(key))
                found.Add("Signed by another key, or the seal was changed: its signature does not fit the pack's own key.");
        }
        catch (Exception failure) when (failure is ArgumentException or CryptographicException or NotSupportedException)
        {
            found.Add($"{PackText.PublicKey} was changed: it holds no key.");
        }
    }

    private static string? CheckFiles(Stream file, IReadOnlyList<PackEntry> entries, PackSeal seal, List<string> found)
    {
        if (entries.FirstOrDefault(entry => entry.Path == PackText.Record) is not { Length: <= MostRecordBytes } record)
        {
            found.Add($"{PackText.Record} is missing.");
            return null;
        }

        try
        {
            using var document = JsonDocument.Parse(PackArchive.BytesAt(file, record.Offset, (int)record.Length));
            var root = document.RootElement;
            CheckDigests(root, found);
            CheckListed(file, root, entries, found);
            CheckChain(root.GetProperty("chain"), found);
            if (root.GetProperty("format").GetString() != PackSeal.Format || root.GetProperty("practice").GetProperty("key").GetString() != seal.Key)
                found.Add($"Signed by another key: {PackText.Record} was made for {Printable(root.GetProperty("practice").GetProperty("key").GetString() ?? "none")}.");

            return PackText.Line(root);
        }
        catch (Exception failure) when (failure is JsonException or KeyNotFoundException or InvalidOperationException or FormatException or ArgumentException)
        {
            found.Add($"{PackText.Record} was changed: it can no longer be read{(failure is JsonException { LineNumber: { } line } ? FormattableString.Invariant($" from line {line + 1} on") : "")}.");
            return null;
        }
    }

    // Each part of the record has its own hash, so that what was changed has a name.
    private static void CheckDigests(JsonElement root, List<string> found)
    {
        var digests = root.GetProperty("digests");
        var parts = root.EnumerateObject().Where(part => part.Name is not ("digests" or "format")).ToList();
        foreach (var part in parts)
        {
            if (!digests.TryGetProperty(part.Name, out var digest) || digest.GetString() != PackText.DigestOf(part.Value))
                found.Add($"Changed in {PackText.Record}: {PackText.PartName(part.Name)}.");
        }

        if (digests.EnumerateObject().Any(digest => !parts.Exists(part => part.Name == digest.Name)))
            found.Add($"A part of {PackText.Record} was taken out.");
    }

    private static void CheckListed(Stream file, JsonElement root, IReadOnlyList<PackEntry> entries, List<string> found)
    {
        var listed = root.GetProperty("files").EnumerateArray().ToDictionary(one => one.GetProperty("path").GetString() ?? "", one => one.GetProperty("sha256").GetString(), StringComparer.Ordinal);
        foreach (var entry in entries.Where(entry => entry.Path != PackText.Record))
        {
            if (!listed.Remove(entry.Path, out var sha256))
                found.Add($"{Printable(entry.Path)} was added: the record does not list it.");
            else if (PackArchive.HashOf(file, entry.Offset, entry.Length) != sha256)
                found.Add($"{Printable(entry.Path)} was changed.");
        }

        found.AddRange(listed.Keys.Select(path => $"{Printable(path)} was taken out."));
        if (entries.DistinctBy(entry => entry.Path).Count() != entries.Count)
            found.Add("A name stands twice in the archive.");
    }

    private static void CheckChain(JsonElement chain, List<string> found)
    {
        var entries = chain.EnumerateArray().Select(step => new EvidenceEntry(
            step.GetProperty("number").GetInt32(), step.GetProperty("at").GetDateTimeOffset(), step.GetProperty("actor").GetString() ?? "",
            step.GetProperty("kind").GetString() ?? "", step.GetProperty("detail").GetString() ?? "", step.GetProperty("hash").GetString() ?? "")).ToList();
        if (EvidenceChain.FirstBroken(entries) is { } broken)
            found.Add(FormattableString.Invariant($"Step {broken} of the chain{(broken <= entries.Count ? $" ({Printable(entries[broken - 1].Kind)})" : "")} was changed, left out or put in."));
    }

    // What a hostile pack names itself must not play with the terminal.
    private static string Printable(string text) => string.Concat(text.Take(120).Select(sign => char.IsControl(sign) ? '?' : sign));
}

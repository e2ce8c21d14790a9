namespace Throughline.Domain;

/// <summary>One field as it was seen and as it stands, both in words for a person.</summary>
public sealed record FieldDifference(string Field, string Seen, string Now);

/// <summary>Somebody changed the record after it was read; nothing was stored.</summary>
/// <param name="ChangedBy">The name of whoever changed it last.</param>
/// <param name="Differences">What is different since the version that was seen; empty when it was changed back.</param>
public sealed record StaleRecord(string What, int Version, string ChangedBy, DateTimeOffset ChangedAt, IReadOnlyList<FieldDifference> Differences)
    : Problem("stale_version", $"{ChangedBy} changed {What} after you opened it{Told(Differences)}. Look at it as it stands now and repeat what you meant to do.")
{
    private static string Told(IReadOnlyList<FieldDifference> differences) => differences.Count == 0
        ? ""
        : ": " + string.Join("; ", differences.Select(difference => $"{difference.Field} from {difference.Seen} to {difference.Now}"));
}

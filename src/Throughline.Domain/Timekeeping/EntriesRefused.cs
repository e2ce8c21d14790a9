namespace Throughline.Domain.Timekeeping;

/// <summary>One entry of several, and why it was refused.</summary>
public sealed record RefusedEntry(string Entry, Problem Problem);

/// <summary>An act on several entries is all or nothing; here is every entry that stood in its way.</summary>
public sealed record EntriesRefused(IReadOnlyList<RefusedEntry> Entries) : Problem(Entries[0].Problem.Rule, Words(Entries))
{
    private static string Words(IReadOnlyList<RefusedEntry> entries) => entries.Count == 1
        ? entries[0].Problem.Message
        : $"{entries.Count} entries cannot go through, so none did. The first: {entries[0].Problem.Message}";
}

/// <summary>Nothing was chosen, or what was chosen holds no entry that the step is for.</summary>
public sealed record NothingToDecide(string Message) : Problem("R-206", Message);

/// <summary>Time is sent back with a reason or not at all.</summary>
public sealed record ReasonMissing() : Problem("R-291", "Say why you send this back, so that it can be put right.");

namespace Throughline.Domain.Acceptance;

/// <summary>Finds in a customer's reply the words that count as acceptance (P-29). A project manager confirms each find .</summary>
public static class AcceptanceWords
{
    /// <summary>
    /// The first of the words that stands in the reply as a whole word, in any case; null when none does. Quoted lines
    /// (beginning with &gt;) are passed over: they repeat the request, which names the words itself.
    /// </summary>
    public static string? FindIn(string reply, IReadOnlyCollection<string> words)
    {
        var lines = reply.Split('\n').Where(line => !line.TrimStart().StartsWith('>')).ToList();
        return words.FirstOrDefault(word => lines.Any(line => HasWholeWord(line, word)));
    }

    /// <summary>
    /// The reply without the request that mail programs put below it: what stands before the first line of the usual ones that
    /// lead to it. Quoted lines between own words stay; <see cref="FindIn"/> passes over them.
    /// </summary>
    public static string OwnWords(string reply)
    {
        var lines = reply.ReplaceLineEndings("\n").Split('\n');
        var end = Enumerable.Range(0, lines.Length).Where(i => LeadsToQuote(lines, i)).Append(lines.Length).First();
        return string.Join('\n', lines[..end]).Trim();
    }

    private static bool LeadsToQuote(string[] lines, int at)
    {
        var line = lines[at].Trim();
        return (line.StartsWith("--", StringComparison.Ordinal) && line.Contains("Original Message", StringComparison.OrdinalIgnoreCase))
            || (line.StartsWith("____", StringComparison.Ordinal) && at + 1 < lines.Length && lines[at + 1].TrimStart().StartsWith("From:", StringComparison.OrdinalIgnoreCase))
            || (line.StartsWith("From:", StringComparison.OrdinalIgnoreCase) && at + 1 < lines.Length
                && (lines[at + 1].TrimStart().StartsWith("Sent:", StringComparison.OrdinalIgnoreCase) || lines[at + 1].TrimStart().StartsWith("Date:", StringComparison.OrdinalIgnoreCase)))
            || (line.StartsWith("On ", StringComparison.Ordinal) && line.EndsWith("wrote:", StringComparison.Ordinal));
    }

    private static bool HasWholeWord(string line, string word)
    {
        if (word.Length == 0)
            return false;

        for (var at = Next(0); at >= 0; at = Next(at + 1))
        {
            if (!IsWordCharacter(line, at - 1) && !IsWordCharacter(line, at + word.Length))
                return true;
        }

        return false;

        int Next(int from) => line.IndexOf(word, from, StringComparison.OrdinalIgnoreCase);
    }

    private static bool IsWordCharacter(string line, int at) =>
        at >= 0 && at < line.Length && (char.IsLetterOrDigit(line[at]) || line[at] == '_');
}

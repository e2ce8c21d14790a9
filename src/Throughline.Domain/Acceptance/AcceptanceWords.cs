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

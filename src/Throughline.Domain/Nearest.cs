namespace Throughline.Domain;

/// <summary>Finds the known word that a mistyped one was probably meant to be.</summary>
public static class Nearest
{
    // What somebody sends in place of a word may be a whole file.
    private const int LongestWord = 100;

    /// <summary>
    /// The known word with the fewest typing mistakes, however many, upper case aside, the first of equals; null only when none is
    /// known. Of a very long word its beginning counts.
    /// </summary>
    public static string? To(string word, IEnumerable<string> known)
    {
        var typed = word[..Math.Min(word.Length, LongestWord)].ToUpperInvariant();
        return known.MinBy(candidate => Mistakes(typed, candidate.ToUpperInvariant()));
    }

    // The number of single letters to add, drop or change.
    private static int Mistakes(string from, string to)
    {
        var row = Enumerable.Range(0, to.Length + 1).ToArray();
        for (var i = 1; i <= from.Length; i++)
        {
            var diagonal = row[0];
            row[0] = i;
            for (var j = 1; j <= to.Length; j++)
            {
                var changed = diagonal + (from[i - 1] == to[j - 1] ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.Min(changed, Math.Min(row[j], row[j - 1]) + 1);
            }
        }

        return row[^1];
    }
}

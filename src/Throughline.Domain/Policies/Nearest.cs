namespace Throughline.Domain.Policies;

/// <summary>Finds the known word that a mistyped one was probably meant to be.</summary>
public static class Nearest
{
    /// <summary>The known word with the fewest typing mistakes, upper case aside, the first of equals; null when none is known.</summary>
    public static string? To(string word, IEnumerable<string> known) =>
        known.MinBy(candidate => Mistakes(word.ToUpperInvariant(), candidate.ToUpperInvariant()));

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

using System.Globalization;

namespace Throughline.Data.Bundles;

/// <summary>One thing wrong with a bundle and where.</summary>
/// <param name="File">The file's name with <c>.csv</c>, or the archive's.</param>
/// <param name="Line">The physical line where the record starts, the header being 1; 0 when the file as a whole is meant.</param>
/// <param name="Column">Empty when the row or the file as a whole is meant.</param>
public sealed record BundleError(string File, int Line, string Column, string Message)
{
    public override string ToString() => Line == 0
        ? $"{File}: {Message}"
        : string.Create(CultureInfo.InvariantCulture, $"{File}:{Line}:{(Column.Length == 0 ? "" : Column + ":")} {Message}");
}

/// <summary>Counts every error and keeps the first ones to be shown.</summary>
public sealed class BundleErrors
{
    private readonly List<BundleError> shown = [];
    private readonly HashSet<string> files = new(StringComparer.Ordinal);

    public int Total { get; private set; }

    /// <summary>At most <see cref="BundleLimits.ShownErrors"/>, in the order of the files, lines and columns.</summary>
    public IReadOnlyList<BundleError> Shown =>
        [.. shown.OrderBy(error => Place(error.File)).ThenBy(error => error.File, StringComparer.Ordinal).ThenBy(error => error.Line)];

    /// <summary>What is printed for errors: one line each, and last how many there are.</summary>
    public static IEnumerable<string> Lines(IReadOnlyList<BundleError> shown, int total)
    {
        foreach (var error in shown)
            yield return error.ToString();

        var count = total == 1 ? "1 error" : string.Create(CultureInfo.InvariantCulture, $"{total} errors");
        var rest = shown.Count < total ? string.Create(CultureInfo.InvariantCulture, $", of which the first {shown.Count} are shown") : "";
        yield return $"{count}{rest}; nothing was stored.";
    }

    internal void Add(string file, int line, string column, string message)
    {
        Total++;
        files.Add(file);
        if (shown.Count < BundleLimits.ShownErrors)
            shown.Add(new BundleError(file, line, Quoted.OneLine(column), message));
    }

    internal void Add(BundleError error) => Add(error.File, error.Line, error.Column, error.Message);

    internal BundleErrors Copy()
    {
        var copy = new BundleErrors { Total = Total };
        copy.shown.AddRange(shown);
        copy.files.UnionWith(files);
        return copy;
    }

    internal bool In(string name) => files.Contains(name + ".csv");

    private static int Place(string file)
    {
        for (var i = 0; i < BundleFiles.All.Count; i++)
        {
            if (BundleFiles.All[i].FileName == file)
                return i;
        }

        return -1;
    }
}

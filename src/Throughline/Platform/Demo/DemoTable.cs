using System.Globalization;

namespace Throughline.Platform.Demo;

/// <summary>The demo's story is kept in tables that read like a page: one row a line, cells between bars, an empty cell is no value.</summary>
internal static class DemoTable
{
    public static IEnumerable<string[]> Rows(string text) =>
        from line in text.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
        select line.Split('|', StringSplitOptions.TrimEntries);

    public static string? Text(string cell) => cell.Length == 0 ? null : cell;

    public static int Whole(string cell) => int.Parse(cell, CultureInfo.InvariantCulture);

    public static decimal Number(string cell) => decimal.Parse(cell, NumberStyles.Number, CultureInfo.InvariantCulture);

    /// <summary>A pair such as <c>-9..15</c>.</summary>
    public static (int From, int To) Span(string cell)
    {
        var ends = cell.Split("..");
        return (Whole(ends[0]), Whole(ends[^1]));
    }
}

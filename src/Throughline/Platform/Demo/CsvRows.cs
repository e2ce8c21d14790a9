using System.Globalization;

namespace Throughline.Platform.Demo;

/// <summary>Writes one file of a bundle as it streams by: LF, no BOM, RFC 4180 quoting. Missing values are empty cells.</summary>
internal sealed class CsvRows : IDisposable
{
    private readonly TextWriter output;
    private readonly string[] names;
    private readonly RowThen? then;

    /// <param name="output">Closed with this.</param>
    /// <param name="columns">The head, separated by commas.</param>
    /// <param name="then">Asked for each row what was known of it then; null for all of it.</param>
    public CsvRows(TextWriter output, string columns, RowThen? then = null)
    {
        (this.output, this.then, names) = (output, then, columns.Split(','));
        output.Write(columns);
        output.Write('\n');
    }

    public void Write(params ReadOnlySpan<object?> cells)
    {
        if (then is not null)
        {
            var known = new DemoRowThen(names, cells.ToArray());
            if (!then(known))
                return;
            cells = known.Cells;
        }

        for (var i = 0; i < cells.Length; i++)
        {
            if (i > 0)
                output.Write(',');
            WriteCell(cells[i]);
        }

        output.Write('\n');
    }

    public void Dispose() => output.Dispose();

    private void WriteCell(object? cell)
    {
        switch (cell)
        {
            case null:
                break;
            case string text:
                WriteText(text);
                break;
            case bool truth:
                output.Write(truth ? "true" : "false");
                break;
            case DateOnly date:
                output.Write(date.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture));
                break;
            case DateTimeOffset instant:
                output.Write(instant.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture));
                break;
            case decimal number:
                output.Write(number.ToString("0.############", CultureInfo.InvariantCulture));
                break;
            default:
                output.Write(((IFormattable)cell).ToString(null, CultureInfo.InvariantCulture));
                break;
        }
    }

    private void WriteText(string text)
    {
        if (text.AsSpan().IndexOfAny(",\"\r\n") < 0)
        {
            output.Write(text);
            return;
        }

        output.Write('"');
        output.Write(text.Replace("\"", "\"\"", StringComparison.Ordinal));
        output.Write('"');
    }
}

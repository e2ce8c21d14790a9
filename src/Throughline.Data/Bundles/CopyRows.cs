using System.Buffers;
using System.Globalization;

namespace Throughline.Data.Bundles;

/// <summary>Rows in the text form of COPY, gathered in one buffer that is written and used again.</summary>
internal sealed class CopyRows
{
    private static readonly SearchValues<char> Special = SearchValues.Create("\\\t\n\r");
    private char[] rows = new char[1 << 17];
    private int length;

    public int Length => length;

    public ReadOnlyMemory<char> Content => rows.AsMemory(0, length);

    public void Clear() => length = 0;

    /// <summary>Forgets everything from a place on: a row that turned out to be wrong.</summary>
    public void CutAt(int place) => length = place;

    public void StartRow(int line)
    {
        Reserve(16);
        line.TryFormat(rows.AsSpan(length), out var written, default, CultureInfo.InvariantCulture);
        length += written;
    }

    public void EndRow() => Put('\n');

    public void AddNothing()
    {
        Put('\t');
        Put('\\');
        Put('N');
    }

    public void Add(ReadOnlySpan<char> cell, StoredValue value)
    {
        Put('\t');
        Reserve(64);
        var written = value.WriteTo(rows.AsSpan(length));
        if (written >= 0)
            length += written;
        else
            AddText(cell);
    }

    private void AddText(ReadOnlySpan<char> text)
    {
        while (true)
        {
            var special = text.IndexOfAny(Special);
            var run = special < 0 ? text : text[..special];
            Reserve(run.Length);
            run.CopyTo(rows.AsSpan(length));
            length += run.Length;
            if (special < 0)
                return;

            Put('\\');
            Put(text[special] switch { '\t' => 't', '\n' => 'n', '\r' => 'r', _ => '\\' });
            text = text[(special + 1)..];
        }
    }

    private void Put(char character)
    {
        Reserve(1);
        rows[length++] = character;
    }

    private void Reserve(int more)
    {
        if (length + more > rows.Length)
            Array.Resize(ref rows, Math.Max(rows.Length * 2, length + more));
    }
}

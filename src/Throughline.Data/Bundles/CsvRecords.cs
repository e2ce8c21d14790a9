using System.Buffers;
using System.Text.Unicode;

namespace Throughline.Data.Bundles;

/// <summary>What is wrong with a cell before anyone looks at what it says.</summary>
internal enum CellFlaw
{
    None,
    TooLong,
    StrayQuote,
    Unclosed,
    Nul,
    NotUtf8,
}

/// <summary>
/// Reads CSV (RFC 4180, UTF-8 with or without a mark, LF or CRLF) record by record and knows on which physical line each
/// starts. Never throws on what it reads: a bad cell carries its flaw, and the rest is read on.
/// </summary>
/// <remarks>CsvHelper counts lines at the end of a record and decodes bad bytes silently; an error must name its place.</remarks>
internal sealed class CsvRecords(Stream stream)
{
    private const int MostCells = 512;
    private const int MostCharacters = 16 * BundleLimits.CellCharacters;

    // Bad bytes become a high surrogate with no low one behind it, which valid UTF-8 never gives.
    private const char BadByte = '\uD800';
    private static readonly SearchValues<char> PlainStops = SearchValues.Create(",\r\n\"");
    private static readonly SearchValues<char> Suspects = SearchValues.Create('\0', BadByte);

    private readonly byte[] bytes = new byte[1 << 16];
    private readonly char[] text = new char[1 << 16];
    private readonly int[] ends = new int[MostCells];
    private readonly CellFlaw[] flaws = new CellFlaw[MostCells];
    private char[] content = new char[1 << 12];
    private int undecoded;
    private int at;
    private int end;
    private int length;
    private int cellStart;
    private int nextLine = 1;
    private bool started;
    private bool finished;

    /// <summary>The physical line where the current record starts; the first is 1.</summary>
    public int Line { get; private set; }

    /// <summary>How many cells the current record has, those beyond 512 included, which are not kept.</summary>
    public int Count { get; private set; }

    /// <summary>Set when the file begins with a UTF-16 mark; it then has no records.</summary>
    public bool IsUtf16 { get; private set; }

    public ReadOnlySpan<char> this[int cell] => content.AsSpan((cell == 0 ? 0 : ends[cell - 1])..ends[cell]);

    public CellFlaw FlawOf(int cell) => flaws[cell];

    /// <summary>Moves to the next record; blank lines are none.</summary>
    public bool Read()
    {
        while (More())
        {
            Line = nextLine;
            Count = 0;
            length = 0;
            if (ReadRecord())
                return true;
        }

        return false;
    }

    /// <returns>False for a blank line.</returns>
    private bool ReadRecord()
    {
        while (true)
        {
            cellStart = length;
            var quoted = More() && text[at] == '"';
            var flaw = quoted ? ReadQuoted() : CellFlaw.None;
            var more = ReadPlain(quoted, ref flaw);
            EndCell(flaw);
            if (!more)
                return Count > 1 || length > 0 || quoted || flaw != CellFlaw.None;
        }
    }

    /// <summary>Reads up to the next comma or the end of the line.</summary>
    /// <returns>Whether another cell of the record follows.</returns>
    private bool ReadPlain(bool afterQuote, ref CellFlaw flaw)
    {
        while (More())
        {
            var rest = text.AsSpan(at..end);
            var stop = rest.IndexOfAny(PlainStops);
            var run = stop < 0 ? rest : rest[..stop];
            if (afterQuote && run.Length > 0)
                flaw = CellFlaw.StrayQuote;

            Keep(run, ref flaw);
            at += run.Length;
            if (stop < 0)
                continue;

            var character = text[at++];
            if (character == ',')
                return true;

            if (character == '"')
            {
                Keep("\"", ref flaw);
                flaw = flaw == CellFlaw.None ? CellFlaw.StrayQuote : flaw;
                continue;
            }

            nextLine++;
            if (character == '\r' && More() && text[at] == '\n')
                at++;

            return false;
        }

        return false;
    }

    private CellFlaw ReadQuoted()
    {
        var flaw = CellFlaw.None;
        at++;
        while (More())
        {
            var rest = text.AsSpan(at..end);
            var stop = rest.IndexOf('"');
            var run = stop < 0 ? rest : rest[..stop];
            nextLine += run.Count('\n');
            Keep(run, ref flaw);
            at += run.Length;
            if (stop < 0)
                continue;

            at++;
            if (!More() || text[at] != '"')
                return flaw;

            at++;
            Keep("\"", ref flaw);
        }

        return CellFlaw.Unclosed;
    }

    private void Keep(ReadOnlySpan<char> run, ref CellFlaw flaw)
    {
        if (Count >= MostCells)
            return;

        if (length - cellStart + run.Length > BundleLimits.CellCharacters || length + run.Length > MostCharacters)
        {
            flaw = CellFlaw.TooLong;
            run = run[..Math.Max(0, Math.Min(run.Length, 100 - (length - cellStart)))];
        }

        if (length + run.Length > content.Length)
            Array.Resize(ref content, Math.Max(content.Length * 2, length + run.Length));

        run.CopyTo(content.AsSpan(length));
        length += run.Length;
    }

    private void EndCell(CellFlaw flaw)
    {
        if (Count < MostCells)
        {
            var cell = content.AsSpan(cellStart..length);
            ends[Count] = length;
            flaws[Count] = flaw == CellFlaw.None && cell.ContainsAny(Suspects) ? Suspicion(cell) : flaw;
        }

        Count++;
    }

    private static CellFlaw Suspicion(ReadOnlySpan<char> cell)
    {
        for (var i = 0; i < cell.Length; i++)
        {
            if (cell[i] == '\0')
                return CellFlaw.Nul;

            if (cell[i] == BadByte && (i + 1 == cell.Length || !char.IsLowSurrogate(cell[i + 1])))
                return CellFlaw.NotUtf8;
        }

        return CellFlaw.None;
    }

    private bool More()
    {
        while (at == end && !finished)
            Fill();

        return at < end;
    }

    private void Fill()
    {
        var read = stream.Read(bytes, undecoded, bytes.Length - undecoded);
        var available = bytes.AsSpan(0, undecoded + read);
        if (!started)
        {
            // A mark may come in pieces; wait until it is all there.
            if (read > 0 && available.Length < 3)
            {
                undecoded = available.Length;
                return;
            }

            started = true;
            IsUtf16 = available is [0xFF, 0xFE, ..] or [0xFE, 0xFF, ..];
            if (available.StartsWith("\uFEFF"u8))
                available = available[3..];
        }

        Decode(available, last: read == 0);
        finished = read == 0 || IsUtf16;
        end = IsUtf16 ? 0 : end;
    }

    private void Decode(ReadOnlySpan<byte> available, bool last)
    {
        (at, end) = (0, 0);
        while (available.Length > 0)
        {
            var status = Utf8.ToUtf16(available, text.AsSpan(end), out var consumed, out var written, replaceInvalidSequences: false, isFinalBlock: last);
            available = available[consumed..];
            end += written;
            if (status != OperationStatus.InvalidData)
                break;

            text[end++] = BadByte;
            available = available[1..];
        }

        available.CopyTo(bytes);
        undecoded = available.Length;
    }
}

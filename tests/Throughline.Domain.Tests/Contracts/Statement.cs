using Throughline.Domain.Contracts;

namespace Throughline.Domain.Tests.Contracts;

/// <summary>
/// Writes small statements of work: "# " begins a heading, "- " an item (two spaces before it a deeper one), "|" a row of a table;
/// anything else is a paragraph, which a backslash at its end carries on in the next line.
/// </summary>
internal static class Statement
{
    public static StatementReading Read(string text) => StatementReader.Read(Of(text));

    public static SourceDocument Of(string text)
    {
        var blocks = new List<SourceBlock>();
        var rows = new List<SourceRow>();
        var wrapped = new List<SourceLine>();
        foreach (var (raw, index) in text.ReplaceLineEndings("\n").Split('\n').Select((line, index) => (line.TrimEnd(), index + 1)))
        {
            var line = raw.Trim();
            if (line.EndsWith('\\'))
            {
                wrapped.Add(Line(index, line.TrimEnd('\\', ' ')));
                continue;
            }

            if (wrapped.Count > 0)
            {
                blocks.Add(SourceBlock.Of(BlockKind.Paragraph, 0, [.. wrapped, Line(index, line)]));
                wrapped.Clear();
                continue;
            }

            if (line.StartsWith('|'))
            {
                rows.Add(new SourceRow(index, [.. line.Trim('|').Split('|').Select(cell => new SourceCell([Line(index, cell.Trim())]))]));
                continue;
            }

            if (rows.Count > 0)
                blocks.Add(SourceBlock.Table([.. rows]));
            rows.Clear();
            if (line.StartsWith('#'))
                blocks.Add(SourceBlock.Of(BlockKind.Heading, line.Length - line.TrimStart('#').Length, Line(index, line.TrimStart('#', ' '))));
            else if (line.StartsWith("- ", StringComparison.Ordinal))
                blocks.Add(SourceBlock.Of(BlockKind.Item, 1 + (raw.Length - raw.TrimStart().Length) / 2, Line(index, line[2..])));
            else if (line.Length > 0)
                blocks.Add(SourceBlock.Of(BlockKind.Paragraph, 0, Line(index, line)));
        }

        if (rows.Count > 0)
            blocks.Add(SourceBlock.Table([.. rows]));
        return new SourceDocument(blocks);
    }

    private static SourceLine Line(int number, string text) => new(number, text, text);
}

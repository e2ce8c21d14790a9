using Throughline.Domain.Contracts;

namespace Throughline.Domain.Tests.Contracts;

/// <summary>Writes small statements of work: "# " begins a heading, "- " an item, "|" a row of a table; anything else is a paragraph.</summary>
internal static class Statement
{
    public static StatementReading Read(string text) => StatementReader.Read(Of(text));

    public static SourceDocument Of(string text)
    {
        var blocks = new List<SourceBlock>();
        var rows = new List<SourceRow>();
        foreach (var (line, index) in text.ReplaceLineEndings("\n").Split('\n').Select((line, index) => (line.Trim(), index + 1)))
        {
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
                blocks.Add(SourceBlock.Of(BlockKind.Item, 1, Line(index, line[2..])));
            else if (line.Length > 0)
                blocks.Add(SourceBlock.Of(BlockKind.Paragraph, 0, Line(index, line)));
        }

        if (rows.Count > 0)
            blocks.Add(SourceBlock.Table([.. rows]));
        return new SourceDocument(blocks);
    }

    private static SourceLine Line(int number, string text) => new(number, text, text);
}

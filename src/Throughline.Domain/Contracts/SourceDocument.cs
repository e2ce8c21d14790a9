namespace Throughline.Domain.Contracts;

/// <summary>What a piece of a document is, as far as its reader could tell.</summary>
public enum BlockKind { Heading, Paragraph, Item, Table }

/// <summary>One line of the source (one paragraph of a DOCX). <c>Text</c> is free of markup, <c>Raw</c> is as written.</summary>
public sealed record SourceLine(int Number, string Text, string Raw);

/// <summary>One cell; a cell may hold several lines.</summary>
public sealed record SourceCell(IReadOnlyList<SourceLine> Lines)
{
    public string Text { get; } = string.Join(' ', Lines.Select(line => line.Text)).Trim();
}

/// <summary>One row of a table. <c>Line</c> is where the row begins.</summary>
public sealed record SourceRow(int Line, IReadOnlyList<SourceCell> Cells);

/// <summary>A heading, paragraph, list item or table. <c>Level</c> is 1 for the largest heading and the outermost list.</summary>
public sealed record SourceBlock(BlockKind Kind, int Level, IReadOnlyList<SourceLine> Lines, IReadOnlyList<SourceRow> Rows)
{
    public static SourceBlock Of(BlockKind kind, int level, params IReadOnlyList<SourceLine> lines) => new(kind, level, lines, []);

    public static SourceBlock Table(IReadOnlyList<SourceRow> rows) => new(BlockKind.Table, 0, [], rows);

    public string Text { get; } = string.Join(' ', Lines.Select(line => line.Text)).Trim();
}

/// <summary>A document with its format taken away: what Markdown and DOCX have in common.</summary>
/// <remarks><c>CutShort</c> is true when the file went on and the rest was not read.</remarks>
public sealed record SourceDocument(IReadOnlyList<SourceBlock> Blocks, bool CutShort = false);

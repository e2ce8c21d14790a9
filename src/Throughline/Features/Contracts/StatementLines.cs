using System.Text.RegularExpressions;
using Throughline.Domain.Contracts;

namespace Throughline.Features.Contracts;

/// <summary>A piece of a document's text with its number: a line of a text file, a paragraph of a DOCX.</summary>
public sealed record DocumentPart(int Number, string Text);

/// <summary>What stands beside one number: one part, or the cells of a table's row.</summary>
public sealed record DocumentLine(IReadOnlyList<DocumentPart> Parts, bool Heading, bool Row, bool Apart);

/// <summary>The text of a document as a person reads it beside the review: plain text, never its markup run.</summary>
internal static partial class StatementLines
{
    private const int MostLines = 10_000;

    /// <returns>The lines, and whether the document goes on.</returns>
    public static (IReadOnlyList<DocumentLine> Lines, bool CutShort) Of(string fileName, byte[] content)
    {
        var lines = Path.GetExtension(fileName).Equals(".docx", StringComparison.OrdinalIgnoreCase) ? OfDocx(content) : OfText(ReadStatement.Text(content) ?? "");
        var shown = lines.Take(MostLines + 1).ToList();
        return shown.Count > MostLines ? (shown[..MostLines], true) : (shown, false);
    }

    /// <summary>True where lines of a reading are lines of this very file; a draft written by import-sow names those of another.</summary>
    public static bool AreOwn(string fileName) => Path.GetExtension(fileName).ToUpperInvariant() is ".DOCX" or ".MD" or ".MARKDOWN";

    private static IEnumerable<DocumentLine> OfText(string text)
    {
        var apart = false;
        var number = 0;
        foreach (var line in text.ReplaceLineEndings("\n").Split('\n'))
        {
            number++;
            if (string.IsNullOrWhiteSpace(line))
            {
                apart = true;
                continue;
            }

            yield return new DocumentLine([new(number, line.TrimEnd())], Heading().IsMatch(line), Row: false, apart);
            apart = false;
        }
    }

    private static IEnumerable<DocumentLine> OfDocx(byte[] content)
    {
        if (!DocxSource.Read(content).Succeeded(out var document, out _))
            yield break;

        foreach (var block in document.Blocks)
        {
            if (block.Kind is not BlockKind.Table)
            {
                yield return new DocumentLine([.. block.Lines.Select(line => new DocumentPart(line.Number, line.Text))], block.Kind is BlockKind.Heading, Row: false, block.Kind is not BlockKind.Item);
                continue;
            }

            foreach (var (row, index) in block.Rows.Select((row, index) => (row, index)))
            {
                var parts = row.Cells.SelectMany(cell => cell.Lines).Select(line => new DocumentPart(line.Number, line.Text)).ToList();
                if (parts.Count > 0)
                    yield return new DocumentLine(parts, Heading: false, Row: true, index == 0);
            }
        }
    }

    [GeneratedRegex(@"\A {0,3}#{1,6}\s")]
    private static partial Regex Heading();
}

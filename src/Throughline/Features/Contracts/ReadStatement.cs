using System.Text;
using System.Text.RegularExpressions;
using Throughline.Domain;
using Throughline.Domain.Contracts;

namespace Throughline.Features.Contracts;

/// <summary>Reads a statement of work from a file: Markdown and DOCX are understood, YAML and JSON are our own form. Stores nothing, never throws for what a file holds.</summary>
public static class ReadStatement
{
    public const int MostBytes = 20_000_000;

    public static Result<StatementReading> Run(string fileName, byte[] content)
    {
        if (content.Length > MostBytes)
            return new UnreadableDocument("The file is larger than 20 MB; a statement of work is not.");
        if (content.Length == 0)
            return new UnreadableDocument("The file is empty.");

        switch (Path.GetExtension(fileName).ToUpperInvariant())
        {
            case ".MD" or ".MARKDOWN":
                return Text(content) is { } markdown ? Understood(() => MarkdownSource.Read(markdown)) : NotText();
            case ".DOCX":
                return DocxSource.Read(content).Succeeded(out var document, out var unreadable) ? Understood(() => document) : unreadable;
            case ".YAML" or ".YML":
                return Text(content) is { } yaml ? StatementText.FromYaml(yaml) : NotText();
            case ".JSON":
                return StatementText.FromJson(content);
            default:
                return new UnreadableDocument("Only .md, .docx, .yaml and .json files can be read: save the document as one of them.");
        }
    }

    // A pattern that takes seconds on one sentence has met a text that was made to keep it busy.
    private static Result<StatementReading> Understood(Func<SourceDocument> document)
    {
        try
        {
            return StatementReader.Read(document());
        }
        catch (RegexMatchTimeoutException)
        {
            return new UnreadableDocument("The document cannot be read in reasonable time: it is not a statement of work.");
        }
    }

    private static UnreadableDocument NotText() => new("The file is not text in UTF-8: save it as UTF-8, or as .docx.");

    // A file with zero bytes is not text whatever its name says.
    internal static string? Text(byte[] content)
    {
        try
        {
            var text = content.AsSpan() switch
            {
                [0xFF, 0xFE, ..] => new UnicodeEncoding(false, true, throwOnInvalidBytes: true).GetString(content.AsSpan(2)),
                [0xFE, 0xFF, ..] => new UnicodeEncoding(true, true, throwOnInvalidBytes: true).GetString(content.AsSpan(2)),
                [0xEF, 0xBB, 0xBF, ..] => new UTF8Encoding(false, throwOnInvalidBytes: true).GetString(content.AsSpan(3)),
                _ => new UTF8Encoding(false, throwOnInvalidBytes: true).GetString(content),
            };
            return text.Contains('\0', StringComparison.Ordinal) ? null : text;
        }
        catch (ArgumentException)
        {
            return content.Contains((byte)0) ? null : Encoding.Latin1.GetString(content);
        }
    }
}

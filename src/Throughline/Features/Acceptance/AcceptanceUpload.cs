using System.Text;
using Throughline.Data.Acceptance;
using Throughline.Domain;

namespace Throughline.Features.Acceptance;

/// <summary>A file that somebody sends with a request or an answer: taken by what it holds, not by what it says of itself.</summary>
public static class AcceptanceUpload
{
    public const int MostBytes = 20 * 1024 * 1024, MostFiles = 10;
    private const int LongestName = 120;

    private static readonly Dictionary<string, string> Office = new(StringComparer.OrdinalIgnoreCase)
    {
        [".docx"] = "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        [".xlsx"] = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        [".pptx"] = "application/vnd.openxmlformats-officedocument.presentationml.presentation",
        [".zip"] = "application/zip",
    };

    private static readonly Dictionary<string, string> Texts = new(StringComparer.OrdinalIgnoreCase)
    {
        [".txt"] = "text/plain", [".md"] = "text/markdown", [".csv"] = "text/csv", [".eml"] = "message/rfc822",
    };

    /// <summary>The file with a name fit to be shown and the type of its content.</summary>
    public static Result<AcceptanceDocument> Read(string name, ReadOnlyMemory<byte> content)
    {
        var plain = new string([.. Path.GetFileName(name.Replace('\\', '/')).Where(sign => !char.IsControl(sign))]).Trim();
        var shown = plain.Length == 0 ? "file" : plain.Length > LongestName ? plain[^LongestName..] : plain;
        if (content.Length == 0)
            return new InvalidFields("files", $"{shown} is empty.");
        if (content.Length > MostBytes)
            return new InvalidFields("files", $"{shown} is larger than 20 MB. Send a smaller one, or a link in the text.");

        return TypeOf(Path.GetExtension(shown), content.Span) is { } type
            ? new AcceptanceDocument(shown, type, content)
            : new InvalidFields("files", $"{shown} is neither a PDF, a picture, an Office document, a mail nor plain text.");
    }

    private static string? TypeOf(string extension, ReadOnlySpan<byte> content)
    {
        if (content.StartsWith("%PDF-"u8))
            return "application/pdf";
        if (content.StartsWith((ReadOnlySpan<byte>)[0x89, (byte)'P', (byte)'N', (byte)'G']))
            return "image/png";
        if (content.StartsWith((ReadOnlySpan<byte>)[0xFF, 0xD8, 0xFF]))
            return "image/jpeg";
        if (content.StartsWith("PK\u0003\u0004"u8))
            return Office.GetValueOrDefault(extension);

        return Texts.TryGetValue(extension, out var type) && (type == "message/rfc822" || IsText(content)) ? type : null;
    }

    private static bool IsText(ReadOnlySpan<byte> content)
    {
        try
        {
            return !new UTF8Encoding(false, throwOnInvalidBytes: true).GetString(content).Contains('\0');
        }
        catch (DecoderFallbackException)
        {
            return false;
        }
    }
}

using System.Globalization;
using System.Net;
using System.Text;
using System.Text.RegularExpressions;

namespace Throughline.Domain.Acceptance;

/// <summary>What a stored mail says: who wrote it, when, about what, and its text. The mail itself is the evidence; this is for reading.</summary>
/// <param name="Sender">The address, with the name before it where there is one.</param>
/// <param name="SentAt">Null when the mail does not say, or not in a way that can be read.</param>
public sealed record MailText(string Sender, DateTimeOffset? SentAt, string Subject, string Text)
{
    private const int MostCharacters = 100_000, MostMarkup = 500_000, MostHeader = 4_000, MostDepth = 8, MostParts = 200;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    /// <summary>Reads a mail as it is stored in an .eml file. Whatever the bytes are, it ends; null when they are no mail.</summary>
    public static MailText? Read(ReadOnlySpan<byte> mail)
    {
        // One character a byte, so that every part can be turned back into its bytes and read in its own character set.
        var part = Part.Of(Encoding.Latin1.GetString(mail));
        if (part.Header("From") is not { Length: > 0 } from)
            return null;

        var left = MostParts;
        var text = Find(part, "text/plain", 0, ref left) is { } plain ? plain.Content : Find(part, "text/html", 0, ref left) is { } markup ? WithoutMarkup(markup.Content) : "";
        text = text.ReplaceLineEndings("\n").Replace("\0", "", StringComparison.Ordinal);
        return new MailText(
            Words(from), Date(part.Header("Date")), Words(part.Header("Subject") ?? ""), (text.Length > MostCharacters ? text[..MostCharacters] : text).Trim());
    }

    private static Part? Find(Part part, string type, int depth, ref int left)
    {
        if (depth > MostDepth || left-- <= 0)
            return null;
        if (!part.Type.StartsWith("multipart/", StringComparison.OrdinalIgnoreCase))
            return part.Type.Equals(type, StringComparison.OrdinalIgnoreCase) && !part.IsAttached ? part : null;

        foreach (var inner in part.Parts())
        {
            if (Find(inner, type, depth + 1, ref left) is { } found)
                return found;
        }

        return null;
    }

    private static DateTimeOffset? Date(string? header)
    {
        if (header is null)
            return null;

        var text = Regex.Replace(header, @"\([^)]*\)", "", RegexOptions.NonBacktracking, Patience).Trim();
        text = text[(text.IndexOf(',', StringComparison.Ordinal) + 1)..].Trim();
        text = text.EndsWith(" GMT", StringComparison.Ordinal) || text.EndsWith(" UT", StringComparison.Ordinal) || text.EndsWith(" UTC", StringComparison.Ordinal) ? text[..text.LastIndexOf(' ')] + " +0000" : text;
        text = Regex.Replace(text, @"([+-]\d\d)(\d\d)$", "$1:$2", RegexOptions.NonBacktracking, Patience);
        return DateTimeOffset.TryParseExact(text, ["d MMM yyyy H:mm:ss zzz", "d MMM yyyy H:mm zzz"], CultureInfo.InvariantCulture, DateTimeStyles.AllowInnerWhite | DateTimeStyles.AssumeUniversal, out var date)
            ? date.ToUniversalTime()
            : null;
    }

    // Encoded words of a header: =?utf-8?Q?Gr=C3=BC=C3=9Fe?=
    private static string Words(string header)
    {
        var decoded = Regex.Replace(header, @"=\?([^?\s]{1,40})\?([bqBQ])\?([^?\s]*)\?=(?:\s+(?==\?))?", found => InCharset(
            found.Groups[2].ValueSpan[0] is 'b' or 'B' ? FromBase64(found.Groups[3].Value) : FromQuoted(found.Groups[3].Value.Replace('_', ' ')), found.Groups[1].Value), RegexOptions.None, Patience);
        var line = string.Concat(decoded.Where(sign => !char.IsControl(sign))).Trim();
        return line.Length > 300 ? line[..300] : line;
    }

    private static string WithoutMarkup(string markup)
    {
        var text = Regex.Replace(markup.Length > MostMarkup ? markup[..MostMarkup] : markup, "<(style|script|head)[^>]*>.*?</(style|script|head)>", "", RegexOptions.NonBacktracking | RegexOptions.IgnoreCase | RegexOptions.Singleline, Patience);
        text = Regex.Replace(text, "<(br|/p|/div|/tr|/li)[^>]*>", "\n", RegexOptions.NonBacktracking | RegexOptions.IgnoreCase, Patience);
        text = Regex.Replace(text, "<blockquote[^>]*>", "\n> ", RegexOptions.NonBacktracking | RegexOptions.IgnoreCase, Patience);
        return WebUtility.HtmlDecode(Regex.Replace(text, "<[^>]*>", "", RegexOptions.NonBacktracking, Patience));
    }

    private static string InCharset(byte[] bytes, string charset)
    {
        // The character set of Windows is the Latin one but for a few signs.
        var name = charset.Trim('"', ' ');
        try
        {
            return Encoding.GetEncoding(name.Equals("windows-1252", StringComparison.OrdinalIgnoreCase) ? "iso-8859-1" : name).GetString(bytes);
        }
        catch (ArgumentException)
        {
            return Encoding.UTF8.GetString(bytes);
        }
    }

    private static byte[] FromBase64(string text)
    {
        var letters = string.Concat(text.Where(sign => char.IsAsciiLetterOrDigit(sign) || sign is '+' or '/'));
        letters = letters[..(letters.Length - (letters.Length % 4 == 1 ? 1 : 0))];
        return Convert.FromBase64String(letters.PadRight((letters.Length + 3) / 4 * 4, '='));
    }

    private static byte[] FromQuoted(string text)
    {
        var bytes = new List<byte>(text.Length);
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] == '=' && i + 2 < text.Length && Uri.IsHexDigit(text[i + 1]) && Uri.IsHexDigit(text[i + 2]))
                bytes.Add((byte)((Uri.FromHex(text[++i]) << 4) | Uri.FromHex(text[++i])));
            else if (text[i] == '=' && i + 1 < text.Length && text[i + 1] is '\r' or '\n')
                i += text[i + 1] == '\r' && i + 2 < text.Length && text[i + 2] == '\n' ? 2 : 1;
            else
                bytes.Add((byte)text[i]);
        }

        return [.. bytes];
    }

    private sealed record Part(IReadOnlyDictionary<string, string> Headers, string Body)
    {
        public string Type => (Header("Content-Type") ?? "text/plain").Split(';')[0].Trim();

        public bool IsAttached => Header("Content-Disposition")?.TrimStart().StartsWith("attachment", StringComparison.OrdinalIgnoreCase) == true;

        public string Content => InCharset(
            (Header("Content-Transfer-Encoding") ?? "").Trim().ToUpperInvariant() switch
            {
                "BASE64" => FromBase64(Body),
                "QUOTED-PRINTABLE" => FromQuoted(Body),
                _ => Encoding.Latin1.GetBytes(Body),
            },
            Parameter("charset") ?? "utf-8");

        public static Part Of(string text)
        {
            var headers = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
            var (at, name) = (0, "");
            while (at < text.Length)
            {
                var end = text.IndexOf('\n', at);
                var line = (end < 0 ? text[at..] : text[at..end]).TrimEnd('\r');
                at = end < 0 ? text.Length : end + 1;
                if (line.Length == 0)
                    break;

                if (line.Length > MostHeader)
                    line = line[..MostHeader];
                if (line[0] is ' ' or '\t' && name.Length > 0)
                    headers[name] = headers[name].Length < MostHeader ? headers[name] + " " + line.Trim() : headers[name];
                else if (line.IndexOf(':', StringComparison.Ordinal) is > 0 and var colon && headers.TryAdd(name = line[..colon].Trim(), line[(colon + 1)..].Trim()))
                    continue;
                else
                    name = "";
            }

            return new Part(headers, text[at..]);
        }

        public string? Header(string name) => Headers.GetValueOrDefault(name);

        public IEnumerable<Part> Parts() => Parameter("boundary") is { Length: > 0 } boundary
            ? Body.Split("--" + boundary, MostParts).Skip(1).TakeWhile(part => !part.StartsWith("--", StringComparison.Ordinal)).Select(part => Of(part.TrimStart('\r', '\n')))
            : [];

        private string? Parameter(string name) => (Header("Content-Type") ?? "").Split(';').Skip(1).Select(part => part.Split('=', 2))
            .Where(part => part.Length == 2 && part[0].Trim().Equals(name, StringComparison.OrdinalIgnoreCase)).Select(part => part[1].Trim().Trim('"')).FirstOrDefault();
    }
}

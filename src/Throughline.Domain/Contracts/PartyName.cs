using System.Text.RegularExpressions;

namespace Throughline.Domain.Contracts;

/// <summary>Cuts the name of an organisation or person out of the words around it.</summary>
internal static partial class PartyName
{
    public const string Suffixes = @"\b(?:Inc|LLC|L\.L\.C|Ltd|Limited|LLP|LP|PLC|plc|Corp|Corporation|Company|Co|GmbH|AG|S\.?A\.?S?|S\.?r\.?l|B\.?V|N\.?V|AB|Oy|ApS|A/S|Pty|Pte|KG|Group|Labs?|Solutions|Consulting|Technologies|Systems|Services|Partners|Studio|University|Department|Agency|Ministry|Council|Institute|Foundation|Association|Authority|Bank|Enterprises)\b";

    /// <summary>Null when what is left is not a name: a placeholder, a sentence, a role.</summary>
    public static string? Of(string words)
    {
        var name = RoleBefore().Replace(words, "").Trim().Trim('*', '_', '“', '”', '"', ' ', '-', '–', '|').Trim();
        if (Placeholder.In(name) && !Tail().IsMatch(name))
            return null;

        var cut = Tail().Match(name);
        if (cut.Success && cut.Index > 0)
            name = name[..cut.Index];
        name = Abbreviated().Replace(name, "").Trim().Trim('*', '_', '“', '”', '"', ',', ';', ':', ' ');
        if (name.EndsWith('.') && !Dotted().IsMatch(name))
            name = name.TrimEnd('.');
        return IsName(name) ? name : null;
    }

    /// <summary>Two spellings of one name share a key: case, punctuation and the form of company do not count.</summary>
    public static object Key(string name)
    {
        var bare = Form().Replace(name.ToUpperInvariant(), "");
        return new string([.. bare.Where(char.IsLetterOrDigit)]);
    }

    /// <summary>legal@techco.com is of TechCo Inc.</summary>
    public static bool OwnsDomain(string name, string domain)
    {
        var key = (string)Key(name);
        var host = new string([.. domain[..domain.LastIndexOf('.')].ToUpperInvariant().Where(char.IsLetterOrDigit)]);
        return key.Length >= 3 && host.Length >= 3 && (host.Contains(key, StringComparison.Ordinal) || key.Contains(host, StringComparison.Ordinal));
    }

    private static bool IsName(string name) =>
        name.Length is >= 2 and <= 100
        && (char.IsUpper(name[0]) || char.IsDigit(name[0]) || name.Any(char.IsUpper) && !name.Contains(' ', StringComparison.Ordinal))
        && name.Any(char.IsLetter)
        && name.Split(' ').Length <= 12
        && !Placeholder.In(name)
        && !Sentence().IsMatch(name)
        && !Role().IsMatch(name);

    [GeneratedRegex(@"\s{0,2}(?:,?\s(?:a|an)\s(?=[\[\w])|,\s(?:incorporated|organi[sz]ed|having|with|located|whose|of|registered|acting|represented|duly|on behalf|by|through|company|dated|\d)\b?|\s(?:located at|having its|whose|with (?:its|an|a|offices|principal)|acting|dated|registered in|\((?:the|hereinafter|reg|company|a |an )|d/b/a|doing business)|\s[|–—]\s|\s{2,}|;|\s\d{1,5}\s[A-Z][a-z]+\s)", RegexOptions.IgnoreCase, 5000)]
    private static partial Regex Tail();

    [GeneratedRegex(@"^[\s\W]*(?:the )?(?:client|customer|buyer|purchaser|(?:service )?provider|contractor|consultant|vendor|supplier|prepared (?:by|for)|company|name)(?: name)?\s*:\s*", RegexOptions.IgnoreCase, 5000)]
    private static partial Regex RoleBefore();

    [GeneratedRegex(@"\s*\([^()]{1,60}\)\s*$", RegexOptions.None, 5000)]
    private static partial Regex Abbreviated();

    [GeneratedRegex(@"\b(?:Inc|Ltd|Co|Corp|L\.L\.C|S\.A|B\.V|N\.V|S\.r\.l|p\.l\.c)\.$", RegexOptions.IgnoreCase, 5000)]
    private static partial Regex Dotted();

    [GeneratedRegex(@"\b(?:INCORPORATED|INC|LLC|L\.L\.C|LTD|LIMITED|LLP|PLC|CORP|CORPORATION|COMPANY|CO|GMBH|AG|PTY|PTE)\b\.?", RegexOptions.None, 5000)]
    private static partial Regex Form();

    [GeneratedRegex(@"\b(?:shall|will|must|may|is|are|has|have|hereby|agrees?|provides?|which|that|these|this|their|his|her|your|our|we|you|each|any|all|both|either|signature|date|name|title|email|phone|address|responsibilit\w+|following)\b|[?!@]|https?:", RegexOptions.IgnoreCase, 5000)]
    private static partial Regex Sentence();

    [GeneratedRegex(@"^(?:the )?(?:client|customer|buyer|purchaser|contractor|consultant|provider|service provider|vendor|supplier|developer|seller|agency|company|government|party|parties|owner|agreement|sow|statement of work|business|organi[sz]ation|corporation|sponsor|project|team|representative|print name|by|for)s?$", RegexOptions.IgnoreCase, 5000)]
    private static partial Regex Role();
}

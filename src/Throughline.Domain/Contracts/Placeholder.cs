using System.Text.RegularExpressions;

namespace Throughline.Domain.Contracts;

/// <summary>Tells words that stand for a value still to be filled in from the value itself.</summary>
public static partial class Placeholder
{
    /// <summary>True when any part of the text waits to be filled in: <c>[DATE]</c>, <c>{name}</c>, <c>____</c>, TBD, "Insert …".</summary>
    public static bool In(string text) =>
        Brackets().IsMatch(text) || Blanks().IsMatch(text) || Words().IsMatch(text);

    // A checkbox, a number in brackets and a footnote are not placeholders; words in brackets are.
    [GeneratedRegex(@"\[\s*(?![xX]\s*\])[^\]\[]{0,200}?\p{L}[^\]\[]{0,200}\]|\{[^{}]{1,200}\}|<(?!br|/)[\p{L}][^<>]{0,80}>|«[^»]{1,80}»", RegexOptions.None, 5000)]
    private static partial Regex Brackets();

    [GeneratedRegex(@"_{3,}|\.{6,}|…{2,}|\bX{2,}\b|\bX+(?:,X{3})+|[$€£]\s?X+\b|[$€£]\s?_+|\?{2,}|\b(?:MM|DD)[/.-](?:DD|MM)[/.-]YY(?:YY)?\b|\bYYYY-MM-DD\b", RegexOptions.IgnoreCase, 5000)]
    private static partial Regex Blanks();

    [GeneratedRegex(@"\b(?:TBD|TBC|TBA|T\.B\.D|to be (?:determined|confirmed|decided|defined|agreed upon|announced|provided|completed|negotiated|inserted|filled)|insert (?:the |your |a |here|name|date|amount|number|client|customer)|click (?:or tap )?(?:here|to enter)|enter (?:a |the |your )?(?:date|text|name|amount)|choose an item|your (?:company|organi[sz]ation|business) name|(?:company|client|customer|vendor|contractor|project) name here|lorem ipsum|not (?:yet )?(?:applicable|specified|determined|known|established))\b|^\s*(?:N/?A|none|n\.a\.|pending|unknown|-+|–|—)\s*\.?\s*$", RegexOptions.IgnoreCase, 5000)]
    private static partial Regex Words();
}

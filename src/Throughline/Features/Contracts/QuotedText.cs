namespace Throughline.Features.Contracts;

/// <summary>A run of a document's text; <c>Fields</c> are those that were read from it.</summary>
internal sealed record TextRun(string Text, string Fields)
{
    public bool Quoted => Fields.Length > 0;
}

/// <summary>Cuts a line of text where the words begin and end that fields were read from.</summary>
internal static class QuotedText
{
    /// <summary>Words that are not found as they stand, because markup parts them, count as the whole line.</summary>
    public static IReadOnlyList<TextRun> Cut(string text, IEnumerable<(string Field, string Words)> quotes)
    {
        var spans = quotes.Select(quote => (quote.Field, Span: Find(text, quote.Words))).ToList();
        int[] edges = [.. spans.SelectMany(span => new[] { span.Span.From, span.Span.To }).Append(0).Append(text.Length).Distinct().Order()];
        return [.. edges.Zip(edges.Skip(1), (from, to) => new TextRun(
            text[from..to],
            string.Join(' ', spans.Where(span => span.Span.From <= from && to <= span.Span.To).Select(span => span.Field).Distinct())))];
    }

    private static (int From, int To) Find(string text, string words)
    {
        var at = words.Length == 0 ? -1 : text.IndexOf(words, StringComparison.OrdinalIgnoreCase);
        return at < 0 ? (0, text.Length) : (at, at + words.Length);
    }
}

using System.Text.RegularExpressions;

namespace Throughline.Domain.Contracts;

/// <summary>One sentence with the heading it stands under. <c>Offered</c> is true for an option that nobody ticked.</summary>
internal sealed record Clause(string Text, SourcePlace Place, string Heading, BlockKind Kind, int Block, bool Offered)
{
    public bool Has(string word) => Text.Contains(word, StringComparison.OrdinalIgnoreCase);

    public bool HasAny(params ReadOnlySpan<string> words)
    {
        foreach (var word in words)
        {
            if (Has(word))
                return true;
        }

        return false;
    }
}

/// <summary>A name and what stands beside it: "Start date: 1 March 2026", or the two cells of a row.</summary>
internal sealed record Labelled(string Label, string Value, SourcePlace Place, string Heading, int Block);

/// <summary>A table with its header row taken off.</summary>
internal sealed record SourceTable(string Heading, IReadOnlyList<string> Header, IReadOnlyList<SourceRow> Rows, int Block)
{
    /// <summary>The first column whose header matches, or -1.</summary>
    public int Column(Regex header, params ReadOnlySpan<int> except)
    {
        for (var column = 0; column < Header.Count; column++)
        {
            if (!except.Contains(column) && header.IsMatch(Header[column]))
                return column;
        }

        return -1;
    }

    public static string Cell(SourceRow row, int column) => column >= 0 && column < row.Cells.Count ? row.Cells[column].Text : "";

    public static SourcePlace Place(SourceRow row) =>
        new(row.Line, StatementPage.Shortened(string.Join(" | ", row.Cells.Select(cell => cell.Text).Where(text => text.Length > 0))));
}

/// <summary>A document cut into what the recognisers look at: sentences, labelled values, tables and sections.</summary>
internal sealed partial class StatementPage
{
    private const int LongestClause = 1200;
    private readonly List<Clause> clauses = [];
    private readonly List<Labelled> labels = [];
    private readonly List<SourceTable> tables = [];

    public StatementPage(SourceDocument document)
    {
        Blocks = document.Blocks;
        Headings = HeadingsOf(document.Blocks);
        for (var index = 0; index < Blocks.Count; index++)
        {
            AddHeadingLabel(index);
            if (Blocks[index].Kind == BlockKind.Table)
                AddTable(index);
            else
                AddLines(Blocks[index].Lines, index, Blocks[index].Kind, OffersNothing(index));
        }

        Order = WrittenDate.OrderOf(clauses.Select(clause => clause.Text));
    }

    public IReadOnlyList<SourceBlock> Blocks { get; }

    /// <summary>For each block the heading that it stands under, without its number; a heading stands under itself.</summary>
    public IReadOnlyList<string> Headings { get; }

    public IReadOnlyList<Clause> Clauses => clauses;
    public IReadOnlyList<Labelled> Labels => labels;
    public IReadOnlyList<SourceTable> Tables => tables;
    public DayMonthOrder Order { get; }

    /// <summary>The blocks that follow a heading, up to the next one that is as large.</summary>
    public IEnumerable<(int Index, SourceBlock Block)> Section(int heading)
    {
        for (var index = heading + 1; index < Blocks.Count; index++)
        {
            if (Blocks[index].Kind == BlockKind.Heading && Blocks[index].Level <= Blocks[heading].Level)
                yield break;

            yield return (index, Blocks[index]);
        }
    }

    public static SourcePlace Place(SourceBlock block) => new(block.Lines[0].Number, Shortened(block.Text));

    public static string Shortened(string text) => text.Length <= 300 ? text : text[..299].TrimEnd() + "…";

    /// <summary>"5.6.2 Acceptance:" is "Acceptance".</summary>
    public static string WithoutNumber(string heading) => Numbering().Replace(heading, "").Trim().TrimEnd(':', '.', ' ');

    private static List<string> HeadingsOf(IReadOnlyList<SourceBlock> blocks)
    {
        var headings = new List<string>(blocks.Count);
        var current = "";
        foreach (var block in blocks)
        {
            if (block.Kind == BlockKind.Heading)
                current = WithoutNumber(block.Text);
            headings.Add(current);
        }

        return headings;
    }

    // A list of boxes in which nobody ticked any is a task list, and its items are what they say; beside a ticked one they were refused.
    private bool OffersNothing(int index) => Blocks[index].Kind != BlockKind.Item && EmptyBox().IsMatch(Blocks[index].Text);

    // A heading over one short paragraph, or over a single item, is a label with its value.
    private void AddHeadingLabel(int index)
    {
        if (Blocks[index].Kind != BlockKind.Heading || index + 1 >= Blocks.Count || Blocks[index + 1] is not { Kind: BlockKind.Paragraph or BlockKind.Item, Text.Length: > 0 and <= 220 } value)
            return;
        if (value.Kind == BlockKind.Item && index + 2 < Blocks.Count && Blocks[index + 2].Kind == BlockKind.Item)
            return;

        labels.Add(new Labelled(LabelOf(Headings[index]), Unticked(value.Text), Place(value), Headings[index], index));
    }

    private void AddTable(int index)
    {
        var rows = Blocks[index].Rows;
        if (rows.Count == 0)
            return;

        // An example shows how to fill the table in; nothing in it is meant.
        if (rows.Any(row => row.Cells.Count > 0 && Example().IsMatch(row.Cells[0].Text)))
            return;

        tables.Add(new SourceTable(Headings[index], [.. rows[0].Cells.Select(cell => cell.Text)], [.. rows.Skip(1)], index));
        foreach (var row in rows)
        {
            foreach (var cell in row.Cells.Where(cell => cell.Lines.Count > 0))
                AddLines(cell.Lines, index, BlockKind.Table, false);
            AddRowLabels(row, index);
        }

        if (rows.Count == 2 && !rows[0].Cells.Any(cell => ListHeader().IsMatch(cell.Text)))
            AddHeaderLabels(rows[0], rows[1], index);
    }

    private void AddRowLabels(SourceRow row, int index)
    {
        for (var left = 0; left + 1 < row.Cells.Count; left += 2)
        {
            var label = row.Cells[left].Lines.FirstOrDefault(line => line.Text.Length > 0)?.Text ?? "";
            if (label.Length is 0 or > 80)
                continue;

            foreach (var line in row.Cells[left + 1].Lines.Where(line => line.Text.Length > 0 && !EmptyBox().IsMatch(line.Text)))
                labels.Add(new Labelled(LabelOf(label), Unticked(line.Text), new SourcePlace(line.Number, Shortened(line.Text)), Headings[index], index));
        }
    }

    private void AddHeaderLabels(SourceRow header, SourceRow only, int index)
    {
        for (var column = 0; column < Math.Min(header.Cells.Count, only.Cells.Count); column++)
        {
            if (header.Cells[column].Text.Length is > 0 and <= 60 && only.Cells[column].Text.Length > 0)
                labels.Add(new Labelled(LabelOf(header.Cells[column].Text), only.Cells[column].Text, SourceTable.Place(only), Headings[index], index));
        }
    }

    private void AddLines(IReadOnlyList<SourceLine> lines, int index, BlockKind kind, bool offered)
    {
        for (var at = 0; at < lines.Count; at++)
        {
            var match = LabelLine().Match(lines[at].Text);
            if (!match.Success || EmptyBox().IsMatch(lines[at].Text))
                continue;

            var value = match.Groups["value"].Value.Trim();
            // A value may be on the line below its label, or run on when the line was wrapped.
            if (at + 1 < lines.Count && !LabelLine().IsMatch(lines[at + 1].Text) && (value.Length == 0 || lines[at].Text.Length > 55))
                value = (value + " " + lines[at + 1].Text).Trim();
            if (value.Length > 0)
                labels.Add(new Labelled(LabelOf(match.Groups["label"].Value), value, PlaceOf(lines, at, at, lines[at].Text), Headings[index], index));
        }

        AddClauses(lines, index, kind, offered);
    }

    private void AddClauses(IReadOnlyList<SourceLine> lines, int index, BlockKind kind, bool offered)
    {
        // Cells and forms hold one thought per line; running text is wrapped anywhere.
        if (kind == BlockKind.Table || lines.Count > 1 && lines.Count(line => LabelLine().IsMatch(line.Text)) >= 2)
        {
            foreach (var line in lines)
                AddSentences([line], index, kind, offered || EmptyBox().IsMatch(line.Text));
        }
        else
        {
            AddSentences(lines, index, kind, offered);
        }
    }

    private void AddSentences(IReadOnlyList<SourceLine> lines, int index, BlockKind kind, bool offered)
    {
        var text = string.Join(' ', lines.Select(line => line.Text));
        var start = 0;
        while (start < text.Length)
        {
            var end = EndOfSentence(text, start);
            var sentence = text[start..end].Trim();
            if (sentence.Length > 0)
            {
                var (from, to) = (LineAt(lines, start), LineAt(lines, end - 1));
                clauses.Add(new Clause(Unticked(sentence), PlaceOf(lines, from, to, sentence), Headings[index], kind, index, offered));
            }

            start = end;
        }
    }

    private static int LineAt(IReadOnlyList<SourceLine> lines, int offset)
    {
        for (var line = 0; line < lines.Count; line++)
        {
            offset -= lines[line].Text.Length + 1;
            if (offset < 0)
                return line;
        }

        return lines.Count - 1;
    }

    // The words as they stand in the file where they are short enough to show, else without their markup.
    private static SourcePlace PlaceOf(IReadOnlyList<SourceLine> lines, int from, int to, string sentence)
    {
        var raw = string.Join(' ', lines.Skip(from).Take(to - from + 1).Select(line => line.Raw.Trim()));
        return new SourcePlace(lines[from].Number, Shortened(raw.Contains(sentence, StringComparison.Ordinal) || raw.Length > 300 ? sentence : raw));
    }

    private static int EndOfSentence(string text, int start)
    {
        for (var index = start; index < text.Length; index++)
        {
            if (index - start >= LongestClause)
                return index;
            if (text[index] is not ('.' or '!' or '?') || index + 1 >= text.Length || text[index + 1] != ' ')
                continue;

            var next = index + 2 < text.Length ? text[index + 2] : ' ';
            if ((char.IsUpper(next) || next is '(' or '"' or '“' or '[') && !Abbreviation().IsMatch(text.AsSpan(Math.Max(start, index - 12), index - Math.Max(start, index - 12) + 1)))
                return index + 1;
        }

        return text.Length;
    }

    private static string LabelOf(string text) => WithoutNumber(TrailingNote().Replace(text, "")).Trim(' ', '*', ':', '-', '–');

    private static string Unticked(string text) => TickedBox().Replace(text, "").Trim();

    [GeneratedRegex(@"^\s*(?:[-*•]\s+)?(?<label>[\p{L}#][\p{L}\p{N} /&()'’#.,_-]{0,70}?)\s*(?::|\s[–—]\s)\s*(?<value>.{0,600})$", RegexOptions.None, 5000)]
    private static partial Regex LabelLine();

    [GeneratedRegex(@"^\W*(?:example|sample)\b", RegexOptions.IgnoreCase, 5000)]
    private static partial Regex Example();

    [GeneratedRegex(@"\b(?:tasks?|milestones?|deliverables?|activit(?:y|ies)|phases?|items?|roles?|description|position)\b", RegexOptions.IgnoreCase, 5000)]
    private static partial Regex ListHeader();

    [GeneratedRegex(@"^\s*(?:\[\s{0,6}\]|\(\s{1,6}\)|☐|□|◻)", RegexOptions.None, 5000)]
    private static partial Regex EmptyBox();

    [GeneratedRegex(@"^\s*(?:\[\s{0,4}[xX✓✔]\s{0,4}\]|\(\s{0,4}[xX✓✔]\s{0,4}\)|☒|☑|✓|✔|■)\s*", RegexOptions.None, 5000)]
    private static partial Regex TickedBox();

    [GeneratedRegex(@"^(?:(?:section|article|clause|part)\s+)?(?:\(?(?:\d{1,2}(?:\.\d{1,3}){0,4}|[A-Z]|[IVX]{1,5})(?:[.)]|\s[–—-])\s?|\d{1,2}(?:\.\d{1,3}){0,4}\s+)\s*", RegexOptions.IgnoreCase, 5000)]
    private static partial Regex Numbering();

    [GeneratedRegex(@"\s*\((?:if|as|where|see|optional|mm|dd|yyyy)\b[^)]{0,60}\)\s*$", RegexOptions.IgnoreCase, 5000)]
    private static partial Regex TrailingNote();

    [GeneratedRegex(@"(?:\b(?:Inc|Ltd|Co|Corp|No|Nos|Nr|Mr|Mrs|Ms|Dr|St|Sec|Art|e\.g|i\.e|U\.S|U\.K|approx|vs|etc|Est|Rev|Vol|Attn|Jan|Feb|Mar|Apr|Aug|Sept?|Oct|Nov|Dec)|\b[A-Z]|^\s*\d{1,2}|^\s*\w)\.$", RegexOptions.IgnoreCase, 5000)]
    private static partial Regex Abbreviation();
}

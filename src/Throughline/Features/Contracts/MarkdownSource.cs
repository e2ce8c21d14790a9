using System.Net;
using System.Text;
using System.Text.RegularExpressions;
using Throughline.Domain.Contracts;

namespace Throughline.Features.Contracts;

/// <summary>Cuts Markdown into headings, paragraphs, items and tables, keeping line numbers. It is lenient: anything is some document.</summary>
public static partial class MarkdownSource
{
    /// <summary>A statement of work is not longer than this; a file that is would only cost time.</summary>
    public const int MostCharacters = 2_000_000;

    private const int LongestLine = 20_000;
    private const int LongestComment = 20_000;
    private const int MostLinesTogether = 60;

    public static SourceDocument Read(string markdown) => Cut(markdown).Document;

    /// <summary>The document, and how often one of its lines was looked at: the work it took, whatever machine did it.</summary>
    internal static (SourceDocument Document, int Lines, long Looks) Cut(string markdown)
    {
        var cut = markdown.Length > MostCharacters;
        var text = WithoutComments(cut ? markdown[..MostCharacters] : markdown);
        var lines = new Lines([.. text.ReplaceLineEndings("\n").Split('\n').Select((line, index) => new Line(index + 1, line.Length > LongestLine ? line[..LongestLine] : line))]);
        return (new SourceDocument(new Cutter(lines).Blocks(), cut), lines.Count, lines.Looks);
    }

    // Each end is looked for once, so that a text of nothing but beginnings is passed over once, too.
    private static string WithoutComments(string text)
    {
        var (kept, at, end) = (new StringBuilder(), 0, 0);
        for (var start = text.IndexOf("<!--", StringComparison.Ordinal); start >= 0; start = text.IndexOf("<!--", start, StringComparison.Ordinal))
        {
            if (end < start + 4)
                end = text.IndexOf("-->", start + 4, StringComparison.Ordinal);
            if (end < 0)
                break;

            if (end - start - 4 > LongestComment)
            {
                start += 4;
                continue;
            }

            kept.Append(text, at, start - at).Append('\n', text.AsSpan(start, end - start).Count('\n'));
            at = start = end + 3;
        }

        return kept.Append(text, at, text.Length - at).ToString();
    }

    private sealed record Line(int Number, string Raw)
    {
        public string Bare { get; } = Quote().Replace(Raw.Replace('\t', ' ').Replace('\u00a0', ' '), "");
        public bool Blank => string.IsNullOrWhiteSpace(Bare);
    }

    private sealed class Lines(List<Line> lines)
    {
        public int Count => lines.Count;
        public long Looks { get; private set; }

        public Line this[int index]
        {
            get
            {
                Looks++;
                return lines[index];
            }
        }

        /// <summary>The first from the start on that is wanted; -1 when none is.</summary>
        public int FindIndex(int start, Predicate<Line> wanted)
        {
            for (var i = start; i < Count; i++)
            {
                if (wanted(this[i]))
                    return i;
            }

            return -1;
        }
    }

    private sealed class Cutter(Lines lines)
    {
        private readonly List<SourceBlock> blocks = [];
        private readonly List<SourceLine> open = [];
        private (BlockKind Kind, int Level) opened;
        private int at;

        public List<SourceBlock> Blocks()
        {
            if (lines.Count > 2 && lines[0].Bare.TrimEnd() == "---")
                FrontMatter();
            while (at < lines.Count)
            {
                if (!(Blank() || Fence() || HtmlTable() || PipeTable() || GridTable() || SimpleTable() || Setext() || Rule() || Heading() || Item()))
                    Continue();
            }

            Close();
            return blocks;
        }

        private void FrontMatter()
        {
            var end = lines.FindIndex(1, line => line.Bare.TrimEnd() == "---");
            if (end is < 0 or > 60)
                return;

            foreach (var line in Enumerable.Range(1, end - 1).Select(index => lines[index]).Where(line => !line.Blank))
                blocks.Add(SourceBlock.Of(BlockKind.Paragraph, 0, [Plain(line, line.Bare)]));
            at = end + 1;
        }

        private bool Blank()
        {
            if (!lines[at].Blank)
                return false;

            Close();
            at++;
            return true;
        }

        // Code is no prose: its content says nothing about the work.
        private bool Fence()
        {
            var mark = FenceMark().Match(lines[at].Bare);
            if (!mark.Success)
                return false;

            var end = lines.FindIndex(at + 1, line => line.Bare.TrimStart().StartsWith(mark.Groups["mark"].Value, StringComparison.Ordinal));
            if (end < 0)
            {
                at++;
                return true;
            }

            Close();
            at = end + 1;
            return true;
        }

        private bool Heading()
        {
            var match = AtxHeading().Match(lines[at].Bare);
            if (match.Success)
                return Add(BlockKind.Heading, match.Groups["marks"].Length, [Plain(lines[at], match.Groups["text"].Value)]);

            var html = HtmlHeading().Match(lines[at].Bare);
            if (html.Success)
                return Add(BlockKind.Heading, html.Groups["level"].Value[0] - '0', [Plain(lines[at], html.Groups["text"].Value)]);

            // A line of its own in bold is a heading in all but name.
            var alone = (at == 0 || lines[at - 1].Blank) && (at + 1 >= lines.Count || lines[at + 1].Blank);
            var bold = BoldLine().Match(lines[at].Bare);
            return alone && bold.Success && bold.Groups["text"].Length <= 90 && Add(BlockKind.Heading, 7, [Plain(lines[at], bold.Groups["text"].Value)]);
        }

        private bool Setext()
        {
            if (at + 1 >= lines.Count || lines[at].Blank || open.Count > 0 || lines[at].Bare.Length > 160 || lines[at].Bare.StartsWith("    ", StringComparison.Ordinal))
                return false;

            var under = Underline().Match(lines[at + 1].Bare);
            if (!under.Success || Marker().IsMatch(lines[at].Bare) && !NumberedHeading().IsMatch(lines[at].Bare))
                return false;

            Add(BlockKind.Heading, under.Groups["mark"].Value[0] == '=' ? 1 : 2, [Plain(lines[at], lines[at].Bare)]);
            at++;
            return true;
        }

        private bool Rule()
        {
            if (!HorizontalRule().IsMatch(lines[at].Bare))
                return false;

            Close();
            at++;
            return true;
        }

        private bool Item()
        {
            var match = Marker().Match(lines[at].Bare);
            if (!match.Success)
                return false;

            Close();
            if (HeadsASection(match))
                return Add(BlockKind.Heading, 6, [Plain(lines[at], match.Groups["text"].Value)]);

            var legal = match.Groups["legal"].Value.AsSpan().Count('.');
            opened = (BlockKind.Item, match.Groups["indent"].Length / 2 + 1 + legal);
            open.Add(Plain(lines[at], match.Groups["text"].Value));
            at++;
            return true;
        }

        // "2. Deliverables" over bullets or a paragraph that are not indented is a heading; "2. A report" in a list is not.
        private bool HeadsASection(Match item)
        {
            var text = item.Groups["text"].Value.Trim();
            if (!SectionNumber().IsMatch(lines[at].Bare) || text.Length is < 3 or > 60 || !char.IsUpper(text[0]) || text[^1] is '.' or ';' or ',' || text.Split(' ').Length > 6 || at > 0 && !lines[at - 1].Blank)
                return false;

            var next = lines.FindIndex(at + 1, line => !line.Blank);
            return next > 0 && lines[next].Bare.Length > 0 && !char.IsWhiteSpace(lines[next].Raw[0]) && !SectionNumber().IsMatch(lines[next].Bare) && (char.IsUpper(lines[next].Bare[0]) || !char.IsLetterOrDigit(lines[next].Bare[0]));
        }

        private void Continue()
        {
            if (open.Count == 0)
                opened = (BlockKind.Paragraph, 0);
            foreach (var part in LineBreak().Split(lines[at].Bare))
                open.Add(Plain(lines[at], part));
            at++;
            if (open.Count >= MostLinesTogether)
                Close();
        }

        private bool Add(BlockKind kind, int level, IReadOnlyList<SourceLine> content)
        {
            Close();
            if (content.Any(line => line.Text.Length > 0))
                blocks.Add(SourceBlock.Of(kind, level, content));
            at++;
            return true;
        }

        private void Close()
        {
            if (open.Exists(line => line.Text.Length > 0))
                blocks.Add(SourceBlock.Of(opened.Kind, opened.Level, [.. open.Where(line => line.Text.Length > 0)]));
            open.Clear();
        }

        private bool PipeTable()
        {
            if (at + 1 >= lines.Count || !lines[at].Bare.Contains('|', StringComparison.Ordinal) || !IsPipeRule(lines[at + 1]))
                return false;

            Close();
            var rows = new List<SourceRow> { PipeRow(lines[at]) };
            for (at += 2; at < lines.Count && !lines[at].Blank && lines[at].Bare.Contains('|', StringComparison.Ordinal); at++)
            {
                if (!IsPipeRule(lines[at]))
                    rows.Add(PipeRow(lines[at]));
            }

            AddTable(rows);
            return true;
        }

        private static bool IsPipeRule(Line line) => line.Bare.Contains('|', StringComparison.Ordinal) && PipeRule().IsMatch(line.Bare);

        private static SourceRow PipeRow(Line line)
        {
            var bare = line.Bare.Trim();
            bare = bare.StartsWith('|') ? bare[1..] : bare;
            bare = bare.EndsWith('|') && !bare.EndsWith("\\|", StringComparison.Ordinal) ? bare[..^1] : bare;
            return new SourceRow(line.Number, [.. PipeSplit().Split(bare).Select(cell => Cell(line, cell))]);
        }

        private static SourceCell Cell(Line line, string text) =>
            new([.. LineBreak().Split(text).Select(part => Plain(line, part) with { Raw = part.Trim() }).Where(part => part.Text.Length > 0)]);

        /// <summary>+-----+-----+ around cells of several lines.</summary>
        private bool GridTable()
        {
            if (!GridRule().IsMatch(lines[at].Bare))
                return false;

            Close();
            var rows = new List<SourceRow>();
            var parts = new List<(Line Line, string[] Cells)>();
            for (at++; at < lines.Count && !lines[at].Blank && lines[at].Bare.TrimStart() is ['+' or '|', ..]; at++)
            {
                if (!lines[at].Bare.TrimStart().StartsWith('+'))
                    parts.Add((lines[at], lines[at].Bare.Trim().Trim('|').Split('|')));
                else if (parts.Count > 0)
                {
                    rows.Add(Joined(parts));
                    parts.Clear();
                }
            }

            if (parts.Count > 0)
                rows.Add(Joined(parts));
            AddTable(rows);
            return true;
        }

        /// <summary>Columns held apart by spaces, with a line of dashes under the header that gives their places.</summary>
        private bool SimpleTable()
        {
            if (at + 1 >= lines.Count || lines[at].Blank || !DashColumns().IsMatch(lines[at + 1].Bare))
                return false;

            Close();
            var starts = Dashes().Matches(lines[at + 1].Raw).Select(match => match.Index).ToArray();
            if (starts.Length > 40)
                return false;

            var rows = new List<SourceRow> { Joined([(lines[at], Columns(lines[at].Raw, starts))]) };
            for (at += 2; at < lines.Count && !lines[at].Blank && !DashColumns().IsMatch(lines[at].Bare); at++)
                rows.Add(Joined([(lines[at], Columns(lines[at].Raw, starts))]));
            AddTable(rows);
            return true;
        }

        private static string[] Columns(string raw, int[] starts) =>
            [.. starts.Select((start, index) => start >= raw.Length ? "" : raw[start..Math.Min(raw.Length, index + 1 < starts.Length ? starts[index + 1] : raw.Length)])];

        private static SourceRow Joined(List<(Line Line, string[] Cells)> parts)
        {
            var width = Math.Min(40, parts.Max(part => part.Cells.Length));
            return new SourceRow(parts[0].Line.Number,
            [
                .. Enumerable.Range(0, width).Select(column => new SourceCell(
                [
                    .. parts.Where(part => column < part.Cells.Length && part.Cells[column].Trim().Length > 0)
                        .Select(part => Plain(part.Line, part.Cells[column]) with { Raw = part.Cells[column].Trim() }),
                ])),
            ]);
        }

        private bool HtmlTable()
        {
            if (!lines[at].Bare.TrimStart().StartsWith("<table", StringComparison.OrdinalIgnoreCase))
                return false;

            Close();
            var (rows, cells, cell) = (new List<SourceRow>(), new List<SourceCell>(), new List<SourceLine>());
            var started = lines[at].Number;
            for (var done = false; at < lines.Count && !done; at++)
            {
                foreach (Match token in HtmlToken().Matches(lines[at].Raw))
                {
                    var tag = token.Groups["tag"].Value.ToUpperInvariant();
                    if (tag is "/TD" or "/TH")
                    {
                        cells.Add(new SourceCell([.. cell.Where(line => line.Text.Length > 0)]));
                        cell.Clear();
                    }
                    else if (tag == "TR")
                        (started, cells, cell) = (lines[at].Number, [], []);
                    else if (tag == "/TR" && cells.Count > 0)
                        rows.Add(new SourceRow(started, [.. cells]));
                    else if (tag == "/TABLE")
                        done = true;
                    else if (tag.Length == 0)
                        cell.Add(Plain(lines[at], token.Value) with { Raw = token.Value.Trim() });
                }
            }

            AddTable(rows);
            return true;
        }

        private void AddTable(List<SourceRow> rows)
        {
            if (rows.Exists(row => row.Cells.Any(cell => cell.Text.Length > 0)))
                blocks.Add(SourceBlock.Table(rows));
        }

        private static SourceLine Plain(Line line, string text) => new(line.Number, WithoutMarkup(text), line.Raw.Trim());
    }

    private static string WithoutMarkup(string text)
    {
        var plain = LinkOrImage().Replace(text, match => match.Value[0] == '!' ? "" : match.Groups["text"].Value);
        plain = Tag().Replace(AutoLink().Replace(plain, "$1"), "");
        plain = Emphasis().Replace(Underscores().Replace(plain, "$1"), "");
        return Spaces().Replace(WebUtility.HtmlDecode(Escape().Replace(plain, "$1")).Replace('\u00a0', ' '), " ").Trim();
    }

    [GeneratedRegex(@"^(?: {0,4}> ?){1,5}|(?<=^ {4,12})> ", RegexOptions.None, 5000)]
    private static partial Regex Quote();

    [GeneratedRegex(@"^ {0,3}(?<mark>`{3}|~{3})", RegexOptions.None, 5000)]
    private static partial Regex FenceMark();

    [GeneratedRegex(@"^ {0,3}(?<marks>#{1,6})\s+(?<text>.*?)\s*#*\s*$", RegexOptions.NonBacktracking, 5000)]
    private static partial Regex AtxHeading();

    [GeneratedRegex(@"^\s*<h(?<level>[1-6])[^>]{0,200}>(?<text>.*?)(?:</h[1-6]>)?\s*$", RegexOptions.IgnoreCase | RegexOptions.NonBacktracking, 5000)]
    private static partial Regex HtmlHeading();

    [GeneratedRegex(@"^\s{0,3}(?:\*\*|__)(?<text>[^*_]{2,120}?)(?:\*\*|__):?\s*\\?$", RegexOptions.None, 5000)]
    private static partial Regex BoldLine();

    [GeneratedRegex(@"^ {0,3}(?<mark>=|-)\k<mark>{2,}\s*$", RegexOptions.None, 5000)]
    private static partial Regex Underline();

    [GeneratedRegex(@"^\s*\d{1,2}(?:\.\d{1,2})*\.?\s+\S", RegexOptions.None, 5000)]
    private static partial Regex NumberedHeading();

    [GeneratedRegex(@"^\s{0,3}(?:[-*_⸻—]\s?){3,}$|^\s*⸻\s*$", RegexOptions.None, 5000)]
    private static partial Regex HorizontalRule();

    [GeneratedRegex(@"^(?<indent>\s{0,40})(?:[-*+•·◦▪]|\(?(?:\d{1,3}|[a-zA-Z]|[ivxIVX]{1,5})[.)]|(?<legal>\d{1,3}(?:\.\d{1,3}){1,4})\.?)\s+(?<text>.*)$", RegexOptions.None, 5000)]
    private static partial Regex Marker();

    [GeneratedRegex(@"^\d{1,2}\.\s", RegexOptions.None, 5000)]
    private static partial Regex SectionNumber();

    [GeneratedRegex(@"<br\s*/?>|(?<=\S) {2,}(?=\*\*[^*]{1,60}:)", RegexOptions.IgnoreCase, 5000)]
    private static partial Regex LineBreak();

    [GeneratedRegex(@"^\s*\|?\s*:?-+:?\s*(?:\|\s*:?-+:?\s*)*\|?\s*$", RegexOptions.NonBacktracking, 5000)]
    private static partial Regex PipeRule();

    [GeneratedRegex(@"(?<!\\)\|", RegexOptions.None, 5000)]
    private static partial Regex PipeSplit();

    [GeneratedRegex(@"^\s*\+(?:[-=:]{2,}\+){1,40}\s*$", RegexOptions.None, 5000)]
    private static partial Regex GridRule();

    [GeneratedRegex(@"^\s*-{3,}(?:\s+-{3,}){1,40}\s*$", RegexOptions.None, 5000)]
    private static partial Regex DashColumns();

    [GeneratedRegex(@"-{3,}", RegexOptions.None, 5000)]
    private static partial Regex Dashes();

    [GeneratedRegex(@"<(?<tag>/?[a-zA-Z][a-zA-Z0-9]{0,9})[^<>]{0,400}>|(?<tag>)[^<>]+", RegexOptions.None, 5000)]
    private static partial Regex HtmlToken();

    [GeneratedRegex(@"!?\[(?<text>[^\[\]]{0,400})\]\([^()\s]{0,1000}(?:\s""[^""]{0,200}"")?\)", RegexOptions.None, 5000)]
    private static partial Regex LinkOrImage();

    [GeneratedRegex(@"<((?:https?://|mailto:)?[\w.+-]{1,200}[@/:.][^<>\s]{1,300})>", RegexOptions.None, 5000)]
    private static partial Regex AutoLink();

    [GeneratedRegex(@"</?(?:p|b|i|u|em|strong|span|div|a|sup|sub|font|br|small|center|h[1-6]|li|ul|ol|td|th|tr|tbody|thead|table|img|hr)\b[^<>]{0,400}>", RegexOptions.IgnoreCase, 5000)]
    private static partial Regex Tag();

    [GeneratedRegex(@"(?<![\w_])_{1,2}(?!_)([^_\n]{1,300}?)(?<!_)_{1,2}(?![\w_])", RegexOptions.None, 5000)]
    private static partial Regex Underscores();

    [GeneratedRegex(@"(?<!\\)\*{1,3}|(?<!\\)`", RegexOptions.None, 5000)]
    private static partial Regex Emphasis();

    [GeneratedRegex(@"\\([\\`*_{}\[\]()#+.!|<>$~'""-])|\\$", RegexOptions.None, 5000)]
    private static partial Regex Escape();

    [GeneratedRegex(@"\s{2,}", RegexOptions.None, 5000)]
    private static partial Regex Spaces();
}

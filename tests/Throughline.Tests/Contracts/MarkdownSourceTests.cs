using System.Text;
using Throughline.Domain.Contracts;
using Throughline.Features.Contracts;

namespace Throughline.Tests.Contracts;

public class MarkdownSourceTests
{
    [Fact]
    public void Headings_are_read_in_every_style()
    {
        var blocks = MarkdownSource.Read("# One\n\nTwo\n===\n\nThree\n---\n\n**Four**\n\n<h2>Five</h2>\n\n6. Six\n\n- item\n").Blocks;
        Assert.Equal(["One", "Two", "Three", "Four", "Five", "Six"], blocks.Where(block => block.Kind == BlockKind.Heading).Select(block => block.Text));
    }

    [Fact]
    public void Numbered_items_are_not_taken_for_headings() =>
        Assert.All(MarkdownSource.Read("1. First report\n2. Second report\n3. Third report\n").Blocks, block => Assert.Equal(BlockKind.Item, block.Kind));

    [Theory]
    [InlineData("| A | B |\n|---|---|\n| 1 | 2 |")]
    [InlineData("A | B\n--- | ---\n1 | 2")]
    [InlineData("A     B\n----- -----\n1     2")]
    [InlineData("+---+---+\n| A | B |\n+===+===+\n| 1 | 2 |\n+---+---+")]
    [InlineData("<table>\n<tr><th>A</th><th>B</th></tr>\n<tr><td>1</td><td>2</td></tr>\n</table>")]
    public void Tables_are_read_in_every_style(string text)
    {
        var table = Assert.Single(MarkdownSource.Read(text).Blocks);
        Assert.Equal(["A", "B", "1", "2"], table.Rows.SelectMany(row => row.Cells).Select(cell => cell.Text));
    }

    [Fact]
    public void Markup_is_taken_off_and_the_words_as_written_are_kept()
    {
        var line = Assert.Single(Assert.Single(MarkdownSource.Read("**Client:** [Acme \\& Sons](https://example.com) &amp; Co").Blocks).Lines);
        Assert.Equal("Client: Acme \\& Sons & Co", line.Text);
        Assert.Equal("**Client:** [Acme \\& Sons](https://example.com) &amp; Co", line.Raw);
    }

    [Fact]
    public void Code_and_comments_say_nothing()
    {
        var reading = StatementFiles.Markdown("<!-- Client: Hidden Ltd\n-->\n```\nClient: Code Ltd\n```\n\nClient: Real Ltd\n");
        Assert.Equal("Real Ltd", reading.Customer?.Value);
        Assert.Equal(7, reading.Customer?.Source.Line);
    }

    [Fact]
    public void A_wrapped_sentence_names_the_line_on_which_it_begins()
    {
        var reading = StatementFiles.Markdown("# SOW\n\nSome words before it. The total price\nshall not exceed $12,000\nfor all of the work.\n");
        Assert.Equal(12000m, reading.ContractValue?.Value);
        Assert.Equal(3, reading.ContractValue?.Source.Line);
    }

    [Fact]
    public void A_list_of_unticked_tasks_is_a_list_but_an_unticked_option_is_none()
    {
        Assert.Equal(2, StatementFiles.Markdown("# Deliverables\n\n- [ ] Report\n- [ ] Software\n").Deliverables.Count);
        Assert.Equal(new DateOnly(2026, 3, 15), StatementFiles.Markdown("| SOW Date | [ ] January 1, 2026<br>[x] March 15, 2026 |\n|---|---|\n").Start?.Value);
    }

    [Theory]
    [InlineData("a")]
    [InlineData("|")]
    [InlineData("- [ ] (1) ")]
    [InlineData("$1,")]
    [InlineData("(“")]
    [InlineData("within 5 days of ")]
    [InlineData("between A and ")]
    [InlineData("*_`[")]
    [InlineData("<table><tr><td>")]
    [InlineData("total of the fixed fee not to exceed is ")]
    [InlineData("Key Personnel Senior Lead ")]
    [InlineData("1.1.1 ")]
    [InlineData("The client shall review\n\n")]
    public void Hostile_text_of_twenty_megabytes_does_not_hang(string part)
    {
        var content = Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat(part, ReadStatement.MostBytes / part.Length - 10)));
        if (content.Length > ReadStatement.MostBytes)
            content = content[..ReadStatement.MostBytes];

        // It comes back at all, with a reading or a reason.
        Assert.True(ReadStatement.Run("hostile.md", content).Succeeded(out _, out var problem) || problem.Message.Length > 0);
    }

    [Theory]
    [InlineData("# a\n")]
    [InlineData("- a\n\n")]
    [InlineData("1. Scope\n\n\n")]
    [InlineData("```\n~~~\n")]
    [InlineData("~~~ a\n``` b\n| c\n")]
    [InlineData("| a |\n|---|\n")]
    [InlineData("+--+\n| a |\n")]
    [InlineData("a  b\n---  ---\n")]
    [InlineData("<table><tr>\n")]
    [InlineData("<!--\n")]
    [InlineData("<!-- -->\n")]
    [InlineData("> a\n---\n")]
    [InlineData("a ")]
    public void However_a_text_is_made_each_of_its_lines_is_looked_at_a_few_times_and_no_more_than_two_megabytes_are_read(string part)
    {
        var hostile = string.Concat(Enumerable.Repeat(part, ReadStatement.MostBytes / part.Length));
        var half = MarkdownSource.Cut(hostile[..(MarkdownSource.MostCharacters / 2)]);
        var whole = MarkdownSource.Cut(hostile);

        Assert.True(whole.Document.CutShort);
        Assert.InRange(whole.Looks, 0, 60L * whole.Lines);
        Assert.InRange(whole.Looks, 0, 60L + 2 * half.Looks + half.Looks / 50);
        Assert.InRange(Characters(whole.Document), 0, MarkdownSource.MostCharacters);
    }

    [Fact]
    public void Comments_are_left_out_and_the_lines_after_them_keep_their_numbers()
    {
        var document = MarkdownSource.Read("a<!-- x\ny -->b\n<!-->c<!-- never closed\nd");

        Assert.Equal(["a", "b", "<!-->c<!-- never closed", "d"], document.Blocks.SelectMany(block => block.Lines).Select(line => line.Text));
        Assert.Equal([1, 2, 3, 4], document.Blocks.SelectMany(block => block.Lines).Select(line => line.Number));
    }

    private static int Characters(SourceDocument document) =>
        document.Blocks.Sum(block => block.Lines.Sum(line => line.Text.Length) + block.Rows.Sum(row => row.Cells.Sum(cell => cell.Text.Length)));

    [Fact]
    public void Random_bytes_are_never_an_error_of_ours()
    {
        for (var seed = 0; seed < 200; seed++)
        {
            var random = new Random(seed);
            var content = new byte[random.Next(1, 4000)];
            random.NextBytes(content);
            foreach (var name in (string[])["x.md", "x.docx", "x.yaml", "x.json", "x.pdf"])
                ReadStatement.Run(name, content).Succeeded(out _, out _);
        }
    }

    [Fact]
    public void Random_lines_of_contracts_are_never_an_error_of_ours()
    {
        string[] parts = ["# ", "Client: ", "Acme Ltd", "| a | b |\n|---|---|\n", "| Milestone | Amount |", "$5,000", "03/04/2026", "[ ] ", "(“Client”)", "within five (5) business days of ", "\n", "\n\n", " and ", "between ", "Total", "- ", "1. ", "SOW No. 7", "____", "```\n", "> ", "**", "<td>", "Net 30", "€1.000,00", "two-week sprints ", "\u00a0", "\u2028", "e\u0301"];
        for (var seed = 0; seed < 500; seed++)
        {
            var random = new Random(seed);
            var text = string.Concat(Enumerable.Range(0, random.Next(1, 60)).Select(_ => parts[random.Next(parts.Length)]));
            var reading = StatementFiles.Read("x.md", Encoding.UTF8.GetBytes(text + "."));
            Assert.True(StatementText.FromYaml(StatementText.ToYaml(reading)).Succeeded(out _, out var problem), problem?.Message);
        }
    }
}

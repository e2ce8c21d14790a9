using Throughline.Domain;
using Throughline.Domain.Engagements;
using Throughline.Ui;

namespace Throughline.Tests.Ui;

public sealed class FormTests
{
    private sealed record TooMuch() : Problem("R-108", "Already booked for 32 of 40 hours in the week of 20 April.");

    [Fact]
    public async Task A_field_in_error_is_tied_to_its_message_and_its_hint()
    {
        var field = await Rendered.AsHtml<Field>(("Label", "Hours"), ("Name", "Line[0].Hours"), ("Hint", "As worked"), ("Error", "A day has 24 hours"));
        var input = field.QuerySelector("input")!;
        Assert.Equal("true", input.GetAttribute("aria-invalid"));
        Assert.Equal(input.Id, field.QuerySelector("label")!.GetAttribute("for"));
        Assert.All(input.GetAttribute("aria-describedby")!.Split(' '), id => Assert.NotNull(field.QuerySelector("#" + id)));
    }

    [Fact]
    public async Task The_error_summary_counts_and_links_to_the_fields()
    {
        var summary = await Rendered.AsHtml<ErrorSummary>(("Errors", new[] { ("Line[0].Hours", "A day has 24 hours"), ("", "The month is locked") }));
        Assert.Equal("2 things to settle", summary.QuerySelector("h2")!.TextContent);
        Assert.Equal("#f-Line-0-Hours", Assert.Single(summary.QuerySelectorAll("a")).GetAttribute("href"));
        Assert.Empty((await Rendered.AsHtml<ErrorSummary>(("Errors", Array.Empty<(string, string)>()))).Children);
    }

    [Fact]
    public async Task A_refusal_says_the_sentence_the_numbers_and_its_rule()
    {
        var refusal = await Rendered.AsHtml<Refusal>(("Problem", new TooMuch()), ("Numbers", new[] { ("Capacity", "40 h") }));
        Assert.Equal("Already booked for 32 of 40 hours in the week of 20 April.", refusal.QuerySelector("h2")!.TextContent);
        Assert.Equal("/rules/R-108", refusal.QuerySelector("a")!.GetAttribute("href"));
        Assert.Equal("Capacity", refusal.QuerySelector("dt")!.TextContent);
        Assert.Equal("40 h", refusal.QuerySelector("dd")!.TextContent);
    }

    [Fact]
    public async Task What_a_person_typed_is_never_markup()
    {
        var header = await Rendered.AsHtml<PageHeader>(("Title", "<script>alert(1)</script>"));
        Assert.Empty(header.QuerySelectorAll("script"));
        Assert.Equal("<script>alert(1)</script>", header.QuerySelector("h1")!.TextContent);
    }

    [Fact]
    public async Task An_engagement_s_line_names_the_stage_it_is_at()
    {
        var stages = Enum.GetValues<Stage>().Select(stage => new StageFact(stage, stage < Stage.Time ? 1m : 0m, "fact", "more", Here: stage == Stage.Time)).ToArray();
        var line = await Rendered.AsHtml<FullLine>(("Stages", stages));
        Assert.Equal("Time", line.QuerySelector("[aria-current=step] .name")!.TextContent);
        Assert.Equal(4, line.QuerySelectorAll("li.done").Length);
    }
}

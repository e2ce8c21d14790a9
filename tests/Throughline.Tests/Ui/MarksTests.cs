using Throughline.Domain.Engagements;
using Throughline.Ui;

namespace Throughline.Tests.Ui;

public sealed class MarksTests
{
    [Theory]
    [InlineData(HealthColor.Green, "G", "Us: on track")]
    [InlineData(HealthColor.Yellow, "Y", "Us: at risk")]
    [InlineData(HealthColor.Red, "R", "Us: off track")]
    [InlineData(HealthColor.Unknown, "?", "Us: not rated")]
    public void Health_has_a_shape_a_letter_and_words(HealthColor color, string letter, string words)
    {
        var mark = Rendered.Parse(Marks.Health(color, "Us").Value).FirstElementChild!;
        Assert.Equal(letter, mark.TextContent);
        Assert.Equal(words, mark.GetAttribute("aria-label"));
        Assert.Contains(letter == "?" ? "N" : letter, mark.ClassList);
    }

    [Fact]
    public async Task Health_is_always_two_ours_and_the_customers()
    {
        var marks = (await Rendered.AsHtml<Health>(("Us", HealthColor.Yellow), ("Customer", HealthColor.Red))).QuerySelectorAll(".hg");
        Assert.Equal(["Us: at risk", "Customer: off track"], marks.Select(mark => mark.GetAttribute("aria-label")));
    }

    [Fact]
    public async Task The_line_says_which_stage_it_shows_and_fills_the_stages_before()
    {
        var line = await Rendered.AsHtml<StageLine>(("Stage", Stage.Delivery));
        Assert.Equal("Stage 4 of 8: Delivery", line.QuerySelector("svg")!.GetAttribute("aria-label"));
        Assert.Equal("Delivery", line.QuerySelector(".two")!.TextContent);
        Assert.Equal(4, line.QuerySelectorAll("circle").Count(circle => circle.GetAttribute("fill") == "var(--tl-accent)"));
    }

    [Fact]
    public void A_sparkline_reads_out_its_months_and_hatches_what_is_soft()
    {
        var spark = Rendered.Parse(Marks.Spark([8000m, 0m], [0m, 7000m]).Value);
        Assert.Equal("By month: 8,000, 0 and 7,000 soft", spark.QuerySelector("svg")!.GetAttribute("aria-label"));
        Assert.Single(spark.QuerySelectorAll("rect[fill='var(--tl-load-4)']"));
        Assert.Single(spark.QuerySelectorAll("svg > svg"));
    }

    [Fact]
    public void A_sparkline_of_nothing_draws_only_its_ground() =>
        Assert.Empty(Rendered.Parse(Marks.Spark([0m, 0m], [0m, 0m]).Value).QuerySelectorAll("rect"));

    [Fact]
    public async Task A_figure_that_cannot_be_computed_is_missing_and_not_zero()
    {
        var card = await Rendered.AsHtml<FigureCard>(("Label", "Margin"), ("Value", null), ("From", "2 people without a cost rate"));
        Assert.Equal("missing", card.QuerySelector("dd .missing")!.TextContent);
        Assert.Equal("2 people without a cost rate", card.QuerySelector("dd small")!.TextContent);
    }
}

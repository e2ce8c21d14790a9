using Throughline.Ui;

namespace Throughline.Tests.Ui;

public sealed class AddressTests
{
    private static readonly Address Portfolio = Address.Parse("/engagements?status=active&status=set-up&sort=name&after=SOW-1042&q=a%26b");

    [Fact]
    public void Sorting_keeps_every_filter_and_begins_at_the_first_page() =>
        Assert.Equal("/engagements?status=active&status=set-up&q=a%26b&sort=-value", Portfolio.SortedBy("-value").ToString());

    [Fact]
    public void Paging_keeps_the_order() =>
        Assert.Equal("/engagements?status=active&status=set-up&sort=name&q=a%26b&after=SOW-1009", Portfolio.With(Address.CursorName, "SOW-1009").ToString());

    [Fact]
    public void Taking_a_filter_away_takes_all_its_values() =>
        Assert.Equal("/engagements?sort=name&after=SOW-1042&q=a%26b", Portfolio.Without("STATUS").ToString());

    [Fact]
    public async Task A_column_head_turns_the_order_round_on_the_second_press()
    {
        var head = await Head(Portfolio);
        Assert.Equal("ascending", head.GetAttribute("aria-sort"));
        Assert.Equal("/engagements?status=active&status=set-up&q=a%26b&sort=-name", head.QuerySelector("a")!.GetAttribute("href"));

        var turned = await Head(Portfolio.SortedBy("-name"));
        Assert.Equal("descending", turned.GetAttribute("aria-sort"));
        Assert.EndsWith("sort=name", turned.QuerySelector("a")!.GetAttribute("href"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_filter_bar_carries_the_order_along_but_not_the_page()
    {
        var bar = await Rendered.AsHtml<FilterBar>(
            ("Address", Portfolio), ("Names", (IReadOnlyList<string>)["status"]), ("ChildContent", Rendered.Words("chips")));
        var carried = bar.QuerySelectorAll("input[type=hidden]").Select(input => $"{input.GetAttribute("name")}={input.GetAttribute("value")}");
        Assert.Equal("sort=name q=a&b", string.Join(' ', carried));
        Assert.Equal("/engagements?sort=name&q=a%26b", bar.QuerySelector("a")!.GetAttribute("href"));
    }

    private static async Task<AngleSharp.Dom.IElement> Head(Address address) =>
        (await Rendered.AsHtml<SortHead>(("Key", "name"), ("Address", address), ("ChildContent", Rendered.Words("Engagement")))).QuerySelector("th")!;
}

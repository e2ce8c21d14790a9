using Throughline.Domain.Changes;
using Throughline.Domain.Engagements;
using Throughline.Domain.Reports;
using static Throughline.Domain.Tests.Reports.Given;

namespace Throughline.Domain.Tests.Changes;

[Trait("rule", "R-114")]
public class ChangeOrderEffectTests
{
    [Theory]
    [InlineData(ChangeOrderStatus.Draft, "2026-06-30", 30_000)]
    [InlineData(ChangeOrderStatus.InReview, "2026-06-30", 30_000)]
    [InlineData(ChangeOrderStatus.Sent, "2026-06-30", 30_000)]
    [InlineData(ChangeOrderStatus.Sent, null, 0)]
    [InlineData(ChangeOrderStatus.Signed, null, 30_000)]
    [InlineData(ChangeOrderStatus.Rejected, "2026-06-30", 0)]
    [InlineData(ChangeOrderStatus.Withdrawn, "2026-06-30", 0)]
    public void A_change_order_counts_while_it_may_come_and_once_it_is_signed(ChangeOrderStatus status, string? completes, int effect) =>
        Assert.Equal(effect, Assert.Single(ChangeOrderEffect.Of(Practice with { ChangeOrders = [ChangeOrder(completes, status)] })).ForecastEffect);

    [Fact]
    public void Its_last_change_is_told_as_a_day_of_the_practice()
    {
        var order = ChangeOrder(null) with { RecordedAt = new DateTimeOffset(2026, 3, 2, 23, 30, 0, TimeSpan.Zero), Hours = 12.5m };
        var request = Request() with { Settings = ReportSettings.Standard with { Zone = TimeZoneInfo.FindSystemTimeZoneById("Europe/Berlin") } };
        Assert.True(ReportCatalog.Find("change-orders").Succeeded(out var report, out _));

        var row = Assert.Single(report.Build(Practice with { ChangeOrders = [order] }, request).Rows);
        Assert.Equal(["SOW-1", "co1", "funds", "30000.00", "12.5", "sent", null, "0.00", "2026-03-03", "USD"], row.Cells.Select(cell => cell.Canonical));
    }

    [Fact]
    public void What_was_never_sold_is_left_out() =>
        Assert.Empty(ChangeOrderEffect.Of(Practice with { Engagements = [Engagement(status: EngagementStatus.Prospect)], ChangeOrders = [ChangeOrder("2026-06-30")] }));
}

using Throughline.Domain.Engagements;
using Throughline.Domain.Forecasting;
using Throughline.Domain.Reports;
using static Throughline.Domain.Tests.Reports.Given;

namespace Throughline.Domain.Tests.Forecasting;

[Trait("rule", "R-114")]
public class UpsideTests
{
    private static readonly ReportRequest ThreeMonths = Request(to: "2026-05-31");

    private static readonly PracticeFacts Hopeful = Practice with
    {
        Engagements = [Engagement(), FixedFee("SOW-2")],
        Bookings =
        [
            Soft("2026-03-30", "2026-04-01"),
            Hard("2026-03-02", "2026-03-06"),
            Soft("2026-03-02", "2026-03-06", booking: "s2") with { Engagement = new EngagementKey("SOW-2") },
        ],
        ChangeOrders = [ChangeOrder("2026-04-15"), ChangeOrder("2026-04-15", ChangeOrderStatus.Signed, order: "co2")],
        Milestones =
        [
            Milestone("2026-05-01", confirmed: false) with { Engagement = new EngagementKey("SOW-2") },
            Milestone("2026-05-01", milestone: "m2") with { Engagement = new EngagementKey("SOW-2") },
        ],
    };

    [Fact]
    public void There_is_a_line_for_each_soft_booking_and_period_open_change_order_and_unconfirmed_milestone() => Assert.Equal(
        [
            (UpsideReason.SoftBooking, "s1", 4_000m, "2026-03"),
            (UpsideReason.SoftBooking, "s1", 2_000m, "2026-04"),
            (UpsideReason.ChangeOrder, "co1", 30_000m, "2026-04"),
            (UpsideReason.Milestone, "m1", 40_000m, "2026-05"),
        ],
        Upside.Of(Hopeful, ThreeMonths).Select(row => (row.Reason, row.Reference, row.Amount, row.Expected.Name)));

    [Fact]
    public void The_probability_is_the_weight_of_the_policy()
    {
        var settings = ReportSettings.Standard with { WeightsOf = _ => ForecastWeights.Standard with { Soft = 0.3m, Other = 0.5m } };

        Assert.Equal([0.3m, 0.3m, 0.5m, 0.5m], Upside.Of(Hopeful, ThreeMonths with { Settings = settings }).Select(row => row.Probability));
    }

    [Fact]
    public void The_lines_add_up_to_the_upside_of_the_forecast() => Assert.Equal(
        Forecast.Of(Hopeful, ThreeMonths).Sum(row => row.UpsideAmount), Upside.Of(Hopeful, ThreeMonths).Sum(row => row.Amount));

    [Fact]
    public void A_booking_whose_rate_changes_within_the_month_is_one_line() => Assert.Equal(
        8m * 250m + 8m * 300m,
        Assert.Single(Upside.Of(
            Practice with { Rates = [Rate(), Rate(300m, "2026-03-04")], Bookings = [Soft("2026-03-03", "2026-03-04")] }, Request())).Amount);

    [Fact]
    public void A_line_is_marked_when_amount_or_period_differ_from_last_week_or_it_is_new()
    {
        var lastWeek = Upside.Of(
            Hopeful with
            {
                Bookings = [Soft("2026-03-30", "2026-04-02")],
                ChangeOrders = [ChangeOrder("2026-03-15")],
            },
            ThreeMonths);
        var rows = Upside.Of(Hopeful, ThreeMonths with { UpsideLastWeek = lastWeek });

        Assert.Equal([false, true, true, false], rows.Select(row => row.ChangedSinceLastWeek));
        Assert.All(Upside.Of(Hopeful, ThreeMonths), row => Assert.True(row.ChangedSinceLastWeek));
    }

    [Fact]
    public void Prospects_and_cancelled_engagements_hope_for_nothing() => Assert.Empty(Upside.Of(
        Practice with
        {
            Engagements = [Engagement(status: EngagementStatus.Prospect), Engagement("SOW-2", status: EngagementStatus.Cancelled)],
            ChangeOrders = [ChangeOrder("2026-03-15")],
        },
        Request()));
}

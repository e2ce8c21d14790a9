using Throughline.Domain.Engagements;
using Throughline.Domain.Revenue;
using Throughline.Domain.Timekeeping;
using static Throughline.Domain.Tests.Reports.Given;

namespace Throughline.Domain.Tests.Revenue;

public class MonthEndTimeTests
{
    [Fact]
    public void Only_approved_billable_time_of_engagements_is_listed_whatever_today_is()
    {
        var rows = MonthEndTime.Of(
            Practice with
            {
                Time =
                [
                    Time("2026-03-31", 8m, "kept"),
                    Time("2026-03-31", 8m, "t2") with { State = TimeState.Submitted },
                    Time("2026-03-31", 8m, "t3") with { Billable = false },
                    Time("2026-04-01", 8m, "t4"),
                    Internal("2026-03-31", 8m, "meeting"),
                ],
            },
            Request());

        Assert.Equal(("kept", 250m, 2_000m), Assert.Single(rows.Select(row => (row.Entry.Entry, row.HourlyRate, row.AmountInCents))));
    }

    [Fact]
    public void Prospects_and_cancelled_engagements_are_left_out() => Assert.Empty(MonthEndTime.Of(
        Practice with
        {
            Engagements = [Engagement(status: EngagementStatus.Prospect), Engagement("SOW-2", status: EngagementStatus.Cancelled)],
            Time = [Time("2026-03-02", 8m), Time("2026-03-02", 8m, engagement: "SOW-2")],
        },
        Request()));

    [Fact]
    public void Fixed_fee_time_has_neither_rate_nor_amount()
    {
        var row = Assert.Single(MonthEndTime.Of(Practice with { Engagements = [FixedFee()], Time = [Time("2026-03-02", 8m)] }, Request()));

        Assert.Equal((null, 0m), (row.HourlyRate, row.AmountInCents));
    }

    [Fact, Trait("rule", "R-192")]
    public void Work_at_risk_is_listed_and_brings_nothing()
    {
        var row = Assert.Single(MonthEndTime.Of(Practice with { Time = [Time("2026-03-02", 8m) with { WorkAtRisk = "war1" }] }, Request()));

        Assert.Equal((250m, 0m), (row.HourlyRate, row.AmountInCents));
    }

    [Fact]
    public void Without_a_rate_the_amount_is_nothing() =>
        Assert.Equal(0m, Assert.Single(MonthEndTime.Of(Practice with { Rates = [], Time = [Time("2026-03-02", 8m)] }, Request())).AmountInCents);

    [Fact]
    public void Entries_stand_in_the_order_of_engagement_date_person_and_key() => Assert.Equal(
        ["a", "d", "c", "b", "e"],
        MonthEndTime.Of(
            Practice with
            {
                Engagements = [Engagement("SOW-2"), Engagement("SOW-1")],
                Time =
                [
                    Time("2026-03-01", 1m, "e", engagement: "SOW-2"), Time("2026-03-03", 1m, "b", "p2"), Time("2026-03-03", 1m, "d"),
                    Time("2026-03-02", 1m, "a", "p3"), Time("2026-03-03", 1m, "c", "p2") with { Entry = "B" },
                ],
            },
            Request()).Select(row => row.Entry.Entry == "B" ? "c" : row.Entry.Entry));

    [Fact]
    public void The_cents_of_an_engagement_and_month_add_up_to_the_rounded_sum_of_each()
    {
        var rows = MonthEndTime.Of(
            Practice with
            {
                Rates = [Rate(100m)],
                Time = [.. Enumerable.Range(1, 3).Select(day => Time($"2026-03-0{day}", 0.3333m, $"t{day}")), Time("2026-04-01", 0.3333m, "t4")],
            },
            Request(to: "2026-04-30"));

        Assert.Equal([33.33m, 33.33m, 33.33m, 33.33m], rows.Select(row => row.AmountInCents));

        var odd = MonthEndTime.Of(
            Practice with { Rates = [Rate(0.125m)], Time = [.. Enumerable.Range(1, 3).Select(day => Time($"2026-03-0{day}", 1m, $"t{day}"))] }, Request());

        Assert.Equal([0.13m, 0.13m, 0.12m], odd.Select(row => row.AmountInCents));
    }
}

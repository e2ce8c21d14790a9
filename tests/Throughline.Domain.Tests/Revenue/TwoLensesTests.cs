using Throughline.Domain.Engagements;
using Throughline.Domain.Forecasting;
using Throughline.Domain.Policies;
using Throughline.Domain.Reports;
using Throughline.Domain.Revenue;
using Throughline.Domain.Staffing;
using Throughline.Domain.Tests.Reports;
using Throughline.Domain.Timekeeping;
using static Throughline.Domain.Tests.Reports.Given;

namespace Throughline.Domain.Tests.Revenue;

[Trait("rule", "R-111")]
public class TwoLensesTests
{
    // 200 hours and 100,000: 60 hours are worked, 40 booked in March; 20,000 are accepted, 30,000 expected in April.
    private static readonly PracticeFacts HalfWay = Practice with
    {
        Engagements = [FixedFee() with { BudgetHours = 200m }],
        Time = [Time("2026-01-20", 20m), Time("2026-02-20", 40m, "t2") with { Billable = false }, Time("2026-03-02", 8m, "t3"), Time("2026-02-23", 8m, "t4") with { State = TimeState.Submitted }],
        Bookings = [Hard("2026-03-02", "2026-03-05"), Soft("2026-03-06", "2026-03-06")],
        Milestones = [Milestone(null, 20_000m, received: "2026-02-10"), Milestone("2026-04-10", 30_000m, "m2"), Milestone(null, 50_000m, "m3")],
    };

    private static List<LensRow> Of(PracticeFacts facts) => [.. TwoLenses.Of(facts, Request("2026-02-01", "2026-04-30"))];

    [Fact]
    public void Shares_of_effort_and_value_are_told_month_by_month_with_what_was_before()
    {
        var rows = Of(HalfWay);

        Assert.Equal(["2026-02", "2026-03", "2026-04"], rows.Select(row => row.Period.Name));
        Assert.Equal([40m, 40m, 0m], rows.Select(row => row.EffortHours));
        Assert.Equal([20_000m, 0m, 30_000m], rows.Select(row => row.ValueAmount));
        Assert.Equal([30m, 50m, 50m], rows.Select(row => row.EffortPercent));
        Assert.Equal([20m, 20m, 50m], rows.Select(row => row.ValuePercent));
        Assert.Equal([10m, 30m, 0m], rows.Select(row => row.DriftPercent));
        Assert.Equal([false, true, false], rows.Select(row => row.Alarm));
    }

    [Fact]
    public void Without_a_budget_or_beyond_it_all_effort_is_what_is_worked_and_booked()
    {
        Assert.Equal(100m, Of(HalfWay with { Engagements = [FixedFee()] })[^1].EffortPercent);
        Assert.Equal(60m, Of(HalfWay with { Engagements = [FixedFee() with { BudgetHours = 50m }] })[0].EffortPercent);
    }

    [Fact]
    public void Without_hours_or_without_milestones_there_is_no_share_and_no_alarm()
    {
        var row = Of(Practice with { Engagements = [FixedFee()] })[0];

        Assert.Equal((null, null, null, false), (row.EffortPercent, row.ValuePercent, row.DriftPercent, row.Alarm));
    }

    [Fact]
    public void Time_and_materials_and_what_was_not_sold_have_one_lens_only() => Assert.Empty(
        Of(HalfWay with { Engagements = [Engagement(), FixedFee("SOW-2") with { Status = EngagementStatus.Cancelled }] }));

    [Fact]
    public void An_engagement_is_listed_in_the_months_it_lasts_or_has_something_in() => Assert.Equal(
        ["2026-03", "2026-04"],
        Of(HalfWay with { Engagements = [FixedFee() with { Start = Day("2026-03-20"), Expires = Day("2026-03-25"), BudgetHours = 200m }], Time = [], Milestones = [Milestone("2026-04-10")] }).Select(row => row.Period.Name));

    [Theory]
    [InlineData("t1", "30% of the effort of SOW-1 is worked and 0% of its value accepted: 30 points apart, more than 15. Have what is delivered accepted, or plan the rest anew.")]
    [InlineData("m1", "0% of the effort of SOW-1 is worked and 20% of its value accepted: 20 points apart, more than 15. Check that the hours are entered and that the rest of the work is paid for.")]
    public void What_is_behind_us_is_a_finding_when_it_is_more_than_the_policy_apart(string only, string message)
    {
        var facts = only == "t1"
            ? HalfWay with { Milestones = [.. HalfWay.Milestones.Select(milestone => milestone with { SignOffReceived = null })] }
            : HalfWay with { Time = [] };

        var finding = Assert.Single(PolicyFindings.Of(facts, Request()), finding => finding.Rule == "revenue.drift_percent");
        Assert.Equal(message, finding.Message);
        Assert.Equal("SOW-1", finding.Reference);
        Assert.NotEmpty(finding.Rests);
    }

    [Fact]
    public void Up_to_the_policy_there_is_none()
    {
        Assert.DoesNotContain(PolicyFindings.Of(HalfWay, Request()), finding => finding.Rule == "revenue.drift_percent");
        var strict = Request() with { Settings = ReportSettings.Standard with { DriftLimitOf = _ => 9m } };
        Assert.Contains(PolicyFindings.Of(HalfWay, strict), finding => finding.Rule == "revenue.drift_percent");
    }

    [Fact]
    public void Adding_moving_and_deleting_any_booking_never_changes_what_a_fixed_fee_brings() => Property.Holds(
        random =>
        {
            var (facts, request) = (AnyPractice.Facts(random), AnyPractice.Request(random));
            var other = facts with { Bookings = Moved(facts.Bookings, random) };

            Assert.Equal(Value(facts, request), Value(other, request));
            Assert.Equal(Money(facts, request), Money(other, request));
        },
        cases: 150);

    private static List<BookingFact> Moved(IReadOnlyList<BookingFact> bookings, Random random)
    {
        List<BookingFact> moved = [.. bookings.Where(_ => random.Next(4) != 0).Select(booking =>
        {
            var first = booking.Days.First.AddDays(random.Next(-40, 40));
            return booking with { Days = new(first, first.AddDays(random.Next(60))), MinutesPerDay = 1 + random.Next(600), Commitment = (Commitment)random.Next(2) };
        })];
        return [.. moved, .. moved.Take(3).Select(booking => booking with { Booking = new BookingKey(booking.Booking.Value + "x") })];
    }

    private static IEnumerable<(string, string, decimal, decimal?)> Value(PracticeFacts facts, ReportRequest request) =>
        TwoLenses.Of(facts, request).Select(row => (row.Engagement.Engagement.Value, row.Period.Name, row.ValueAmount, row.ValuePercent)).Where(row => row.ValueAmount != 0m);

    private static IEnumerable<(string, string, decimal, decimal, decimal)> Money(PracticeFacts facts, ReportRequest request) =>
        Forecast.Of(facts, request).Where(row => row.Engagement.Billing is Billing.FixedFee)
            .Select(row => (row.Engagement.Engagement.Value, row.Period.Name, row.ReleasedAmount, row.MilestoneAmount, row.UnconfirmedMilestoneAmount))
            .Where(row => row.ReleasedAmount + row.MilestoneAmount + row.UnconfirmedMilestoneAmount != 0m);
}

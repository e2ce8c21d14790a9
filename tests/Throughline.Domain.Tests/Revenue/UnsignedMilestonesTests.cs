using Throughline.Domain.Engagements;
using Throughline.Domain.Policies;
using Throughline.Domain.Reports;
using Throughline.Domain.Revenue;
using static Throughline.Domain.Tests.Reports.Given;

namespace Throughline.Domain.Tests.Revenue;

[Trait("rule", "R-124")]
public class UnsignedMilestonesTests
{
    private static IEnumerable<string> Of(PracticeFacts facts, string today, int days = 5) => UnsignedMilestones.Of(
        facts with { Engagements = facts.Engagements.Count == 0 ? [FixedFee()] : facts.Engagements },
        Request(today: today) with { Settings = ReportSettings.Standard with { MilestoneWarningDaysOf = _ => days } }).Select(unsigned => unsigned.Milestone.Milestone);

    private static readonly PracticeFacts March = Practice with
    {
        Engagements = [],
        Milestones =
        [
            Milestone("2026-02-10", milestone: "overdue"), Milestone("2026-03-31", milestone: "due", confirmed: false), Milestone("2026-04-01", milestone: "later"),
            Milestone("2026-03-20", milestone: "signed", received: "2026-03-25"), Milestone("2026-03-20", milestone: "signed later", received: "2026-04-02"), Milestone(null, milestone: "no date"),
        ],
    };

    [Theory]
    [InlineData("2026-03-25", false)]
    [InlineData("2026-03-26", true)]
    [InlineData("2026-03-31", true)]
    [InlineData("2026-04-01", false)]
    public void Five_days_before_the_month_ends_what_is_expected_by_then_and_not_signed_is_announced(string today, bool announced) =>
        Assert.Equal(announced ? ["overdue", "due", "signed later"] : [], Of(March, today));

    [Fact]
    public void How_long_before_is_a_policy() => Assert.NotEmpty(Of(March, "2026-03-10", days: 21));

    [Theory]
    [InlineData(Billing.TimeAndMaterials, EngagementStatus.Active)]
    [InlineData(Billing.FixedFee, EngagementStatus.Completed)]
    public void Only_fixed_fees_under_way_are_watched(Billing billing, EngagementStatus status) =>
        Assert.Empty(Of(March with { Engagements = [Engagement(billing: billing, status: status)] }, "2026-03-31"));

    [Theory]
    [InlineData(null, "Ask the customer for acceptance, or move its date.")]
    [InlineData("2026-03-20", "The customer was asked on 2026-03-20: remind them, or move its date.")]
    public void The_finding_says_what_to_do_by_the_end_of_the_period(string? sent, string advice)
    {
        var facts = Practice with { Engagements = [FixedFee()], Milestones = [Milestone("2026-03-31") with { SignOffSent = sent is null ? null : Day(sent) }] };
        var finding = Assert.Single(PolicyFindings.Of(facts, Request(today: "2026-03-30")), finding => finding.Rule == "R-124");

        Assert.Equal("m1 Title of m1 of SOW-1 is not signed off, and the billing period ends on 2026-03-31. " + advice, finding.Message);
        Assert.Equal((Day("2026-03-31"), "pm1", 3), (finding.Due!.Value, finding.Owner!.Value.Value, finding.Rests.Count()));
    }
}

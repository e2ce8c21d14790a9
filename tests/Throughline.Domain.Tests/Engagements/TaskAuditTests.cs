using Throughline.Domain.Engagements;
using Throughline.Domain.Reports;
using static Throughline.Domain.Tests.Reports.Given;

namespace Throughline.Domain.Tests.Engagements;

[Trait("rule", "R-120")]
public class TaskAuditTests
{
    private static ActivityFact Activity(string? start, string? end) => new(
        new EngagementKey("SOW-1"), "a1", "Install", start is null ? null : Day(start), end is null ? null : Day(end));

    private static IEnumerable<TaskFinding> Findings(PracticeFacts facts) => TaskAudit.Of(facts, Request()).Select(row => row.Finding);

    [Fact]
    public void An_activity_with_both_dates_in_good_time_has_no_finding() =>
        Assert.Empty(Findings(Practice with { Activities = [Activity("2026-01-01", "2026-03-02"), Activity("2026-01-01", "2026-12-31")] }));

    [Fact]
    public void Each_missing_date_is_a_finding_of_its_own() => Assert.Equal(
        [TaskFinding.MissingStart, TaskFinding.MissingEnd], Findings(Practice with { Activities = [Activity(null, null)] }));

    [Theory]
    [InlineData(0, 0, true)]
    [InlineData(1, 3, true)]
    [InlineData(0, 3, false)]
    public void An_end_before_today_is_past_due_unless_there_are_issues_and_all_are_closed(int open, int closed, bool pastDue) => Assert.Equal(
        pastDue ? [TaskFinding.PastDue] : [],
        Findings(Practice with
        {
            Activities = [Activity("2026-01-01", "2026-03-01")],
            IssueCounts = [new IssueCountFact(new EngagementKey("SOW-1"), "a1", open, closed)],
        }));

    [Theory]
    [InlineData("2027-02-28", ChangeOrderStatus.Signed, false)]
    [InlineData("2027-02-27", ChangeOrderStatus.Signed, true)]
    [InlineData("2027-02-28", ChangeOrderStatus.Sent, true)]
    [InlineData(null, ChangeOrderStatus.Signed, true)]
    [InlineData("2026-06-30", ChangeOrderStatus.Signed, true)]
    public void An_end_after_expiry_is_a_finding_unless_a_signed_change_order_extends_that_far(string? newExpires, ChangeOrderStatus status, bool found) =>
        Assert.Equal(found ? [TaskFinding.EndsAfterExpiry] : [], Findings(Practice with
        {
            Activities = [Activity("2026-01-01", "2027-02-28")],
            ChangeOrders = [ChangeOrder(null, status) with { NewExpires = newExpires is null ? null : Day(newExpires) }],
        }));

    [Fact]
    public void Only_engagements_under_way_are_audited() => Assert.Equal(
        [EngagementStatus.InSetUp, EngagementStatus.OkayToStart, EngagementStatus.Active, EngagementStatus.OnHold, EngagementStatus.Backlog],
        Enum.GetValues<EngagementStatus>().Where(status => TaskAudit.Of(
            Practice with { Engagements = [Engagement(status: status)], Activities = [Activity(null, "2026-03-31")] }, Request()).Count > 0));
}

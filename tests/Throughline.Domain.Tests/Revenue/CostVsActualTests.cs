using Throughline.Domain.Engagements;
using Throughline.Domain.Reports;
using Throughline.Domain.Revenue;
using static Throughline.Domain.Tests.Reports.Given;

namespace Throughline.Domain.Tests.Revenue;

[Trait("rule", "R-254")]
public class CostVsActualTests
{
    private static readonly PracticeFacts Facts = Practice with
    {
        People = [Person() with { CostRate = 100m }, Person("p2", role: "architect") with { CostRate = 150m }],
        Engagements = [Engagement() with { BudgetHours = 100m }],
        Bookings = [Hard("2026-03-02", "2026-03-06"), Hard("2026-04-06", "2026-04-07", booking: "b2", person: null), Soft("2026-05-04", "2026-05-08")],
        Time = [Time("2025-12-01", 10m), Time("2026-03-02", 50m), Time("2026-03-03", 6m, person: "p2") with { Role = "architect", Billable = false }],
    };

    private static IReadOnlyList<CostVsActualRow> Of(PracticeFacts facts) => CostVsActual.Of(facts, Request());

    [Fact]
    public void Each_role_has_what_is_booked_firmly_what_it_took_over_all_time_and_its_cost() => Assert.Equal(
        [("engineer", 56m, 60m, 6_000m, 4m), ("architect", 0m, 6m, 900m, 6m), (null, 44m, 0m, (decimal?)null, -44m)],
        Of(Facts).Select(row => (row.Role, row.EstimatedHours, row.ActualHours, row.CostAmount, row.VarianceHours)));

    [Fact]
    public void The_estimates_of_an_engagement_add_up_to_its_budget() => Assert.Equal(100m, Of(Facts).Sum(row => row.EstimatedHours));

    [Fact]
    public void Without_a_budget_nothing_is_left_without_a_role() =>
        Assert.DoesNotContain(Of(Facts with { Engagements = [Engagement()] }), row => row.Role is null);

    [Fact]
    public void A_cost_that_cannot_be_computed_is_missing_and_not_zero() => Assert.Equal(
        [null, 900m], Of(Facts with { People = [Person(), Facts.People[1]] }).Take(2).Select(row => row.CostAmount));

    [Theory]
    [InlineData(EngagementStatus.Prospect)]
    [InlineData(EngagementStatus.Cancelled)]
    public void What_was_not_sold_is_left_out(EngagementStatus status) => Assert.Empty(Of(Facts with { Engagements = [Engagement(status: status)] }));
}

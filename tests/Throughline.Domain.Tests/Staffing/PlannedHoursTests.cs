using Throughline.Domain.Dates;
using Throughline.Domain.Staffing;

namespace Throughline.Domain.Tests.Staffing;

public sealed class PlannedHoursTests
{
    private static readonly DayOfWeek[] Weekend = [DayOfWeek.Saturday, DayOfWeek.Sunday];
    private static readonly DateOnly Monday = new(2026, 3, 2);
    private static readonly DateRange[] Weeks = [.. Enumerable.Range(0, 3).Select(i => new DateRange(Monday.AddDays(7 * i), Monday.AddDays((7 * i) + 6)))];

    private static decimal[] In(params PlannedIssue[] issues) => PlannedHours.In(issues, Weeks, Weekend);

    [Fact]
    public void An_estimate_is_spread_evenly_over_the_weekdays_of_its_activity() =>
        Assert.Equal([6m, 4m, 0m], In(new PlannedIssue(Monday.AddDays(2), Monday.AddDays(8), 10m)));

    [Fact]
    public void What_lies_outside_the_columns_is_left_out_and_issues_add_up() =>
        Assert.Equal([5m, 2m, 5m], In(new PlannedIssue(Monday.AddDays(-7), Monday.AddDays(4), 10m), new(Monday.AddDays(8), Monday.AddDays(8), 2m), new(Monday.AddDays(14), Monday.AddDays(25), 10m)));

    [Fact]
    public void Without_weekdays_or_with_days_the_wrong_way_round_the_last_day_holds_it() =>
        Assert.Equal([3m, 4m, 0m], In(new PlannedIssue(Monday.AddDays(5), Monday.AddDays(6), 3m), new(Monday.AddDays(20), Monday.AddDays(7), 4m)));
}

using Throughline.Domain.Reports;
using Throughline.Domain.Timekeeping;
using static Throughline.Domain.Tests.Reports.Given;

namespace Throughline.Domain.Tests.Timekeeping;

[Trait("rule", "R-213")]
public class QuarterHoursTests
{
    private static IEnumerable<string> Of(params TimeLine[] time) => QuarterHours.Of(Practice with { Time = time }, Request("2026-02-01", "2026-04-30"))
        .Select(row => $"{row.Person} {row.Day:yyyy-MM-dd} {row.Category} {row.Engagement} {Cell.Hours(row.Hours).Canonical}");

    [Fact]
    public void Entries_of_a_day_are_added_up_by_category_and_engagement_each_once() => Assert.Equal(
        ["p1 2026-03-02 billable SOW-1 5.5", "p1 2026-03-02 non_billable SOW-1 1", "p1 2026-03-02 administration  2", "p1 2026-03-03 billable SOW-2 8"],
        Of(
            Time("2026-03-02", 4m, "t1"), Time("2026-03-02", 1.5m, "t2"), Time("2026-03-02", 1m, "t3") with { Billable = false },
            Internal("2026-03-02", 2m, "administration"), Time("2026-03-03", 8m, "t4", engagement: "SOW-2")));

    [Fact]
    public void Only_approved_time_of_the_range_counts() => Assert.Equal(
        ["p1 2026-02-01 billable SOW-1 1", "p1 2026-04-30 billable SOW-1 2"],
        Of(
            Time("2026-01-31", 8m), Time("2026-02-01", 1m), Time("2026-04-30", 2m), Time("2026-05-01", 8m),
            Time("2026-03-02", 8m) with { State = TimeState.Submitted }));

    [Fact]
    public void A_correction_counts_with_what_it_corrects_and_nothing_is_no_row() => Assert.Equal(
        ["p1 2026-03-02 billable SOW-1 6"],
        Of(Time("2026-03-02", 8m, "t1"), Time("2026-03-02", -2m, "t2"), Time("2026-03-03", 8m, "t3"), Time("2026-03-03", -8m, "t4")));
}

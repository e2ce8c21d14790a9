using Throughline.Domain.People;
using Throughline.Domain.Staffing;
using static Throughline.Domain.Tests.Reports.Given;

namespace Throughline.Domain.Tests.Staffing;

[Trait("rule", "R-096")]
public class OvertimeDaysTests
{
    private static readonly PersonDays March = new Capacity(
        Days("2026-03-01", "2026-03-31"), [Person()], [], [], [], Weekends.SaturdayAndSunday).Of(new PersonKey("p1"));

    [Fact]
    public void Overtime_of_a_week_falls_on_its_working_days() =>
        Assert.Equal(Days("2026-03-02", "2026-03-06").Days(), OvertimeDays.Of(Days("2026-03-01", "2026-03-08"), March));

    [Fact]
    public void Overtime_of_a_weekend_alone_falls_on_the_weekend() =>
        Assert.Equal(Days("2026-03-07", "2026-03-08").Days(), OvertimeDays.Of(Days("2026-03-07", "2026-03-08"), March));
}

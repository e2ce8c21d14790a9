using Throughline.Domain.People;

namespace Throughline.Domain.Tests.People;

public class TenureTests
{
    [Theory]
    [Trait("rule", "R-046")]
    [InlineData("2024-02-01", "2026-03-11", 2, 1)]
    [InlineData("2024-02-12", "2026-03-11", 2, 0)]
    [InlineData("2024-02-29", "2025-02-28", 1, 0)]
    [InlineData("2026-01-31", "2026-02-28", 0, 1)]
    [InlineData("2026-03-11", "2026-03-11", 0, 0)]
    public void Whole_years_and_months_count_since_the_first_day(string start, string day, int years, int months) =>
        Assert.Equal(new Tenure(years, months), Tenure.On(Day(day), Day(start)));

    [Fact]
    public void Whoever_has_no_first_day_or_begins_later_has_none_yet()
    {
        Assert.Null(Tenure.On(Day("2026-03-11"), null));
        Assert.Null(Tenure.On(Day("2026-03-11"), Day("2026-03-12")));
        Assert.Equal(25, new Tenure(2, 1).TotalMonths);
    }

    private static DateOnly Day(string day) => DateOnly.ParseExact(day, "yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture);
}

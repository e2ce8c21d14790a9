using Throughline.Domain.Dates;

namespace Throughline.Domain.Tests.Dates;

public class PeriodsTests
{
    [Fact]
    public void A_week_cut_by_the_range_keeps_its_Monday()
    {
        var weeks = Periods.Cut(new DateRange(new(2026, 3, 4), new(2026, 3, 10)), PeriodKind.Week, 2);

        Assert.Equal(["2026-03-02", "2026-03-09"], weeks.Select(week => week.Name));
        Assert.Equal(new DateOnly(2026, 3, 4), weeks[0].Days.First);
        Assert.Equal(new DateOnly(2026, 3, 10), weeks[1].Days.Last);
    }

    [Theory]
    [InlineData("2026-01-31", "FY26-Q4")]
    [InlineData("2026-02-01", "FY27-Q1")]
    [InlineData("2026-12-31", "FY27-Q4")]
    public void A_fiscal_year_that_starts_in_February_is_named_after_the_year_it_ends_in(string day, string name) =>
        Assert.Equal(name, Periods.Name(DateOnly.Parse(day, System.Globalization.CultureInfo.InvariantCulture), PeriodKind.Quarter, 2));

    [Fact]
    public void Periods_cover_every_day_of_the_range_once_whatever_the_cut() => Property.Holds(random =>
    {
        var first = new DateOnly(2024, 1, 1).AddDays(random.Next(900));
        var range = new DateRange(first, first.AddDays(random.Next(400)));
        var cut = Periods.Cut(range, (PeriodKind)random.Next(3), 1 + random.Next(12));

        Assert.Equal(range.Days(), cut.SelectMany(period => period.Days.Days()));
    });
}

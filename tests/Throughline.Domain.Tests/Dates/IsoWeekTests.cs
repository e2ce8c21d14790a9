using Throughline.Domain.Dates;

namespace Throughline.Domain.Tests.Dates;

public class IsoWeekTests
{
    [Theory]
    [InlineData("2026-W11", 2026, 3, 9)]
    [InlineData("2026-W01", 2025, 12, 29)]
    [InlineData("2026-W53", 2026, 12, 28)]
    [InlineData("2026-03-09", 2026, 3, 9)]
    [InlineData("2026-03-15", 2026, 3, 9)]
    public void A_week_is_named_by_its_number_or_by_any_of_its_days(string text, int year, int month, int day) =>
        Assert.Equal(new DateOnly(year, month, day), IsoWeek.Monday(text));

    [Theory]
    [InlineData("2025-W53")]
    [InlineData("2026-W00")]
    [InlineData("2026-W1")]
    [InlineData("2026W011")]
    [InlineData("0001-W01")]
    [InlineData("0001-01-02")]
    [InlineData("2026-x11")]
    [InlineData("2026-Wab")]
    [InlineData("abcd-W11")]
    [InlineData("next week")]
    [InlineData("")]
    public void What_names_no_week_is_nothing(string text) => Assert.Null(IsoWeek.Monday(text));
}

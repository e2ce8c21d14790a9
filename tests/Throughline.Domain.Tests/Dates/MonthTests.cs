using Throughline.Domain.Dates;

namespace Throughline.Domain.Tests.Dates;

public class MonthTests
{
    [Fact]
    public void After_December_comes_January_of_the_next_year()
    {
        Assert.Equal(new Month(2027, 1), new Month(2026, 12).Next);
        Assert.Equal(new Month(2026, 3), new Month(2026, 2).Next);
    }

    [Fact]
    public void A_range_cannot_end_before_it_begins() =>
        Assert.Throws<ArgumentException>(() => new DateRange(new DateOnly(2026, 3, 2), new DateOnly(2026, 3, 1)));

    [Fact]
    public void A_way_to_cut_time_that_does_not_exist_is_a_bug()
    {
        Assert.Throws<System.Runtime.CompilerServices.SwitchExpressionException>(() => Periods.Whole(default, (PeriodKind)9, 1));
        Assert.Throws<System.Runtime.CompilerServices.SwitchExpressionException>(() => Periods.Name(default, (PeriodKind)9, 1));
    }
}

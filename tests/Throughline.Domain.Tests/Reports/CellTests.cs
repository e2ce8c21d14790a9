using Throughline.Domain.Reports;
using static Throughline.Domain.Tests.Reports.Given;

namespace Throughline.Domain.Tests.Reports;

public class CellTests
{
    private static readonly DateTimeOffset Afternoon = new(2026, 3, 2, 14, 5, 0, TimeSpan.FromHours(2));

    [Theory]
    [InlineData("80000", "80000.00")]
    [InlineData("0.005", "0.01")]
    [InlineData("-0.005", "-0.01")]
    [InlineData("-0.004", "0.00")]
    [InlineData("1.2349999", "1.23")]
    [InlineData("0.0049999999999999999999999999", "0.01")]
    public void Money_and_percent_have_two_digits_with_half_a_cent_away_from_zero(string number, string written)
    {
        var value = decimal.Parse(number, System.Globalization.CultureInfo.InvariantCulture);

        Assert.Equal(written, Cell.Money(value).Canonical);
        Assert.Equal(written, Cell.Percent(value).Canonical);
    }

    [Theory]
    [InlineData("7.50", "7.5")]
    [InlineData("40.0000", "40")]
    [InlineData("0.33333333", "0.3333")]
    [InlineData("-0.00001", "0")]
    [InlineData("-7.25", "-7.25")]
    public void Hours_have_no_trailing_zeros(string number, string written) =>
        Assert.Equal(written, Cell.Hours(decimal.Parse(number, System.Globalization.CultureInfo.InvariantCulture)).Canonical);

    [Fact]
    public void Dates_instants_periods_and_booleans_are_written_as_ISO_and_JSON_do()
    {
        Assert.Equal("2026-03-02", Cell.Date(Day("2026-03-02")).Canonical);
        Assert.Equal("2026-03-02T12:05:00Z", Cell.Instant(Afternoon).Canonical);
        Assert.Equal("2026-03-02T12:05:00.25Z", Cell.Instant(Afternoon.AddMilliseconds(250)).Canonical);
        Assert.Equal("FY27-Q1", Cell.Period("FY27-Q1").Canonical);
        Assert.Equal(("true", "false"), (Cell.Boolean(true).Canonical, Cell.Boolean(false).Canonical));
    }

    [Fact]
    public void What_is_missing_is_written_as_nothing()
    {
        Cell[] missing =
        [
            Cell.Text(null), Cell.Money(null), Cell.Hours(null), Cell.Percent(null), Cell.Date(null), Cell.Instant(null),
            Cell.Period(null), Cell.Boolean(null),
        ];

        Assert.All(missing, cell => Assert.Null(cell.Canonical));
        Assert.All(missing, cell => Assert.True(cell.IsMissing));
        Assert.All(missing, cell => Assert.Equal((null, null, null, null), (cell.Number, cell.AsDate, cell.AsInstant, cell.AsBoolean)));
    }

    [Fact]
    public void A_cell_gives_back_its_value_by_its_type_only()
    {
        Assert.Equal(0.125m, Cell.Money(0.125m).Number);
        Assert.Equal(Day("2026-03-02"), Cell.Date(Day("2026-03-02")).AsDate);
        Assert.Equal(Afternoon, Cell.Instant(Afternoon).AsInstant);
        Assert.True(Cell.Boolean(true).AsBoolean);
        Assert.Null(Cell.Date(Day("2026-03-02")).Number);
        Assert.Null(Cell.Money(1m).AsBoolean);
        Assert.Null(Cell.Money(1m).AsDate);
        Assert.Null(Cell.Money(1m).AsInstant);
    }

    [Fact]
    public void Shared_out_cents_are_written_and_the_exact_amount_is_kept()
    {
        var cell = Cell.Money(33.333m, 33.34m);

        Assert.Equal(("33.34", 33.333m), (cell.Canonical, cell.Number));
    }

    [Fact]
    public void Cells_sort_by_value_text_by_its_characters_and_missing_ones_first()
    {
        Assert.True(Cell.Money(9m) < Cell.Money(10m));
        Assert.True(Cell.Text("Zebra") < Cell.Text("apple"));
        Assert.True(Cell.Text(null) < Cell.Text(""));
        Assert.True(Cell.Date(Day("2026-03-02")) >= Cell.Date(Day("2026-03-02")));
        Assert.True(Cell.Boolean(true) > Cell.Boolean(false));
        Assert.True(Cell.Hours(null) <= Cell.Hours(null));
        Assert.True(Cell.Count(9) < Cell.Count(10));
        Assert.Equal("10", Cell.Count(10).Canonical);
    }
}

using Throughline.Domain.Dates;
using Throughline.Domain.Pricing;
using Throughline.Ui;

namespace Throughline.Tests.Ui;

public sealed class TextTests
{
    [Fact]
    public void Money_groups_thousands_and_keeps_its_cents() =>
        Assert.Equal("USD 1,234,567.50", Text.Amount(new Money(1_234_567.5m, new Currency("USD"))));

    [Fact]
    public void A_loss_carries_a_true_minus_and_never_minus_zero()
    {
        Assert.Equal("−8,900.00", Text.Amount(-8_900m));
        Assert.Equal("0.00", Text.Amount(-0.004m));
    }

    [Fact]
    public void Half_a_cent_goes_away_from_zero()
    {
        Assert.Equal("0.13", Text.Amount(0.125m));
        Assert.Equal("−0.13", Text.Amount(-0.125m));
    }

    [Fact]
    public void An_overview_keeps_zero_quiet_and_a_gain_carries_its_sign()
    {
        Assert.Equal("–", Text.Overview(0.3m));
        Assert.Equal("196,000", Text.Overview(196_000m));
        Assert.Equal("+18,500.00", Text.Change(18_500m));
    }

    [Fact]
    public void Hours_show_one_decimal_and_no_more_than_were_logged()
    {
        Assert.Equal("40.0", Text.Hours(40m));
        Assert.Equal("0.3333", Text.Hours(0.33333m));
        Assert.Equal("1,640.25", Text.Hours(1640.25m));
        Assert.Equal("0.0", Text.Hours(0m));
    }

    [Theory]
    [InlineData(1440, "24")]
    [InlineData(450, "7.5")]
    [InlineData(435, "7.25")]
    [InlineData(-480, "−8")]
    public void Booked_minutes_read_as_hours(int minutes, string hours) => Assert.Equal(hours, Text.HoursOf(minutes));

    [Fact]
    public void A_share_reads_as_percent()
    {
        Assert.Equal("38.40%", Text.Percent(0.384m));
        Assert.Equal("52.4%", Text.Percent(0.5235m, 1));
    }

    [Fact]
    public void Days_are_written_day_before_month()
    {
        var day = new DateOnly(2026, 9, 11);
        Assert.Equal("11 September 2026", Text.Day(day));
        Assert.Equal("11 Sep 2026", Text.ShortDay(day));
        Assert.Equal("11 Sep", Text.DayOfYear(day));
        Assert.Equal("Fri 11 Sep", Text.WeekDay(day));
        Assert.Equal("Friday 11 September 2026", Text.LongDay(day));
        Assert.Equal("September 2026", Text.Name(Month.Of(day)));
        Assert.Equal("2026-09-11", Text.Iso(day));
    }

    [Theory]
    [InlineData("2026-03-09", "2026-03-15", "9 – 15 March 2026")]
    [InlineData("2026-01-12", "2026-06-30", "12 January – 30 June 2026")]
    [InlineData("2026-12-28", "2027-01-03", "28 December 2026 – 3 January 2027")]
    [InlineData("2026-03-09", "2026-03-09", "9 March 2026")]
    public void A_range_says_once_what_both_ends_share(string first, string last, string text) =>
        Assert.Equal(text, Text.Range(new DateRange(DateOnly.Parse(first, null), DateOnly.Parse(last, null))));

    [Theory]
    [InlineData("2026-03-11T15:40:00Z", "today 16:40")]
    [InlineData("2026-03-10T08:05:00Z", "yesterday 09:05")]
    [InlineData("2026-03-05T10:27:00Z", "Thu 5 Mar 11:27")]
    [InlineData("2025-03-05T10:27:00Z", "5 Mar 2025 11:27")]
    [InlineData("2026-03-10T23:30:00Z", "today 00:30")]
    public void An_instant_reads_in_the_readers_zone(string instant, string text) => Assert.Equal(
        text, Text.At(DateTimeOffset.Parse(instant, null), TimeZoneInfo.FindSystemTimeZoneById("Europe/Madrid"), new DateOnly(2026, 3, 11)));

    [Theory]
    [InlineData("Ana Kovač", "AK")]
    [InlineData("Noor El-Amin", "NE")]
    [InlineData("Øyvind", "Ø")]
    [InlineData("Åsa von der Émile", "ÅÉ")]
    [InlineData("", "?")]
    public void Initials_take_the_first_and_the_last_name(string name, string initials) => Assert.Equal(initials, Text.Initials(name));

    [Fact]
    public void One_is_not_many()
    {
        Assert.Equal("1 engagement", Text.Count(1, "engagement"));
        Assert.Equal("1,022 people", Text.Count(1022, "person", "people"));
    }
}

using System.Globalization;
using Throughline.Domain.Timekeeping;

namespace Throughline.Domain.Tests.Timekeeping;

public class HoursTextTests
{
    [Theory]
    [Trait("rule", "R-202")]
    [InlineData("1.5", "1.5")]
    [InlineData("1,5", "1.5")]
    [InlineData(".25", "0.25")]
    [InlineData(" 8 ", "8")]
    [InlineData("1:30", "1.5")]
    [InlineData(":45", "0.75")]
    [InlineData("1h30", "1.5")]
    [InlineData("1h 30m", "1.5")]
    [InlineData("1h5", "1.0833333333333333333333333333")]
    [InlineData("2H", "2")]
    [InlineData("1.5h", "1.5")]
    [InlineData("90m", "1.5")]
    [InlineData("=1+0.5", "1.5")]
    [InlineData("=8-1:30", "6.5")]
    [InlineData("=90m", "1.5")]
    [InlineData("+0:15", "0.25")]
    [InlineData("0", "0")]
    public void Hours_are_read_as_people_type_them(string typed, string hours) =>
        Assert.Equal(decimal.Parse(hours, CultureInfo.InvariantCulture), Read(typed));

    [Theory]
    [InlineData("+0:15", "1.75")]
    [InlineData("-30m", "1")]
    [InlineData("\u22121", "0.5")]
    [InlineData("+1+0.5", "3")]
    [InlineData("2", "2")]
    public void A_leading_sign_changes_the_hours_that_are_there(string typed, string hours) =>
        Assert.Equal(decimal.Parse(hours, CultureInfo.InvariantCulture), Read(typed, 1.5m));

    [Theory]
    [Trait("rule", "R-202")]
    [InlineData("8hrs")]
    [InlineData("8 hours")]
    [InlineData("eight")]
    [InlineData("")]
    [InlineData("=")]
    [InlineData("+")]
    [InlineData("=1+")]
    [InlineData("=+")]
    [InlineData("1:5")]
    [InlineData("1:60")]
    [InlineData("1:")]
    [InlineData(":")]
    [InlineData("h")]
    [InlineData("h30")]
    [InlineData("1.5h30")]
    [InlineData("1h100")]
    [InlineData("m")]
    [InlineData("1.5m")]
    [InlineData("1.")]
    [InlineData(".")]
    [InlineData("1,500")]
    [InlineData("1.2.3")]
    [InlineData("1,000.5")]
    [InlineData("a.5")]
    [InlineData("1.x")]
    [InlineData("1e3")]
    [InlineData("NaN")]
    [InlineData("99999")]
    [InlineData("٣")]
    public void Text_that_is_no_number_of_hours_is_refused_and_named(string typed)
    {
        Assert.False(HoursText.Read(typed).Succeeded(out _, out var problem));
        Assert.Equal("R-202", problem.Rule);
        Assert.StartsWith($"\"{typed.Trim()}\"", problem.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_same_time_reads_the_same_in_every_notation() => Property.Holds(random =>
    {
        var (hours, minutes) = (random.Next(24), random.Next(60));
        var exact = hours + minutes / 60m;

        Assert.Equal(exact, Read(Text($"{hours}:{minutes:00}")));
        Assert.Equal(exact, Read(Text($"{hours}h{minutes:00}")));
        Assert.Equal(exact, Read(Text($"{hours}h{minutes}m")));
        Assert.Equal(exact, Read(Text($"{hours * 60 + minutes}m")), 20);
        Assert.Equal(exact, Read(Text($"={hours}+{minutes}m")));
        Assert.Equal(exact, Read(Text($"+0:{minutes:00}"), hours));
    });

    [Fact]
    public void Whatever_is_typed_gives_hours_or_a_refusal_and_never_an_exception() => Property.Holds(random =>
    {
        const string keys = "0123456789:.,hm+-=HM x";
        var typed = string.Concat(Enumerable.Range(0, random.Next(9)).Select(_ => keys[random.Next(keys.Length)]));
        var read = HoursText.Read(typed).Succeeded(out var hours, out var problem);

        Assert.True(read || problem is NotHours);
        Assert.InRange(hours, -99999m, 99999m);
    }, cases: 3000);

    private static decimal Read(string typed, decimal before = 0m)
    {
        Assert.True(HoursText.Read(typed, before).Succeeded(out var hours, out var problem), problem?.Message);
        return hours;
    }

    private static string Text(FormattableString text) => FormattableString.Invariant(text);
}

using Throughline.Domain.Dates;
using Throughline.Domain.People;
using Throughline.Domain.Timekeeping;

namespace Throughline.Domain.Tests.Timekeeping;

[Trait("rule", "R-207")]
public class CompletenessTests
{
    private static readonly DateOnly Monday = new(2026, 3, 9);
    private static readonly DateRange Week = new(Monday, Monday.AddDays(6));
    private static readonly PersonFact Ana = new(new PersonKey("ana"), "Ana", "engineer", 40m);
    private static readonly DateTimeOffset Due = WeekTerms.Standard.Due(Monday);

    private static Completeness Of(string hours, decimal? least = 40m, PersonFact? person = null, string expected = "8 8 8 8 8 0 0", params NoWorkFact[] stated)
    {
        var (entered, minutes) = (hours.Split(' ').Select(decimal.Parse).ToArray(), expected.Split(' ').Select(text => int.Parse(text, System.Globalization.CultureInfo.InvariantCulture) * 60).ToArray());
        return Completeness.Of(person ?? Ana, Week, day => minutes[day.DayNumber - Monday.DayNumber], day => entered[day.DayNumber - Monday.DayNumber], stated, least);
    }

    private static NoWorkFact Stated(int first, int last, string? reason = null) => new(Ana.Person, new DateRange(Monday.AddDays(first), Monday.AddDays(last)), reason);

    [Theory]
    [InlineData("8 8 8 8 8 0 0", 0)]
    [InlineData("10 10 10 10 0 0 0", 0)]
    [InlineData("8 8 0 0 0 0 0", 24)]
    [InlineData("0 0 0 0 0 0 0", 40)]
    [InlineData("8 8 8 8 8 4 0", 0)]
    public void A_week_misses_what_it_holds_less_than_expected(string hours, decimal missing) => Assert.Equal(missing, Of(hours).Missing);

    [Fact]
    public void Time_off_asks_for_nothing_and_a_part_timer_for_no_more_than_the_contract()
    {
        Assert.Equal(0m, Of("8 8 8 0 0 0 0", expected: "8 8 8 0 0 0 0").Missing);
        Assert.Equal(20m, Of("0 0 0 0 0 0 0", person: Ana with { WeeklyHours = 20m }, expected: "4 4 4 4 4 0 0").Missing);
        var thirty = Ana with { Patterns = [new WorkingPattern(Monday, 600, 600, 600, 0, 0), new WorkingPattern(Monday.AddDays(7), 0, 0, 0, 0, 0)] };
        Assert.Equal(30m, Of("0 0 0 0 0 0 0", person: thirty, expected: "10 10 10 0 0 0 0").Missing);
    }

    [Fact]
    public void A_norm_below_the_contract_asks_for_less_and_none_only_for_a_word()
    {
        Assert.Equal((32m, 0m), (Of("8 8 8 8 0 0 0", 32m).Required, Of("8 8 8 8 0 0 0", 32m).Missing));
        Assert.Equal(24m, Of("0 0 0 0 0 0 0", 32m, expected: "8 8 8 8 0 0 0").Missing);
        Assert.Equal((0m, 0m, 40m), (Of("1 0 0 0 0 0 0", null).Required, Of("1 0 0 0 0 0 0", null).Missing, Of("0 0 0 0 0 0 0", null).Missing));
        Assert.Equal(0m, Of("0 0 0 0 0 0 0", null, stated: Stated(0, 6)).Missing);
    }

    [Fact]
    public void Missing_is_not_zero_until_somebody_says_so()
    {
        var week = Of("8 0 0 2 0 0 0", stated: [Stated(1, 1), Stated(3, 3, "Sick at noon")]);

        Assert.Equal(16m, week.Missing);
        Assert.Equal(
            [DayState.Entered, DayState.AffirmedZero, DayState.Expected, DayState.Entered, DayState.Expected, DayState.Free, DayState.Free],
            Week.Days().Select(day => week.StateOn(day, Due.AddTicks(-1), Due)));
        Assert.Equal(DayState.Late, week.StateOn(Monday.AddDays(2), Due, Due));
        Assert.Equal(DayState.Free, Of("10 10 10 10 0 0 0").StateOn(Monday.AddDays(4), Due, Due));
        Assert.Equal(0m, Of("8 0 0 0 0 0 0", stated: Stated(0, 6, "Furlough")).Missing);
    }

    [Fact]
    public void A_short_week_is_handed_in_with_a_word_about_it_or_while_days_lie_ahead()
    {
        var week = Of("8 8 0 0 0 0 0");

        Assert.Null(week.RefuseHandingIn(Monday.AddDays(1)));
        Assert.Equal(("R-207", 24m), (week.RefuseHandingIn(Monday.AddDays(4))!.Rule, week.RefuseHandingIn(Monday.AddDays(4))!.Missing));
        Assert.Contains("holds 16 h, and 40 are the least", week.RefuseHandingIn(Monday.AddDays(8))!.Message, StringComparison.Ordinal);
        Assert.Null(Of("8 8 0 0 0 0 0", stated: Stated(0, 6)).RefuseHandingIn(Monday.AddDays(8)));
    }
}

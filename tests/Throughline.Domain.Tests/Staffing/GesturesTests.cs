using Throughline.Domain.Engagements;
using Throughline.Domain.People;
using Throughline.Domain.Staffing;
using static Throughline.Domain.Tests.Reports.Given;

namespace Throughline.Domain.Tests.Staffing;

public class GesturesTests
{
    private static readonly BookingTerms Terms = new(
        new EngagementKey("SOW-1"), new PersonKey("p1"), "engineer", Days("2026-03-02", "2026-03-06"), 360, Commitment.Soft,
        Owner: "p9", Reason: "Not sure", Expires: Day("2026-03-31"), WaitingSince: DateTimeOffset.UnixEpoch);

    private static T Made<T>(Result<T> result) where T : notnull
    {
        Assert.True(result.Succeeded(out var value, out var problem), problem?.Message);
        return value;
    }

    private static string Field<T>(Result<T> result) where T : notnull
    {
        Assert.False(result.Succeeded(out _, out var problem));
        return Assert.Single(Assert.IsType<InvalidFields>(problem).Errors).Field;
    }

    [Fact]
    public void A_booking_moves_by_days_and_to_another_person()
    {
        Assert.Equal(Terms with { Days = Days("2026-03-09", "2026-03-13"), Person = new PersonKey("p2") }, Made(Terms.Moved(7, new PersonKey("p2"))));
        Assert.Equal(Terms with { Days = Days("2026-03-01", "2026-03-05") }, Made(Terms.Moved(-1)));
    }

    [Theory]
    [InlineData(int.MaxValue)]
    [InlineData(int.MinValue)]
    [InlineData(3661)]
    public void Nothing_moves_further_than_ten_years(int days) => Assert.Equal("days", Field(Terms.Moved(days)));

    [Fact]
    public void Nothing_moves_out_of_the_calendar()
    {
        Assert.Equal("days", Field((Terms with { Days = Days("9999-12-01", "9999-12-31") }).Moved(1)));
        Assert.Equal("days", Field((Terms with { Days = Days("0001-01-01", "0001-01-02") }).Moved(-1)));
    }

    [Fact]
    public void A_booking_gets_other_ends_both_included()
    {
        Assert.Equal(Days("2026-03-04", "2026-03-04"), Made(Terms.Resized(Day("2026-03-04"), Day("2026-03-04"))).Days);
        Assert.Equal("end", Field(Terms.Resized(Day("2026-03-04"), Day("2026-03-03"))));
        Assert.Equal("end", Field(Terms.Resized(Day("2026-03-04"), Day("2046-03-03"))));
        Assert.Equal(Days("2026-03-02", "2026-03-07"), Made(Terms.Extended(Day("2026-03-07"))).Days);
        Assert.Equal("end", Field(Terms.Extended(Day("2026-03-06"))));
    }

    [Fact]
    public void Split_at_a_day_the_two_parts_are_the_whole()
    {
        var (first, second) = Made(Terms.SplitAt(Day("2026-03-04")));
        Assert.Equal((Days("2026-03-02", "2026-03-03"), Days("2026-03-04", "2026-03-06")), (first.Days, second.Days));
        Assert.Equal("at", Field(Terms.SplitAt(Day("2026-03-02"))));
        Assert.Equal("at", Field(Terms.SplitAt(Day("2026-03-07"))));
    }

    [Fact]
    public void Split_between_two_people_the_hours_of_each_day_are_the_whole()
    {
        var (first, second) = Made(Terms.SplitBetween(new PersonKey("p2"), 120));
        Assert.Equal((240, "p1", 120, "p2"), (first.MinutesPerDay, first.Person?.Value, second.MinutesPerDay, second.Person?.Value));
        Assert.Equal("hours", Field(Terms.SplitBetween(new PersonKey("p2"), 360)));
        Assert.Equal("hours", Field(Terms.SplitBetween(new PersonKey("p2"), 0)));
        Assert.Equal("person", Field(Terms.SplitBetween(new PersonKey("p1"), 120)));
    }

    [Fact]
    public void What_only_a_soft_booking_has_leaves_when_it_is_hard()
    {
        Assert.Equal(Terms, Terms.Settled());
        var hard = (Terms with { Commitment = Commitment.Hard }).Settled();
        Assert.Equal((null, null, null, null), (hard.Owner, hard.Reason, hard.Expires, hard.WaitingSince));
    }

    [Fact]
    [Trait("rule", "R-099")]
    public void A_promise_is_taken_back_only_with_a_reason()
    {
        var hard = Terms with { Commitment = Commitment.Hard };
        Assert.Equal("R-099", SoftNeedsReason.Check(hard, Terms with { Reason = " " })!.Rule);
        Assert.Null(SoftNeedsReason.Check(hard, Terms));
        Assert.Null(SoftNeedsReason.Check(Terms, hard));
        Assert.Null(SoftNeedsReason.Check(Terms, Terms with { Reason = null }));
    }
}

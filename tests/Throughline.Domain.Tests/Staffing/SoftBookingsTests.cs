using Throughline.Domain.People;
using Throughline.Domain.Reports;
using Throughline.Domain.Staffing;
using static Throughline.Domain.Tests.Reports.Given;

namespace Throughline.Domain.Tests.Staffing;

/// <summary>The worked example of a kickoff on 1 June and a soft booking on 20 June; in 2026 the 20th is a Saturday, so the booking is of the week before it.</summary>
public class SoftBookingsTests
{
    private static readonly BookingFact InJune = Soft("2026-06-15", "2026-06-19", 2m);

    private static PracticeFacts With(params BookingFact[] bookings) =>
        Practice with { Engagements = [Engagement() with { KickoffDate = Day("2026-06-01") }], Bookings = bookings };

    private static IReadOnlyList<SoftBookingRow> Rows(string today, PracticeFacts facts) =>
        SoftBookings.Of(facts, Request("2026-06-01", "2026-07-12", today));

    [Theory]
    [Trait("rule", "R-100")]
    [InlineData("2026-06-10", false)]
    [InlineData("2026-06-15", false)]
    [InlineData("2026-06-16", true)]
    public void A_soft_booking_in_the_current_month_is_a_violation_from_the_fifteenth_day_after_the_kickoff(string today, bool violation) =>
        Assert.Equal(violation, Assert.Single(Rows(today, With(InJune))).Violation);

    [Fact]
    public void Next_month_may_be_soft() => Assert.False(Assert.Single(Rows("2026-06-30", With(Soft("2026-07-06", "2026-07-10")))).Violation);

    [Fact]
    public void A_week_over_the_end_of_the_month_is_a_violation_only_where_its_own_days_lie_in_the_month()
    {
        Assert.False(Assert.Single(Rows("2026-06-24", With(Soft("2026-07-01", "2026-07-03")))).Violation);
        Assert.True(Assert.Single(Rows("2026-06-24", With(Soft("2026-06-30", "2026-07-03")))).Violation);
    }

    [Fact]
    public void Without_a_kickoff_or_before_it_nothing_is_a_violation()
    {
        Assert.False(Assert.Single(Rows("2026-06-24", With(InJune) with { Engagements = [Engagement()] })).Violation);
        Assert.False(Assert.Single(Rows("2026-06-24", With(InJune) with { Engagements = [Engagement() with { KickoffDate = Day("2026-06-26") }] })).Violation);
    }

    [Fact]
    public void The_window_is_a_policy_of_the_engagement()
    {
        var request = Request("2026-06-01", "2026-06-30", "2026-06-16") with { Settings = ReportSettings.Standard with { KickoffWindowOf = _ => 15 } };

        Assert.False(Assert.Single(SoftBookings.Of(With(InJune), request)).Violation);
    }

    [Fact]
    public void Bookings_of_one_person_role_and_week_are_one_row_and_nobody_yet_is_a_row_of_their_own()
    {
        var rows = Rows("2026-06-10", With(
            Soft("2026-06-15", "2026-06-16", 3m, "s1"), Soft("2026-06-17", "2026-06-17", 1m, "s2"), Soft("2026-06-15", "2026-06-15", 8m, "s3", person: null),
            Hard("2026-06-15", "2026-06-19")));

        Assert.Equal(
            [((PersonKey?)new PersonKey("p1"), 420), (null, 480)],
            rows.Select(row => (row.Person, row.Minutes)));
    }

    [Fact]
    public void A_week_away_holds_no_soft_hours() => Assert.Empty(Rows(
        "2026-06-10", With(InJune) with { TimeOff = [new TimeOffFact(new PersonKey("p1"), Days("2026-06-15", "2026-06-19"))] }));
}

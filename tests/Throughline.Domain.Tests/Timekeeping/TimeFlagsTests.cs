using Throughline.Domain.Timekeeping;

namespace Throughline.Domain.Tests.Timekeeping;

public class TimeFlagsTests
{
    private static readonly DateOnly Monday = new(2026, 3, 9), Saturday = new(2026, 3, 14);

    [Fact]
    public void Time_within_plan_and_budget_on_working_days_is_clean() =>
        Assert.Empty(TimeFlags.Of(new([new(Monday, 8m, 10m, 480)], 480, 8m)));

    [Fact]
    public void Internal_time_needs_no_booking() => Assert.Empty(TimeFlags.Of(new([new(Monday, 2m, 8m, 480)], null, null)));

    [Fact]
    public void Each_reason_for_a_look_is_named_with_its_hours()
    {
        var flags = TimeFlags.Of(new([new(Monday, 8m, 10.25m, 480), new(Saturday, 4m, 4m, 0)], 480, 10m));

        Assert.Equal(
            [
                new(TimeFlagKind.BudgetExceeded, 2m), new(TimeFlagKind.OverPlan, 4m), new(TimeFlagKind.LongDay, 10.25m, Monday),
                new(TimeFlagKind.DayOff, 4m, Saturday),
            ],
            flags);
    }

    [Fact]
    public void A_weekend_a_missing_work_item_and_one_that_had_ended_are_said_to_be_so()
    {
        var flags = TimeFlags.Of(new([new(Saturday, 4m, 4m, 0, Weekend: true)], null, null, WithoutWorkItem: 1m, AfterPhase: 3m));

        Assert.Equal([new(TimeFlagKind.NoWorkItem, 1m), new(TimeFlagKind.ClosedPhase, 3m), new(TimeFlagKind.Weekend, 4m, Saturday)], flags);
    }

    [Fact]
    public void Hours_that_are_given_back_exceed_no_budget() => Assert.Empty(TimeFlags.Of(new([new(Monday, -2m, 6m, 480)], null, -5m)));

    [Fact]
    public void Work_that_nobody_booked_is_said_to_be_so_and_not_to_be_over_plan() =>
        Assert.Equal([new(TimeFlagKind.NotBooked, 3m)], TimeFlags.Of(new([new(Monday, 3m, 3m, 480)], 0, null)));

    [Theory]
    [InlineData(44, 0)]
    [InlineData(44.25, 1)]
    public void Hours_above_the_plan_are_clean_as_far_as_the_practice_lets_them_be(double hours, int flags) =>
        Assert.Equal(flags, TimeFlags.Of(new([new(Monday, (decimal)hours, 8m, 480)], 2_400, null), overPlanPercent: 10).Count);
}

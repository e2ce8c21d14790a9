using Throughline.Domain.Timekeeping;

namespace Throughline.Domain.Tests.Timekeeping;

[Trait("rule", "R-206")]
public class TimeFlowTests
{
    private static readonly (TimeState From, TimeState To)[] Steps =
    [
        (TimeState.Draft, TimeState.Submitted),
        (TimeState.Submitted, TimeState.Approved),
        (TimeState.Submitted, TimeState.Rejected),
        (TimeState.Rejected, TimeState.Draft),
        (TimeState.Rejected, TimeState.Submitted),
    ];

    [Fact]
    public void Exactly_the_steps_of_the_weekly_timesheet_are_allowed_and_each_other_is_refused_in_words()
    {
        foreach (var from in Enum.GetValues<TimeState>())
        {
            foreach (var to in Enum.GetValues<TimeState>())
            {
                Assert.Equal(Steps.Contains((from, to)), TimeFlow.Allows(from, to));
                var refusal = TimeFlow.Refuse(from, to);
                Assert.Equal(Steps.Contains((from, to)), refusal is null);
                Assert.True(refusal is null || refusal.Message.Contains(from.InWords(), StringComparison.Ordinal));
            }
        }
    }

    [Fact]
    public void Drafts_and_what_was_sent_back_may_change_and_nothing_else()
    {
        Assert.Null(TimeFlow.RefuseChange(TimeState.Draft));
        Assert.Null(TimeFlow.RefuseChange(TimeState.Rejected));
        Assert.Equal("R-206", TimeFlow.RefuseChange(TimeState.Submitted)!.Rule);
        Assert.Equal("R-217", TimeFlow.RefuseChange(TimeState.Approved)!.Rule);
    }
}

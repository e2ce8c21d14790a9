using Throughline.Domain.Accounts;
using Throughline.Domain.People;
using static Throughline.Domain.Tests.Reports.Given;

namespace Throughline.Domain.Tests.People;

public class TimeOffRequestsTests
{
    private static readonly DateOnly Today = Day("2026-03-11");

    [Theory]
    [Trait("rule", "R-106")]
    [InlineData(TimeOffState.Requested, "approved declined withdrawn")]
    [InlineData(TimeOffState.Approved, "withdrawn")]
    [InlineData(TimeOffState.Declined, "")]
    [InlineData(TimeOffState.Withdrawn, "")]
    public void A_request_is_decided_once_and_withdrawn_while_it_waits_or_before_it_begins(TimeOffState from, string to) => Assert.Equal(
        to, string.Join(' ', Enum.GetValues<TimeOffState>().Where(state => TimeOffFlow.Refuse(Request(from), state, Today) is null).Select(state => state.Text())));

    [Theory]
    [InlineData("2026-03-11", true)]
    [InlineData("2026-03-10", true)]
    [InlineData("2026-03-12", false)]
    public void Approved_time_off_that_has_begun_is_not_withdrawn_any_more(string first, bool refused)
    {
        var request = Request(TimeOffState.Approved) with { Days = Days(first, "2026-03-20") };

        Assert.Equal(refused, TimeOffFlow.Refuse(request, TimeOffState.Withdrawn, Today) is TimeOffBegun);
        Assert.Null(TimeOffFlow.Refuse(request with { State = TimeOffState.Requested }, TimeOffState.Withdrawn, Today));
    }

    [Fact]
    public void Days_that_were_asked_for_already_are_not_asked_for_twice()
    {
        TimeOffRequest[] others = [Request(TimeOffState.Approved), Request(TimeOffState.Declined) with { Days = Days("2026-05-01", "2026-05-05") }];

        var refusal = TimeOffFlow.RefuseAsking(Days("2026-03-20", "2026-03-25"), others);
        Assert.Equal(
            "The days overlap with those from 2026-03-16 to 2026-03-20, which are approved (r1). Withdraw that request first, or ask for other days.", refusal!.Message);
        Assert.Null(TimeOffFlow.RefuseAsking(Days("2026-03-21", "2026-03-25"), others));
        Assert.Null(TimeOffFlow.RefuseAsking(Days("2026-05-01", "2026-05-05"), others));
    }

    [Fact]
    public void What_is_approved_is_time_off_of_the_same_days_kind_and_hours() => Assert.Equal(
        new TimeOffFact(new("p1"), Days("2026-03-16", "2026-03-20"), TimeOffKind.Other, 240),
        (Request(TimeOffState.Requested) with { Kind = TimeOffKind.Other, MinutesPerDay = 240 }).Fact);

    [Fact]
    [Trait("rule", "R-106")]
    public void Nobody_approves_their_own_time_off()
    {
        var decision = DefaultAccess.Table.Decide([.. Roles.All.Select(name => name.Role)], null, Act.ApproveTimeOff, Relation.Own | Relation.Team);

        Assert.Equal((false, "Nobody approves their own time off. It goes to your manager, a coordinator or operations."), (decision.Allowed, decision.Reason));
    }

    [Fact]
    public void A_refused_step_says_how_far_the_request_is() => Assert.Equal(
        "The request r1 is declined already; it cannot be approved any more.", TimeOffFlow.Refuse(Request(TimeOffState.Declined), TimeOffState.Approved, Today)!.Message);

    private static TimeOffRequest Request(TimeOffState state) => new("r1", new("p1"), Days("2026-03-16", "2026-03-20"), TimeOffKind.Pto, null, state);
}

using Throughline.Domain.Acceptance;

namespace Throughline.Domain.Tests.Acceptance;

public class SignOffTests
{
    private static readonly DateOnly Monday = new(2026, 3, 9);
    private static readonly SignOff Open = new(null, null, false);
    private static readonly SignOff Asked = new(Monday, null, false);

    [Fact]
    [Trait("rule", "R-223")]
    public void Asking_for_acceptance_sets_the_day_and_asking_twice_is_refused()
    {
        Assert.Equal(Asked, Taken(Open, SignOffStep.Request, Monday));
        Assert.Equal("R-223", Refused(Asked, SignOffStep.Request, Monday.AddDays(1)).Rule);
    }

    [Fact]
    [Trait("rule", "R-224")]
    public void Acceptance_sets_its_day_and_ends_the_matter()
    {
        var accepted = Taken(Asked, SignOffStep.Accept, Monday.AddDays(3));

        Assert.Equal(new SignOff(Monday, Monday.AddDays(3), false), accepted);
        Assert.All(Enum.GetValues<SignOffStep>(), step => Assert.Equal("R-224", Refused(accepted, step, Monday.AddDays(4)).Rule));
    }

    [Fact]
    public void An_answer_comes_after_its_request()
    {
        Assert.Equal("R-223", Refused(Open, SignOffStep.Accept, Monday).Rule);
        Assert.Equal("R-224", Refused(Asked, SignOffStep.Accept, Monday.AddDays(-1)).Rule);
        Assert.Equal(Monday, Taken(Asked, SignOffStep.Accept, Monday).Received);
    }

    [Fact]
    [Trait("rule", "R-234")]
    public void A_rejected_milestone_may_be_sent_again_and_counts_anew()
    {
        var rejected = Taken(Asked, SignOffStep.Reject, Monday.AddDays(2));

        Assert.Equal(Open, rejected);
        Assert.Equal(Monday.AddDays(7), Taken(rejected, SignOffStep.Request, Monday.AddDays(7)).Sent);
    }

    [Fact]
    [Trait("rule", "R-229")]
    public void Silence_accepts_only_where_the_contract_says_so()
    {
        Assert.True(SignOffs.Take(Asked, SignOffStep.Accept, Monday.AddDays(7), bySilence: true, hasClause: true).Succeeded(out var accepted, out _));
        Assert.True(accepted.Passive);
        Assert.False(SignOffs.Take(Asked, SignOffStep.Accept, Monday.AddDays(7), bySilence: true, hasClause: false).Succeeded(out _, out var refused));
        Assert.Equal("R-229", refused.Rule);
    }

    private static SignOff Taken(SignOff now, SignOffStep step, DateOnly day)
    {
        Assert.True(SignOffs.Take(now, step, day, bySilence: false, hasClause: false).Succeeded(out var then, out var problem), problem?.Message);
        return then;
    }

    private static Problem Refused(SignOff now, SignOffStep step, DateOnly day)
    {
        Assert.False(SignOffs.Take(now, step, day, bySilence: false, hasClause: false).Succeeded(out _, out var problem));
        return problem;
    }
}

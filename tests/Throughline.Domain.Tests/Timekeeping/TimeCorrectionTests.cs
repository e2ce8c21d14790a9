using Throughline.Domain.Engagements;
using Throughline.Domain.Policies;
using Throughline.Domain.Timekeeping;

namespace Throughline.Domain.Tests.Timekeeping;

[Trait("rule", "R-217")]
public class TimeCorrectionTests
{
    private static readonly TimeTerms Work = new(new("p1"), new(2026, 3, 9), new("SOW-1"), null, 8m, null, true);
    private static readonly TimeGround Ground = new("engineer", "EMEA", EngagementStatus.Active, Assigned: true, ActivityKnown: false, OtherHours: 0m);
    private static readonly PolicyValues Standard = new([]);

    [Fact]
    public void Typing_a_new_total_over_approved_hours_makes_an_entry_of_the_difference()
    {
        var correction = ToTotal(Approved(8m), 6.6m);

        Assert.Null(correction.Replaces);
        Assert.Equal((-1.5m, "p1", "SOW-1"), (correction.Terms.Hours, correction.Terms.Person.Value, correction.Terms.Engagement?.Value));
    }

    [Fact]
    public void A_correction_that_is_still_open_is_changed_in_place()
    {
        var open = Delta("d2", -2m, TimeState.Draft);

        var correction = ToTotal(Approved(8m, Delta("d1", 1m, TimeState.Submitted), open), 5m);

        Assert.Equal((open, -4m), (correction.Replaces, correction.Terms.Hours));
    }

    [Fact]
    public void A_correction_that_waits_for_approval_is_corrected_by_a_further_one()
    {
        var correction = ToTotal(Approved(8m, Delta("d1", -3m, TimeState.Submitted)), 8m);

        Assert.Equal((null, 3m), (correction.Replaces, correction.Terms.Hours));
    }

    [Fact]
    public void Typing_the_approved_total_again_takes_the_open_correction_away()
    {
        var open = Delta("d1", -2m, TimeState.Rejected);

        Assert.Equal((open, 0m), (ToTotal(Approved(8m, open), 8m).Replaces, ToTotal(Approved(8m, open), 8m).Terms.Hours));
        Assert.Equal((null, 0m), (ToTotal(Approved(8m), 8m).Replaces, ToTotal(Approved(8m), 8m).Terms.Hours));
    }

    [Fact]
    public void Hours_off_the_step_that_stay_as_they_are_need_no_correction() =>
        Assert.Equal(0m, ToTotal(Approved(7.3333m), 7.3333m).Terms.Hours);

    [Fact]
    public void Corrected_hours_stay_between_none_and_a_day()
    {
        Assert.Equal("R-202", Refused(Approved(8m), -1m));
        Assert.Equal("R-202", Refused(Approved(8m), 25m));
        Assert.Equal("R-202", Refused(Approved(8m), 9m, Ground with { OtherHours = 16m }));
        Assert.Equal(-4m, Correct(Approved(8m), 4m, Ground with { OtherHours = 22m }).Terms.Hours);
    }

    [Fact]
    public void Only_approved_hours_are_corrected() => Assert.Equal("R-217", Refused(new CorrectedTime(Entry("t1", 8m, TimeState.Submitted), []), 4m));

    [Fact]
    [Trait("rule", "R-216")]
    public void A_completed_engagement_gives_hours_back_but_takes_no_more()
    {
        var completed = Ground with { EngagementStatus = EngagementStatus.Completed };

        Assert.Equal("R-216", Refused(Approved(8m), 9m, completed));
        Assert.Equal(-8m, Correct(Approved(8m), 0m, completed).Terms.Hours);
        Assert.Null(TimeRules.RefuseSubmit(Work with { Hours = -8m }, completed, Standard));
    }

    [Fact]
    public void A_stated_correction_is_of_the_same_subject_and_not_of_nothing()
    {
        Assert.Equal(-2m, Granted(TimeCorrection.By(Approved(8m), Work with { Hours = -2m, Note = " Typo " }, Ground, Standard)).Terms.Hours);
        Assert.Equal("R-202", Refused(TimeCorrection.By(Approved(8m), Work with { Hours = 0.1m }, Ground, Standard)));
        Assert.Equal("R-217", Refused(TimeCorrection.By(Approved(8m), Work with { Hours = -2m, Billable = false }, Ground, Standard)));
        Assert.Equal("R-217", Refused(TimeCorrection.By(Approved(8m), Work with { Hours = -2m, Date = new(2026, 3, 10) }, Ground, Standard)));
    }

    [Fact]
    public void An_open_correction_is_changed_on_its_own_and_keeps_no_note_that_was_taken_away()
    {
        var open = Delta("d1", -2m, TimeState.Draft) with { Terms = Work with { Hours = -2m, Note = "Typo" } };

        var changed = Granted(TimeCorrection.Change(Approved(8m, open), open, open.Terms with { Hours = -3m, Note = null }, Ground, Standard));

        Assert.Equal((open, -3m, null), (changed.Replaces, changed.Terms.Hours, changed.Terms.Note));
        Assert.Equal("Typo", ToTotal(Approved(8m, open), 4m).Terms.Note);
    }

    [Theory]
    [InlineData(-0.25, false)]
    [InlineData(0, true)]
    [InlineData(24, true)]
    [InlineData(24.25, false)]
    public void What_approving_would_leave_is_between_none_and_a_day(double approved, bool allowed) =>
        Assert.Equal(allowed, TimeCorrection.RefuseApproval((decimal)approved) is null);

    [Fact]
    public void One_approved_entry_and_its_corrections_are_recognised_and_nothing_else_is()
    {
        var (root, delta) = (Entry("t1", 8m, TimeState.Approved), Delta("d1", -2m, TimeState.Submitted));

        Assert.Equal(6m, CorrectedTime.Of([delta, root])?.Total);
        Assert.Equal(8m, CorrectedTime.Of([delta, root])?.Approved);
        Assert.Null(CorrectedTime.Of([]));
        Assert.Null(CorrectedTime.Of([root with { State = TimeState.Submitted }]));
        Assert.Null(CorrectedTime.Of([root, root with { Entry = "t2" }]));
        Assert.Null(CorrectedTime.Of([root, delta with { Adjusts = "t9" }]));
    }

    private static TimeEntry Entry(string key, decimal hours, TimeState state, string? adjusts = null) =>
        new(key, Work with { Hours = hours }, state, 1, "p1@example.org", default, Adjusts: adjusts);

    private static TimeEntry Delta(string key, decimal hours, TimeState state) => Entry(key, hours, state, "t1");

    private static CorrectedTime Approved(decimal hours, params TimeEntry[] deltas) => new(Entry("t1", hours, TimeState.Approved), deltas);

    private static Correction ToTotal(CorrectedTime time, decimal wanted) => Correct(time, wanted, Ground);

    private static Correction Correct(CorrectedTime time, decimal wanted, TimeGround ground) => Granted(TimeCorrection.ToTotal(time, wanted, null, ground, Standard));

    private static string Refused(CorrectedTime time, decimal wanted, TimeGround? ground = null) =>
        Refused(TimeCorrection.ToTotal(time, wanted, null, ground ?? Ground, Standard));

    private static Correction Granted(Result<Correction> result)
    {
        Assert.True(result.Succeeded(out var correction, out var problem), problem?.Message);
        return correction;
    }

    private static string Refused(Result<Correction> result)
    {
        Assert.False(result.Succeeded(out _, out var problem));
        return problem.Rule;
    }
}

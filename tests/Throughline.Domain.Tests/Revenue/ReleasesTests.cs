using Throughline.Domain.Dates;
using Throughline.Domain.Engagements;
using Throughline.Domain.Revenue;
using Throughline.Domain.Timekeeping;
using static Throughline.Domain.Tests.Reports.Given;

namespace Throughline.Domain.Tests.Revenue;

public class ReleasesTests
{
    private static readonly Month March = new(2026, 3);
    private static readonly Month April = new(2026, 4);
    private static readonly Month May = new(2026, 5);

    private static readonly ReleaseFacts Facts = new(Practice)
    {
        TermsOf = _ => new ReleaseTerms("practice", FixedFeeMethod.Acceptance, [0m, 25m, 50m, 75m, 100m]),
        Consolidated = new HashSet<Month> { March, April, May },
    };

    private static ReleaseFacts With(params TimeLine[] time) => Facts with { Practice = Practice with { Time = time } };

    private static ReleaseFacts WithMilestones(params MilestoneFact[] milestones) =>
        Facts with { Practice = Practice with { Engagements = [FixedFee()], Milestones = milestones } };

    private static ReleaseFacts ByPercent(FixedFeeMethod method, decimal hours, decimal released, decimal? budget = 200m) => Facts with
    {
        Practice = Practice with { Engagements = [FixedFee() with { ContractValue = 80_000m, BudgetHours = budget }] },
        TermsOf = _ => new ReleaseTerms("practice", method, [0m, 25m, 50m, 75m, 100m]),
        Progress = [Time("2026-03-02", hours)],
        Released = [new ReleasedSum(new EngagementKey("SOW-1"), "USD", new Month(2026, 2), ReleaseKind.PercentComplete, 0m, released)],
    };

    private static List<string> Lines(ReleaseFacts facts, Month month, params ReleasedSource[] released) =>
        [.. ReleaseLines.Of(facts with { Released = [.. facts.Released, .. released.Select(Sum)] }, month, released).Select(line => FormattableString.Invariant($"{line.Reference} {line.Earned} {line.Amount:0.00}"))];

    private static ReleasedSum Sum(ReleasedSource source) => new(source.Engagement, source.Currency, source.Earned, source.Kind, source.Hours, source.Amount);

    private static ReleasedSource Released(string reference, decimal hours, decimal amount, Month? earned = null, ReleaseKind kind = ReleaseKind.Time) =>
        new(new EngagementKey("SOW-1"), "USD", earned ?? March, kind, reference, hours, amount);

    private static List<(WaitReason, decimal, decimal)> Waits(ReleaseFacts facts, Month month) =>
        [.. Releases.Of(facts, month).Waiting.Select(wait => (wait.Why, wait.Hours, wait.Amount))];

    [Fact, Trait("rule", "R-231")]
    public void A_month_of_160_approved_hours_releases_40_000_and_what_is_submitted_waits()
    {
        var facts = With([.. Enumerable.Range(1, 20).Select(day => Time($"2026-03-{day:00}", 8m, $"t{day:00}"))]) with
        {
            NotApproved = [Time("2026-03-30", 8m) with { State = TimeState.Submitted }],
        };

        var plan = Releases.Of(facts, March);

        Assert.Equal((40_000m, 160m), Assert.Single(plan.Due.Select(figure => (figure.Amount, figure.HoursToRelease))));
        Assert.Equal((WaitReason.NotApproved, 8m, 2_000m), Assert.Single(plan.Waiting.Select(wait => (wait.Why, wait.Hours, wait.Amount))));
        Assert.Equal(20, ReleaseLines.Of(facts, March, []).Count);
    }

    [Fact, Trait("rule", "R-231")]
    public void Time_waits_until_the_coordinator_has_put_its_month_together()
    {
        var facts = With(Time("2026-03-02", 8m)) with { Consolidated = new HashSet<Month> { April } };

        Assert.Empty(Releases.Of(facts, April).Due);
        Assert.Equal([(WaitReason.NotConsolidated, 8m, 2_000m)], Waits(facts, April));
    }

    [Fact]
    public void Time_after_the_month_of_the_release_is_left_for_the_next() =>
        Assert.Equal(["t1 2026-03 2000.00"], Lines(With(Time("2026-03-31", 8m), Time("2026-04-01", 8m, "t2")), March));

    [Fact]
    public void Time_that_was_released_long_ago_or_elsewhere_is_neither_released_nor_taken_back()
    {
        var facts = With(Time("2026-03-02", 8m)) with { FirstMonth = April, Released = [Sum(Released("old", 8m, 100m))] };

        Assert.Equal((0, 0), (Releases.Of(facts, April).Due.Count, Releases.Of(facts, April).Waiting.Count));
    }

    [Fact]
    public void What_was_released_of_others_is_passed_over() => Assert.Equal(
        ["t1 2026-03 2000.00"],
        Lines(With(Time("2026-03-02", 8m)) with { Released = [new ReleasedSum(new("SOW-9"), "USD", March, ReleaseKind.Time, 8m, 100m)] }, April));

    [Fact]
    public void A_late_correction_is_a_line_of_the_next_batch_and_the_old_line_stays() => Assert.Equal(
        ["t2 2026-03 -500.00"],
        Lines(With(Time("2026-03-02", 8m), Time("2026-03-02", -2m, "t2")), April, Released("t1", 8m, 2_000m)));

    [Fact]
    public void What_was_taken_away_since_is_taken_back() =>
        Assert.Equal(["t1 2026-03 -2000.00"], Lines(With(), April, Released("t1", 8m, 2_000m)));

    [Fact]
    public void A_price_that_changed_brings_the_difference_without_hours()
    {
        var facts = With(Time("2026-03-02", 8m));
        var line = Assert.Single(ReleaseLines.Of(facts with { Released = [Sum(Released("t1", 8m, 1_600m))] }, April, [Released("t1", 8m, 1_600m)]));

        Assert.Equal((400m, 0m), (line.Amount, line.Hours));
    }

    [Fact]
    public void Hours_that_moved_from_one_entry_to_another_show_although_the_sum_is_the_same() => Assert.Equal(
        [],
        Lines(With(Time("2026-03-02", 8m), Time("2026-03-02", -2m, "t2"), Time("2026-03-03", 2m, "t3")), April, Released("t1", 8m, 2_000m)));

    [Fact, Trait("rule", "R-192")]
    public void Work_at_risk_is_held_until_it_is_converted_and_released_in_that_month()
    {
        var risky = Time("2026-03-02", 20m) with { WorkAtRisk = "war1" };
        var held = With(risky) with { Practice = Practice with { Time = [risky], WorkAtRisk = [new(new("SOW-1"), "war1", WorkAtRiskStatus.Approved)] } };
        var converted = held with { Practice = held.Practice with { WorkAtRisk = [new(new("SOW-1"), "war1", WorkAtRiskStatus.Converted)] } };

        Assert.Empty(Lines(held, March));
        Assert.Equal([(WaitReason.AtRisk, 20m, 5_000m)], Waits(held, March));
        Assert.Equal(["t1 2026-03 5000.00"], Lines(converted, May));
    }

    [Fact, Trait("rule", "R-230")]
    public void A_milestone_is_released_in_the_month_of_its_sign_off()
    {
        var facts = WithMilestones(Milestone("2026-03-10", received: "2026-03-31"), Milestone("2026-03-10", milestone: "m2", received: "2026-04-01"), Milestone("2026-03-10", milestone: "m3"));

        Assert.Equal(["m1 2026-03 40000.00"], Lines(facts, March));
    }

    [Fact, Trait("rule", "R-235")]
    public void Accepted_after_the_close_of_its_month_it_is_released_in_the_next_open_one()
    {
        var facts = WithMilestones(Milestone("2026-03-10", received: "2026-03-31"));

        Assert.Equal([(WaitReason.PeriodClosed, 0m, 40_000m)], Waits(facts with { IsClosed = _ => true }, March));
        Assert.Equal(["m1 2026-03 40000.00"], Lines(facts, April));
    }

    [Fact]
    public void A_sign_off_that_was_taken_back_takes_the_revenue_back() => Assert.Equal(
        ["m1 2026-03 -40000.00"],
        Lines(WithMilestones(Milestone("2026-03-10")), April, Released("m1", 0m, 40_000m, kind: ReleaseKind.Milestone)));

    [Fact, Trait("rule", "R-224")]
    public void A_milestone_without_evidence_is_blocked()
    {
        var facts = WithMilestones(Milestone("2026-03-10", received: "2026-03-31")) with
        {
            Evidence = new Dictionary<(EngagementKey, string), SignOffEvidence> { [(new("SOW-1"), "m1")] = SignOffEvidence.None },
        };

        Assert.Equal([(WaitReason.NoEvidence, 0m, 40_000m)], Waits(facts, March));
    }

    [Theory, Trait("rule", "R-238")]
    [InlineData(FixedFeeMethod.PercentCompleteHours, 130, 40_000, 12_000)]
    [InlineData(FixedFeeMethod.PercentCompleteSteps, 130, 40_000, 0)]
    [InlineData(FixedFeeMethod.PercentCompleteSteps, 150, 40_000, 20_000)]
    [InlineData(FixedFeeMethod.PercentCompleteHours, 300, 40_000, 40_000)]
    [InlineData(FixedFeeMethod.PercentCompleteHours, 50, 40_000, -20_000)]
    public void Percent_complete_releases_the_share_that_is_reached_less_what_was_released(FixedFeeMethod method, int hours, int released, int expected) => Assert.Equal(
        expected == 0 ? [] : [$"2026-03 2026-03 {expected}.00"], Lines(ByPercent(method, hours, released), March));

    [Fact, Trait("rule", "R-238")]
    public void Percent_complete_needs_a_budget_of_hours_and_the_coordinators_month()
    {
        Assert.Equal([(WaitReason.NoBudget, 130m, 0m)], Waits(ByPercent(FixedFeeMethod.PercentCompleteHours, 130m, 0m, budget: null), March));
        Assert.Equal(
            [(WaitReason.NotConsolidated, 0m, 52_000m)],
            Waits(ByPercent(FixedFeeMethod.PercentCompleteHours, 130m, 0m) with { Consolidated = new HashSet<Month>() }, March));
    }

    [Fact]
    public void Going_back_to_acceptance_takes_the_percentage_back_and_releases_the_milestones() => Assert.Equal(
        ["m1 2026-03 40000.00", "2026-03 2026-03 -52000.00"],
        Lines(WithMilestones(Milestone("2026-03-10", received: "2026-03-31")), April, Released("2026-03", 0m, 52_000m, kind: ReleaseKind.PercentComplete)));

    [Theory, Trait("rule", "R-237")]
    [InlineData(10, 4_000)]
    [InlineData(500, 80_000)]
    public void A_block_sold_for_a_fixed_fee_without_milestones_is_consumed_by_the_hour_up_to_its_price(int hours, int expected)
    {
        var facts = ByPercent(FixedFeeMethod.Acceptance, hours, 0m) with { Released = [] };
        facts = facts with { Practice = facts.Practice with { Engagements = [facts.Practice.Engagements[0] with { Type = EngagementType.ConsultingBlock }] } };

        Assert.Equal([$"2026-03 2026-03 {expected}.00"], Lines(facts, March));
    }

    [Fact, Trait("rule", "R-236")]
    public void Training_waits_for_a_completed_class_with_a_roster()
    {
        var facts = With(Time("2026-03-02", 8m));
        facts = facts with { Practice = facts.Practice with { Engagements = [Engagement() with { Type = EngagementType.Training }] } };
        TrainingCompletion Held(string day, int attendees) => new(new("SOW-1"), "class-1", Day(day), attendees);

        Assert.Equal([(WaitReason.NoRoster, 8m, 2_000m)], Waits(facts, March));
        Assert.Equal([(WaitReason.NoRoster, 8m, 2_000m)], Waits(facts with { Trainings = [Held("2026-03-05", 0), Held("2026-04-02", 9)] }, March));
        Assert.Equal(["t1 2026-03 2000.00"], Lines(facts with { Trainings = [Held("2026-03-05", 9)] }, March));
    }

    [Theory, Trait("rule", "R-236")]
    [InlineData(true, 0)]
    [InlineData(false, 1)]
    public void A_training_needs_acceptance_only_where_the_statement_of_work_asks(bool asks, int lines)
    {
        var facts = WithMilestones(Milestone("2026-03-10", received: "2026-03-31"));
        facts = facts with
        {
            Practice = facts.Practice with { Engagements = [FixedFee() with { Type = EngagementType.Training }] },
            TermsOf = _ => new ReleaseTerms("practice", FixedFeeMethod.Acceptance, [], asks),
            Trainings = [new(new("SOW-1"), "class-1", Day("2026-03-05"), 8)],
            Evidence = new Dictionary<(EngagementKey, string), SignOffEvidence> { [(new("SOW-1"), "m1")] = SignOffEvidence.None },
        };

        Assert.Equal(lines, Lines(facts, March).Count);
    }

    [Fact]
    public void Time_without_a_rate_waits_for_one()
    {
        var facts = With(Time("2026-03-02", 8m));

        Assert.Equal([(WaitReason.NoRate, 8m, 0m)], Waits(facts with { Practice = facts.Practice with { Rates = [] } }, March));
    }

    [Fact]
    public void The_text_of_a_batch_names_every_line() => Assert.Equal(
        "engagement,currency,earned_month,kind,reference,person,date,hours,hourly_rate,amount\nSOW-1,USD,2026-03,time,t1,p1,2026-03-02,8,250,2000.00\n",
        ReleaseLines.Text(ReleaseLines.Of(With(Time("2026-03-02", 8m)), March, [])));

    [Fact]
    public void Every_reason_says_who_acts_next() =>
        Assert.All(Enum.GetValues<WaitReason>(), why => Assert.EndsWith(".", why.InWords().Next, StringComparison.Ordinal));
}

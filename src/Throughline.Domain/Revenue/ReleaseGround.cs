using Throughline.Domain.Dates;
using Throughline.Domain.Engagements;
using Throughline.Domain.People;
using Throughline.Domain.Pricing;
using Throughline.Domain.Timekeeping;

namespace Throughline.Domain.Revenue;

/// <summary>What of a release adds up by itself: an engagement's month, in one currency and of one kind.</summary>
internal readonly record struct ReleaseGroup(EngagementKey Engagement, Currency Currency, Month Earned, ReleaseKind Kind);

/// <summary>An entry, a sum of entries, or a milestone, with what it brings exactly.</summary>
internal readonly record struct ReleaseSource(
    ReleaseGroup Group, string Reference, PersonKey? Person, string? Role, DateOnly Date, decimal Hours, decimal? HourlyRate, decimal Amount);

/// <summary>Tells what counts from what waits, for the plan as for its lines.</summary>
internal sealed class ReleaseGround
{
    private readonly ReleaseFacts facts;
    private readonly Month month;
    private readonly RateBook rates;
    private readonly WorkAtRisk workAtRisk;
    private readonly Dictionary<EngagementKey, EngagementFact> engagements;
    private readonly Dictionary<EngagementKey, (ReleaseTerms Terms, bool ByPercent)> terms;
    private readonly HashSet<EngagementKey> held;
    private readonly Dictionary<(EngagementKey, WaitReason, Month, string?), (decimal Hours, decimal Amount)> waiting = [];

    public ReleaseGround(ReleaseFacts facts, Month month)
    {
        (this.facts, this.month) = (facts, month);
        rates = new RateBook(facts.Practice.Rates);
        workAtRisk = new WorkAtRisk(facts.Practice.WorkAtRisk);
        engagements = facts.Practice.Engagements.ToDictionary(engagement => engagement.Engagement);
        var withMilestones = facts.Practice.Milestones.Select(milestone => milestone.Engagement).ToHashSet();
        terms = engagements.ToDictionary(pair => pair.Key, pair => (facts.TermsOf(pair.Value), facts.TermsOf(pair.Value).GoesByPercent(pair.Value, withMilestones.Contains(pair.Key))));
        held = [.. facts.Trainings.Where(training => training.Attendees > 0 && training.CompletedOn <= month.Days.Last).Select(training => training.Engagement)];
    }

    public bool IsDue(ReleaseFigure figure) =>
        figure.Amount != 0m || figure.HoursToRelease != 0m
        || (figure.Kind is ReleaseKind.Time && facts.Disturbed.Contains((figure.Engagement.Engagement, figure.Earned)));

    public bool IsClosed(ReleaseFigure figure) => facts.IsClosed(terms[figure.Engagement.Engagement].Terms.LegalEntity);

    public bool GoesByPercent(EngagementKey engagement) => terms[engagement].ByPercent;

    public string LegalEntityOf(EngagementKey engagement) => terms[engagement].Terms.LegalEntity;

    public void Waits(EngagementFact engagement, WaitReason why, Month earned, decimal hours, decimal amount, string? reference = null)
    {
        var (hoursSoFar, amountSoFar) = waiting.GetValueOrDefault((engagement.Engagement, why, earned, reference));
        waiting[(engagement.Engagement, why, earned, reference)] = (hoursSoFar + hours, amountSoFar + amount);
    }

    /// <summary>By engagement, month and reason.</summary>
    public IReadOnlyList<ReleaseWait> Waiting() =>
    [
        .. waiting.Select(pair => new ReleaseWait(engagements[pair.Key.Item1], pair.Key.Item2, pair.Key.Item3, pair.Value.Hours, pair.Value.Amount, pair.Key.Item4))
            .OrderBy(wait => wait.Engagement.Engagement).ThenBy(wait => wait.Earned).ThenBy(wait => wait.Why).ThenBy(wait => wait.Reference, StringComparer.Ordinal),
    ];

    /// <summary>All that counts towards the figures of hourly work and milestones; on the way it notes what waits.</summary>
    public IEnumerable<ReleaseSource> Sources()
    {
        foreach (var line in facts.NotApproved)
        {
            if (IsSoldByTheHour(line) is { } engagement)
                Waits(engagement, WaitReason.NotApproved, Month.Of(line.Day), line.Hours, line.Hours * (rates.Rate(engagement, line) ?? 0m));
        }

        foreach (var line in facts.Practice.Time.Where(line => line.State is TimeState.Approved))
        {
            if (IsSoldByTheHour(line) is { } engagement && OfTime(engagement, line) is { } source)
                yield return source;
        }

        foreach (var milestone in facts.Practice.Milestones)
        {
            if (engagements[milestone.Engagement] is { Billing: Billing.FixedFee } engagement && engagement.Status.CountsInReports() && !terms[milestone.Engagement].ByPercent
                && milestone.SignOffReceived is { } received && received <= month.Days.Last && OfMilestone(engagement, milestone, received) is { } source)
                yield return source;
        }
    }

    private EngagementFact? IsSoldByTheHour(TimeLine line) =>
        line.Billable && line.Engagement is { } key && engagements.TryGetValue(key, out var engagement) && engagement.Billing is Billing.TimeAndMaterials
        && engagement.Status.CountsInReports() && Month.Of(line.Day) is var earned && earned >= facts.FirstMonth && earned <= month
            ? engagement : null;

    private ReleaseSource? OfTime(EngagementFact engagement, TimeLine line)
    {
        var (earned, rate) = (Month.Of(line.Day), rates.Rate(engagement, line));
        WaitReason? why =
            !workAtRisk.BringsMoney(engagement.Engagement, line.WorkAtRisk) ? WaitReason.AtRisk
            : !facts.Consolidated.Contains(earned) ? WaitReason.NotConsolidated
            : LacksRoster(engagement) ? WaitReason.NoRoster
            : rate is null ? WaitReason.NoRate
            : null;
        if (why is not { } reason)
        {
            return new ReleaseSource(
                new ReleaseGroup(engagement.Engagement, engagement.Currency, earned, ReleaseKind.Time), line.Reference, line.Person, line.Role, line.Day, line.Hours, rate,
                line.Hours * rate!.Value);
        }

        Waits(engagement, reason, earned, line.Hours, line.Hours * (rate ?? 0m));
        return null;
    }

    private ReleaseSource? OfMilestone(EngagementFact engagement, MilestoneFact milestone, DateOnly received)
    {
        var earned = Month.Of(received);
        var asks = engagement.Type is not EngagementType.Training || terms[engagement.Engagement].Terms.AsksAcceptance;
        WaitReason? why =
            asks && facts.Evidence.GetValueOrDefault((milestone.Engagement, milestone.Milestone), SignOffEvidence.Imported) is SignOffEvidence.None ? WaitReason.NoEvidence
            : LacksRoster(engagement) ? WaitReason.NoRoster
            : null;
        if (why is not { } reason)
            return new ReleaseSource(new ReleaseGroup(engagement.Engagement, engagement.Currency, earned, ReleaseKind.Milestone), milestone.Milestone, null, null, received, 0m, null, milestone.Amount);

        Waits(engagement, reason, earned, 0m, milestone.Amount, milestone.Milestone);
        return null;
    }

    private bool LacksRoster(EngagementFact engagement) => engagement.Type is EngagementType.Training && !held.Contains(engagement.Engagement);

    /// <summary>Of the groups' sums, of what was released of groups that have none any more, and of percent complete.</summary>
    public IEnumerable<ReleaseFigure> Figures(IReadOnlyDictionary<ReleaseGroup, (decimal Amount, decimal Hours)> groups)
    {
        var before = facts.Released.Where(IsLookedAt).ToLookup(Group);
        foreach (var group in groups.Keys.Union(before.Select(sums => sums.Key)))
        {
            var (figure, hours) = groups.GetValueOrDefault(group);
            yield return new ReleaseFigure(
                engagements[group.Engagement], group.Currency, group.Earned, group.Kind, figure, before[group].Sum(sum => sum.Amount), hours, before[group].Sum(sum => sum.Hours));
        }

        foreach (var engagement in engagements.Values.Where(engagement => terms[engagement.Engagement].ByPercent && engagement.Status.CountsInReports()))
        {
            if (OfPercent(engagement) is { } figure)
                yield return figure;
        }
    }

    public static ReleaseGroup Group(ReleasedSum sum) => new(sum.Engagement, new Currency(sum.Currency), sum.Earned, sum.Kind);

    // What goes by percent complete is measured against all that was released of the engagement, by whatever method.
    private bool IsLookedAt(ReleasedSum sum) =>
        sum.Earned <= month && !(sum.Kind is ReleaseKind.Time && sum.Earned < facts.FirstMonth) && terms.TryGetValue(sum.Engagement, out var known) && !known.ByPercent;

    private ReleaseFigure? OfPercent(EngagementFact engagement)
    {
        var worked = facts.Progress
            .Where(line => line is { Billable: true, State: TimeState.Approved } && line.Engagement == engagement.Engagement && line.Day <= month.Days.Last
                && workAtRisk.BringsMoney(engagement.Engagement, line.WorkAtRisk))
            .Sum(line => line.Hours);
        var orders = facts.Practice.ChangeOrders.Where(order => order.Engagement == engagement.Engagement && order.Status is ChangeOrderStatus.Signed).ToList();
        var budget = engagement.BudgetHours + orders.Sum(order => order.Hours ?? 0m);
        if (budget is not > 0m)
        {
            if (worked != 0m)
                Waits(engagement, WaitReason.NoBudget, month, worked, 0m);

            return null;
        }

        var (method, percent) = (terms[engagement.Engagement].Terms, PercentComplete.Of(worked, budget.Value));
        var reached = method.Method is FixedFeeMethod.PercentCompleteSteps ? PercentComplete.Step(percent, method.Steps) : percent;
        var all = facts.Released.Where(sum => sum.Engagement == engagement.Engagement && sum.Currency == engagement.Currency.Code).ToList();
        var value = engagement.ContractValue + orders.Sum(order => order.Amount);
        var released = all.Sum(sum => sum.Amount);
        var figure = new ReleaseFigure(
            engagement, engagement.Currency, month, ReleaseKind.PercentComplete, PercentComplete.ToRelease(value, reached, released) + released, released, 0m, 0m);
        WaitReason? why = figure.Amount == 0m ? null : !facts.Consolidated.Contains(month) ? WaitReason.NotConsolidated : LacksRoster(engagement) ? WaitReason.NoRoster : null;
        if (why is not { } reason)
            return figure;

        Waits(engagement, reason, month, 0m, figure.Amount);
        return null;
    }
}

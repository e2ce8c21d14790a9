using Throughline.Domain.Dates;
using Throughline.Domain.Engagements;
using Throughline.Domain.Pricing;

namespace Throughline.Domain.Revenue;

/// <summary>What can be released of an engagement and the month in which it was earned: the figure of the reports less what was released before.</summary>
/// <param name="Engagement">As it stands now.</param>
/// <param name="Currency">In which it was, or is to be, released.</param>
/// <param name="Earned">For percent complete the month of the release itself.</param>
/// <param name="Kind">What its lines are of.</param>
/// <param name="Figure">Rounded to the cent.</param>
/// <param name="Before">What released batches hold of it.</param>
/// <param name="Hours">Behind the figure; 0 for milestones.</param>
/// <param name="HoursBefore">Behind what was released.</param>
public sealed record ReleaseFigure(
    EngagementFact Engagement, Currency Currency, Month Earned, ReleaseKind Kind, decimal Figure, decimal Before, decimal Hours, decimal HoursBefore)
{
    /// <summary>Below 0 when too much was released.</summary>
    public decimal Amount => Figure - Before;

    public decimal HoursToRelease => Hours - HoursBefore;
}

/// <summary>Why something cannot be released yet.</summary>
public enum WaitReason { NotApproved, NotConsolidated, AtRisk, NoEvidence, NoRoster, PeriodClosed, NoRate, NoBudget }

public static class WaitReasons
{
    public static readonly Wording<WaitReason> Words = new(Text);

    public static string Text(this WaitReason why) => why switch
    {
        WaitReason.NotApproved => "not_approved",
        WaitReason.NotConsolidated => "not_consolidated",
        WaitReason.AtRisk => "at_risk",
        WaitReason.NoEvidence => "no_evidence",
        WaitReason.NoRoster => "no_roster",
        WaitReason.PeriodClosed => "period_closed",
        WaitReason.NoRate => "no_rate",
        WaitReason.NoBudget => "no_budget",
    };

    /// <summary>The reason in words, and who acts next.</summary>
    public static (string Why, string Next) InWords(this WaitReason why) => why switch
    {
        WaitReason.NotApproved => ("not approved yet", "Its approver decides in the inbox."),
        WaitReason.NotConsolidated => ("waits for the coordinator", "A coordinator puts the month's approved time together."),
        WaitReason.AtRisk => ("worked at risk", "It is released once the contract is signed and the work at risk converted."),
        WaitReason.NoEvidence => ("signed off without evidence", "Ask for acceptance, or attach the signed document to its request."),
        WaitReason.NoRoster => ("no class with a roster", "Record the completed class with its roster."),
        WaitReason.PeriodClosed => ("its billing period is closed", "It goes into the next open month."),
        WaitReason.NoRate => ("no rate found", "Enter a rate for the role or the person."),
        WaitReason.NoBudget => ("no budget of hours", "Enter the budget that the share is measured by."),
    };
}

/// <summary>What waits, and why.</summary>
/// <param name="Engagement">Whose it is.</param>
/// <param name="Why">The first reason that holds it back.</param>
/// <param name="Earned">The month of the work or the sign-off.</param>
/// <param name="Hours">0 for milestones.</param>
/// <param name="Amount">Not rounded; what it would bring at today's rates.</param>
/// <param name="Reference">The milestone; null for time.</param>
public sealed record ReleaseWait(EngagementFact Engagement, WaitReason Why, Month Earned, decimal Hours, decimal Amount, string? Reference = null);

/// <summary>What a release of the month would hold, and what waits.</summary>
public sealed record ReleasePlan(IReadOnlyList<ReleaseFigure> Due, IReadOnlyList<ReleaseWait> Waiting);

/// <summary>
/// What can be released in a month: of each engagement and month in which it was earned the difference between
/// the figure of the reports and what was released before, so that late corrections follow in the next batch and all
/// batches together add up to the figures. What is at risk is never part of a figure.
/// </summary>
public static class Releases
{
    public static ReleasePlan Of(ReleaseFacts facts, Month month)
    {
        var ground = new ReleaseGround(facts, month);
        var groups = ground.Sources().GroupBy(source => source.Group)
            .ToDictionary(group => group.Key, group => (Amount: Money.RoundCents(group.Sum(source => source.Amount)), Hours: group.Sum(source => source.Hours)));
        var figures = ground.Figures(groups).Where(ground.IsDue)
            .OrderBy(figure => figure.Engagement.Engagement).ThenBy(figure => figure.Earned).ThenBy(figure => figure.Kind).ToLookup(ground.IsClosed);

        foreach (var late in figures[true])
            ground.Waits(late.Engagement, WaitReason.PeriodClosed, late.Earned, late.HoursToRelease, late.Amount);

        return new ReleasePlan([.. figures[false]], ground.Waiting());
    }
}

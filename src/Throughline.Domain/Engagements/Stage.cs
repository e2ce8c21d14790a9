namespace Throughline.Domain.Engagements;

/// <summary>The eight stages of the line, in their order.</summary>
public enum Stage { Scope, Contracts, Staffing, Delivery, Time, Acceptance, Revenue, Closure }

/// <summary>What tells where on the line an engagement stands.</summary>
/// <param name="Booked">Somebody is booked, softly or firmly, on any day.</param>
/// <param name="HardBooked">Somebody is booked firmly on any day.</param>
/// <param name="TimeApproved">Some of its time is approved.</param>
/// <param name="SignOffAwaited">A milestone went out for acceptance and is not answered.</param>
/// <param name="WorkAhead">A booking ends today or later, or a milestone is not accepted yet.</param>
public sealed record StageEvidence(bool Booked, bool HardBooked, bool TimeApproved, bool SignOffAwaited, bool WorkAhead);

public static class Stages
{
    /// <summary>
    /// The stage that needs somebody now. While work runs, an unanswered sign-off comes before the time that is logged,
    /// and time before delivery, for hours bring the money only where no milestone does.
    /// </summary>
    public static Stage Of(EngagementStatus status, Billing billing, StageEvidence evidence) => status switch
    {
        EngagementStatus.Prospect => Stage.Scope,
        EngagementStatus.InSetUp => evidence.Booked ? Stage.Staffing : Stage.Contracts,
        EngagementStatus.OkayToStart or EngagementStatus.Active or EngagementStatus.OnHold or EngagementStatus.Backlog => UnderWay(billing, evidence),
        EngagementStatus.Closed => Stage.Revenue,
        EngagementStatus.Completed or EngagementStatus.Cancelled => Stage.Closure,
    };

    private static Stage UnderWay(Billing billing, StageEvidence evidence) => evidence switch
    {
        { SignOffAwaited: true } => Stage.Acceptance,
        { TimeApproved: true, WorkAhead: false } => Stage.Revenue,
        { TimeApproved: true } => billing is Billing.TimeAndMaterials ? Stage.Time : Stage.Delivery,
        { HardBooked: true } => Stage.Delivery,
        _ => Stage.Staffing,
    };
}

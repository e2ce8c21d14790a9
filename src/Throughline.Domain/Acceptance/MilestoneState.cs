using static Throughline.Domain.Acceptance.MilestoneState;
using static Throughline.Domain.Acceptance.MilestoneStep;

namespace Throughline.Domain.Acceptance;

/// <summary>How far a milestone is on its way from the plan to released revenue.</summary>
public enum MilestoneState { Planned, InProgress, Ready, SignOffSent, AcceptedActive, AcceptedPassive, Rejected, RevenueReady, Released }

/// <summary>What moves a milestone on.</summary>
public enum MilestoneStep
{
    Start, MarkReady,

    /// <summary>The program asks the customer.</summary>
    Request,

    /// <summary>Somebody writes down that the customer was asked, outside the program.</summary>
    RecordRequest,

    Accept, AcceptBySilence, Reject, Withdraw,

    /// <summary>An answer given in time was entered after silence had accepted: the acceptance by silence never was.</summary>
    TakeBack,

    /// <summary>The mail or document of the acceptance is there (R-226).</summary>
    Evidence,

    Release,
}

/// <summary>One way from state to state.</summary>
/// <param name="Who">Who takes it, as pages say it.</param>
/// <param name="Guard">What must be so besides; empty for nothing.</param>
/// <param name="Rule">The rule it follows, and that a refusal names.</param>
public sealed record MilestoneTransition(MilestoneState From, MilestoneStep Step, MilestoneState To, string Who, string Guard, string Rule);

/// <summary>The step does not fit where the milestone stands.</summary>
public sealed record SignOffRefused(string Rule, string Message) : Problem(Rule, Message);

/// <summary>What is stored of a milestone and decides how far it is; nothing of it is stored twice.</summary>
/// <param name="Rejected">The last request was rejected.</param>
/// <param name="HasEvidence">The mail or document of the acceptance is kept.</param>
/// <param name="Released">Its revenue is released.</param>
public sealed record MilestoneStanding(
    DateOnly? StartedOn, DateOnly? ReadyOn, DateOnly? Sent, DateOnly? Received, bool Passive, bool Rejected = false, bool HasEvidence = false, bool Released = false)
{
    public MilestoneState State => this switch
    {
        { Released: true } => MilestoneState.Released,
        { Received: not null, HasEvidence: true } => RevenueReady,
        { Received: not null, Passive: true } => AcceptedPassive,
        { Received: not null } => AcceptedActive,
        { Sent: not null } => SignOffSent,
        { ReadyOn: not null } => Ready,
        { StartedOn: not null } => InProgress,
        { Rejected: true } => MilestoneState.Rejected,
        _ => Planned,
    };
}

/// <summary>The life of a milestone that is paid for: the one table of its steps.</summary>
public static class MilestoneSteps
{
    private const string Manager = "the project manager", Customer = "the customer", Program = "the program", Finance = "finance";

    public static IReadOnlyList<MilestoneTransition> All { get; } =
    [
        new(Planned, Start, InProgress, Manager, "", "R-220"),
        new(MilestoneState.Rejected, Start, InProgress, Manager, "", "R-234"),
        new(InProgress, MarkReady, Ready, Manager, "its activities are done", "R-222"),
        new(Ready, Request, SignOffSent, Manager, "a milestone at the top level, a named signatory, the document attached", "R-222"),
        .. new[] { Planned, InProgress, Ready, MilestoneState.Rejected }.Select(from => new MilestoneTransition(from, RecordRequest, SignOffSent, Manager, "a milestone at the top level", "R-223")),
        new(SignOffSent, Withdraw, Ready, Manager, "", "R-223"),
        new(SignOffSent, Accept, AcceptedActive, Customer, "signed, or a reply with a word that accepts", "R-224"),
        new(SignOffSent, AcceptBySilence, AcceptedPassive, Program, "a clause of silence, and its last day is over", "R-229"),
        new(SignOffSent, Reject, MilestoneState.Rejected, Customer, "itemised reasons", "R-234"),
        new(AcceptedPassive, TakeBack, SignOffSent, Manager, "an answer given before the deadline", "R-228"),
        new(RevenueReady, TakeBack, SignOffSent, Manager, "an answer given before the deadline", "R-228"),
        new(AcceptedActive, MilestoneStep.Evidence, RevenueReady, Program, "the mail or document is kept", "R-226"),
        new(AcceptedPassive, MilestoneStep.Evidence, RevenueReady, Program, "the mail or document is kept", "R-226"),
        new(RevenueReady, Release, MilestoneState.Released, Finance, "its period", "R-230"),
    ];

    /// <summary>The step from where the milestone stands, or why there is none.</summary>
    public static Result<MilestoneTransition> Take(MilestoneStanding now, MilestoneStep step) =>
        All.FirstOrDefault(transition => transition.From == now.State && transition.Step == step) is { } found ? found : Refuse(now, step);

    /// <summary>The activities of the milestone that are not done; it is ready when there are none.</summary>
    public static SignOffRefused? NotReady(IReadOnlyCollection<MilestoneActivity> activities)
    {
        var open = activities.Where(activity => !activity.IsDone).Select(activity => activity.Title).ToList();
        return open.Count == 0 ? null : new SignOffRefused(
            "R-222", $"{string.Join(", ", open)} {(open.Count == 1 ? "is" : "are")} not done yet. Finish the work, or say that it is done, then the milestone is ready.");
    }

    private static SignOffRefused Refuse(MilestoneStanding now, MilestoneStep step) => now switch
    {
        { State: MilestoneState.Released } => new("R-230", "The milestone's revenue is released. Record what the customer says as a dispute, and let finance correct the release."),
        { Received: { } received } => new("R-224", FormattableString.Invariant($"The milestone was accepted on {received:yyyy-MM-dd}; nothing more can be done to it.")),
        { Sent: { } sent } => new("R-223", FormattableString.Invariant($"Acceptance was asked for on {sent:yyyy-MM-dd} and is not answered yet. Record the answer first.")),
        _ => step switch
        {
            Start => new("R-220", "The milestone is in work already."),
            MarkReady => new("R-222", now.State is Ready ? "The milestone is ready already." : "The milestone is not in work. Start it first."),
            Request => new("R-222", "The milestone is not ready for acceptance. Say that it is ready first."),
            _ => new("R-223", "Acceptance was not asked for yet. Send the request first."),
        },
    };
}

/// <summary>An activity that works for a milestone. It is done when somebody said so, or when it has issues and none is open.</summary>
public sealed record MilestoneActivity(string Activity, string Title, DateOnly? DoneOn, int OpenIssues, int ClosedIssues)
{
    public bool IsDone => DoneOn is not null || (ClosedIssues > 0 && OpenIssues == 0);
}

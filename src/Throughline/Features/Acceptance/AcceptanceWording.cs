using Throughline.Data.Acceptance;
using Throughline.Domain.Acceptance;
using Throughline.Ui;

namespace Throughline.Features.Acceptance;

/// <summary>Milestones and requests in the words of the team's pages.</summary>
internal static class AcceptanceWording
{
    public static string PageOf(string engagement, string milestone) => $"/engagements/{Uri.EscapeDataString(engagement)}/milestones/{Uri.EscapeDataString(milestone)}";

    public static string State(MilestoneState state) => state switch
    {
        MilestoneState.Planned => "Planned",
        MilestoneState.InProgress => "In work",
        MilestoneState.Ready => "Ready for acceptance",
        MilestoneState.SignOffSent => "Waits for the customer",
        MilestoneState.AcceptedActive => "Accepted, evidence missing",
        MilestoneState.AcceptedPassive => "Accepted by silence, evidence missing",
        MilestoneState.Rejected => "Rejected, in rework",
        MilestoneState.RevenueReady => "Accepted, to be released",
        MilestoneState.Released => "Released",
    };

    public static Tone ToneOf(MilestoneState state) => state switch
    {
        MilestoneState.SignOffSent => Tone.Accent,
        MilestoneState.AcceptedActive or MilestoneState.AcceptedPassive or MilestoneState.RevenueReady or MilestoneState.Released or MilestoneState.Ready => Tone.Good,
        MilestoneState.Rejected => Tone.Bad,
        MilestoneState.Planned or MilestoneState.InProgress => Tone.Quiet,
    };

    public static string Outcome(AcceptanceRequest request) => request.State switch
    {
        "accepted" => $"Accepted by {request.DecidedBy}",
        "deemed" => "Accepted by silence",
        "rejected" => $"Rejected by {request.DecidedBy}",
        "withdrawn" => "Taken back",
        _ => "Waits for the answer",
    };

    public static string Via(string? via) => via switch
    {
        "page" => "through the customer's page",
        "reply" => "by a reply",
        "document" => "by a signed document",
        "silence" => "by silence",
        _ => "",
    };

    /// <summary>A step of the evidence.</summary>
    public static string Step(string kind) => kind switch
    {
        "requested" => "The customer was asked",
        "notice" => "Reminder sent",
        "notice_missed" => "A reminder came too late and was left out",
        "viewed" => "The page was opened",
        "held" => "The count was put on hold",
        "resumed" => "The count goes on",
        "accepted" => "Accepted",
        "deemed" => "Silence accepted",
        "rejected" => "Rejected",
        "withdrawn" => "The request was taken back",
        "reply" => "A reply was entered",
        "reply_settled" => "A reply was read",
        "taken_back" => "The acceptance by silence was taken back",
        "dispute" => "Kept as a dispute",
        "link_made" => "A personal link was made",
        _ => char.ToUpperInvariant(kind[0]) + kind[1..].Replace('_', ' '),
    };

    public static string Audit(string action) => action switch
    {
        "milestone_started" => "Taken into work",
        "milestone_ready" => "Said to be ready",
        "milestone_described" => "Described anew",
        "sign_off_requested" => "Acceptance asked for",
        "sign_off_withdrawn" => "Request taken back",
        "milestone_accepted" => "Accepted",
        "milestone_rejected" => "Rejected",
        "acceptance_held" => "Count put on hold",
        "acceptance_resumed" => "Count resumed",
        "acceptance_reply_entered" => "Reply entered",
        "acceptance_reply_settled" => "Reply read",
        "passive_acceptance_taken_back" => "Acceptance by silence taken back",
        _ => char.ToUpperInvariant(action[0]) + action[1..].Replace('_', ' '),
    };
}

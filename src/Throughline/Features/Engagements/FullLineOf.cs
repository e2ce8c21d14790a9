using Throughline.Domain.Engagements;
using Throughline.Platform;
using Throughline.Ui;

namespace Throughline.Features.Engagements;

/// <summary>The eight stages of one engagement with how far each is, in two short lines.</summary>
internal static class FullLineOf
{
    public static IReadOnlyList<StageFact> Of(
        EngagementRecord record, PortfolioEntry? entry, IReadOnlyDictionary<string, RunningAcceptance> acceptances, DateOnly today, bool value)
    {
        var row = record.Engagement;
        var status = EngagementStatuses.Words.Parse(row.Status);
        var here = entry?.Stage ?? Stages.Of(status, Billings.Words.Parse(row.Billing), new StageEvidence(false, false, false, false, false));
        var sold = status is not (EngagementStatus.Prospect or EngagementStatus.Cancelled);

        StageFact[] stages =
        [
            new(Stage.Scope, sold ? 1 : 0.5m, row.BudgetHours is { } hours ? $"{Text.Whole(hours)} h estimated" : "no estimate", sold ? "agreed" : "being scoped"),
            Contract(row, entry, sold, value),
            Staffing(record, sold),
            Delivery(record),
            Time(record),
            Acceptance(record, acceptances),
            Revenue(entry, value),
            new(Stage.Closure, status is EngagementStatus.Completed ? 1 : status is EngagementStatus.Closed ? 0.5m : 0,
                status is EngagementStatus.Completed ? "completed" : status is EngagementStatus.Closed ? "closed" : "open", $"from {Text.ShortDay(entry?.Expires ?? row.Expires)}",
                Tone: status.IsUnderWay() && (entry?.Expires ?? row.Expires) < today ? Tone.Warn : Tone.Quiet),
        ];
        return [.. stages.Select(stage => stage with { Here = stage.Stage == here })];
    }

    private static StageFact Contract(EngagementRow row, PortfolioEntry? entry, bool sold, bool value) => new(
        Stage.Contracts, sold ? 1 : 0,
        value && entry?.Money is { } money ? $"{row.Currency} {Text.Whole(money.Funds.ContractValue)}" : sold ? "signed" : "not signed",
        $"to {Text.ShortDay(entry?.Expires ?? row.Expires)}");

    private static StageFact Staffing(EngagementRecord record, bool sold)
    {
        var hard = record.Team.Count(booking => booking.Kind == "hard");
        var open = record.Team.Count(booking => booking.Person is null);
        return new(Stage.Staffing, record.Team.Count == 0 ? 0 : (decimal)hard / record.Team.Count,
            record.Team.Count == 0 ? "nobody booked" : $"{hard} of {Text.Count(record.Team.Count, "booking")} hard",
            open > 0 ? $"{open} without a name" : sold && record.Team.Count > 0 ? "all named" : "", Tone: open > 0 ? Tone.Warn : Tone.Quiet);
    }

    private static StageFact Delivery(EngagementRecord record)
    {
        var all = record.OpenIssues + record.ClosedIssues;
        return new(Stage.Delivery, all == 0 ? 0 : (decimal)record.ClosedIssues / all,
            all == 0 ? "no issues yet" : $"{Text.Whole(record.ClosedIssues)} of {Text.Count(all, "issue")} closed",
            Text.Count(record.Activities.Count, "activity", "activities"), $"/delivery?engagement={Uri.EscapeDataString(record.Engagement.Engagement)}");
    }

    private static StageFact Time(EngagementRecord record)
    {
        var all = record.ApprovedHours + record.SubmittedHours;
        return new(Stage.Time, all == 0m ? 0 : record.ApprovedHours / all, $"{Text.Hours(record.ApprovedHours)} h approved",
            record.SubmittedHours > 0m ? $"{Text.Hours(record.SubmittedHours)} h to approve" : "none waiting");
    }

    private static StageFact Acceptance(EngagementRecord record, IReadOnlyDictionary<string, RunningAcceptance> acceptances)
    {
        var accepted = record.Milestones.Count(milestone => milestone.SignOffReceived is not null);
        var running = record.Milestones.FirstOrDefault(milestone => milestone is { SignOffSent: not null, SignOffReceived: null });
        var more = running is null ? record.Milestones.Count > accepted ? "none is out" : ""
            : acceptances.TryGetValue(running.Milestone, out var clock) ? $"{running.Milestone}, day {clock.Day} of {clock.Days}{(clock.Held ? ", on hold" : "")}" : $"{running.Milestone} is out";
        return new(Stage.Acceptance, record.Milestones.Count == 0 ? 0 : (decimal)accepted / record.Milestones.Count,
            record.Milestones.Count == 0 ? "no milestones" : $"{accepted} of {record.Milestones.Count} accepted", more, Tone: running is null ? Tone.Quiet : Tone.Accent);
    }

    private static StageFact Revenue(PortfolioEntry? entry, bool value)
    {
        if (!value || entry?.Money is not { } money)
            return new(Stage.Revenue, 0, "", "");

        var share = money.Funds.ContractValue == 0m ? 0m : money.Funds.EarnedAmount / money.Funds.ContractValue;
        return new(Stage.Revenue, Math.Clamp(share, 0m, 1m), $"{entry.Fact.Currency.Code} {Text.Whole(money.Funds.EarnedAmount)}", $"{Text.Percent(share)} earned");
    }
}

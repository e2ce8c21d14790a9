using Throughline.Data;
using Throughline.Data.Acceptance;
using Throughline.Data.Records;
using Throughline.Domain;
using Throughline.Domain.Acceptance;
using Throughline.Platform;

namespace Throughline.Features.Acceptance;

/// <summary>What is known of a milestone before the customer is asked.</summary>
/// <param name="Criteria">One a line.</param>
/// <param name="ForecastSignOff">The expected day of the sign-off, which drives the forecast .</param>
public sealed record MilestoneForm(string? Delivered, string? Criteria, DateOnly? ForecastSignOff);

/// <summary>Takes a milestone on its way until it may be asked for: begun, ready, and what is delivered by which criteria.</summary>
public sealed class TakeMilestone(Database database)
{
    private const int LongestText = 10_000;

    public Task<Result<StoredRecord>> StartAsync(RecordKey key, DateOnly? day, CurrentUser user, CancellationToken stop) => ChangeAsync(
        key, user, "milestone_started", (milestone, today) => MilestoneSteps.Take(milestone.Standing, MilestoneStep.Start).Succeeded(out _, out var no) ? milestone with { StartedOn = day ?? today } : no, stop);

    /// <summary>Refused, naming them, while activities of the milestone are not done.</summary>
    public Task<Result<StoredRecord>> ReadyAsync(RecordKey key, DateOnly? day, CurrentUser user, CancellationToken stop) => ChangeAsync(
        key, user, "milestone_ready",
        (milestone, today) => MilestoneSteps.Take(milestone.Standing, MilestoneStep.MarkReady).Succeeded(out _, out var no) ? milestone with { ReadyOn = day ?? today } : no, stop, whenDone: true);

    public async Task<Result<StoredRecord>> EditAsync(RecordKey key, MilestoneForm form, CurrentUser user, CancellationToken stop)
    {
        if (new[] { form.Delivered, form.Criteria }.Any(text => text?.Length > LongestText || text?.Contains('\0') == true))
            return new InvalidFields("criteria", "Write at most 10,000 characters.");

        return await ChangeAsync(
            key, user, "milestone_described",
            (milestone, _) => milestone.SignOffReceived is { } received
                ? new SignOffRefused("R-224", FormattableString.Invariant($"The milestone was accepted on {received:yyyy-MM-dd}; what was accepted stays as it is."))
                : milestone with { Delivered = Or(form.Delivered), Criteria = Or(form.Criteria), ForecastSignOff = form.ForecastSignOff },
            stop);
    }

    private async Task<Result<StoredRecord>> ChangeAsync(
        RecordKey key, CurrentUser user, string action, Func<HeldMilestone, DateOnly, Result<HeldMilestone>> to, CancellationToken stop, bool whenDone = false)
    {
        if (!(await AcceptanceSteps.MayEditAsync(database, key, user, stop)).Succeeded(out var role, out var refused))
            return refused;

        var today = await new PracticeSettings(database).TodayAsync(stop);
        return await database.WriteAsync<StoredRecord>(user.ToActor(role), async change =>
        {
            if (await AcceptanceRows.HoldMilestoneAsync(change, key.Parts[0]!, key.Parts[1]!) is not { } milestone)
                return new NoSuchRecord($"There is no milestone {key}.");
            if (!to(milestone, today).Succeeded(out var next, out var no))
                return no;
            if (whenDone && MilestoneSteps.NotReady(await AcceptanceRows.ActivitiesAsync(change.Connection, milestone.Engagement, milestone.Milestone)) is { } open)
                return open;

            await AcceptanceRows.KeepMilestoneAsync(change, next);
            await change.AuditAsync(action, key.ToString(), new { next.StartedOn, next.ReadyOn, next.ForecastSignOff });
            await change.TellAsync(AcceptanceSteps.Milestones.Name, key.ToString());
            return (await new RecordTable(AcceptanceSteps.Milestones).FindAsync(change.Connection, key, stop))!;
        }, stop);
    }

    private static string? Or(string? text) => string.IsNullOrWhiteSpace(text) ? null : text.Trim();
}

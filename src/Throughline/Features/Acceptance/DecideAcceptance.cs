using Throughline.Data;
using Throughline.Data.Acceptance;
using Throughline.Data.Mail;
using Throughline.Data.Records;
using Throughline.Data.Recording;
using Throughline.Domain;
using Throughline.Domain.Acceptance;
using Throughline.Platform;

namespace Throughline.Features.Acceptance;

/// <summary>What is said to a request. Remarks make an acceptance one with remarks.</summary>
public enum AcceptanceAnswer { Accept, Reject }

/// <summary>How an answer came: through the customer's page, as a mail that somebody confirmed, as a signed document, or not at all.</summary>
public enum AcceptanceVia { Page, Reply, Document, Silence }

/// <summary>Why something is not accepted.</summary>
/// <param name="Point">The number of the point that is not met; null where the reason belongs to none.</param>
public sealed record PointObjection(int? Point, string Reason);

/// <summary>An answer to a request.</summary>
/// <param name="By">Whose answer it is: the customer's name, or whoever writes it down.</param>
public sealed record AcceptanceDecision(AcceptanceAnswer Answer, AcceptanceVia Via, string By)
{
    /// <summary>When it was given; now when left out. It decides whether it was in time.</summary>
    public DateTimeOffset? AnsweredAt { get; init; }

    /// <summary>The day it counts under, where only that is known; the day of <see cref="AnsweredAt"/> when left out.</summary>
    public DateOnly? Day { get; init; }

    public string? Remarks { get; init; }

    public IReadOnlyList<PointObjection> Objections { get; init; } = [];

    /// <summary>The signed document or the mail, kept as evidence.</summary>
    public AcceptanceDocument? Document { get; init; }
}

/// <summary>
/// Takes the answer to a request, once: the request and its points, the milestone's own fields, evidence, audit and who must
/// hear of it, in one transaction. Answers that come at the same time wait for each other; the second is refused.
/// </summary>
public sealed class DecideAcceptance(Database database)
{
    private const string AfterRejection = "Take the work up again, and enter what was found as an issue or a risk of the engagement.";

    /// <summary>For those who lead the engagement. An asking that was imported with the milestone alone is written down first.</summary>
    public async Task<Result<AcceptanceStep>> RunAsync(RecordKey key, AcceptanceDecision decision, CurrentUser user, CancellationToken stop)
    {
        if (!(await AcceptanceSteps.MayEditAsync(database, key, user, stop)).Succeeded(out var role, out var refused))
            return refused;

        return await database.WriteAsync<AcceptanceStep>(user.ToActor(role), async change =>
        {
            if (await AcceptanceRows.HoldMilestoneAsync(change, key.Parts[0]!, key.Parts[1]!) is not { } milestone)
                return new NoSuchRecord($"There is no milestone {key}.");

            var last = await AcceptanceRows.LastAsync(change.Connection, milestone.Engagement, milestone.Milestone);
            if (last is { IsOpen: false } && SaysTheSame(last, milestone, decision))
                return await AcceptanceSteps.DoneAsync(change, last, "milestone_accepted_again", new { });
            if (last is not { IsOpen: true })
            {
                if (!MilestoneSteps.Take(milestone.Standing, StepOf(decision)).Succeeded(out _, out var no))
                    return no;

                last = await RequestAcceptance.WriteDownAsync(change, milestone, await database.Policies.ReadAsync(change.Connection, stop));
            }

            return await InAsync(change, last.Key, decision);
        }, stop);
    }

    /// <summary>The same within a change of somebody who may: the customer behind a link, or the program when the days are over.</summary>
    public static async Task<Result<AcceptanceStep>> InAsync(Change change, string request, AcceptanceDecision decision)
    {
        // Gather
        if (await AcceptanceRows.HoldAsync(change, request) is not { } held)
            return new NoSuchRecord($"There is no acceptance request {request}.");

        var (asked, milestone) = held;
        var holds = await AcceptanceRows.HoldsAsync(change.Connection, request);
        var evidence = await Evidence.ReadAsync(change.Connection, request);
        var toldAt = evidence.Count > 0 ? evidence[0].At : asked.SentAt;

        if (decision.Via is AcceptanceVia.Silence && await AcceptanceRows.AnswerWaitsAsync(change.Connection, asked))
            return new SignOffRefused("R-233", "A reply that came in time waits to be read. Say what it is first: silence accepts only where nobody answered.");

        // Decide
        if (Refuse(asked, milestone, holds, toldAt, decision, change.At) is { } refused)
            return refused;

        var day = DayOf(asked, decision, change.At);

        // Act
        foreach (var hold in holds.Where(hold => hold.End is null))
            await AcceptanceRows.EndHoldAsync(change, hold.Key, day < hold.Start ? hold.Start : day);

        return await WriteAsync(change, asked, milestone, decision, day);
    }

    private static Problem? Refuse(
        AcceptanceRequest asked, HeldMilestone milestone, IReadOnlyList<AcceptanceHold> holds, DateTimeOffset toldAt, AcceptanceDecision decision, DateTimeOffset now)
    {
        if (milestone.Parent is not null)
            return RequestAcceptance.OnlyAtTheTop;
        if (!asked.IsOpen && milestone.SignOffReceived is null)
            return new SignOffRefused("R-223", asked.State == "withdrawn" ? "This request was withdrawn; there is nothing to answer any more." : "This request was answered already.");
        if (!MilestoneSteps.Take(milestone.Standing, StepOf(decision)).Succeeded(out _, out var no))
            return no;

        var waits = holds.Any(hold => hold.End is null);
        if (decision.Via is AcceptanceVia.Silence)
            return asked.Clock is not { } clock ? new SignOffRefused("R-229", "The contract has no clause by which silence accepts. Wait for the customer's answer.")
                : waits ? new SignOffRefused("R-228", "The count is on hold, so silence accepts nothing. Resume it first.")
                : !clock.HasRunOut(now) ? new SignOffRefused("R-228", FormattableString.Invariant($"The days to answer are not over: silence accepts at the end of {clock.DayN:yyyy-MM-dd} and not before."))
                : decision.Day is { } stated && stated != clock.RecordedOn ? new SignOffRefused("R-228", FormattableString.Invariant($"Silence accepted on {clock.RecordedOn:yyyy-MM-dd}. Leave the day out, or give that one."))
                : null;

        if (decision.Day is { } said && said < asked.DayOf(asked.SentAt))
            return new SignOffRefused("R-224", FormattableString.Invariant($"The answer cannot come before the request of {asked.DayOf(asked.SentAt):yyyy-MM-dd}."));

        // A request that was written down when its days were over already is for people to say what became of it.
        return waits || asked.Clock is not { } running || toldAt >= running.Deadline || IsInTime(running, decision, now) ? null : new SignOffRefused(
            "R-228", $"The days to answer were over at the end of {AcceptanceMail.Day(running.DayN)}. By the contract it counts as accepted on {AcceptanceMail.Day(running.RecordedOn)}. "
                + (decision.Via is AcceptanceVia.Page ? "If you do not agree, write to us." : "Enter a later answer as a reply: it is kept as a dispute."));
    }

    private static bool IsInTime(AcceptanceClock clock, AcceptanceDecision decision, DateTimeOffset now) => decision is { AnsweredAt: null, Day: { } day }
        ? day <= clock.DayN
        : clock.IsStoppedBy(decision.AnsweredAt ?? now);

    // Who says again what is so is not refused: a second recording of silence changes nothing.
    private static bool SaysTheSame(AcceptanceRequest last, HeldMilestone milestone, AcceptanceDecision decision) =>
        decision.Via is AcceptanceVia.Silence && last.State == "deemed" && milestone.Passive && (decision.Day is null || decision.Day == milestone.SignOffReceived);

    private static DateOnly DayOf(AcceptanceRequest asked, AcceptanceDecision decision, DateTimeOffset now) => decision.Via is AcceptanceVia.Silence
        ? asked.RecordedOn!.Value
        : decision.Day ?? asked.DayOf(decision.AnsweredAt ?? now);

    private static MilestoneStep StepOf(AcceptanceDecision decision) => (decision.Answer, decision.Via) switch
    {
        (AcceptanceAnswer.Reject, _) => MilestoneStep.Reject,
        (AcceptanceAnswer.Accept, AcceptanceVia.Silence) => MilestoneStep.AcceptBySilence,
        _ => MilestoneStep.Accept,
    };

    private static async Task<AcceptanceStep> WriteAsync(Change change, AcceptanceRequest asked, HeldMilestone milestone, AcceptanceDecision decision, DateOnly day)
    {
        var (accepts, silence) = (decision.Answer is AcceptanceAnswer.Accept, decision.Via is AcceptanceVia.Silence);
        var state = silence ? "deemed" : accepts ? "accepted" : "rejected";
        var file = decision.Document is { } document ? await AcceptanceRows.AddFileAsync(change, asked.Key, decision.Via is AcceptanceVia.Reply ? "reply" : "decision", document) : null;
        foreach (var objection in decision.Objections)
            await AcceptanceRows.ObjectAsync(change, asked.Key, objection.Point, objection.Reason);

        await AcceptanceRows.KeepDecisionAsync(change, asked.Key, state, day, decision.By, Word(decision.Via), decision.Remarks);
        await AcceptanceRows.KeepMilestoneAsync(change, accepts
            ? milestone with { SignOffReceived = day, Passive = silence }
            : milestone with { SignOffSent = null, SignOffReceived = null, Passive = false, StartedOn = null, ReadyOn = null });
        await Evidence.AppendAsync(change, asked.Key, state, new
        {
            by = decision.By, via = Word(decision.Via), on = day, answeredAt = decision.AnsweredAt, remarks = decision.Remarks,
            objections = decision.Objections.Select(objection => new { objection.Point, objection.Reason }),
            file = file is null ? null : new { file.Name, sha256 = Convert.ToHexStringLower(file.Sha256) },
            sentAt = asked.SentAt, lastDay = asked.LastDay, deadline = asked.Deadline, passive = accepts ? silence : (bool?)null,
        });
        var mailed = await TellAsync(change, asked, milestone, decision, day);
        return await AcceptanceSteps.DoneAsync(
            change, asked, accepts ? "milestone_accepted" : "milestone_rejected",
            new { day, bySilence = silence, via = Word(decision.Via), by = decision.By, comment = decision.Remarks ?? (decision.Objections.Count > 0 ? decision.Objections[0].Reason : null) }, mailed);
    }

    // Who must hear of it: the project manager, unless it was their own doing, and the customer as a copy.
    private static async Task<bool> TellAsync(Change change, AcceptanceRequest asked, HeldMilestone milestone, AcceptanceDecision decision, DateOnly day)
    {
        var subject = AcceptanceSteps.SubjectOf(asked);
        await Notices.CloseAsync(change, [subject], "acceptance_final", "acceptance_given", "acceptance_rejected", "acceptance_deemed");
        var (kind, said) = Words(milestone, decision, day);
        var (manager, email) = await change.QuerySingleOrDefaultAsync<(string? Manager, string? Email)>(
            "select e.project_manager, p.email from engagements e left join people p on p.person = e.project_manager where e.engagement = @Engagement", new { asked.Engagement });
        if (!change.Actor.Name.Equals(email, StringComparison.OrdinalIgnoreCase))
            await Notices.AddAsync(change, kind, manager, subject, decision.Answer is AcceptanceAnswer.Reject ? $"{said}\n\n{AfterRejection}" : said, AcceptanceSteps.PageOf(asked.Key));

        var title = decision.Answer is AcceptanceAnswer.Reject ? "Rejected" : "Accepted";
        await AcceptanceMail.ToCopiesAsync(change, asked, kind, $"{title}: {asked.Subject}", said);

        // Who decides on the page gets a copy with its evidence, see MailPack.
        return decision.Via is not AcceptanceVia.Page && await AcceptanceMail.ToCustomerAsync(change, asked, kind, $"{title}: {asked.Subject}", $"For your records: {said}", null);
    }

    private static (string Kind, string Said) Words(HeldMilestone milestone, AcceptanceDecision decision, DateOnly day)
    {
        var what = $"{milestone.Title} ({milestone.Engagement}, {milestone.Milestone})";
        if (decision.Answer is AcceptanceAnswer.Reject)
        {
            var reasons = decision.Objections.Select(objection => objection.Reason).Append(decision.Remarks).Where(reason => !string.IsNullOrWhiteSpace(reason)).ToList();
            return ("acceptance_rejected", $"{decision.By} rejected {what}{(reasons.Count == 0 ? "." : ": " + string.Join("; ", reasons))}");
        }

        return decision.Via is AcceptanceVia.Silence
            ? ("acceptance_deemed", $"The days to answer are over, and nobody answered: {what} counts as accepted on {AcceptanceMail.Day(day)}.")
            : ("acceptance_given", $"{decision.By} accepted {what} on {AcceptanceMail.Day(day)}{(string.IsNullOrWhiteSpace(decision.Remarks) ? "." : $", with remarks: {decision.Remarks}")}");
    }

    private static string Word(AcceptanceVia via) => via switch
    {
        AcceptanceVia.Page => "page",
        AcceptanceVia.Reply => "reply",
        AcceptanceVia.Document => "document",
        AcceptanceVia.Silence => "silence",
    };
}

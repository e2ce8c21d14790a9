using Throughline.Data;
using Throughline.Data.Acceptance;
using Throughline.Data.Mail;
using Throughline.Data.Recording;
using Throughline.Domain;
using Throughline.Domain.Acceptance;
using Throughline.Platform;

namespace Throughline.Features.Acceptance;

/// <summary>What a reply is.</summary>
public enum ReplyVerdict
{
    Accepted, Rejected,

    /// <summary>A question that objects: the count stands until it is answered.</summary>
    Objection,

    /// <summary>Says nothing about acceptance.</summary>
    Dismissed,
}

/// <summary>What the project manager says a reply is.</summary>
/// <param name="Objections">Of a rejection: what is not accepted.</param>
public sealed record VerdictForm(ReplyVerdict Verdict, string? Remarks, IReadOnlyList<PointObjection> Objections);

/// <summary>
/// The project manager says what a reply is, and that is done, on the day on which it was written. A reply from before
/// the deadline takes an acceptance by silence back; one from after it is kept as a dispute and changes nothing.
/// </summary>
public sealed class SettleReply(Database database)
{
    public async Task<Result<ReplyStep>> RunAsync(string reply, VerdictForm form, CurrentUser user, CancellationToken stop)
    {
        if (await database.ReadAsync(connection => AcceptanceRows.FindReplyAsync(connection, reply), stop) is not { } found)
            return new NoSuchRecord($"There is no reply {reply}.");
        if (!(await AcceptanceSteps.MayEditAsync(database, found.Request, user, stop)).Succeeded(out var may, out var refused))
            return refused is NoSuchRecord ? new NoSuchRecord($"There is no reply {reply}.") : refused;
        if (form.Remarks is { } remarks && (remarks.Length > 10_000 || remarks.Contains('\0')) || form.Objections.Any(objection => string.IsNullOrWhiteSpace(objection.Reason) || objection.Reason.Length > 2_000 || objection.Reason.Contains('\0')))
            return new InvalidFields("objections", "Give each reason in at most 2000 characters.");

        return await database.WriteAsync<ReplyStep>(user.ToActor(may.Role), async change =>
        {
            if (await AcceptanceRows.HoldAsync(change, found.Request) is not { } held || await AcceptanceRows.FindReplyAsync(change.Connection, reply) is not { } standing)
                return new NoSuchRecord($"There is no reply {reply}.");
            if (standing.State != "waiting")
                return new SignOffRefused("R-233", $"This reply was settled by {standing.SettledBy}.");

            if (await SettleAsync(change, held.Request, held.Milestone, standing, form, stop) is { } no)
                return no;

            await AcceptanceRows.SettleReplyAsync(change, reply, Word(form.Verdict));
            if (!(await AcceptanceRows.RepliesAsync(change.Connection, found.Request)).Any(one => one.State == "waiting"))
                await Notices.CloseAsync(change, [AcceptanceSteps.SubjectOf(held.Request)], "acceptance_reply");

            // What was put off while the reply waited is seen to now.
            if (form.Verdict is ReplyVerdict.Dismissed && held.Request is { IsOpen: true, Deadline: { } deadline })
                await AcceptanceRows.WakeAsync(change, found.Request, change.At > deadline ? change.At : deadline);

            var step = await AcceptanceSteps.DoneAsync(change, held.Request, "acceptance_reply_settled", new { reply, verdict = Word(form.Verdict) });
            return new ReplyStep((await AcceptanceRows.FindReplyAsync(change.Connection, reply))!, step.Request);
        }, stop);
    }

    private async Task<Problem?> SettleAsync(Change change, AcceptanceRequest asked, HeldMilestone milestone, AcceptanceReply reply, VerdictForm form, CancellationToken stop)
    {
        await Evidence.AppendAsync(change, asked.Key, "reply_settled", new { reply = reply.Key, reply.Sender, sentAt = reply.SentAt, verdict = Word(form.Verdict) });
        if (form.Verdict is ReplyVerdict.Dismissed)
            return null;

        var late = asked.Clock is { } clock && !clock.IsStoppedBy(reply.SentAt) && !(await AcceptanceRows.HoldsAsync(change.Connection, asked.Key)).Any(hold => hold.Covers(asked.DayOf(reply.SentAt)));
        if (asked.State == "deemed" && !late)
        {
            if (!MilestoneSteps.Take(milestone.Standing, MilestoneStep.TakeBack).Succeeded(out _, out var no))
                return no;

            await TakeBackAsync(change, asked, milestone, reply);
            return await ApplyAsync(change, (await AcceptanceRows.HoldAsync(change, asked.Key))!.Value.Request, reply, form, stop);
        }

        // The days to answer of an open request may be over for moments only, before silence accepts; then it is a dispute as well.
        return asked.State == "deemed" || (asked.IsOpen && late) ? await DisputeAsync(change, asked, reply, form)
            : asked.IsOpen ? await ApplyAsync(change, asked, reply, form, stop)
            : new SignOffRefused("R-224", "This request is answered already. Dismiss the reply, or ask for acceptance again.");
    }

    private async Task<Problem?> ApplyAsync(Change change, AcceptanceRequest asked, AcceptanceReply reply, VerdictForm form, CancellationToken stop)
    {
        if (form.Verdict is ReplyVerdict.Objection)
        {
            var holds = await AcceptanceRows.HoldsAsync(change.Connection, asked.Key);
            if (!holds.Any(hold => hold.End is null))
                await HoldAcceptance.ObjectAsync(change, asked, holds, reply, await database.Policies.ReadAsync(change.Connection, stop));

            return null;
        }

        var decision = new AcceptanceDecision(form.Verdict is ReplyVerdict.Accepted ? AcceptanceAnswer.Accept : AcceptanceAnswer.Reject, AcceptanceVia.Reply, reply.Sender)
        {
            AnsweredAt = reply.SentAt, Remarks = form.Remarks, Objections = form.Objections,
        };
        return (await DecideAcceptance.InAsync(change, asked.Key, decision)).Succeeded(out _, out var no) ? null : no;
    }

    private static async Task TakeBackAsync(Change change, AcceptanceRequest asked, HeldMilestone milestone, AcceptanceReply reply)
    {
        await AcceptanceRows.KeepDecisionAsync(change, asked.Key, "open", null, null, null, null);
        await AcceptanceRows.KeepMilestoneAsync(change, milestone with { SignOffReceived = null, Passive = false });
        await Evidence.AppendAsync(change, asked.Key, "taken_back", new
        {
            why = "An answer given before the deadline was entered after silence had accepted.", reply = reply.Key, reply.Sender, sentAt = reply.SentAt, asked.Deadline, wasAcceptedOn = milestone.SignOffReceived,
        });
        await AcceptanceSteps.DoneAsync(change, asked, "passive_acceptance_taken_back", new { reply = reply.Key, sentAt = reply.SentAt, wasAcceptedOn = milestone.SignOffReceived });
    }

    private static async Task<Problem?> DisputeAsync(Change change, AcceptanceRequest asked, AcceptanceReply reply, VerdictForm form)
    {
        await Evidence.AppendAsync(change, asked.Key, "dispute", new { reply = reply.Key, reply.Sender, sentAt = reply.SentAt, verdict = Word(form.Verdict), form.Remarks, form.Objections });
        if (form.Verdict is ReplyVerdict.Accepted)
            return null;

        var manager = await change.QuerySingleOrDefaultAsync<string>("select project_manager from engagements where engagement = @Engagement", new { asked.Engagement });
        await Notices.AddAsync(
            change, "acceptance_dispute", manager, AcceptanceSteps.SubjectOf(asked),
            $"{reply.Sender} answered \"{asked.Subject}\" after the days to answer were over, and does not accept. The acceptance by silence stands; what was said is kept as a dispute. Talk to the customer, and enter it as a risk of the engagement.",
            AcceptanceSteps.PageOf(asked.Key));
        return null;
    }

    private static string Word(ReplyVerdict verdict) => verdict switch
    {
        ReplyVerdict.Accepted => "accepted",
        ReplyVerdict.Rejected => "rejected",
        ReplyVerdict.Objection => "objection",
        ReplyVerdict.Dismissed => "dismissed",
    };
}

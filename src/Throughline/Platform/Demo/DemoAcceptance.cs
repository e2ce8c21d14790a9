using System.Text;
using Throughline.Data;
using Throughline.Data.Acceptance;
using Throughline.Data.Recording;
using Throughline.Domain.Dates;
using Throughline.Domain.Policies;
using Throughline.Features.Acceptance;
using Throughline.Platform.Records;

namespace Throughline.Platform.Demo;

/// <summary>Askings for acceptance of the sample practice: running, held, rejected and asked again, with a reply to read, and deemed.</summary>
internal static class DemoAcceptance
{
    private static readonly AcceptanceDocument Document = new("acceptance.txt", "text/plain", Encoding.UTF8.GetBytes("Acceptance of delivered work\n\nWe have checked the points of this request and accept the work.\n\nName, date, signature\n"));

    public static async Task LoadAsync(Database database, Actor actor, CancellationToken stop)
    {
        var policies = await database.Policies.ReadAsync(stop);
        var outcome = await database.WriteAsync<bool>(actor, async change =>
        {
            await AskAsync(change, policies, "SOW-1042", "M3", "Laura Benning", "laura.benning@meridian-freight.example", "The pilot runs on the new platform", "Both teams have worked on it for a week", "The way back was tried");
            await HoldAsync(change, await AskAsync(change, policies, "SOW-1016", "M2", "Noor Haddad", "noor.haddad@bluewater.example", "Six teams use the templates"));
            await ReplyAsync(change, await AskAsync(change, policies, "SOW-1034", "M2", "Owen Price", "owen.price@juniper.example", "Old images are gone at three sites"));
            await TwiceAsync(change, policies, "SOW-1043", "M2", "Jana Nováková", "jana.novakova@ostrava.example", "All sensors of the line report", "An alarm reaches the shift within a minute");
            await DeemedAsync(change, policies, "SOW-1042", "M2", "Laura Benning", "laura.benning@meridian-freight.example");
            return true;
        }, stop);
        if (!outcome.Succeeded(out _, out var problem))
            throw new InvalidOperationException(problem.Message);
    }

    // Written down with the day on which the milestone says it was sent, so that reports stay as they are.
    private static async Task<AcceptanceRequest> AskAsync(Change change, PolicyValues policies, string engagement, string milestone, string name, string email, params string[] points)
    {
        var held = (await AcceptanceRows.HoldMilestoneAsync(change, engagement, milestone))!;
        return await RequestAcceptance.WriteDownAsync(change, held, policies, new AcceptanceForm
        {
            WrittenDown = true, Day = held.SignOffSent, RecipientName = name, RecipientEmail = email, Points = points, Documents = [Document], Copies = [],
            Statement = $"{held.Title} is delivered. Please check the points and sign the document.",
        });
    }

    private static async Task HoldAsync(Change change, AcceptanceRequest request)
    {
        var today = request.DayOf(change.At);
        await AcceptanceRows.AddHoldAsync(change, new AcceptanceHold(
            RecordKeys.New("hold", change.At), request.Key, "agreed", today, null, "Two of the six teams are at a trade fair this week", request.RecipientName, change.Actor.Name));
        await Evidence.AppendAsync(change, request.Key, "held", new { kind = "agreed", start = today, agreedWith = request.RecipientName });
    }

    private static async Task ReplyAsync(Change change, AcceptanceRequest request)
    {
        const string Text = "Hello,\n\nlooks good to us, the clean-up is approved.\n\nOwen";
        var file = await AcceptanceRows.AddFileAsync(change, request.Key, "reply", new AcceptanceDocument("reply.txt", "text/plain", Encoding.UTF8.GetBytes(Text)));
        var reply = new AcceptanceReply(
            RecordKeys.New("reply", change.At), request.Key, "Owen Price <owen.price@juniper.example>", change.At.AddHours(-3), Text, "approved", file.Number, "waiting", change.Actor.Name, change.At, null, null);
        await AcceptanceRows.AddReplyAsync(change, reply);
        await Evidence.AppendAsync(change, request.Key, "reply", new { reply.Key, reply.Sender, sentAt = reply.SentAt, reply.Text, reply.Word, file = new { file.Name, sha256 = Convert.ToHexStringLower(file.Sha256) } });
    }

    // Rejected three days after a first asking, and asked again on the day that the milestone says.
    private static async Task TwiceAsync(Change change, PolicyValues policies, string engagement, string milestone, string name, string email, params string[] points)
    {
        var sent = (await AcceptanceRows.HoldMilestoneAsync(change, engagement, milestone))!.SignOffSent!.Value;
        var held = (await AcceptanceRows.HoldMilestoneAsync(change, engagement, milestone))!;
        var first = await RequestAcceptance.WriteDownAsync(change, held, policies, new AcceptanceForm
        {
            WrittenDown = true, Day = sent.AddDays(-7), RecipientName = name, RecipientEmail = email, Points = points, Documents = [Document], Copies = [], Statement = $"{held.Title} is delivered.",
        });
        var zone = first.TimeZone;
        var rejected = await DecideAcceptance.InAsync(change, first.Key, new AcceptanceDecision(AcceptanceAnswer.Reject, AcceptanceVia.Document, name)
        {
            AnsweredAt = Zones.InstantOf(sent.AddDays(-4), new TimeOnly(15, 0), zone), Objections = [new PointObjection(1, "Two sensors at the end of the line are silent"), new PointObjection(null, "The hand-over notes are missing")],
        });
        if (!rejected.Succeeded(out _, out var problem))
            throw new InvalidOperationException(problem.Message);

        held = (await AcceptanceRows.HoldMilestoneAsync(change, engagement, milestone))!;
        await RequestAcceptance.WriteDownAsync(change, held, policies, new AcceptanceForm
        {
            WrittenDown = true, Day = sent, RecipientName = name, RecipientEmail = email, Points = points, Documents = [Document], Copies = [], Statement = $"{held.Title} is delivered, with all sensors of the line.",
        });
    }

    private static async Task DeemedAsync(Change change, PolicyValues policies, string engagement, string milestone, string name, string email)
    {
        var accepted = (await AcceptanceRows.HoldMilestoneAsync(change, engagement, milestone))!;
        var request = await RequestAcceptance.WriteDownAsync(change, accepted, policies, new AcceptanceForm
        {
            WrittenDown = true, Day = accepted.SignOffSent, RecipientName = name, RecipientEmail = email, Points = ["The landing zone is in service"], Documents = [Document], Copies = [], Statement = $"{accepted.Title} is delivered.",
        });
        await AcceptanceRows.AddFileAsync(change, request.Key, "decision", new AcceptanceDocument("request.txt", "text/plain", Encoding.UTF8.GetBytes(request.Statement)));
        await AcceptanceRows.KeepDecisionAsync(change, request.Key, "deemed", accepted.SignOffReceived, "system", "silence", null);
        await Evidence.AppendAsync(change, request.Key, "deemed", new { by = "system", via = "silence", on = accepted.SignOffReceived, sentAt = request.SentAt, lastDay = request.LastDay, deadline = request.Deadline, passive = true });
    }
}

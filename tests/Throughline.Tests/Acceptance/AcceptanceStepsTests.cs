using System.Text;
using Throughline.Data.Acceptance;
using Throughline.Data.Recording;
using Throughline.Domain;
using Throughline.Features.Acceptance;
using Throughline.Testing;
using Throughline.Tests.Api;

namespace Throughline.Tests.Acceptance;

public sealed class AcceptanceStepsTests(TestDatabases databases)
{
    private static readonly AcceptanceDocument Signed = new("signed.pdf", "application/pdf", Encoding.ASCII.GetBytes("%PDF-1.4 signed"));

    [Fact]
    [Trait("rule", "R-222")]
    [Trait("rule", "R-227")]
    public async Task A_milestone_goes_from_plan_to_request_step_by_step_and_each_refusal_names_what_is_missing()
    {
        await using var world = await AcceptanceWorld.MakeAsync(
            databases, "2026-03-02T15:00:00Z",
            """
            update milestones set started_on = null, ready_on = null where engagement = 'BD' and milestone in ('M1', 'M2');
            update milestones set parent = 'M1' where engagement = 'BD' and milestone = 'M3';
            insert into activities (engagement, activity, title, milestone) values ('BD', 'A1', 'Roll-out', 'M1');
            """);
        var take = new TakeMilestone(world.Database);
        var ask = new RequestAcceptance(world.Database, AcceptanceWorld.NoLink);
        var (one, stop) = (AcceptanceWorld.Key("BD/M1"), AcceptanceWorld.Stop);
        var form = new AcceptanceForm { RecipientName = "Dana Whitfield", RecipientEmail = "dana@acme.example", Documents = [Signed] };

        Assert.Equal("R-222", AcceptanceWorld.Refused(await take.ReadyAsync(one, null, world.Ana, stop)));
        AcceptanceWorld.Done(await take.StartAsync(one, null, world.Ana, stop));
        var open = await take.ReadyAsync(one, null, world.Ana, stop);
        Assert.False(open.Succeeded(out _, out var problem));
        Assert.Contains("Roll-out", problem!.Message, StringComparison.Ordinal);
        Assert.Equal("R-222", AcceptanceWorld.Refused(await ask.RunAsync(one, form, world.Ana, stop)));
        await RunAsync(world, "update activities set done_on = '2026-03-02'");
        AcceptanceWorld.Done(await take.ReadyAsync(one, null, world.Ana, stop));
        AcceptanceWorld.Done(await take.EditAsync(one, new MilestoneForm("The roll-out", "It runs", new(2026, 3, 20)), world.Ana, stop));

        var bare = await ask.RunAsync(one, new AcceptanceForm(), world.Ana, stop);
        Assert.False(bare.Succeeded(out _, out problem));
        Assert.Equal(["recipientName", "recipientEmail", "documents"], Assert.IsType<InvalidFields>(problem).Errors.Select(error => error.Field));
        Assert.Equal("R-227", AcceptanceWorld.Refused(await ask.RunAsync(AcceptanceWorld.Key("BD/M3"), form, world.Ana, stop)));

        var asked = AcceptanceWorld.Done(await ask.RunAsync(one, form, world.Ana, stop));
        Assert.Equal(("The roll-out", "kim@practice.example", true), (asked.Request.Statement, asked.Request.Copies, asked.Mailed));
        Assert.Equal("2026-03-02", asked.Milestone["sign_off_sent"]);
        Assert.Equal("R-223", AcceptanceWorld.Refused(await ask.RunAsync(one, form, world.Ana, stop)));
        Assert.Equal("dana@acme.example signed.pdf true, kim@practice.example  true", await world.ReadAsync<string>(
            "select string_agg(address || ' ' || coalesce(a.name, '') || ' ' || outside, ', ' order by address) from mail m left join mail_attachments a using (mail)"));
        Assert.Equal("access", AcceptanceWorld.Refused(await ask.RunAsync(one, form, world.Ana with { Person = new Domain.People.PersonKey("kim") }, stop)));
    }

    [Fact]
    [Trait("rule", "R-233")]
    public async Task A_reply_that_came_in_time_and_waits_keeps_silence_from_accepting_until_it_is_read()
    {
        await using var world = await AcceptanceWorld.MakeAsync(databases, "2026-03-02T15:00:00Z");
        var request = await world.AskAsync("BD/M1");
        world.At("2026-03-06T15:00:00Z");
        var reply = AcceptanceWorld.Done(await new EnterReply(world.Database).RunAsync(
            request, new ReplyForm { Mail = new AcceptanceDocument("re.eml", "message/rfc822", Encoding.UTF8.GetBytes("From: dana@acme.example\r\nDate: Fri, 6 Mar 2026 09:30:00 -0500\r\n\r\nI am away.\r\n> write accepted\r\n")) }, world.Ana, AcceptanceWorld.Stop)).Reply;
        Assert.Equal((null, "dana@acme.example", new DateTimeOffset(2026, 3, 6, 14, 30, 0, TimeSpan.Zero)), (reply.Word, reply.Sender, reply.SentAt));

        await AtAsync(world, "2026-03-09T12:00:00Z");
        Assert.Equal("open", await StateAsync(world));
        Assert.Equal(1, await world.ReadAsync<int>("select count(*)::int from notices where kind = 'acceptance_reply' and done_at is null"));

        AcceptanceWorld.Done(await new SettleReply(world.Database).RunAsync(reply.Key, new VerdictForm(ReplyVerdict.Dismissed, null, []), world.Ana, AcceptanceWorld.Stop));
        await AtAsync(world, "2026-03-09T13:00:00Z");
        Assert.Equal("deemed 2026-03-06", await world.ReadAsync<string>("select state || ' ' || decided_on from acceptance_requests"));
    }

    [Fact]
    [Trait("rule", "R-228")]
    [Trait("rule", "R-230")]
    public async Task A_reply_from_after_the_deadline_is_a_dispute_and_one_from_before_it_cannot_undo_a_release()
    {
        await using var world = await AcceptanceWorld.MakeAsync(databases, "2026-03-02T15:00:00Z");
        var request = await world.AskAsync("BD/M1");
        await AtAsync(world, "2026-03-10T12:00:00Z");
        Assert.Equal("deemed", await StateAsync(world));

        AcceptanceWorld.Done(await world.ReplyAsync(request, "2026-03-09T15:00:00Z", "We do not accept this.", ReplyVerdict.Rejected));
        Assert.Equal("deemed", await StateAsync(world));
        Assert.Equal(1, await world.ReadAsync<int>("select count(*)::int from notices where kind = 'acceptance_dispute' and recipient = 'ana'"));
        Assert.Equal(1, await world.ReadAsync<int>("select count(*)::int from acceptance_evidence where kind = 'dispute'"));

        await RunAsync(world, "create or replace function milestone_released(engagement text, milestone text) returns boolean language sql stable as 'select true'");
        Assert.Equal("R-230", AcceptanceWorld.Refused(await world.ReplyAsync(request, "2026-03-05T15:00:00Z", "Rejected.", ReplyVerdict.Rejected)));
        Assert.Equal("deemed", await StateAsync(world));
    }

    [Fact]
    public async Task Of_many_who_answer_at_once_one_decides()
    {
        await using var world = await AcceptanceWorld.MakeAsync(databases, "2026-03-02T15:00:00Z");
        var request = await world.AskAsync("BD/M1");

        var answers = await Task.WhenAll(Enumerable.Range(0, 8).Select(i => Task.Run(() => world.AnswerAsync(request, i % 2 == 0 ? AcceptanceAnswer.Accept : AcceptanceAnswer.Reject), AcceptanceWorld.Stop)));

        Assert.Single(answers, answer => answer.Succeeded(out _, out _));
        Assert.Equal(1, await world.ReadAsync<int>("select count(*)::int from acceptance_evidence where kind in ('accepted', 'rejected')"));
    }

    [Fact]
    [Trait("rule", "R-234")]
    public async Task After_a_rejection_the_count_goes_on_with_the_days_left_where_the_practice_says_so()
    {
        await using var world = await AcceptanceWorld.MakeAsync(databases, "2026-03-02T15:00:00Z", "insert into policies (policy, value) values ('acceptance.resubmission', 'remaining');");
        var first = await world.AskAsync("BD/M1");
        world.At("2026-03-04T15:00:00Z");
        AcceptanceWorld.Done(await world.AnswerAsync(first, AcceptanceAnswer.Reject, new PointObjection(2, "Nothing is written down"), new PointObjection(null, "And it is slow")));
        Assert.Equal("1 It runs:;2 It is written down:Nothing is written down;3 :And it is slow", await world.ReadAsync<string>(
            "select string_agg(point || ' ' || text || ':' || coalesce(objection, ''), ';' order by point) from acceptance_points"));
        await RunAsync(world, "update milestones set started_on = '2026-03-05', ready_on = '2026-03-05' where engagement = 'BD' and milestone = 'M1'");
        world.At("2026-03-05T15:00:00Z");

        await world.AskAsync("BD/M1");

        // Three of five days are used: Thursday and Friday are left.
        Assert.Equal("2 3 2026-03-06", await world.ReadAsync<string>("select attempt || ' ' || days_used || ' ' || last_day from acceptance_requests where state = 'open'"));
    }

    [Fact]
    public async Task The_api_shows_a_request_whole_and_takes_holds_replies_and_withdrawals()
    {
        await using var server = await PracticeServer.StartAsync(databases);
        using var admin = await ApiClient.OpenAsync(server, "root@practice.example", [Domain.Accounts.Role.Administrator]);
        Assert.Equal(200, (await admin.PostAsync("/milestones/SOW-1042/M4/sign-off-requests", new { recipientName = "Dana", recipientEmail = "dana@meridian.example", copies = Array.Empty<string>() })).Status);

        var listed = await admin.GetAsync("/acceptance-requests?state=open&engagement=SOW-1042");
        var request = listed.Items[0].GetProperty("acceptanceRequest").GetString();
        var address = $"/acceptance-requests/{request}";
        var before = await admin.GetAsync(address);
        var unreasoned = await admin.PostAsync(address + ":hold", new { start = "2026-03-11" });
        var held = await admin.PostAsync(address + ":hold", new { start = "2026-03-11", agreedWith = "Dana", reason = "Closed" });
        var twice = await admin.PostAsync(address + ":hold", new { start = "2026-03-11", agreedWith = "Dana", reason = "Closed" });
        var resumed = await admin.PostAsync(address + ":resume", null);
        var reply = await admin.PostAsync(address + "/replies", new { text = "Approved, thanks", sender = "dana@meridian.example", sentAt = server.Database.Clock.GetUtcNow().UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", System.Globalization.CultureInfo.InvariantCulture) });
        var whole = await admin.GetAsync(address);
        var settled = await admin.PostAsync($"{address}/replies/{reply["acceptanceReply"]}:settle", new { verdict = "accepted" });
        var late = await admin.PostAsync(address + ":withdraw", new { reason = "Too early" });

        Assert.Equal([200, 422, 200, 409, 200, 201, 200, 200, 409], [before.Status, unreasoned.Status, held.Status, twice.Status, resumed.Status, reply.Status, whole.Status, settled.Status, late.Status]);
        Assert.Equal((true, false), (held.Body.GetProperty("waits").GetBoolean(), resumed.Body.GetProperty("waits").GetBoolean()));
        Assert.Equal(("approved", "accepted"), (reply["word"], settled["state"]));
        Assert.NotEqual(
            before.Body.GetProperty("request").GetProperty("lastDay").GetString(), resumed.Body.GetProperty("request").GetProperty("lastDay").GetString());
        Assert.Equal(1, whole.Body.GetProperty("replies").GetArrayLength());
        Assert.Equal("2026-03-11", (await admin.GetAsync("/milestones/SOW-1042/M4"))["signOffReceived"]);
        Assert.Equal(404, (await admin.GetAsync("/acceptance-requests/none")).Status);
    }

    private static async Task AtAsync(AcceptanceWorld world, string instant)
    {
        world.At(instant);
        using var work = AcceptanceWorld.Work(world.Database);
        await work.RunDueAsync(AcceptanceWorld.Stop);
        Assert.Null(await world.ReadAsync<string?>("select max(error) from jobs"));
    }

    private static Task<string> StateAsync(AcceptanceWorld world) => world.ReadAsync<string>("select state from acceptance_requests");

    private static Task RunAsync(AcceptanceWorld world, string sql) =>
        world.Database.WriteAsync<int>(Actor.System(Guid.NewGuid()), async change => await change.ExecuteAsync(sql), AcceptanceWorld.Stop);
}

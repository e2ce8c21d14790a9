using System.Globalization;
using System.Text;
using System.Text.Json;
using Throughline.Data;
using Throughline.Data.Acceptance;
using Throughline.Data.Mail;
using Throughline.Data.Recording;
using Throughline.Domain.Acceptance;
using Throughline.Platform;

namespace Throughline.Features.Acceptance;

/// <summary>
/// Sees to running requests in the background: notices on their days, and acceptance by silence when the days are over
/// . Whatever it was woken for, it looks at the request as it stands, so a clock that moved meanwhile moves it too.
/// </summary>
internal sealed class TendAcceptance(Database database, MakeCustomerLink linkFor)
{
    /// <summary>The job of one request at the instant something of it is due.</summary>
    public JobHandler OfOne => new(AcceptanceRows.Job, (job, stop) => RunAsync(JsonDocument.Parse(job.Payload).RootElement.GetProperty("request").GetString()!, stop));

    /// <summary>Looks at all of them now and then: what came by an import has no job yet.</summary>
    public JobHandler OfAll => new("acceptance_sweep", async (_, stop) =>
    {
        foreach (var request in await database.ReadAsync(AcceptanceRows.RunningAsync, stop))
            await RunAsync(request.Key, stop);
    }) { Every = TimeSpan.FromMinutes(15) };

    private Task RunAsync(string request, CancellationToken stop) => database.WriteAsync<bool>(Actor.System(Guid.CreateVersion7()), async change =>
    {
        // Gather
        if (await AcceptanceRows.HoldAsync(change, request) is not { } held || held.Request is not { IsOpen: true, Clock: { } clock } asked)
            return false;

        var holds = await AcceptanceRows.HoldsAsync(change.Connection, request);
        var evidence = await Evidence.ReadAsync(change.Connection, request);
        var toldAt = evidence.Count == 0 ? asked.SentAt : evidence[0].At;
        if (holds.Any(hold => hold.End is null) || toldAt >= clock.Deadline)
            return false;

        // Decide
        var terms = await AcceptanceSchedule.TermsAsync(change, asked, await database.Policies.ReadAsync(change.Connection, stop));
        var seen = Seen(evidence);
        var due = AcceptanceSchedule.Notices(asked, holds, terms).Where(notice => notice.At <= change.At && notice.At > toldAt && !seen.Contains((notice.Step.ToString(), notice.Day))).ToList();

        // Act
        if (clock.HasRunOut(change.At))
            return await EndAsync(change, asked, due, evidence);

        if (due.Count > 0)
        {
            await MissedAsync(change, asked, due.SkipLast(1).ToList());
            await NoticeAsync(change, asked, due[^1]);
        }

        await AcceptanceSchedule.WakeAsync(change, asked, holds, terms);
        return true;
    }, stop);

    private static async Task<bool> EndAsync(Change change, AcceptanceRequest asked, List<LadderNotice> missed, IReadOnlyList<EvidenceEntry> evidence)
    {
        await MissedAsync(change, asked, missed);
        if (await AcceptanceRows.AnswerWaitsAsync(change.Connection, asked))
        {
            await Notices.AddAsync(
                change, "acceptance_reply", await ManagerAsync(change, asked), AcceptanceSteps.SubjectOf(asked),
                $"The days to answer \"{asked.Subject}\" are over, and a reply that came in time waits to be read. Say what it is; until then silence accepts nothing.", AcceptanceSteps.PageOf(asked.Key));
            return true;
        }

        var copy = new AcceptanceDocument("request.txt", "text/plain", Encoding.UTF8.GetBytes(TextOf(asked, evidence)));
        await DecideAcceptance.InAsync(change, asked.Key, new AcceptanceDecision(AcceptanceAnswer.Accept, AcceptanceVia.Silence, change.Actor.Name) { Document = copy });
        return true;
    }

    private async Task NoticeAsync(Change change, AcceptanceRequest asked, LadderNotice notice)
    {
        var (final, text) = (notice.Step is NoticeStep.Final, AcceptanceMail.Notice(asked, notice));
        var subject = final ? $"Last notice: {asked.Subject}" : $"Reminder: {asked.Subject}";
        var mailed = false;
        if (asked.HasAddress)
        {
            mailed = await AcceptanceMail.ToCustomerAsync(change, asked, "acceptance_notice", subject, text, await linkFor(change, asked.Key, asked.RecipientName, asked.RecipientEmail));
            await AcceptanceMail.ToCopiesAsync(change, asked, "acceptance_notice", subject, text);
        }

        await Evidence.AppendAsync(change, asked.Key, "notice", new
        {
            step = notice.Step.ToString(), day = notice.Day, notice.DaysLeft, dueAt = notice.At, lastDay = asked.LastDay, asked.Deadline, to = asked.RecipientEmail, mailed, text,
        });
        await change.TellAsync(AcceptanceSteps.Milestones.Name, AcceptanceSteps.SubjectOf(asked));
        if (final)
            await Notices.AddAsync(
                change, "acceptance_final", await ManagerAsync(change, asked), AcceptanceSteps.SubjectOf(asked),
                $"{asked.RecipientName} has not answered \"{asked.Subject}\" yet. Silence accepts at the end of {AcceptanceMail.Day(asked.LastDay!.Value)}.{(mailed ? "" : " The last notice could not be sent by mail: hand it over yourself.")}",
                AcceptanceSteps.PageOf(asked.Key));
    }

    private static async Task MissedAsync(Change change, AcceptanceRequest asked, List<LadderNotice> missed)
    {
        foreach (var notice in missed)
            await Evidence.AppendAsync(change, asked.Key, "notice_missed", new
            {
                step = notice.Step.ToString(), day = notice.Day, notice.DaysLeft, dueAt = notice.At, why = "The program did not run when this notice fell due; it was not sent late.",
            });
    }

    private static Task<string?> ManagerAsync(Change change, AcceptanceRequest asked) =>
        change.QuerySingleOrDefaultAsync<string>("select project_manager from engagements where engagement = @Engagement", new { asked.Engagement });

    private static HashSet<(string Step, DateOnly Day)> Seen(IReadOnlyList<EvidenceEntry> evidence) =>
    [
        .. evidence.Where(entry => entry.Kind is "notice" or "notice_missed").Select(entry => (
            Said(entry, "step") ?? "", DateOnly.TryParseExact(Said(entry, "day"), "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) ? day : default)),
    ];

    // Evidence may have come by an import, whatever it says.
    private static string? Said(EvidenceEntry entry, string name)
    {
        try
        {
            using var detail = JsonDocument.Parse(entry.Detail);
            return detail.RootElement.ValueKind is JsonValueKind.Object && detail.RootElement.TryGetProperty(name, out var said) && said.ValueKind is JsonValueKind.String ? said.GetString() : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    // The mail as it went out, and where and when it went.
    private static string TextOf(AcceptanceRequest asked, IReadOnlyList<EvidenceEntry> evidence)
    {
        var text = (evidence.Count > 0 ? Said(evidence[0], "text") : null) ?? asked.Statement;
        return string.Create(CultureInfo.InvariantCulture, $"To: {asked.RecipientName} <{asked.RecipientEmail}>\nCc: {asked.Copies}\nDate: {asked.SentAt.UtcDateTime:yyyy-MM-dd'T'HH:mm:ss'Z'}\nSubject: {asked.Subject}\n\n{text}\n");
    }
}

using System.Text;
using Throughline.Data;
using Throughline.Data.Acceptance;
using Throughline.Data.Mail;
using Throughline.Domain;
using Throughline.Domain.Acceptance;
using Throughline.Domain.Policies;
using Throughline.Platform;
using Throughline.Platform.Records;

namespace Throughline.Features.Acceptance;

/// <summary>A customer's answer by mail: the mail as a file, or its text with who wrote it and when.</summary>
public sealed record ReplyForm
{
    /// <summary>The mail as it is stored by mail programs (.eml).</summary>
    public AcceptanceDocument? Mail { get; init; }

    public string? Text { get; init; }
    public string? Sender { get; init; }

    /// <summary>When it was written; what the mail says when left out.</summary>
    public DateTimeOffset? SentAt { get; init; }
}

/// <summary>A reply was entered or settled.</summary>
public sealed record ReplyStep(AcceptanceReply Reply, AcceptanceRequest Request);

/// <summary>Takes a customer's answer by mail in, whole and as evidence, until the project manager has said what it is (R-233).</summary>
public sealed class EnterReply(Database database)
{
    private const int LongestText = 100_000;

    public async Task<Result<ReplyStep>> RunAsync(string request, ReplyForm form, CurrentUser user, CancellationToken stop)
    {
        if (!(await AcceptanceSteps.MayEditAsync(database, request, user, stop)).Succeeded(out var may, out var refused))
            return refused;
        if (!Read(form).Succeeded(out var said, out var invalid))
            return invalid;

        return await database.WriteAsync<ReplyStep>(user.ToActor(may.Role), async change =>
        {
            // Gather
            if (await AcceptanceRows.HoldAsync(change, request) is not { Request: var asked })
                return new NoSuchRecord($"There is no acceptance request {request}.");

            // Decide
            var sentAt = said.SentAt!.Value;
            if (sentAt > change.At.AddMinutes(5) || asked.DayOf(sentAt) < asked.DayOf(asked.SentAt))
                return new InvalidFields("sentAt", FormattableString.Invariant($"A reply was written between {asked.DayOf(asked.SentAt):yyyy-MM-dd}, when we asked, and now."));

            var context = (await AcceptanceContext.ReadAsync(change.Connection, asked.Engagement, asked.DayOf(change.At)))!;
            var words = (await database.Policies.ReadAsync(change.Connection, stop)).Answer(new PolicyQuestion("P-29", asked.DayOf(change.At), asked.Engagement, context.Region)).Items;
            var word = AcceptanceWords.FindIn(AcceptanceWords.OwnWords(said.Text), [.. words]);

            // Act
            var file = await AcceptanceRows.AddFileAsync(change, request, "reply", form.Mail ?? new AcceptanceDocument("reply.txt", "text/plain", Encoding.UTF8.GetBytes(said.Text)));
            var reply = new AcceptanceReply(RecordKeys.New("reply", change.At), request, said.Sender, sentAt.ToUniversalTime(), said.Text, word, file.Number, "waiting", change.Actor.Name, change.At, null, null);
            await AcceptanceRows.AddReplyAsync(change, reply);
            await Evidence.AppendAsync(change, request, "reply", new { reply.Key, reply.Sender, sentAt = reply.SentAt, reply.Text, reply.Word, file = new { file.Name, sha256 = Convert.ToHexStringLower(file.Sha256) } });
            if (!change.Actor.Name.Equals(context.ManagerEmail, StringComparison.OrdinalIgnoreCase))
                await Notices.AddAsync(
                    change, "acceptance_reply", context.ProjectManager, AcceptanceSteps.SubjectOf(asked),
                    $"{reply.Sender} has answered the request for \"{asked.Subject}\"{(word is null ? "" : $", with the word \"{word}\"")}. Read it and say what it is; until then silence accepts nothing.", AcceptanceSteps.PageOf(request));

            var step = await AcceptanceSteps.DoneAsync(change, asked, "acceptance_reply_entered", new { reply = reply.Key, reply.Sender, sentAt = reply.SentAt, word });
            return new ReplyStep(reply, step.Request);
        }, stop);
    }

    private static Result<MailText> Read(ReplyForm form)
    {
        MailText? mail = null;
        if (form.Mail is { } file && (mail = MailText.Read(file.Content.Span)) is null)
            return new InvalidFields("mail", $"{file.Name} is not a mail. Save the reply as a mail (.eml), or paste its text.");

        var said = new MailText(Or(form.Sender, mail?.Sender), form.SentAt ?? mail?.SentAt, mail?.Subject ?? "", Or(form.Text, mail?.Text));
        var errors = new List<FieldError>();
        if (said.Sender.Length is 0 or > 300 || said.Sender.Any(char.IsControl))
            errors.Add(new("sender", "Say who wrote the reply, on one line."));
        if (said.SentAt is null)
            errors.Add(new("sentAt", "Say when the reply was written: it decides whether it came in time."));
        if (said.Text.Length == 0 && mail is null || said.Text.Length > LongestText || said.Text.Contains('\0'))
            errors.Add(new("text", "Paste what the customer wrote, at most 100,000 characters."));

        return errors.Count > 0 ? new InvalidFields(errors) : said;
    }

    private static string Or(string? text, string? other) => (string.IsNullOrWhiteSpace(text) ? other ?? "" : text).Trim();
}

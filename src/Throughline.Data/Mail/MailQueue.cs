using System.Diagnostics.CodeAnalysis;
using Dapper;
using Npgsql;
using Throughline.Data.Recording;

namespace Throughline.Data.Mail;

/// <summary>
/// Mail to be sent, in the database: written in the transaction of its cause and taken by one node at a time. A mail that
/// was begun is not begun again unless the server said that it did not take it, so nobody gets one twice.
/// </summary>
[SuppressMessage("Naming", "CA1711:Identifiers should not have incorrect suffix", Justification = "It is a queue of mail.")]
public sealed class MailQueue(Database database)
{
    private const int LongestSubject = 200, LongestError = 500;

    // Longer than it takes to send the most that is taken at once. It runs by the real clock: a trial's may jump.
    private const string Lease = "interval '15 minutes'";

    // After each failure a longer pause; after the last one it stands for an administrator.
    private static readonly TimeSpan[] Pauses =
        [TimeSpan.FromMinutes(1), TimeSpan.FromMinutes(5), TimeSpan.FromMinutes(15), TimeSpan.FromHours(1), TimeSpan.FromHours(4), TimeSpan.FromHours(12)];

    /// <summary>
    /// Queues it with the change. False when nothing is to be sent: no administrator has set mail up, nobody of that name can
    /// be reached, or its key was queued before.
    /// </summary>
    public static async Task<bool> PutAsync(Change change, MailDraft draft)
    {
        var id = Guid.CreateVersion7();
        var queued = await change.ExecuteAsync(
            $"""
            insert into mail (mail, kind, account, address, name, subject, body, html, link, queued_at, run_at, dedupe_key, outside)
            select @id, @Kind, r.account, r.address, r.name, @subject, @Text, @Html, @Link, @at, @at, @DedupeKey, @outside
            from {(draft.Outside is null ? "mail_recipient(@Recipient)" : "(select null::uuid as account, @Address as address, @Name as name)")} r
            where exists (select from mail_settings where enabled)
            on conflict (dedupe_key) do nothing
            """,
            new { id, draft.Kind, draft.Recipient, outside = draft.Outside is not null, draft.Outside?.Address, Name = OneLine(draft.Outside?.Name ?? "", LongestSubject), subject = OneLine(draft.Subject, LongestSubject), draft.Text, draft.Html, draft.Link, draft.DedupeKey, at = change.At });
        if (queued == 0)
            return false;

        for (var i = 0; i < draft.Attachments.Count; i++)
            await change.ExecuteAsync(
                "insert into mail_attachments (mail, number, name, type, content) values (@id, @i, @Name, @Type, @Content)",
                new { id, i, draft.Attachments[i].Name, draft.Attachments[i].Type, draft.Attachments[i].Content });

        return true;
    }

    /// <summary>Takes up to so many due mails for this node. What another node took and never finished is put before an administrator.</summary>
    public Task<IReadOnlyList<ClaimedMail>> ClaimAsync(int most, CancellationToken stop) => database.ReadAsync<IReadOnlyList<ClaimedMail>>(
        async connection =>
        {
            var mails = (await connection.QueryAsync<ClaimedMail>(
                $"""
                update mail set state = 'failed', settled_at = @now, locked_until = null,
                  error = 'The program stopped while it was sending this. It may have arrived, so it is not sent again by itself.'
                where state = 'waiting' and locked_until < clock_timestamp();
                update mail set attempts = attempts + 1, locked_until = clock_timestamp() + {Lease}
                where mail in (
                  select mail from mail where state = 'waiting' and locked_until is null and run_at <= @now order by run_at, mail limit @most for update skip locked)
                returning mail, address, name, subject, body, html, link, queued_at, attempts, outside
                """,
                new { now = database.Clock.GetUtcNow(), most })).AsList();
            return mails.Count == 0 ? mails : await WithFilesAsync(connection, mails);
        },
        stop);

    /// <summary>It was taken by the server. What it said is not kept, nor a link that opens something by itself: only that it went out.</summary>
    public Task SentAsync(ClaimedMail mail, CancellationToken stop) => database.ReadAsync(
        connection => connection.ExecuteAsync(
            """
            delete from mail_attachments where mail = @Mail;
            update mail set state = 'sent', settled_at = @now, locked_until = null, error = null, body = '', html = null, link = case when outside then null else link end where mail = @Mail
            """,
            new { mail.Mail, now = database.Clock.GetUtcNow() }),
        stop);

    /// <summary>It was not taken: tried again after a pause that grows, until it stands or the refusal is final.</summary>
    public Task FailedAsync(ClaimedMail mail, string error, bool final, CancellationToken stop)
    {
        var now = database.Clock.GetUtcNow();
        var stands = final || mail.Attempts > Pauses.Length;
        return database.ReadAsync(
            connection => connection.ExecuteAsync(
                "update mail set state = @state, run_at = @again, settled_at = @settled, locked_until = null, error = @error where mail = @Mail",
                new
                {
                    mail.Mail, error = OneLine(error, LongestError), state = stands ? "failed" : "waiting",
                    again = stands ? now : now + Pauses[mail.Attempts - 1], settled = stands ? now : (DateTimeOffset?)null,
                }),
            stop);
    }

    /// <summary>Puts back what was taken and not begun.</summary>
    public Task ReleaseAsync(IReadOnlyCollection<ClaimedMail> mails) => database.ReadAsync(
        connection => connection.ExecuteAsync(
            "update mail set attempts = attempts - 1, locked_until = null where mail = any(@ids) and state = 'waiting'",
            new { ids = mails.Select(mail => mail.Mail).ToArray() }),
        CancellationToken.None);

    /// <summary>What stands unsent, the latest first, and how many wait.</summary>
    public Task<(IReadOnlyList<StandingMail> Failed, int Waiting)> StandingAsync(CancellationToken stop) => database.ReadAsync<(IReadOnlyList<StandingMail>, int)>(
        async connection =>
        {
            using var both = await connection.QueryMultipleAsync(
                """
                select mail, address, name, subject, queued_at, settled_at, attempts, coalesce(error, '') as error from mail where state = 'failed' order by settled_at desc, mail limit 200;
                select count(*)::int from mail where state = 'waiting'
                """);
            return ((await both.ReadAsync<StandingMail>()).AsList(), await both.ReadSingleAsync<int>());
        },
        stop);

    /// <summary>Sends a standing mail anew, or gives it up; false when it stands no more.</summary>
    public static async Task<bool> SettleAsync(Change change, Guid mail, bool again) => await change.ExecuteAsync(
        again
            ? "update mail set state = 'waiting', attempts = 0, run_at = @at, settled_at = null, error = null where mail = @mail and state = 'failed'"
            : "update mail set state = 'dropped', settled_at = @at, body = '', html = null, link = case when outside then null else link end where mail = @mail and state = 'failed'",
        new { mail, at = change.At }) == 1;

    /// <summary>Without line breaks and other control characters: what a header may carry.</summary>
    public static string OneLine(string text, int most)
    {
        var line = string.Join(' ', string.Concat(text.Select(sign => char.IsControl(sign) || sign is '\u2028' or '\u2029' ? ' ' : sign))
            .Split(' ', StringSplitOptions.RemoveEmptyEntries));
        if (line.Length <= most)
            return line;

        return line[..(char.IsHighSurrogate(line[most - 2]) ? most - 2 : most - 1)] + "…";
    }

    private static async Task<IReadOnlyList<ClaimedMail>> WithFilesAsync(NpgsqlConnection connection, List<ClaimedMail> mails)
    {
        var files = (await connection.QueryAsync<(Guid Mail, string Name, string Type, byte[] Content)>(
            "select mail, name, type, content from mail_attachments where mail = any(@ids) order by mail, number", new { ids = mails.ConvertAll(mail => mail.Mail) }))
            .ToLookup(file => file.Mail, file => new MailAttachment(file.Name, file.Type, file.Content));
        return [.. mails.OrderBy(mail => mail.QueuedAt).Select(mail => files.Contains(mail.Mail) ? mail with { Attachments = [.. files[mail.Mail]] } : mail)];
    }
}

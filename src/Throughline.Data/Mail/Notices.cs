using System.Text.Json;
using Dapper;
using Npgsql;
using Throughline.Data.Recording;

namespace Throughline.Data.Mail;

/// <summary>An open notice; one about a booking that still stands comes with the booking.</summary>
/// <param name="Kind">One of <see cref="NoticeKinds"/>.</param>
/// <param name="Subject">The key of the record it is about.</param>
/// <param name="Said">Its own words.</param>
/// <param name="Link">The page it leads to.</param>
/// <param name="Version">Of the booking; null for every other notice.</param>
public sealed record Notice(
    long Number, string Kind, string Subject, DateTimeOffset At, string Said, string? Link, int? Version, string? Engagement, string? PersonName, string? Role,
    DateOnly? StartDate, DateOnly? EndDate, int? MinutesPerDay, DateOnly? Expires);

/// <summary>What somebody is told and may act on in their inbox; it comes by mail too, as each has chosen.</summary>
public static class Notices
{
    /// <summary>Tells once: as long as a notice of the kind about the record is open, its recipient is not told again. Nobody to tell, nothing told.</summary>
    /// <param name="change">The change that is the cause.</param>
    /// <param name="kind">One of <see cref="NoticeKinds"/>, or another word in small letters.</param>
    /// <param name="recipient">The code of a person or the e-mail of an account.</param>
    /// <param name="subject">The key of the record it is about: a booking, a week, a ticket, a request.</param>
    /// <param name="said">One or two sentences that need nothing beside them: the mail's words, and what is left when the record is gone.</param>
    /// <param name="link">The page to open; the kind's own when left out.</param>
    /// <returns>Whether it is news.</returns>
    public static async Task<bool> AddAsync(Change change, string kind, string? recipient, string subject, string said = "", string? link = null)
    {
        if (recipient is null)
            return false;

        var known = NoticeKinds.Find(kind);
        var choice = await change.QuerySingleOrDefaultAsync<string>(
            """
            with choice as (
              select coalesce((select c.choice from mail_recipient(@recipient) r join notice_choices c using (account) where c.kind = @kind), @usual) as choice)
            insert into notices (kind, recipient, subject, at, detail, digest)
            select @kind, @recipient, @subject, @at, @detail::jsonb, choice = 'digest' from choice
            on conflict (kind, subject, recipient) where done_at is null do nothing
            returning (select choice from choice)
            """,
            new { kind, recipient, subject, at = change.At, usual = known.Usual, detail = JsonSerializer.Serialize(new { said, link = link ?? known.LinkOf(subject) }) });
        if (choice is null)
            return false;

        await change.TellAsync("notices", subject);
        if (choice == NoticeKinds.ByMail)
            await MailQueue.PutAsync(change, new MailDraft(recipient, known.TitleOf(subject), said.Length > 0 ? said : known.Name + ".")
            {
                Kind = kind, Link = link ?? known.LinkOf(subject),
            });

        return true;
    }

    /// <summary>Closes open notices of these kinds about the records, whoever was told: what they asked for was done or is past.</summary>
    public static Task CloseAsync(Change change, IReadOnlyCollection<string> subjects, params string[] kinds) => subjects.Count == 0
        ? Task.CompletedTask
        : change.ExecuteAsync(
            "update notices set done_at = @at where done_at is null and subject = any(@subjects) and kind = any(@kinds)",
            new { at = change.At, subjects = subjects.ToArray(), kinds });

    /// <summary>The open notices of somebody, the oldest first.</summary>
    /// <param name="connection">Where to read.</param>
    /// <param name="recipients">The names they are told under: the code of their person, the e-mail of their account.</param>
    public static async Task<IReadOnlyList<Notice>> ListAsync(NpgsqlConnection connection, IReadOnlyCollection<string> recipients) => (await connection.QueryAsync<Notice>(
        """
        select n.notice as number, n.kind, n.subject, n.at, coalesce(n.detail->>'said', '') as said, n.detail->>'link' as link, b.version, b.engagement, p.name as person_name, b.role,
          b.start_date, b.end_date, b.minutes_per_day, b.expires
        from notices n left join bookings b on b.booking = n.subject and n.kind in ('soft_expiring', 'room_made') left join people p on p.person = b.person
        where n.done_at is null and n.recipient = any(@recipients) order by n.at, n.notice limit 100
        """,
        new { recipients = recipients.ToArray() })).AsList();

    /// <summary>False when it is nobody's of these, or closed already.</summary>
    public static async Task<bool> DismissAsync(Change change, long number, IReadOnlyCollection<string> recipients) => await change.ExecuteAsync(
        "update notices set done_at = @at where notice = @number and done_at is null and recipient = any(@recipients)",
        new { at = change.At, number, recipients = recipients.ToArray() }) == 1;

    /// <summary>One mail to each who wants a daily digest and has news; those closed meanwhile are no news.</summary>
    public static async Task<int> SendDigestsAsync(Change change)
    {
        var news = await change.QueryAsync<(string Recipient, string Kind, string Subject, string Said)>(
            """
            with taken as (update notices set digest = false where digest returning notice, recipient, kind, subject, coalesce(detail->>'said', '') as said, done_at)
            select r.address as recipient, kind, subject, said from taken cross join lateral mail_recipient(recipient) r where done_at is null order by r.address, notice
            """);
        var sent = 0;
        foreach (var theirs in news.GroupBy(notice => notice.Recipient))
        {
            var lines = theirs.Select(notice => notice.Said.Length > 0 ? notice.Said : NoticeKinds.Find(notice.Kind).TitleOf(notice.Subject) + ".").Distinct().ToList();
            var subject = lines.Count == 1 ? "One thing in your inbox" : FormattableString.Invariant($"{lines.Count} things in your inbox");
            if (await MailQueue.PutAsync(change, new MailDraft(theirs.Key, subject, string.Join("\n\n", lines)) { Kind = "digest", Link = "/inbox" }))
                sent++;
        }

        return sent;
    }

    /// <summary>How the account hears of each kind it has chosen for.</summary>
    public static async Task<IReadOnlyDictionary<string, string>> ChoicesAsync(NpgsqlConnection connection, Guid account) =>
        (await connection.QueryAsync<(string Kind, string Choice)>("select kind, choice from notice_choices where account = @account", new { account }))
        .ToDictionary(row => row.Kind, row => row.Choice, StringComparer.Ordinal);

    /// <summary>Keeps the choices; kinds that are not named stay as they are.</summary>
    public static Task ChooseAsync(Change change, Guid account, IReadOnlyDictionary<string, string> choices) => change.ExecuteAsync(
        """
        insert into notice_choices (account, kind, choice) select @account, kind, choice from unnest(@kinds, @choices) chosen (kind, choice)
        on conflict (account, kind) do update set choice = excluded.choice
        """,
        new { account, kinds = choices.Keys.ToArray(), choices = choices.Values.ToArray() });
}

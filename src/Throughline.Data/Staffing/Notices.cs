using System.Text.Json;
using Dapper;
using Npgsql;
using Throughline.Data.Recording;

namespace Throughline.Data.Staffing;

/// <summary>An open notice with the booking it is about; of one that was released only the notice's own words are left.</summary>
/// <param name="Kind"><c>soft_expiring</c>, <c>soft_released</c> or <c>room_made</c>.</param>
public sealed record Notice(
    long Number, string Kind, string Booking, DateTimeOffset At, string Said, int? Version, string? Engagement, string? PersonName, string? Role,
    DateOnly? StartDate, DateOnly? EndDate, int? MinutesPerDay, DateOnly? Expires);

/// <summary>What somebody is told about bookings and may act on in their inbox.</summary>
public static class Notices
{
    /// <summary>Tells once: as long as a notice of the kind about the booking is open, it is not repeated. Nobody to tell, nothing told.</summary>
    /// <param name="change">The change that is the cause.</param>
    /// <param name="kind">One of those the table knows.</param>
    /// <param name="recipient">The code of a person or the e-mail of an account.</param>
    /// <param name="booking">The booking it is about.</param>
    /// <param name="said">The sentence that is left when the booking is gone.</param>
    public static async Task AddAsync(Change change, string kind, string? recipient, string booking, string said = "")
    {
        if (recipient is null)
            return;

        await change.ExecuteAsync(
            "insert into notices (kind, recipient, subject, at, detail) values (@kind, @recipient, @booking, @at, @detail::jsonb) on conflict (kind, subject) where done_at is null do nothing",
            new { kind, recipient, booking, at = change.At, detail = JsonSerializer.Serialize(new { said }) });
        await change.TellAsync("notices", booking);
    }

    /// <summary>Closes open notices of these kinds about the bookings: what they asked for was done or is past.</summary>
    public static Task CloseAsync(Change change, IReadOnlyCollection<string> bookings, params string[] kinds) => bookings.Count == 0
        ? Task.CompletedTask
        : change.ExecuteAsync(
            "update notices set done_at = @at where done_at is null and subject = any(@bookings) and kind = any(@kinds)",
            new { at = change.At, bookings = bookings.ToArray(), kinds });

    /// <summary>The open notices of somebody, the oldest first.</summary>
    /// <param name="connection">Where to read.</param>
    /// <param name="recipients">The names they are told under: the code of their person, the e-mail of their account.</param>
    public static async Task<IReadOnlyList<Notice>> ListAsync(NpgsqlConnection connection, IReadOnlyCollection<string> recipients) => (await connection.QueryAsync<Notice>(
        """
        select n.notice as number, n.kind, n.subject as booking, n.at, coalesce(n.detail->>'said', '') as said, b.version, b.engagement, p.name as person_name, b.role,
          b.start_date, b.end_date, b.minutes_per_day, b.expires
        from notices n left join bookings b on b.booking = n.subject left join people p on p.person = b.person
        where n.done_at is null and n.recipient = any(@recipients) order by n.at, n.notice limit 100
        """,
        new { recipients = recipients.ToArray() })).AsList();

    /// <summary>False when it is nobody's of these, or closed already.</summary>
    public static async Task<bool> DismissAsync(Change change, long number, IReadOnlyCollection<string> recipients) => await change.ExecuteAsync(
        "update notices set done_at = @at where notice = @number and done_at is null and recipient = any(@recipients)",
        new { at = change.At, number, recipients = recipients.ToArray() }) == 1;
}

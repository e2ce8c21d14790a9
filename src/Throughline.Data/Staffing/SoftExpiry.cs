using System.Globalization;
using Dapper;
using Throughline.Data.Mail;
using Throughline.Data.Recording;
using Throughline.Domain.Dates;
using Throughline.Domain.People;

namespace Throughline.Data.Staffing;

/// <summary>Soft bookings stand until their last day: their owners are told some days before, and the day after they are released.</summary>
public static class SoftExpiry
{
    private sealed record Expired(string Booking, string Engagement, string? Person, string? PersonName, string? Owner, DateOnly StartDate, DateOnly EndDate, DateOnly Expires);

    /// <param name="database">The practice.</param>
    /// <param name="today">What expired before it is released.</param>
    /// <param name="daysBefore">How many days ahead owners are told; 0 tells them on the last day.</param>
    /// <param name="stop">Ends the work between two bookings.</param>
    /// <returns>How many bookings were released.</returns>
    public static async Task<int> RunAsync(Database database, DateOnly today, int daysBefore, CancellationToken stop)
    {
        var expired = await database.ReadAsync(connection => connection.QueryAsync<Expired>(
            """
            select b.booking, b.engagement, b.person, p.name as person_name, b.owner, b.start_date, b.end_date, b.expires
            from bookings b left join people p using (person) where b.kind = 'soft' and b.expires < @today order by b.expires, b.booking
            """,
            new { today }), stop);
        var released = 0;
        foreach (var booking in expired)
        {
            var done = await database.WriteAsync<bool>(Actor.System(Guid.CreateVersion7()), async change => await ReleaseAsync(change, booking, today, stop), stop);
            released += done.Succeeded(out var gone, out _) && gone ? 1 : 0;
        }

        await database.WriteAsync<bool>(Actor.System(Guid.CreateVersion7()), change => WarnAsync(change, today, today.AddDays(daysBefore)), stop);
        return released;
    }

    // Somebody may have kept it meanwhile.
    private static async Task<bool> ReleaseAsync(Change change, Expired booking, DateOnly today, CancellationToken stop)
    {
        PersonKey[] people = booking.Person is { } person ? [new PersonKey(person)] : [];
        var ledger = await LedgerKeeper.HoldAsync(change, people, new DateRange(booking.StartDate, booking.EndDate), stop);
        if (await change.ExecuteAsync("delete from bookings where booking = @Booking and kind = 'soft' and expires < @today", new { booking.Booking, today }) == 0)
            return false;

        await ledger.SettleAsync(people, stop);
        await change.AuditAsync("booking_released", booking.Booking, new { reason = "expired", booking.Expires });
        await change.TellAsync("bookings", booking.Booking);
        await Notices.CloseAsync(change, [booking.Booking], "soft_expiring", "room_made", WaitingLine.Partly);
        await Notices.AddAsync(change, "soft_released", booking.Owner, booking.Booking, string.Create(
            CultureInfo.InvariantCulture, $"{Said(booking)}, stood until {booking.Expires:yyyy-MM-dd} and was released."));
        return true;
    }

    private static string Said(Expired booking) => string.Create(
        CultureInfo.InvariantCulture,
        $"The soft booking of {booking.PersonName ?? "an unnamed resource"} on {booking.Engagement}, {booking.StartDate:yyyy-MM-dd} to {booking.EndDate:yyyy-MM-dd}");

    private static async Task<Domain.Result<bool>> WarnAsync(Change change, DateOnly today, DateOnly until)
    {
        var ending = await change.QueryAsync<Expired>(
            """
            select b.booking, b.engagement, b.person, p.name as person_name, b.owner, b.start_date, b.end_date, b.expires
            from bookings b left join people p using (person)
            where b.kind = 'soft' and b.owner is not null and b.expires between @today and @until
              and not exists (select from notices n where n.kind = 'soft_expiring' and n.subject = b.booking and n.done_at is null)
            order by b.expires, b.booking
            """,
            new { today, until });
        foreach (var booking in ending)
            await Notices.AddAsync(change, "soft_expiring", booking.Owner, booking.Booking, string.Create(
                CultureInfo.InvariantCulture, $"{Said(booking)}, stands until {booking.Expires:yyyy-MM-dd}. Keep it or release it; after that day it is released by itself."));

        return true;
    }
}

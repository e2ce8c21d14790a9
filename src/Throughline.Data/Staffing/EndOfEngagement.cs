using Dapper;
using Npgsql;
using Throughline.Data.Mail;
using Throughline.Data.Recording;
using Throughline.Domain.Dates;
using Throughline.Domain.Engagements;
using Throughline.Domain.People;

namespace Throughline.Data.Staffing;

/// <summary>
/// An engagement that is completed, closed, cancelled or lost gives its people back: from the next day on its bookings are
/// released, in the change that ends it. What lies before stays.
/// </summary>
public static class EndOfEngagement
{
    private sealed record Standing(string Booking, string? Person, DateOnly StartDate, DateOnly EndDate, string Kind);

    /// <summary>Whether the step to the status is an end.</summary>
    public static bool IsEnd(string? before, string? after) =>
        before != after && EngagementStatuses.Words.Find(after ?? "") is EngagementStatus.Completed or EngagementStatus.Closed or EngagementStatus.Cancelled;

    /// <summary>How many bookings an end today would release, in whole or in part.</summary>
    public static Task<int> CountAsync(NpgsqlConnection connection, string engagement, DateOnly today) => connection.QuerySingleAsync<int>(
        "select count(*)::int from bookings where engagement = @engagement and end_date > @today", new { engagement, today });

    /// <summary>Within the change that ends them: releases their bookings from the day after today on.</summary>
    /// <returns>How many bookings ended.</returns>
    public static async Task<int> ReleaseAsync(Change change, IReadOnlyCollection<string> engagements, DateOnly today, CancellationToken stop)
    {
        const string Concerned = "select booking, person, start_date, end_date, kind from bookings where engagement = any(@engagements) and end_date > @today order by booking";
        var asked = new { engagements = engagements.ToArray(), today };
        var before = await change.QueryAsync<Standing>(Concerned, asked);
        if (before.Count == 0)
            return 0;

        var people = before.Select(booking => booking.Person).OfType<string>().Distinct().Order(StringComparer.Ordinal).Select(person => new PersonKey(person)).ToList();
        var days = new DateRange(before.Min(booking => booking.StartDate), before.Max(booking => booking.EndDate));
        var ledger = await LedgerKeeper.HoldAsync(change, people, days, stop);
        var cut = await change.QueryAsync<string>(
            "update bookings set end_date = @today where engagement = any(@engagements) and end_date > @today and start_date <= @today returning booking", asked);
        var gone = await change.QueryAsync<string>("delete from bookings where engagement = any(@engagements) and start_date > @today returning booking", asked);
        await ledger.SettleAsync(people, stop);

        foreach (var booking in cut)
            await change.AuditAsync("booking_changed", booking, new { reason = "engagement ended", end = today });
        foreach (var booking in gone)
            await change.AuditAsync("booking_released", booking, new { reason = "engagement ended" });

        await change.TellAsync("bookings", string.Join(' ', engagements));
        await Notices.CloseAsync(change, [.. gone], "soft_expiring", "room_made");
        await WaitingLine.TellAsync(change, [.. before.Where(booking => booking.Kind == "hard" && booking.Person is not null).Select(booking => new PersonKey(booking.Person!)).Distinct()]);
        return cut.Count + gone.Count;
    }
}

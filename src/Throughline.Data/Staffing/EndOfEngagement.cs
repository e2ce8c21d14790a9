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
/// released, and what is still asked for it is cancelled, in the change that ends it. What lies before stays.
/// </summary>
public static class EndOfEngagement
{
    private sealed record Standing(string Booking, string? Person, DateOnly StartDate, DateOnly EndDate, string Kind);

    private sealed record Ended(string Request, string RequestedBy, string Why);

    /// <summary>Whether the step to the status is an end.</summary>
    public static bool IsEnd(string? before, string? after) =>
        before != after && EngagementStatuses.Words.Find(after ?? "") is EngagementStatus.Completed or EngagementStatus.Closed or EngagementStatus.Cancelled;

    /// <summary>How many bookings an end today would release, in whole or in part.</summary>
    public static Task<int> CountAsync(NpgsqlConnection connection, string engagement, DateOnly today) => connection.QuerySingleAsync<int>(
        "select count(*)::int from bookings where engagement = @engagement and end_date > @today", new { engagement, today });

    /// <summary>Within the change that ends them: releases their bookings from the day after today on and cancels their open requests.</summary>
    /// <returns>How many bookings ended.</returns>
    public static async Task<int> ReleaseAsync(Change change, IReadOnlyCollection<string> engagements, DateOnly today, CancellationToken stop)
    {
        await CancelRequestsAsync(change, engagements);

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
        await Notices.CloseAsync(change, [.. gone], "soft_expiring", "room_made", WaitingLine.Partly);
        await WaitingLine.TellAsync(change, [.. before.Where(booking => booking.Kind == "hard" && booking.Person is not null).Select(booking => new PersonKey(booking.Person!)).Distinct()]);
        return cut.Count + gone.Count;
    }

    // Nobody is wanted on it any more; whoever asked is told why.
    private static async Task CancelRequestsAsync(Change change, IReadOnlyCollection<string> engagements)
    {
        var ended = await change.QueryAsync<Ended>(
            """
            update resource_requests r set state = 'cancelled', offers = null, decided_by = @by, decided_at = @at,
              reason = case when e.status in ('completed', 'closed', 'cancelled') then e.engagement || ' is ' || e.status else 'The deal of ' || e.engagement || ' is lost' end
                || ', so nobody is wanted on it any more.'
            from engagements e
            where e.engagement = r.engagement and r.engagement = any(@engagements) and r.state in ('draft', 'submitted', 'countered', 'approved')
            returning r.resource_request as request, r.requested_by, r.reason as why
            """,
            new { engagements = engagements.ToArray(), by = change.Actor.Name, at = change.At });
        foreach (var one in ended)
        {
            await change.ExecuteAsync(
                """
                insert into resource_request_events (resource_request, event, at, step, author, role, reason)
                select @Request, lpad((count(*) + 1)::text, 4, '0'), @at, 'cancel', @by, @role, @Why from resource_request_events where resource_request = @Request
                """,
                new { one.Request, at = change.At, by = change.Actor.Name, role = change.Actor.Role, one.Why });
            await change.AuditAsync("request_cancelled", one.Request, new { reason = "engagement ended" });
            await change.TellAsync("resource_requests", one.Request);
            if (one.RequestedBy != change.Actor.Name)
                await Notices.AddAsync(change, "request_cancelled", one.RequestedBy, one.Request, $"Your request {one.Request} was cancelled. {one.Why}", $"/staffing/requests/{Uri.EscapeDataString(one.Request)}");
        }
    }
}

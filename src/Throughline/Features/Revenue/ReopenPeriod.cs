using Throughline.Data;
using Throughline.Data.Revenue;
using Throughline.Data.Timekeeping;
using Throughline.Domain;
using Throughline.Domain.Accounts;
using Throughline.Domain.Revenue;
using Throughline.Domain.Timekeeping;
using Throughline.Platform;

namespace Throughline.Features.Revenue;

/// <summary>
/// Opens a closed period by a ticket that somebody else decides on. The lock goes, and rates decide again what its time brings;
/// what was released stays as it was recorded.
/// </summary>
public sealed class ReopenPeriod(Database database)
{
    /// <param name="user">Asks.</param>
    /// <param name="key">The lock that closes the period.</param>
    /// <param name="reason">Kept with the ticket.</param>
    /// <param name="stop">Ends the writing.</param>
    public async Task<Result<PeriodReopening>> AskAsync(CurrentUser user, string? key, string? reason, CancellationToken stop)
    {
        var decision = user.Decide(Act.LockPeriod);
        if (decision.Problem is { } refused)
            return refused;
        if (string.IsNullOrWhiteSpace(reason))
            return new InvalidFields("reason", "Say why the period must be opened: whoever decides reads it.");

        return await database.WriteAsync<PeriodReopening>(user.ToActor(decision.Role), async change =>
        {
            if (key is null || await BillingLocks.FindAsync(change, key, stop) is not { ClosesMonths: true } standing)
                return new NoSuchRecord("This period is not closed.");
            if (await change.QuerySingleOrDefaultAsync<string>("select asked_by from period_reopenings where period_lock = @key and state = 'asked'", new { key }) is { } by)
                return new ReopeningRefused("R-235", $"{by} has asked for this already; it waits for a decision.");

            var ticket = new PeriodReopening(
                Guid.CreateVersion7().ToString("N"), standing.Key, standing.Days, standing.LegalEntity, reason.Trim(), user.Email, change.At.ToUniversalTime(), TicketState.Asked);
            await ReopeningRows.AskAsync(change, ticket);
            return ticket;
        }, stop);
    }

    public async Task<Result<PeriodReopening>> DecideAsync(CurrentUser user, string key, bool approve, string? comment, CancellationToken stop)
    {
        var decision = user.Decide(Act.DecideUnlock);
        if (decision.Problem is { } refused)
            return refused;

        return await database.WriteAsync<PeriodReopening>(user.ToActor(decision.Role), async change =>
        {
            await ReleaseRows.HoldAsync(change);
            if (await ReopeningRows.LockAsync(change, key) is not { } ticket)
                return new NoSuchRecord($"There is no ticket {key}.");
            if (ticket.RefuseDecision(user.Email) is { } problem)
                return problem;

            var decided = ticket with
            {
                State = approve ? TicketState.Approved : TicketState.Declined, DecidedBy = user.Email, DecidedAt = change.At.ToUniversalTime(),
                Comment = string.IsNullOrWhiteSpace(comment) ? null : comment.Trim(),
            };
            await ReopeningRows.DecideAsync(change, decided);
            if (approve && await BillingLocks.FindAsync(change, ticket.Lock, stop) is { } standing)
                await BillingLocks.OpenAsync(change, standing, stop);

            return decided;
        }, stop);
    }
}

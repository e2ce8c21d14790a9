using Throughline.Data;
using Throughline.Data.Recording;
using Throughline.Data.Revenue;
using Throughline.Data.Timekeeping;
using Throughline.Domain;
using Throughline.Domain.Accounts;
using Throughline.Domain.Dates;
using Throughline.Domain.Timekeeping;
using Throughline.Platform;

namespace Throughline.Features.Revenue;

/// <summary>Finance closes a month, of the whole practice or of one legal entity: its hours stay as they are, and so do their prices.</summary>
public sealed class ClosePeriod(Database database, PracticeSettings settings)
{
    public async Task<Result<PeriodLock>> RunAsync(CurrentUser user, string? monthText, string? legalEntity, CancellationToken stop)
    {
        var decision = user.Decide(Act.ClosePeriod);
        if (decision.Problem is { } refused)
            return refused;
        if (MonthText.Read(monthText) is not { } month)
            return new InvalidFields("month", "Give the month like 2026-03.");
        if (await settings.TodayAsync(stop) <= month.Days.Last)
            return new ReleaseRefused("R-235", $"{month} is not over yet. Close it when it is.");

        var entity = string.IsNullOrWhiteSpace(legalEntity) ? null : legalEntity.Trim();
        return await database.WriteAsync<PeriodLock>(user.ToActor(decision.Role), async change =>
        {
            await ReleaseRows.HoldAsync(change);
            if (await RefuseAsync(change, month, entity, stop) is { } problem)
                return problem;

            var one = new PeriodLock(
                entity is null ? $"billing-{month}" : $"billing-{month}-{entity}", month.Days, entity, null, null, $"{month} is billed and closed", Billing: true);
            await BillingLocks.LockAsync(change, one, stop);
            return one;
        }, stop);
    }

    private static async Task<ReleaseRefused?> RefuseAsync(Change change, Month month, string? entity, CancellationToken stop)
    {
        if (await ReleaseRows.UndecidedAsync(change) is { } batch && batch.Month == month.ToString())
            return new ReleaseRefused("R-231", $"Batch {batch.Batch} of {month} waits for finance. Release it or send it back before the month closes.");

        var standing = (await PeriodLockRows.HoldAsync(change, month.Days, stop)).Locks.Where(one => one.ClosesMonths && one.Days.First <= month.Days.First && one.Days.Last >= month.Days.Last);
        if (standing.FirstOrDefault(one => one.LegalEntity is null || one.LegalEntity == entity) is { } closed)
            return new ReleaseRefused("R-235", $"{month} is closed already: {closed.Reason}.");
        if (entity is not null && await change.QuerySingleOrDefaultAsync<bool>("select not exists (select from engagements where coalesce(legal_entity, @practice) = @entity)", new { practice = LockedWork.Practice, entity }))
            return new ReleaseRefused("R-235", $"No engagement belongs to {entity}.");

        return null;
    }
}

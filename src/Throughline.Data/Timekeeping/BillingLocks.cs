using Throughline.Data.Pricing;
using Throughline.Data.Recording;
using Throughline.Domain.Dates;
using Throughline.Domain.Timekeeping;

namespace Throughline.Data.Timekeeping;

/// <summary>The one way in which locks come and go: one that closes a billing period settles prices, and lets them go with it.</summary>
public static class BillingLocks
{
    public static async Task LockAsync(Change change, PeriodLock one, CancellationToken stop)
    {
        await PeriodLockRows.AddAsync(change, one);
        if (one.Billing)
            await FreezePrices.KeepAsync(change, one, stop);
    }

    public static async Task<PeriodLock?> FindAsync(Change change, string key, CancellationToken stop) =>
        (await PeriodLockRows.HoldAsync(change, new DateRange(DateOnly.MinValue, DateOnly.MaxValue), stop)).Locks.FirstOrDefault(one => one.Key == key);

    public static async Task OpenAsync(Change change, PeriodLock standing, CancellationToken stop)
    {
        await PeriodLockRows.RemoveAsync(change, standing.Key);
        if (standing.Billing)
            await FreezePrices.ReleaseAsync(change, standing, stop);
    }
}

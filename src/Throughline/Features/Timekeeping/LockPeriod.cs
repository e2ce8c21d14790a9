using System.Globalization;
using Throughline.Data;
using Throughline.Data.Timekeeping;
using Throughline.Domain;
using Throughline.Domain.Accounts;
using Throughline.Domain.Dates;
using Throughline.Domain.Engagements;
using Throughline.Domain.People;
using Throughline.Domain.Timekeeping;
using Throughline.Platform;

namespace Throughline.Features.Timekeeping;

/// <summary>A lock as a form or a request states it; empty parts are not narrowed.</summary>
public sealed record LockForm(string? Start, string? End, string? Reason)
{
    public string? Key { get; init; }
    public string? LegalEntity { get; init; }
    public string? Engagement { get; init; }
    public string? Person { get; init; }
    public string? Kind { get; init; }

    public Result<PeriodLock> Read()
    {
        var errors = new List<FieldError>();
        var days = Days(Start, End, errors);
        if (string.IsNullOrWhiteSpace(Reason))
            errors.Add(new("reason", "Say why these days are locked: everybody who meets the lock reads it."));
        if (!string.IsNullOrEmpty(Kind) && Kind is not ("period" or "billing"))
            errors.Add(new("kind", "is period or billing"));

        return errors.Count > 0 ? new InvalidFields(errors) : new PeriodLock(
            Some(Key) ?? Guid.CreateVersion7().ToString("N"), days, Some(LegalEntity), Some(Engagement) is { } engagement ? new EngagementKey(engagement) : null,
            Some(Person) is { } person ? new PersonKey(person) : null, Reason!.Trim(), Kind == "billing");
    }

    internal static DateRange Days(string? start, string? end, List<FieldError> errors)
    {
        var first = Day("start", start, errors);
        var last = Day("end", end, errors);
        if (first is { } from && last is { } to && to >= from)
            return new DateRange(from, to);
        if (first is not null && last is not null)
            errors.Add(new("end", "Let it end on or after the first day."));

        return default;
    }

    internal static string? Some(string? text) => string.IsNullOrWhiteSpace(text) ? null : text.Trim();

    private static DateOnly? Day(string field, string? text, List<FieldError> errors)
    {
        if (DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day))
            return day;

        errors.Add(new(field, "Write the day like 2026-03-09."));
        return null;
    }
}

/// <summary>Locks days, or takes a lock away. Coordinators, operations and finance do, also to close a billing period; everybody obeys.</summary>
public sealed class LockPeriod(Database database)
{
    public async Task<Result<PeriodLock>> RunAsync(CurrentUser user, LockForm form, CancellationToken stop)
    {
        var decision = user.Decide(Act.LockPeriod);
        if (decision.Problem is { } refused)
            return refused;
        if (!form.Read().Succeeded(out var one, out var invalid))
            return invalid;

        return await database.WriteAsync<PeriodLock>(user.ToActor(decision.Role), async change =>
        {
            await BillingLocks.LockAsync(change, one, stop);
            return one;
        }, stop);
    }

    public async Task<Result<string>> RemoveAsync(CurrentUser user, string key, CancellationToken stop)
    {
        var decision = user.Decide(Act.LockPeriod);
        if (decision.Problem is { } refused)
            return refused;

        return await database.WriteAsync<string>(
            user.ToActor(decision.Role),
            async change =>
            {
                if (await BillingLocks.FindAsync(change, key, stop) is not { } standing)
                    return new NoSuchRecord($"There is no lock {key}.");
                if (standing.ClosesMonths)
                    return new OpensByTicket();

                await BillingLocks.OpenAsync(change, standing, stop);
                return key;
            },
            stop);
    }
}

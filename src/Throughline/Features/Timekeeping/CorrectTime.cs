using Throughline.Data;
using Throughline.Data.Recording;
using Throughline.Data.Timekeeping;
using Throughline.Domain;
using Throughline.Domain.Dates;
using Throughline.Domain.Policies;
using Throughline.Domain.Timekeeping;
using Throughline.Platform;

namespace Throughline.Features.Timekeeping;

/// <summary>Which approved hours are corrected, and into what.</summary>
/// <param name="Entry">The approved entry, or one that corrects it.</param>
public sealed record CorrectionForm(string Entry)
{
    /// <summary>The hours that shall stand in the end, as people type them; a leading + or - changes what stands.</summary>
    public string? Total { get; init; }

    /// <summary>Instead of a total: a further entry of exactly what this states, which must be of the same subject.</summary>
    public TimeForm? Stated { get; init; }

    /// <summary>Why; null keeps the note of a pending correction.</summary>
    public string? Note { get; init; }

    /// <summary>The total that the writer saw; null when nothing was said about it.</summary>
    public decimal? Seen { get; init; }
}

/// <summary>
/// Corrects approved hours: the difference becomes an entry of its own, a draft that is handed in and approved alone. A
/// correction that is still open is changed in place, and goes away when there is nothing left to correct.
/// </summary>
public sealed class CorrectTime(Database database, PracticeSettings settings)
{
    /// <summary>The correction as it stands; the corrected entry itself when nothing is left to correct.</summary>
    public async Task<Result<TimeEntry>> RunAsync(CurrentUser user, CorrectionForm form, CancellationToken stop)
    {
        var policies = await settings.PoliciesAsync(stop);
        return await database.WriteAsync<TimeEntry>(user.ToActor(), async change =>
        {
            if (await TimeCorrections.LockAsync(change, form.Entry, stop) is not { } family)
                return TimeAccess.NotThere(form.Entry);
            if (TimeAccess.RefuseChange(user, family.Root) is { } refused)
                return refused;
            if (form.Seen is { } seen && seen != family.Time.Total)
                return new CorrectedMeanwhile(family.Time.Total);

            var root = family.Time.Root;
            var ground = await TimeStore.LockDayAsync(change, root.Terms, root.Entry, stop);
            return Decide(form, family.Time, ground!, policies).Succeeded(out var correction, out var problem)
                ? await StoreAsync(change, root, await PlacedAsync(change, family.Root, ground!, correction, stop), form.Stated?.Entry, stop)
                : problem;
        }, stop);
    }

    private static Result<Correction> Decide(CorrectionForm form, CorrectedTime time, TimeGround ground, PolicyValues policies)
    {
        if (form.Stated is { } stated)
        {
            return stated.Read(time.Root.Terms).Succeeded(out var terms, out var invalid)
                ? TimeCorrection.By(time, terms with { Note = stated.Note }, ground, policies)
                : invalid;
        }

        return HoursText.Read(form.Total ?? "", time.Total).Succeeded(out var wanted, out var unreadable)
            ? TimeCorrection.ToTotal(time, wanted, form.Note, ground, policies)
            : new InvalidFields("hours", unreadable.Message) with { Rule = unreadable.Rule };
    }

    // Locked days stay as they are: what corrects them is booked on the first day after the lock.
    private static async Task<Correction> PlacedAsync(Change change, LoggedTime root, TimeGround ground, Correction correction, CancellationToken stop)
    {
        if (ground.Locked is null)
            return correction;

        var day = root.Entry.Terms.Date;
        var locks = await PeriodLockRows.ReadAsync(change.Connection, new DateRange(day, DateOnly.MaxValue), stop, change.Transaction);
        return correction with { Terms = correction.Terms with { Date = locks.FirstOpen(root.Work, day, change.At) } };
    }

    private async Task<TimeEntry> StoreAsync(Change change, TimeEntry root, Correction correction, string? key, CancellationToken stop)
    {
        var (replaces, terms) = correction;
        if (replaces is null)
        {
            var made = string.IsNullOrWhiteSpace(key) ? EntryKeys.New(database.Clock.GetUtcNow()) : key.Trim();
            return terms.Hours == 0m ? root : await TimeStore.InsertAsync(change, made, terms, stop, root.Entry);
        }

        if (terms.Hours == 0m)
        {
            await TimeStore.DeleteAsync(change, replaces, stop);
            return root;
        }

        return terms == replaces.Terms ? replaces : await TimeStore.UpdateAsync(change, replaces, terms, stop);
    }
}

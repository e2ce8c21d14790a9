using System.Globalization;
using Throughline.Data;
using Throughline.Data.Recording;
using Throughline.Data.Timekeeping;
using Throughline.Domain;
using Throughline.Domain.Dates;
using Throughline.Domain.Policies;
using Throughline.Domain.Timekeeping;
using Throughline.Platform;

namespace Throughline.Features.Timekeeping;

/// <summary>Changes a draft or what was sent back, which becomes a draft by it. The version seen must still stand.</summary>
public sealed class ChangeTime(Database database, PracticeSettings settings)
{
    public async Task<Result<TimeEntry>> RunAsync(CurrentUser user, string entry, int version, TimeForm form, CancellationToken stop)
    {
        var policies = await settings.PoliciesAsync(stop);
        return await database.WriteAsync<TimeEntry>(user.ToActor(), async change =>
        {
            var open = await OpenAsync(change, user, entry, version, stop);
            if (!open.Succeeded(out var logged, out var refused))
                return refused;
            if (!form.Read(logged.Entry.Terms).Succeeded(out var stated, out var invalid))
                return invalid;
            if (logged.Entry.Adjusts is not null)
                return await ChangeCorrectionAsync(change, logged.Entry, stated, policies, stop);

            var ground = await TimeStore.LockDayAsync(change, stated, entry, stop);
            var (_, anywhere) = TimeAccess.ToLog(user, stated.Person);
            return TimeRules.Accept(stated, ground!, policies, anywhere).Succeeded(out var terms, out var problem)
                ? await TimeStore.UpdateAsync(change, logged.Entry, terms, stop)
                : problem;
        }, stop);
    }

    private static async Task<Result<TimeEntry>> ChangeCorrectionAsync(
        Change change, TimeEntry delta, TimeTerms stated, PolicyValues policies, CancellationToken stop)
    {
        var family = (await TimeCorrections.LockAsync(change, delta.Entry, stop))!;
        var root = family.Time.Root;
        var ground = await TimeStore.LockDayAsync(change, root.Terms, root.Entry, stop);
        return TimeCorrection.Change(family.Time, delta, stated, ground!, policies).Succeeded(out var correction, out var problem)
            ? await TimeStore.UpdateAsync(change, delta, correction.Terms, stop)
            : problem;
    }

    /// <summary>The entry under its lock, if the user may change it now and has seen how it stands.</summary>
    internal static async Task<Result<LoggedTime>> OpenAsync(Change change, CurrentUser user, string entry, int version, CancellationToken stop)
    {
        if (await TimeMoves.LockAsync(change, entry, stop) is not { } logged)
            return TimeAccess.NotThere(entry);
        if (TimeAccess.RefuseChange(user, logged) is { } refused)
            return refused;
        if (logged.Entry.Version != version)
            return Stale(logged.Entry, await TimeMoves.FormerAsync(change, entry, version, stop));

        if (TimeFlow.RefuseChange(logged.Entry.State) is { } closed)
            return closed;

        var day = logged.Entry.Terms.Date;
        var locks = await PeriodLockRows.HoldAsync(change, new DateRange(day, day), stop);
        return locks.Refuse(logged.Work, day, change.At) is { } locked ? locked : logged;
    }

    internal static StaleRecord Stale(TimeEntry now, TimeTerms? seen)
    {
        var what = string.Create(CultureInfo.InvariantCulture, $"the hours of {now.Terms.Date:ddd d MMM} for {now.Terms.Subject}");
        return new StaleRecord(what, now.Version, now.ChangedBy, now.RecordedAt, seen is null ? [] : [.. Differences(seen, now.Terms)]);
    }

    private static IEnumerable<FieldDifference> Differences(TimeTerms seen, TimeTerms now)
    {
        (string Field, string Seen, string Now)[] fields =
        [
            ("hours", Ui.Text.Hours(seen.Hours), Ui.Text.Hours(now.Hours)),
            ("day", Ui.Text.ShortDay(seen.Date), Ui.Text.ShortDay(now.Date)),
            ("subject", seen.Subject, now.Subject),
            ("activity", seen.Activity ?? "none", now.Activity ?? "none"),
            ("billable", seen.Billable is true ? "yes" : "no", now.Billable is true ? "yes" : "no"),
            ("note", seen.Note ?? "none", now.Note ?? "none"),
        ];
        return fields.Where(field => field.Seen != field.Now).Select(field => new FieldDifference(field.Field, field.Seen, field.Now));
    }
}

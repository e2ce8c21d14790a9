using System.Globalization;
using Throughline.Data;
using Throughline.Data.Recording;
using Throughline.Domain;
using Throughline.Domain.Accounts;
using Throughline.Domain.Dates;
using Throughline.Domain.Reports;
using Throughline.Platform;
using Throughline.Ui;

namespace Throughline.Features.Reports;

/// <summary>A schedule as somebody states it; what is null takes its default or stays as it is.</summary>
internal sealed record ScheduleForm
{
    public string? Name { get; init; }
    public string? Report { get; init; }
    public string? Query { get; init; }
    public string? Rhythm { get; init; }
    public string? Day { get; init; }
    public string? Time { get; init; }
    public string? Zone { get; init; }
    public string? Format { get; init; }

    /// <summary>E-mail addresses of accounts or codes of people.</summary>
    public IReadOnlyList<string>? Recipients { get; init; }
    public bool? Paused { get; init; }
}

/// <summary>Makes, changes and ends the mailing of a report. Whoever may read a report may have it mailed; each recipient gets what they may see.</summary>
internal sealed class ScheduleReport(Database database, ReportSchedules schedules, PracticeSettings settings)
{
    public static readonly IReadOnlyList<string> Formats = ["link", "table", "csv", "xlsx"];

    // An instant and a day for today belong to one look at a report, not to one that comes again.
    private static readonly string[] Passing = ["recorded_at", "today", "all", "open", Address.ChooseName, Address.CursorName];

    private sealed record Stated(string Name, string Report, string Query, RhythmKind Kind, int Day, int Minute, string Zone, string Format, Guid[] Recipients, bool Paused);

    public async Task<Result<ReportSchedule>> CreateAsync(CurrentUser user, ScheduleForm form, CancellationToken stop)
    {
        if (!(await ReadAsync(user, form, null, stop)).Succeeded(out var stated, out var problem))
            return problem;

        var key = $"rs-{Guid.CreateVersion7().ToString("N")[..16]}";
        return await StoreAsync(user, key, stated, null, false, stop);
    }

    /// <param name="seen">The version the change was made for; null for any.</param>
    public async Task<Result<ReportSchedule>> ChangeAsync(CurrentUser user, string schedule, ScheduleForm form, int? seen, CancellationToken stop)
    {
        if (await schedules.FindAsync(user, schedule, stop) is not { } before)
            return new NoSuchRecord($"There is no mailed report {schedule} of yours.");

        // To pause and resume asks nothing of the rest, which may be wrong by now: a recipient who lost the right, for one.
        if (form.Paused is { } paused && form == new ScheduleForm { Paused = paused })
            return await StoreAsync(user, schedule, Of(before) with { Paused = paused }, seen, before.Paused && !paused, stop);
        if (!(await ReadAsync(user, form, before, stop)).Succeeded(out var stated, out var problem))
            return problem;

        return await StoreAsync(user, schedule, stated, seen, before.Paused && !stated.Paused, stop);
    }

    private static Stated Of(ReportSchedule stored) => new(
        stored.Name, stored.Report, stored.Query, RhythmKinds.Words.Parse(stored.Rhythm), stored.Day, stored.Minute, stored.Zone, stored.Format, stored.RecipientAccounts, stored.Paused);

    public Task<Result<ReportSchedule>> DeleteAsync(CurrentUser user, string schedule, int? seen, CancellationToken stop) => database.WriteAsync<ReportSchedule>(user.ToActor(), async change =>
    {
        if (await LockAsync(change, user, schedule, seen) is { } refused)
            return refused;

        var gone = (await ReportSchedules.FindAsync(change.Connection, user, schedule))!;
        await change.ExecuteAsync("delete from report_schedules where schedule = @schedule", new { schedule });
        await change.AuditAsync("report_schedule_deleted", schedule, new { gone.Name, gone.Report });
        return gone;
    }, stop);

    /// <summary>Takes oneself off the list of a schedule of somebody else; the last recipient ends it with that.</summary>
    public Task<Result<bool>> LeaveAsync(CurrentUser user, string schedule, CancellationToken stop) => database.WriteAsync<bool>(user.ToActor(), async change =>
    {
        var left = await change.ExecuteAsync(
            "update report_schedules set recipients = array_remove(recipients, @Account) where schedule = @schedule and @Account = any(recipients) and cardinality(recipients) > 1",
            new { schedule, user.Account })
            + await change.ExecuteAsync("delete from report_schedules where schedule = @schedule and recipients = array[@Account]", new { schedule, user.Account });
        if (left == 0)
            return new NoSuchRecord("This report is not mailed to you any more.");

        await change.AuditAsync("report_schedule_left", schedule);
        return true;
    }, stop);

    private async Task<Result<ReportSchedule>> StoreAsync(CurrentUser user, string schedule, Stated stated, int? seen, bool resumed, CancellationToken stop)
    {
        var today = await schedules.SettingsAsync(stop);
        var rhythm = new Rhythm(stated.Kind, stated.Day, stated.Minute, today.Weekends.Usual, today.FiscalYearStartMonth);
        return await database.WriteAsync<ReportSchedule>(user.ToActor(), async change =>
        {
            var fresh = await change.QuerySingleOrDefaultAsync<string>("select schedule from report_schedules where schedule = @schedule", new { schedule }) is null;
            if (!fresh && await LockAsync(change, user, schedule, seen) is { } refused)
                return refused;

            await change.ExecuteAsync(
                fresh
                    ? """
                      insert into report_schedules (schedule, owner, name, report, query, rhythm, day, minute, zone, format, recipients, paused)
                      values (@schedule, @Account, @Name, @Report, @Query, @rhythm, @Day, @Minute, @Zone, @Format, @Recipients, @Paused)
                      """
                    : """
                      update report_schedules set name = @Name, report = @Report, query = @Query, rhythm = @rhythm, day = @Day, minute = @Minute, zone = @Zone, format = @Format,
                        recipients = @Recipients, paused = @Paused where schedule = @schedule
                      """,
                new
                {
                    schedule, user.Account, stated.Name, stated.Report, stated.Query, rhythm = stated.Kind.Text(), stated.Day, stated.Minute, stated.Zone, stated.Format,
                    stated.Recipients, stated.Paused,
                });
            // What was missed while it paused, or fell on times it no longer has, is not made up for.
            await change.ExecuteAsync(
                "insert into report_due (schedule, next_due) values (@schedule, @next) on conflict (schedule) do update set next_due = excluded.next_due",
                new { schedule, next = rhythm.NextAfter(change.At, Zones.Find(stated.Zone)!) });
            await change.AuditAsync(fresh ? "report_scheduled" : resumed ? "report_schedule_resumed" : stated.Paused ? "report_schedule_paused" : "report_schedule_changed", schedule, new { stated.Name, stated.Report, recipients = stated.Recipients.Length });
            return (await ReportSchedules.FindAsync(change.Connection, user, schedule))!;
        }, stop);
    }

    private static async Task<Problem?> LockAsync(Change change, CurrentUser user, string schedule, int? seen)
    {
        var stands = await change.QuerySingleOrDefaultAsync<(int Version, string ChangedBy, DateTimeOffset At)?>(
            "select version, changed_by, recorded_at from report_schedules where schedule = @schedule and owner = @Account for update", new { schedule, user.Account });
        if (stands is not { } row)
            return new NoSuchRecord($"There is no mailed report {schedule} of yours.");

        return seen is null || seen == row.Version ? null : new StaleRecord("this mailed report", row.Version, row.ChangedBy, row.At, []);
    }

    private async Task<Result<Stated>> ReadAsync(CurrentUser user, ScheduleForm form, ReportSchedule? before, CancellationToken stop)
    {
        var errors = new List<FieldError>();
        T? Checked<T>(T? value, string field, string message)
        {
            if (value is null)
                errors.Add(new FieldError(field, message));

            return value;
        }

        var report = form.Report ?? before?.Report ?? "";
        var open = ReportCatalog.Find(report).Succeeded(out _, out _) && !user.IsOutside && ReportAccess.Find(report) is { } access && user.Reach(access.Rows) != Relation.None;
        Checked(open ? report : null, "report", "Name a report that is open to you.");
        var query = Kept(form.Query ?? before?.Query ?? "");
        var zone = form.Zone ?? before?.Zone ?? (await settings.ZoneAsync(stop)).Id;
        Checked(Zones.Find(zone), "zone", "Name a time zone such as Europe/Berlin.");
        if (open && ReportAddress.Read(report, await UsualRanges.ResolveAsync(Address.Parse(query), settings, stop), TimeZoneInfo.Utc) is var asked && !asked.Succeeded(out _, out var unreadable))
            errors.Add(new FieldError("query", unreadable.Message));
        var kind = RhythmKinds.Words.Find(form.Rhythm ?? before?.Rhythm ?? "");
        Checked(kind, "rhythm", $"Say how often: {string.Join(", ", RhythmKinds.Words.All)}.");
        var day = int.TryParse(form.Day ?? before?.Day.ToString(CultureInfo.InvariantCulture) ?? "1", NumberStyles.None, CultureInfo.InvariantCulture, out var number) && kind is { } known && number >= 1 && number <= known.MostDays() ? number : (int?)null;
        Checked(day, "day", $"Give a day between 1 and {kind?.MostDays() ?? 31}; of a week 1 is Monday.");
        var time = TimeOnly.TryParseExact(form.Time ?? before?.Time ?? "08:00", "HH:mm", CultureInfo.InvariantCulture, DateTimeStyles.None, out var clock) ? clock : (TimeOnly?)null;
        Checked(time, "time", "Give a time such as 08:30.");
        var format = Checked(Formats.FirstOrDefault(known => known == (form.Format ?? before?.Format ?? "link")), "format", $"Choose one of {string.Join(", ", Formats)}.");
        var name = form.Name ?? before?.Name ?? (open ? Words.Title(report) : "");
        Checked(name is { Length: > 0 and <= 120 } && !name.Any(char.IsControl) ? name : null, "name", "Give a name of at most 120 characters.");
        Checked(query.Length <= 2000 ? query : null, "query", "These choices are too many to keep.");
        var recipients = form.Recipients is null && before is not null ? before.RecipientAccounts : await RecipientsAsync(form.Recipients ?? [user.Email], report, errors, stop);
        return errors.Count > 0
            ? new InvalidFields(errors)
            : new Stated(name, report, query, kind!.Value, day!.Value, (int)time!.Value.ToTimeSpan().TotalMinutes, zone, format!, recipients, form.Paused ?? before?.Paused ?? false);
    }

    private async Task<Guid[]> RecipientsAsync(IReadOnlyList<string> named, string report, List<FieldError> errors, CancellationToken stop)
    {
        var found = new HashSet<Guid>();
        foreach (var name in named.Take(101))
        {
            if (await schedules.UserAsync(name, stop) is { IsOutside: false } recipient && ReportAccess.Find(report) is { } access && recipient.Reach(access.Rows) != Relation.None)
                found.Add(recipient.Account);
            else
                errors.Add(new FieldError("recipients", $"{name} is no account that may read this report."));
        }

        if (found.Count is 0 or > 100 && errors.Count == 0)
            errors.Add(new FieldError("recipients", "Name between one and a hundred recipients."));

        return [.. found];
    }

    private static string Kept(string query)
    {
        var kept = Address.Parse("?" + query.TrimStart('?')).Without(Passing);
        return (kept with { Query = [.. kept.Query.Where(field => field.Value.Length > 0)] }).ToString();
    }
}

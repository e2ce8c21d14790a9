using System.Globalization;
using Dapper;
using Throughline.Data;
using Throughline.Data.Acceptance;
using Throughline.Data.Mail;
using Throughline.Data.Recording;
using Throughline.Data.Staffing;
using Throughline.Data.Timekeeping;
using Throughline.Data.Work;
using Throughline.Domain.Dates;

namespace Throughline.Platform;

/// <summary>What a feature does in the background: jobs of its kind, and, where it says so, one every so often.</summary>
public sealed record JobHandler(string Kind, Func<Job, CancellationToken, Task> RunAsync)
{
    /// <summary>A job without payload is planned once in every stretch of this length; none when null.</summary>
    public TimeSpan? Every { get; init; }
}

/// <summary>Does the jobs that are due, on whichever node is free, and sees to the house each day.</summary>
public sealed class BackgroundWork(Database database, ILogger<BackgroundWork> log, IEnumerable<JobHandler>? handlers = null) : BackgroundService
{
    private readonly Dictionary<string, JobHandler> handlers = (handlers ?? []).ToDictionary(handler => handler.Kind, StringComparer.Ordinal);

    // When those who want one mail a day get it, by the practice's clock.
    private static readonly TimeOnly DigestTime = new(7, 0);
    private readonly DueJobs jobs = new(database);

    /// <summary>Does everything that is due now; returns how many jobs that were.</summary>
    public async Task<int> RunDueAsync(CancellationToken stop)
    {
        await PlanAsync(stop);
        var done = 0;
        for (var due = await jobs.ClaimAsync(10, stop); due.Count > 0; due = await jobs.ClaimAsync(10, stop))
        {
            foreach (var job in due)
                await RunAsync(job, stop);

            done += due.Count;
        }

        return done;
    }

    protected override Task ExecuteAsync(CancellationToken stoppingToken) =>
        Rounds.RunAsync(RunDueAsync, reason => log.LogWarning("Background work pauses: {Reason}", reason), stoppingToken);

    private async Task PlanAsync(CancellationToken stop)
    {
        var now = database.Clock.GetUtcNow();
        var zone = await new PracticeSettings(database).ZoneAsync(stop);
        var today = Zones.DayOf(now, zone);
        await database.WriteAsync<bool>(Actor.System(Guid.CreateVersion7()), async change =>
        {
            await DueJobs.AddAsync(change, "housekeeping", new { }, now, string.Create(CultureInfo.InvariantCulture, $"housekeeping {now:yyyy-MM-dd}"));
            await DueJobs.AddAsync(change, "time_reminders", new { }, now, string.Create(CultureInfo.InvariantCulture, $"time_reminders {now:yyyy-MM-dd HH}:{now.Minute / 15}"));
            await DueJobs.AddAsync(change, "soft_bookings", new { }, now, string.Create(CultureInfo.InvariantCulture, $"soft_bookings {today:yyyy-MM-dd}"));
            await DueJobs.AddAsync(change, "milestone_warnings", new { }, now, string.Create(CultureInfo.InvariantCulture, $"milestone_warnings {today:yyyy-MM-dd}"));
            await DueJobs.AddAsync(change, "mail_digest", new { }, Zones.InstantOf(today, DigestTime, zone), string.Create(CultureInfo.InvariantCulture, $"mail_digest {today:yyyy-MM-dd}"));
            foreach (var handler in handlers.Values.Where(handler => handler.Every is not null))
                await DueJobs.AddAsync(change, handler.Kind, new { }, now, string.Create(CultureInfo.InvariantCulture, $"{handler.Kind} {now.UtcTicks / handler.Every!.Value.Ticks}"));

            return true;
        }, stop);
    }

    private async Task RunAsync(Job job, CancellationToken stop)
    {
        try
        {
            switch (job.Kind)
            {
                case "housekeeping": await KeepHouseAsync(stop); break;
                case "soft_bookings": await ExpireAsync(stop); break;
                case "mail_digest": await database.WriteAsync<int>(Actor.System(Guid.CreateVersion7()), async change => await Notices.SendDigestsAsync(change), stop); break;
                case "milestone_warnings": await MilestoneWarnings.RunAsync(database, await new PracticeSettings(database).TodayAsync(stop), stop); break;
                case "time_reminders": await TimeReminders.RunAsync(database, stop); break;
                case var kind when handlers.TryGetValue(kind, out var handler): await handler.RunAsync(job, stop); break;
                default: throw new InvalidOperationException($"There is no job {job.Kind}.");
            }

            await jobs.DoneAsync(job, stop);
        }
        catch (Exception failure) when (failure is not OperationCanceledException)
        {
            log.LogError("Job {Kind} {Id} failed at attempt {Attempt}: {Reason}", job.Kind, job.Id, job.Attempts, failure.Message);
            await jobs.FailedAsync(job, failure.Message, stop);
        }
    }

    private async Task ExpireAsync(CancellationToken stop)
    {
        var settings = new PracticeSettings(database);
        var today = await settings.TodayAsync(stop);
        await SoftExpiry.RunAsync(database, today, (int)(await settings.PoliciesAsync(stop)).Answer("staffing.soft_notice_days", today).WholeNumber, stop);
    }

    private async Task KeepHouseAsync(CancellationToken stop)
    {
        await MakePartitionsAsync(stop);
        await DropOldAsync(stop);
    }

    // Each in a transaction of its own: to make one takes its table for a moment, and two at once could wait for a change
    // that waits for them.
    private Task MakePartitionsAsync(CancellationToken stop) => database.ReadAsync<bool>(
        async connection =>
        {
            var today = DateOnly.FromDateTime(database.Clock.GetUtcNow().UtcDateTime);
            foreach (var (parent, step) in await connection.QueryAsync<(string, string)>("select parent, step from partitioned_tables order by parent"))
                await connection.ExecuteAsync("select ensure_partitions(@parent, @step, @today::date)", new { parent, step, today });

            return true;
        },
        stop);

    // Answers older than a day, sessions that ended and uploads that nobody said yes to. A file that a record refers to
    // stays, whoever uploaded it as well.
    private Task DropOldAsync(CancellationToken stop)
    {
        var now = database.Clock.GetUtcNow();
        return database.ReadAsync(
            connection => connection.ExecuteAsync(
                string.Create(CultureInfo.InvariantCulture, $"""
                delete from sessions where expires < @now;
                delete from idempotency_keys_earlier where at < @now - interval '2 days';
                delete from jobs where done_at < @now - interval '30 days';
                delete from booking_steps where at < @now - interval '30 days';
                delete from notices where done_at < @now - interval '90 days';
                delete from mail where settled_at < @now - interval '30 days' and state <> 'failed';
                delete from time_reminders where at < @now - interval '90 days';
                delete from report_mails where due < @now - interval '90 days';
                do $$
                declare child text;
                begin
                  for child in select inhrelid::regclass::text from pg_inherits
                    where inhparent = 'idempotency_keys'::regclass and inhrelid::regclass::text < 'idempotency_keys_{now.AddDays(-2):yyyy_MM_dd}'
                  loop
                    execute 'drop table ' || child;
                  end loop;
                end $$;
                do $$
                declare left_behind bytea;
                begin
                  for left_behind in select sha256 from uploads where at < '{now.UtcDateTime.AddDays(-1):O}' loop
                    begin
                      delete from files where sha256 = left_behind;
                    exception when foreign_key_violation then
                      delete from uploads where sha256 = left_behind;
                    end;
                  end loop;
                end $$;
                """),
                new { now }),
            stop);
    }
}

using Dapper;
using Throughline.Data;
using Throughline.Data.Mail;
using Throughline.Data.Recording;
using Throughline.Domain.Dates;
using Throughline.Platform;

namespace Throughline.Features.Reports;

/// <summary>
/// Has due reports made and mailed, each due time once for each recipient, on whichever node finds it first. Of times that
/// were missed while no node ran, the last is made up for.
/// </summary>
internal sealed class SendReports(Database database, IServiceScopeFactory scopes, ILogger<SendReports> log) : BackgroundService
{
    private const int MostAttempts = 5;

    private sealed record Due(string Schedule, DateTimeOffset At, Guid Account, string Email, int Attempts);

    /// <summary>Queues the mail of everything that is due now; returns how many mails that were.</summary>
    public async Task<int> RunDueAsync(CancellationToken stop)
    {
        await BeginAsync(stop);
        var sent = 0;
        for (var due = await ClaimAsync(stop); due.Count > 0; due = await ClaimAsync(stop))
        {
            foreach (var one in due)
                sent += await SendAsync(one, stop) ? 1 : 0;
        }

        return sent;
    }

    protected override Task ExecuteAsync(CancellationToken stoppingToken) =>
        Rounds.RunAsync(RunDueAsync, reason => log.LogWarning("Reports by mail pause: {Reason}", reason), stoppingToken);

    private async Task BeginAsync(CancellationToken stop)
    {
        var now = database.Clock.GetUtcNow();
        var due = (await database.ReadAsync(connection => connection.QueryAsync<string>(
            "select d.schedule from report_due d join report_schedules s using (schedule) where d.next_due <= @now and not s.paused order by d.next_due limit 200", new { now }), stop)).AsList();
        if (due.Count == 0)
            return;

        using var scope = scopes.CreateScope();
        var settings = await scope.ServiceProvider.GetRequiredService<ReportSchedules>().SettingsAsync(stop);
        foreach (var schedule in due)
            await database.WriteAsync<bool>(Actor.System(Guid.CreateVersion7()), async change =>
            {
                // Who comes second finds nothing due, or passes over it.
                if (await change.QuerySingleOrDefaultAsync<DateTimeOffset?>("select next_due from report_due where schedule = @schedule and next_due <= @now for update skip locked", new { schedule, now }) is null)
                    return false;

                var one = (await change.QuerySingleOrDefaultAsync<ReportSchedule>($"select {ReportSchedule.Columns} from {ReportSchedule.Source} where s.schedule = @schedule", new { schedule }))!;
                var (rhythm, zone) = (one.RhythmOf(settings), Zones.Find(one.Zone)!);
                await change.ExecuteAsync(
                    """
                    insert into report_mails (schedule, due, account, run_at)
                    select s.schedule, @last, recipient, @now from report_schedules s join accounts o on o.account = s.owner cross join unnest(s.recipients) recipient
                    where s.schedule = @schedule and not o.disabled
                    on conflict do nothing
                    """,
                    new { schedule, last = rhythm.LastAtOrBefore(now, zone), now });
                await change.ExecuteAsync(
                    "update report_due set next_due = @next, last_due = @last where schedule = @schedule",
                    new { schedule, next = rhythm.NextAfter(now, zone), last = rhythm.LastAtOrBefore(now, zone) });
                return true;
            }, stop);
    }

    private async Task<IReadOnlyList<Due>> ClaimAsync(CancellationToken stop) => await database.ReadAsync(
        async connection => (await connection.QueryAsync<Due>(
            """
            update report_mails m set attempts = attempts + 1, locked_until = clock_timestamp() + interval '10 minutes'
            from accounts a
            where a.account = m.account and (m.schedule, m.due, m.account) in (
              select schedule, due, account from report_mails
              where done_at is null and attempts < @MostAttempts and run_at <= @now and (locked_until is null or locked_until < clock_timestamp())
              order by run_at, schedule, account limit 5 for update skip locked)
            returning m.schedule, m.due as at, m.account, a.email, m.attempts
            """,
            new { now = database.Clock.GetUtcNow(), MostAttempts })).AsList(),
        stop);

    private async Task<bool> SendAsync(Due due, CancellationToken stop)
    {
        using var scope = scopes.CreateScope();
        try
        {
            var (draft, refused) = await ComposeAsync(scope.ServiceProvider, due, stop);
            var done = await database.WriteAsync<bool>(Actor.System(Guid.CreateVersion7()), async change =>
            {
                var first = await change.ExecuteAsync(
                    "update report_mails set done_at = @At, outcome = @refused where schedule = @Schedule and due = @Due and account = @Account and done_at is null",
                    new { change.At, refused, due.Schedule, Due = due.At, due.Account }) == 1;
                if (!first || draft is null)
                    return false;
                if (await MailQueue.PutAsync(change, draft))
                    return true;

                await change.ExecuteAsync(
                    "update report_mails set outcome = 'Mail is not set up: an administrator does that.' where schedule = @Schedule and due = @Due and account = @Account",
                    new { due.Schedule, Due = due.At, due.Account });
                return false;
            }, stop);
            return done.Succeeded(out var sent, out _) && sent;
        }
        catch (Exception failure) when (failure is not OperationCanceledException)
        {
            log.LogError("Report {Schedule} could not be made at attempt {Attempt}: {Reason}", due.Schedule, due.Attempts, failure.Message);
            await database.ReadAsync(connection => connection.ExecuteAsync(
                "update report_mails set locked_until = null, run_at = @again, outcome = 'The report could not be made.' where schedule = @Schedule and due = @Due and account = @Account",
                new { again = database.Clock.GetUtcNow() + TimeSpan.FromMinutes(Math.Pow(4, due.Attempts - 1)), due.Schedule, Due = due.At, due.Account }), CancellationToken.None);
            return false;
        }
    }

    // With the recipient's own rights as they are now: who lost them since gets nothing.
    private static async Task<(MailDraft? Draft, string? Refused)> ComposeAsync(IServiceProvider services, Due due, CancellationToken stop)
    {
        var schedule = await services.GetRequiredService<Database>().ReadAsync(connection => connection.QuerySingleOrDefaultAsync<ReportSchedule>(
            $"select {ReportSchedule.Columns} from {ReportSchedule.Source} where s.schedule = @Schedule", new { due.Schedule }), stop);
        if (schedule is null)
            return (null, null);
        if (await services.GetRequiredService<ReportSchedules>().UserAsync(due.Email, stop) is not { IsOutside: false } reader)
            return (null, $"{due.Email} is no account any more.");

        var made = await services.GetRequiredService<ReportMail>().ComposeAsync(schedule, due.At, reader, stop);
        return made.Succeeded(out var draft, out var problem) ? (draft, null) : (null, $"{due.Email}: {problem.Message}");
    }
}

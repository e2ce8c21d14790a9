using System.Globalization;
using Dapper;
using Npgsql;
using Throughline.Data;
using Throughline.Data.Policies;
using Throughline.Domain.Dates;
using Throughline.Platform;

namespace Throughline.Features.Reports;

/// <summary>A report that goes out by mail.</summary>
internal sealed class ReportSchedule
{
    public string Schedule { get; init; } = "";
    public Guid Owner { get; init; }
    public string OwnerName { get; init; } = "";
    public string Name { get; init; } = "";
    public string Report { get; init; } = "";

    /// <summary>Filters, range, order and grouping as they stand in the report's address.</summary>
    public string Query { get; init; } = "";
    public string Rhythm { get; init; } = "";

    /// <summary>Of the week, month or quarter, from 1.</summary>
    public int Day { get; init; }

    /// <summary>Since midnight in the zone.</summary>
    public int Minute { get; init; }
    public string Zone { get; init; } = "";
    public string Format { get; init; } = "";

    /// <summary>E-mail addresses of accounts.</summary>
    public string[] Recipients { get; init; } = [];
    public Guid[] RecipientAccounts { get; init; } = [];
    public bool Paused { get; init; }
    public int Version { get; init; }
    public DateTimeOffset NextDue { get; init; }
    public DateTimeOffset? LastDue { get; init; }

    /// <summary>Of the last time, why a mail did not go out; null when all did.</summary>
    public string? Outcome { get; init; }

    public const string Columns =
        """
        s.schedule, s.owner, o.name as owner_name, s.name, s.report, s.query, s.rhythm, s.day, s.minute, s.zone, s.format,
        array(select a.email from accounts a where a.account = any(s.recipients) order by a.email) as recipients, s.recipients as recipient_accounts, s.paused, s.version, d.next_due, d.last_due,
        (select m.outcome from report_mails m where m.schedule = s.schedule and m.due = d.last_due and m.outcome is not null order by m.account limit 1) as outcome
        """;

    public const string Source = "report_schedules s join report_due d using (schedule) join accounts o on o.account = s.owner";

    public string Time => string.Create(CultureInfo.InvariantCulture, $"{Minute / 60:00}:{Minute % 60:00}");

    public Rhythm RhythmOf(Domain.Reports.ReportSettings settings) => new(RhythmKinds.Words.Parse(Rhythm), Day, Minute, settings.Weekends.Usual, settings.FiscalYearStartMonth);

    /// <summary>Completes "it goes out …".</summary>
    public string When => Rhythm switch
    {
        "weekly" => $"every {CultureInfo.InvariantCulture.DateTimeFormat.GetDayName((DayOfWeek)(Day % 7))} at {Time}",
        "monthly" => $"on day {Day} of each month at {Time}",
        "monthly_business_day" => $"on business day {Day} of each month at {Time}",
        _ => $"on business day {Day} of each fiscal quarter at {Time}",
    };
}

/// <summary>Reads schedules and finds the accounts behind them.</summary>
internal sealed class ReportSchedules(Database database, PracticeSettings settings, AccessRules access)
{
    /// <summary>Those somebody owns, and those that others send them.</summary>
    public Task<IReadOnlyList<ReportSchedule>> ListAsync(CurrentUser user, CancellationToken stop) => database.ReadAsync<IReadOnlyList<ReportSchedule>>(
        async connection => (await connection.QueryAsync<ReportSchedule>(
            $"select {ReportSchedule.Columns} from {ReportSchedule.Source} where s.owner = @Account or @Account = any(s.recipients) order by s.schedule", new { user.Account })).AsList(),
        stop);

    /// <summary>Null when it is not theirs.</summary>
    public Task<ReportSchedule?> FindAsync(CurrentUser user, string schedule, CancellationToken stop) =>
        database.ReadAsync(connection => FindAsync(connection, user, schedule), stop);

    public static Task<ReportSchedule?> FindAsync(NpgsqlConnection connection, CurrentUser user, string schedule) => connection.QuerySingleOrDefaultAsync<ReportSchedule>(
        $"select {ReportSchedule.Columns} from {ReportSchedule.Source} where s.schedule = @schedule and s.owner = @Account", new { schedule, user.Account });

    public async Task<Domain.Reports.ReportSettings> SettingsAsync(CancellationToken stop) =>
        ReportPolicies.On(await settings.TodayAsync(stop), await settings.PoliciesAsync(stop));

    /// <summary>An account as it would be signed in now, by its e-mail or its person; null when it is disabled or not there.</summary>
    public async Task<CurrentUser?> UserAsync(string name, CancellationToken stop)
    {
        var caller = await database.ReadAsync(
            connection => connection.QuerySingleOrDefaultAsync<Caller>(
                $"select {Caller.Columns} from accounts a where not a.disabled and a.account = (select account from mail_recipient(@name))", new { name }),
            stop);
        return caller is null ? null : CurrentUser.From(caller.ToPrincipal("mail"), await access.CurrentAsync(stop));
    }
}

using System.Globalization;
using Dapper;
using Npgsql;
using Throughline.Data.Files;
using Throughline.Data.Recording;
using Throughline.Data.Work;
using Throughline.Domain.Acceptance;

namespace Throughline.Data.Acceptance;

/// <summary>Reads and writes what is stored of askings for acceptance. Whoever changes one holds its milestone first.</summary>
public static class AcceptanceRows
{
    /// <summary>The job that sends what is due of a request, or lets silence accept.</summary>
    public const string Job = "acceptance";

    private const string OfMilestone = "engagement = @engagement and milestone = @milestone";
    private const string OfRequest = "acceptance_request = @request";

    private const string StandingMilestone =
        $"""
        select m.engagement, m.milestone, m.title, m.amount, m.parent, m.delivered, m.criteria, m.forecast_sign_off, m.started_on, m.ready_on, m.sign_off_sent, m.sign_off_received, m.passive,
          coalesce((select r.state = 'rejected' from acceptance_requests r where r.engagement = m.engagement and r.milestone = m.milestone order by r.attempt desc limit 1), false) as rejected,
          exists (select from acceptance_requests r where r.engagement = m.engagement and r.milestone = m.milestone and r.state in ('accepted', 'deemed')
            and (r.decided_via = 'page' or exists (select from acceptance_files f where f.acceptance_request = r.acceptance_request and f.kind in ('reply', 'decision')))) as has_evidence,
          milestone_released(m.engagement, m.milestone) as released, m.version
        from milestones m where {OfMilestone}
        """;

    /// <summary>Null when there is no such milestone. Decisions about it come one after the other.</summary>
    public static async Task<HeldMilestone?> HoldMilestoneAsync(Change change, string engagement, string milestone)
    {
        // Two statements: what the other decision has committed is seen only by a statement that begins after the wait.
        await change.ExecuteAsync($"select from milestones where {OfMilestone} for no key update", new { engagement, milestone });
        return await change.QuerySingleOrDefaultAsync<HeldMilestone>(StandingMilestone, new { engagement, milestone });
    }

    /// <summary>The same without a lock.</summary>
    public static Task<HeldMilestone?> FindMilestoneAsync(NpgsqlConnection connection, string engagement, string milestone) =>
        connection.QuerySingleOrDefaultAsync<HeldMilestone?>(StandingMilestone, new { engagement, milestone });

    /// <summary>The request with its milestone held; null when there is none.</summary>
    public static async Task<(AcceptanceRequest Request, HeldMilestone Milestone)?> HoldAsync(Change change, string request)
    {
        if (await FindAsync(change.Connection, request) is not { } found || await HoldMilestoneAsync(change, found.Engagement, found.Milestone) is not { } milestone)
            return null;

        return ((await change.QuerySingleOrDefaultAsync<AcceptanceRequest>($"select {AcceptanceRequest.Columns} from acceptance_requests where {OfRequest} for no key update", new { request }))!, milestone);
    }

    public static Task<AcceptanceRequest?> FindAsync(NpgsqlConnection connection, string request) =>
        connection.QuerySingleOrDefaultAsync<AcceptanceRequest?>($"select {AcceptanceRequest.Columns} from acceptance_requests where {OfRequest}", new { request });

    /// <summary>The requests of a milestone, the last one first.</summary>
    public static async Task<IReadOnlyList<AcceptanceRequest>> OfMilestoneAsync(NpgsqlConnection connection, string engagement, string milestone) =>
        (await connection.QueryAsync<AcceptanceRequest>($"select {AcceptanceRequest.Columns} from acceptance_requests where {OfMilestone} order by attempt desc", new { engagement, milestone })).AsList();

    /// <summary>The last request of a milestone; null when nobody was asked.</summary>
    public static Task<AcceptanceRequest?> LastAsync(NpgsqlConnection connection, string engagement, string milestone) => connection.QuerySingleOrDefaultAsync<AcceptanceRequest?>(
        $"select {AcceptanceRequest.Columns} from acceptance_requests where {OfMilestone} order by attempt desc limit 1", new { engagement, milestone });

    /// <summary>All requests that wait for an answer and have a clock, those that end first before the others.</summary>
    public static async Task<IReadOnlyList<AcceptanceRequest>> RunningAsync(NpgsqlConnection connection) =>
        (await connection.QueryAsync<AcceptanceRequest>($"select {AcceptanceRequest.Columns} from acceptance_requests where state = 'open' and deadline is not null order by deadline, acceptance_request")).AsList();

    public static async Task<IReadOnlyList<AcceptanceHold>> HoldsAsync(NpgsqlConnection connection, string request) =>
        (await connection.QueryAsync<AcceptanceHold>($"select {AcceptanceHold.Columns} from acceptance_holds where {OfRequest} order by start_date, acceptance_hold", new { request })).AsList();

    public static async Task<IReadOnlyList<AcceptancePoint>> PointsAsync(NpgsqlConnection connection, string request) =>
        (await connection.QueryAsync<AcceptancePoint>($"select point, text, objection from acceptance_points where {OfRequest} order by point", new { request })).AsList();

    public static async Task<IReadOnlyList<AcceptanceFile>> FilesAsync(NpgsqlConnection connection, string request) =>
        (await connection.QueryAsync<AcceptanceFile>($"select number, kind, name, type, sha256, added_by, added_at from acceptance_files where {OfRequest} order by number", new { request })).AsList();

    public static async Task<IReadOnlyList<AcceptanceReply>> RepliesAsync(NpgsqlConnection connection, string request) => (await connection.QueryAsync<AcceptanceReply>(
        $"""
        select acceptance_reply as key, acceptance_request as request, sender, sent_at, text, word, file, state, entered_by, entered_at, settled_by, settled_at
        from acceptance_replies where {OfRequest} order by entered_at, acceptance_reply
        """,
        new { request })).AsList();

    /// <summary>The reply with its request; null when there is none.</summary>
    public static Task<AcceptanceReply?> FindReplyAsync(NpgsqlConnection connection, string reply) => connection.QuerySingleOrDefaultAsync<AcceptanceReply?>(
        """
        select acceptance_reply as key, acceptance_request as request, sender, sent_at, text, word, file, state, entered_by, entered_at, settled_by, settled_at
        from acceptance_replies where acceptance_reply = @reply
        """,
        new { reply });

    /// <summary>Whether an answer given before the deadline waits to be read: until then silence accepts nothing.</summary>
    public static Task<bool> AnswerWaitsAsync(NpgsqlConnection connection, AcceptanceRequest request) => connection.QuerySingleAsync<bool>(
        "select exists (select from acceptance_replies where acceptance_request = @Key and state = 'waiting' and (@Deadline::timestamptz is null or sent_at < @Deadline))", new { request.Key, request.Deadline });

    /// <summary>The activities that work for a milestone.</summary>
    public static async Task<IReadOnlyList<MilestoneActivity>> ActivitiesAsync(NpgsqlConnection connection, string engagement, string milestone) => (await connection.QueryAsync<MilestoneActivity>(
        """
        select a.activity, a.title, a.done_on, count(i.issue) filter (where i.state = 'open')::int as open_issues, count(i.issue) filter (where i.state = 'closed')::int as closed_issues
        from activities a left join issues i on i.engagement = a.engagement and i.activity = a.activity
        where a.engagement = @engagement and a.milestone = @milestone group by a.activity, a.title, a.done_on order by a.activity
        """,
        new { engagement, milestone })).AsList();

    public static Task InsertAsync(Change change, AcceptanceRequest request) => change.ExecuteAsync(
        """
        insert into acceptance_requests (acceptance_request, engagement, milestone, attempt, state, sent_at, sent_by, recipient_name, recipient_email, copies, subject, statement, days, unit,
          day_off_start, recorded_date, calendar_of, zone, day1, last_day, deadline, recorded_on, days_used, weekend, days_off)
        values (@Key, @Engagement, @Milestone, @Attempt, @State, @SentAt, @SentBy, @RecipientName, @RecipientEmail, @Copies, @Subject, @Statement, @Days, @Unit,
          @DayOffStart, @RecordedDate, @CalendarOf, @Zone, @Day1, @LastDay, @Deadline, @RecordedOn, @DaysUsed, @Weekend, @DaysOff)
        """,
        request);

    /// <summary>The clock after a hold.</summary>
    public static Task KeepClockAsync(Change change, string request, AcceptanceClock clock) => change.ExecuteAsync(
        $"update acceptance_requests set day1 = @Day1, last_day = @DayN, deadline = @Deadline, recorded_on = @RecordedOn where {OfRequest}",
        new { request, clock.Day1, clock.DayN, clock.Deadline, clock.RecordedOn });

    /// <summary>What became of it; open again where nothing did.</summary>
    public static Task KeepDecisionAsync(Change change, string request, string state, DateOnly? on, string? by, string? via, string? remarks) => change.ExecuteAsync(
        $"update acceptance_requests set state = @state, decided_at = @at, decided_on = @on, decided_by = @by, decided_via = @via, remarks = @remarks where {OfRequest}",
        new { request, state, at = by is null ? (DateTimeOffset?)null : change.At, on, by, via, remarks });

    /// <summary>The milestone's own fields, which reports read.</summary>
    public static Task KeepMilestoneAsync(Change change, HeldMilestone milestone) => change.ExecuteAsync(
        $"""
        update milestones set delivered = @Delivered, criteria = @Criteria, forecast_sign_off = @ForecastSignOff, started_on = @StartedOn, ready_on = @ReadyOn, sign_off_sent = @SignOffSent,
          sign_off_received = @SignOffReceived, passive = @Passive where {OfMilestone}
        """,
        new
        {
            engagement = milestone.Engagement, milestone = milestone.Milestone, milestone.Delivered, milestone.Criteria, milestone.ForecastSignOff, milestone.StartedOn, milestone.ReadyOn, milestone.SignOffSent,
            milestone.SignOffReceived, milestone.Passive,
        });

    public static Task AddHoldAsync(Change change, AcceptanceHold hold) => change.ExecuteAsync(
        """
        insert into acceptance_holds (acceptance_hold, acceptance_request, kind, start_date, end_date, reason, agreed_with, held_by)
        values (@Key, @Request, @Kind, @Start, @End, @Reason, @AgreedWith, @HeldBy)
        """,
        hold);

    public static Task EndHoldAsync(Change change, string hold, DateOnly end) =>
        change.ExecuteAsync("update acceptance_holds set end_date = @end where acceptance_hold = @hold", new { hold, end });

    public static async Task AddPointsAsync(Change change, string request, IEnumerable<string> points)
    {
        var number = 0;
        foreach (var text in points)
            await change.ExecuteAsync("insert into acceptance_points (acceptance_request, point, text) values (@request, @number, @text)", new { request, number = ++number, text });
    }

    /// <summary>Why a point is not met; a reason that belongs to no point becomes a point of its own.</summary>
    public static Task ObjectAsync(Change change, string request, int? point, string reason) => change.ExecuteAsync(
        point is null
            ? $"insert into acceptance_points (acceptance_request, point, text, objection) select @request, coalesce(max(point), 0) + 1, '', @reason from acceptance_points where {OfRequest}"
            : $"update acceptance_points set objection = @reason where {OfRequest} and point = @point",
        new { request, point, reason });

    /// <summary>Keeps the file's content and that it belongs to the request; returns its number.</summary>
    public static async Task<AcceptanceFile> AddFileAsync(Change change, string request, string kind, AcceptanceDocument file)
    {
        var sha256 = await FileStore.PutAsync(change, file.Content);
        var number = await change.QuerySingleOrDefaultAsync<int>(
            $"""
            insert into acceptance_files (acceptance_request, number, kind, name, type, sha256, added_by, added_at)
            select @request, coalesce(max(number), 0) + 1, @kind, @Name, @Type, @sha256, @by, @at from acceptance_files where {OfRequest} returning number
            """,
            new { request, kind, file.Name, file.Type, sha256, by = change.Actor.Name, at = change.At });
        return new AcceptanceFile(number, kind, file.Name, file.Type, sha256, change.Actor.Name, change.At);
    }

    public static Task AddReplyAsync(Change change, AcceptanceReply reply) => change.ExecuteAsync(
        """
        insert into acceptance_replies (acceptance_reply, acceptance_request, sender, sent_at, text, word, file, state, entered_by, entered_at)
        values (@Key, @Request, @Sender, @SentAt, @Text, @Word, @File, @State, @EnteredBy, @EnteredAt)
        """,
        reply);

    public static Task SettleReplyAsync(Change change, string reply, string state) => change.ExecuteAsync(
        "update acceptance_replies set state = @state, settled_by = @by, settled_at = @at where acceptance_reply = @reply", new { reply, state, by = change.Actor.Name, at = change.At });

    /// <summary>Sees to the request at the instant; a second word for the same instant is none.</summary>
    public static Task WakeAsync(Change change, string request, DateTimeOffset at) =>
        DueJobs.AddAsync(change, Job, new { request }, at, string.Create(CultureInfo.InvariantCulture, $"{Job} {request} {at.UtcDateTime:O}"));

    /// <summary>The e-mail addresses of the people of these roles: those of the region where it has some, else all.</summary>
    public static async Task<IReadOnlyList<string>> AddressesAsync(NpgsqlConnection connection, IReadOnlyCollection<string> roles, string? region, DateOnly today) => roles.Count == 0 ? [] : (await connection.QueryAsync<string>(
        """
        with theirs as (
          select lower(a.email) as email, p.region from accounts a join account_roles r using (account) left join people p on p.person = a.person where r.role = any(@roles) and not a.disabled
          union select lower(p.email), p.region from people p where p.role = any(@roles) and p.email is not null and (p.end_date is null or p.end_date >= @today))
        select distinct email from theirs where region = @region or not exists (select from theirs near where near.region = @region) order by email
        """,
        new { roles = roles.ToArray(), region, today })).AsList();
}

/// <summary>A file as somebody gives it.</summary>
/// <param name="Type">Its media type.</param>
public sealed record AcceptanceDocument(string Name, string Type, ReadOnlyMemory<byte> Content);

using System.Text.Json;
using Dapper;
using Npgsql;
using Throughline.Data.Acceptance;

namespace Throughline.Features.Engagements;

/// <summary>An engagement as it is stored, with the names behind its keys.</summary>
internal sealed record EngagementRow(
    string Engagement, string Customer, string CustomerName, string Name, string Type, string Billing, string Currency, DateOnly StartDate, DateOnly Expires,
    string Status, string? ProjectManager, string? ManagerName, string? Region, decimal? BudgetHours, DateOnly? TransitionDate, DateOnly? KickoffDate,
    int? PassiveAcceptanceDays, string? PassiveAcceptanceUnit, string? CustomerZone, string? InternalHealth, string? CustomerHealth, int Version);

internal sealed record MilestoneRow(
    string Milestone, string Title, decimal Amount, DateOnly? ForecastSignOff, bool Confirmed, DateOnly? SignOffSent, DateOnly? SignOffReceived, bool Passive);

internal sealed record ActivityRow(string Activity, string Title, DateOnly? StartDate, DateOnly? EndDate, decimal? BudgetHours, int Open, int Closed);

internal sealed record TeamRow(string? Person, string? Name, string Role, DateOnly StartDate, DateOnly EndDate, int MinutesPerDay, string Kind);

internal sealed record ChangeOrderRow(string ChangeOrder, string Kind, decimal Amount, string Status, DateOnly? NewExpires, DateOnly? CompletesOn);

internal sealed record WorkAtRiskRow(string WorkAtRisk, string Status, decimal Hours, DateOnly ExpectedSignature);

internal sealed record RaidRow(string Item, string Type, string Title, string Owner, string Priority, string? Impact, string? Plan, bool Escalated, DateOnly? Due);

/// <summary>What was asked of the coordinator, and what became of it .</summary>
internal sealed record RequestRow(
    string Request, string Kind, string Role, string? Name, string State, DateOnly StartDate, DateOnly EndDate, int MinutesPerDay, string? Reason, string? Reasoning);

internal sealed record DeliverableRow(string Deliverable, string Title, string? Due);

internal sealed record TermsRow(
    int? PaymentDays, string? PaymentUnit, int? AcceptanceDays, string? AcceptanceUnit, bool? DeemedAccepted, int? IterationAmount, string? IterationUnit,
    bool? ExpensesAllowed, decimal? ExpensesCap);

/// <summary>Somebody wrote a record: which, who, when, and how often it was written.</summary>
internal sealed record WrittenRow(string What, string Key, string By, DateTimeOffset At, int Version);

/// <summary>Everything of one engagement that its page shows, besides its figures.</summary>
internal sealed record EngagementRecord(
    EngagementRow Engagement, IReadOnlyList<MilestoneRow> Milestones, IReadOnlyList<ActivityRow> Activities, IReadOnlyList<TeamRow> Team, IReadOnlyList<RequestRow> Requests,
    IReadOnlyList<ChangeOrderRow> ChangeOrders, IReadOnlyList<WorkAtRiskRow> WorkAtRisk, IReadOnlyList<RaidRow> Raid, int OpenRaid,
    IReadOnlyList<DeliverableRow> Deliverables, TermsRow? Terms, int OpenIssues, int ClosedIssues, decimal ApprovedHours, decimal SubmittedHours,
    IReadOnlyList<AcceptanceRequest> Requested, IReadOnlyList<AcceptanceHold> Holds, IReadOnlyList<DateOnly> CustomerDaysOff, IReadOnlyList<DateOnly> ManagerDaysOff, IReadOnlyList<WrittenRow> Written, IReadOnlyList<JsonElement> Versions)
{
    private static readonly JsonSerializerOptions Snake = new() { PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower };

    /// <summary>One statement: the database gathers the parts of the page into one document. Null when there is no such engagement.</summary>
    public static async Task<EngagementRecord?> ReadAsync(NpgsqlConnection connection, string key, DateOnly today)
    {
        var document = await connection.QuerySingleOrDefaultAsync<string>(Sql, new { key, today });
        return document is null ? null : JsonSerializer.Deserialize<EngagementRecord>(document, Snake);
    }

    private const string Sql =
        $"""
        select json_build_object(
          'engagement', json_build_object('engagement', e.engagement, 'customer', e.customer, 'customer_name', c.name, 'name', e.name, 'type', e.type,
            'billing', e.billing, 'currency', e.currency, 'start_date', e.start_date, 'expires', e.expires, 'status', e.status, 'project_manager', e.project_manager,
            'manager_name', p.name, 'customer_zone', c.time_zone, 'region', e.region, 'budget_hours', e.budget_hours, 'transition_date', e.transition_date, 'kickoff_date', e.kickoff_date,
            'passive_acceptance_days', e.passive_acceptance_days, 'passive_acceptance_unit', e.passive_acceptance_unit, 'internal_health', e.internal_health,
            'customer_health', e.customer_health, 'version', e.version),
          'milestones', (select coalesce(json_agg(m order by m.forecast_sign_off, m.milestone), '[]') from milestones m where m.engagement = e.engagement),
          'activities', (select coalesce(json_agg(a order by a.start_date, a.activity), '[]') from (
            select a.activity, a.title, a.start_date, a.end_date, a.budget_hours, coalesce(i.open, 0) as open, coalesce(i.closed, 0) as closed from activities a left join (
              select activity, count(*) filter (where state = 'open') as open, count(*) filter (where state = 'closed') as closed
              from issues where engagement = e.engagement group by activity) i using (activity)
            where a.engagement = e.engagement) a),
          'team', (select coalesce(json_agg(t order by t.kind, t.start_date, t.name), '[]') from (
            select b.person, q.name, b.role, b.start_date, b.end_date, b.minutes_per_day, b.kind from bookings b left join people q using (person)
            where b.engagement = e.engagement and b.end_date >= @today order by b.kind, b.start_date limit 60) t),
          'requests', (select coalesce(json_agg(q), '[]') from (
            select r.resource_request as request, r.kind, r.role, q.name, r.state, r.start_date, r.end_date, r.minutes_per_day, r.reason, r.reasoning
            from resource_requests r left join people q using (person) where r.engagement = e.engagement
            order by r.state in ('draft', 'submitted', 'countered', 'approved') desc, coalesce(r.decided_at, r.submitted_at, r.recorded_at) desc, r.resource_request limit 6) q),
          'change_orders', (select coalesce(json_agg(o order by o.change_order), '[]') from change_orders o where o.engagement = e.engagement),
          'work_at_risk', (select coalesce(json_agg(w order by w.work_at_risk), '[]') from work_at_risk w where w.engagement = e.engagement),
          'raid', (select coalesce(json_agg(r), '[]') from (
            select item, type, title, owner, priority, impact, plan, escalated, due from raid where engagement = e.engagement and coalesce(state, 'open') <> 'closed'
            order by escalated desc, array_position(array['high', 'medium', 'low'], priority), due nulls last, item limit 5) r),
          'open_raid', (select count(*) from raid where engagement = e.engagement and coalesce(state, 'open') <> 'closed'),
          'deliverables', (select coalesce(json_agg(d order by d.deliverable), '[]') from deliverables d where d.engagement = e.engagement),
          'terms', (select to_json(t) from contract_terms t where t.engagement = e.engagement),
          'open_issues', (select count(*) from issues where engagement = e.engagement and state = 'open'),
          'closed_issues', (select count(*) from issues where engagement = e.engagement and state = 'closed'),
          'approved_hours', (select coalesce(sum(hours), 0) from time_entries where engagement = e.engagement and state = 'approved'),
          'submitted_hours', (select coalesce(sum(hours), 0) from time_entries where engagement = e.engagement and state = 'submitted'),
          'requested', (select coalesce(json_agg(r), '[]') from (
            select {AcceptanceRequest.Columns} from acceptance_requests where engagement = e.engagement and state = 'open') r),
          'holds', (select coalesce(json_agg(h), '[]') from (
            select {AcceptanceHold.Columns} from acceptance_holds where acceptance_request in (
              select acceptance_request from acceptance_requests where engagement = e.engagement and state = 'open')) h),
          'customer_days_off', (select coalesce(json_agg(date), '[]') from calendar_days where calendar = c.calendar and hours = 0 and date between @today::date - 400 and @today::date + 400),
          'manager_days_off', (select coalesce(json_agg(date), '[]') from calendar_days where calendar = p.calendar and hours = 0 and date between @today::date - 400 and @today::date + 400),
          'written', (select coalesce(json_agg(w order by w.at desc), '[]') from (
            select * from (
              select 'engagement' as what, engagement as key, changed_by as by, recorded_at as at, version from engagements where engagement = e.engagement
              union all select 'milestone', milestone, changed_by, recorded_at, version from milestones where engagement = e.engagement
              union all select 'activity', activity, changed_by, recorded_at, version from activities where engagement = e.engagement
              union all select 'booking', booking, changed_by, recorded_at, version from bookings where engagement = e.engagement
              union all select 'resource request', resource_request, changed_by, recorded_at, version from resource_requests where engagement = e.engagement
              union all select 'change order', change_order, changed_by, recorded_at, version from change_orders where engagement = e.engagement
              union all select 'work at risk', work_at_risk, changed_by, recorded_at, version from work_at_risk where engagement = e.engagement
              union all select 'RAID item', item, changed_by, recorded_at, version from raid where engagement = e.engagement
            ) all_of_it order by at desc limit 8) w),
          'versions', (select coalesce(json_agg(v.doc order by v.version), '[]') from (
            select to_jsonb(l) as doc, l.version from engagements l where l.engagement = e.engagement
            union all select to_jsonb(h), h.version from history.engagements h where h.engagement = e.engagement
            order by version desc limit 5) v)
        )::text
        from engagements e join customers c using (customer) left join people p on p.person = e.project_manager
        where e.engagement = @key
        """;
}

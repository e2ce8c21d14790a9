using Npgsql;
using NpgsqlTypes;
using Throughline.Data.Acceptance;
using Throughline.Data.Recording;
using Throughline.Domain.Acceptance;
using Throughline.Domain.Dates;
using Throughline.Domain.Engagements;
using Throughline.Domain.People;
using Throughline.Domain.Policies;
using Throughline.Domain.Pricing;
using Throughline.Domain.Reports;
using Throughline.Domain.Staffing;
using Throughline.Domain.Timekeeping;

namespace Throughline.Data.Reports;

/// <summary>Fetches the facts that a report or a rule asks for: one batch, one round trip, now or as of any recorded instant.</summary>
public static class PracticeReader
{
    public static async Task<PracticeFacts> ReadAsync(
        NpgsqlConnection connection, PracticeQuery query, CancellationToken stop, NpgsqlTransaction? transaction = null)
    {
        var parts = Parts(query).ToList();
        if (parts.Count == 0)
            return new PracticeFacts();

        await using var batch = new NpgsqlBatch(connection, transaction);
        foreach (var part in parts)
            batch.BatchCommands.Add(Command(part.Sql, query));

        var facts = new PracticeFacts();
        await using var reader = await batch.ExecuteReaderAsync(stop);
        foreach (var part in parts)
        {
            facts = await part.TakeAsync(facts, reader, stop);
            await reader.NextResultAsync(stop);
        }

        return facts;
    }

    private sealed record Part(string Sql, Func<PracticeFacts, NpgsqlDataReader, CancellationToken, Task<PracticeFacts>> TakeAsync);

    private static Part Of<T>(string sql, Func<NpgsqlDataReader, T> row, Func<PracticeFacts, IReadOnlyList<T>, PracticeFacts> with) =>
        new(sql, async (facts, reader, stop) =>
        {
            var rows = new List<T>();
            while (await reader.ReadAsync(stop))
                rows.Add(row(reader));

            return with(facts, rows);
        });

    private static IEnumerable<Part> Parts(PracticeQuery query)
    {
        var fetched = query.Facts & ~query.Known;
        if (fetched.HasFlag(FactSet.People))
            yield return Of(People(query), Person, (facts, rows) => facts with { People = rows });
        if (fetched.HasFlag(FactSet.WorkingTime))
        {
            yield return Of(CalendarDays(query), CalendarDayRow, (facts, rows) => facts with { CalendarDays = rows });
            yield return Of(TimeOff(query), TimeOffRow, (facts, rows) => facts with { TimeOff = rows });
            yield return Of(Overtime(query), OvertimeRow, (facts, rows) => facts with { Overtime = rows });
        }

        if (fetched.HasFlag(FactSet.Rates))
            yield return Of(Rates(query), Rate, (facts, rows) => facts with { Rates = rows });
        if (fetched.HasFlag(FactSet.Costs))
        {
            yield return Of(CostRates(query), CostRate, (facts, rows) => facts with { CostRates = rows });
            yield return Of(RoleCosts(query), RoleCost, (facts, rows) => facts with { RoleCosts = rows });
        }

        if (fetched.HasFlag(FactSet.ExchangeRates))
            yield return Of(ExchangeRates(query), ExchangeRate, (facts, rows) => facts with { ExchangeRates = rows });
        if (fetched.HasFlag(FactSet.Engagements))
        {
            yield return Of(Engagements(query), Engagement, (facts, rows) => facts with { Engagements = rows });
            yield return Of(Customers(query), Customer, (facts, rows) => facts with { Customers = rows });
        }

        if (fetched.HasFlag(FactSet.Activities))
        {
            yield return Of(Activities(query), Activity, (facts, rows) => facts with { Activities = rows });
            yield return Of(IssueCounts(query), IssueCount, (facts, rows) => facts with { IssueCounts = rows });
        }

        if (fetched.HasFlag(FactSet.Milestones))
            yield return Of(Milestones(query), Milestone, (facts, rows) => facts with { Milestones = rows });
        if (fetched.HasFlag(FactSet.Bookings))
            yield return Of(Bookings(query), Booking, (facts, rows) => facts with { Bookings = rows });
        if (fetched.HasFlag(FactSet.ChangeOrders))
            yield return Of(ChangeOrders(query), ChangeOrder, (facts, rows) => facts with { ChangeOrders = rows });
        if (fetched.HasFlag(FactSet.WorkAtRisk))
            yield return Of(WorkAtRiskRows(query), WorkAtRisk, (facts, rows) => facts with { WorkAtRisk = rows });
        if (fetched.HasFlag(FactSet.WorkExceptions))
            yield return Of(WorkExceptions(query), WorkException, (facts, rows) => facts with { WorkExceptions = rows });
        if (fetched.HasFlag(FactSet.Deals))
            yield return Of(Deals(query), Deal, (facts, rows) => facts with { Deals = rows });
        if (fetched.HasFlag(FactSet.Acceptance))
        {
            yield return Of(AcceptanceRequests(query), AcceptanceRequestRow, (facts, rows) => facts with { AcceptanceRequests = rows });
            yield return Of(AcceptanceHolds(query), AcceptanceHoldRow, (facts, rows) => facts with { AcceptanceHolds = rows });
        }

        if (fetched.HasFlag(FactSet.Watched))
        {
            foreach (var part in WatchedParts(query))
                yield return part;
        }

        if (query.TimeDays.Count == 0)
            yield break;

        if (fetched.HasFlag(FactSet.WeekTime))
        {
            yield return Of(WeekTime(query), WeekTimeRow, (facts, rows) => facts with { WeekTime = rows });
            yield return Of(NoWork(query), NoWorkRow, (facts, rows) => facts with { NoWork = rows });
        }

        if (fetched.HasFlag(FactSet.TimeEntries))
            yield return Of(TimeEntries(query), TimeEntry, (facts, rows) => facts with { Time = rows });
        else if (fetched.HasFlag(FactSet.TimeOfDays))
            yield return Of(TimeOfDays(query), TimeSum, (facts, rows) => facts with { Time = rows });
        else if (fetched.HasFlag(FactSet.Time) || fetched.HasFlag(FactSet.TimeOfPeople))
            yield return Of(TimeSums(query), TimeSum, (facts, rows) => facts with { Time = rows });
    }

    private static NpgsqlBatchCommand Command(string sql, PracticeQuery query)
    {
        var command = new NpgsqlBatchCommand(sql);
        void Add(string name, NpgsqlDbType type, object? value)
        {
            if (sql.Contains("@" + name, StringComparison.Ordinal))
                command.Parameters.Add(new NpgsqlParameter(name, type) { Value = value ?? DBNull.Value });
        }

        Add("at", NpgsqlDbType.TimestampTz, query.At?.ToUniversalTime());
        Add("engagements", NpgsqlDbType.Array | NpgsqlDbType.Text, query.Engagements?.Select(key => key.Value).ToArray());
        Add("people", NpgsqlDbType.Array | NpgsqlDbType.Text, query.People?.Select(key => key.Value).ToArray());
        Add("bookings_from", NpgsqlDbType.Date, query.BookingDays?.First);
        Add("bookings_to", NpgsqlDbType.Date, query.BookingDays?.Last);
        if (query.TimeDays.Count > 0)
        {
            Add("time_from", NpgsqlDbType.Date, query.TimeDays[0].First);
            Add("time_to", NpgsqlDbType.Date, query.TimeDays[^1].Last);
            Add("cuts", NpgsqlDbType.Array | NpgsqlDbType.Date, Cuts(query));
        }

        return command;
    }

    // Each span begins a sum, and so does the day after it ends.
    private static DateOnly[] Cuts(PracticeQuery query) =>
        [.. query.TimeDays.SelectMany(span => span.Last == DateOnly.MaxValue ? [span.First] : new[] { span.First, span.Last.AddDays(1) })];

    private static string Source(PracticeQuery query, string table, string columns) => AsOf.Table(table, columns, query.At is not null);

    private static string Where(params string?[] conditions)
    {
        var set = conditions.Where(condition => condition is not null).ToList();
        return set.Count == 0 ? "" : " where " + string.Join(" and ", set);
    }

    private static string? OfEngagements(PracticeQuery query) => query.Engagements is null ? null : "engagement = any(@engagements)";

    private static string? OfPeople(PracticeQuery query) => query.People is null ? null : "person = any(@people)";

    private const string PersonColumns =
        "person, name, role, weekly_hours, calendar, start_date, end_date, region, employment, cost_rate, cost_currency, time_zone, manager";

    // A person's working patterns come as rows of an array: the day's number, then the minutes from Monday to Sunday.
    private static string People(PracticeQuery query) =>
        $"select {PersonColumns}, patterns from " + Source(query, "people", PersonColumns)
        + " p left join (select person, array_agg(array[effective_from - date '0001-01-01', mon, tue, wed, thu, fri, sat, sun]) as patterns from "
        + Source(query, "working_patterns", "person, effective_from, mon, tue, wed, thu, fri, sat, sun") + " w group by person) worked using (person)" + Where(OfPeople(query));

    private static PersonFact Person(NpgsqlDataReader row) => new(
        new PersonKey(row.GetString(0)), row.GetString(1), row.GetString(2), row.GetDecimal(3), Text(row, 4), Date(row, 5), Date(row, 6),
        Text(row, 7), Employments.Words.Parse(row.GetString(8)), Number(row, 9), Text(row, 10) is { } currency ? new Currency(currency) : null,
        Text(row, 11), Text(row, 12) is { } manager ? new PersonKey(manager) : null)
    {
        Patterns = row.IsDBNull(13) ? (WorkingPattern[])[] : WorkingPatterns(row.GetFieldValue<int[,]>(13)),
    };

    private static WorkingPattern[] WorkingPatterns(int[,] rows) =>
    [
        .. from i in Enumerable.Range(0, rows.GetLength(0))
           select new WorkingPattern(
               DateOnly.FromDayNumber(rows[i, 0]), rows[i, 1], rows[i, 2], rows[i, 3], rows[i, 4], rows[i, 5], rows[i, 6], rows[i, 7]),
    ];

    private static string CalendarDays(PracticeQuery query) =>
        "select calendar, date, (hours * 60)::integer from " + Source(query, "calendar_days", "calendar, date, hours") + " c";

    private static CalendarDay CalendarDayRow(NpgsqlDataReader row) => new(row.GetString(0), Day(row, 1), row.GetInt32(2));

    private static string TimeOff(PracticeQuery query) =>
        "select person, start_date, end_date, kind, (hours_per_day * 60)::integer from "
        + Source(query, "time_off", "person, start_date, end_date, kind, hours_per_day") + " o" + Where(OfPeople(query));

    private static TimeOffFact TimeOffRow(NpgsqlDataReader row) => new(
        new PersonKey(row.GetString(0)), new DateRange(Day(row, 1), Day(row, 2)), TimeOffKinds.Words.Parse(row.GetString(3)),
        row.IsDBNull(4) ? null : row.GetInt32(4));

    private static string Overtime(PracticeQuery query) =>
        "select person, date, (hours * 60)::integer, kind from " + Source(query, "overtime", "person, date, hours, kind") + " o" + Where(OfPeople(query));

    private static OvertimeFact OvertimeRow(NpgsqlDataReader row) => new(
        new PersonKey(row.GetString(0)), Day(row, 1), row.GetInt32(2), OvertimeKinds.Words.Parse(row.GetString(3)));

    private static string Rates(PracticeQuery query) =>
        "select role, currency, hourly_rate, effective_from, engagement, null::text as person from "
        + Source(query, "rates", "role, currency, hourly_rate, effective_from, engagement") + " r" + WhereRates(query)
        + " union all select '', currency, hourly_rate, effective_from, engagement, person from "
        + Source(query, "person_rates", "person, currency, hourly_rate, effective_from, engagement") + " o" + WhereRates(query);

    private static string WhereRates(PracticeQuery query) =>
        Where(query.Engagements is null ? null : "(engagement is null or engagement = any(@engagements))");

    private static RateFact Rate(NpgsqlDataReader row) => new(
        row.GetString(0), new Currency(row.GetString(1)), row.GetDecimal(2), Day(row, 3),
        Text(row, 4) is { } engagement ? new EngagementKey(engagement) : null, Text(row, 5) is { } person ? new PersonKey(person) : null);

    private static string CostRates(PracticeQuery query) =>
        "select person, cost_rate, cost_currency, effective_from from "
        + Source(query, "cost_rates", "person, cost_rate, cost_currency, effective_from") + " c" + Where(OfPeople(query));

    private static CostRateFact CostRate(NpgsqlDataReader row) => new(
        new PersonKey(row.GetString(0)), row.GetDecimal(1), Text(row, 2) is { } currency ? new Currency(currency) : null, Day(row, 3));

    private static string RoleCosts(PracticeQuery query) =>
        "select role, currency, annual_pay, annual_benefits, annual_hours, effective_from from "
        + Source(query, "role_costs", "role, currency, annual_pay, annual_benefits, annual_hours, effective_from") + " c";

    private static RoleCostFact RoleCost(NpgsqlDataReader row) => new(
        row.GetString(0), new Currency(row.GetString(1)), row.GetDecimal(2), row.GetDecimal(3), row.GetDecimal(4), Day(row, 5));

    private static string ExchangeRates(PracticeQuery query) =>
        "select currency, to_currency, rate, effective_from from " + Source(query, "exchange_rates", "currency, to_currency, rate, effective_from") + " x";

    private static ExchangeRateFact ExchangeRate(NpgsqlDataReader row) => new(
        new Currency(row.GetString(0)), new Currency(row.GetString(1)), row.GetDecimal(2), Day(row, 3));

    private const string EngagementColumns =
        "engagement, customer, name, type, billing, currency, contract_value, start_date, expires, status, budget_hours, project_manager, region, transition_date, kickoff_date";

    private static string Engagements(PracticeQuery query) =>
        $"select {EngagementColumns} from " + Source(query, "engagements", EngagementColumns) + " e" + Where(OfEngagements(query));

    private static EngagementFact Engagement(NpgsqlDataReader row) => new(
        new EngagementKey(row.GetString(0)), new CustomerKey(row.GetString(1)), row.GetString(2),
        EngagementTypes.Words.Parse(row.GetString(3)), Billings.Words.Parse(row.GetString(4)), new Currency(row.GetString(5)),
        row.GetDecimal(6), Day(row, 7), Day(row, 8), EngagementStatuses.Words.Parse(row.GetString(9)), Number(row, 10),
        Text(row, 11) is { } manager ? new PersonKey(manager) : null, Text(row, 12), Date(row, 13), Date(row, 14));

    private static string Customers(PracticeQuery query) =>
        "select customer, name, region from " + Source(query, "customers", "customer, name, region") + " c";

    private static CustomerFact Customer(NpgsqlDataReader row) => new(new CustomerKey(row.GetString(0)), row.GetString(1), Text(row, 2));

    private static string Activities(PracticeQuery query) =>
        "select engagement, activity, title, start_date, end_date from "
        + Source(query, "activities", "engagement, activity, title, start_date, end_date") + " a" + Where(OfEngagements(query));

    private static ActivityFact Activity(NpgsqlDataReader row) => new(
        new EngagementKey(row.GetString(0)), row.GetString(1), row.GetString(2), Date(row, 3), Date(row, 4));

    private static string IssueCounts(PracticeQuery query) =>
        "select engagement, activity, count(*) filter (where state = 'open'), count(*) filter (where state = 'closed') from "
        + Source(query, "issues", "engagement, activity, state") + " i" + Where("activity is not null", OfEngagements(query)) + " group by 1, 2";

    private static IssueCountFact IssueCount(NpgsqlDataReader row) => new(
        new EngagementKey(row.GetString(0)), row.GetString(1), (int)row.GetInt64(2), (int)row.GetInt64(3));

    private static string Milestones(PracticeQuery query) =>
        "select engagement, milestone, title, amount, forecast_sign_off, confirmed, sign_off_received, sign_off_sent, passive, parent, "
        + (query.Facts.HasFlag(FactSet.Watched) ? Undocumented(query) : "false") + " from "
        + Source(query, "milestones", "engagement, milestone, title, amount, forecast_sign_off, confirmed, sign_off_received, sign_off_sent, passive, parent") + " m"
        + Where(OfEngagements(query));

    // Only findings ask for it.
    private static string Undocumented(PracticeQuery query) =>
        $"exists (select from {Source(query, "acceptance_requests", "acceptance_request, engagement, milestone, state, decided_via")} r"
        + " where r.engagement = m.engagement and r.milestone = m.milestone and r.state = 'accepted' and r.decided_via <> 'page' and not exists ("
        + $"select from {Source(query, "acceptance_files", "acceptance_request, kind")} f where f.acceptance_request = r.acceptance_request and f.kind in ('reply', 'decision')))";

    private static MilestoneFact Milestone(NpgsqlDataReader row) => new(
        new EngagementKey(row.GetString(0)), row.GetString(1), row.GetString(2), row.GetDecimal(3), Date(row, 4), row.GetBoolean(5), Date(row, 6), Date(row, 7),
        Text(row, 9), row.GetBoolean(10))
    {
        Passive = row.GetBoolean(8),
    };

    private const string BookingColumns =
        "booking, engagement, person, role, start_date, end_date, minutes_per_day, kind, activity, work_at_risk, skills";

    private static string Bookings(PracticeQuery query) =>
        $"select {BookingColumns} from " + Source(query, "bookings", BookingColumns) + " b"
        + Where(
            query.BookingDays is null ? null : "start_date <= @bookings_to and end_date >= @bookings_from",
            OfEngagements(query),
            OfPeople(query));

    private static BookingFact Booking(NpgsqlDataReader row) => new(
        new BookingKey(row.GetString(0)), new EngagementKey(row.GetString(1)), Text(row, 2) is { } person ? new PersonKey(person) : null,
        row.GetString(3), new DateRange(Day(row, 4), Day(row, 5)), row.GetInt32(6), Commitments.Words.Parse(row.GetString(7)),
        Text(row, 8), Text(row, 9), Text(row, 10));

    private static string ChangeOrders(PracticeQuery query) =>
        "select engagement, change_order, kind, amount, status, new_expires, completes_on, hours, recorded_at from "
        + Source(query, "change_orders", "engagement, change_order, kind, amount, status, new_expires, completes_on, hours, recorded_at") + " o"
        + Where(OfEngagements(query));

    private static ChangeOrderFact ChangeOrder(NpgsqlDataReader row) => new(
        new EngagementKey(row.GetString(0)), row.GetString(1), ChangeOrderKinds.Words.Parse(row.GetString(2)), row.GetDecimal(3),
        ChangeOrderStatuses.Words.Parse(row.GetString(4)), Date(row, 5), Date(row, 6), Number(row, 7))
    {
        RecordedAt = row.GetFieldValue<DateTimeOffset>(8),
    };

    private const string WorkAtRiskColumns = "engagement, work_at_risk, status, expected_signature, approved_on, recorded_at";

    // Whatever was changed of it later, it is as old as its first version.
    private static string WorkAtRiskRows(PracticeQuery query) =>
        "select engagement, work_at_risk, status, expected_signature, approved_on, least(recorded_at, (select min(h.recorded_at) from history.work_at_risk h where h.engagement = w.engagement and h.work_at_risk = w.work_at_risk)) from "
        + Source(query, "work_at_risk", WorkAtRiskColumns) + " w" + Where(OfEngagements(query));

    private static WorkAtRiskFact WorkAtRisk(NpgsqlDataReader row) => new(
        new EngagementKey(row.GetString(0)), row.GetString(1), WorkAtRiskStatuses.Words.Parse(row.GetString(2)))
    {
        ExpectedSignature = Day(row, 3),
        ApprovedOn = Date(row, 4),
        FirstRecordedAt = row.GetFieldValue<DateTimeOffset>(5),
    };

    private static string WorkExceptions(PracticeQuery query) =>
        "select engagement, work_exception, status, hours from " + Source(query, "work_exceptions", "engagement, work_exception, status, hours") + " x"
        + Where(OfEngagements(query));

    private static WorkExceptionFact WorkException(NpgsqlDataReader row) => new(
        new EngagementKey(row.GetString(0)), row.GetString(1), WorkExceptionStatuses.Words.Parse(row.GetString(2)), row.GetDecimal(3));

    private const string RequestColumns =
        "acceptance_request, engagement, milestone, attempt, state, sent_at, recipient_name, days, unit, day_off_start, recorded_date, zone, day1, last_day, deadline, recorded_on, days_used, weekend, days_off";

    // Notices matter while an answer is missing.
    private static string AcceptanceRequests(PracticeQuery query) =>
        $"select {RequestColumns}, case when state = 'open' then (select count(*)::int from "
        + Source(query, "acceptance_evidence", "acceptance_request, kind") + " e where e.acceptance_request = r.acceptance_request and e.kind = 'notice') else 0 end from "
        + Source(query, "acceptance_requests", RequestColumns) + " r" + Where(OfEngagements(query));

    private static AcceptanceRequestFact AcceptanceRequestRow(NpgsqlDataReader row)
    {
        var zone = Zones.Find(row.GetString(11)) ?? TimeZoneInfo.Utc;
        return new AcceptanceRequestFact(row.GetString(0), new EngagementKey(row.GetString(1)), row.GetString(2), row.GetInt32(3), row.GetString(4))
        {
            SentOn = Zones.DayOf(row.GetFieldValue<DateTimeOffset>(5), zone),
            Recipient = row.GetString(6),
            Terms = row.IsDBNull(7) ? null : AcceptanceRequest.TermsOf(row.GetInt32(7), row.GetString(8), row.GetString(9), row.GetString(10)),
            Clock = row.IsDBNull(14) ? null : new AcceptanceClock(Day(row, 12), Day(row, 13), row.GetFieldValue<DateTimeOffset>(14), Day(row, 15)),
            DaysUsed = row.GetInt32(16),
            Calendar = AcceptanceRequest.CalendarFrom(row.GetString(17), row.GetString(18)),
            NoticesSent = row.GetInt32(19),
        };
    }

    private static string AcceptanceHolds(PracticeQuery query) =>
        "select h.acceptance_request, h.start_date, h.end_date from " + Source(query, "acceptance_holds", "acceptance_request, start_date, end_date") + " h";

    private static AcceptanceHoldFact AcceptanceHoldRow(NpgsqlDataReader row) => new(row.GetString(0), Day(row, 1), Date(row, 2));

    private static string Deals(PracticeQuery query) =>
        "select e.engagement, o.stage from " + Source(query, "engagements", "engagement, opportunity") + " e join "
        + Source(query, "opportunities", "opportunity, stage") + " o using (opportunity)" + Where(OfEngagements(query));

    private static DealFact Deal(NpgsqlDataReader row) => new(new EngagementKey(row.GetString(0)), row.GetString(1));

    private const string TimeColumns =
        "entry, person, date, engagement, category, activity, hours, billable, state, work_at_risk, approved_by, approved_at";

    private static string TimeWhere(PracticeQuery query) => Where(
    [
        "t.state = 'approved'",
        "t.date between @time_from and @time_to",
        query.Engagements is null ? null : "t.engagement = any(@engagements)",
        query.People is null ? null : "t.person = any(@people)",
    ]);

    private static string TimeEntries(PracticeQuery query) =>
        "select t.entry, t.person, t.date, t.engagement, t.category, t.activity, t.hours, t.billable, t.state, t.work_at_risk, t.approved_by, t.approved_at, p.role, k.entry is not null, k.hourly_rate, k.hourly_cost from "
        + Source(query, "time_entries", TimeColumns) + " t join " + Source(query, "people", "person, role") + " p using (person)" + Kept(query) + TimeWhere(query);

    private static string Kept(PracticeQuery query) =>
        " left join " + Source(query, "priced_time", "entry, hourly_rate, hourly_cost") + " k on k.entry = t.entry";

    private static TimeLine TimeEntry(NpgsqlDataReader row) => new(
        Text(row, 3) is { } engagement ? new EngagementKey(engagement) : null, Text(row, 4), new PersonKey(row.GetString(1)), row.GetString(12),
        Day(row, 2), row.GetDecimal(6), row.GetBoolean(7), TimeStates.Words.Parse(row.GetString(8)), Text(row, 9), row.GetString(0), Text(row, 5),
        Text(row, 10), row.IsDBNull(11) ? null : row.GetFieldValue<DateTimeOffset>(11))
    {
        Kept = KeptOf(row, 13),
    };

    private static string TimeOfDays(PracticeQuery query) =>
        $"""
        select s.engagement, s.category, s.person, p.role, s.date, s.hours, s.billable, null::text, s.entries, false, null::numeric, null::numeric from (
          select t.engagement, t.category, t.person, t.date, t.billable, sum(t.hours) as hours, count(*) as entries
          from {Source(query, "time_entries", "person, date, engagement, category, hours, billable, state")} t{TimeWhere(query)}
          group by 1, 2, 3, 4, 5) s join {Source(query, "people", "person, role")} p using (person)
        """;

    private static KeptPrice? KeptOf(NpgsqlDataReader row, int at) => row.GetBoolean(at) ? new KeptPrice(Number(row, at + 1), Number(row, at + 2)) : null;

    // Summed where no rule tells the entries apart: same subject, role, leave to work at risk, span, rate segment and price
    // that was kept; and apart for a person who has a rate of their own. A report that asks for no engagements learns one
    // of those that a sum spans; one that asks for no prices, none of them.
    private static string TimeSums(PracticeQuery query)
    {
        var source = Source(query, "time_entries", "entry, person, date, engagement, category, hours, billable, state, work_at_risk");
        var priced = (query.Facts & (FactSet.Rates | FactSet.Costs)) != 0;
        var (join, kept) = priced
            ? (Kept(query), "k.entry is not null as kept, k.hourly_rate as kept_rate, k.hourly_cost as kept_cost")
            : ("", "false as kept, null::numeric as kept_rate, null::numeric as kept_cost");
        var (engagement, risk, apart) = query.Facts.HasFlag(FactSet.Engagements)
            ? ("t.engagement", "t.work_at_risk", "t.engagement, t.work_at_risk")
            : ("min(t.engagement)", "null::text", "t.engagement is null");
        var sums = $"""
            select {engagement} as engagement, t.category, t.person, min(t.date) as day, sum(t.hours) as hours, t.billable, {risk} as work_at_risk,
              width_bucket(t.date, ({Segments(query)})) as cut, count(*) as entries, {kept}
            from {source} t{join}{TimeWhere(query)}
            group by {apart}, t.category, t.person, t.billable, cut, kept, kept_rate, kept_cost
            """;
        var people = Source(query, "people", "person, role");
        return query.Facts.HasFlag(FactSet.TimeOfPeople)
            ? $"select s.engagement, s.category, s.person, p.role, s.day, s.hours, s.billable, s.work_at_risk, s.entries, s.kept, s.kept_rate, s.kept_cost from ({sums}) s join {people} p using (person)"
            : $"""
              select s.engagement, s.category, o.person, p.role, min(s.day), sum(s.hours), s.billable, s.work_at_risk, sum(s.entries)::bigint, s.kept, s.kept_rate, s.kept_cost
              from ({sums}) s join {people} p using (person) left join (select distinct person from {Source(query, "person_rates", "person")} r) o on o.person = s.person
              group by s.engagement, s.category, o.person, p.role, s.billable, s.work_at_risk, s.cut, s.kept, s.kept_rate, s.kept_cost
              """;
    }

    private static string Segments(PracticeQuery query)
    {
        var days = "select unnest(@cuts) as day";
        if (query.Facts.HasFlag(FactSet.Rates))
        {
            days += " union select effective_from from " + Source(query, "rates", "effective_from") + " r";
            days += " union select effective_from from " + Source(query, "person_rates", "effective_from") + " o";
        }

        if (query.Facts.HasFlag(FactSet.Costs))
        {
            days += " union select effective_from from " + Source(query, "cost_rates", "effective_from") + " c";
            days += " union select effective_from from " + Source(query, "role_costs", "effective_from") + " s";
        }

        if (query.Facts.HasFlag(FactSet.ExchangeRates))
            days += " union select effective_from from " + Source(query, "exchange_rates", "effective_from") + " x";
        return $"select array_agg(day order by day) from ({days}) segments";
    }

    private static TimeLine TimeSum(NpgsqlDataReader row) => new(
        Text(row, 0) is { } engagement ? new EngagementKey(engagement) : null, Text(row, 1), Text(row, 2) is { } person ? new PersonKey(person) : null,
        row.GetString(3), Day(row, 4), row.GetDecimal(5), row.GetBoolean(6), TimeState.Approved, Text(row, 7))
    {
        Entries = (int)row.GetInt64(8),
        Kept = KeptOf(row, 9),
    };

    private static IEnumerable<Part> WatchedParts(PracticeQuery query)
    {
        yield return Watched(
            "select engagement, internal_health, customer_health from " + Source(query, "engagements", "engagement, internal_health, customer_health") + " e"
            + Where("(internal_health in ('yellow', 'red') or customer_health in ('yellow', 'red'))", OfEngagements(query)),
            row => new HealthFact(new EngagementKey(row.GetString(0)), Text(row, 1), Text(row, 2)), (all, rows) => all with { Health = rows });
        yield return Watched(
            "select engagement, item, type, title, owner, plan, state, due from " + Source(query, "raid", "engagement, item, type, title, owner, plan, state, due") + " i" + Where(OfEngagements(query)),
            row => new RaidFact(new EngagementKey(row.GetString(0)), row.GetString(1), row.GetString(2), row.GetString(3), row.GetString(4), Text(row, 5), Text(row, 6), Date(row, 7)),
            (all, rows) => all with { Raid = rows });
        yield return Watched(
            "select resource_request, engagement, booking, agreed_hours from " + Source(query, "resource_requests", "resource_request, engagement, booking, agreed_hours, state") + " r"
            + Where("state = 'booked'", "booking is not null", "agreed_hours is not null", OfEngagements(query)),
            row => new AgreedFact(row.GetString(0), new EngagementKey(row.GetString(1)), new BookingKey(row.GetString(2)), row.GetDecimal(3)), (all, rows) => all with { Agreed = rows });
        yield return Watched(DoubtfulTime(query), DoubtfulRow, (all, rows) => all with { Doubtful = rows });
        yield return Watched(
            "select engagement, work_exception, quarter_end from " + Source(query, "work_exceptions", "engagement, work_exception, status, quarter_end") + " x"
            + Where("status = 'approved'", "quarter_end is not null", OfEngagements(query)),
            row => new ExceptionEnd(new EngagementKey(row.GetString(0)), row.GetString(1), Day(row, 2)), (all, rows) => all with { Exceptions = rows });
        yield return Watched(
            "select booking from " + Source(query, "bookings", "booking, engagement, kind, owner, reason") + " b"
            + Where("kind = 'soft'", "owner is not null", "reason is not null", OfEngagements(query)),
            row => new BookingKey(row.GetString(0)), (all, rows) => all with { Reasoned = rows.ToHashSet() });
        yield return Watched(
            "select distinct engagement from " + Source(query, "csat", "engagement") + " s" + Where(OfEngagements(query)),
            row => new EngagementKey(row.GetString(0)), (all, rows) => all with { Surveyed = rows.ToHashSet() });
        yield return Watched(
            "select person, qualification, obtained, expires from " + Source(query, "qualifications", "person, qualification, kind, obtained, expires") + " q where kind = 'certification'",
            row => new QualificationFact(new PersonKey(row.GetString(0)), row.GetString(1), QualificationKind.Certification, Date(row, 2), Date(row, 3)), (all, rows) => all with { Certifications = rows });
    }

    private static Part Watched<T>(string sql, Func<NpgsqlDataReader, T> row, Func<WatchedRecords, IReadOnlyList<T>, WatchedRecords> with) =>
        Of(sql, row, (facts, rows) => facts with { Watched = with(facts.Watched, rows) });

    // Approved by nobody, by person and week; on work at risk or a work exception that was never approved, by that record.
    private static string DoubtfulTime(PracticeQuery query)
    {
        var time = Source(query, "time_entries", "person, date, engagement, hours, state, approved_by, work_at_risk, work_exception");
        string Named(string doubt, string column, string table) =>
            $"""
            select '{doubt}', t.engagement, t.{column}, min(t.date), count(*), sum(t.hours) from {time} t
            join {Source(query, table, $"engagement, {column}, status")} w on w.engagement = t.engagement and w.{column} = t.{column} and w.status in ('submitted', 'rejected')
            where t.{column} is not null and t.state <> 'rejected'{(query.Engagements is null ? "" : " and t.engagement = any(@engagements)")} group by t.engagement, t.{column}
            """;
        return $"""
            select 'no_approver', t.engagement, t.person, date_trunc('week', t.date)::date, count(*), sum(t.hours) from {time} t
            where t.state = 'approved' and t.approved_by is null{(query.Engagements is null ? "" : " and t.engagement = any(@engagements)")} group by 2, 3, 4
            union all {Named("work_at_risk", "work_at_risk", "work_at_risk")}
            union all {Named("work_exception", "work_exception", "work_exceptions")}
            """;
    }

    private static DoubtfulTime DoubtfulRow(NpgsqlDataReader row) => new(
        row.GetString(0) switch { "no_approver" => TimeDoubt.NoApprover, "work_at_risk" => TimeDoubt.WorkAtRiskNotApproved, _ => TimeDoubt.WorkExceptionNotApproved },
        Text(row, 1) is { } engagement ? new EngagementKey(engagement) : null, row.GetString(2), Day(row, 3), (int)row.GetInt64(4), row.GetDecimal(5));

    private static string WeekTime(PracticeQuery query) =>
        "select person, date, engagement, state, sum(hours) from " + Source(query, "time_entries", "person, date, engagement, state, hours") + " t"
        + Where("date between @time_from and @time_to", OfPeople(query)) + " group by 1, 2, 3, 4";

    private static WeekTimeFact WeekTimeRow(NpgsqlDataReader row) => new(
        new PersonKey(row.GetString(0)), Day(row, 1), Text(row, 2) is { } engagement ? new EngagementKey(engagement) : null,
        TimeStates.Words.Parse(row.GetString(3)), row.GetDecimal(4));

    private static string NoWork(PracticeQuery query) =>
        "select person, start_date, end_date, reason from " + Source(query, "no_work", "person, start_date, end_date, reason") + " n"
        + Where("start_date <= @time_to and end_date >= @time_from", OfPeople(query));

    private static NoWorkFact NoWorkRow(NpgsqlDataReader row) => new(
        new PersonKey(row.GetString(0)), new DateRange(Day(row, 1), Day(row, 2)), Text(row, 3));

    private static string? Text(NpgsqlDataReader row, int at) => row.IsDBNull(at) ? null : row.GetString(at);

    private static decimal? Number(NpgsqlDataReader row, int at) => row.IsDBNull(at) ? null : row.GetDecimal(at);

    private static DateOnly Day(NpgsqlDataReader row, int at) => row.GetFieldValue<DateOnly>(at);

    private static DateOnly? Date(NpgsqlDataReader row, int at) => row.IsDBNull(at) ? null : row.GetFieldValue<DateOnly>(at);
}

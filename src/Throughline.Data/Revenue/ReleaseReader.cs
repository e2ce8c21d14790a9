using System.Globalization;
using Dapper;
using Npgsql;
using Throughline.Data.Reports;
using Throughline.Domain.Dates;
using Throughline.Domain.Engagements;
using Throughline.Domain.People;
using Throughline.Domain.Policies;
using Throughline.Domain.Reports;
using Throughline.Domain.Revenue;
using Throughline.Domain.Timekeeping;

namespace Throughline.Data.Revenue;

/// <summary>Which release is asked about.</summary>
/// <param name="Month">Of the release.</param>
/// <param name="Policies">As they stand.</param>
public sealed record ReleaseQuery(Month Month, PolicyValues Policies)
{
    /// <summary>The instant that the figures are read as recorded at; null reads what stands.</summary>
    public DateTimeOffset? At { get; init; }

    /// <summary>Single entries, of these engagements; sums of all where it is null.</summary>
    public IReadOnlyCollection<EngagementKey>? EntriesOf { get; init; }
}

/// <summary>Fetches all that a release looks at.</summary>
public static class ReleaseReader
{
    private const FactSet Facts = FactSet.Engagements | FactSet.Rates | FactSet.Milestones | FactSet.ChangeOrders | FactSet.WorkAtRisk;

    private const string Surroundings =
        """
        select e.engagement, e.legal_entity, e.passive_acceptance_days is not null or c.acceptance_days is not null as asks
        from engagements e left join contract_terms c using (engagement)
        where e.legal_entity is not null or e.passive_acceptance_days is not null or c.acceptance_days is not null;

        select engagement, milestone, bool_or(state in ('accepted', 'deemed')) as evidenced from acceptance_requests where state <> 'withdrawn' group by 1, 2;

        select month from time_consolidations;

        select coalesce(legal_entity, '') from period_locks
        where kind = 'billing' and engagement is null and person is null and start_date <= @first and end_date >= @last;

        select engagement, class, completed_on, attendees, activity from training_completions;

        select a.engagement, a.currency, a.earned_month, a.kind, sum(a.hours) as hours, sum(a.amount) as amount
        from release_amounts a join release_batches b using (batch) where b.state = 'released' group by 1, 2, 3, 4;

        select distinct l.engagement, l.earned_month from work_at_risk w
        join time_entries t on t.engagement = w.engagement and t.work_at_risk = w.work_at_risk
        join (select l.engagement, l.earned_month, l.reference from release_lines l join release_batches b using (batch)
              where b.state = 'released' and l.kind = 'time' and l.engagement in (select engagement from work_at_risk where status <> 'converted')
              group by 1, 2, 3 having sum(l.amount) <> 0 or sum(l.hours) <> 0) l on l.reference = t.entry
        where w.status <> 'converted' and t.work_at_risk is not null;
        """;

    // Summed where no rate tells the entries apart, as sums of approved time are.
    private const string NotApproved =
        """
        select t.engagement, o.person, p.role, min(t.date) as date, sum(t.hours) as hours, t.work_at_risk from (
          select engagement, person, date, hours, work_at_risk, billable from time_entries where state = 'submitted' and date between @from and @last
          union all
          select engagement, person, date, hours, work_at_risk, billable from time_entries where state in ('draft', 'rejected') and date between @from and @last) t
        join people p using (person) left join (select distinct person from person_rates) o on o.person = t.person
        where t.billable and t.engagement is not null and (@engagements::text[] is null or t.engagement = any(@engagements))
        group by t.engagement, o.person, p.role, t.work_at_risk, date_trunc('month', t.date),
          width_bucket(t.date, (select array_agg(day order by day) from (select effective_from as day from rates union select effective_from from person_rates union select @from) cuts))
        """;

    /// <summary>Reads within a transaction, or without; <paramref name="kept"/> saves reading what stands in memory.</summary>
    public static async Task<ReleaseFacts> ReadAsync(
        NpgsqlConnection connection, ReleaseQuery query, CancellationToken stop, NpgsqlTransaction? transaction = null, KeptFacts? kept = null)
    {
        var around = await AroundAsync(connection, query, transaction);
        var first = FirstMonth(query, around.Consolidated);
        var practice = await PracticeAsync(Practice(query, [.. Months(first, query.Month)]));
        var terms = TermsOf(query, around);
        var withMilestones = practice.Milestones.Select(milestone => milestone.Engagement).ToHashSet();
        List<EngagementKey> byPercent = [.. practice.Engagements
            .Where(engagement => terms(engagement).GoesByPercent(engagement, withMilestones.Contains(engagement.Engagement))).Select(engagement => engagement.Engagement)];
        var progress = byPercent.Count == 0 ? new PracticeFacts() : await PracticeReader.ReadAsync(
            connection,
            new PracticeQuery(FactSet.Engagements | FactSet.Time, query.At)
            {
                TimeDays = [new DateRange(DateOnly.MinValue, query.Month.Days.Last)], Engagements = byPercent, Known = FactSet.Engagements,
            },
            stop, transaction);
        return new ReleaseFacts(practice)
        {
            FirstMonth = first, TermsOf = terms, Evidence = around.Evidence, Consolidated = around.Consolidated, IsClosed = entity => around.Closed.Contains("") || around.Closed.Contains(entity),
            Trainings = around.Trainings, Released = around.Released, Disturbed = around.Disturbed, Progress = progress.Time,
            NotApproved = await NotApprovedAsync(connection, query, first, transaction),
        };

        Task<PracticeFacts> PracticeAsync(PracticeQuery asked) =>
            kept is not null && query is { At: null, EntriesOf: null } ? kept.ReadAsync(connection, asked, stop) : PracticeReader.ReadAsync(connection, asked, stop, transaction);
    }

    /// <summary>What released batches hold of these engagements and months, by source.</summary>
    public static async Task<IReadOnlyList<ReleasedSource>> SourcesAsync(NpgsqlConnection connection, IReadOnlyCollection<ReleaseFigure> figures, NpgsqlTransaction? transaction = null)
    {
        var again = figures.Where(figure => figure.Before != 0m || figure.HoursBefore != 0m).Select(figure => (figure.Engagement.Engagement.Value, figure.Earned.ToString())).Distinct().ToList();
        return again.Count == 0 ? [] :
        [
            .. (await connection.QueryAsync<SourceRow>(
                """
                select l.engagement, l.currency, l.earned_month, l.kind, l.reference, coalesce(sum(l.hours), 0) as hours, sum(l.amount) as amount
                from unnest(@engagements, @months) as asked (engagement, earned_month) join release_lines l using (engagement, earned_month) join release_batches b using (batch)
                where b.state = 'released' group by 1, 2, 3, 4, 5
                """,
                new { engagements = again.ConvertAll(pair => pair.Item1).ToArray(), months = again.ConvertAll(pair => pair.Item2).ToArray() }, transaction)).Select(row => row.Of()),
        ];
    }

    private static async Task<Around> AroundAsync(NpgsqlConnection connection, ReleaseQuery query, NpgsqlTransaction? transaction)
    {
        await using var rows = await connection.QueryMultipleAsync(Surroundings, new { first = query.Month.Days.First, last = query.Month.Days.Last }, transaction);
        return new Around(
            (await rows.ReadAsync<(string Engagement, string? LegalEntity, bool Asks)>()).ToDictionary(row => row.Engagement, row => (row.LegalEntity, row.Asks), StringComparer.Ordinal),
            (await rows.ReadAsync<(string Engagement, string Milestone, bool Evidenced)>()).ToDictionary(
                row => (new EngagementKey(row.Engagement), row.Milestone), row => row.Evidenced ? SignOffEvidence.Request : SignOffEvidence.None),
            (await rows.ReadAsync<string>()).Select(MonthOf).ToHashSet(),
            (await rows.ReadAsync<string>()).ToHashSet(StringComparer.Ordinal),
            [.. (await rows.ReadAsync<TrainingRow>()).Select(row => new TrainingCompletion(new EngagementKey(row.Engagement), row.Class, row.CompletedOn, row.Attendees, row.Activity))],
            [.. (await rows.ReadAsync<SumRow>()).Select(row => row.Of())],
            (await rows.ReadAsync<(string Engagement, string Month)>()).Select(row => (new EngagementKey(row.Engagement), MonthOf(row.Month))).ToHashSet());
    }

    private static PracticeQuery Practice(ReleaseQuery query, IReadOnlyList<DateRange> months) => query.EntriesOf is { } engagements
        ? new PracticeQuery(Facts | FactSet.TimeEntries, query.At) { TimeDays = [new DateRange(months[0].First, months[^1].Last)], Engagements = engagements }
        : new PracticeQuery(Facts | FactSet.Time, query.At) { TimeDays = months };

    private static async Task<IReadOnlyList<TimeLine>> NotApprovedAsync(NpgsqlConnection connection, ReleaseQuery query, Month first, NpgsqlTransaction? transaction) =>
    [
        .. (await connection.QueryAsync<OpenRow>(
            NotApproved, new { from = first.Days.First, last = query.Month.Days.Last, engagements = query.EntriesOf?.Select(key => key.Value).ToArray() }, transaction))
            .Select(row => new TimeLine(
                new EngagementKey(row.Engagement), null, row.Person is null ? null : new PersonKey(row.Person), row.Role, row.Date, row.Hours, Billable: true, TimeState.Submitted, row.WorkAtRisk)),
    ];

    private static Month FirstMonth(ReleaseQuery query, HashSet<Month> consolidated)
    {
        var back = Month.Of(query.Month.Days.First.AddMonths(-query.Policies.Answer("release.look_back_months", query.Month.Days.Last).WholeNumber));
        var begun = consolidated.Where(month => month <= query.Month).DefaultIfEmpty(query.Month).Min();
        return begun > back ? begun : back;
    }

    private static IEnumerable<DateRange> Months(Month first, Month last)
    {
        for (var month = first; month <= last; month = month.Next)
            yield return month.Days;
    }

    private static Func<EngagementFact, ReleaseTerms> TermsOf(ReleaseQuery query, Around around)
    {
        var (day, known) = (query.Month.Days.Last, new Dictionary<EngagementKey, ReleaseTerms>());
        return engagement => known.TryGetValue(engagement.Engagement, out var terms) ? terms : known[engagement.Engagement] = Terms(engagement);

        ReleaseTerms Terms(EngagementFact engagement)
        {
            var (entity, asks) = around.Engagements.GetValueOrDefault(engagement.Engagement.Value);
            return new ReleaseTerms(
                entity ?? LockedWork.Practice, FixedFeeMethods.Words.Parse(Of("P-25").Text),
                engagement.Billing is Billing.FixedFee ? Of("percent_complete.steps").Numbers : [], asks);

            PolicyAnswer Of(string policy) => query.Policies.Answer(new PolicyQuestion(policy, day, engagement.Engagement.Value, engagement.Region));
        }
    }

    internal static Month MonthOf(string text) => Month.Of(DateOnly.ParseExact(text + "-01", "yyyy-MM-dd", CultureInfo.InvariantCulture));

    private sealed record Around(
        Dictionary<string, (string? LegalEntity, bool Asks)> Engagements, Dictionary<(EngagementKey, string), SignOffEvidence> Evidence, HashSet<Month> Consolidated, HashSet<string> Closed,
        List<TrainingCompletion> Trainings, List<ReleasedSum> Released, HashSet<(EngagementKey, Month)> Disturbed);

    private sealed record TrainingRow(string Engagement, string Class, DateOnly CompletedOn, int Attendees, string? Activity);

    private sealed record OpenRow(string Engagement, string? Person, string Role, DateOnly Date, decimal Hours, string? WorkAtRisk);

    private sealed record SumRow(string Engagement, string Currency, string EarnedMonth, string Kind, decimal Hours, decimal Amount)
    {
        public ReleasedSum Of() => new(new EngagementKey(Engagement), Currency, MonthOf(EarnedMonth), ReleaseKinds.Words.Parse(Kind), Hours, Amount);
    }

    private sealed record SourceRow(string Engagement, string Currency, string EarnedMonth, string Kind, string Reference, decimal Hours, decimal Amount)
    {
        public ReleasedSource Of() => new(new EngagementKey(Engagement), Currency, MonthOf(EarnedMonth), ReleaseKinds.Words.Parse(Kind), Reference, Hours, Amount);
    }
}

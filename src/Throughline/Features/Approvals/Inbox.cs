using Npgsql;
using NpgsqlTypes;
using Throughline.Data;
using Throughline.Data.Policies;
using Throughline.Data.Reports;
using Throughline.Data.Timekeeping;
using Throughline.Domain.Accounts;
using Throughline.Domain.Dates;
using Throughline.Domain.Engagements;
using Throughline.Domain.People;
using Throughline.Domain.Pricing;
using Throughline.Domain.Reports;
using Throughline.Domain.Staffing;
using Throughline.Domain.Timekeeping;
using Throughline.Platform;

namespace Throughline.Features.Approvals;

/// <summary>The submitted time that waits for one person's decision, grouped as they decide on it: person, week, engagement.</summary>
internal sealed class Inbox(Database database, PracticeSettings settings, KeptFacts practice)
{
    /// <summary>The oldest first; more than these nobody decides on in one sitting.</summary>
    public const int MostGroups = 50;

    private const string MostLines = "1000";

    private const string Lines =
        $"""
        with waiting as (
          select t.*, p.role as person_role, p.region as person_region, p.manager, p.name as person_name, e.status as engagement_status, e.project_manager,
            e.customer, e.name as engagement_name, e.type, e.billing, e.currency, e.contract_value, e.start_date, e.expires, e.budget_hours
          from time_entries t join people p on p.person = t.person left join engagements e on e.engagement = t.engagement
          where t.state = 'submitted' and t.person is distinct from $1
            and ($2 or e.project_manager = $1 or (p.manager = $1 and (t.engagement is null or e.project_manager is null or e.project_manager = t.person)))
          order by t.date, t.entry limit {MostLines}),
        used as (
          select w.engagement, (select sum(x.hours) from time_entries x where x.engagement = w.engagement and x.state = 'approved') as hours
          from (select distinct engagement from waiting where budget_hours is not null) w),
        days as (
          select person, date, sum(hours) as hours from time_entries
          where (person, date) in (select person, date from waiting) group by person, date)
        select {TimeRows.Columns}, t.person_role, t.person_region, t.manager, t.engagement_status, t.project_manager,
          t.person_name, t.customer, t.engagement_name, t.type, t.billing, t.currency, t.contract_value, t.start_date, t.expires,
          t.budget_hours - coalesce(u.hours, 0), d.hours, a.title
        from waiting t left join used u on u.engagement = t.engagement
        join days d on d.person = t.person and d.date = t.date
        left join activities a on a.engagement = t.engagement and a.activity = t.activity
        order by t.date, t.entry
        """;

    /// <param name="standingIn">Also, and only, what is others' to decide and the user may stand in for.</param>
    public async Task<InboxSheet> RunAsync(CurrentUser user, bool standingIn, CancellationToken stop)
    {
        var policies = await settings.PoliciesAsync(stop);
        await using var connection = await database.OpenAsync(stop);
        var mayStandIn = user.Reach(Act.ApproveTime).HasFlag(Relation.Any);
        var groups = Groups(Mine(user, await LinesAsync(connection, user.Person, mayStandIn, stop))).ToLookup(group => group.Key.StandingIn);
        var counts = (Direct: groups[false].Count(), Others: groups[true].Count());
        List<List<InboxLine>> waiting = [.. groups[standingIn].Take(MostGroups).Select(group => group.ToList())];
        if (waiting.Count == 0)
            return new InboxSheet([], counts.Direct, counts.Others, mayStandIn, 0);

        var shown = waiting.SelectMany(group => group).ToList();
        var days = new DateRange(Periods.Monday(shown.Min(line => line.Terms.Date)), Periods.Monday(shown.Max(line => line.Terms.Date)).AddDays(6));
        var facts = await practice.ReadAsync(
            connection,
            new PracticeQuery(FactSet.People | FactSet.WorkingTime | FactSet.Bookings | FactSet.Rates)
            {
                People = [.. shown.Select(line => line.Terms.Person).Distinct()], BookingDays = days,
                Engagements = [.. shown.Select(line => line.Terms.Engagement).OfType<EngagementKey>().Distinct()],
            },
            stop);
        var capacity = new Capacity(days, facts.People, facts.CalendarDays, facts.TimeOff, facts.Overtime, PolicyReader.WeekendsOn(policies, days.Last));
        var rates = new RateBook(facts.Rates);
        return new InboxSheet(
            [.. waiting.Select(group => Row(user, group, facts, capacity, rates))], counts.Direct, counts.Others, mayStandIn,
            groups[standingIn].Count() - waiting.Count);
    }

    private static IEnumerable<(InboxLine Line, bool StandingIn)> Mine(CurrentUser user, IEnumerable<InboxLine> lines)
    {
        var allowed = new Dictionary<Relation, bool>();
        foreach (var line in lines)
        {
            var relation = TimeApproval.RelationOf(user.Person, line.Logged.Owner);
            if (!allowed.TryGetValue(relation, out var may))
                allowed[relation] = may = user.May(Act.ApproveTime, relation);
            if (may)
                yield return (line, relation is Relation.None);
        }
    }

    private static IEnumerable<IGrouping<(bool StandingIn, PersonKey, DateOnly, EngagementKey?), InboxLine>> Groups(
        IEnumerable<(InboxLine Line, bool StandingIn)> lines) => lines.GroupBy(
            it => (it.StandingIn, it.Line.Terms.Person, Periods.Monday(it.Line.Terms.Date), it.Line.Terms.Engagement), it => it.Line);

    private static InboxRow Row(CurrentUser user, IReadOnlyList<InboxLine> lines, PracticeFacts facts, Capacity capacity, RateBook rates)
    {
        var (first, monday) = (lines[0], Periods.Monday(lines[0].Terms.Date));
        var days = capacity.Of(first.Terms.Person);
        var week = new DateRange(monday, monday.AddDays(6));
        int? planned = first.Engagement is null
            ? null
            : facts.Bookings.Where(booking => booking.Person == first.Terms.Person && booking.Engagement == first.Terms.Engagement
                    && booking.Commitment is Commitment.Hard && booking.Days.Overlaps(week))
                .Sum(booking => week.Days().Where(booking.Days.Contains).Sum(day => days.BookedOn(day, booking.MinutesPerDay)));
        var group = new TimeGroup(
            [.. lines.GroupBy(line => line.Terms.Date).OrderBy(day => day.Key).Select(day => new LineDay(
                day.Key, day.Sum(line => line.Terms.Hours), day.First().DayHours, days.CapacityOn(day.Key)))],
            planned, first.BudgetLeft);
        var led = first.Logged.Owner.Lead is { } lead && lead == user.Person ? Relation.Led : Relation.None;
        return new InboxRow(monday, lines, group, TimeFlags.Of(group), user.May(Act.SeeValue, led) ? Effect(lines, rates) : null);
    }

    private static RevenueEffect? Effect(IReadOnlyList<InboxLine> lines, RateBook rates)
    {
        if (lines[0].Engagement is not { } engagement)
            return null;
        if (engagement.Billing is Billing.FixedFee)
            return new(true, new Money(0m, engagement.Currency), 0);

        var priced = lines.Where(line => line.Terms.Billable is true)
            .Select(line => (line.Terms.Hours, Rate: rates.Rate(engagement, line.Logged.Ground.Role, line.Terms.Date, line.Terms.Person))).ToList();
        return new(false, new Money(priced.Sum(line => line.Hours * (line.Rate ?? 0m)), engagement.Currency).Rounded(), priced.Count(line => line.Rate is null));
    }

    private static async Task<List<InboxLine>> LinesAsync(NpgsqlConnection connection, PersonKey? me, bool all, CancellationToken stop)
    {
        await using var command = new NpgsqlCommand(Lines, connection);
        command.Parameters.Add(new NpgsqlParameter { NpgsqlDbType = NpgsqlDbType.Text, Value = (object?)me?.Value ?? DBNull.Value });
        command.Parameters.Add(new NpgsqlParameter { NpgsqlDbType = NpgsqlDbType.Boolean, Value = all });
        await using var row = await command.ExecuteReaderAsync(stop);
        var lines = new List<InboxLine>();
        while (await row.ReadAsync(stop))
        {
            var logged = TimeRows.ReadWithGround(row);
            lines.Add(new InboxLine(
                logged, row.GetString(23), logged.Entry.Terms.Engagement is { } key ? Engagement(key, logged, row) : null,
                row.IsDBNull(32) ? null : row.GetDecimal(32), row.GetDecimal(33), row.IsDBNull(34) ? null : row.GetString(34)));
        }

        return lines;
    }

    private static EngagementFact Engagement(EngagementKey key, LoggedTime logged, NpgsqlDataReader row) => new(
        key, new CustomerKey(row.GetString(24)), row.GetString(25), EngagementTypes.Words.Parse(row.GetString(26)),
        Billings.Words.Parse(row.GetString(27)), new Currency(row.GetString(28)), row.GetDecimal(29), row.GetFieldValue<DateOnly>(30),
        row.GetFieldValue<DateOnly>(31), logged.Ground.EngagementStatus!.Value, ProjectManager: logged.Owner.Lead);
}

using System.Globalization;
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

/// <summary>Which of the waiting time somebody asks for.</summary>
/// <param name="StandingIn">What is others' to decide and the user may stand in for, instead of their own.</param>
/// <param name="After">Where the last page ended; null for the first.</param>
internal sealed record InboxAsk(bool StandingIn, string? After = null);

/// <summary>
/// The submitted time that waits for one person's decision, grouped as they decide on it: week, person, engagement, and
/// corrections of approved time apart. A page reads the lines that it shows and no others.
/// </summary>
internal sealed class Inbox(Database database, PracticeSettings settings, KeptFacts practice)
{
    /// <summary>The oldest first; more than these nobody decides on in one sitting.</summary>
    public const int MostGroups = 50;

    /// <summary>So many lines are read for a page, and taken together when all that is clean is approved at once.</summary>
    private const int PageLines = 500, AllLines = 25_000;

    private const int MostCounted = 200;

    private const string Week = "(t.date - (extract(isodow from t.date)::integer - 1))";

    // Whoever leads decides; the lead's own hours, internal time and what nobody leads go to the manager. Those in whose
    // places the user stands count like the user. Each set is read once and looked up for every line.
    private const string Sides =
        """
        led as materialized (select engagement, project_manager from engagements where project_manager = any($2)),
        team as materialized (select person from people where manager = any($3)),
        unled as materialized (select engagement from engagements where project_manager is null),
        selfled as materialized (select engagement, project_manager from engagements where project_manager in (select person from team))
        """;

    private const string Direct =
        """
        coalesce((t.engagement in (select engagement from led) and (t.engagement, t.person) not in (select engagement, project_manager from led))
          or (t.person in (select person from team)
            and (t.engagement is null or t.engagement in (select engagement from unled) or (t.engagement, t.person) in (select engagement, project_manager from selfled))), false)
        """;

    private const string Waiting = "t.state = 'submitted' and t.person is distinct from $1";

    private const string Lines =
        $"""
        with {Sides},
        waiting as (
          select t.* from time_entries t
          where {Waiting} and {Direct} = $4
            and ({Week}, t.person, coalesce(t.engagement, '')) > ($5, $6, $7) and ($8::timestamptz is null or t.recorded_at <= $8)
          order by {Week}, t.person, coalesce(t.engagement, ''), t.date, t.entry limit $9),
        days as (
          select person, date, sum(hours) as hours from time_entries
          where (person, date) in (select person, date from waiting) group by person, date)
        select {TimeRows.Columns}, p.role, p.region, p.manager, e.status, e.project_manager, p.legal_entity, e.legal_entity,
          p.name, e.customer, e.name, e.type, e.billing, e.currency, e.contract_value, e.start_date, e.expires,
          d.hours, a.title, a.end_date, exists (select from activities x where x.engagement = t.engagement),
          case when t.adjusts is not null then (select coalesce(sum(f.hours), 0) from time_entries f where t.adjusts in (f.entry, f.adjusts) and f.state = 'approved') end
        from waiting t join people p on p.person = t.person left join engagements e on e.engagement = t.engagement
        join days d on d.person = t.person and d.date = t.date
        left join activities a on a.engagement = t.engagement and a.activity = t.activity
        order by {Week}, t.person, coalesce(t.engagement, ''), t.date, t.entry
        """;

    private const string Count =
        $"""
        with {Sides}
        select count(*)::int from (
          select distinct {Week}, t.person, coalesce(t.engagement, '') from time_entries t where {Waiting} and {Direct} = $4 limit $5) groups
        """;

    private const string LateSql =
        $"""
        with {Sides}
        select p.person, p.name, {Week}, sum(t.hours)
        from time_entries t join people p on p.person = t.person
        where t.state in ('draft', 'rejected') and t.date >= $4 and t.date < $5 and t.person is distinct from $1 and {Direct}
        group by 1, 2, 3 order by 3, 2 limit 20
        """;

    /// <summary>One page, with how much waits on both sides and who has not handed in yet.</summary>
    public async Task<InboxSheet> RunAsync(CurrentUser user, InboxAsk ask, CancellationToken stop)
    {
        var today = await settings.TodayAsync(stop);
        await using var connection = await database.OpenAsync(stop);
        var sides = await SidesAsync(connection, user, today);
        var lines = await LinesAsync(connection, sides, ask, null, PageLines, stop);
        List<List<InboxLine>> groups = [.. lines.GroupBy(Key).Select(group => group.ToList())];
        // Where the page's lines ended, the last group may go on; it begins the next page.
        if (lines.Count == PageLines && groups.Count > 1)
            groups.RemoveAll(group => Place(group[0]) == Place(lines[^1]));
        var shown = groups.Take(MostGroups).ToList();
        // A page ends with all groups of one person's week on one engagement.
        while (shown.Count < groups.Count && Place(groups[shown.Count][0]) == Place(shown[^1][0]))
            shown.Add(groups[shown.Count]);

        var more = shown.Count < groups.Count || lines.Count == PageLines;
        // Only who has two sides to choose from is told how much waits on each.
        var direct = sides is { MayStandIn: true, HasOwn: true } ? await CountAsync(connection, sides, true, stop) : 0;
        var others = sides.MayStandIn ? await CountAsync(connection, sides, false, stop) : 0;
        var late = ask.StandingIn || ask.After is not null ? [] : await LateAsync(connection, sides, today, stop);
        return new InboxSheet(
            await RowsAsync(connection, user, shown, stop), direct, others, sides.MayStandIn, more ? Position(shown[^1][0]) : null, late,
            sides.Approvers, MostCounted);
    }

    /// <summary>All clean lines that wait, on every page, as they stood at the instant; what came or changed later is left for another look.</summary>
    public async Task<IReadOnlyList<InboxRow>> AllCleanAsync(CurrentUser user, bool standingIn, DateTimeOffset seenAt, CancellationToken stop)
    {
        await using var connection = await database.OpenAsync(stop);
        var sides = await SidesAsync(connection, user, await settings.TodayAsync(stop));
        var lines = await LinesAsync(connection, sides, new InboxAsk(standingIn), seenAt, AllLines, stop);
        List<List<InboxLine>> groups = [.. lines.GroupBy(Key).Select(group => group.ToList())];
        var rows = await RowsAsync(connection, user, groups, stop);
        return [.. WithinCeilings(rows.Where(row => row is { IsClean: true, IsCorrection: false }))];
    }

    // Each alone fits under its engagement's ceiling; together they must, too. The oldest go first.
    private static IEnumerable<InboxRow> WithinCeilings(IEnumerable<InboxRow> rows)
    {
        var taken = new Dictionary<EngagementKey, decimal>();
        foreach (var row in rows)
        {
            if (row.First.Engagement is { } engagement && row.Group.BudgetLeft is { } left)
            {
                var sum = taken.GetValueOrDefault(engagement.Engagement) + row.Group.Hours;
                if (sum > left)
                    continue;

                taken[engagement.Engagement] = sum;
            }

            yield return row;
        }
    }

    private static (PersonKey Person, DateOnly Monday, EngagementKey? Engagement) Place(InboxLine line) =>
        (line.Terms.Person, Periods.Monday(line.Terms.Date), line.Terms.Engagement);

    private static (PersonKey, DateOnly, EngagementKey?, bool) Key(InboxLine line) => Place(line) is var place
        ? (place.Person, place.Monday, place.Engagement, line.Logged.Entry.Adjusts is not null)
        : default;

    private static string Position(InboxLine line) => $"{Ui.Text.Iso(Periods.Monday(line.Terms.Date))} {line.Terms.Person.Value} {line.Terms.Engagement?.Value}";

    /// <summary>Whose decisions the user takes: their own as far as their roles reach, and those of whom they stand in for.</summary>
    private sealed record InboxSides(PersonKey? Me, string[] Led, string[] Team, bool MayStandIn, IReadOnlyList<PersonKey> Approvers)
    {
        /// <summary>False for somebody whose own decisions there can be none of: looking for them would read all that waits.</summary>
        public bool HasOwn => Led.Length + Team.Length > 0;
    }

    private static async Task<InboxSides> SidesAsync(NpgsqlConnection connection, CurrentUser user, DateOnly today)
    {
        var approvers = await StandIns.ApproversAsync(connection, user.Person, today);
        string[] places = [.. approvers.Select(approver => approver.Value)];
        string[] me = user.Person is { } person ? [person.Value] : [];
        return new InboxSides(
            user.Person, user.May(Act.ApproveTime, Relation.Led) ? [.. me, .. places] : places,
            user.May(Act.ApproveTime, Relation.Team) ? [.. me, .. places] : places, user.Reach(Act.ApproveTime).HasFlag(Relation.Any), approvers);
    }

    private async Task<IReadOnlyList<InboxRow>> RowsAsync(
        NpgsqlConnection connection, CurrentUser user, IReadOnlyList<List<InboxLine>> waiting, CancellationToken stop)
    {
        if (waiting.Count == 0)
            return [];

        var shown = waiting.SelectMany(group => group).ToList();
        var policies = await settings.PoliciesAsync(stop);
        var engagements = shown.Select(line => line.Terms.Engagement).OfType<EngagementKey>().Distinct().ToList();
        var ceilings = await HourCeilings.ReadAsync(connection, engagements);
        var days = new DateRange(Periods.Monday(shown.Min(line => line.Terms.Date)), Periods.Monday(shown.Max(line => line.Terms.Date)).AddDays(6));
        var facts = await practice.ReadAsync(
            connection,
            new PracticeQuery(FactSet.People | FactSet.WorkingTime | FactSet.Bookings | FactSet.Rates)
            {
                People = [.. shown.Select(line => line.Terms.Person).Distinct()], BookingDays = days, Engagements = engagements,
            },
            stop);
        var weekends = PolicyReader.WeekendsOn(policies, days.Last);
        var ground = new RowGround(
            facts.Bookings.Where(booking => booking.Commitment is Commitment.Hard).ToLookup(booking => (booking.Person, booking.Engagement)),
            new Capacity(days, facts.People, facts.CalendarDays, facts.TimeOff, facts.Overtime, weekends), weekends, new RateBook(facts.Rates), ceilings,
            policies.Answer("approval.over_plan_percent", await settings.TodayAsync(stop)).WholeNumber);
        return [.. waiting.Select(group => Row(user, group, ground))];
    }

    private sealed record RowGround(
        ILookup<(PersonKey?, EngagementKey), BookingFact> Bookings, Capacity Capacity, Weekends Weekends, RateBook Rates,
        IReadOnlyDictionary<EngagementKey, HourCeiling> Ceilings, int OverPlanPercent);

    private static InboxRow Row(CurrentUser user, IReadOnlyList<InboxLine> lines, RowGround ground)
    {
        var (first, monday) = (lines[0], Periods.Monday(lines[0].Terms.Date));
        var days = ground.Capacity.Of(first.Terms.Person);
        var week = new DateRange(monday, monday.AddDays(6));
        int? planned = first.Terms.Engagement is not { } engagement || first.Logged.Entry.Adjusts is not null
            ? null
            : ground.Bookings[(first.Terms.Person, engagement)].Where(booking => booking.Days.Overlaps(week))
                .Sum(booking => week.Days().Where(booking.Days.Contains).Sum(day => days.BookedOn(day, booking.MinutesPerDay)));
        var group = new TimeGroup(
            [.. lines.GroupBy(line => line.Terms.Date).OrderBy(day => day.Key).Select(day => new LineDay(
                day.Key, day.Sum(line => line.Terms.Hours), day.First().DayHours, days.CapacityOn(day.Key), ground.Weekends.Usual.Contains(day.Key.DayOfWeek)))],
            planned, first.Terms.Engagement is { } key ? ground.Ceilings.GetValueOrDefault(key)?.Left : null,
            lines.Where(line => line.LacksActivity && line.Terms.Hours > 0m).Sum(line => line.Terms.Hours),
            lines.Where(line => line.ActivityEnd < line.Terms.Date && line.Terms.Hours > 0m).Sum(line => line.Terms.Hours));
        var led = first.Logged.Owner.Lead is { } lead && lead == user.Person ? Relation.Led : Relation.None;
        return new InboxRow(monday, lines, group, TimeFlags.Of(group, ground.OverPlanPercent), user.May(Act.SeeValue, led) ? Effect(lines, ground.Rates) : null);
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

    private static async Task<List<InboxLine>> LinesAsync(
        NpgsqlConnection connection, InboxSides sides, InboxAsk ask, DateTimeOffset? seenAt, int most, CancellationToken stop)
    {
        await using var command = new NpgsqlCommand(Lines, connection);
        AddSides(command, sides);
        command.Parameters.Add(new NpgsqlParameter { NpgsqlDbType = NpgsqlDbType.Boolean, Value = !ask.StandingIn });
        var after = (ask.After ?? "").Split(' ', 3) is [var week, var person, var engagement]
            && DateOnly.TryParseExact(week, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var monday)
                ? (monday, person, engagement) : (DateOnly.MinValue, "", "");
        command.Parameters.Add(new NpgsqlParameter { NpgsqlDbType = NpgsqlDbType.Date, Value = after.Item1 });
        command.Parameters.Add(new NpgsqlParameter { NpgsqlDbType = NpgsqlDbType.Text, Value = after.Item2 });
        command.Parameters.Add(new NpgsqlParameter { NpgsqlDbType = NpgsqlDbType.Text, Value = after.Item3 });
        command.Parameters.Add(new NpgsqlParameter { NpgsqlDbType = NpgsqlDbType.TimestampTz, Value = (object?)seenAt?.ToUniversalTime() ?? DBNull.Value });
        command.Parameters.Add(new NpgsqlParameter { NpgsqlDbType = NpgsqlDbType.Integer, Value = most });
        await using var row = await command.ExecuteReaderAsync(stop);
        var lines = new List<InboxLine>();
        while (await row.ReadAsync(stop))
        {
            var logged = TimeRows.ReadWithGround(row);
            lines.Add(new InboxLine(
                logged, row.GetString(25), logged.Entry.Terms.Engagement is { } key ? Engagement(key, logged, row) : null,
                row.GetDecimal(34), row.IsDBNull(35) ? null : row.GetString(35), row.IsDBNull(36) ? null : row.GetFieldValue<DateOnly>(36),
                row.GetBoolean(37) && logged.Entry.Terms.Activity is null, row.IsDBNull(38) ? null : row.GetDecimal(38)));
        }

        return lines;
    }

    private static async Task<int> CountAsync(NpgsqlConnection connection, InboxSides sides, bool direct, CancellationToken stop)
    {
        await using var command = new NpgsqlCommand(Count, connection);
        AddSides(command, sides);
        command.Parameters.Add(new NpgsqlParameter { NpgsqlDbType = NpgsqlDbType.Boolean, Value = direct });
        command.Parameters.Add(new NpgsqlParameter { NpgsqlDbType = NpgsqlDbType.Integer, Value = MostCounted });
        return (int)(await command.ExecuteScalarAsync(stop))!;
    }

    // Hours of earlier weeks that somebody logged and nobody handed in, a quarter back.
    private static async Task<IReadOnlyList<LatePerson>> LateAsync(NpgsqlConnection connection, InboxSides sides, DateOnly today, CancellationToken stop)
    {
        await using var command = new NpgsqlCommand(LateSql, connection);
        AddSides(command, sides);
        command.Parameters.Add(new NpgsqlParameter { NpgsqlDbType = NpgsqlDbType.Date, Value = Periods.Monday(today).AddDays(-91) });
        command.Parameters.Add(new NpgsqlParameter { NpgsqlDbType = NpgsqlDbType.Date, Value = Periods.Monday(today) });
        await using var row = await command.ExecuteReaderAsync(stop);
        var late = new List<LatePerson>();
        while (await row.ReadAsync(stop))
            late.Add(new LatePerson(new PersonKey(row.GetString(0)), row.GetString(1), row.GetFieldValue<DateOnly>(2), row.GetDecimal(3)));

        return late;
    }

    private static void AddSides(NpgsqlCommand command, InboxSides sides)
    {
        command.Parameters.Add(new NpgsqlParameter { NpgsqlDbType = NpgsqlDbType.Text, Value = (object?)sides.Me?.Value ?? DBNull.Value });
        command.Parameters.Add(new NpgsqlParameter { NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Text, Value = sides.Led });
        command.Parameters.Add(new NpgsqlParameter { NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Text, Value = sides.Team });
    }

    private static EngagementFact Engagement(EngagementKey key, LoggedTime logged, NpgsqlDataReader row) => new(
        key, new CustomerKey(row.GetString(26)), row.GetString(27), EngagementTypes.Words.Parse(row.GetString(28)),
        Billings.Words.Parse(row.GetString(29)), new Currency(row.GetString(30)), row.GetDecimal(31), row.GetFieldValue<DateOnly>(32),
        row.GetFieldValue<DateOnly>(33), logged.Ground.EngagementStatus!.Value, ProjectManager: logged.Owner.Lead);
}

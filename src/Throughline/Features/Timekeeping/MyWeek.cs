using Npgsql;
using NpgsqlTypes;
using Throughline.Data;
using Throughline.Data.Policies;
using Throughline.Data.Reports;
using Throughline.Data.Timekeeping;
using Throughline.Domain.Dates;
using Throughline.Domain.Engagements;
using Throughline.Domain.People;
using Throughline.Domain.Policies;
using Throughline.Domain.Reports;
using Throughline.Domain.Staffing;
using Throughline.Domain.Timekeeping;
using Throughline.Platform;

namespace Throughline.Features.Timekeeping;

/// <summary>A person's week as it is filled in: what is logged, what is planned, and last week's rows to go on with.</summary>
internal sealed class MyWeek(Database database, PracticeSettings settings, KeptFacts practice)
{
    private const string EntriesSql =
        $"""
        select {TimeRows.Columns}, back.decided_by, back.comment
        from time_entries t left join lateral (
          select coalesce((select min(a.name) from accounts a where a.email = d.decided_by), d.decided_by) as decided_by, d.comment
          from decisions d where t.state = 'rejected' and d.subject = '{TimeMoves.DecisionSubject}' || t.entry and d.verdict = 'rejected'
          order by d.at desc limit 1) back on true
        where t.person = $1 and t.date between $2 and $3
          and (t.date >= $4 or t.state in ('draft', 'rejected'))
        order by t.date, t.recorded_at, t.entry
        """;

    // What somebody was booked on long ago is no longer offered; what a row is in use for is named all the same.
    private const string SubjectsSql =
        """
        with mine as (
          select engagement from bookings where person = $1 and end_date >= $2
          union select engagement from issues where assignee = $1 and state = 'open'
          union select engagement from engagements where project_manager = $1 and status not in ('completed', 'cancelled')
          union select engagement from time_entries where person = $1 and date between $2 and $3
          union select unnest($4::text[]))
        select e.engagement, e.name, e.status, a.activity, a.title
        from engagements e left join activities a on a.engagement = e.engagement
        where e.engagement in (select engagement from mine)
        order by e.engagement, a.activity
        """;

    // Rows kept at the top, the running timer, and what is said of the week's days: one statement for three small tables.
    private const string OwnSql =
        """
        select 'pin', subject, null::date, null::date, null::timestamptz from week_pins where person = $1
        union all select 'timer', subject, null, null, started_at from timers where person = $1
        union all select 'said', reason, start_date, end_date, null from no_work where person = $1 and start_date <= $3 and end_date >= $2
        """;

    // How far back entries still stand open, and rows are worth offering again.
    private const int WeeksBack = 13;
    private const int RecentWeeks = 4;

    /// <summary>Null when there is no such person. Rows that were added stand at the end until something is in them.</summary>
    /// <param name="person">Whose week.</param>
    /// <param name="week">Its first day; null for the week of the person's own today.</param>
    /// <param name="added">Rows asked for beside those that the plan and the entries give.</param>
    /// <param name="anywhere">They may be of any engagement; else only of those that the person works on, so that nobody learns of others by asking.</param>
    /// <param name="stop">Ends the reading.</param>
    public async Task<WeekSheet?> RunAsync(
        PersonKey person, DateOnly? week, IReadOnlyCollection<WeekRowKey> added, bool anywhere, CancellationToken stop)
    {
        var policies = await settings.PoliciesAsync(stop);
        await using var connection = await database.OpenAsync(stop);
        // Everybody at once: that is kept in memory, a single person is not.
        var facts = await practice.ReadAsync(connection, new PracticeQuery(FactSet.People | FactSet.WorkingTime), stop);
        if (facts.People.FirstOrDefault(one => one.Person == person) is not { } who)
            return null;

        var now = database.Clock.GetUtcNow();
        var terms = ReportPolicies.WeekTermsOf(who, week ?? DateOnly.FromDateTime(now.UtcDateTime), policies);
        var today = Zones.DayOf(now, terms.Zone);
        var monday = week ?? Periods.Monday(today);
        var days = new DateRange(monday, monday.AddDays(6));
        var bookings = (await PracticeReader.ReadAsync(connection, new PracticeQuery(FactSet.Bookings) { People = [person], BookingDays = days }, stop)).Bookings;
        var entries = await EntriesAsync(connection, person, days, stop);
        var subjects = await SubjectsAsync(connection, person, days, anywhere ? added : [], stop);
        var own = await OwnAsync(connection, person, days, stop);
        added = [.. added.Where(row => row.Engagement is null || subjects.Exists(subject => subject.Engagement == row.Engagement))];
        var capacity = CapacityOf(who, days, facts, policies);
        var usual = CapacityOf(who, days, facts with { CalendarDays = [], TimeOff = [] }, policies);
        var internals = policies.Answer("time.categories", monday).Pairs;
        var running = own.Timer is { } timer && days.Contains(today) ? [timer.Row] : Array.Empty<WeekRowKey>();
        var pinned = own.Pins.Where(row => row.Engagement is null || subjects.Exists(subject => subject.Engagement == row.Engagement)).ToList();
        var keys = Keys(entries, bookings, pinned, monday, [.. running, .. added]).ToList();
        var lastWeek = entries.Where(entry => entry.Entry.Terms.Date >= monday.AddDays(-7) && entry.Entry.Terms.Date < monday)
            .ToLookup(entry => (WeekRowKey.Of(entry.Entry.Terms), entry.Entry.Terms.Date.AddDays(7)));
        return new WeekSheet(
            who, days, [.. keys.Select(Row)], [.. days.Days().Select(capacity.CapacityOn)],
            [.. entries.Where(entry => entry.Entry.Terms.Date < monday && entry.Entry.State.IsOpen()).Select(entry => Periods.Monday(entry.Entry.Terms.Date)).Distinct().Order()],
            Choices(subjects, TimeCategories.Offered(internals, Grouping())))
        {
            Today = today, Terms = terms, Timer = own.Timer, Stated = own.Stated,
            Away = [.. days.Days().Select(day => Math.Max(0, usual.CapacityOn(day) - capacity.CapacityOn(day)))],
            Time = Completeness.Of(
                who, days, capacity.CapacityOn, day => entries.Where(entry => entry.Entry.Terms.Date == day).Sum(entry => entry.Entry.Terms.Hours), own.Stated, terms.LeastHours),
        };

        string Grouping() => policies.Answer(new PolicyQuestion("P-49", monday, Region: who.Region, Role: who.Role)).Text;

        WeekRow Row(WeekRowKey key)
        {
            var (title, of, takesTime) = Name(key, subjects, internals);
            var copied = takesTime && (key.Category is null || internals.FirstOrDefault(pair => pair.Key == key.Category).Value != "time_off");
            return new WeekRow(key, title, of, [.. days.Days().Select(day => new WeekCell(
                key, day, [.. entries.Where(entry => entry.Entry.Terms.Date == day && WeekRowKey.Of(entry.Entry.Terms) == key)],
                Planned(key, day, bookings, capacity), takesTime)
            {
                LastWeek = copied && capacity.CapacityOn(day) > 0 ? Math.Max(0m, lastWeek[(key, day)].Sum(entry => entry.Entry.Terms.Hours)) : 0m,
            })]) { Pinned = pinned.Contains(key) };
        }
    }

    /// <summary>Whether the cell that was empty when the field was made holds something else by now.</summary>
    public async Task<bool> IsTakenAsync(PersonKey person, WeekField field, CancellationToken stop)
    {
        await using var connection = await database.OpenAsync(stop);
        await using var command = new NpgsqlCommand(
            """
            select exists (select from time_entries where person = $1 and date = $2 and engagement is not distinct from $3
              and activity is not distinct from $4 and category is not distinct from $5 and entry <> $6)
            """,
            connection);
        command.Parameters.AddWithValue(person.Value);
        command.Parameters.AddWithValue(field.Day);
        foreach (var text in (string?[])[field.Row.Engagement, field.Row.Activity, field.Row.Category, field.Entry])
            command.Parameters.Add(new NpgsqlParameter { NpgsqlDbType = NpgsqlDbType.Text, Value = (object?)text ?? DBNull.Value });

        return (bool)(await command.ExecuteScalarAsync(stop))!;
    }

    private static PersonDays CapacityOf(PersonFact person, DateRange days, PracticeFacts facts, PolicyValues policies) => new Capacity(
        days, [person], facts.CalendarDays, facts.TimeOff.Where(off => off.Person == person.Person), facts.Overtime.Where(extra => extra.Person == person.Person),
        PolicyReader.WeekendsOn(policies, days.First)).Of(person.Person);

    // Kept at the top, then planned, then what this week holds, then what the latest week before it held, then what was added by hand.
    private static IEnumerable<WeekRowKey> Keys(
        IReadOnlyList<WeekEntry> entries, IReadOnlyList<BookingFact> bookings, IEnumerable<WeekRowKey> pinned, DateOnly monday, IEnumerable<WeekRowKey> added)
    {
        var planned = bookings.Select(booking => new WeekRowKey(booking.Engagement.Value, booking.Activity, null));
        var now = entries.Where(entry => entry.Entry.Terms.Date >= monday).Select(entry => WeekRowKey.Of(entry.Entry.Terms));
        var earlier = entries.Where(entry => entry.Entry.Terms.Date < monday && entry.Entry.Terms.Date >= monday.AddDays(-7 * RecentWeeks))
            .GroupBy(entry => Periods.Monday(entry.Entry.Terms.Date)).MaxBy(week => week.Key)?.Select(entry => WeekRowKey.Of(entry.Entry.Terms)) ?? [];
        return Sorted(pinned).Concat(Sorted(planned)).Concat(Sorted(now)).Concat(Sorted(earlier)).Concat(added).Distinct();

        static IEnumerable<WeekRowKey> Sorted(IEnumerable<WeekRowKey> keys) => keys.Distinct()
            .OrderBy(key => key.Category is not null)
            .ThenBy(key => key.Engagement ?? key.Category, StringComparer.Ordinal).ThenBy(key => key.Activity, StringComparer.Ordinal);
    }

    private static int Planned(WeekRowKey key, DateOnly day, IEnumerable<BookingFact> bookings, PersonDays capacity) => bookings
        .Where(booking => booking.Commitment is Commitment.Hard && booking.Days.Contains(day)
            && booking.Engagement.Value == key.Engagement && booking.Activity == key.Activity)
        .Sum(booking => capacity.BookedOn(day, booking.MinutesPerDay));

    private static (string Title, string Of, bool TakesTime) Name(
        WeekRowKey key, IReadOnlyList<Subject> subjects, IReadOnlyList<KeyValuePair<string, string>> internals)
    {
        if (key.Category is { } category)
        {
            var counts = internals.FirstOrDefault(pair => pair.Key == category).Value;
            return (TimeCategories.Words(category), counts is null ? "Internal" : $"Internal, {counts.Replace('_', ' ')}", counts is not null);
        }

        var engagement = subjects.FirstOrDefault(subject => subject.Engagement == key.Engagement);
        var activity = subjects.FirstOrDefault(subject => subject.Engagement == key.Engagement && subject.Activity == key.Activity)?.Title;
        var takesTime = engagement is not null && engagement.Status is not (EngagementStatus.Completed or EngagementStatus.Cancelled);
        return activity is null
            ? (engagement?.Name ?? key.Engagement!, key.Engagement!, takesTime)
            : (activity, $"{key.Engagement} {engagement?.Name}", takesTime);
    }

    private static List<WeekChoice> Choices(IReadOnlyList<Subject> subjects, IEnumerable<(string Category, string Group)> internals) =>
    [
        .. subjects.Where(subject => subject.Status is not (EngagementStatus.Completed or EngagementStatus.Cancelled))
            .SelectMany(subject => subject.Activity is null || subject == subjects.First(first => first.Engagement == subject.Engagement)
                ? [new WeekChoice(new(subject.Engagement, null, null), $"{subject.Engagement} {subject.Name}")]
                : Array.Empty<WeekChoice>())
            .Concat(subjects.Where(subject => subject.Activity is not null && subject.Status is not (EngagementStatus.Completed or EngagementStatus.Cancelled))
                .Select(subject => new WeekChoice(new(subject.Engagement, subject.Activity, null), $"{subject.Engagement} {subject.Name}: {subject.Title}"))),
        .. internals.Select(it => new WeekChoice(new(null, null, it.Category), $"{TimeCategories.Words(it.Category)} (internal, {it.Group})")),
    ];

    private static async Task<List<WeekEntry>> EntriesAsync(NpgsqlConnection connection, PersonKey person, DateRange days, CancellationToken stop)
    {
        await using var command = new NpgsqlCommand(EntriesSql, connection);
        command.Parameters.AddWithValue(person.Value);
        command.Parameters.AddWithValue(days.First.AddDays(-7 * WeeksBack));
        command.Parameters.AddWithValue(days.Last);
        command.Parameters.AddWithValue(days.First.AddDays(-7 * RecentWeeks));
        await using var row = await command.ExecuteReaderAsync(stop);
        var entries = new List<WeekEntry>();
        while (await row.ReadAsync(stop))
            entries.Add(new WeekEntry(TimeRows.Read(row), row.IsDBNull(18) ? null : row.GetString(18), row.IsDBNull(19) ? null : row.GetString(19)));

        return entries;
    }

    private static async Task<Own> OwnAsync(NpgsqlConnection connection, PersonKey person, DateRange days, CancellationToken stop)
    {
        await using var command = new NpgsqlCommand(OwnSql, connection);
        command.Parameters.AddWithValue(person.Value);
        command.Parameters.AddWithValue(days.First);
        command.Parameters.AddWithValue(days.Last);
        await using var row = await command.ExecuteReaderAsync(stop);
        var own = new Own([], []);
        while (await row.ReadAsync(stop))
        {
            var text = row.IsDBNull(1) ? null : row.GetString(1);
            if (row.GetString(0) == "said")
                own.Stated.Add(new NoWorkFact(person, new DateRange(row.GetFieldValue<DateOnly>(2), row.GetFieldValue<DateOnly>(3)), text));
            else if (WeekRowKey.Parse(text) is { } key && row.GetString(0) == "timer")
                own = own with { Timer = new WeekTimer(key, row.GetFieldValue<DateTimeOffset>(4)) };
            else if (WeekRowKey.Parse(text) is { } pin)
                own.Pins.Add(pin);
        }

        return own;
    }

    private static async Task<List<Subject>> SubjectsAsync(
        NpgsqlConnection connection, PersonKey person, DateRange days, IReadOnlyCollection<WeekRowKey> added, CancellationToken stop)
    {
        await using var command = new NpgsqlCommand(SubjectsSql, connection);
        command.Parameters.AddWithValue(person.Value);
        command.Parameters.AddWithValue(days.First.AddDays(-7 * WeeksBack));
        command.Parameters.AddWithValue(days.Last);
        command.Parameters.Add(new NpgsqlParameter
        {
            NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Text,
            Value = added.Select(key => key.Engagement).OfType<string>().ToArray(),
        });
        await using var row = await command.ExecuteReaderAsync(stop);
        var subjects = new List<Subject>();
        while (await row.ReadAsync(stop))
        {
            subjects.Add(new Subject(
                row.GetString(0), row.GetString(1), EngagementStatuses.Words.Parse(row.GetString(2)),
                row.IsDBNull(3) ? null : row.GetString(3), row.IsDBNull(4) ? null : row.GetString(4)));
        }

        return subjects;
    }

    private sealed record Own(List<WeekRowKey> Pins, List<NoWorkFact> Stated, WeekTimer? Timer = null);

    private sealed record Subject(string Engagement, string Name, EngagementStatus Status, string? Activity, string? Title);
}

using Npgsql;
using NpgsqlTypes;
using Throughline.Data;
using Throughline.Data.Policies;
using Throughline.Data.Reports;
using Throughline.Data.Timekeeping;
using Throughline.Domain.Dates;
using Throughline.Domain.Engagements;
using Throughline.Domain.People;
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

    private const string SubjectsSql =
        """
        with mine as (
          select engagement from bookings where person = $1
          union select engagement from issues where assignee = $1
          union select engagement from engagements where project_manager = $1
          union select engagement from time_entries where person = $1 and date between $2 and $3
          union select unnest($4::text[]))
        select e.engagement, e.name, e.status, a.activity, a.title
        from engagements e left join activities a on a.engagement = e.engagement
        where e.engagement in (select engagement from mine)
        order by e.engagement, a.activity
        """;

    private const int WeeksBack = 13;

    /// <summary>Null when there is no such person. Rows that were added stand at the end until something is in them.</summary>
    /// <param name="person">Whose week.</param>
    /// <param name="monday">Its first day.</param>
    /// <param name="added">Rows asked for beside those that the plan and the entries give.</param>
    /// <param name="anywhere">They may be of any engagement; else only of those that the person works on, so that nobody learns of others by asking.</param>
    /// <param name="stop">Ends the reading.</param>
    public async Task<WeekSheet?> RunAsync(
        PersonKey person, DateOnly monday, IReadOnlyCollection<WeekRowKey> added, bool anywhere, CancellationToken stop)
    {
        var days = new DateRange(monday, monday.AddDays(6));
        var policies = await settings.PoliciesAsync(stop);
        await using var connection = await database.OpenAsync(stop);
        var facts = await practice.ReadAsync(
            connection, new PracticeQuery(FactSet.People | FactSet.WorkingTime | FactSet.Bookings) { People = [person], BookingDays = days }, stop);
        if (facts.People.SingleOrDefault() is not { } who)
            return null;

        var entries = await EntriesAsync(connection, person, days, stop);
        var subjects = await SubjectsAsync(connection, person, days, anywhere ? added : [], stop);
        added = [.. added.Where(row => row.Engagement is null || subjects.Exists(subject => subject.Engagement == row.Engagement))];
        var capacity = new Capacity(days, facts.People, facts.CalendarDays, facts.TimeOff, facts.Overtime, PolicyReader.WeekendsOn(policies, monday)).Of(person);
        var internals = policies.Answer("time.categories", monday).Pairs;
        var rows = Keys(entries, facts.Bookings, monday, added).Select(key => Row(key)).ToList();
        return new WeekSheet(
            who, days, rows, [.. days.Days().Select(capacity.CapacityOn)],
            [.. entries.Where(entry => entry.Entry.Terms.Date < monday && entry.Entry.State.IsOpen()).Select(entry => Periods.Monday(entry.Entry.Terms.Date)).Distinct().Order()],
            Choices(subjects, internals));

        WeekRow Row(WeekRowKey key)
        {
            var (title, of, takesTime) = Name(key, subjects, internals);
            return new WeekRow(key, title, of, [.. days.Days().Select(day => new WeekCell(
                key, day, [.. entries.Where(entry => entry.Entry.Terms.Date == day && WeekRowKey.Of(entry.Entry.Terms) == key)],
                Planned(key, day, facts.Bookings, capacity), takesTime))]);
        }
    }

    // Planned first, then what this week holds, then what went on last week, then what was added by hand.
    private static IEnumerable<WeekRowKey> Keys(
        IReadOnlyList<WeekEntry> entries, IReadOnlyList<BookingFact> bookings, DateOnly monday, IEnumerable<WeekRowKey> added)
    {
        var planned = bookings.Select(booking => new WeekRowKey(booking.Engagement.Value, booking.Activity, null));
        var now = entries.Where(entry => entry.Entry.Terms.Date >= monday).Select(entry => WeekRowKey.Of(entry.Entry.Terms));
        var before = entries.Where(entry => entry.Entry.Terms.Date >= monday.AddDays(-7)).Select(entry => WeekRowKey.Of(entry.Entry.Terms));
        return Sorted(planned).Concat(Sorted(now)).Concat(Sorted(before)).Concat(added).Distinct();

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

    private static List<WeekChoice> Choices(IReadOnlyList<Subject> subjects, IReadOnlyList<KeyValuePair<string, string>> internals) =>
    [
        .. subjects.Where(subject => subject.Status is not (EngagementStatus.Completed or EngagementStatus.Cancelled))
            .SelectMany(subject => subject.Activity is null || subject == subjects.First(first => first.Engagement == subject.Engagement)
                ? [new WeekChoice(new(subject.Engagement, null, null), $"{subject.Engagement} {subject.Name}")]
                : Array.Empty<WeekChoice>())
            .Concat(subjects.Where(subject => subject.Activity is not null && subject.Status is not (EngagementStatus.Completed or EngagementStatus.Cancelled))
                .Select(subject => new WeekChoice(new(subject.Engagement, subject.Activity, null), $"{subject.Engagement} {subject.Name}: {subject.Title}"))),
        .. internals.Select(pair => new WeekChoice(new(null, null, pair.Key), $"{TimeCategories.Words(pair.Key)} (internal)")),
    ];

    private static async Task<List<WeekEntry>> EntriesAsync(NpgsqlConnection connection, PersonKey person, DateRange days, CancellationToken stop)
    {
        await using var command = new NpgsqlCommand(EntriesSql, connection);
        command.Parameters.AddWithValue(person.Value);
        command.Parameters.AddWithValue(days.First.AddDays(-7 * WeeksBack));
        command.Parameters.AddWithValue(days.Last);
        command.Parameters.AddWithValue(days.First.AddDays(-7));
        await using var row = await command.ExecuteReaderAsync(stop);
        var entries = new List<WeekEntry>();
        while (await row.ReadAsync(stop))
            entries.Add(new WeekEntry(TimeRows.Read(row), row.IsDBNull(18) ? null : row.GetString(18), row.IsDBNull(19) ? null : row.GetString(19)));

        return entries;
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

    private sealed record Subject(string Engagement, string Name, EngagementStatus Status, string? Activity, string? Title);
}

using System.Globalization;
using Throughline.Data.Mail;
using Throughline.Data.Policies;
using Throughline.Data.Recording;
using Throughline.Data.Reports;
using Throughline.Domain.Dates;
using Throughline.Domain.Policies;
using Throughline.Domain.Reports;
using Throughline.Domain.Timekeeping;

namespace Throughline.Data.Timekeeping;

/// <summary>
/// Reminds people of weeks before and after their cut-off, and approvers of what waits for them (R-208): each once for each
/// week, in a notice that closes itself when the week is done.
/// </summary>
public static class TimeReminders
{
    private sealed record Waiting(string Approver, DateOnly Monday, string? Engagement, string? Region, int People, decimal Hours);

    private sealed record Word(string Recipient, DateOnly Monday, string Kind, string Said)
    {
        public string Subject => Recipient + "/" + Iso(Monday);

        public string Link => Kind.StartsWith("time_", StringComparison.Ordinal) ? "/my-week/" + Iso(Monday) : "/inbox";
    }

    /// <summary>Looks at the weeks around now; returns how many reminders it wrote.</summary>
    public static async Task<int> RunAsync(Database database, CancellationToken stop)
    {
        var now = database.Clock.GetUtcNow();
        var policies = await database.Policies.ReadAsync(stop);
        var monday = Periods.Monday(DateOnly.FromDateTime(now.UtcDateTime));
        var weeks = new DateRange(monday.AddDays(-14), monday.AddDays(6));
        var written = await database.WriteAsync<int>(Actor.System(Guid.CreateVersion7()), async change =>
        {
            var query = new PracticeQuery(FactSet.People | FactSet.WorkingTime | FactSet.WeekTime) { TimeDays = [weeks] };
            var facts = await PracticeReader.ReadAsync(change.Connection, query, stop, change.Transaction);
            var known = (await change.QueryAsync<(string Person, DateTimeOffset Since)>(KnownSql)).ToDictionary(row => row.Person, row => row.Since, StringComparer.Ordinal);
            var mine = WeekReminders.Of(facts, weeks, PolicyReader.WeekendsOn(policies, monday), (person, day) => ReportPolicies.WeekTermsOf(person, day, policies), now)
                .Where(week => known[week.Person.Person.Value] < week.Due).ToList();
            var waiting = await change.QueryAsync<Waiting>(WaitingSql, new { from = weeks.First, to = weeks.Last });
            var theirs = waiting.GroupBy(row => (row.Approver, row.Monday)).Select(rows => OfApprover(rows, policies, known[rows.Key.Approver], now)).OfType<Word>().ToList();

            await CloseDoneAsync(change, mine, waiting);
            var words = mine.Where(week => !week.Done).Select(OfMember).Concat(theirs).ToList();
            return await TellAsync(change, words);
        }, stop);
        return written.Succeeded(out var count, out _) ? count : 0;
    }

    // A cut-off that was past before somebody was entered here is none of theirs: whoever begins with this program is not
    // told of all the weeks before.
    private const string KnownSql =
        "select person, min(recorded_at) from (select person, recorded_at from people union all select person, recorded_at from history.people) p where person in (select person from people) group by person";

    // One's own hours are one's manager's to decide on.
    private const string WaitingSql =
        """
        select coalesce(nullif(e.project_manager, t.person), p.manager) as approver, date_trunc('week', t.date)::date as monday, e.engagement, e.region,
          count(distinct t.person)::int as people, sum(t.hours) as hours
        from time_entries t join people p on p.person = t.person left join engagements e on e.engagement = t.engagement
        where t.state = 'submitted' and t.date between @from and @to and coalesce(nullif(e.project_manager, t.person), p.manager) is not null
        group by 1, 2, 3, 4
        """;

    private static Word OfMember(WeekWord week)
    {
        var what = week.Week.Missing > 0m
            ? $"{Hours(week.Week.Missing)} of {Hours(week.Week.Expected)} h are missing"
            : "its hours are entered but not handed in";
        return week.Word is Reminder.Due
            ? new Word(week.Person.Person.Value, week.Monday, "time_due", $"Your week of {Day(week.Monday)} is due {At(week.Due, week.Zone)}: {what}.")
            : new Word(week.Person.Person.Value, week.Monday, "time_late", $"Your week of {Day(week.Monday)} was due {At(week.Due, week.Zone)}: {what}.");
    }

    private static Word? OfApprover(IGrouping<(string Approver, DateOnly Monday), Waiting> rows, PolicyValues policies, DateTimeOffset known, DateTimeOffset now)
    {
        var zone = policies.Answer("P-10", rows.Key.Monday).Zone;
        var due = rows.Min(row => TimeDue.Of(
            row.Monday, policies.Answer(new PolicyQuestion("P-20", row.Monday, row.Engagement, row.Region)).WeeklyTime, zone));
        var what = $"{Hours(rows.Sum(row => row.Hours))} h of the week of {Day(rows.Key.Monday)} wait for your approval";
        return known >= due ? null : TimeDue.At(now, due - TimeDue.Notice, due) switch
        {
            Reminder.Due => new Word(rows.Key.Approver, rows.Key.Monday, "approval_due", $"{what}, due {At(due, zone)}."),
            Reminder.Late => new Word(rows.Key.Approver, rows.Key.Monday, "approval_late", $"{what}; they were due {At(due, zone)}."),
            _ => null,
        };
    }

    // What was asked for is done; and whoever is late now need not read that something is due.
    private static async Task CloseDoneAsync(Change change, IReadOnlyList<WeekWord> weeks, IReadOnlyList<Waiting> waiting)
    {
        await Notices.CloseAsync(change, [.. weeks.Where(week => week.Done).Select(Subject)], "time_due", "time_late");
        await Notices.CloseAsync(change, [.. weeks.Where(week => week.Word is Reminder.Late).Select(Subject)], "time_due");
        await change.ExecuteAsync(
            "update notices set done_at = @at where done_at is null and kind in ('approval_due', 'approval_late') and subject <> all(@open)",
            new { at = change.At, open = waiting.Select(row => row.Approver + "/" + Iso(row.Monday)).Distinct().ToArray() });
    }

    // The table is what makes it once: of two nodes that look at the same time, one writes the row.
    private static async Task<int> TellAsync(Change change, IReadOnlyList<Word> words)
    {
        if (words.Count == 0)
            return 0;

        var first = (await change.QueryAsync<(string Recipient, DateOnly Week, string Kind)>(
            """
            insert into time_reminders (recipient, week, kind, at)
            select w.recipient, w.week, w.kind, @at from unnest(@recipients, @weeks, @kinds) w (recipient, week, kind)
            order by 1, 2, 3
            on conflict do nothing returning recipient, week, kind
            """,
            new
            {
                at = change.At, recipients = words.Select(word => word.Recipient).ToArray(), weeks = words.Select(word => word.Monday).ToArray(),
                kinds = words.Select(word => word.Kind).ToArray(),
            })).ToHashSet();
        foreach (var word in words.Where(word => first.Contains((word.Recipient, word.Monday, word.Kind))))
            await Notices.AddAsync(change, word.Kind, word.Recipient, word.Subject, word.Said, word.Link);

        return first.Count;
    }

    private static string Subject(WeekWord week) => week.Person.Person.Value + "/" + Iso(week.Monday);

    private static string Iso(DateOnly day) => day.ToString("O", CultureInfo.InvariantCulture);

    private static string Day(DateOnly day) => day.ToString("d MMMM", CultureInfo.InvariantCulture);

    private static string At(DateTimeOffset instant, TimeZoneInfo zone) => string.Create(
        CultureInfo.InvariantCulture, $"{TimeZoneInfo.ConvertTime(instant, zone):dddd d MMMM HH:mm} ({zone.Id})");

    private static string Hours(decimal hours) => hours.ToString("0.##", CultureInfo.InvariantCulture);
}

using System.Globalization;
using Dapper;
using Npgsql;
using Throughline.Data.Mail;
using Throughline.Data.Recording;
using Throughline.Domain.Dates;
using Throughline.Domain.People;

namespace Throughline.Data.Staffing;

/// <summary>Soft bookings in line for a person's days: whoever is first in line and fits now is told, and so is whoever has room now on some of the days.</summary>
public static class WaitingLine
{
    /// <summary>The kind of notice that some of the days of a waiting booking have room now.</summary>
    public const string Partly = "room_partly";

    private sealed record Waiting(string Booking, string Person, string PersonName, string Engagement, string? Owner, DateOnly StartDate, DateOnly EndDate);

    // Every day that a booking takes hours of has a row of the ledger.
    private const string Fitting =
        """
        select b.booking, b.person, p.name as person_name, b.engagement, b.owner, b.start_date, b.end_date from bookings b join people p using (person)
        where b.person = any(@people) and b.waiting_since is not null and b.kind = 'soft'
          and not exists (
            select from person_day d where d.person = b.person and d.day between b.start_date and b.end_date
              and d.hard + least(b.minutes_per_day, d.capacity + d.overtime) > d.capacity + d.overtime)
        order by b.person, b.waiting_since, b.booking
        """;

    private sealed record WaitingDay(string Booking, string Person, string PersonName, string Engagement, string? Owner, DateOnly Day, bool Fits, bool Freed);

    // Working days of bookings in line, and whether this very change freed hours of them: what was hard on them before stands
    // in the history since.
    private const string Days =
        """
        select b.booking, b.person, p.name as person_name, b.engagement, b.owner, d.day,
          d.hard + least(b.minutes_per_day, d.capacity + d.overtime) <= d.capacity + d.overtime as fits,
          exists (select from history.bookings h where h.person = b.person and h.kind = 'hard' and h.recorded_until >= @since and h.xmin = pg_current_xact_id()::xid
            and d.day between h.start_date and h.end_date) as freed
        from bookings b join people p using (person) join person_day d on d.person = b.person and d.day between b.start_date and b.end_date
        where b.person = any(@people) and b.waiting_since is not null and b.kind = 'soft' and d.capacity + d.overtime > 0
        order by b.person, b.waiting_since, b.booking, d.day
        """;

    /// <summary>The days on end of a booking in line that its person has room for now; of several runs the longest. Null when it waits no more or nothing fits.</summary>
    public static async Task<DateRange?> FittingAsync(NpgsqlConnection connection, string booking) => Longest(
        [.. await connection.QueryAsync<WaitingDay>(
            """
            select b.booking, b.person, '' as person_name, b.engagement, b.owner, d.day,
              d.hard + least(b.minutes_per_day, d.capacity + d.overtime) <= d.capacity + d.overtime as fits, true as freed
            from bookings b join person_day d on d.person = b.person and d.day between b.start_date and b.end_date
            where b.booking = @booking and b.waiting_since is not null and b.kind = 'soft' and d.capacity + d.overtime > 0 order by d.day
            """,
            new { booking })]);

    /// <summary>After the ledger was settled: tells the first in line for each of the people's days; who was told already is not told again.</summary>
    public static async Task TellAsync(Change change, IReadOnlyCollection<PersonKey> freed)
    {
        if (freed.Count == 0)
            return;

        var told = new List<(string Person, DateRange Days)>();
        foreach (var one in await change.QueryAsync<Waiting>(Fitting, new { people = freed.Select(person => person.Value).ToArray() }))
        {
            var days = new DateRange(one.StartDate, one.EndDate);
            if (told.Exists(before => before.Person == one.Person && before.Days.Overlaps(days)))
                continue;

            told.Add((one.Person, days));
            await Notices.AddAsync(change, "room_made", one.Owner, one.Booking, string.Create(
                CultureInfo.InvariantCulture,
                $"{one.PersonName} has room now for your soft booking on {one.Engagement}, {one.StartDate:yyyy-MM-dd} to {one.EndDate:yyyy-MM-dd}: you are first in line."));
        }

        await TellPartlyAsync(change, freed, told);
    }

    // Whoever was in line before has the days first.
    private static async Task TellPartlyAsync(Change change, IReadOnlyCollection<PersonKey> freed, List<(string Person, DateRange Days)> told)
    {
        var people = freed.Select(person => person.Value).ToArray();
        await change.ExecuteAsync(
            "update notices n set done_at = @at where kind = @Partly and done_at is null and not exists (select from bookings b where b.booking = n.subject and b.waiting_since is not null)",
            new { at = change.At, Partly });
        foreach (var booking in (await change.QueryAsync<WaitingDay>(Days, new { people, since = change.At.AddHours(-1) })).GroupBy(day => day.Booking))
        {
            var days = booking.ToList();
            if (days.TrueForAll(day => day.Fits) || Longest(days) is not { } run || told.Exists(before => before.Person == days[0].Person && before.Days.Overlaps(run)))
                continue;

            told.Add((days[0].Person, run));
            var said = string.Create(
                CultureInfo.InvariantCulture,
                $"{days[0].PersonName} has room now on {days.Count(day => run.Contains(day.Day))} of the {days.Count} days of your soft booking on {days[0].Engagement}, {run.First:yyyy-MM-dd} to {run.Last:yyyy-MM-dd}. The rest still waits.");
            await change.ExecuteAsync(
                "update notices set done_at = @at where kind = @Partly and subject = @booking and done_at is null and detail->>'said' <> @said",
                new { at = change.At, Partly, booking = booking.Key, said });
            await Notices.AddAsync(change, Partly, days[0].Owner, booking.Key, said, $"/staffing/bookings/{Uri.EscapeDataString(booking.Key)}/fitting");
        }
    }

    // The longest run of working days that all fit and of which one was freed just now.
    private static DateRange? Longest(IReadOnlyList<WaitingDay> days)
    {
        var (best, length) = ((DateRange?)null, 0);
        for (var at = 0; at < days.Count; at++)
        {
            var first = at;
            while (at < days.Count && days[at].Fits)
                at++;
            if (at - first > length && days.Skip(first).Take(at - first).Any(day => day.Freed))
                (best, length) = (new DateRange(days[first].Day, days[at - 1].Day), at - first);
        }

        return best;
    }
}

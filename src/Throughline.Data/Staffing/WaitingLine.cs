using System.Globalization;
using Throughline.Data.Mail;
using Throughline.Data.Recording;
using Throughline.Domain.Dates;
using Throughline.Domain.People;

namespace Throughline.Data.Staffing;

/// <summary>Soft bookings in line for a person's days: whoever is first in line and fits now is told.</summary>
public static class WaitingLine
{
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
    }
}

using System.Globalization;
using System.Text;
using Dapper;
using Throughline.Data;
using Throughline.Data.Recording;
using Throughline.Data.Staffing;
using Throughline.Domain;
using Throughline.Domain.Accounts;
using Throughline.Domain.People;
using Throughline.Domain.Reports;
using Throughline.Platform;

namespace Throughline.Features.People;

/// <summary>A day that is new to a calendar, or stands there with another name or other hours.</summary>
internal sealed record IncomingDay(HolidayDay Day, HolidayDay? Standing);

/// <summary>What taking days into a calendar would do.</summary>
/// <param name="Exists">Whether the calendar is there already.</param>
/// <param name="Same">How many of the days stand there as they come.</param>
internal sealed record HolidayPreview(
    string Calendar, bool Exists, IReadOnlyList<IncomingDay> Changes, int Same, IReadOnlyList<LeftOut> LeftOut, CapacityOutcome Effect);

/// <summary>How many days a calendar got, and how many of its own got another name or other hours.</summary>
internal sealed record TakenHolidays(int Created, int Changed);

/// <summary>Takes holidays of a file or of a ready calendar into one calendar of the practice, all at once, and keeps the day ledger true.</summary>
internal sealed class TakeInHolidays(Database database, CapacityEffect effect, PracticeSettings settings)
{
    /// <summary>The largest file that is read.</summary>
    public const int MostBytes = 1 << 20;

    /// <summary>Reads a file by what it is, whatever it is called.</summary>
    public async Task<HolidayReading> ReadAsync(string text, CancellationToken stop) =>
        text.Contains("BEGIN:VCALENDAR", StringComparison.OrdinalIgnoreCase)
            ? ICalendarHolidays.Read(text, await settings.ZoneAsync(stop))
            : CsvHolidays.Read(text);

    /// <summary>The days in the form that <see cref="CsvHolidays"/> reads, for a form that asks once more.</summary>
    public static string Text(IEnumerable<HolidayDay> days) => days.Aggregate(new StringBuilder(), (text, day) => text.Append(
        CultureInfo.InvariantCulture, $"{day.Date:yyyy-MM-dd},\"{day.Name.Replace("\"", "\"\"", StringComparison.Ordinal)}\",{day.Minutes / 60m}\n")).ToString();

    public async Task<HolidayPreview> PreviewAsync(string calendar, HolidayReading reading, CancellationToken stop)
    {
        var (exists, standing, people) = await database.ReadAsync(async connection =>
        {
            using var all = await connection.QueryMultipleAsync(
                """
                select count(*)::int from calendars where calendar = @calendar;
                select date, name, (hours * 60)::int as minutes from calendar_days where calendar = @calendar and date = any(@days);
                select person from people where calendar = @calendar order by person
                """,
                new { calendar, days = reading.Days.Select(day => day.Date).ToArray() });
            return (await all.ReadSingleAsync<int>() > 0,
                (await all.ReadAsync<(DateOnly Date, string Name, int Minutes)>()).ToDictionary(day => day.Date, day => new HolidayDay(day.Date, day.Name, day.Minutes)),
                (await all.ReadAsync<string>()).Select(person => new PersonKey(person)).ToList());
        }, stop);

        var changes = reading.Days.Where(day => standing.GetValueOrDefault(day.Date) != day).Select(day => new IncomingDay(day, standing.GetValueOrDefault(day.Date))).ToList();
        PracticeFacts With(PracticeFacts facts) => facts with
        {
            CalendarDays =
            [
                .. facts.CalendarDays.Where(known => known.Calendar != calendar || changes.All(change => change.Day.Date != known.Date)),
                .. changes.Select(change => new CalendarDay(calendar, change.Day.Date, change.Day.Minutes)),
            ],
        };
        var outcome = people.Count == 0 || changes.Count == 0
            ? new CapacityOutcome(0, 0, 0)
            : await effect.OfAsync(people, With, await settings.TodayAsync(stop), stop);
        return new HolidayPreview(calendar, exists, changes, reading.Days.Count - changes.Count, reading.LeftOut, outcome);
    }

    public async Task<Result<TakenHolidays>> RunAsync(CurrentUser user, string calendar, IReadOnlyList<HolidayDay> days, CancellationToken stop)
    {
        var decision = user.Decide(Act.EditCalendars);
        if (decision.Problem is { } refused)
            return refused;
        if (Refuse(calendar, days) is { } invalid)
            return invalid;

        return await database.WriteAsync<TakenHolidays>(user.ToActor(decision.Role), async change =>
        {
            var people = (await change.QueryAsync<string>("select person from people where calendar = @calendar", new { calendar }))
                .Select(person => new PersonKey(person)).ToList();
            var ledger = await LedgerKeeper.HoldAsync(change, people, null, stop);
            var created = await StoreAsync(change, calendar, days);
            if (await ledger.SettleAsync(people, stop) is [var overbooked, ..])
                return overbooked;

            var taken = new TakenHolidays(created.Count(isNew => isNew), created.Count(isNew => !isNew));
            await change.AuditAsync("calendars_taken_in", calendar, taken);
            await change.TellAsync("calendars", calendar);
            return taken;
        }, stop);
    }

    /// <summary>What is wrong with the calendar's key or the days; null when nothing is.</summary>
    public static InvalidFields? Refuse(string calendar, IReadOnlyList<HolidayDay> days)
    {
        if (CalendarsPage.File.Column("calendar").Read(calendar, out _) is { } wrong)
            return new InvalidFields("calendar", calendar.Length == 0 ? "Give the calendar a key." : wrong);

        return days.Count == 0 ? new InvalidFields("file", "There is no day in it.") : null;
    }

    // Answers for each row that was written whether it is new; a day that stands as it comes is not touched.
    private static async Task<IReadOnlyList<bool>> StoreAsync(Change change, string calendar, IReadOnlyList<HolidayDay> days)
    {
        await change.ExecuteAsync("insert into calendars (calendar) values (@calendar) on conflict do nothing", new { calendar });
        var known = (await change.QueryAsync<DateOnly>("select date from calendar_days where calendar = @calendar", new { calendar })).ToHashSet();
        var written = await change.QueryAsync<DateOnly>(
            """
            insert into calendar_days (calendar, date, name, hours)
            select @calendar, * from unnest(@dates, @names, @hours) on conflict (calendar, date) do update set name = excluded.name, hours = excluded.hours
            where (calendar_days.name, calendar_days.hours) is distinct from (excluded.name, excluded.hours)
            returning date
            """,
            new
            {
                calendar,
                dates = days.Select(day => day.Date).ToArray(),
                names = days.Select(day => day.Name).ToArray(),
                hours = days.Select(day => decimal.Round(day.Minutes / 60m, 6)).ToArray(),
            });
        return [.. written.Select(day => !known.Contains(day))];
    }
}

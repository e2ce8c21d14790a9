using Dapper;
using Throughline.Data;

namespace Throughline.Features.People;

/// <summary>A calendar with how many of its days fall into the year, and who follows it.</summary>
internal sealed record CalendarRow(string Calendar, int Days, int People, int Customers);

/// <summary>One day of a calendar on which nobody works, or only so many hours.</summary>
internal sealed class CalendarDayRow
{
    public DateOnly Date { get; init; }
    public string Name { get; init; } = "";
    public decimal Hours { get; init; }
    public int Version { get; init; }
}

/// <summary>A calendar in one year.</summary>
internal sealed record CalendarView(IReadOnlyList<CalendarDayRow> Days, IReadOnlyList<int> Years, IReadOnlyList<string> People);

/// <summary>The practice's calendars.</summary>
internal sealed class CalendarList(Database database)
{
    public Task<IReadOnlyList<CalendarRow>> RunAsync(int year, CancellationToken stop) => database.ReadAsync<IReadOnlyList<CalendarRow>>(
        async connection => (await connection.QueryAsync<CalendarRow>(
            """
            select c.calendar, (select count(*)::int from calendar_days d where d.calendar = c.calendar and extract(year from d.date) = @year) as days,
              (select count(*)::int from people p where p.calendar = c.calendar) as people,
              (select count(*)::int from customers k where k.calendar = c.calendar) as customers
            from calendars c order by c.calendar
            """,
            new { year })).AsList(),
        stop);

    /// <summary>Null for a calendar that is not there.</summary>
    public Task<CalendarView?> FindAsync(string calendar, int year, CancellationToken stop) => database.ReadAsync(
        async connection =>
        {
            using var all = await connection.QueryMultipleAsync(
                """
                select count(*)::int from calendars where calendar = @calendar;
                select date, name, hours, version from calendar_days where calendar = @calendar and extract(year from date) = @year order by date;
                select distinct extract(year from date)::int from calendar_days where calendar = @calendar order by 1;
                select person from people where calendar = @calendar order by person
                """,
                new { calendar, year });
            var known = await all.ReadSingleAsync<int>() > 0;
            var view = new CalendarView(
                (await all.ReadAsync<CalendarDayRow>()).AsList(), (await all.ReadAsync<int>()).AsList(), (await all.ReadAsync<string>()).AsList());
            return known ? view : null;
        },
        stop);
}

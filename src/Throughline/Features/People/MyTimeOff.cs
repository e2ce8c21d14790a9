using Dapper;
using Throughline.Data;
using Throughline.Domain.Dates;
using Throughline.Domain.People;
using Throughline.Platform;

namespace Throughline.Features.People;

/// <summary>A request of one's own, as the page lists it.</summary>
internal sealed class MyRequestRow
{
    public string Request { get; init; } = "";
    public DateOnly StartDate { get; init; }
    public DateOnly EndDate { get; init; }
    public string Kind { get; init; } = "";
    public int? Minutes { get; init; }
    public string? Note { get; init; }
    public string State { get; init; } = "";
    public string? DecidedBy { get; init; }
    public string? Reason { get; init; }

    public TimeOffRequest Of(PersonKey person) => new(
        Request, person, new DateRange(StartDate, EndDate), TimeOffKinds.Words.Parse(Kind), Minutes, TimeOffStates.Words.Parse(State));
}

/// <summary>One's requests, the latest days first, and the time off that counts and came another way.</summary>
internal sealed record MyTimeOffView(IReadOnlyList<MyRequestRow> Requests, IReadOnlyList<(DateOnly Start, DateOnly End, string Kind, int? Minutes)> Entered, string? Manager);

/// <summary>What somebody asked for and what came of it.</summary>
internal sealed class MyTimeOff(Database database, PracticeSettings settings)
{
    public async Task<MyTimeOffView> RunAsync(PersonKey person, CancellationToken stop)
    {
        var today = await settings.TodayAsync(stop);
        return await database.ReadAsync(
            async connection =>
            {
                using var all = await connection.QueryMultipleAsync(
                    """
                    select r.time_off_request as request, r.start_date, r.end_date, r.kind, (r.hours_per_day * 60)::int as minutes, r.note, r.state, coalesce(p.name, r.decided_by) as decided_by, r.reason
                    from time_off_requests r left join people p on p.person = r.decided_by where r.person = @person order by r.start_date desc, r.time_off_request limit 100;
                    select o.start_date, o.end_date, o.kind, (o.hours_per_day * 60)::int from time_off o
                    where o.person = @person and o.end_date >= @today and not exists (select from time_off_requests r where r.person = o.person
                      and r.start_date = o.start_date and r.end_date = o.end_date and r.kind = o.kind and r.state = 'approved') order by 1 limit 100;
                    select m.name from people p join people m on m.person = p.manager where p.person = @person
                    """,
                    new { person = person.Value, today });
                return new MyTimeOffView(
                    (await all.ReadAsync<MyRequestRow>()).AsList(), (await all.ReadAsync<(DateOnly, DateOnly, string, int?)>()).AsList(),
                    await all.ReadSingleOrDefaultAsync<string>());
            },
            stop);
    }
}

using Dapper;
using Throughline.Data;
using Throughline.Domain.Accounts;
using Throughline.Domain.Dates;
using Throughline.Platform;
using Throughline.Ui;

namespace Throughline.Features.Staffing;

/// <summary>What a request's form offers.</summary>
public sealed record RequestLists(
    IReadOnlyList<Choice> People, IReadOnlyList<Choice> Engagements, IReadOnlyList<Choice> Roles, IReadOnlyList<Choice> Activities, IReadOnlyList<Choice> Bookings);

/// <summary>The engagements that the user may ask for, people they may name, and the bookings of the engagement chosen: one round trip.</summary>
internal sealed class RequestChoices(Database database, PracticeSettings settings)
{
    private const string Sql =
        """
        select person as value, name as label from people where @everybody or person = @me order by name, person;
        select e.engagement as value, e.engagement || ' ' || e.name || ', ' || c.name as label from engagements e join customers c using (customer)
        where e.status not in ('completed', 'cancelled') and (@everywhere or e.project_manager = @me or @own) order by e.engagement;
        select role as value, role as label from (select role from people union select role from rates union select role from bookings where person is null) roles order by role;
        select activity as value, activity || ' ' || title as label from activities where engagement = @engagement
          and exists (select from engagements e where e.engagement = @engagement and (@everywhere or e.project_manager = @me)) order by activity;
        select b.booking, coalesce(p.name, b.role) as who, b.start_date, b.end_date, b.minutes_per_day, b.kind
        from bookings b join engagements e using (engagement) left join people p using (person)
        where b.engagement = @engagement and b.end_date >= @today and (@everywhere or e.project_manager = @me or b.person = @me) order by b.start_date, b.booking limit 200;
        """;

    public async Task<RequestLists> RunAsync(CurrentUser user, string? engagement, CancellationToken stop)
    {
        var (reach, today) = (user.Reach(Act.RequestBooking), await settings.TodayAsync(stop));
        var (everywhere, led) = (reach.HasFlag(Relation.Any), reach.HasFlag(Relation.Led));
        return await database.ReadAsync(async connection =>
        {
            await using var lists = await connection.QueryMultipleAsync(Sql, new
            {
                engagement, today, everywhere, own = !everywhere && !led, everybody = everywhere || led, me = user.Person?.Value,
            });
            return new RequestLists(
                await NextAsync(lists), await NextAsync(lists), await NextAsync(lists), await NextAsync(lists),
                [.. (await lists.ReadAsync<BookedRow>()).Select(row => new Choice(row.Booking, $"{row.Who}, {BookingWords.Hours(row.MinutesPerDay)} a day, {Text.Range(new DateRange(row.StartDate, row.EndDate))}, {row.Kind}"))]);
        }, stop);
    }

    private static async Task<IReadOnlyList<Choice>> NextAsync(SqlMapper.GridReader lists) =>
        [.. (await lists.ReadAsync<(string Value, string Label)>()).Select(row => new Choice(row.Value, row.Label))];

    private sealed record BookedRow(string Booking, string Who, DateOnly StartDate, DateOnly EndDate, int MinutesPerDay, string Kind);
}

using Dapper;
using Throughline.Data;
using Throughline.Domain.Accounts;
using Throughline.Domain.Dates;
using Throughline.Domain.People;
using Throughline.Platform;

namespace Throughline.Features.Approvals;

/// <summary>A request that waits for a decision, and what approving it does to firm bookings.</summary>
internal sealed record WaitingTimeOff(TimeOffRequest Request, string Name, string? Note, CapacityOutcome Effect);

/// <summary>The requests for time off that wait for one person's decision, those that begin first in front.</summary>
internal sealed class TimeOffWaiting(Database database, CapacityEffect effect, PracticeSettings settings)
{
    private const int Most = 50;

    private sealed class Row
    {
        public string Request { get; init; } = "";
        public string Person { get; init; } = "";
        public string Name { get; init; } = "";
        public string? Manager { get; init; }
        public DateOnly StartDate { get; init; }
        public DateOnly EndDate { get; init; }
        public string Kind { get; init; } = "";
        public int? Minutes { get; init; }
        public string? Note { get; init; }
    }

    /// <param name="standingIn">Those of others' teams, which the user may decide on in their place; else those of the own team, and of people without a manager.</param>
    public async Task<IReadOnlyList<WaitingTimeOff>> RunAsync(CurrentUser user, bool standingIn, CancellationToken stop)
    {
        var reach = user.Reach(Act.ApproveTimeOff);
        var (me, anybody) = (user.Person?.Value, reach.HasFlag(Relation.Any));
        if (reach == Relation.None || (standingIn && !anybody))
            return [];

        var rows = await database.ReadAsync(
            async connection => (await connection.QueryAsync<Row>(
                """
                select r.time_off_request as request, r.person, p.name, p.manager, r.start_date, r.end_date, r.kind, (r.hours_per_day * 60)::int as minutes, r.note
                from time_off_requests r join people p using (person)
                where r.state = 'requested' and r.person is distinct from @me
                  and case when @standingIn then p.manager is not null and p.manager is distinct from @me else p.manager = @me or (@anybody and p.manager is null) end
                order by r.start_date, r.time_off_request limit @most
                """,
                new { me, anybody, standingIn, most = Most })).AsList(), stop);
        var requests = rows.Select(row => new TimeOffRequest(
            row.Request, new PersonKey(row.Person), new DateRange(row.StartDate, row.EndDate), TimeOffKinds.Words.Parse(row.Kind), row.Minutes, TimeOffState.Requested)).ToList();
        var effects = requests.Count == 0
            ? []
            : await effect.OfEachAsync([.. requests.Select(request => Approved(request))], await settings.TodayAsync(stop), stop);
        return [.. rows.Zip(requests, effects).Select(one => new WaitingTimeOff(one.Second, one.First.Name, one.First.Note, one.Third))];
    }

    private static (IReadOnlyCollection<PersonKey>, Func<Domain.Reports.PracticeFacts, Domain.Reports.PracticeFacts>) Approved(TimeOffRequest request) =>
        ([request.Person], facts => facts with { TimeOff = [.. facts.TimeOff, request.Fact] });
}

using Dapper;
using Throughline.Data;
using Throughline.Domain;
using Throughline.Domain.Accounts;
using Throughline.Platform;

namespace Throughline.Features.Staffing;

/// <summary>Asks for overtime of a person, the only way above their capacity; a coordinator or operations decides.</summary>
public sealed class AskOvertime(Database database)
{
    private sealed record Ground(bool PersonKnown, string? Manager, bool EngagementKnown, string? ProjectManager);

    /// <returns>The code of the request.</returns>
    public async Task<Result<string>> RunAsync(CurrentUser user, OvertimeForm form, CancellationToken stop)
    {
        if (user.Reach(Act.RequestBooking) == Relation.None)
            return user.Decide(Act.RequestBooking).Problem!;
        if (!form.Read().Succeeded(out var ask, out var invalid))
            return invalid;

        var ground = await database.ReadAsync(connection => connection.QuerySingleAsync<Ground>(
            """
            select p.person is not null as person_known, p.manager, e.engagement is not null as engagement_known, e.project_manager
            from (values (1)) one left join people p on p.person = @person left join engagements e on e.engagement = @engagement
            """,
            new { person = ask.Person.Value, engagement = ask.Engagement?.Value }), stop);
        if (!ground.PersonKnown)
            return new InvalidFields("person", $"There is no person {ask.Person}.");
        if (ask.Engagement is not null && !ground.EngagementKnown)
            return new InvalidFields("engagement", $"There is no engagement {ask.Engagement}.");

        var decision = user.Decide(Act.RequestBooking, Standing(user, ask, ground));
        if (decision.Problem is { } refused)
            return refused;

        var key = "o" + BookingKeys.New().Value[1..];
        return await database.WriteAsync<string>(user.ToActor(decision.Role), async change =>
        {
            await change.ExecuteAsync(
                """
                insert into overtime_requests (overtime_request, person, start_date, end_date, hours_per_day, engagement, reason, asked_by, asked_at)
                values (@key, @person, @first, @last, @hours, @engagement, @reason, @by, @at)
                """,
                new
                {
                    key, person = ask.Person.Value, first = ask.Days.First, last = ask.Days.Last, hours = ask.MinutesPerDay / 60m, engagement = ask.Engagement?.Value,
                    ask.Reason, by = user.Email, at = change.At,
                });
            await change.AuditAsync("overtime_asked", key, new { person = ask.Person.Value, ask.Reason });
            await change.TellAsync("overtime_requests", key);
            return key;
        }, stop);
    }

    private static Relation Standing(CurrentUser user, OvertimeAsk ask, Ground ground) => user.Person?.Value is not { } me
        ? Relation.None
        : (ask.Person.Value == me ? Relation.Own : 0) | (ground.Manager == me ? Relation.Team : 0) | (ground.ProjectManager == me ? Relation.Led : 0);
}

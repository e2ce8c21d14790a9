using Dapper;
using Throughline.Data;
using Throughline.Domain.Accounts;
using Throughline.Domain.Dates;
using Throughline.Platform;
using Throughline.Ui;

namespace Throughline.Features.Staffing;

/// <summary>One request as the page lists it.</summary>
/// <param name="Decides">The reader may decide on it.</param>
/// <param name="Withdraws">The reader asked for it, and nobody has decided.</param>
public sealed record OvertimeLine(
    string Key, string PersonName, DateRange Days, decimal HoursPerDay, string? Engagement, string Reason, string AskedBy, DateTimeOffset AskedAt,
    string Status, string? DecidedBy, string? Comment, bool Decides, bool Withdraws);

/// <summary>Open and lately decided requests, and what the form offers.</summary>
public sealed record OvertimeSheet(IReadOnlyList<OvertimeLine> Open, IReadOnlyList<OvertimeLine> Decided, IReadOnlyList<Choice> People, IReadOnlyList<Choice> Engagements);

/// <summary>Overtime that was asked for: whoever decides sees all of it, others what they asked for.</summary>
public sealed class OvertimeBoard(Database database)
{
    private const string Lists =
        """
        select r.overtime_request as key, r.person, p.name as person_name, r.start_date, r.end_date, r.hours_per_day, r.engagement, r.reason,
          coalesce(a.name, r.asked_by) as asked_by, r.asked_by as asker, r.asked_at, r.status, coalesce(d.name, r.decided_by) as decided_by, r.comment
        from overtime_requests r join people p using (person)
        left join accounts a on a.normalized_email = upper(r.asked_by) left join accounts d on d.normalized_email = upper(r.decided_by)
        where (@decides or r.asked_by = @email) order by (r.status = 'asked') desc, coalesce(r.decided_at, r.asked_at) desc limit 100;
        select person as value, name as label from people where @everybody or person = @me or (@led and exists (select from engagements where project_manager = @me)) order by name, person;
        select e.engagement as value, e.engagement || ' ' || e.name as label from engagements e
        where e.status not in ('completed', 'cancelled', 'closed') and (@everybody or (@led and e.project_manager = @me)) order by e.engagement;
        """;

    private sealed record Row(
        string Key, string Person, string PersonName, DateOnly StartDate, DateOnly EndDate, decimal HoursPerDay, string? Engagement, string Reason,
        string AskedBy, string Asker, DateTimeOffset AskedAt, string Status, string? DecidedBy, string? Comment);

    public Task<OvertimeSheet> RunAsync(CurrentUser user, CancellationToken stop) => database.ReadAsync(async connection =>
    {
        var (decides, reach) = (user.Reach(Act.SetOvertime) != Relation.None, user.Reach(Act.RequestBooking));
        await using var lists = await connection.QueryMultipleAsync(Lists, new
        {
            decides, email = user.Email, me = user.Person?.Value, everybody = reach.HasFlag(Relation.Any), led = reach.HasFlag(Relation.Led),
        });
        var lines = (await lists.ReadAsync<Row>()).Select(row => Line(user, row, decides)).ToList();
        return new OvertimeSheet(
            [.. lines.Where(line => line.Status == "asked").OrderBy(line => line.AskedAt)], [.. lines.Where(line => line.Status != "asked").Take(20)],
            [.. (await lists.ReadAsync<(string Value, string Label)>()).Select(row => new Choice(row.Value, row.Label))],
            [.. (await lists.ReadAsync<(string Value, string Label)>()).Select(row => new Choice(row.Value, row.Label))]);
    }, stop);

    private static OvertimeLine Line(CurrentUser user, Row row, bool decides) => new(
        row.Key, row.PersonName, new DateRange(row.StartDate, row.EndDate), row.HoursPerDay, row.Engagement, row.Reason, row.AskedBy, row.AskedAt, row.Status,
        row.DecidedBy, row.Comment, decides && row.Asker != user.Email && row.Person != user.Person?.Value, row.Asker == user.Email && row.Status == "asked");
}

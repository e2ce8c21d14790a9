using Dapper;
using Npgsql;
using Throughline.Data.Recording;
using Throughline.Domain.Dates;
using Throughline.Domain.People;
using Throughline.Domain.Timekeeping;

namespace Throughline.Data.Timekeeping;

/// <summary>Those who decide in others' places.</summary>
public static class StandIns
{
    /// <summary>Whose place the person takes on the day.</summary>
    public static async Task<IReadOnlyList<PersonKey>> ApproversAsync(NpgsqlConnection connection, PersonKey? person, DateOnly day, NpgsqlTransaction? transaction = null) => person is null
        ? []
        : [.. (await connection.QueryAsync<string>(
            "select distinct approver from approval_stand_ins where person = @person and @day between start_date and end_date order by 1",
            new { person = person.Value.Value, day }, transaction)).Select(key => new PersonKey(key))];

    /// <summary>Those that are not over: of one approver, or of everybody.</summary>
    public static async Task<IReadOnlyList<StandIn>> ListAsync(NpgsqlConnection connection, PersonKey? approver, DateOnly today) =>
        [.. (await connection.QueryAsync<Row>(
            """
            select stand_in, approver, person, start_date, end_date, reason from approval_stand_ins
            where (@approver::text is null or approver = @approver) and end_date >= @today order by start_date, stand_in limit 100
            """,
            new { approver = approver?.Value, today })).Select(row => row.Of())];

    public static async Task<StandIn?> LockAsync(Change change, string key) => (await change.QuerySingleOrDefaultAsync<Row>(
        "select stand_in, approver, person, start_date, end_date, reason from approval_stand_ins where stand_in = @key for update", new { key }))?.Of();

    public static async Task AddAsync(Change change, StandIn standIn)
    {
        await change.ExecuteAsync(
            """
            insert into approval_stand_ins (stand_in, approver, person, start_date, end_date, reason, given_by)
            values (@key, @approver, @person, @first, @last, @reason, @by)
            """,
            new
            {
                key = standIn.Key, approver = standIn.Approver.Value, person = standIn.Person.Value, first = standIn.Days.First, last = standIn.Days.Last,
                reason = standIn.Reason, by = change.Actor.Name,
            });
        await change.AuditAsync("stand_in_given", standIn.Key, new { approver = standIn.Approver.Value, person = standIn.Person.Value });
    }

    /// <summary>Takes it back; the history keeps it.</summary>
    public static async Task RemoveAsync(Change change, StandIn standIn)
    {
        await change.ExecuteAsync("delete from approval_stand_ins where stand_in = @key", new { key = standIn.Key });
        await change.AuditAsync("stand_in_ended", standIn.Key, new { approver = standIn.Approver.Value, person = standIn.Person.Value });
    }

    private sealed record Row(string StandIn, string Approver, string Person, DateOnly StartDate, DateOnly EndDate, string Reason)
    {
        public StandIn Of() => new(StandIn, new PersonKey(Approver), new PersonKey(Person), new DateRange(StartDate, EndDate), Reason);
    }
}

using Npgsql;
using Throughline.Domain.Engagements;
using Throughline.Domain.People;
using Throughline.Domain.Timekeeping;

namespace Throughline.Data.Timekeeping;

/// <summary>An entry together with what its rules ask about.</summary>
public sealed record LoggedTime(TimeEntry Entry, TimeOwnership Owner, TimeGround Ground)
{
    /// <summary>Whose and what for, as locks ask.</summary>
    public LockedWork Work => LockedWork.Of(Entry.Terms.Person, Entry.Terms.Engagement, Ground.PersonEntity, Ground.EngagementEntity);
}

/// <summary>Rows of time_entries as the domain knows them.</summary>
public static class TimeRows
{
    /// <summary>Columns of <c>time_entries t</c>, in the order <see cref="Read"/> takes them.</summary>
    public const string Columns =
        "t.entry, t.person, t.date, t.engagement, t.category, t.activity, t.hours, t.billable, t.state, t.note, "
        + "t.approved_by, t.approved_at, t.work_at_risk, t.work_exception, t.adjusts, t.version, t.changed_by, t.recorded_at";

    /// <summary>The columns and, after them, the person's and the engagement's that rules ask about.</summary>
    public const string WithGround =
        $"""
        select {Columns}, p.role, p.region, p.manager, e.status, e.project_manager, p.legal_entity, e.legal_entity
        from time_entries t join people p on p.person = t.person left join engagements e on e.engagement = t.engagement
        """;

    public static TimeEntry Read(NpgsqlDataReader row) => new(
        row.GetString(0),
        new TimeTerms(
            new PersonKey(row.GetString(1)), row.GetFieldValue<DateOnly>(2), Text(row, 3) is { } engagement ? new EngagementKey(engagement) : null,
            Text(row, 4), row.GetDecimal(6), Text(row, 5), row.GetBoolean(7), Text(row, 9)),
        TimeStates.Words.Parse(row.GetString(8)), row.GetInt32(15), row.GetString(16), row.GetFieldValue<DateTimeOffset>(17),
        Text(row, 10), row.IsDBNull(11) ? null : row.GetFieldValue<DateTimeOffset>(11), Text(row, 12), Text(row, 13), Text(row, 14));

    /// <summary>A row of <see cref="WithGround"/>. It stands as stored: assigned, its activity known, the day's other hours not asked.</summary>
    public static LoggedTime ReadWithGround(NpgsqlDataReader row)
    {
        var entry = Read(row);
        var owner = new TimeOwnership(entry.Terms.Person, Person(row, 20), entry.Terms.Engagement, Person(row, 22));
        return new LoggedTime(entry, owner, new TimeGround(row.GetString(18), Text(row, 19), Status(row, 21), true, true, 0m, Text(row, 23), Text(row, 24)));
    }

    internal static EngagementStatus? Status(NpgsqlDataReader row, int at) =>
        Text(row, at) is { } status ? EngagementStatuses.Words.Parse(status) : null;

    internal static string? Text(NpgsqlDataReader row, int at) => row.IsDBNull(at) ? null : row.GetString(at);

    private static PersonKey? Person(NpgsqlDataReader row, int at) => Text(row, at) is { } person ? new PersonKey(person) : null;
}

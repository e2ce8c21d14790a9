using Dapper;
using Throughline.Data;

namespace Throughline.Features.People;

/// <summary>A person in the list.</summary>
internal sealed class PersonRow
{
    public string Person { get; init; } = "";
    public string Name { get; init; } = "";
    public string Role { get; init; } = "";
    public string Employment { get; init; } = "";
    public string? Region { get; init; }
    public string? Calendar { get; init; }
    public decimal WeeklyHours { get; init; }
    public string? Manager { get; init; }
    public string? Skills { get; init; }
    public DateOnly? StartDate { get; init; }
    public DateOnly? EndDate { get; init; }
    public int Conflicts { get; init; }
}

/// <summary>What the list is narrowed to, and where it goes on.</summary>
internal sealed record PeopleFilter(string? Search, string? Role, string? Region, string? Employment, string? After)
{
    /// <summary>Only those who have the skill today, or are certified for it.</summary>
    public string? Skill { get; init; }

    /// <summary>With the skill: at this level or above.</summary>
    public int? Level { get; init; }

    /// <summary>Only those of whom something ends within so many days, or has ended.</summary>
    public int? Ending { get; init; }
}

/// <summary>One page of people by name.</summary>
internal sealed record PeoplePageView(
    IReadOnlyList<PersonRow> Rows, int Total, string? Next, IReadOnlyList<string> Roles, IReadOnlyList<string> Regions, IReadOnlyList<string> Skills);

/// <summary>Somebody's days off and overtime, with the version that a change must name.</summary>
public sealed class DaysRow
{
    public DateOnly Start { get; init; }
    public DateOnly End { get; init; }
    public string Kind { get; init; } = "";
    public decimal? Hours { get; init; }
    public string? Reason { get; init; }
    public string? ApprovedBy { get; init; }
    public int Version { get; init; }
}

/// <summary>What belongs to one person beside the person's own record, and what the form may choose from.</summary>
public sealed record PersonParts(
    IReadOnlyList<DaysRow> TimeOff, IReadOnlyList<DaysRow> Overtime, int Conflicts, IReadOnlyList<string> Calendars,
    IReadOnlyList<(string Key, string Name)> People, IReadOnlyList<string> Roles, IReadOnlyList<string> Regions);

/// <summary>People as administration lists them.</summary>
internal sealed class PeopleList(Database database)
{
    private const int Size = 50;
    private const char Joint = '\u001f';

    private const string Wanted =
        """
        (@Search::text is null or p.name ilike @like or p.email ilike @like or p.person = @Search or p.skills ilike @like
          or exists (select from qualifications q where q.person = p.person and q.kind = 'certification' and q.qualification ilike @like))
        and (@Role::text is null or p.role = @Role) and (@Region::text is null or p.region = @Region)
        and (@Employment::text is null or p.employment = @Employment)
        and (@Ending::int is null or exists (select from qualifications q where q.person = p.person and q.kind <> 'wish' and q.expires <= @today + @Ending))
        and (@Skill::text is null
          or exists (select from qualifications q where q.person = p.person and q.kind = 'certification' and lower(q.qualification) = lower(@Skill)
            and @Level::int is null and coalesce(q.obtained <= @today, true) and coalesce(q.expires >= @today, true))
          or (exists (select from string_to_table(p.skills, ';') part where lower(trim(regexp_replace(part, ':\s*[1-5]?\s*$', ''))) = lower(@Skill)
              and (@Level::int is null or substring(part from ':\s*([1-5])\s*$')::int >= @Level))
            and not exists (select from qualifications q where q.person = p.person and q.kind = 'skill' and lower(q.qualification) = lower(@Skill)
              and q.expires < @today)))
        """;

    public Task<PeoplePageView> RunAsync(PeopleFilter filter, DateOnly today, CancellationToken stop) => database.ReadAsync(
        async connection =>
        {
            var after = filter.After?.Split(Joint, 2);
            var values = new
            {
                filter.Search, filter.Role, filter.Region, filter.Employment, filter.Skill, filter.Level, filter.Ending, today, like = Like(filter.Search), limit = Size + 1,
                name = after?[0], person = after?[^1],
            };
            using var all = await connection.QueryMultipleAsync(
                $"""
                select p.person, p.name, p.role, p.employment, p.region, p.calendar, p.weekly_hours, p.skills, m.name as manager, p.start_date, p.end_date,
                  (select count(*)::int from person_day d where d.person = p.person and d.conflict > 0 and d.day >= @today) as conflicts
                from people p left join people m on m.person = p.manager
                where {Wanted} and (@name::text is null or (p.name, p.person) > (@name, @person)) order by p.name, p.person limit @limit;
                select count(*)::int from people p where {Wanted};
                select distinct role from people order by role;
                select distinct region from people where region is not null order by region;
                select distinct skills from people where skills <> ''
                """,
                values);
            var rows = (await all.ReadAsync<PersonRow>()).AsList();
            var total = await all.ReadSingleAsync<int>();
            var next = rows.Count > Size ? $"{rows[Size - 1].Name}{Joint}{rows[Size - 1].Person}" : null;
            return new PeoplePageView([.. rows.Take(Size)], total, next, (await all.ReadAsync<string>()).AsList(), (await all.ReadAsync<string>()).AsList(),
                [.. (await all.ReadAsync<string>()).SelectMany(Domain.People.Skills.Parse).Select(skill => skill.Name).Distinct(StringComparer.OrdinalIgnoreCase).Order(StringComparer.OrdinalIgnoreCase)]);
        },
        stop);

    public Task<PersonParts> PartsAsync(string? person, DateOnly today, CancellationToken stop) => database.ReadAsync(
        async connection =>
        {
            using var all = await connection.QueryMultipleAsync(
                """
                select start_date as start, end_date as "end", kind, hours_per_day as hours, null::text as reason, null::text as approved_by, version
                from time_off where person = @person order by start_date desc, end_date desc limit 100;
                select date as start, date as "end", kind, hours, reason, approved_by, version from overtime
                where person = @person and kind = 'approved' order by date desc limit 100;
                select count(*)::int from person_day where person = @person and conflict > 0 and day >= @today;
                select 'calendar' as list, calendar as value, null as label from calendars
                union all select 'person', person, name from people where end_date is null or end_date >= @today
                union all select distinct 'role', role, null from people
                union all select distinct 'region', region, null from people where region is not null
                order by 1, 3, 2
                """,
                new { person, today });
            var (off, over, conflicts) = ((await all.ReadAsync<DaysRow>()).AsList(), (await all.ReadAsync<DaysRow>()).AsList(), await all.ReadSingleAsync<int>());
            var lists = (await all.ReadAsync<(string List, string Value, string? Label)>()).ToLookup(row => row.List);
            return new PersonParts(
                off, over, conflicts, [.. lists["calendar"].Select(row => row.Value)], [.. lists["person"].Select(row => (row.Value, row.Label!))],
                [.. lists["role"].Select(row => row.Value)], [.. lists["region"].Select(row => row.Value)]);
        },
        stop);

    private static string? Like(string? search) => search is null
        ? null
        : $"%{search.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("%", "\\%", StringComparison.Ordinal).Replace("_", "\\_", StringComparison.Ordinal)}%";
}

using Dapper;
using Throughline.Data;

namespace Throughline.Features.Policies;

/// <summary>A value that was decided, who stored it, and the version that a change must name.</summary>
internal sealed class StoredSetting
{
    public string Policy { get; init; } = "";
    public string Value { get; init; } = "";
    public string? ScopeKind { get; init; }
    public string? Scope { get; init; }
    public DateOnly? EffectiveFrom { get; init; }
    public int Version { get; init; }
    public string ChangedBy { get; init; } = "";
    public DateTimeOffset RecordedAt { get; init; }

    /// <summary>In words: <c>the whole practice</c>, <c>region EMEA</c>.</summary>
    public string Where => ScopeKind is null or "organisation" ? "the whole practice" : $"{ScopeKind} {Scope}";
}

/// <summary>One step in the life of a policy: a value was set, changed or taken away.</summary>
/// <param name="From">Null when nothing was set there before.</param>
/// <param name="To">Null when the value was taken away.</param>
internal sealed record PolicyStep(DateTimeOffset At, string? Who, string Where, DateOnly? FirstDay, string? From, string? To);

/// <summary>What the practice has decided about its policies, and how it came to be.</summary>
internal sealed class PolicyBoard(Database database)
{
    /// <summary>How many values are set of each policy, beyond its default.</summary>
    public Task<IReadOnlyDictionary<string, int>> CountsAsync(CancellationToken stop) => database.ReadAsync<IReadOnlyDictionary<string, int>>(
        async connection => (await connection.QueryAsync<(string Policy, int Count)>("select policy, count(*)::int from policies group by policy"))
            .ToDictionary(row => row.Policy, row => row.Count, StringComparer.Ordinal),
        stop);

    public Task<IReadOnlyList<StoredSetting>> SettingsAsync(string policy, CancellationToken stop) => database.ReadAsync<IReadOnlyList<StoredSetting>>(
        async connection => (await connection.QueryAsync<StoredSetting>(
            """
            select policy, value, scope_kind, scope, effective_from, version, changed_by, recorded_at from policies where policy = @policy
            order by case scope_kind when 'region' then 1 when 'role' then 2 when 'engagement' then 3 else 0 end, scope, effective_from desc nulls last
            """,
            new { policy })).AsList(),
        stop);

    /// <summary>What a scope may be: the regions, roles and engagements that there are.</summary>
    public Task<IReadOnlyList<string>> ScopesAsync(CancellationToken stop) => database.ReadAsync<IReadOnlyList<string>>(
        async connection => (await connection.QueryAsync<string>(
            """
            select scope from (
              select region as scope, 1 as kind from people where region is not null union select region, 1 from engagements where region is not null
              union select role, 2 from people union select engagement, 3 from engagements where status not in ('completed', 'cancelled')) known
            order by kind, scope limit 500
            """)).AsList(),
        stop);

    /// <summary>Every step, the latest first. Who took a value away is in the audit, for the history keeps only who stored it.</summary>
    public Task<IReadOnlyList<PolicyStep>> HistoryAsync(string policy, CancellationToken stop) => database.ReadAsync<IReadOnlyList<PolicyStep>>(
        async connection =>
        {
            using var both = await connection.QueryMultipleAsync(
                """
                select value, scope_kind, scope, effective_from, changed_by, recorded_at, null::timestamptz as until from policies where policy = @policy
                union all
                select value, scope_kind, scope, effective_from, changed_by, recorded_at, recorded_until from history.policies where policy = @policy
                order by recorded_at;
                select actor, at from audit where action = 'policies_removed' and subject like @subject order by at
                """,
                new { policy, subject = policy.Replace("_", "\\_", StringComparison.Ordinal) + "/%" });
            var rows = (await both.ReadAsync<Row>()).AsList();
            var removals = (await both.ReadAsync<(string Actor, DateTimeOffset At)>()).AsList();
            return [.. rows.GroupBy(row => (row.ScopeKind ?? "organisation", row.Scope, row.EffectiveFrom))
                .SelectMany(same => Steps([.. same], removals)).OrderByDescending(step => step.At)];
        },
        stop);

    private static IEnumerable<PolicyStep> Steps(List<Row> rows, List<(string Actor, DateTimeOffset At)> removals)
    {
        for (var i = 0; i < rows.Count; i++)
        {
            var row = rows[i];
            var before = i > 0 && rows[i - 1].Until == row.RecordedAt ? rows[i - 1].Value : null;
            yield return new(row.RecordedAt, row.ChangedBy, row.Where, row.EffectiveFrom, before, row.Value);
            if (row.Until is { } until && (i + 1 == rows.Count || rows[i + 1].RecordedAt != until))
                yield return new(until, removals.Where(one => (one.At - until).Duration() < TimeSpan.FromSeconds(30)).MinBy(one => (one.At - until).Duration()).Actor, row.Where, row.EffectiveFrom, row.Value, null);
        }
    }

    private sealed class Row
    {
        public string Value { get; init; } = "";
        public string? ScopeKind { get; init; }
        public string? Scope { get; init; }
        public DateOnly? EffectiveFrom { get; init; }
        public string ChangedBy { get; init; } = "";
        public DateTimeOffset RecordedAt { get; init; }
        public DateTimeOffset? Until { get; init; }
        public string Where => ScopeKind is null or "organisation" ? "the whole practice" : $"{ScopeKind} {Scope}";
    }
}

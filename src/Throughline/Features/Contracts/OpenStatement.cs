using Dapper;
using Throughline.Data;
using Throughline.Data.Files;
using Throughline.Domain;
using Throughline.Domain.Contracts;
using Throughline.Platform;
using Throughline.Ui;

namespace Throughline.Features.Contracts;

/// <summary>A statement with everything that its review shows.</summary>
/// <param name="Customers">The practice's customers, by key, with their names.</param>
/// <param name="Taken">The engagement that has the draft's number already.</param>
/// <param name="LastNumber">The highest engagement of the form SOW-n; null when there is none.</param>
internal sealed record OpenedStatement(
    KeptStatement Kept, StatementReading Reading, StatementChoices Choices, IReadOnlyList<DocumentLine> Lines, bool CutShort,
    IReadOnlyList<Choice> Customers, IReadOnlyList<Choice> People, IReadOnlyList<string> Roles, string? LastNumber, string? Taken)
{
    /// <summary>The number after the last; offered, never taken by itself.</summary>
    public string? NextNumber => LastNumber is null ? null : FormattableString.Invariant($"SOW-{int.Parse(LastNumber.AsSpan(4), provider: System.Globalization.CultureInfo.InvariantCulture) + 1}");
}

internal sealed class KeptStatement
{
    public Guid Statement { get; init; }
    public string FileName { get; init; } = "";
    public byte[] Sha256 { get; init; } = [];
    public string Reading { get; init; } = "";
    public string Choices { get; init; } = "";
    public string Status { get; init; } = "";
    public string? Engagement { get; init; }
    public string ReadBy { get; init; } = "";
    public DateTimeOffset ReadAt { get; init; }
    public int Version { get; init; }
}

/// <summary>Opens one statement for review.</summary>
internal sealed class OpenStatement(Database database, FileStore files)
{
    /// <summary>The statement's row alone, as the file's download needs it.</summary>
    public async Task<Result<KeptStatement>> FindAsync(CurrentUser user, Guid statement, CancellationToken stop)
    {
        if (!StatementSight.Decide(user).Allowed)
            return StatementSight.Nothing;

        var sight = StatementSight.Of(user);
        var kept = await database.ReadAsync(
            connection => connection.QuerySingleOrDefaultAsync<KeptStatement>(
                $"""
                select s.statement, s.file_name, s.sha256, s.reading::text as reading, s.choices::text as choices, s.status, s.engagement,
                  coalesce(a.name, s.read_by) as read_by, s.read_at, s.version
                from statements s
                  left join engagements e on e.engagement = s.engagement
                  left join accounts a on a.normalized_email = upper(s.read_by)
                where s.statement = @statement and {StatementSight.Filter}
                """,
                new { statement, sight.Everything, sight.Email, sight.Person }),
            stop);
        return kept is null ? StatementSight.Nothing : kept;
    }

    /// <param name="seen">The version that a form was made from; its reading is taken, though a later one may stand by now.</param>
    public async Task<Result<OpenedStatement>> RunAsync(CurrentUser user, Guid statement, int? seen, CancellationToken stop)
    {
        if (!(await FindAsync(user, statement, stop)).Succeeded(out var kept, out var problem))
            return problem;

        var (lines, cutShort) = StatementLines.Of(kept.FileName, await files.ReadAsync(kept.Sha256, stop) ?? []);
        return await database.ReadAsync(
            async connection =>
            {
                await using var lists = await connection.QueryMultipleAsync(
                    """
                    select customer as value, name as label from customers order by name, customer limit 2000;
                    select person as value, name || ' (' || person || ')' as label from people where end_date is null or end_date >= @today order by role <> 'project_manager', name, person limit 2000;
                    select role from (select role from rates where engagement is null union select role from people) as known order by role limit 500;
                    select engagement from engagements where engagement ~ '^SOW-[0-9]{1,8}$' order by length(engagement) desc, engagement desc limit 1;
                    select engagement from engagements where engagement = @number;
                    select reading::text from history.statements where statement = @statement and version = @seen and @seen <> @Version order by recorded_at desc limit 1
                    """,
                    new { statement, number = Number(kept.Reading), seen = seen ?? kept.Version, kept.Version, today = DateOnly.FromDateTime(database.Clock.GetUtcNow().UtcDateTime) });
                var customers = await lists.ReadAsync<(string Value, string Label)>();
                var people = await lists.ReadAsync<(string Value, string Label)>();
                var roles = await lists.ReadAsync<string>();
                var last = await lists.ReadSingleOrDefaultAsync<string>();
                var taken = await lists.ReadSingleOrDefaultAsync<string>();
                var began = await lists.ReadSingleOrDefaultAsync<string>();
                return new OpenedStatement(
                    kept, KeptReading.Of(began ?? kept.Reading), StatementChoices.FromJson(kept.Choices), lines, cutShort,
                    [.. customers.Select(row => new Choice(row.Value, row.Label))], [.. people.Select(row => new Choice(row.Value, row.Label))], [.. roles], last, taken);
            },
            stop);
    }

    private static string? Number(string reading) => KeptReading.Of(reading).SowNumber is { } number ? EngagementFromStatement.KeyOf(number.Value) : null;
}

using System.Text.RegularExpressions;
using Dapper;
using Npgsql;
using Throughline.Data;
using Throughline.Domain.Accounts;
using Throughline.Platform;
using Throughline.Ui;

namespace Throughline.Features.Delivery;

/// <summary>An issue as a list or its page shows it.</summary>
internal sealed class IssueRow
{
    public string Engagement { get; init; } = "";
    public string EngagementName { get; init; } = "";
    public string Issue { get; init; } = "";
    public string Title { get; init; } = "";
    public string State { get; init; } = "";
    public string? Activity { get; init; }
    public string? ActivityTitle { get; init; }
    public string? Assignee { get; init; }
    public string? AssigneeName { get; init; }
    public string? Labels { get; init; }
    public string? Iteration { get; init; }
    public decimal? Weight { get; init; }
    public decimal? EstimateHours { get; init; }
    public DateTimeOffset? Created { get; init; }
    public DateTimeOffset? Closed { get; init; }
    public bool Internal { get; init; }
    public string ChangedBy { get; init; } = "";
    public DateTimeOffset RecordedAt { get; init; }

    public IReadOnlyList<string> LabelList => (Labels ?? "").Split([';', ','], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
}

internal sealed record IssueList(IReadOnlyList<IssueRow> Rows, string? Next, IReadOnlyList<Choice> Engagements, IReadOnlyList<Choice> People);

/// <summary>The issues that somebody may see, in the order of engagement and key, a page at a time by cursor.</summary>
internal sealed partial class Issues(Database database)
{
    private const int PageSize = 50;

    /// <summary>Null for somebody who may see no issue at all.</summary>
    public async Task<IssueList?> ListAsync(Address address, CurrentUser user, CancellationToken stop)
    {
        var reach = user.Reach(Act.SeeEngagement);
        if (reach == Relation.None)
            return null;

        await using var connection = await database.OpenAsync(stop);
        string[]? own = reach.HasFlag(Relation.Any) ? null : [.. (await Standing.ReadAsync(connection, user)).Engagements(reach) ?? []];
        var cursor = (address[Address.CursorName] ?? "").Split('#', 2);
        var state = address["state"] ?? "open";
        var parameters = new
        {
            own, state, engagements = Given("engagement"), assignees = Given("assignee"), label = address["label"] is { Length: > 0 } label ? label : null,
            query = string.Join(" & ", Word().Matches(address["q"] ?? "").Select(match => $"'{match.Value}':*")),
            afterEngagement = cursor.Length == 2 ? cursor[0] : null, afterIssue = cursor.Length == 2 ? cursor[1] : null, size = PageSize + 1,
        };

        // Conditions that are not asked for are left out, so that each question has a plan and an index of its own.
        List<string> where = [];
        void When(bool asked, string condition)
        {
            if (asked)
                where.Add(condition);
        }

        When(parameters.own is not null, "i.engagement = any(@own)");
        When(state is "open" or "closed", "i.state = @state");
        When(parameters.engagements.Length > 0, "i.engagement = any(@engagements)");
        When(parameters.assignees.Length > 0, "i.assignee = any(@assignees)");
        When(parameters.label is not null, "@label = any(regexp_split_to_array(coalesce(i.labels, ''), '\\s*[;,]\\s*'))");
        When(parameters.query.Length > 0, "to_tsvector('simple', i.issue || ' ' || i.title || ' ' || coalesce(i.labels, '')) @@ to_tsquery('simple', @query)");
        When(parameters.afterEngagement is not null, "(i.engagement, i.issue) > (@afterEngagement, @afterIssue)");
        var rows = (await connection.QueryAsync<IssueRow>(
            $"""
            select i.engagement, e.name as engagement_name, i.issue, i.title, i.state, i.activity, i.assignee, p.name as assignee_name, i.labels, i.iteration, i.weight, i.internal
            from (select * from issues i {(where.Count == 0 ? "" : "where " + string.Join(" and ", where))} order by i.engagement, i.issue limit @size) i
            join engagements e using (engagement) left join people p on p.person = i.assignee order by i.engagement, i.issue
            """,
            parameters)).AsList();
        var byKind = await ChoicesAsync(connection, own, parameters.engagements, parameters.assignees, address[Address.ChooseName]);
        var shown = rows.Take(PageSize).ToList();
        return new IssueList(shown, rows.Count > PageSize ? $"{shown[^1].Engagement}#{shown[^1].Issue}" : null, [.. byKind["engagement"]], [.. byKind["assignee"]]);

        string[] Given(string name) => [.. address.All(name).Where(value => value.Length > 0)];
    }

    // What is chosen has its name at once; everything that could be is listed only while somebody chooses from it.
    private static async Task<ILookup<string, Choice>> ChoicesAsync(NpgsqlConnection connection, string[]? own, string[] engagements, string[] assignees, string? choose)
    {
        List<string> parts = [];
        if (choose == "engagement")
            parts.Add("select 'engagement', engagement, engagement || ' ' || name from engagements where (@own::text[] is null or engagement = any(@own)) and (status not in ('completed', 'cancelled') or engagement = any(@engagements))");
        else if (engagements.Length > 0)
            parts.Add("select 'engagement', engagement, engagement || ' ' || name from engagements where (@own::text[] is null or engagement = any(@own)) and engagement = any(@engagements)");
        if (choose == "assignee")
            parts.Add("select 'assignee', person, name from people where @own::text[] is null or person in (select assignee from issues where engagement = any(@own))");
        else if (assignees.Length > 0)
            parts.Add("select 'assignee', person, name from people where person = any(@assignees) and (@own::text[] is null or person in (select assignee from issues where engagement = any(@own)))");

        var choices = parts.Count == 0 ? [] : await connection.QueryAsync<(string Kind, string Key, string Name)>(
            string.Join(" union all ", parts) + " order by 3", new { own, engagements, assignees });
        return choices.ToLookup(choice => choice.Kind, choice => new Choice(choice.Key, choice.Name));
    }

    /// <summary>Null when there is none that the reader may see.</summary>
    public async Task<IssueRow?> FindAsync(string engagement, string issue, CurrentUser user, CancellationToken stop)
    {
        var reach = user.Reach(Act.SeeEngagement);
        if (reach == Relation.None)
            return null;

        await using var connection = await database.OpenAsync(stop);
        if (!reach.HasFlag(Relation.Any) && (await Standing.ReadAsync(connection, user)).Engagements(reach)?.Contains(engagement) == false)
            return null;

        return await connection.QuerySingleOrDefaultAsync<IssueRow>(
            """
            select i.*, e.name as engagement_name, p.name as assignee_name, a.title as activity_title
            from issues i join engagements e using (engagement) left join people p on p.person = i.assignee
              left join activities a on a.engagement = i.engagement and a.activity = i.activity
            where i.engagement = @engagement and i.issue = @issue
            """,
            new { engagement, issue });
    }

    [GeneratedRegex(@"[\p{L}\p{N}]+")]
    private static partial Regex Word();
}

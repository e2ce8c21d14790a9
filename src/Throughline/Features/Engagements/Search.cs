using System.Text.RegularExpressions;
using Dapper;
using Throughline.Data;
using Throughline.Domain.Accounts;
using Throughline.Platform;

namespace Throughline.Features.Engagements;

/// <summary>One place that a search leads to, as the command palette reads it.</summary>
public sealed record SearchHit(string Label, string Hint, string Href, string Kind);

/// <summary>Finds records by number, customer, project manager, person, issue or label, among what the asker may see (R-295).</summary>
internal sealed partial class Search(Database database)
{
    private const int Most = 12;

    public async Task<IReadOnlyList<SearchHit>> RunAsync(string? words, CurrentUser user, CancellationToken stop)
    {
        var text = (words ?? "").Trim();
        if (text.Length is 0 or > 100 || user.IsOutside)
            return [];

        var (engagements, people) = (user.Reach(Act.SeeEngagement), user.Reach(Act.SeePeople));
        await using var connection = await database.OpenAsync(stop);
        string[]? own = engagements.HasFlag(Relation.Any) ? null : [.. (await Standing.ReadAsync(connection, user)).Engagements(engagements) ?? []];
        var found = await connection.QueryAsync<SearchHit>(
            Sql,
            new
            {
                // A backslash before what LIKE takes for a pattern.
                like = "%" + Pattern().Replace(text, @"\$0") + "%",
                begins = Pattern().Replace(text, @"\$0") + "%",
                query = string.Join(" & ", Word().Matches(text).Select(match => $"'{match.Value}':*")),
                own, seesPeople = people.HasFlag(Relation.Any), most = Most,
            });
        return found.AsList();
    }

    /// <summary>JSON for the palette; whoever follows the plain link gets the page.</summary>
    public static async Task<IResult> AnswerAsync(string? q, HttpContext http, CurrentUser user, Search search)
    {
        var accept = http.Request.Headers.Accept.ToString();
        if (accept.Contains("text/html", StringComparison.OrdinalIgnoreCase) && !accept.Contains("json", StringComparison.OrdinalIgnoreCase))
            return Results.Redirect("/search/results" + (string.IsNullOrEmpty(q) ? "" : "?q=" + Uri.EscapeDataString(q)));

        return Results.Json(await search.RunAsync(q, user, http.RequestAborted));
    }

    [GeneratedRegex(@"[\\%_]")]
    private static partial Regex Pattern();

    [GeneratedRegex(@"[\p{L}\p{N}]+")]
    private static partial Regex Word();

    private const string Sql =
        """
        select label, hint, href, kind from (
          (select e.name as label, e.engagement || ' · ' || c.name as hint, '/engagements/' || e.engagement as href, 'Engagements' as kind,
             case when e.engagement ilike @begins then 0 else 1 end as rank, e.engagement as key
           from engagements e join customers c using (customer) left join people p on p.person = e.project_manager
           where (e.engagement ilike @like or e.name ilike @like or c.name ilike @like or p.name ilike @like) and (@own::text[] is null or e.engagement = any(@own))
           order by rank, key limit @most)
          union all
          (select c.name, c.customer, '/?view=all&customer=' || c.customer, 'Customers', 2, c.customer
           from customers c where (c.name ilike @like or c.customer ilike @like)
             and exists (select from engagements e where e.customer = c.customer and (@own::text[] is null or e.engagement = any(@own)))
           order by 6 limit 4)
          union all
          (select p.name, replace(p.role, '_', ' '), '/staffing?everybody=1&q=' || p.person || '&open=' || p.person, 'People', 3, p.person
           from people p where @seesPeople and (p.name ilike @like or p.person ilike @begins) order by 6 limit 5)
          union all
          (select i.engagement || '#' || i.issue || ' ' || i.title, coalesce(replace(i.labels, ';', ', '), i.state), '/delivery/' || i.engagement || '/' || i.issue, 'Issues', 4, i.engagement || i.issue
           from issues i where @query <> '' and to_tsvector('simple', i.issue || ' ' || i.title || ' ' || coalesce(i.labels, '')) @@ to_tsquery('simple', @query)
             and (@own::text[] is null or i.engagement = any(@own)) limit 6)
        ) hits order by rank, key limit @most
        """;
}

using Dapper;
using Throughline.Data;
using Throughline.Domain;
using Throughline.Ui;

namespace Throughline.Platform;

internal sealed record ViewRefused(string Message) : Problem("saved_view", Message);

/// <summary>The choices of pages that people keep under a name, for themselves or for everybody of the practice.</summary>
internal sealed class SavedViews(Database database)
{
    private const int LongestName = 60, LongestQuery = 2000;

    // Where in the list somebody is, and what else is said once, belongs to no view.
    private static readonly string[] Passing = [Address.CursorName, Address.ChooseName, "skip", "take", "open", "recorded_at"];

    /// <summary>Those of the reader and the shared ones of others, by name.</summary>
    public async Task<ViewChoices> OfAsync(CurrentUser user, Address address, CancellationToken stop)
    {
        var rows = await database.ReadAsync(connection => connection.QueryAsync<(Guid View, string Name, string Query, bool Shared, bool Own, string Owner)>(
            """
            select v.view, v.name, v.query, v.shared, v.account = @account, a.name from saved_views v join accounts a using (account)
            where v.page = @page and (v.account = @account or v.shared) order by lower(v.name), v.view
            """,
            new { account = user.Account, page = address.Path }), stop);
        var here = Kept(address);
        return new ViewChoices(address.Path, here, [.. rows.Select(row => new ViewChoice(
            row.View, row.Name, address.Path + row.Query, row.Shared, row.Own ? null : row.Owner, row.Query == here))]);
    }

    /// <summary>Keeps the address under the name; a view of one's own with that name is kept anew.</summary>
    public async Task<Result<string>> SaveAsync(CurrentUser user, string page, string query, string name, bool shared, CancellationToken stop)
    {
        if (user.IsOutside)
            return new ViewRefused("Views are kept by people of the practice.");
        if (name.Trim() is not { Length: > 0 and <= LongestName } called)
            return new ViewRefused($"Give the view a name of at most {LongestName} characters.");
        if (!LocalPath.IsOurs(page) || query.Length > LongestQuery || (query.Length > 0 && query[0] != '?'))
            return new ViewRefused("This page cannot be kept as a view.");

        return await database.WriteAsync<string>(user.ToActor(), async change =>
        {
            await change.ExecuteAsync(
                """
                insert into saved_views (view, account, page, name, query, shared) values (@view, @account, @page, @called, @query, @shared)
                on conflict (account, page, name) do update set query = excluded.query, shared = excluded.shared
                """,
                new { view = Guid.CreateVersion7(), account = user.Account, page, called, query, shared });
            await change.AuditAsync("view_saved", called, new { page, query, shared });
            return called;
        }, stop);
    }

    /// <summary>Forgets a view of one's own.</summary>
    public Task<Result<string>> ForgetAsync(CurrentUser user, Guid view, CancellationToken stop) => database.WriteAsync<string>(user.ToActor(), async change =>
    {
        var name = await change.QuerySingleOrDefaultAsync<string>(
            "delete from saved_views where view = @view and account = @account returning name", new { view, account = user.Account });
        if (name is null)
            return new ViewRefused("This view is not yours, or it is gone already.");

        await change.AuditAsync("view_forgotten", name, new { view });
        return name;
    }, stop);

    /// <summary>What of an address a view keeps, in one order however it was chosen.</summary>
    public static string Kept(Address address) => new Address("", [.. address.Without(Passing).Query.Where(field => field.Value.Length > 0)
        .OrderBy(field => field.Key, StringComparer.Ordinal).ThenBy(field => field.Value, StringComparer.Ordinal)]).ToString();
}

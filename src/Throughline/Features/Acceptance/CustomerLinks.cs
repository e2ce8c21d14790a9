using Dapper;
using Throughline.Data;
using Throughline.Data.Acceptance;
using Throughline.Domain;
using Throughline.Platform;

namespace Throughline.Features.Acceptance;

/// <summary>A customer's link as those see it who lead the engagement.</summary>
/// <param name="PassedOnBy">Whose link it was passed on from; null for one that we made.</param>
/// <param name="LastSeen">When the page was last looked at by it; null for never.</param>
public sealed record CustomerLink(
    string Link, string Name, string Email, DateTimeOffset CreatedAt, string CreatedBy, string? PassedOnBy, DateTimeOffset? RevokedAt, string? RevokedBy, DateTimeOffset? LastSeen);

/// <summary>The links of a request, for those who lead its engagement: who has one, a new one to hand over, an end to one.</summary>
public sealed class CustomerLinks(Database database, AcceptanceLinks links)
{
    public async Task<Result<(AcceptanceRequest Request, IReadOnlyList<CustomerLink> Links)>> ListAsync(string request, CurrentUser user, CancellationToken stop)
    {
        if (!(await AcceptanceSteps.MayEditAsync(database, request, user, stop)).Succeeded(out var may, out var refused))
            return refused;

        return (may.Request, await database.ReadAsync<IReadOnlyList<CustomerLink>>(async connection => (await connection.QueryAsync<CustomerLink>(
            """
            select l.acceptance_link as link, l.name, l.email, l.created_at, l.created_by, p.name as passed_on_by, l.revoked_at, l.revoked_by,
              (select max(v.at) from acceptance_evidence v where v.acceptance_request = l.acceptance_request and v.kind = 'viewed' and v.detail::jsonb ->> 'link' = l.acceptance_link) as last_seen
            from acceptance_links l left join acceptance_links p on p.acceptance_link = l.passed_on_from
            where l.acceptance_request = @request order by l.created_at, l.acceptance_link
            """,
            new { request })).AsList(), stop));
    }

    /// <summary>The path of a link to hand over; whom it was shown to is part of the evidence.</summary>
    public async Task<Result<string>> MakeAsync(string request, string? name, string? email, CurrentUser user, CancellationToken stop)
    {
        if (!(await AcceptanceSteps.MayEditAsync(database, request, user, stop)).Succeeded(out var may, out var refused))
            return refused;
        if (!LinkHolder.Read(name, email).Succeeded(out var holder, out var invalid))
            return invalid;

        return await database.WriteAsync<string>(user.ToActor(may.Role), async change =>
        {
            if (await AcceptanceRows.HoldAsync(change, request) is not { Request.IsOpen: true } held)
                return new SignedOffAlready();

            var path = await links.MakeAsync(change, request, holder.Name, holder.Email);
            await Evidence.AppendAsync(change, request, "link_shown", new { link = links.Read(path[AcceptanceLinks.Root.Length..])!.Link, holder.Name, holder.Email, shownTo = user.Email });
            await AcceptanceSteps.DoneAsync(change, held.Request, "acceptance_link_made", new { request, holder.Name, holder.Email });
            return path;
        }, stop);
    }

    /// <summary>The link opens nothing from now on. False when there is no such link, or it had ended.</summary>
    public async Task<Result<bool>> RevokeAsync(string request, string link, CurrentUser user, CancellationToken stop)
    {
        if (!(await AcceptanceSteps.MayEditAsync(database, request, user, stop)).Succeeded(out var may, out var refused))
            return refused;

        return await database.WriteAsync<bool>(user.ToActor(may.Role), async change =>
        {
            var revoked = await change.ExecuteAsync(
                "update acceptance_links set revoked_at = @At, revoked_by = @by where acceptance_link = @link and acceptance_request = @request and revoked_at is null",
                new { change.At, by = user.Email, link, request });
            if (revoked == 0)
                return false;

            await Evidence.AppendAsync(change, request, "link_revoked", new { link });
            await AcceptanceSteps.DoneAsync(change, may.Request, "acceptance_link_revoked", new { request, link });
            return true;
        }, stop);
    }
}

/// <summary>A request that is answered or withdrawn has no page to lead to.</summary>
public sealed record SignedOffAlready() : Problem("R-224", "This request was answered or withdrawn. A link leads to a request that waits for its answer.");

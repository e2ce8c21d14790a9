using Dapper;
using Throughline.Data;
using Throughline.Data.Acceptance;
using Throughline.Data.Recording;
using Throughline.Domain;
using Throughline.Domain.Policies;

namespace Throughline.Features.Acceptance;

/// <summary>What a link opens: nothing any more, nothing before a code, words on what silence has done, or the page.</summary>
public enum LinkOpens { Nothing, CodeFirst, SilenceAccepted, Page }

/// <summary>A link that was followed.</summary>
/// <param name="Shared">Null where the link opens nothing.</param>
public sealed record FollowedLink(LinkOpens Opens, SharedRequest? Shared = null);

/// <summary>The link opens nothing. An unknown one, an altered one, one that was revoked and one whose request is decided are told apart by nobody.</summary>
public sealed record DeadCustomerLink() : Problem("link", "This link opens nothing any more.");

/// <summary>
/// Follows a customer's link: its signature first, then what the database shows the customer's role. The first look of a
/// browser in an hour is a step of the evidence.
/// </summary>
public sealed class OpenSharedRequest(Database database, AcceptanceLinks links, LinkCodes codes)
{
    private const int LongestBrowser = 200;
    private static readonly TimeSpan OneHour = TimeSpan.FromHours(1);

    /// <param name="token">The last part of the link.</param>
    /// <param name="pass">What the browser holds since a code was right; null where it holds nothing.</param>
    /// <param name="stop">When the reader is gone.</param>
    public async Task<FollowedLink> RunAsync(string token, string? pass, CancellationToken stop)
    {
        if (links.Read(token) is not { } link || await ReadAsync(link, stop) is not { Link.RevokedAt: null } shared)
            return new(LinkOpens.Nothing);

        return shared.Request.State switch
        {
            "open" => await NeedsCodeAsync(shared, stop) && !codes.IsPassOf(pass, link) ? new(LinkOpens.CodeFirst, shared) : new(LinkOpens.Page, shared),
            "deemed" => await NeedsCodeAsync(shared, stop) && !codes.IsPassOf(pass, link) ? new(LinkOpens.Nothing) : new(LinkOpens.SilenceAccepted, shared),
            _ => new(LinkOpens.Nothing),
        };
    }

    public Task<SharedRequest?> ReadAsync(SignedLink link, CancellationToken stop) =>
        PortalRead.RunAsync(database, link.Request, connection => SharedRequest.ReadAsync(connection, link.Link, link.Request), stop);

    /// <summary>Keeps that the page was looked at; once an hour for each browser.</summary>
    public async Task SeenAsync(SharedRequest shared, string browser, CancellationToken stop)
    {
        var told = browser.Length > LongestBrowser ? browser[..LongestBrowser] : browser;
        if (!Lately(shared, "viewed").Any(step => SharedSteps.Says(step, "browser") == told))
            await KeepAsync(shared, "viewed", new { link = shared.Link.Link, name = shared.Link.Name, browser = told }, stop);
    }

    /// <summary>Keeps that a file was taken; once an hour.</summary>
    public async Task TakenAsync(SharedRequest shared, SharedFile file, CancellationToken stop)
    {
        var sha256 = Convert.ToHexStringLower(file.Sha256);
        if (!Lately(shared, "downloaded").Any(step => SharedSteps.Says(step, "sha256") == sha256))
            await KeepAsync(shared, "downloaded", new { link = shared.Link.Link, name = shared.Link.Name, file = file.Name, sha256 }, stop);
    }

    /// <summary>The steps of the kind that were taken by this link within the hour.</summary>
    internal IEnumerable<SharedStep> Lately(SharedRequest shared, string kind) =>
        shared.Steps.Where(step => step.Kind == kind && step.At > database.Clock.GetUtcNow() - OneHour && SharedSteps.Says(step, "link") == shared.Link.Link);

    /// <summary>Who acts behind a link: whoever has the mail it was made for.</summary>
    internal static Actor ActorOf(SharedLink link) => new(link.Email, Guid.CreateVersion7());

    /// <summary>Whether the link still opens its request, inside the change that needs it to.</summary>
    internal static async Task<bool> IsAliveAsync(Change change, SharedRequest shared) => await change.QuerySingleOrDefaultAsync<int>(
        """
        select count(*)::int from acceptance_links l join acceptance_requests r using (acceptance_request)
        where l.acceptance_link = @Link and l.revoked_at is null and r.acceptance_request = @Key and r.state = 'open'
        """,
        new { shared.Link.Link, shared.Request.Key }) == 1;

    private Task KeepAsync(SharedRequest shared, string kind, object detail, CancellationToken stop) => database.WriteAsync<bool>(ActorOf(shared.Link), async change =>
    {
        await Evidence.AppendAsync(change, shared.Request.Key, kind, detail);
        return true;
    }, stop);

    private async Task<bool> NeedsCodeAsync(SharedRequest shared, CancellationToken stop)
    {
        var region = await database.ReadAsync(
            connection => connection.QuerySingleOrDefaultAsync<string?>("select region from engagements where engagement = @Engagement", new { shared.Request.Engagement }), stop);
        var today = DateOnly.FromDateTime(database.Clock.GetUtcNow().UtcDateTime);
        return (await database.Policies.ReadAsync(stop)).Answer(new PolicyQuestion("acceptance.link_code", today, shared.Request.Engagement, region)).IsOn;
    }
}

using System.Net.ServerSentEvents;
using System.Runtime.CompilerServices;

namespace Throughline.Platform;

/// <summary>Tells an open page which kinds of record others changed. What they hold the page fetches itself, as far as its reader may see it.</summary>
internal static class LiveEndpoint
{
    // A stream ends now and then, so that a session that ended meanwhile is not told more.
    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(10);

    public static void MapLive(this WebApplication app) => app.MapGet("/live", IResult (HttpContext http, LiveNotices notices, IHostApplicationLifetime life) =>
        CurrentUser.Of(http) is { IsOutside: false } user
            ? TypedResults.ServerSentEvents(TopicsAsync(notices, user.Email, life.ApplicationStopping, http.RequestAborted))
            : TypedResults.NotFound()).ExcludeFromDescription();

    private static async IAsyncEnumerable<SseItem<string>> TopicsAsync(
        LiveNotices live, string email, CancellationToken stopping, [EnumeratorCancellation] CancellationToken gone)
    {
        using var until = CancellationTokenSource.CreateLinkedTokenSource(stopping, gone);
        until.CancelAfter(Longest);
        var notices = live.Listen(until.Token); // It listens already when the first word says so.
        yield return new SseItem<string>("") { ReconnectionInterval = TimeSpan.FromSeconds(2) };
        await foreach (var notice in notices.ReadAllAsync(CancellationToken.None))
        {
            if (notice.Actor != email)
                yield return new SseItem<string>(notice.Topics);
        }
    }
}

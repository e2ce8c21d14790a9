using System.Collections.Concurrent;
using Microsoft.AspNetCore.Components.Endpoints;
using Throughline.Data.Work;
using Throughline.Ui;

namespace Throughline.Platform;

/// <summary>
/// Carries out a browser's form once. Who sends it again is sent where the first answer sent them, with the same words. It is
/// looked up before the page looks at a practice that the first has changed; sent twice at once, the second waits.
/// </summary>
internal sealed class OnceOnlyForms(KeptAnswers answers)
{
    private readonly ConcurrentDictionary<(string Account, string Path, string Key), TaskCompletionSource> underWay = new();

    public async Task RunAsync(HttpContext http, RequestDelegate next, OnceOnly once)
    {
        using var turn = await TakeTurnAsync((once.Account, once.Path, once.Key), http.RequestAborted);
        try
        {
            if (await answers.FindAsync(once, http.RequestAborted) is { } before)
            {
                SendOn(http, before);
                return;
            }

            await next(http);
            // Whoever pressed twice has left the first answer; the second needs it all the same.
            if (http.Response.StatusCode is >= 300 and < 400)
                await answers.PlaceAsync(once, StatusCodes.Status303SeeOther, WhereTo(http.Response), CancellationToken.None);
        }
        catch (AnsweredBeforeException before) when (!http.Response.HasStarted)
        {
            // Another node was carrying it out just now.
            SendOn(http, before.Answer);
        }
        catch (KeyReusedException) when (!http.Response.HasStarted)
        {
            http.Response.Clear();
            http.Response.StatusCode = StatusCodes.Status422UnprocessableEntity;
        }
    }

    private async Task<Turn> TakeTurnAsync((string, string, string) key, CancellationToken stop)
    {
        var mine = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        for (var holder = underWay.GetOrAdd(key, mine); holder != mine; holder = underWay.GetOrAdd(key, mine))
            await holder.Task.WaitAsync(stop);

        return new Turn(() =>
        {
            underWay.TryRemove(key, out _);
            mine.SetResult();
        });
    }

    private static Dictionary<string, string> WhereTo(HttpResponse response)
    {
        var headers = new Dictionary<string, string> { ["Location"] = response.Headers.Location.ToString() };
        if (response.Headers.SetCookie.FirstOrDefault(cookie => cookie?.StartsWith(Flash.CookieName + "=", StringComparison.Ordinal) == true) is { } said)
            headers["Set-Cookie"] = said;

        return headers;
    }

    private static void SendOn(HttpContext http, StoredAnswer before)
    {
        http.Response.Clear();
        http.Response.StatusCode = StatusCodes.Status303SeeOther;
        http.Response.Headers.Location = before.Headers.GetValueOrDefault("Location") ?? PageOf(http);
        if (before.Headers.GetValueOrDefault("Set-Cookie") is { } said)
            http.Response.Headers.SetCookie = said;
    }

    // A form whose answer was itself a page leads back to that page, if its address has one.
    private static string PageOf(HttpContext http) => http.GetEndpoint()?.Metadata.GetMetadata<ComponentTypeMetadata>() is null
        ? "/"
        : $"{http.Request.PathBase}{http.Request.Path}{http.Request.QueryString}";

    private sealed class Turn(Action end) : IDisposable
    {
        public void Dispose() => end();
    }
}

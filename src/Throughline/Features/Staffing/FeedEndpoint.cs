using System.Globalization;
using System.Security.Cryptography;
using Microsoft.Net.Http.Headers;
using Throughline.Platform;

namespace Throughline.Features.Staffing;

/// <summary>
/// Where calendar programs read: <c>/feeds/SECRET.ics</c>. They cannot sign in, so the address is all they have; made-up
/// addresses are limited by where they come from, and a known one by itself.
/// </summary>
internal sealed class FeedEndpoint
{
    private const int GuessesPerMinute = 20;
    private const int ReadsPerMinute = 30;

    private readonly RequestLimit limit = new(TimeProvider.System, TimeSpan.FromMinutes(1));

    public static void Map(WebApplication app) => app
        .MapMethods("/feeds/{secret}.ics", ["GET", "HEAD"], (string secret, HttpContext http, ReadFeed read, FeedEndpoint endpoint) => endpoint.RunAsync(secret, http, read))
        .AllowAnonymous().ExcludeFromDescription();

    private async Task<IResult> RunAsync(string secret, HttpContext http, ReadFeed read)
    {
        http.Response.Headers.CacheControl = "private, no-cache";
        if (await read.RunAsync(secret, http.RequestAborted) is not { } feed)
            return limit.Spend("guess " + SessionStore.Address(http), GuessesPerMinute) is { Allowed: false } guesses ? Later(http, guesses) : Results.NotFound();
        if (limit.Spend(feed.Feed.ToString(), ReadsPerMinute) is { Allowed: false } reads)
            return Later(http, reads);

        return Results.File(
            feed.Content, "text/calendar; charset=utf-8", enableRangeProcessing: false,
            entityTag: new EntityTagHeaderValue($"\"{Convert.ToHexStringLower(SHA256.HashData(feed.Content))[..32]}\""));
    }

    private static IResult Later(HttpContext http, Budget budget)
    {
        http.Response.Headers.RetryAfter = budget.ResetSeconds.ToString(CultureInfo.InvariantCulture);
        return Results.StatusCode(StatusCodes.Status429TooManyRequests);
    }
}

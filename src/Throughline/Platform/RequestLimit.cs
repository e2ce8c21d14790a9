using System.Collections.Concurrent;
using System.Globalization;

namespace Throughline.Platform;

/// <summary>What is left of a caller's requests in the current window.</summary>
internal readonly record struct Budget(int Limit, int Remaining, int ResetSeconds, bool Allowed);

/// <summary>
/// Counts requests per key in windows that start together for everybody, so that one window's counts are dropped whole.
/// Each node counts for itself; what must hold across nodes (a locked account) is in the database.
/// </summary>
internal sealed class RequestLimit(TimeProvider clock, TimeSpan window)
{
    private readonly Lock gate = new();
    private Window current = new(clock.GetTimestamp(), new(StringComparer.Ordinal));

    public Budget Spend(string key, int limit)
    {
        var now = Current(out var reset);
        var spent = now.Counts.AddOrUpdate(key, 1, static (_, count) => count + 1);
        return new Budget(limit, Math.Max(0, limit - spent), reset, spent <= limit);
    }

    private Window Current(out int resetSeconds)
    {
        lock (gate)
        {
            var elapsed = clock.GetElapsedTime(current.Begun);
            if (elapsed >= window)
                (current, elapsed) = (new(clock.GetTimestamp(), new(StringComparer.Ordinal)), TimeSpan.Zero);

            resetSeconds = Math.Max(1, (int)Math.Ceiling((window - elapsed).TotalSeconds));
            return current;
        }
    }

    private sealed record Window(long Begun, ConcurrentDictionary<string, int> Counts);
}

/// <summary>The API's limit: each answer says what is left, and beyond it 429 says when to come back.</summary>
internal static class ApiLimit
{
    public static IApplicationBuilder UseApiLimit(this IApplicationBuilder app, RequestLimit limit) => app.Use(async (http, next) =>
    {
        if (!http.Request.Path.StartsWithSegments("/api", StringComparison.OrdinalIgnoreCase))
        {
            await next(http);
            return;
        }

        var rate = await http.RequestServices.GetRequiredService<ApiRate>().CurrentAsync(http.RequestAborted);
        var budget = limit.Spend(Key(http), rate);
        var headers = http.Response.Headers;
        headers["RateLimit-Limit"] = budget.Limit.ToString(CultureInfo.InvariantCulture);
        headers["RateLimit-Remaining"] = budget.Remaining.ToString(CultureInfo.InvariantCulture);
        headers["RateLimit-Reset"] = budget.ResetSeconds.ToString(CultureInfo.InvariantCulture);
        if (budget.Allowed)
        {
            await next(http);
            return;
        }

        headers.RetryAfter = budget.ResetSeconds.ToString(CultureInfo.InvariantCulture);
        await new ApiProblem(StatusCodes.Status429TooManyRequests, $"Wait {budget.ResetSeconds} seconds, then go on.").ExecuteAsync(http);
    });

    // After authentication: a made-up token gets no share of its own, its guesses count for the address.
    private static string Key(HttpContext http) => http.User.Identity?.IsAuthenticated == true
        ? http.User.FindFirst(Caller.TokenClaim)!.Value
        : SessionStore.Address(http);
}

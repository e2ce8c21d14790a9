using System.Security.Cryptography;
using System.Text;
using Throughline.Data.Work;

namespace Throughline.Platform;

/// <summary>
/// Carries out a POST that brings an idempotency key once: the first change of the request looks the key up and keeps the
/// answer in its own transaction. The API's key is a header, a form's a hidden field.
/// </summary>
internal static class OnceOnlyRequests
{
    public const string Header = "Idempotency-Key";
    public const string Field = "idempotency_key";

    private const int LongestKey = 255;
    private const int InMemory = 64 << 10;

    public static IApplicationBuilder UseOnceOnly(this IApplicationBuilder app) => app.Use(async (http, next) =>
    {
        if (!HttpMethods.IsPost(http.Request.Method) || CurrentUser.Of(http) is not { } user)
        {
            await next(http);
            return;
        }

        var isApi = http.Request.Path.StartsWithSegments("/api", StringComparison.OrdinalIgnoreCase);
        if (await (isApi ? KeyOfCall(http) : KeyOfFormAsync(http)) is not { } key)
        {
            await next(http);
            return;
        }

        if (key.Length > LongestKey || key.Any(character => character is < '!' or > '~'))
        {
            await new ApiProblem(StatusCodes.Status400BadRequest, $"{Header} must be 1 to {LongestKey} visible characters.").ExecuteAsync(http);
            return;
        }

        OnceOnly.Current = new OnceOnly(user.Account.ToString(), http.Request.Method, http.Request.Path, key, await HashAsync(http, isApi));
        await AnswerAsync(http, next, isApi);
    });

    private static async Task AnswerAsync(HttpContext http, RequestDelegate next, bool isApi)
    {
        try
        {
            await next(http);
        }
        catch (AnsweredBeforeException before) when (!http.Response.HasStarted)
        {
            if (isApi)
                await ReplayAsync(http, before.Answer);
            else
                Redirect(http);
        }
        catch (KeyReusedException reused) when (isApi && !http.Response.HasStarted)
        {
            await new ApiProblem(StatusCodes.Status422UnprocessableEntity, reused.Message, "idempotency_key") { Errors = [new(Header, reused.Message)] }.ExecuteAsync(http);
        }
        catch (KeyReusedException) when (!http.Response.HasStarted)
        {
            http.Response.StatusCode = StatusCodes.Status422UnprocessableEntity;
        }
    }

    private static Task ReplayAsync(HttpContext http, StoredAnswer answer)
    {
        http.Response.Headers["Idempotency-Replayed"] = "true";
        return Api.ApiAnswer.Of(answer).ExecuteAsync(http);
    }

    // Whoever sends a form twice sees the page it belongs to, as after the first time.
    private static void Redirect(HttpContext http)
    {
        http.Response.Clear();
        http.Response.StatusCode = StatusCodes.Status303SeeOther;
        http.Response.Headers.Location = http.Request.PathBase + http.Request.Path + http.Request.QueryString;
    }

    private static Task<string?> KeyOfCall(HttpContext http) => Task.FromResult(
        http.Request.Headers.TryGetValue(Header, out var key) ? key.ToString() : null);

    private static async Task<string?> KeyOfFormAsync(HttpContext http) =>
        http.Request.HasFormContentType && (await http.Request.ReadFormAsync(http.RequestAborted))[Field].ToString() is { Length: > 0 } key ? key : null;

    private static async Task<byte[]> HashAsync(HttpContext http, bool isApi)
    {
        if (!isApi)
        {
            // The antiforgery token differs each time the page is fetched; what somebody asks for does not.
            var fields = (await http.Request.ReadFormAsync(http.RequestAborted))
                .Where(field => field.Key != Field && !field.Key.StartsWith("__", StringComparison.Ordinal)).OrderBy(field => field.Key, StringComparer.Ordinal);
            return SHA256.HashData(Encoding.UTF8.GetBytes(string.Join('\n', fields.Select(field => $"{field.Key}={field.Value}"))));
        }

        http.Request.EnableBuffering(InMemory);
        var hash = await SHA256.HashDataAsync(http.Request.Body, http.RequestAborted);
        http.Request.Body.Position = 0;
        return hash;
    }
}

using System.Security.Cryptography;
using System.Text;
using Throughline.Api;
using Throughline.Data.Work;
using Throughline.Ui;

namespace Throughline.Platform;

/// <summary>
/// Carries out a POST that brings an idempotency key once: the first change of the request looks the key up and keeps the
/// answer in its own transaction. The API's key is a header, a form's a hidden field.
/// </summary>
internal static class OnceOnlyRequests
{
    public const string Header = "Idempotency-Key";
    public const string Field = SentForm.OnceName;

    private const int LongestKey = 255;
    private const int InMemory = 64 << 10;

    public static IApplicationBuilder UseOnceOnly(this IApplicationBuilder app)
    {
        var forms = new OnceOnlyForms(app.ApplicationServices.GetRequiredService<KeptAnswers>());
        return app.Use(async (http, next) =>
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

            var once = Of(http, user, key, await HashAsync(http, isApi));
            OnceOnly.Current = once;
            await (isApi ? CallAsync(http, next) : forms.RunAsync(http, next, once));
        });
    }

    private static async Task CallAsync(HttpContext http, RequestDelegate next)
    {
        try
        {
            await next(http);
        }
        catch (AnsweredBeforeException before) when (!http.Response.HasStarted)
        {
            await Again(before.Answer).ExecuteAsync(http);
        }
        catch (KeyReusedException reused) when (!http.Response.HasStarted)
        {
            await new ApiProblem(StatusCodes.Status422UnprocessableEntity, reused.Message, "idempotency_key") { Errors = [new(Header, reused.Message)] }.ExecuteAsync(http);
        }
    }

    /// <summary>
    /// What was answered before to a call that its own first run now stands in the way of: the hours it booked fill the day,
    /// the entry it handed in is no draft any more. Null when the call is new, and the refusal holds.
    /// </summary>
    public static async Task<IResult?> AnsweredBeforeAsync(HttpContext http) =>
        OnceOnly.Current is { } once && await http.RequestServices.GetRequiredService<KeptAnswers>().FindAsync(once, http.RequestAborted) is { } before
            ? Again(before)
            : null;

    /// <summary>
    /// For a page's script, whose key is a header as a program's is and which answers a second call itself: the first change of
    /// the request looks the key up. Without a key, or with one too long to keep, every call counts.
    /// </summary>
    /// <param name="http">The request.</param>
    /// <param name="user">Whose key it is.</param>
    /// <param name="asked">What was asked for; the same key for something else is refused.</param>
    public static void Begin(HttpContext http, CurrentUser user, string asked)
    {
        if (http.Request.Headers[Header].ToString() is { Length: > 0 and <= LongestKey } key)
            OnceOnly.Current = Of(http, user, key, SHA256.HashData(Encoding.UTF8.GetBytes(asked)));
    }

    private static OnceOnly Of(HttpContext http, CurrentUser user, string key, byte[] hash) =>
        new(user.Account.ToString(), http.Request.Method, http.Request.Path, key, hash);

    private static ApiAnswer Again(StoredAnswer answer) => ApiAnswer.Of(answer).With("Idempotency-Replayed", "true");

    private static Task<string?> KeyOfCall(HttpContext http) => Task.FromResult(
        http.Request.Headers.TryGetValue(Header, out var key) ? key.ToString() : null);

    private static async Task<string?> KeyOfFormAsync(HttpContext http) =>
        http.Request.HasFormContentType && (await http.Request.ReadFormAsync(http.RequestAborted))[Field].ToString() is { Length: > 0 } key ? key : null;

    private static async Task<byte[]> HashAsync(HttpContext http, bool isApi)
    {
        if (!isApi)
            return await HashFormAsync(await http.Request.ReadFormAsync(http.RequestAborted), http.RequestAborted);

        http.Request.EnableBuffering(InMemory);
        var hash = await SHA256.HashDataAsync(http.Request.Body, http.RequestAborted);
        http.Request.Body.Position = 0;
        return hash;
    }

    // The antiforgery token differs each time the page is fetched; what somebody asks for does not. A password or code is
    // never kept, not even as a hash that is quick to try.
    private static bool IsSecret(string field) =>
        field.Contains("password", StringComparison.OrdinalIgnoreCase) || field.Contains("code", StringComparison.OrdinalIgnoreCase);

    private static async Task<byte[]> HashFormAsync(IFormCollection form, CancellationToken stop)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var field in form.Where(field => field.Key != Field && !field.Key.StartsWith("__", StringComparison.Ordinal) && !IsSecret(field.Key)).OrderBy(field => field.Key, StringComparer.Ordinal))
            hash.AppendData(Encoding.UTF8.GetBytes($"{field.Key}={field.Value}\n"));

        foreach (var file in form.Files)
        {
            await using var content = file.OpenReadStream();
            hash.AppendData(Encoding.UTF8.GetBytes($"{file.Name}={file.FileName}\n"));
            hash.AppendData(await SHA256.HashDataAsync(content, stop));
        }

        return hash.GetHashAndReset();
    }
}

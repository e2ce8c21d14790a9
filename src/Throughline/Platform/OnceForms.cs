using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Antiforgery;
using Throughline.Data.Work;
using Throughline.Ui;

namespace Throughline.Platform;

/// <summary>
/// A form that carries a key takes effect once: pressed again, or sent again with the page, it leads to where the first
/// one led. After antiforgery, before the pages.
/// </summary>
internal static class OnceForms
{
    private const string AgainKey = "throughline.again";

    /// <summary>Where a second press leads, when it is not the page itself. Call before the use case.</summary>
    public static void AnswerAgainWith(this HttpContext http, string path) => http.Items[AgainKey] = path;

    public static IApplicationBuilder UseOnceForms(this IApplicationBuilder app) => app.Use(async (http, next) =>
    {
        if (CurrentUser.Of(http) is not { } user || Key(http) is not { } key)
        {
            await next(http);
            return;
        }

        OnceOnly.Current = new OnceOnly(user.Email, http.Request.Method, http.Request.Path, key, Hash(http.Request.Form))
        {
            Render = (_, _) => Task.FromResult(new StoredAnswer(
                StatusCodes.Status302Found, new Dictionary<string, string> { ["Location"] = http.Items[AgainKey] as string ?? http.Request.Path.ToString() }, [])),
        };
        try
        {
            await next(http);
        }
        catch (AnsweredBeforeException again) when (!http.Response.HasStarted)
        {
            http.Response.Redirect(again.Answer.Headers["Location"]);
        }
        finally
        {
            OnceOnly.Current = null;
        }
    });

    private static string? Key(HttpContext http) =>
        HttpMethods.IsPost(http.Request.Method) && http.Request.HasFormContentType
        && http.Features.Get<IAntiforgeryValidationFeature>() is { IsValid: true }
        && Guid.TryParse(http.Request.Form[SentForm.OnceName], out var key)
            ? key.ToString()
            : null;

    // The key stands for these values; the token against forgery differs each time the page is made.
    private static byte[] Hash(IFormCollection form)
    {
        var said = new StringBuilder();
        foreach (var (name, values) in form.Where(field => !field.Key.StartsWith("__", StringComparison.Ordinal)).OrderBy(field => field.Key, StringComparer.Ordinal))
            said.Append(name).Append('\u001f').AppendJoin('\u001f', values.ToArray()).Append('\u001e');

        return SHA256.HashData(Encoding.UTF8.GetBytes(said.ToString()));
    }
}

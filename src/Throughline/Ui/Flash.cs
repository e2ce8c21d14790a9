using System.Text.Json;
using Microsoft.AspNetCore.WebUtilities;

namespace Throughline.Ui;

/// <summary>
/// What just changed, said on the page that a form's answer redirects to. Undo posts <see cref="UndoFields"/> to
/// <see cref="UndoAction"/>, a path of ours: a new act through the same rules.
/// </summary>
public sealed record ToastInfo(string Message, string? UndoAction = null, IReadOnlyDictionary<string, string>? UndoFields = null, bool Bad = false);

/// <summary>Carries one toast over a redirect in a cookie that lives until it is shown.</summary>
public static class Flash
{
    internal const string CookieName = "throughline.said";

    /// <summary>Call before redirecting.</summary>
    public static void Say(this HttpContext http, ToastInfo toast) => http.Response.Cookies.Append(
        CookieName, WebEncoders.Base64UrlEncode(JsonSerializer.SerializeToUtf8Bytes(toast)), Options(http));

    internal static ToastInfo? Take(HttpContext? http)
    {
        if (http?.Request.Cookies[CookieName] is not { Length: > 0 } cookie || http.Response.HasStarted)
            return null;

        http.Response.Cookies.Delete(CookieName, Options(http));
        try
        {
            var toast = JsonSerializer.Deserialize<ToastInfo>(WebEncoders.Base64UrlDecode(cookie));
            var ours = toast?.UndoAction is null || (toast.UndoAction.StartsWith('/') && !toast.UndoAction.StartsWith("//", StringComparison.Ordinal));
            return ours ? toast : null;
        }
        catch (Exception unreadable) when (unreadable is FormatException or JsonException)
        {
            return null;
        }
    }

    private static CookieOptions Options(HttpContext http) =>
        new() { HttpOnly = true, SameSite = SameSiteMode.Lax, Secure = http.Request.IsHttps, Path = "/", MaxAge = TimeSpan.FromMinutes(2) };
}

using Microsoft.AspNetCore.Http.HttpResults;

namespace Throughline.Ui;

/// <summary>
/// A failed request of a browser ends in a calm page, any other in problem details. The page is rendered in place:
/// running the request again under another path would put a failed POST before the antiforgery check of that page.
/// </summary>
internal static class ErrorPages
{
    public static async Task WriteAsync(HttpContext http)
    {
        // The exception handler clears the headers that were set on the way in.
        UiSetup.AddSecurityHeaders(http.Response.Headers);
        var status = http.Response.StatusCode;
        if (!WantsPage(http.Request))
        {
            await new Platform.ApiProblem(status).ExecuteAsync(http);
            return;
        }

        // The page that failed has used up its renderer, one per scope, and left a header that may be added only once.
        http.Response.Headers.Remove("blazor-enhanced-nav");
        var failed = http.RequestServices;
        var outside = Platform.CurrentUser.Of(http)?.IsOutside == true;
        await using var scope = failed.CreateAsyncScope();
        try
        {
            http.RequestServices = scope.ServiceProvider;
            await new RazorComponentResult<ErrorPage>(new { Status = status, Outside = outside }) { StatusCode = status }.ExecuteAsync(http);
        }
        finally
        {
            http.RequestServices = failed;
        }
    }

    private static bool WantsPage(HttpRequest request) =>
        !request.Path.StartsWithSegments("/api", StringComparison.OrdinalIgnoreCase)
        && request.Headers.Accept.ToString().Contains("text/html", StringComparison.OrdinalIgnoreCase);
}

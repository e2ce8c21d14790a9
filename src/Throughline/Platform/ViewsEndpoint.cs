using Microsoft.AspNetCore.Mvc;
using Throughline.Ui;

namespace Throughline.Platform;

/// <summary>Where the menu of views sends its forms; the answer goes back to the page.</summary>
internal static class ViewsEndpoint
{
    public static void MapViews(this WebApplication app)
    {
        app.MapPost(ViewChoices.SaveAt, async ([FromForm] string page, [FromForm] string? query, [FromForm] string? name, [FromForm] string? shared, HttpContext http, CurrentUser user, SavedViews views, CancellationToken stop) =>
        {
            var saved = await views.SaveAsync(user, page, query ?? "", name ?? "", shared is not null, stop);
            http.Say(saved.Succeeded(out var called, out var problem) ? new ToastInfo($"Kept the view “{called}”") : new ToastInfo(problem.Message, Bad: true));
            return Results.Redirect(LocalPath.Or(page + query, "/"));
        }).RequireAuthorization().ExcludeFromDescription();
        app.MapPost(ViewChoices.ForgetAt, async ([FromForm] Guid view, [FromForm] string page, HttpContext http, CurrentUser user, SavedViews views, CancellationToken stop) =>
        {
            var forgotten = await views.ForgetAsync(user, view, stop);
            http.Say(forgotten.Succeeded(out var name, out var problem) ? new ToastInfo($"Forgot the view “{name}”") : new ToastInfo(problem.Message, Bad: true));
            return Results.Redirect(LocalPath.Or(page, "/"));
        }).RequireAuthorization().ExcludeFromDescription();
    }
}

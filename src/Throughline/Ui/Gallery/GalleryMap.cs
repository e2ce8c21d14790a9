using System.Globalization;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;

namespace Throughline.Ui.Gallery;

/// <summary>The components on show at /ui, for those who work on them; only in Development.</summary>
internal static class GalleryMap
{
    private const string Root = "/ui";

    public static void UseGalleryShell(this IApplicationBuilder app) => app.Use((http, next) =>
    {
        if (http.Request.Path.StartsWithSegments(Root, StringComparison.Ordinal) && ShellInfo.Of(http) is null)
            http.SetShell(new ShellInfo("Northlight Services", "Ana Kovač", ["Project manager"])
            {
                Counts = new Dictionary<Area, int> { [Area.Inbox] = 18, [Area.Scope] = 3, [Area.Staffing] = 5, [Area.Acceptance] = 4 },
            });
        return next(http);
    });

    public static void HideGallery(this IEndpointConventionBuilder pages) => pages.Add(endpoint =>
    {
        if (endpoint is RouteEndpointBuilder route && (route.RoutePattern.RawText + "/").StartsWith(Root + "/", StringComparison.Ordinal))
            route.RequestDelegate = static http =>
            {
                http.Response.StatusCode = StatusCodes.Status404NotFound;
                return Task.CompletedTask;
            };
    });

    /// <summary>Answers for the demonstration: nothing is kept, more than a day is refused.</summary>
    public static void MapGalleryAnswers(this IEndpointRouteBuilder app)
    {
        app.MapPost(Root + "/cells", ([FromForm] string row, [FromForm] string col, [FromForm] string? value) =>
            value is null or "" ? Results.Json(new { text = "", value = "", message = $"{row}, {col} cleared" })
            : !decimal.TryParse(value, NumberStyles.Number, CultureInfo.InvariantCulture, out var hours) ? Refused("Type hours, such as 3.5.")
            : hours is < 0 or > 24 ? Refused($"{Text.Hours(hours)} hours do not fit in one day.")
            : Results.Json(new { text = Text.Hours(hours), value, message = $"Saved {Text.Hours(hours)} h" })).ExcludeFromDescription();
        app.MapGet(Root + "/toast", () => new RazorComponentResult<Toast>(new { Message = "Kovač: saved", UndoAction = Root + "/undone" })).ExcludeFromDescription();
        app.MapPost(Root + "/said", (HttpContext http) =>
        {
            http.Say(new ToastInfo("Saved. SOW-1039 Tuesday changed from 1.5 to 2 h", Root + "/undone"));
            return Results.Redirect(Root);
        }).ExcludeFromDescription();
        app.MapPost(Root + "/undone", (HttpContext http) =>
        {
            http.Say(new ToastInfo("Put back. SOW-1039 Tuesday is 1.5 h again"));
            return Results.Redirect(Root);
        }).ExcludeFromDescription();
    }

    private static IResult Refused(string message) => Results.Json(new { message }, statusCode: StatusCodes.Status422UnprocessableEntity);
}

using System.Globalization;
using Microsoft.AspNetCore.Antiforgery;
using Throughline.Domain;
using Throughline.Platform;
using Throughline.Ui;

namespace Throughline.Features.Acceptance;

/// <summary>The customer's way in: links and the pages behind them, and what is handed out as evidence.</summary>
internal static class PortalSetup
{
    // A whole office may sit behind one address.
    internal const int PerMinute = 120;

    public static IServiceCollection AddPortal(this IServiceCollection services) => services
        .AddSingleton<AcceptanceLinks>().AddSingleton<PracticeKeys>().AddSingleton<EvidencePack>().AddScoped<HandOutPack>().AddScoped<CustomerLinks>()
        .AddSingleton<LinkCodes>().AddScoped<OpenSharedRequest>().AddScoped<AnswerRequest>().AddScoped<AskAboutRequest>().AddScoped<PassLinkOn>().AddSingleton<MailPack>().AddSingleton(provider => provider.GetRequiredService<MailPack>().Handler).AddScoped<CustomerEndpoints>()
        .AddSingleton<MakeCustomerLink>(provider => async (change, request, name, email) => await provider.GetRequiredService<AcceptanceLinks>().MakeAsync(change, request, name, email));

    /// <summary>
    /// Before everything that answers: what stands behind a link is kept by nobody, told to no other site and found by no search,
    /// and whoever tries links soon has to wait.
    /// </summary>
    public static WebApplication UsePortal(this WebApplication app)
    {
        var limit = new RequestLimit(TimeProvider.System, TimeSpan.FromMinutes(1));
        app.Use(async (http, next) =>
        {
            if (!http.Request.Path.StartsWithSegments(AcceptanceLinks.Root.TrimEnd('/'), StringComparison.OrdinalIgnoreCase))
            {
                await next(http);
                return;
            }

            http.Response.OnStarting(() =>
            {
                var headers = http.Response.Headers;
                (headers["Referrer-Policy"], headers.CacheControl, headers["X-Robots-Tag"]) = ("no-referrer", "no-store", "noindex, nofollow");
                return Task.CompletedTask;
            });
            var budget = limit.Spend(SessionStore.Address(http), PerMinute);
            if (budget.Allowed)
                await next(http);
            else
                (http.Response.StatusCode, http.Response.Headers.RetryAfter) = (StatusCodes.Status429TooManyRequests, budget.ResetSeconds.ToString(CultureInfo.InvariantCulture));
        });
        return app;
    }

    public static void MapPortal(this WebApplication app)
    {
        CustomerEndpoints.Map(app);
        app.MapGet("/acceptance/requests/{request}/pack", async (string request, CurrentUser user, HandOutPack packs, CancellationToken stop) =>
            (await packs.RunAsync(request, user, stop)).Succeeded(out var pack, out _) ? Results.Stream(pack.Content, EvidencePack.MediaType, pack.Name) : Results.NotFound()).ExcludeFromDescription();
        app.MapPost("/acceptance/requests/{request}/links/{link}/revoke", RevokeAsync).ExcludeFromDescription();
        app.MapGet("/admin/evidence-key.pem", async (CurrentUser user, PracticeKeys keys, CancellationToken stop) =>
            user.IsOutside ? Results.NotFound() : Results.Text((await keys.CurrentAsync(stop)).Pem, "application/x-pem-file")).ExcludeFromDescription();
    }

    private static async Task<IResult> RevokeAsync(string request, string link, HttpContext http, CurrentUser user, CustomerLinks links, IAntiforgery antiforgery)
    {
        if (!await antiforgery.IsRequestValidAsync(http))
            return Results.BadRequest();
        if (!(await links.RevokeAsync(request, link, user, http.RequestAborted)).Succeeded(out var ended, out var problem))
            return problem is NoSuchRecord ? Results.NotFound() : Results.StatusCode(StatusCodes.Status403Forbidden);

        http.Say(new ToastInfo(ended ? "The link opens nothing any more." : "The link had ended already."));
        http.Response.Headers.Location = $"/acceptance/requests/{Uri.EscapeDataString(request)}/links";
        return Results.StatusCode(StatusCodes.Status303SeeOther);
    }
}

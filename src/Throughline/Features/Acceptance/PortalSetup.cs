using Throughline.Platform;

namespace Throughline.Features.Acceptance;

/// <summary>The customer's way in: links and the pages behind them, and what is handed out as evidence.</summary>
internal static class PortalSetup
{
    public static IServiceCollection AddPortal(this IServiceCollection services) => services
        .AddSingleton<AcceptanceLinks>().AddSingleton<PracticeKeys>().AddScoped<EvidencePack>().AddScoped<HandOutPack>()
        .AddSingleton<MakeCustomerLink>(provider => async (change, request, name, email) => await provider.GetRequiredService<AcceptanceLinks>().MakeAsync(change, request, name, email));

    public static void MapPortal(this WebApplication app)
    {
        app.MapGet("/acceptance/requests/{request}/pack", async (string request, CurrentUser user, HandOutPack packs, CancellationToken stop) =>
            (await packs.RunAsync(request, user, stop)).Succeeded(out var pack, out _) ? Results.Stream(pack.Content, EvidencePack.MediaType, pack.Name) : Results.NotFound()).ExcludeFromDescription();
        app.MapGet("/admin/evidence-key.pem", async (CurrentUser user, PracticeKeys keys, CancellationToken stop) =>
            user.IsOutside ? Results.NotFound() : Results.Text((await keys.CurrentAsync(stop)).Pem, "application/x-pem-file")).ExcludeFromDescription();
    }
}

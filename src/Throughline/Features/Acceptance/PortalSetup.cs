namespace Throughline.Features.Acceptance;

/// <summary>The customer's way in: links and the pages behind them.</summary>
internal static class PortalSetup
{
    public static IServiceCollection AddPortal(this IServiceCollection services) => services.AddSingleton<AcceptanceLinks>().AddSingleton<PracticeKeys>().AddScoped<EvidencePack>();
}

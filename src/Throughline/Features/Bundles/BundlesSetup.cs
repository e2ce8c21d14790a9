namespace Throughline.Features.Bundles;

/// <summary>Taking a practice in and out.</summary>
internal static class BundlesSetup
{
    public static IServiceCollection AddBundles(this IServiceCollection services) => services.AddScoped<Uploads>().AddSingleton<UploadTicket>().AddScoped<TakeInSchedule>().AddScoped<TakeInTime>().AddScoped<TimeSheetPlans>();

    public static void MapBundles(this WebApplication app) => app.MapGet(ExportDownload.Path, ExportDownload.RunAsync).ExcludeFromDescription();
}

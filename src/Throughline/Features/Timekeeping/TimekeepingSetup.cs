namespace Throughline.Features.Timekeeping;

/// <summary>Registers what logging time needs.</summary>
internal static class TimekeepingSetup
{
    public static IServiceCollection AddTimekeeping(this IServiceCollection services) => services
        .AddScoped<LogTime>().AddScoped<ChangeTime>().AddScoped<DeleteTime>().AddScoped<CorrectTime>().AddScoped<SubmitTime>()
        .AddScoped<MyWeek>().AddScoped<SaveCell>().AddScoped<SaveWeek>().AddScoped<TimeList>().AddScoped<TimeDownload>().AddScoped<CorrectedEntry>();

    public static void MapTimekeeping(this WebApplication app)
    {
        CellEndpoint.Map(app);
        TimeDownloadEndpoint.Map(app);
    }
}

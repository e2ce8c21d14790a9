namespace Throughline.Features.Timekeeping;

/// <summary>Registers what logging time needs.</summary>
internal static class TimekeepingSetup
{
    public static IServiceCollection AddTimekeeping(this IServiceCollection services) => services
        .AddScoped<LogTime>().AddScoped<ChangeTime>().AddScoped<DeleteTime>().AddScoped<CorrectTime>().AddScoped<SubmitTime>()
        .AddScoped<LockBoard>().AddScoped<LockPeriod>().AddScoped<UnlockTickets>().AddScoped<CertifyHours>().AddScoped<ConsolidateTime>()
        .AddScoped<MyWeek>().AddScoped<SaveCell>().AddScoped<SaveWeek>().AddScoped<TimeList>().AddScoped<TimeDownload>().AddScoped<CorrectedEntry>()
        .AddScoped<HandInWeek>().AddScoped<RowTimer>().AddScoped<StateNoWork>().AddScoped<WithdrawNoWork>();

    public static void MapTimekeeping(this WebApplication app)
    {
        CellEndpoint.Map(app);
        WeekEndpoints.Map(app);
        TimeDownloadEndpoint.Map(app);
    }
}

namespace Throughline.Features.Reports;

/// <summary>Reports, the portfolio and the forecast board: all read the same figures.</summary>
internal static class ReportsSetup
{
    public static void AddReports(this IServiceCollection services)
    {
        services.AddScoped<ReportRun>().AddScoped<ReportForUser>().AddSingleton<ReportNames>().AddScoped<Portfolio>().AddScoped<ForecastBoard>();
        services.AddScoped<ReportSchedules>().AddScoped<ScheduleReport>().AddScoped<ReportMail>();
        services.AddSingleton<SendReports>().AddHostedService(provider => provider.GetRequiredService<SendReports>());
    }

    public static void MapReports(this WebApplication app) => ReportFiles.Map(app);
}

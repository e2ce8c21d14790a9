namespace Throughline.Features.Revenue;

/// <summary>Registers what releasing revenue needs.</summary>
internal static class RevenueSetup
{
    public static IServiceCollection AddRevenue(this IServiceCollection services) => services
        .AddScoped<ReleaseList>().AddScoped<PrepareRelease>().AddScoped<ReviewRelease>().AddScoped<ReleaseRevenue>().AddScoped<BatchView>()
        .AddScoped<PeriodBoard>().AddScoped<ClosePeriod>().AddScoped<ReopenPeriod>().AddScoped<RecordTraining>()
        .AddScoped<JournalDownload>().AddScoped<DraftInvoicesOfMonth>().AddScoped<InvoiceView>();

    public static void MapRevenue(this WebApplication app) => RevenueFiles.Map(app);
}

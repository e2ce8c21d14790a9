namespace Throughline.Features.Administration;

internal static class AdministrationSetup
{
    public static IServiceCollection AddAdministration(this IServiceCollection services) => services
        .AddScoped<RateBoard>().AddScoped<RatePreview>().AddScoped<SetPrice>()
        .AddScoped<SetUpMail>().AddScoped<TestMail>().AddScoped<SettleMail>();
}

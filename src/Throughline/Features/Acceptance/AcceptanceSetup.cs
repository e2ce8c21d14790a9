namespace Throughline.Features.Acceptance;

/// <summary>Registers the use cases of acceptance.</summary>
internal static class AcceptanceSetup
{
    public static IServiceCollection AddAcceptance(this IServiceCollection services) =>
        services.AddSingleton<MakeCustomerLink>((_, _, _, _) => Task.FromResult<string?>(null))
            .AddScoped<RequestAcceptance>().AddScoped<DecideAcceptance>();
}

namespace Throughline.Features.Acceptance;

/// <summary>Registers the use cases of acceptance.</summary>
internal static class AcceptanceSetup
{
    public static IServiceCollection AddAcceptance(this IServiceCollection services) =>
        services.AddSingleton<MakeCustomerLink>((_, _, _, _) => Task.FromResult<string?>(null))
            .AddScoped<RequestAcceptance>().AddScoped<DecideAcceptance>().AddScoped<HoldAcceptance>().AddScoped<WithdrawRequest>()
            .AddScoped<EnterReply>().AddScoped<SettleReply>().AddScoped<TakeMilestone>()
            .AddSingleton<TendAcceptance>()
            .AddSingleton(provider => provider.GetRequiredService<TendAcceptance>().OfOne).AddSingleton(provider => provider.GetRequiredService<TendAcceptance>().OfAll)
            .AddSingleton(provider => provider.GetRequiredService<TendAcceptance>().OfMonthEnd);
}

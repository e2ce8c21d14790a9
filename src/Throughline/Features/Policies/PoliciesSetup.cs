namespace Throughline.Features.Policies;

internal static class PoliciesSetup
{
    public static IServiceCollection AddPolicies(this IServiceCollection services) => services.AddScoped<PolicyBoard>();
}

namespace Throughline.Features.Delivery;

internal static class DeliverySetup
{
    public static void AddDelivery(this IServiceCollection services) => services.AddScoped<Issues>();
}

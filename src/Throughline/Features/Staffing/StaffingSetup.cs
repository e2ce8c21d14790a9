namespace Throughline.Features.Staffing;

/// <summary>Bookings and the resource centre.</summary>
internal static class StaffingSetup
{
    public static IServiceCollection AddStaffing(this IServiceCollection services) => services
        .AddScoped<BookPerson>()
        .AddScoped<ChangeBooking>()
        .AddScoped<ReleaseBooking>()
        .AddScoped<UndoRelease>();
}

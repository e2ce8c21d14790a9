namespace Throughline.Features.Staffing;

/// <summary>Bookings and the resource centre.</summary>
internal static class StaffingSetup
{
    public static IServiceCollection AddStaffing(this IServiceCollection services) => services
        .AddScoped<BookPerson>()
        .AddScoped<ChangeBooking>()
        .AddScoped<ReleaseBooking>()
        .AddScoped<UndoRelease>()
        .AddScoped<BookingDetail>()
        .AddScoped<BookingChoices>()
        .AddScoped<DraftRequest>()
        .AddScoped<ChangeRequest>()
        .AddScoped<MoveRequest>()
        .AddScoped<CommentOnRequest>()
        .AddScoped<RequestDetail>()
        .AddScoped<RequestList>()
        .AddScoped<RequestChoices>()
        .AddScoped<ClashView>()
        .AddScoped<MatchView>()
        .AddSingleton<StaffingPlans>()
        .AddScoped<ResourceCentre>()
        .AddScoped<CellBookings>();

    /// <summary>Where a form goes that names its booking in a field, <c>version:key</c>.</summary>
    public const string Chosen = "/staffing/chosen";

    // Changes nothing itself: the browser sends the same form on to the booking's own page, which checks everything.
    public static void MapStaffing(this WebApplication app) => app.MapPost(Chosen, async (HttpContext http) =>
    {
        var form = await http.Request.ReadFormAsync(http.RequestAborted);
        return form["booking"].ToString().Split(':', 2) is [_, { Length: > 0 } key]
            ? Results.Redirect($"/staffing/bookings/{Uri.EscapeDataString(key)}", preserveMethod: true)
            : Results.Redirect(BookingAnswer.Home);
    }).RequireAuthorization().ExcludeFromDescription();
}

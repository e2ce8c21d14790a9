namespace Throughline.Features.Staffing;

/// <summary>Bookings and the resource centre.</summary>
internal static class StaffingSetup
{
    public static IServiceCollection AddStaffing(this IServiceCollection services) => services
        .AddScoped<BookPerson>()
        .AddScoped<BookSeries>()
        .AddScoped<ChangeBooking>()
        .AddScoped<ReleaseBooking>()
        .AddScoped<UndoRelease>()
        .AddScoped<MoveBooking>().AddScoped<NameResource>().AddScoped<ResizeBooking>().AddScoped<ExtendBooking>().AddScoped<ShiftBookings>()
        .AddScoped<CopyBooking>().AddScoped<SplitBooking>().AddScoped<ChangeCommitment>().AddScoped<TakeBack>()
        .AddScoped<KeepSoft>().AddScoped<TakeFitting>().AddScoped<QuickBook>().AddScoped<OwnInternalTime>().AddScoped<WaitInLine>()
        .AddScoped<AskOvertime>().AddScoped<DecideOvertime>().AddScoped<OvertimeBoard>()
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
        .AddScoped<CellBookings>()
        .AddScoped<CapacityBoard>()
        .AddScoped<CalendarFeeds>()
        .AddScoped<ReadFeed>()
        .AddSingleton<FeedEndpoint>();

    /// <summary>Where a form goes that names its booking in a field, <c>version:key</c>.</summary>
    public const string Chosen = "/staffing/chosen";

    public static void MapStaffing(this WebApplication app)
    {
        FeedEndpoint.Map(app);
        GestureEndpoints.Map(app);
        PlanFile.Map(app);
        app.MapPost(Chosen, (Delegate)ChosenAsync).RequireAuthorization().ExcludeFromDescription();
    }

    // Changes nothing itself: the browser sends the same form on to the booking's own page, which checks everything.
    private static async Task<IResult> ChosenAsync(HttpContext http)
    {
        var form = await http.Request.ReadFormAsync(http.RequestAborted);
        return form["booking"].ToString().Split(':', 2) is [_, { Length: > 0 } key]
            ? Results.Redirect($"/staffing/bookings/{Uri.EscapeDataString(key)}", preserveMethod: true)
            : Results.Redirect(BookingAnswer.Home);
    }
}

namespace Throughline.Features.Approvals;

/// <summary>Registers what deciding on submitted time needs.</summary>
internal static class ApprovalsSetup
{
    public static IServiceCollection AddApprovals(this IServiceCollection services) =>
        services.AddScoped<TimeVerdict>().AddScoped<ApproveTime>().AddScoped<RejectTime>().AddScoped<Inbox>().AddScoped<WaitingRequests>().AddScoped<SoftNotices>()
            .AddScoped<StandInDesk>().AddScoped<SignOffsWaiting>().AddScoped<DecideTimeOff>().AddScoped<TimeOffWaiting>();
}

using Throughline.Features.Acceptance;
using Throughline.Features.Administration;
using Throughline.Features.Approvals;
using Throughline.Features.Bundles;
using Throughline.Features.Contracts;
using Throughline.Features.Delivery;
using Throughline.Features.Engagements;
using Throughline.Features.People;
using Throughline.Features.Policies;
using Throughline.Features.Reports;
using Throughline.Features.Revenue;
using Throughline.Features.Staffing;
using Throughline.Features.Timekeeping;

namespace Throughline.Features;

/// <summary>The one list of features: each registers its classes and maps its endpoints in a setup of its own.</summary>
internal static class FeatureSetup
{
    public static void Add(IServiceCollection services)
    {
        services.AddReports();
        services.AddEngagements();
        services.AddContracts();
        services.AddDelivery();
        services.AddStaffing();
        services.AddAdministration().AddBundles().AddPeople().AddPolicies();
        services.AddTimekeeping().AddApprovals();
        services.AddAcceptance().AddAcceptancePages();
        services.AddRevenue();
        services.AddPortal();
    }

    /// <summary>What must see a request before it is routed.</summary>
    public static void Use(WebApplication app) => app.UsePortal();

    public static void Map(WebApplication app)
    {
        app.MapBundles();
        app.MapReports();
        app.MapEngagements();
        app.MapContracts();
        app.MapStaffing();
        app.MapTimekeeping();
        app.MapAcceptancePages();
        app.MapRevenue();
        app.MapPortal();
    }
}

using Throughline.Domain.Accounts;
using Throughline.Ui;

namespace Throughline.Platform;

/// <summary>Tells the layout who is signed in, before a page runs.</summary>
internal static class ShellSetup
{
    public static IApplicationBuilder UseShell(this WebApplication app)
    {
        // Pages are mapped after this, so they are counted when the first one is asked for.
        var there = new Lazy<IReadOnlySet<Area>>(() => Built(app));
        return app.Use((http, next) => SetAsync(http, next, there));
    }

    private static async Task SetAsync(HttpContext http, RequestDelegate next, Lazy<IReadOnlySet<Area>> there)
    {
        if (CurrentUser.Of(http) is { } user && !http.Request.Path.StartsWithSegments("/api", StringComparison.OrdinalIgnoreCase))
        {
            var settings = http.RequestServices.GetRequiredService<PracticeSettings>();
            var today = await settings.TodayAsync(http.RequestAborted);
            var name = (await settings.PoliciesAsync(http.RequestAborted)).Answer("organisation.name", today).Text;
            http.SetShell(new ShellInfo(name, user.Name, [.. user.Roles.Select(role => Sentence(Roles.Name(role).One))]) { Open = Areas(user, there.Value), Who = user.Account.ToString("N")[^8..] });
        }

        await next(http);
    }

    private static HashSet<Area> Built(WebApplication app)
    {
        var routes = app.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()
            .Select(endpoint => "/" + endpoint.RoutePattern.RawText?.Trim('/')).ToHashSet(StringComparer.OrdinalIgnoreCase);
        return [.. Navigation.Items.Where(item => routes.Contains(item.Href)).Select(item => item.Area)];
    }

    // What is not there yet, and what somebody may never open, is not offered.
    private static HashSet<Area> Areas(CurrentUser user, IReadOnlySet<Area> there)
    {
        HashSet<Area> open = [];
        void Offer(Area area, bool may)
        {
            if (may && there.Contains(area))
                open.Add(area);
        }

        Offer(Area.Portfolio, user.Reach(Act.SeePortfolio) != Relation.None);
        Offer(Area.MyWeek, user.Person is not null && user.Reach(Act.LogOwnTime) != Relation.None);
        Offer(Area.Inbox, user.Reach(Act.ApproveTime) != Relation.None);
        Offer(Area.Contracts, user.Reach(Act.ReadStatement) != Relation.None);
        Offer(Area.Staffing, user.Reach(Act.SeeBookings) != Relation.None && !user.IsOutside);
        Offer(Area.Delivery, user.Reach(Act.SeeEngagement) != Relation.None);
        Offer(Area.Acceptance, user.Reach(Act.SeeEngagement) != Relation.None && !user.IsOutside);
        Offer(Area.Time, user.Reach(Act.SeeTime) != Relation.None);
        Offer(Area.Revenue, user.Reach(Act.SeeValue) != Relation.None && user.Reach(Act.SeePortfolio) != Relation.None);
        Offer(Area.Reports, !user.IsOutside);
        Offer(Area.Policies, !user.IsOutside);
        Offer(Area.Administration, !user.IsOutside && Administration.Any(act => user.May(act)));
        return open;
    }

    private static readonly Act[] Administration = [Act.EditPeople, Act.SetOvertime, Act.EditCalendars, Act.EditRates, Act.EditUsers, Act.Import, Act.Export];

    private static string Sentence(string words) => char.ToUpperInvariant(words[0]) + words[1..];
}

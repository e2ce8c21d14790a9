using Throughline.Domain.Accounts;
using Throughline.Ui;

namespace Throughline.Platform;

/// <summary>Tells the layout who is signed in, before a page runs.</summary>
internal static class ShellSetup
{
    public static IApplicationBuilder UseShell(this IApplicationBuilder app) => app.Use(async (http, next) =>
    {
        if (CurrentUser.Of(http) is { } user && !http.Request.Path.StartsWithSegments("/api", StringComparison.OrdinalIgnoreCase))
        {
            var settings = http.RequestServices.GetRequiredService<PracticeSettings>();
            var today = await settings.TodayAsync(http.RequestAborted);
            var name = (await settings.PoliciesAsync(http.RequestAborted)).Answer("organisation.name", today).Text;
            http.SetShell(new ShellInfo(name, user.Name, [.. user.Roles.Select(role => Sentence(Roles.Name(role).One))]) { Open = Areas(user) });
        }

        await next(http);
    });

    // What is not there yet, and what somebody may never open, is not offered.
    private static HashSet<Area> Areas(CurrentUser user)
    {
        HashSet<Area> open = [];
        void Offer(Area area, bool may)
        {
            if (may)
                open.Add(area);
        }

        Offer(Area.Portfolio, user.Reach(Act.SeePortfolio) != Relation.None);
        Offer(Area.MyWeek, user.Person is not null && user.Reach(Act.LogOwnTime) != Relation.None);
        Offer(Area.Inbox, user.Reach(Act.ApproveTime) != Relation.None);
        Offer(Area.Contracts, user.Reach(Act.ReadStatement) != Relation.None);
        Offer(Area.Staffing, user.Reach(Act.SeeBookings) != Relation.None && !user.IsOutside);
        Offer(Area.Delivery, user.Reach(Act.SeeEngagement) != Relation.None);
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

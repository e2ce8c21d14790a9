namespace Throughline.Ui;

/// <summary>The places of the main navigation; the eight in the middle are the line.</summary>
public enum Area
{
    Portfolio, MyWeek, Inbox,
    Scope, Contracts, Staffing, Delivery, Time, Acceptance, Revenue, Closure,
    Reports, Policies, Administration,
}

/// <summary>
/// Who is signed in and what the navigation counts. Sign-in puts it there once per request, before the page runs:
/// <c>http.SetShell(new ShellInfo("Northlight Services", "Ana Kovač", ["Project manager"]) { Counts = … })</c>.
/// A request without one (signed out) gets a layout without navigation.
/// </summary>
/// <remarks>
/// What belongs to a page stays in the page: <c>@attribute [Shell(Area.Staffing, Rail = true)]</c> marks its place,
/// <c>&lt;PageTitle&gt;</c> names it, <c>&lt;Crumbs&gt;</c> and <c>&lt;PageKeys&gt;</c> fill the top bar and the key sheet.
/// </remarks>
public sealed record ShellInfo(string Practice, string Name, IReadOnlyList<string> Roles)
{
    /// <summary>Open items beside a navigation entry; an area that is missing shows no number.</summary>
    public IReadOnlyDictionary<Area, int> Counts { get; init; } = new Dictionary<Area, int>();

    /// <summary>Areas this person may open; <c>null</c> is all of them.</summary>
    public IReadOnlySet<Area>? Open { get; init; }

    /// <summary>Tells accounts apart in the browser's memory without naming one.</summary>
    public string Who { get; init; } = "";

    public string Initials => Text.Initials(Name);

    public static ShellInfo? Of(HttpContext? http) => http?.Items[typeof(ShellInfo)] as ShellInfo;
}

/// <summary>Marks a page's place in the navigation; <see cref="Rail"/> folds the sidebar to icons for pages that need the width.</summary>
[AttributeUsage(AttributeTargets.Class)]
public sealed class ShellAttribute(Area area) : Attribute
{
    public Area Area => area;
    public bool Rail { get; set; }
}

public sealed record NavItem(Area Area, string Label, string Href, string Icon, bool OnTheLine = false);

/// <summary>One list for the sidebar, the phone's bar and the command palette.</summary>
public static class Navigation
{
    public static IReadOnlyList<NavItem> Items { get; } =
    [
        new(Area.Portfolio, "Portfolio", "/", "layout-list"),
        new(Area.MyWeek, "My week", "/my-week", "calendar-week"),
        new(Area.Inbox, "Inbox", "/inbox", "inbox"),
        new(Area.Scope, "Scope", "/scoping", "ruler-2", OnTheLine: true),
        new(Area.Contracts, "Contracts", "/contracts", "writing-sign", OnTheLine: true),
        new(Area.Staffing, "Staffing", "/staffing", "users-group", OnTheLine: true),
        new(Area.Delivery, "Delivery", "/delivery", "layout-kanban", OnTheLine: true),
        new(Area.Time, "Time", "/timekeeping", "clock-hour-4", OnTheLine: true),
        new(Area.Acceptance, "Acceptance", "/acceptance", "circle-check", OnTheLine: true),
        new(Area.Revenue, "Revenue", "/revenue", "chart-histogram", OnTheLine: true),
        new(Area.Closure, "Closure", "/closure", "flag-check", OnTheLine: true),
        new(Area.Reports, "Reports", "/reports", "report-analytics"),
        new(Area.Policies, "Policies", "/policies", "scale"),
        new(Area.Administration, "Admin", "/admin", "settings"),
    ];

    /// <summary>The area a page says it belongs to, else the one its address begins with.</summary>
    internal static (Area? Area, bool Rail) Place(HttpContext? http)
    {
        if (http?.GetEndpoint()?.Metadata.GetMetadata<ShellAttribute>() is { } shell)
            return (shell.Area, shell.Rail);

        var path = http?.Request.Path ?? default;
        var item = Items.FirstOrDefault(item => item.Href.Length > 1
            && path.StartsWithSegments(item.Href, StringComparison.OrdinalIgnoreCase));
        return (item?.Area ?? (path == "/" ? Area.Portfolio : null), false);
    }
}

public static class ShellSetup
{
    public static void SetShell(this HttpContext http, ShellInfo shell) => http.Items[typeof(ShellInfo)] = shell;
}

namespace Throughline.Bench.Measure;

/// <summary>Something to ask the server for, and how long it may take at the median.</summary>
internal sealed record Route(string Name, double? BarMilliseconds, string Path);

/// <summary>Every address that is measured, in one place. {engagement}, {today}, {monday}, {in26weeks}, {in12months} and {yearago} are filled in.</summary>
internal static class Routes
{
    public const string SignIn = "/sign-in";
    public const string TimeEntries = "/api/v1/time-entries";
    public const string Bookings = "/api/v1/bookings";
    public const string Engagements = "/api/v1/engagements";
    public const string People = "/api/v1/people";
    public const string Health = "/api/v1/health";

    public static readonly IReadOnlyList<Route> Pages =
    [
        new("Portfolio", 10, "/"),
        new("Engagement overview", 10, "/engagements/{engagement}"),
        new("List of 50 issues", 10, "/delivery"),
        new("List of 50 time entries", 10, "/timekeeping"),
        new("List of 50 accepted milestones", 10, "/acceptance?tab=accepted"),
        new("Resource centre, 50 people × 26 weeks", 30, "/staffing?weeks=26&people=50"),
        new("My week", null, "/my-week/{monday}"),
        new("Inbox", null, "/inbox"),
        new("Forecast board, 12 months", 200, "/revenue"),
        new("Report remaining-funds", null, "/reports/remaining-funds"),
    ];

    public static readonly IReadOnlyList<Route> Api =
    [
        new("50 engagements", 10, "/api/v1/engagements?limit=50"),
        new("One engagement", 10, "/api/v1/engagements/{engagement}"),
        new("50 issues", 10, "/api/v1/issues?limit=50"),
        new("50 time entries", 10, "/api/v1/time-entries?limit=50"),
        new("50 time entries of one engagement", 10, "/api/v1/time-entries?limit=50&engagement={engagement}"),
        new("50 bookings", 10, "/api/v1/bookings?limit=50"),
        new("50 people", 10, "/api/v1/people?limit=50"),
        new("Allocation of all people, 26 weeks", null, "/api/v1/reports/allocation?from={today}&to={in26weeks}"),
        new("Utilisation of all people by week, a year", 90, "/api/v1/reports/utilisation?from={yearago}&to={today}&period=week"),
        new("Forecast, 12 months", 200, "/api/v1/reports/forecast?from={today}&to={in12months}"),
        new("Remaining funds", null, "/api/v1/reports/remaining-funds"),
    ];

    public static string Fill(string path, string engagement, DateOnly today) => path
        .Replace("{engagement}", engagement, StringComparison.Ordinal)
        .Replace("{today}", Iso(today), StringComparison.Ordinal)
        .Replace("{monday}", Iso(today.AddDays(-(((int)today.DayOfWeek + 6) % 7))), StringComparison.Ordinal)
        .Replace("{in26weeks}", Iso(today.AddDays((26 * 7) - 1)), StringComparison.Ordinal)
        .Replace("{in12months}", Iso(today.AddMonths(12).AddDays(-1)), StringComparison.Ordinal)
        .Replace("{yearago}", Iso(today.AddDays(-364)), StringComparison.Ordinal);

    public static string Iso(DateOnly day) => day.ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture);
}

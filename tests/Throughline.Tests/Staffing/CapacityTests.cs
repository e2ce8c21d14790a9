using System.Globalization;
using System.Net;
using Throughline.Domain.Accounts;
using Throughline.Testing;
using Throughline.Tests.Accounts;
using Throughline.Tests.Api;

namespace Throughline.Tests.Staffing;

/// <summary>The capacity page over the small practice: two engineers of 40 hours and an architect of 32.</summary>
public sealed class CapacityTests(TestDatabases databases) : IAsyncLifetime
{
    private StaffingWorld world = null!;
    private PracticeServer server = null!;
    private readonly List<Browser> browsers = [];

    public async ValueTask InitializeAsync()
    {
        world = await StaffingWorld.StartAsync(databases);
        server = await world.ServeAsync();
    }

    public async ValueTask DisposeAsync()
    {
        browsers.ForEach(browser => browser.Dispose());
        await server.DisposeAsync();
    }

    [Fact]
    [Trait("rule", "R-102")]
    public async Task Roles_show_what_is_free_what_nobody_has_and_whom_unnamed_work_would_fit()
    {
        var week = Monday.AddDays(14);
        await world.RunAsync($"""
            insert into bookings (booking, engagement, person, role, start_date, end_date, minutes_per_day, kind) values
              ('full', 'SOW-1', 'tomas', 'engineer', '{Iso(week)}', '{Iso(week.AddDays(4))}', 480, 'hard'),
              ('open', 'SOW-2', null, 'architect', '{Iso(week)}', '{Iso(week.AddDays(4))}', 480, 'soft'),
              ('half', 'SOW-2', null, 'architect', '{Iso(week.AddDays(7))}', '{Iso(week.AddDays(11))}', 120, 'soft')
            """);
        var page = await (await SignedInAsync("priya")).GetAsync("/staffing/capacity");
        var rows = page.Document.QuerySelectorAll("table.rc tbody tr").ToDictionary(row => row.QuerySelector("b")!.TextContent);

        Assert.Equal("40 h booked of 80 h, 40 h free", rows["Engineer"].QuerySelectorAll("td")[2].GetAttribute("aria-label"));
        Assert.Equal("0 h booked, 40 h for nobody named of 32 h, 8 h that nobody has", rows["Architect"].QuerySelectorAll("td")[2].GetAttribute("aria-label"));
        var idle = page.Document.QuerySelectorAll("section[aria-labelledby=idle] tbody tr").First(row => row.TextContent.Contains("Kirsten", StringComparison.Ordinal));
        Assert.Equal("/staffing/bookings/half", idle.QuerySelector("a[data-drawer]")!.GetAttribute("href"));
        Assert.Contains("8 h that nobody has: 1 person missing in the worst week", page.Document.QuerySelector("section[aria-labelledby=hiring]")!.TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_earliest_start_is_told_with_the_people_who_make_it_possible()
    {
        var first = Monday == Today ? Monday : Monday.AddDays(7);
        await world.RunAsync($"""
            insert into bookings (booking, engagement, person, role, start_date, end_date, minutes_per_day, kind) values
              ('a', 'SOW-1', 'tomas', 'engineer', '{Iso(first)}', '{Iso(first.AddDays(13))}', 480, 'hard')
            """);
        var priya = await SignedInAsync("priya");

        var both = (await priya.GetAsync("/staffing/capacity?role=engineer&hours=20&weeks=3&role=engineer&hours=20&weeks=3")).Document.QuerySelector("[role=status]")!.TextContent;
        Assert.Contains(first.AddDays(14).ToString("d MMMM yyyy", CultureInfo.InvariantCulture), both, StringComparison.Ordinal);
        Assert.Contains("Tomás Rivera", both, StringComparison.Ordinal);
        Assert.Contains("Ines Moreau", both, StringComparison.Ordinal);
        var never = (await priya.GetAsync("/staffing/capacity?role=architect&hours=40&weeks=1")).Document.QuerySelector("[role=status]")!.TextContent;
        Assert.Contains("Nobody has the time for: Architect, 40 h a week for 1 week", never, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await priya.GetAsync("/staffing/capacity?role=architect&hours=many&weeks=1")).Status);
    }

    [Fact]
    public async Task The_interface_answers_the_same_and_says_what_it_cannot_read()
    {
        using var reader = await ApiClient.OpenAsync(server, "leader@example.org", [Role.Leader], Scope.Read);
        var engineers = (await reader.GetAsync("/capacity")).Body.GetProperty("lines").EnumerateArray().Single(line => line.GetProperty("name").GetString() == "engineer");
        Assert.Equal((2, 26), (engineers.GetProperty("people").GetInt32(), engineers.GetProperty("weeks").GetArrayLength()));
        Assert.Equal("80", engineers.GetProperty("weeks")[1].GetProperty("freeHours").GetString());

        var start = await reader.GetAsync("/earliest-start?need=engineer:40:2&need=engineer:20:1");
        Assert.Equal(Iso(Monday == Today ? Monday : Monday.AddDays(7)), start["start"]);
        Assert.Equal(2, start.Body.GetProperty("people").GetArrayLength());
        Assert.Equal("null", (await reader.GetAsync("/earliest-start?need=architect:40:2")).Body.GetProperty("start").GetRawText());
        foreach (var wrong in new[] { "/earliest-start", "/earliest-start?need=engineer:40", "/earliest-start?need=engineer:many:2", "/capacity?by=person", "/capacity?of=all" })
            Assert.Equal(400, (await reader.GetAsync(wrong)).Status);

        using var writer = await ApiClient.OpenAsync(server, "planner@example.org", [Role.Coordinator], Scope.Staffing);
        Assert.Equal(403, (await writer.GetAsync("/capacity")).Status);
    }

    [Fact]
    [Trait("rule", "R-296")]
    public async Task Who_sees_only_their_own_bookings_does_not_see_the_capacity_of_all()
    {
        Assert.Equal(HttpStatusCode.Forbidden, (await (await SignedInAsync("tomas")).GetAsync("/staffing/capacity")).Status);
        Assert.Equal(HttpStatusCode.Forbidden, (await (await SignedInAsync("pavel")).GetAsync("/staffing/capacity")).Status);
    }

    private DateOnly Today => DateOnly.FromDateTime(world.Database.Clock.GetUtcNow().AddHours(-5).UtcDateTime);

    private DateOnly Monday => Domain.Dates.Periods.Monday(Today);

    private static string Iso(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    private async Task<Browser> SignedInAsync(string who)
    {
        var browser = new Browser(server.Address, null);
        browsers.Add(browser);
        await browser.SignInAsync($"{who}@example.org", PracticeServer.Password);
        return browser;
    }
}

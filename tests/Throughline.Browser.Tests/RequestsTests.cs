using Throughline.Domain.Accounts;
using Throughline.Testing;

namespace Throughline.Browser.Tests;

/// <summary>The pages of resource requests in a real browser: readable by everybody, in both themes, on a desk and on a phone.</summary>
public sealed class RequestsTests(TestDatabases databases) : IAsyncLifetime
{
    private const string Requests =
        """
        insert into resource_requests (resource_request, engagement, kind, role, person, skills, start_date, end_date, minutes_per_day, commitment, state, requested_by, submitted_at, offers, reasoning)
        values
          ('rr-1', 'SOW-1042', 'new', 'engineer', 'p003', 'kubernetes:3', '2026-03-16', '2026-03-17', 300, 'hard', 'submitted', 'ana@practice.example', '2026-01-05Z', null, 'Knows the site'),
          ('rr-2', 'SOW-1042', 'new', 'engineer', null, 'kubernetes:3;go', '2026-05-04', '2026-05-29', 240, 'hard', 'countered', 'kim@practice.example', '2026-01-05Z', '2026-06-01/2026-06-26@4:00', null),
          ('rr-3', 'SOW-1042', 'new', 'engineer', null, null, '2026-05-04', '2026-05-29', 240, 'soft', 'draft', 'kim@practice.example', null, null, null);
        insert into resource_request_events (resource_request, event, at, step, author, role) values ('rr-1', '0001', '2026-01-05Z', 'submit', 'ana@practice.example', 'project_manager');
        insert into resource_request_comments (resource_request, comment, at, author, text) values ('rr-1', '0001', '2026-01-06Z', 'ana@practice.example', 'Could it be Tomás?');
        """;

    private static readonly string[] Pages =
    [
        "/staffing/requests", "/staffing/requests?tab=open&late=1", "/staffing/requests?tab=decided", "/staffing/requests/rr-1", "/staffing/requests/rr-2", "/staffing/requests/rr-3",
        "/staffing/requests/rr-3/edit", "/staffing/requests/rr-2/match", "/staffing/requests/rr-2/match?compare=p003&compare=p004", "/staffing/request?engagement=SOW-1042", "/inbox",
        "/engagements/SOW-1042",
    ];

    private PracticeServer server = null!;
    private Chromium chromium = null!;

    public async ValueTask InitializeAsync()
    {
        server = await PracticeServer.StartAsync(databases);
        await server.RunAsync(Requests);
        await server.AddAsync("kim@practice.example", Role.Coordinator);
        chromium = await Chromium.StartAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await chromium.DisposeAsync();
        await server.DisposeAsync();
    }

    [Fact]
    public async Task Every_page_of_requests_passes_the_accessibility_rules()
    {
        var page = await chromium.SignedInAsync(server, "kim@practice.example");
        var found = new List<string>();
        foreach (var path in Pages)
        {
            await page.GotoAsync(server.Address + path);
            found.AddRange(await Barriers.InEveryLookAsync(page, path));
        }

        await page.GotoAsync(server.Address + "/staffing/requests/rr-1");
        await page.ClickAsync("summary:has-text('Offer other dates')");
        found.AddRange(await Barriers.InEveryLookAsync(page, "the counter-offer"));
        await page.GotoAsync(server.Address + "/staffing/book?person=p003&engagement=SOW-1024&from=2026-03-16&to=2026-03-17&hours=5&kind=hard");
        await page.ClickAsync("button:has-text('Book')");
        await page.WaitForSelectorAsync("ul[aria-label='Ways out']");
        found.AddRange(await Barriers.InEveryLookAsync(page, "the ways out of a clash"));
        Assert.True(found.Count == 0, string.Join('\n', found));
    }
}

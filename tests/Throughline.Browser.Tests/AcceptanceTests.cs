using Microsoft.Playwright;
using Throughline.Domain.Accounts;
using Throughline.Testing;

namespace Throughline.Browser.Tests;

/// <summary>The team's pages of acceptance as a project manager uses them.</summary>
public sealed class AcceptanceTests(TestDatabases databases) : IAsyncLifetime
{
    private static readonly string[] Pages =
    [
        "/acceptance", "/acceptance?tab=decide", "/acceptance?tab=work&choose=customer", "/acceptance?tab=accepted", "/engagements/SOW-1042/milestones/M1", "/engagements/SOW-1042/milestones/M3",
        "/engagements/SOW-1042/milestones/M4", "/engagements/SOW-1042/milestones/M5", "/engagements/SOW-1042", "/reports/effort-and-value?filter.engagement=SOW-1042&from=2026-01-01&to=2026-06-30",
        "/reports/milestone-release?from=2026-01-01&to=2026-06-30&period=week", "/reports/work-at-risk", "/reports/change-orders", "/reports/acceptance-clock",
    ];

    private PracticeServer server = null!;
    private Chromium chromium = null!;

    public async ValueTask InitializeAsync()
    {
        server = await PracticeServer.StartAsync(databases);
        await server.RunAsync("""
            update milestones set ready_on = '2026-03-10', started_on = '2026-03-01', delivered = 'Wave 1 is migrated.', criteria = E'All runners moved\nNo build waits' where milestone = 'M4';
            update activities set milestone = 'M4' where engagement = 'SOW-1042';
            insert into acceptance_requests (acceptance_request, engagement, milestone, attempt, sent_at, sent_by, recipient_name, recipient_email, copies, subject, statement, days, zone, day1, last_day, deadline, recorded_on)
            values ('a-1', 'SOW-1042', 'M3', 1, '2026-03-09T14:00Z', 'ana@practice.example', 'Laura Benning', 'laura@meridian.example', 'ops@practice.example', 'Pilot cutover', 'The pilot runs.', 5,
              'America/New_York', '2026-03-09', '2026-03-13', '2026-03-14T04:00Z', '2026-03-13');
            insert into acceptance_points (acceptance_request, point, text) values ('a-1', 1, 'All runners of the pilot moved'), ('a-1', 2, 'Fallback tested');
            insert into acceptance_replies (acceptance_reply, acceptance_request, sender, sent_at, text, word, entered_by, entered_at) values ('r-1', 'a-1', 'laura@meridian.example', '2026-03-10T09:00Z', 'Looks good, approved from our side.', 'approved', 'ana@practice.example', '2026-03-10T10:00Z');
            insert into acceptance_evidence (acceptance_request, number, at, actor, kind, detail, hash) values ('a-1', 1, '2026-03-09T14:00Z', 'ana@practice.example', 'requested', '{}', '34af9fc9ab'), ('a-1', 2, '2026-03-10T13:00Z', 'throughline', 'notice', '{}', '3e3da49dab');
            """);
        await server.AddAsync("ana@practice.example", Role.ProjectManager, Role.Leader);
        chromium = await Chromium.StartAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await chromium.DisposeAsync();
        await server.DisposeAsync();
    }

    [Fact]
    public async Task Every_page_of_acceptance_passes_the_accessibility_rules_and_fits()
    {
        var page = await chromium.SignedInAsync(server, "ana@practice.example");
        page.SetDefaultTimeout(60_000);
        var found = new List<string>();
        foreach (var path in Pages)
        {
            var answer = await page.GotoAsync(server.Address + path);
            if (answer?.Status != 200)
                found.Add($"{path}: answers {answer?.Status}");

            found.AddRange(await Barriers.InEveryLookAsync(page, path));
        }

        Assert.True(found.Count == 0, string.Join('\n', found));
    }

    [Fact]
    public async Task A_project_manager_confirms_a_reply_and_asks_for_the_next_milestone_with_its_document()
    {
        var page = await chromium.SignedInAsync(server, "ana@practice.example");
        page.SetDefaultTimeout(60_000);
        await page.GotoAsync("/acceptance");
        await page.ClickAsync("nav.views a:has-text('To decide')");
        await page.ClickAsync("td.k1 a:has-text('Pilot cutover')");
        await page.ClickAsync("button:has-text('It accepts')");
        await page.WaitForSelectorAsync("section[aria-labelledby=decision]:has-text('Accepted by laura@meridian.example')");

        await page.GotoAsync("/engagements/SOW-1042");
        await page.ClickAsync("a:has-text('M4 Wave 1 migration')");
        await page.FillAsync("[name='ask.recipientName']", "Laura Benning");
        await page.FillAsync("[name='ask.recipientEmail']", "laura@meridian.example");
        await page.SetInputFilesAsync("[name='ask.documents']", new FilePayload { Name = "acceptance.pdf", MimeType = "application/pdf", Buffer = "%PDF-1.7"u8.ToArray() });
        await page.ClickAsync("button:has-text('Ask the customer')");
        await page.WaitForSelectorAsync("section[aria-labelledby=clock]:has-text('Day 1 of 5 business days')");
        Assert.Contains("Tuesday 17 March 2026", await page.InnerTextAsync("section[aria-labelledby=clock]"), StringComparison.Ordinal);
    }
}

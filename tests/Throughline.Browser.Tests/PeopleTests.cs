using Throughline.Domain.Accounts;
using Throughline.Testing;

namespace Throughline.Browser.Tests;

/// <summary>The pages of people, their hours, holidays and time off in a real browser: readable by everybody, in both themes, on a desk and on a phone.</summary>
public sealed class PeopleTests(TestDatabases databases) : IAsyncLifetime
{
    private static readonly string[] Pages =
    [
        "/people/p003", "/people/p003/skills", "/people/p003/skills?kind=certification&name=Git%20Basics", "/people/p003/hours", "/admin/people?skill=kubernetes&ending=60",
        "/admin/calendar-days", "/admin/calendar-days?ready=DE-BY&from=2026&to=2026&into=de", "/my-week/time-off", "/inbox", "/inbox?as=backup",
    ];

    private PracticeServer server = null!;
    private Chromium chromium = null!;

    public async ValueTask InitializeAsync()
    {
        server = await PracticeServer.StartAsync(databases);
        await server.RunAsync("""
            insert into calendars values ('de');
            update people set calendar = 'de', skills = 'kubernetes:3;migration:2', start_date = '2023-12-01' where person = 'p003';
            insert into qualifications (person, kind, qualification, expires, note) values
              ('p003', 'certification', 'Git Basics', '2026-04-01', 'Exam'), ('p003', 'skill', 'kubernetes', '2026-03-01', null), ('p003', 'wish', 'Lead a migration', null, null);
            insert into working_patterns (person, effective_from, mon, tue, wed, thu, fri) values ('p003', '2026-03-01', 480, 480, 480, 480, 0);
            insert into time_off_requests (time_off_request, person, start_date, end_date, state, decided_by, reason) values
              ('r1', 'p003', '2026-03-16', '2026-03-18', 'requested', null, null), ('r2', 'p001', '2026-04-06', '2026-04-10', 'declined', 'p002', 'Go-live week'),
              ('r3', 'p004', '2026-04-06', '2026-04-10', 'requested', null, null), ('r4', 'p001', '2026-05-04', '2026-05-08', 'requested', null, null);
            """);
        await server.AddAsync("ana@practice.example", Role.ProjectManager, Role.Coordinator);
        chromium = await Chromium.StartAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await chromium.DisposeAsync();
        await server.DisposeAsync();
    }

    [Fact]
    public async Task Every_page_of_people_passes_the_accessibility_rules_and_fits()
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
}

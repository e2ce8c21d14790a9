using System.Net;
using Throughline.Domain.Accounts;
using Throughline.Testing;
using Throughline.Tests.Accounts;

namespace Throughline.Tests.People;

/// <summary>What people can do, until when, and the hours they work, as a browser without script uses the pages. It is 11 March 2026.</summary>
public sealed class PersonPagesTests(TestDatabases databases) : IAsyncLifetime
{
    private PracticeServer practice = null!;

    public async ValueTask InitializeAsync()
    {
        practice = await PracticeServer.StartAsync(databases);
        await practice.RunAsync("update people set skills = 'kubernetes:3;migration:2', start_date = '2023-12-01', time_zone = 'Europe/Madrid' where person = 'p003'");
    }

    public ValueTask DisposeAsync() => practice.DisposeAsync();

    [Fact]
    [Trait("rule", "R-282")]
    public async Task A_certification_is_added_changed_removed_and_brought_back()
    {
        using var browser = await BrowserAsync("coordinator@example.org", Role.Coordinator);

        var added = await browser.SubmitAsync("/people/p003/skills", ("kind", "certification"), ("qualification", "Git Basics"), ("expires", "2026-04-01"), ("note", "Exam"));
        Assert.Equal("/people/p003/skills", added.GoesTo);
        var page = await browser.GetAsync("/people/p003/skills");
        Assert.Contains("Git Basics ends on 1 April 2026", page.Document.Body!.TextContent, StringComparison.Ordinal);

        await browser.SubmitAsync("/people/p003/skills", ("kind", "certification"), ("qualification", "git basics"), ("expires", "2028-04-01"));
        Assert.Equal("Git Basics 2028-04-01", await practice.ReadAsync<string>("select qualification || ' ' || expires from qualifications"));

        var removed = await PressAsync(browser, "/people/p003/skills", "remove", ("row", "certification 2 Git Basics"));
        Assert.Equal(HttpStatusCode.Found, removed.Status);
        Assert.Equal(0, await practice.ReadAsync<int>("select count(*)::int from qualifications"));
        var undo = (await browser.GetAsync("/people/p003/skills")).Document.Forms.First(form => form.HasAttribute("data-undo"));
        var fields = undo.QuerySelectorAll("input").Select(input => (input.GetAttribute("name")!, input.GetAttribute("value")!)).ToArray();
        await browser.PostAsync("/people/p003/skills", fields);
        Assert.Equal("2028-04-01", await practice.ReadAsync<string>("select expires::text from qualifications"));
    }

    [Fact]
    public async Task An_end_is_only_said_of_a_skill_that_the_record_has()
    {
        using var browser = await BrowserAsync("coordinator@example.org", Role.Coordinator);

        var refused = await browser.SubmitAsync("/people/p003/skills", ("kind", "skill"), ("qualification", "rust"), ("expires", "2026-04-01"));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, refused.Status);
        Assert.Contains("no such skill", refused.Html, StringComparison.Ordinal);
        Assert.Equal("/people/p003/skills", (await browser.SubmitAsync("/people/p003/skills", ("kind", "skill"), ("qualification", "Kubernetes"), ("expires", "2026-03-10"))).GoesTo);

        var overview = (await browser.GetAsync("/people/p003")).Document.Body!.TextContent;
        Assert.DoesNotContain("kubernetes", overview, StringComparison.Ordinal);
        Assert.Contains("migration", overview, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_list_is_narrowed_to_who_has_a_skill_today_at_a_level_and_to_whose_certificates_end()
    {
        await practice.RunAsync("""
            update people set skills = 'Kubernetes:5' where person = 'p004';
            update people set skills = 'kubernetes admin:5' where person = 'p001';
            insert into qualifications (person, kind, qualification, expires) values ('p004', 'skill', 'kubernetes', '2026-03-01'), ('p002', 'certification', 'Kubernetes', '2026-04-30');
            """);
        using var browser = await BrowserAsync("coordinator@example.org", Role.Coordinator);

        Assert.Equal("p002 p003", await ListedAsync(browser, "skill=kubernetes"));
        Assert.Equal("p003", await ListedAsync(browser, "skill=kubernetes&level=3"));
        Assert.Equal("", await ListedAsync(browser, "skill=kubernetes&level=4"));
        Assert.Equal("p004", await ListedAsync(browser, "ending=30"));
        Assert.Equal("p002 p004", await ListedAsync(browser, "ending=60"));
        Assert.Equal("p001 p002 p003 p004", await ListedAsync(browser, "q=kubernetes"));
    }

    [Fact]
    [Trait("rule", "R-296")]
    public async Task A_colleague_sees_role_skills_and_the_next_free_day_but_no_wishes_and_a_stranger_nobody()
    {
        await practice.RunAsync("""
            insert into qualifications (person, kind, qualification, note) values ('p003', 'wish', 'lead a migration', null), ('p003', 'certification', 'Git Basics', null);
            insert into bookings (booking, engagement, person, role, start_date, end_date, minutes_per_day, kind) values ('b9', 'SOW-1042', 'p004', 'engineer', '2026-03-02', '2026-03-20', 480, 'hard');
            """);
        using var colleague = await BrowserAsync("kim@practice.example", Role.Member);
        using var manager = await BrowserAsync("ana@practice.example", Role.ProjectManager);
        using var member = await BrowserAsync("tomas@practice.example", Role.Member);

        var seen = (await colleague.GetAsync("/people/p003")).Document.Body!.TextContent;
        Assert.Contains("kubernetes", seen, StringComparison.Ordinal);
        Assert.Contains("Git Basics", seen, StringComparison.Ordinal);
        Assert.Contains("Wed 11 Mar, 4 h", seen, StringComparison.Ordinal);
        Assert.Contains("2 years and 3 months", seen, StringComparison.Ordinal);
        Assert.DoesNotContain("lead a migration", seen, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.NotFound, (await colleague.GetAsync("/people/p003/skills")).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await colleague.GetAsync("/people/p003/hours")).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await member.GetAsync("/people/p002")).Status);
        Assert.Contains("lead a migration", (await manager.GetAsync("/people/p003")).Html, StringComparison.Ordinal);
        var own = await member.GetAsync("/people/p003/skills");
        Assert.Contains("lead a migration", own.Html, StringComparison.Ordinal);
        Assert.DoesNotContain("Remove Git Basics", own.Html, StringComparison.Ordinal);
        Assert.Equal("/people/p003/skills", (await member.SubmitAsync("/people/p003/skills", ("kind", "wish"), ("qualification", "teach Git"))).GoesTo);
    }

    [Fact]
    [Trait("rule", "R-106")]
    public async Task New_hours_that_bookings_no_longer_fit_are_told_before_they_are_stored()
    {
        await practice.RunAsync("insert into bookings (booking, engagement, person, role, start_date, end_date, minutes_per_day, kind) values ('b9', 'SOW-1024', 'p003', 'engineer', '2026-03-16', '2026-03-20', 240, 'hard')");
        using var browser = await BrowserAsync("operations@example.org", Role.Operations);
        (string, string)[] hours = [("effectiveFrom", "2026-03-16"), ("mon", "6"), ("tue", "6"), ("wed", "6"), ("thu", "6"), ("fri", "6"), ("sat", ""), ("sun", "")];

        var asked = await browser.SubmitAsync("/people/p003/hours", hours);
        Assert.Contains("5 booked days hold more hours than they have", asked.Document.Body!.TextContent, StringComparison.Ordinal);
        Assert.Equal(0, await practice.ReadAsync<int>("select count(*)::int from working_patterns"));

        var stored = await browser.SendAsync("/people/p003/hours", asked, hours);
        Assert.Equal("/people/p003/hours", stored.GoesTo);
        Assert.Equal("360 120", await practice.ReadAsync<string>("select capacity || ' ' || conflict from person_day where person = 'p003' and day = '2026-03-16'"));

        var half = await browser.SubmitAsync("/people/p003/hours", ("effectiveFrom", "2026-03-16"), ("mon", "6.001"));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, half.Status);
    }

    // A button that stands outside its form.
    private static async Task<Page> PressAsync(Browser browser, string path, string form, (string, string) button)
    {
        var page = await browser.GetAsync(path);
        var hidden = page.Document.Forms.First(one => one.Id == form).QuerySelectorAll("input").Select(input => (input.GetAttribute("name")!, input.GetAttribute("value")!));
        return await browser.PostAsync(path, [.. hidden, button]);
    }

    private async Task<Browser> BrowserAsync(string email, params Role[] roles)
    {
        await practice.AddAsync(email, roles);
        var browser = new Browser(practice.Address, null);
        await browser.SignInAsync(email, PracticeServer.Password);
        return browser;
    }

    private static async Task<string> ListedAsync(Browser browser, string query) => string.Join(' ', (await browser.GetAsync("/admin/people?" + query))
        .Document.QuerySelectorAll("tr[data-row] .k1 .two").Select(key => key.TextContent.Trim()).Order(StringComparer.Ordinal));
}

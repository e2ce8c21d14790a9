using System.IO.Compression;
using System.Net;
using System.Net.Http.Headers;
using System.Text;
using Throughline.Domain.Accounts;
using Throughline.Testing;
using Throughline.Tests.Accounts;

namespace Throughline.Tests.Administration;

/// <summary>The pages of administration as a browser without script uses them.</summary>
public sealed class AdministrationPagesTests(TestDatabases databases) : IAsyncLifetime
{
    private PracticeServer practice = null!;

    public async ValueTask InitializeAsync() => practice = await AdministrationPractice.StartAsync(databases);
    public ValueTask DisposeAsync() => practice.DisposeAsync();

    [Theory]
    [InlineData(Role.Administrator, "/admin /admin/people /admin/people/p1 /admin/new-person /admin/calendars /admin/calendars/de /admin/rates /admin/users /admin/users/new /admin/roles /admin/roles/member/see_time /admin/import /admin/export /admin/health /policies /policies/P-08", "")]
    [InlineData(Role.Operations, "/admin /admin/people /admin/calendars /admin/rates /admin/import /admin/export /admin/health /policies", "/admin/users /admin/roles /admin/people/nobody")]
    [InlineData(Role.Coordinator, "/admin /admin/people /admin/people/p1 /admin/calendars /policies", "/admin/new-person /admin/rates /admin/users /admin/import /admin/export /admin/health")]
    [InlineData(Role.Finance, "/admin /admin/rates /policies", "/admin/people /admin/calendars /admin/users /admin/import /admin/export/bundle.zip")]
    [InlineData(Role.Member, "/policies /policies/weekend", "/admin /admin/people /admin/calendars /admin/rates /admin/users /admin/roles /admin/import /admin/export /admin/health /policies/P-99")]
    [InlineData(Role.Customer, "", "/admin /admin/people /policies /policies/P-08 /admin/users /admin/health")]
    [Trait("rule", "R-296")]
    public async Task Each_role_opens_what_it_may_administer_and_nothing_else_is_there(Role role, string open, string closed)
    {
        using var browser = await practice.SignedInAsync(role);

        foreach (var path in open.Split(' ', StringSplitOptions.RemoveEmptyEntries))
            Assert.Equal((path, HttpStatusCode.OK), (path, (await browser.GetAsync(path)).Status));
        foreach (var path in closed.Split(' ', StringSplitOptions.RemoveEmptyEntries))
            Assert.Equal((path, HttpStatusCode.NotFound), (path, (await browser.GetAsync(path)).Status));
    }

    [Fact]
    public async Task A_name_that_looks_like_markup_is_shown_as_it_is_written()
    {
        using var browser = await practice.SignedInAsync(Role.Administrator);

        Assert.Contains("Ana &lt;b&gt;Kova", (await browser.GetAsync("/admin/people")).Html, StringComparison.Ordinal);
        Assert.DoesNotContain("<b>Kova", (await browser.GetAsync("/admin/people/p1")).Html, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_an_hour_costs_is_shown_only_to_those_who_may_see_cost()
    {
        using var operations = await practice.SignedInAsync(Role.Operations);
        using var coordinator = await practice.SignedInAsync(Role.Coordinator);

        Assert.Contains("61.5", (await operations.GetAsync("/admin/people/p1")).Html, StringComparison.Ordinal);
        Assert.DoesNotContain("costRate", (await coordinator.GetAsync("/admin/people/p1")).Html, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_new_person_with_wrong_hours_comes_back_with_what_is_wrong_beside_the_field()
    {
        using var browser = await practice.SignedInAsync(Role.Operations);

        var wrong = await browser.SubmitAsync("/admin/new-person", ("person", "p9"), ("name", "Nia"), ("role", "engineer"), ("employment", "employee"), ("weeklyHours", "200"));
        var right = await browser.SendAsync("/admin/new-person", wrong, ("person", "p9"), ("name", "Nia"), ("role", "engineer"), ("employment", "employee"), ("weeklyHours", "32"));

        Assert.Equal(HttpStatusCode.UnprocessableEntity, wrong.Status);
        Assert.NotNull(wrong.Document.QuerySelector("#f-weeklyHours-error"));
        Assert.NotNull(wrong.Document.QuerySelector(".errs a[href='#f-weeklyHours']"));
        Assert.Equal("/admin/people/p9", right.GoesTo);
        Assert.Equal(32m, await practice.ReadAsync<decimal>("select weekly_hours from people where person = 'p9'"));
    }

    [Fact]
    public async Task A_form_that_is_older_than_the_record_is_refused_and_says_who_changed_what()
    {
        using var browser = await practice.SignedInAsync(Role.Operations);
        var opened = await browser.GetAsync("/admin/people/p2");
        await practice.RunAsync("update people set region = 'APAC' where person = 'p2'");

        var refused = await browser.SendAsync("/admin/people/p2", opened, ("name", "Kim Aldous"), ("role", "engineer"), ("weeklyHours", "40"));

        Assert.Equal(HttpStatusCode.Conflict, refused.Status);
        Assert.Contains("APAC", refused.Document.QuerySelector(".refusal h2")!.TextContent, StringComparison.Ordinal);
        Assert.Equal("Kim", await practice.ReadAsync<string>("select name from people where person = 'p2'"));
    }

    [Fact]
    [Trait("rule", "R-287")]
    public async Task The_weekly_forecast_deadline_is_not_set_for_one_region()
    {
        using var browser = await practice.SignedInAsync(Role.Leader);

        var refused = await browser.SubmitAsync(
            "/policies/P-08", ("value", "12:00"), ("value.day", "Tuesday"), ("scopeKind", "region"), ("scope", "EMEA"), ("effectiveFrom", "2030-01-01"));

        Assert.Equal(HttpStatusCode.UnprocessableEntity, refused.Status);
        Assert.Contains("P-08", refused.Document.QuerySelector(".errs")!.TextContent, StringComparison.Ordinal);
        Assert.Equal(0, await practice.ReadAsync<int>("select count(*)::int from policies"));
    }

    [Fact]
    [Trait("rule", "R-287")]
    public async Task A_policy_is_decided_from_a_day_on_and_the_page_says_by_whom()
    {
        using var browser = await practice.SignedInAsync(Role.Leader);

        var decided = await browser.SubmitAsync("/policies/P-08", ("value", "12:00"), ("value.day", "Tuesday"), ("scopeKind", "organisation"), ("effectiveFrom", "2030-01-01"));
        var page = await browser.GetAsync("/policies/P-08");

        Assert.Equal("/policies/P-08", decided.GoesTo);
        Assert.Equal("Tuesday 12:00", await practice.ReadAsync<string>("select value from policies"));
        Assert.Equal(1, await practice.ReadAsync<int>("select count(*)::int from audit where action = 'policies_created' and actor = 'leader@example.org'"));
        Assert.Contains("leader@example.org", page.Document.QuerySelector("#past")!.ParentElement!.ParentElement!.TextContent, StringComparison.Ordinal);
    }

    [Fact]
    [Trait("rule", "R-287")]
    public async Task A_member_reads_policies_and_cannot_decide_them()
    {
        using var browser = await practice.SignedInAsync(Role.Member);

        var page = await browser.GetAsync("/policies/P-08");

        Assert.Null(page.Document.QuerySelector("[name='effectiveFrom']"));
    }

    [Fact]
    [Trait("rule", "R-288")]
    public async Task Holidays_are_pasted_a_line_each_and_a_broken_line_stores_none_of_them()
    {
        using var browser = await practice.SignedInAsync(Role.Coordinator);

        var broken = await browser.SubmitAsync("/admin/calendars/de?year=2026", ("days", "2026-12-26 Boxing Day\nNew Year"));
        var pasted = await browser.SubmitAsync("/admin/calendars/de?year=2026", ("days", "2026-12-26 Boxing Day\n2026-12-25 Christmas"));

        Assert.Equal(HttpStatusCode.UnprocessableEntity, broken.Status);
        Assert.Equal(HttpStatusCode.Found, pasted.Status);
        Assert.Equal("Christmas, Boxing Day", await practice.ReadAsync<string>("select string_agg(name, ', ' order by date) from calendar_days"));
    }

    [Fact]
    public async Task A_rate_of_the_past_is_stored_only_after_it_was_said_what_it_touches()
    {
        await practice.RunAsync("insert into time_entries (entry, person, date, engagement, hours, billable, state) values ('t1', 'p1', '2026-01-05', 'SOW-1', 8, true, 'approved')");
        using var browser = await practice.SignedInAsync(Role.Finance);
        (string, string)[] rate = [("role", "engineer"), ("currency", "EUR"), ("hourlyRate", "150"), ("effectiveFrom", "2026-01-01")];

        var asked = await browser.SubmitAsync("/admin/rates", rate);
        var before = await practice.ReadAsync<int>("select count(*)::int from rates");
        var stored = await browser.SendAsync("/admin/rates", asked, ("confirm", "yes"));

        Assert.Contains("1 approved entry with 8.0 hours on 1 engagement", asked.Document.QuerySelector("[role=alert]")!.TextContent, StringComparison.Ordinal);
        Assert.Contains("0.00 → 1,200.00", asked.Document.QuerySelector("[role=alert]")!.TextContent, StringComparison.Ordinal);
        Assert.Equal(0, before);
        Assert.Equal("/admin/rates", stored.GoesTo);
        Assert.Equal(150m, await practice.ReadAsync<decimal>("select hourly_rate from rates"));
    }

    [Fact]
    public async Task Shorter_weeks_say_first_how_many_booked_days_no_longer_fit()
    {
        await practice.RunAsync(
            """
            insert into bookings (booking, engagement, person, role, start_date, end_date, minutes_per_day, kind)
            select booking, 'SOW-1', 'p2', 'engineer', current_date + 1, current_date + 14, 240, 'hard' from (values ('b1'), ('b2')) two (booking)
            """);
        using var browser = await practice.SignedInAsync(Role.Operations);
        (string, string)[] shorter = [("name", "Kim"), ("role", "engineer"), ("employment", "employee"), ("weeklyHours", "20")];

        var asked = await browser.SubmitAsync("/admin/people/p2", shorter);
        var before = await practice.ReadAsync<decimal>("select weekly_hours from people where person = 'p2'");
        var saved = await browser.SendAsync("/admin/people/p2", asked, shorter);

        Assert.Contains("10 booked days", asked.Document.QuerySelector(".note")!.TextContent, StringComparison.Ordinal);
        Assert.Equal(40m, before);
        Assert.Equal("/admin/people/p2", saved.GoesTo);
        Assert.Contains("/staffing", (await browser.GetAsync("/admin/people/p2")).Document.QuerySelector(".note")!.InnerHtml, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_new_account_gets_a_link_once_and_a_second_press_makes_no_second_account()
    {
        using var browser = await practice.SignedInAsync(Role.Administrator);
        var form = await browser.GetAsync("/admin/users/new");
        (string, string)[] fields = [("Email", "nia@example.org"), ("Name", "Nia"), ("Roles", "member"), ("Roles", "trainer")];

        var made = await browser.SendAsync("/admin/users/new", form, fields);
        var again = await browser.SendAsync("/admin/users/new", form, fields);

        Assert.Contains("/set-password/", made.Document.QuerySelector("#link")!.TextContent, StringComparison.Ordinal);
        Assert.True((int)again.Status is 302 or 303, again.Status.ToString());
        Assert.Equal(2, await practice.ReadAsync<int>("select count(*)::int from account_roles join accounts using (account) where email = 'nia@example.org'"));
    }

    [Fact]
    [Trait("rule", "R-296")]
    public async Task The_last_administrator_keeps_the_role_and_nobody_disables_themselves()
    {
        using var browser = await practice.SignedInAsync(Role.Administrator);

        var demoted = await browser.SubmitAsync("/admin/users/administrator@example.org", ("Name", "Root"), ("Roles", "operations"));
        var disabled = await PressAsync(browser, "/admin/users/administrator@example.org", "set-disabled");

        Assert.Equal(HttpStatusCode.Conflict, demoted.Status);
        Assert.Contains("last account that administers", demoted.Document.QuerySelector(".refusal")!.TextContent, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.Conflict, disabled.Status);
    }

    [Fact]
    public async Task Disabling_an_account_ends_its_session_at_once()
    {
        using var member = await practice.SignedInAsync(Role.Member);
        using var browser = await practice.SignedInAsync(Role.Administrator);

        await PressAsync(browser, "/admin/users/member@example.org", "set-disabled");

        Assert.Equal(HttpStatusCode.Redirect, (await member.GetAsync("/policies")).Status);
        Assert.Equal(1, await practice.ReadAsync<int>("select count(*)::int from audit where action = 'account_disabled'"));
    }

    [Fact]
    public async Task Two_edits_of_one_account_end_in_a_refusal_that_names_the_first()
    {
        using var browser = await practice.SignedInAsync(Role.Administrator);
        var opened = await browser.GetAsync("/admin/users/member@example.org");
        await browser.SendAsync("/admin/users/member@example.org", opened, ("Name", "Nia"), ("Roles", "trainer"));

        var fields = (await browser.GetAsync("/admin/users/member@example.org")).Document.QuerySelector("[name='idempotency_key']")!.GetAttribute("value")!;
        var token = opened.Document.QuerySelector("[name='__RequestVerificationToken']")!.GetAttribute("value")!;
        var stale = await browser.PostAsync(
            "/admin/users/member@example.org", ("_handler", "edit-account"), ("__RequestVerificationToken", token), ("idempotency_key", fields), ("version", "1"), ("Name", "Mia"), ("Roles", "member"));

        Assert.Equal(HttpStatusCode.Conflict, stale.Status);
        Assert.Contains("trainer", stale.Document.QuerySelector(".refusal")!.TextContent, StringComparison.Ordinal);
        Assert.Contains("administrator@example.org", stale.Document.QuerySelector(".refusal")!.TextContent, StringComparison.Ordinal);
    }

    [Fact]
    [Trait("rule", "R-296")]
    public async Task A_cell_of_the_access_table_is_changed_and_explained()
    {
        using var browser = await practice.SignedInAsync(Role.Administrator);

        var changed = await browser.SubmitAsync("/admin/roles/member/see_rates", ("reach", "assigned"));
        var why = await browser.GetAsync("/admin/roles?Account=member@example.org&Act=see_rates&Record=SOW-1");

        Assert.Equal("/admin/roles", changed.GoesTo);
        Assert.Contains("No.", why.Document.QuerySelector("[role='status']")!.TextContent, StringComparison.Ordinal);
        Assert.Contains("on engagements they are assigned to", why.Document.QuerySelector("[role='status']")!.TextContent, StringComparison.Ordinal);
    }

    [Fact]
    [Trait("rule", "R-297")]
    public async Task A_bundle_is_looked_at_first_and_stored_after_a_yes()
    {
        using var browser = await practice.SignedInAsync(Role.Operations);

        var looked = await UploadAsync(browser, ("customers.csv", "customer,name\nc2,Harrow\nc1,Meridian Freight\n"));
        var before = await practice.ReadAsync<int>("select count(*)::int from customers");
        var stored = await PressAsync(browser, "/admin/import", "store-bundle", looked);

        Assert.Contains("1 record would be created and 1 changed", looked.Html, StringComparison.Ordinal);
        Assert.Equal(1, before);
        Assert.Equal("/admin/import", stored.GoesTo);
        Assert.Equal("Meridian Freight, Harrow", await practice.ReadAsync<string>("select string_agg(name, ', ' order by customer) from customers"));
        Assert.Equal(0, await practice.ReadAsync<int>("select count(*)::int from files"));
    }

    [Fact]
    [Trait("rule", "R-297")]
    public async Task A_bundle_with_errors_names_file_line_and_column_and_offers_no_yes()
    {
        using var browser = await practice.SignedInAsync(Role.Operations);

        var looked = await UploadAsync(browser, ("people.csv", "person,name,role,weekly_hours\np1,Ana,engineer,forty\n"));

        Assert.Equal(HttpStatusCode.UnprocessableEntity, looked.Status);
        Assert.Equal(["people.csv", "2", "weekly_hours"], looked.Document.QuerySelectorAll("tbody tr td").Take(3).Select(cell => cell.TextContent));
        Assert.Null(looked.Document.QuerySelector("button[form='store-bundle']"));
    }

    [Fact]
    [Trait("rule", "R-289")]
    public async Task The_whole_practice_comes_as_one_archive_and_the_audit_says_who_took_it()
    {
        using var browser = await practice.SignedInAsync(Role.Leader);

        var answer = await browser.Http.GetAsync(new Uri("/admin/export/bundle.zip", UriKind.Relative), TestContext.Current.CancellationToken);
        await using var content = await answer.Content.ReadAsStreamAsync(TestContext.Current.CancellationToken);
        using var archive = new ZipArchive(content);

        Assert.Contains(archive.Entries, entry => entry.Name == "people.csv" && entry.Length > 0);
        Assert.Equal(1, await practice.ReadAsync<int>("select count(*)::int from audit where action = 'export' and actor = 'leader@example.org'"));
    }

    // A form that is nothing but its button.
    private static async Task<Page> PressAsync(Browser browser, string path, string form, Page? page = null)
    {
        var found = (page ?? await browser.GetAsync(path)).Document.QuerySelector($"input[name='_handler'][value='{form}']")!.Closest("form")!;
        return await browser.PostAsync(path, [.. found.QuerySelectorAll("input[type=hidden]").Select(input => (input.GetAttribute("name")!, input.GetAttribute("value")!))]);
    }

    private static async Task<Page> UploadAsync(Browser browser, params (string Name, string Content)[] files)
    {
        using var zip = new MemoryStream();
        using (var archive = new ZipArchive(zip, ZipArchiveMode.Create, leaveOpen: true))
        {
            foreach (var (name, text) in files)
            {
                await using var entry = archive.CreateEntry(name).Open();
                await entry.WriteAsync(Encoding.UTF8.GetBytes(text));
            }
        }

        var page = await browser.GetAsync("/admin/import");
        using var form = new MultipartFormDataContent();
        foreach (var input in page.Document.QuerySelector("input[type=file]")!.Closest("form")!.QuerySelectorAll("input[type=hidden]"))
            form.Add(new StringContent(input.GetAttribute("value")!), input.GetAttribute("name")!);

        var file = new ByteArrayContent(zip.ToArray());
        file.Headers.ContentType = new MediaTypeHeaderValue("application/zip");
        form.Add(file, "Bundle", "practice.zip");
        var answer = await browser.Http.PostAsync(new Uri("/admin/import", UriKind.Relative), form);
        var html = await answer.Content.ReadAsStringAsync();
        return new(answer.StatusCode, html, answer.Headers.Location, new AngleSharp.Html.Parser.HtmlParser().ParseDocument(html));
    }
}

using System.Net;
using AngleSharp.Dom;
using Throughline.Domain.Accounts;
using Throughline.Domain.Timekeeping;
using Throughline.Features.Timekeeping;
using Throughline.Testing;
using Throughline.Tests.Accounts;
using static Throughline.Tests.Timekeeping.TimeWorld;

namespace Throughline.Tests.Timekeeping;

/// <summary>The pages of time as a browser without script uses them.</summary>
public sealed class TimePagesTests(TestDatabases databases) : IAsyncLifetime
{
    private const string Week = "/my-week/2026-03-09";
    private TimeWorld world = null!;

    public async ValueTask InitializeAsync() => world = await TimeWorld.StartAsync(databases);

    public ValueTask DisposeAsync() => world.DisposeAsync();

    [Fact]
    public async Task My_week_offers_what_is_planned_and_says_what_is_expected()
    {
        using var browser = await world.OpenAsync("devin", Role.Member);

        var page = await browser.GetAsync("/my-week");

        Assert.Equal("9 – 15 March 2026", page.Document.QuerySelector("h1")!.TextContent);
        Assert.Equal(["Cutover rehearsal", "Fleet API redesign"], page.Document.QuerySelectorAll("tr[data-r] .t").Select(title => title.TextContent));
        Assert.Equal(["4.0", "4.0", "4.0", "4.0", "4.0", null, null], Fields(page, "a1").Select(field => field.GetAttribute("placeholder")));
        Assert.Equal("40.0", page.Document.QuerySelector(".figs dd")!.FirstChild!.TextContent);
    }

    [Fact]
    public async Task A_week_is_filled_in_saved_and_submitted_as_a_plain_form()
    {
        using var browser = await world.OpenAsync("devin", Role.Member);
        var page = await browser.GetAsync(Week);
        var names = Fields(page, "a1").Select(field => field.GetAttribute("name")!).ToList();

        var saved = await browser.SendAsync(Week, page, (names[0], "1.5"), (names[1], "1:30"), (names[2], "90m"), ("act", "save"));

        Assert.Equal((HttpStatusCode.Found, Week), (saved.Status, saved.GoesTo));
        Assert.Equal("1.5000 1.5000 1.5000", await world.ReadAsync<string>("select string_agg(hours::text, ' ' order by date) from time_entries where activity = 'a1'"));
        page = await browser.GetAsync(Week);
        Assert.Contains("Saved 3 cells", page.Html, StringComparison.Ordinal);
        names = [.. Fields(page, "a1").Select(field => field.GetAttribute("name")!)];

        await browser.SendAsync(Week, page, (names[0], "2"), (names[1], "1.5"), (names[2], ""), ("act", "submit"));

        Assert.Equal("2.0000 submitted, 1.5000 submitted", await world.ReadAsync<string>(
            "select string_agg(hours::text || ' ' || state, ', ' order by date) from time_entries"));
    }

    [Fact]
    public async Task The_same_form_sent_twice_logs_once()
    {
        using var browser = await world.OpenAsync("devin", Role.Member);
        var page = await browser.GetAsync(Week);
        var name = Fields(page, "a1")[0].GetAttribute("name")!;

        await browser.SendAsync(Week, page, (name, "2"), ("act", "save"));
        var again = await browser.SendAsync(Week, page, (name, "2"), ("act", "save"));

        Assert.Equal((HttpStatusCode.SeeOther, Week), (again.Status, again.GoesTo));
        Assert.Equal(1, await world.ReadAsync<int>("select count(*)::int from time_entries"));
    }

    [Fact]
    public async Task A_cell_that_is_no_number_comes_back_as_it_was_typed_and_the_others_are_saved()
    {
        using var browser = await world.OpenAsync("devin", Role.Member);
        var page = await browser.GetAsync(Week);
        var names = Fields(page, "a1").Select(field => field.GetAttribute("name")!).ToList();

        var answer = await browser.SendAsync(Week, page, (names[0], "8hrs"), (names[1], "1"), ("act", "submit"));

        Assert.Equal(HttpStatusCode.UnprocessableEntity, answer.Status);
        Assert.Contains("\"8hrs\" is not a number of hours", answer.Document.QuerySelector(".errs")!.TextContent, StringComparison.Ordinal);
        var wrong = answer.Document.QuerySelector("input[aria-invalid]")!;
        Assert.Equal("8hrs", wrong.GetAttribute("value"));
        Assert.Equal("#" + wrong.Id, answer.Document.QuerySelector(".errs a")!.GetAttribute("href"));
        Assert.Equal("draft", await world.ReadAsync<string>("select state from time_entries"));
    }

    [Fact]
    [Trait("rule", "stale_version")]
    public async Task A_cell_that_somebody_else_changed_meanwhile_is_refused_and_says_who_changed_what()
    {
        using var browser = await world.OpenAsync("devin", Role.Member);
        var entry = await world.LoggedAsync();
        var page = await browser.GetAsync(Week);
        await world.RunAsync($"update time_entries set hours = 3 where entry = '{entry.Entry}'");

        var answer = await browser.SendAsync(Week, page, (Fields(page, "engagement=SOW-1")[0].GetAttribute("name")!, "4"), ("act", "save"));

        Assert.Equal(HttpStatusCode.Conflict, answer.Status);
        Assert.Contains("ana@practice.example changed the hours of Mon 9 Mar for SOW-1 after you opened it: hours from 2.0 to 3.0", answer.Document.QuerySelector(".errs")!.TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_plan_is_taken_whole()
    {
        using var browser = await world.OpenAsync("devin", Role.Member);
        var page = await browser.GetAsync(Week);

        await browser.SendAsync(Week, page, [.. page.Document.QuerySelectorAll("td input[name^=cell]").Select(field => (field.GetAttribute("name")!, "")), ("act", "plan")]);

        Assert.Equal("20.0000 10.0000", await world.ReadAsync<string>(
            "select string_agg(hours::text, ' ' order by engagement) from (select engagement, sum(hours) as hours from time_entries group by engagement) sums"));
    }

    [Fact]
    public async Task A_row_is_added_by_the_beginning_of_its_name()
    {
        using var browser = await world.OpenAsync("devin", Role.Member);

        var page = await browser.GetAsync($"{Week}?add=mentor");
        var unknown = await browser.GetAsync($"{Week}?add=SOW-4");

        Assert.Equal("Mentoring", page.Document.QuerySelectorAll("tr[data-r] .t")[^1].TextContent);
        Assert.Contains("No project or category of yours", unknown.Html, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_was_sent_back_says_in_its_place_by_whom_and_why()
    {
        using var browser = await world.OpenAsync("devin", Role.Member);
        var entry = await world.SubmittedAsync();
        await world.RejectAsync(Ana, TimeSelection.Of(entry.Entry), "Phase 1 closed on 6 March");

        var page = await browser.GetAsync(Week);

        Assert.Contains("Sent back by ana@example.org", page.Document.QuerySelector("tr.why")!.TextContent, StringComparison.Ordinal);
        Assert.Contains("Phase 1 closed on 6 March", page.Document.QuerySelector("tr.why")!.TextContent, StringComparison.Ordinal);
        Assert.NotNull(page.Document.QuerySelector("td.rej input"));
    }

    [Fact]
    public async Task Several_entries_of_one_cell_show_their_sum_and_open_as_a_list_that_takes_a_further_line()
    {
        using var browser = await world.OpenAsync("devin", Role.Member);
        await world.SubmittedAsync("2");
        await world.LoggedAsync("1", note: "Late call");
        var cell = (await browser.GetAsync(Week)).Document.QuerySelector("td[data-c='2026-03-09']:has(sup)")!;

        Assert.Null(cell.QuerySelector("input"));
        Assert.StartsWith("3.0", cell.TextContent.Trim(), StringComparison.Ordinal);
        var path = cell.QuerySelector("a.cellmark")!.GetAttribute("href")!;
        var list = await browser.GetAsync(path);
        Assert.Contains("Late call", list.Html, StringComparison.Ordinal);

        var answer = await browser.SendAsync(path, list, ("more-hours", "0.5"), ("more-note", "And another"));
        Assert.Equal(Week, answer.GoesTo);
        Assert.Equal(3.5m, await world.ReadAsync<decimal>("select sum(hours) from time_entries"));
    }

    [Fact]
    public async Task A_note_is_written_and_an_entry_deleted_and_put_back_on_the_page_of_its_cell()
    {
        using var browser = await world.OpenAsync("devin", Role.Member);
        await world.LoggedAsync();
        var path = (await browser.GetAsync(Week)).Document.QuerySelector("td a.cellmark")!.GetAttribute("href")!;

        await browser.SubmitAsync(path, ("note", "Dry run"), ("hours", "2.5"), ("act", "save"));
        Assert.Equal("Dry run 2.5000 false", await world.ReadAsync<string>("select note || ' ' || hours || ' ' || billable from time_entries"));

        await browser.SubmitAsync(path, ("note", "Dry run"), ("hours", "2.5"), ("act", "delete"));
        Assert.Equal(0, await world.ReadAsync<int>("select count(*)::int from time_entries"));
        var week = await browser.GetAsync(Week);
        var undo = week.Document.QuerySelector("form[data-undo]")!;
        await browser.PostAsync(undo.GetAttribute("action")!, [.. undo.QuerySelectorAll("input").Select(field => (field.GetAttribute("name")!, field.GetAttribute("value") ?? ""))]);
        Assert.Equal("Dry run 2.5000 false", await world.ReadAsync<string>("select note || ' ' || hours || ' ' || billable from time_entries"));
    }

    [Fact]
    public async Task Another_person_s_week_opens_only_for_those_who_log_for_others()
    {
        using var carla = await world.OpenAsync("carla", Role.Coordinator);
        using var devin = await world.OpenAsync("devin", Role.Member);

        Assert.Equal("Devin Park, 9 – 15 March 2026", (await carla.GetAsync($"{Week}?person=devin")).Document.QuerySelector("h1")!.TextContent);
        Assert.Equal(HttpStatusCode.NotFound, (await devin.GetAsync($"{Week}?person=ana")).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await devin.GetAsync("/my-week/soon")).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await carla.GetAsync($"{Week}?person=nobody")).Status);
    }

    [Fact]
    [Trait("rule", "R-296")]
    public async Task Nobody_learns_of_an_engagement_by_adding_its_row()
    {
        using var devin = await world.OpenAsync("devin", Role.Member);
        var row = Uri.EscapeDataString(new WeekRowKey("SOW-4", null, null).ToString());

        Assert.DoesNotContain("Somebody else", (await devin.GetAsync($"{Week}?row={row}")).Html, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.NotFound, (await devin.GetAsync($"/my-week/cell?row={row}&day=2026-03-09")).Status);

        using var carla = await world.OpenAsync("carla", Role.Coordinator);
        Assert.Contains("Somebody else", (await carla.GetAsync($"{Week}?row={row}")).Html, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_inbox_shows_exceptions_first_with_the_clean_weeks_chosen_and_what_approving_earns()
    {
        await world.RunAsync("update bookings set activity = null; delete from activities");
        using var browser = await world.OpenAsync("ana", Role.ProjectManager);
        await world.SubmittedAsync("2", "2026-03-09");
        await world.SubmittedAsync("11", "2026-03-21");
        await world.SubmittedAsync(engagement: "SOW-2");

        var page = await browser.GetAsync("/inbox");

        Assert.Equal(["16 Mar", "9 Mar"], page.Document.QuerySelectorAll("tr[data-group] td:nth-child(4)").Select(cell => cell.TextContent));
        Assert.Contains("11.0 h on Saturday, 11.0 h on Sat 21 Mar", page.Document.QuerySelector("tr[data-group]")!.TextContent, StringComparison.Ordinal);
        Assert.Equal([false, true], page.Document.QuerySelectorAll("input[name=pick]").Select(box => box.HasAttribute("checked")));
        Assert.Equal("Earned revenue grows by USD 400.00.", page.Document.QuerySelector("[data-says=effect]")!.TextContent);
    }

    [Fact]
    public async Task All_clean_weeks_are_approved_at_once_and_an_exception_needs_a_reason()
    {
        await world.RunAsync("update bookings set activity = null; delete from activities");
        using var browser = await world.OpenAsync("ana", Role.ProjectManager);
        await world.SubmittedAsync("2", "2026-03-09");
        await world.SubmittedAsync("11", "2026-03-21");
        var page = await browser.GetAsync("/inbox");
        var picks = page.Document.QuerySelectorAll("input[name=pick]").Select(box => box.GetAttribute("value")!).ToList();

        await browser.SendAsync("/inbox", page, ("pick", picks[1]), ("act", "approve"));
        page = await browser.GetAsync("/inbox");
        var refused = await browser.SendAsync("/inbox", page, ("pick", picks[0]), ("act", "approve"));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, refused.Status);
        Assert.Contains("Give a reason to approve an exception: Devin Park", refused.Html, StringComparison.Ordinal);

        await browser.SendAsync("/inbox", page, ("pick", picks[0]), ("act", "approve"), ("reason", "Agreed with the customer"));
        Assert.Equal("approved approved", await world.ReadAsync<string>("select string_agg(state, ' ') from time_entries"));
        Assert.Contains("Nothing waits for you", (await browser.GetAsync("/inbox")).Html, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Time_is_sent_back_from_the_inbox_with_a_reason_and_what_changed_meanwhile_is_not()
    {
        using var browser = await world.OpenAsync("ana", Role.ProjectManager);
        var entry = await world.SubmittedAsync();
        var (page, otherWindow) = (await browser.GetAsync("/inbox"), await browser.GetAsync("/inbox"));
        var pick = page.Document.QuerySelector("input[name=pick]")!.GetAttribute("value")!;

        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await browser.SendAsync("/inbox", page, ("pick", pick), ("act", "reject"))).Status);
        await browser.SendAsync("/inbox", page, ("pick", pick), ("act", "reject"), ("reason", "Wrong day"));
        Assert.Equal("rejected", await world.ReadAsync<string>("select state from time_entries"));

        await world.SubmitAsync(Devin, TimeSelection.Of(entry.Entry));
        var stale = await browser.SendAsync("/inbox", otherWindow, ("pick", pick), ("act", "approve"));
        Assert.Equal(HttpStatusCode.Conflict, stale.Status);
        Assert.Contains("devin@example.org changed", stale.Html, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_coordinator_stands_in_on_a_view_of_its_own_and_members_have_no_inbox()
    {
        using var carla = await world.OpenAsync("carla", Role.Coordinator);
        using var devin = await world.OpenAsync("devin", Role.Member);
        await world.SubmittedAsync();

        Assert.Contains("Nothing waits for you", (await carla.GetAsync("/inbox")).Html, StringComparison.Ordinal);
        Assert.Single((await carla.GetAsync("/inbox?as=backup")).Document.QuerySelectorAll("tr[data-group]"));
        Assert.Equal(HttpStatusCode.NotFound, (await devin.GetAsync("/inbox")).Status);
    }

    [Fact]
    public async Task A_manager_without_sight_of_value_sees_no_amounts()
    {
        using var mia = await world.OpenAsync("mia", Role.PracticeManager);
        await world.SubmittedAsync(user: Ana);

        var page = await mia.GetAsync("/inbox");

        Assert.Single(page.Document.QuerySelectorAll("tr[data-group]"));
        Assert.Equal("", page.Document.QuerySelector("[data-says=effect]")!.TextContent);
        Assert.Null(page.Document.QuerySelector("[data-amount]"));
    }

    [Fact]
    public async Task The_list_goes_on_where_its_page_ended_and_keeps_its_filters()
    {
        using var carla = await world.OpenAsync("carla", Role.Coordinator);
        await world.RunAsync(
            """
            insert into time_entries (entry, person, date, engagement, hours, billable, state)
            select 'e' || n, case when n % 2 = 0 then 'ana' else 'devin' end, date '2026-01-01' + n / 2, 'SOW-1', 1, true, 'submitted' from generate_series(1, 130) n
            """);

        var first = await carla.GetAsync("/timekeeping?person=devin&state=submitted");
        var second = await carla.GetAsync(first.Document.QuerySelector("a[rel=next]")!.GetAttribute("href")!);
        var days = first.Document.QuerySelectorAll("tbody tr").Concat(second.Document.QuerySelectorAll("tbody tr")).Select(row => row.Children[0].TextContent).ToList();

        Assert.Equal((50, 65), (first.Document.QuerySelectorAll("tbody tr").Length, days.Count));
        Assert.Equal(65, days.Distinct().Count());
        Assert.Null(second.Document.QuerySelector("a[rel=next]"));
        Assert.Equal(3, (await carla.GetAsync("/timekeeping?from=2026-01-01&to=2026-01-02&sort=date")).Document.QuerySelectorAll("tbody tr").Length);
    }

    [Fact]
    public async Task Each_sees_their_own_time_and_that_of_those_they_answer_for()
    {
        await world.LoggedAsync();
        await world.LoggedAsync(engagement: "SOW-2");
        await world.LoggedAsync(user: Ana);
        using var devin = await world.OpenAsync("devin", Role.Member);
        using var ana = await world.OpenAsync("ana", Role.ProjectManager);
        using var mia = await world.OpenAsync("mia", Role.PracticeManager);

        Assert.Equal(2, await RowsAsync(devin));
        Assert.Equal(2, await RowsAsync(ana));
        Assert.Equal(3, await RowsAsync(mia));
    }

    private static async Task<int> RowsAsync(Browser browser) => (await browser.GetAsync("/timekeeping")).Document.QuerySelectorAll("tbody tr").Length;

    private static List<IElement> Fields(Page page, string row) =>
        [.. page.Document.QuerySelectorAll("tr[data-r]").First(it => it.GetAttribute("data-r")!.EndsWith(row, StringComparison.Ordinal)).QuerySelectorAll("input")];
}

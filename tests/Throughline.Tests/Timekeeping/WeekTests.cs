using System.Net;
using System.Text.Json;
using Throughline.Data.Timekeeping;
using Throughline.Domain;
using Throughline.Domain.Accounts;
using Throughline.Domain.Dates;
using Throughline.Domain.People;
using Throughline.Features.Reports;
using Throughline.Features.Timekeeping;
using Throughline.Testing;
using Throughline.Tests.Accounts;
using static Throughline.Tests.Timekeeping.TimeWorld;

namespace Throughline.Tests.Timekeeping;

/// <summary>The week beyond typing hours: cells sent again or overtaken, the timer, days without work, what is missing, and who is reminded.</summary>
public sealed class WeekTests(TestDatabases databases) : IAsyncLifetime
{
    private static readonly PersonKey DevinKey = new("devin");
    private static readonly WeekRowKey Row = new("SOW-1", "a1", null);
    private static readonly DateRange Week = new(Monday, Monday.AddDays(6));
    private TimeWorld world = null!;

    public async ValueTask InitializeAsync() => world = await TimeWorld.StartAsync(databases);

    public ValueTask DisposeAsync() => world.DisposeAsync();

    [Fact]
    public async Task A_cell_sent_again_under_its_key_is_stored_once_and_one_overtaken_shows_both_values()
    {
        using var browser = await world.OpenAsync("devin", Role.Member);
        var page = await browser.GetAsync("/my-week/2026-03-09");
        var name = page.Document.QuerySelector("tr[data-r$=a1] input")!.GetAttribute("name")!;
        var token = page.Document.QuerySelector("[name=__RequestVerificationToken]")!.GetAttribute("value")!;

        var first = await SaveAsync(name, "2", "k1");
        var again = await SaveAsync(name, "2", "k1");
        Assert.Equal((HttpStatusCode.OK, HttpStatusCode.OK, "2.0"), (first.Status, again.Status, again.Answer.GetProperty("value").GetString()));
        Assert.Equal(1, await world.ReadAsync<int>("select count(*)::int from time_entries"));
        Assert.Equal(HttpStatusCode.OK, (await SaveAsync(name, "2", "k2")).Status);

        await world.RunAsync("update time_entries set hours = 5");
        var (status, overtaken) = await SaveAsync(first.Answer.GetProperty("name").GetString()!, "3", "k3");
        var conflict = overtaken.GetProperty("conflict");
        Assert.Equal((HttpStatusCode.Conflict, "3", "5.0"), (status, conflict.GetProperty("mine").GetString(), conflict.GetProperty("theirs").GetString()));
        Assert.Equal(HttpStatusCode.OK, (await SaveAsync(conflict.GetProperty("name").GetString()!, "3", "k4")).Status);
        Assert.Equal("3.0000", await world.ReadAsync<string>("select hours::text from time_entries"));

        var empty = page.Document.QuerySelectorAll("tr[data-r$=a1] input")[1].GetAttribute("name")!;
        Granted(await world.LogAsync(Outi, new TimeForm { Person = "devin", Date = "2026-03-10", Engagement = "SOW-1", Activity = "a1", Hours = "4" }));
        Assert.Equal("4.0", (await SaveAsync(empty, "1", "k5")).Answer.GetProperty("conflict").GetProperty("theirs").GetString());
        await world.RunAsync("delete from time_entries");
        Assert.Equal("", (await SaveAsync(first.Answer.GetProperty("name").GetString()!, "3", "k6")).Answer.GetProperty("conflict").GetProperty("theirs").GetString());

        async Task<(HttpStatusCode Status, JsonElement Answer)> SaveAsync(string cell, string value, string key)
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, "/my-week/cells")
            {
                Content = new FormUrlEncodedContent([new("cell", cell), new("value", value), new("person", "devin"), new("__RequestVerificationToken", token)]),
            };
            request.Headers.Add("Idempotency-Key", key);
            var answer = await browser.Http.SendAsync(request);
            return (answer.StatusCode, JsonDocument.Parse(await answer.Content.ReadAsStringAsync()).RootElement);
        }
    }

    [Fact]
    public async Task The_week_shows_the_members_own_day_and_offers_pinned_rows_and_last_weeks_hours()
    {
        await world.RunAsync("update people set time_zone = 'Pacific/Auckland' where person = 'devin'");
        await world.LoggedAsync("3", "2026-03-04", category: "mentoring");
        world.Database.Clock.MoveTo(new DateTimeOffset(2026, 3, 8, 13, 0, 0, TimeSpan.Zero));
        using var browser = await world.OpenAsync("devin", Role.Member);

        var page = await browser.GetAsync("/my-week");
        Assert.Equal("9 – 15 March 2026", page.Document.QuerySelector("h1")!.TextContent);
        Assert.Equal("2026-03-09", page.Document.QuerySelector("th.now")!.GetAttribute("data-h"));
        Assert.Contains("due Monday 16 March, 09:00 in Auckland", page.Html, StringComparison.Ordinal);

        var empty = page.Document.QuerySelectorAll("tr[data-r='category=mentoring'] input").Select(field => (field.GetAttribute("name")!, ""));
        await browser.SendAsync("/my-week", page, [("act", "copy"), .. empty]);
        Assert.Equal("2026-03-11 3.0000", await world.ReadAsync<string>("select date || ' ' || hours from time_entries where date > '2026-03-08'"));
        await browser.PostAsync("/my-week/pin", [.. Hidden(page, "pin"), ("row", "category=travel")]);
        Assert.Equal("category=travel", (await browser.GetAsync("/my-week/2026-05-04")).Document.QuerySelector("tr[data-r]")!.GetAttribute("data-r"));

        await world.RunAsync("insert into policies (policy, value, scope_kind) values ('P-49', 'non_creditable_only', 'organisation')");
        var choices = (await browser.GetAsync("/my-week")).Document.QuerySelectorAll("#row-choices option").Select(option => option.GetAttribute("value")).ToList();
        Assert.Contains("Travel (internal, non creditable)", choices);
        Assert.DoesNotContain(choices, choice => choice!.StartsWith("Mentoring", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_timer_outlives_the_page_stops_when_another_starts_and_splits_at_the_members_midnight()
    {
        await world.RunAsync("update people set time_zone = 'Europe/Madrid' where person = 'devin'");
        var timer = world.Get<RowTimer>();
        Granted(await timer.StartAsync(Devin, DevinKey, Row, CancellationToken.None));
        await PassAsync(TimeSpan.FromMinutes(70));
        Assert.Equal(1, (await world.Get<MyWeek>().RunAsync(DevinKey, null, [], false, CancellationToken.None))!.Timer is { Row: var row } && row == Row ? 1 : 0);

        var second = new WeekRowKey(null, null, "mentoring");
        Assert.Equal("Logged 1.25 h on Wed 11 Mar", Granted(await timer.StartAsync(Devin, DevinKey, second, CancellationToken.None)).Says);
        Assert.Equal(1, await world.ReadAsync<int>("select count(*)::int from timers"));
        world.Database.Clock.MoveTo(new DateTimeOffset(2026, 3, 12, 0, 30, 0, TimeSpan.Zero));
        Granted(await timer.StopAsync(Devin, DevinKey, true, CancellationToken.None));
        Assert.Equal("11 11.7500, 12 1.5000", await world.ReadAsync<string>("select string_agg(extract(day from date) || ' ' || hours, ', ' order by date) from time_entries where category = 'mentoring'"));

        await world.LoggedAsync("1", "2026-03-12");
        Assert.Equal("R-204", Refused(await timer.StartAsync(Devin, DevinKey, new WeekRowKey("SOW-4", null, null), CancellationToken.None)).Rule);
        Granted(await timer.StartAsync(Devin, DevinKey, new WeekRowKey("SOW-1", null, null), CancellationToken.None));
        await PassAsync(TimeSpan.FromHours(1));
        Granted(await timer.StopAsync(Devin, DevinKey, true, CancellationToken.None));
        Assert.Equal("2.0000", await world.ReadAsync<string>("select hours::text from time_entries where activity is null and engagement = 'SOW-1'"));
        Granted(await timer.StartAsync(Devin, DevinKey, Row, CancellationToken.None));
        await PassAsync(TimeSpan.FromHours(1));
        Granted(await timer.StopAsync(Devin, DevinKey, false, CancellationToken.None));
        Assert.Null(Granted(await timer.StopAsync(Devin, DevinKey, true, CancellationToken.None)).Says);
        Assert.IsType<NotAllowed>(Refused(await timer.StopAsync(Ana, DevinKey, true, CancellationToken.None)));
    }

    [Fact]
    public async Task A_day_without_work_is_said_taken_back_and_never_said_of_a_day_with_hours()
    {
        await world.LoggedAsync("2");
        var (state, back) = (world.Get<StateNoWork>(), world.Get<WithdrawNoWork>());
        var tuesday = new DateRange(Monday.AddDays(1), Monday.AddDays(1));

        Assert.Equal("R-207", Refused(await state.RunAsync(Devin, DevinKey, new DateRange(Monday, Monday), null, CancellationToken.None)).Rule);
        Assert.IsType<NotAllowed>(Refused(await state.RunAsync(Ana, DevinKey, tuesday, null, CancellationToken.None)));
        Granted(await state.RunAsync(Devin, DevinKey, tuesday, null, CancellationToken.None));
        Granted(await state.RunAsync(Devin, DevinKey, tuesday, "Power cut", CancellationToken.None));
        Assert.Equal("Power cut", await world.ReadAsync<string>("select reason from no_work"));

        Granted(await back.RunAsync(Devin, DevinKey, tuesday, CancellationToken.None));
        Assert.IsType<NoSuchRecord>(Refused(await back.RunAsync(Devin, DevinKey, tuesday, CancellationToken.None)));
        Assert.Equal(2, await world.ReadAsync<int>("select count(*)::int from history.no_work"));
        Granted(await state.RunAsync(Devin, DevinKey, tuesday, null, CancellationToken.None));
        await world.RunAsync("update time_entries set state = 'approved'");
        Assert.Equal("R-217", Refused(await back.RunAsync(Devin, DevinKey, tuesday, CancellationToken.None)).Rule);
    }

    [Fact]
    public async Task A_short_week_is_handed_in_once_it_is_said_that_this_is_all()
    {
        world.Database.Clock.MoveTo(new DateTimeOffset(2026, 3, 16, 8, 0, 0, TimeSpan.Zero));
        await world.LoggedAsync("2");
        using var browser = await world.OpenAsync("devin", Role.Member);
        var page = await browser.GetAsync("/my-week/2026-03-09");

        var refused = await browser.SendAsync("/my-week/2026-03-09", page, ("act", "submit"));
        Assert.Equal(HttpStatusCode.Conflict, refused.Status);
        Assert.Contains("This week holds 2 h, and 40 are the least after time off", refused.Html, StringComparison.Ordinal);
        await browser.SendAsync("/my-week/2026-03-09", page, ("reason", "Unpaid leave"), ("days", "2026-03-09/2026-03-15"));
        Assert.Equal(HttpStatusCode.Found, (await browser.SendAsync("/my-week/2026-03-09", await browser.GetAsync("/my-week/2026-03-09"), ("act", "submit"))).Status);
        Assert.Equal("submitted", await world.ReadAsync<string>("select state from time_entries"));
        Assert.Contains("Unpaid leave", (await browser.GetAsync("/my-week/2026-03-09")).Html, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Each_is_reminded_once_before_and_once_after_and_nobody_who_is_away_or_done()
    {
        await world.RunAsync(
            """
            update people set time_zone = 'America/Chicago' where person = 'devin';
            insert into time_off (person, start_date, end_date) values ('carla', '2026-03-09', '2026-03-13');
            insert into time_entries (entry, person, date, category, hours, billable, state)
              select 'o' || day, 'outi', day, 'mentoring', 8, false, 'submitted' from generate_series('2026-03-09'::date, '2026-03-13', '1 day') day;
            """);
        Granted(await world.Get<StateNoWork>().RunAsync(Mia, new PersonKey("mia"), Week, "Sabbatical", CancellationToken.None));
        await world.SubmittedAsync("8");
        var told = 0;

        await AtAsync("2026-03-13T13:00:00Z", 0);
        await AtAsync("2026-03-13T19:59:00Z", 1);
        Assert.Equal("time_due ana Your week of 9 March is due Monday 16 March 09:00 (America/New_York): 40 of 40 h are missing.", await SaidAsync());
        await AtAsync("2026-03-13T20:00:00Z", 1);
        await AtAsync("2026-03-13T20:01:00Z", 0);
        Granted(await world.Get<StateNoWork>().RunAsync(Ana, new PersonKey("ana"), Week, null, CancellationToken.None));

        await AtAsync("2026-03-16T13:59:00Z", 0);
        await AtAsync("2026-03-16T14:05:00Z", 2);
        Assert.Equal(
            "approval_due ana 8 h of the week of 9 March wait for your approval, due Monday 16 March 13:00 (America/New_York). | "
            + "time_late devin Your week of 9 March was due Monday 16 March 09:00 (America/Chicago): 32 of 40 h are missing.",
            await SaidAsync());
        await world.RunAsync("update time_entries set state = 'approved' where person = 'devin'");
        Granted(await world.Get<StateNoWork>().RunAsync(Devin, DevinKey, Week, null, CancellationToken.None));
        await AtAsync("2026-03-16T18:00:00Z", 0);
        Assert.Equal("", await SaidAsync());

        async Task AtAsync(string instant, int news)
        {
            world.Database.Clock.MoveTo(DateTimeOffset.Parse(instant, System.Globalization.CultureInfo.InvariantCulture));
            await Task.WhenAll(TimeReminders.RunAsync(world.Database, CancellationToken.None), TimeReminders.RunAsync(world.Database, CancellationToken.None));
            Assert.Equal(told += news, await world.ReadAsync<int>("select count(*)::int from time_reminders"));
            Assert.Equal(told, await world.ReadAsync<int>("select count(*)::int from notices"));
        }

        Task<string> SaidAsync() => world.ReadAsync<string>(
            "select coalesce(string_agg(kind || ' ' || recipient || ' ' || (detail->>'said'), ' | ' order by kind, recipient), '') from notices where done_at is null");
    }

    [Fact]
    public async Task The_report_lists_who_is_missing_and_a_page_of_the_week_takes_at_most_eight_statements()
    {
        await world.SubmittedAsync("8");
        Granted(await world.Get<StateNoWork>().RunAsync(Mia, new PersonKey("mia"), Week, null, CancellationToken.None));

        var answer = Granted(await world.Get<ReportRun>().RunAsync(new ReportAsk("missing-time") { From = Monday, To = Week.Last, Today = Monday.AddDays(7) }, CancellationToken.None));
        Assert.Equal(
            ["ana 40 0 late mia", "carla 40 0 late ", "devin 40 8 late ana", "outi 40 0 late "],
            answer.Table.Rows.Select(row => string.Join(' ', row.Cells.Where((_, at) => at is 0 or > 2).Select(cell => cell.Canonical))));

        using var browser = await world.OpenAsync("devin", Role.Member);
        await browser.GetAsync("/my-week");
        browser.Http.DefaultRequestHeaders.Add("X-Measure", "1");
        using var page = await browser.Http.GetAsync(new Uri("/my-week", UriKind.Relative), TestContext.Current.CancellationToken);
        var timing = string.Join(' ', page.Headers.GetValues("Server-Timing"));
        Assert.InRange(int.Parse(timing.Split("db;desc=\"")[1].Split('"')[0], System.Globalization.CultureInfo.InvariantCulture), 1, 8);
    }

    private Task PassAsync(TimeSpan time)
    {
        world.Database.Clock.MoveTo(world.Database.Clock.GetUtcNow() + time);
        return Task.CompletedTask;
    }

    private static IEnumerable<(string, string)> Hidden(Page page, string form) =>
        page.Document.QuerySelectorAll($"#{form} input[type=hidden]").Select(field => (field.GetAttribute("name")!, field.GetAttribute("value")!));
}

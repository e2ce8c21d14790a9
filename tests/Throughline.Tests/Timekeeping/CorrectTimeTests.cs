using System.Net;
using Throughline.Domain;
using Throughline.Domain.Accounts;
using Throughline.Domain.Timekeeping;
using Throughline.Features.Timekeeping;
using Throughline.Platform;
using Throughline.Testing;
using Throughline.Tests.Accounts;
using static Throughline.Tests.Timekeeping.TimeWorld;

namespace Throughline.Tests.Timekeeping;

[Trait("rule", "R-217")]
public sealed class CorrectTimeTests(TestDatabases databases) : IAsyncLifetime
{
    private const string Week = "/my-week/2026-03-09";
    private static readonly CancellationToken Stop = CancellationToken.None;
    private TimeWorld world = null!;

    public async ValueTask InitializeAsync() => world = await TimeWorld.StartAsync(databases);

    public ValueTask DisposeAsync() => world.DisposeAsync();

    [Fact]
    public async Task Corrected_hours_become_an_entry_of_the_difference_that_is_approved_alone()
    {
        var approved = await ApprovedAsync("8");

        var delta = Granted(await CorrectAsync(Devin, approved, "6:30", "Lunch"));
        Assert.Equal((-1.5m, TimeState.Draft, approved, "Lunch"), (delta.Terms.Hours, delta.State, delta.Adjusts, delta.Terms.Note));
        Assert.Equal(8m, await SumAsync("state = 'approved'"));

        Granted(await world.SubmitAsync(Devin, TimeSelection.Of(delta.Entry)));
        Granted(await world.ApproveAsync(Ana, TimeSelection.Of(delta.Entry)));

        Assert.Equal(6.5m, await SumAsync("state = 'approved'"));
        Assert.Equal(8m, await SumAsync($"entry = '{approved}'"));
        Assert.Equal(2, await world.ReadAsync<int>("select count(*)::int from decisions"));
    }

    [Fact]
    public async Task A_coordinator_takes_everything_back_and_the_hours_are_logged_anew()
    {
        var approved = await ApprovedAsync("20");

        var back = Granted(await CorrectAsync(Carla, approved, "0", "Wrong project"));
        Assert.IsType<NoSuchRecord>(Refused(await CorrectAsync(User("nobody", Role.Member), approved, "0", null)));
        Granted(await world.SubmitAsync(Carla, TimeSelection.Of(back.Entry)));
        Granted(await world.ApproveAsync(Ana, TimeSelection.Of(back.Entry)));
        await world.LoggedAsync("20", engagement: "SOW-2");

        Assert.Equal(0m, await SumAsync("engagement = 'SOW-1'"));
    }

    [Fact]
    public async Task Corrections_one_by_one_may_not_leave_less_than_nothing_even_if_all_together_would_not()
    {
        var approved = await ApprovedAsync("8");
        var more = Granted(await CorrectAsync(Devin, approved, "10", null));
        Granted(await world.SubmitAsync(Devin, TimeSelection.Of(more.Entry)));
        var less = Granted(await CorrectAsync(Devin, approved, "0", null));
        Granted(await world.SubmitAsync(Devin, TimeSelection.Of(less.Entry)));

        Assert.Equal((2m, -10m), (more.Terms.Hours, less.Terms.Hours));
        Assert.IsType<CorrectedOutOfDay>(Assert.IsType<EntriesRefused>(Refused(await world.ApproveAsync(Ana, TimeSelection.Of(less.Entry)))).Entries[0].Problem);
        Granted(await world.ApproveAsync(Ana, TimeSelection.Of(less.Entry, more.Entry)));
        Assert.Equal(0m, await SumAsync("state = 'approved'"));
    }

    [Fact]
    public async Task A_correction_of_a_correction_corrects_the_entry_that_was_logged_first()
    {
        var approved = await ApprovedAsync("8");
        var delta = Granted(await CorrectAsync(Devin, approved, "6", null));
        Granted(await world.SubmitAsync(Devin, TimeSelection.Of(delta.Entry)));
        Granted(await world.ApproveAsync(Ana, TimeSelection.Of(delta.Entry)));

        var second = Granted(await CorrectAsync(Devin, delta.Entry, "7", null));

        Assert.Equal((approved, 1m), (second.Adjusts, second.Terms.Hours));
        Assert.IsType<CorrectedMeanwhile>(Refused(await world.Get<CorrectTime>().RunAsync(Devin, new CorrectionForm(approved) { Total = "5", Seen = 6m }, Stop)));
    }

    [Fact]
    public async Task A_cell_of_approved_hours_is_typed_over_and_typed_back()
    {
        var approved = await ApprovedAsync("4");
        using var browser = await world.OpenAsync("devin", Role.Member);
        var page = await browser.GetAsync(Week);

        await browser.SendAsync(Week, page, (Cell(page), "3"), ("act", "save"));
        Assert.Equal("4.0000 approved, -1.0000 draft", await RowsAsync());

        page = await browser.GetAsync(Week);
        Assert.Equal("3.0", page.Document.QuerySelector($"[name='{Cell(page)}']")!.GetAttribute("value"));
        await browser.SendAsync(Week, page, (Cell(page), "+0:30"), ("act", "save"));
        Assert.Equal("4.0000 approved, -0.5000 draft", await RowsAsync());

        page = await browser.GetAsync(Week);
        await browser.SendAsync(Week, page, (Cell(page), "4"), ("act", "save"));
        Assert.Equal("4.0000 approved", await RowsAsync());

        page = await browser.GetAsync(Week);
        await browser.SendAsync(Week, page, (Cell(page), ""), ("act", "submit"));
        Assert.Equal("4.0000 approved, -4.0000 submitted", await RowsAsync());
        Assert.Equal(approved, await world.ReadAsync<string>("select adjusts from time_entries where adjusts is not null"));
    }

    [Fact]
    public async Task The_page_of_an_entry_corrects_and_submits_in_one_act()
    {
        var approved = await ApprovedAsync("8");
        using var browser = await world.OpenAsync("devin", Role.Member);
        var list = await browser.GetAsync("/timekeeping");
        var address = list.Document.QuerySelector("td a[aria-label^='Correct the hours']")!.GetAttribute("href")!;
        var page = await browser.GetAsync(address);

        var answer = await browser.SendAsync(address, page, ("total", "9"), ("why", "A call"), ("act", "submit"));

        Assert.Equal((HttpStatusCode.Found, address), (answer.Status, answer.GoesTo));
        Assert.Equal("8.0000 approved, 1.0000 submitted", await RowsAsync());
        page = await browser.GetAsync(address);
        Assert.Contains("9.0 h once everything here is approved", page.Html, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await browser.SendAsync(address, page, ("total", "25"), ("act", "submit"))).Status);
        Assert.Contains(approved, address, StringComparison.Ordinal);
    }

    [Fact]
    [Trait("rule", "R-219")]
    public async Task A_late_line_after_submission_is_submitted_alone_and_opens_nothing()
    {
        var sent = await world.SubmittedAsync();
        var late = await world.LoggedAsync("3", day: "2026-03-14");

        Granted(await world.SubmitAsync(Devin, TimeSelection.OfWeek(new("devin"), Monday)));

        Assert.Equal("submitted submitted", await world.ReadAsync<string>("select string_agg(state, ' ') from time_entries"));
        Assert.Equal(sent.Version, await world.ReadAsync<int>($"select version from time_entries where entry = '{sent.Entry}'"));
        Granted(await world.ApproveAsync(Ana, TimeSelection.Of(late.Entry)));
    }

    [Fact]
    public async Task The_database_itself_refuses_another_number_of_approved_hours()
    {
        var approved = await ApprovedAsync("8");

        foreach (var sql in (string[])["update time_entries set hours = 7", "update time_entries set state = 'draft'", "delete from time_entries"])
        {
            var refused = await Assert.ThrowsAnyAsync<Exception>(() => world.RunAsync(sql));
            Assert.Contains("Approved hours do not change", refused.ToString(), StringComparison.Ordinal);
        }

        await world.RunAsync($"update time_entries set note = 'may be put right' where entry = '{approved}'");
    }

    [Fact]
    public async Task Whatever_is_tried_the_approved_hours_of_an_engagement_are_the_sum_of_what_was_decided()
    {
        var random = new Random(7);
        for (var step = 0; step < 120; step++)
        {
            await TryAsync(random);
            if (step % 10 == 9)
                Assert.Equal(0, await world.ReadAsync<int>(
                    """
                    select count(*)::int from (
                      select engagement, coalesce(sum(hours) filter (where state = 'approved'), 0) as approved,
                        coalesce((select sum(f.hours) from decisions d join time_entries f on 'time/' || f.entry = d.subject
                          where d.verdict = 'approved' and f.engagement = t.engagement), 0) as decided
                      from time_entries t group by engagement) s where approved <> decided
                    """));
        }

        Assert.True(await world.ReadAsync<int>("select count(*)::int from time_entries where adjusts is not null and state = 'approved'") > 0);
        Assert.Equal(0, await world.ReadAsync<int>(
            """
            select count(*)::int from (
              select coalesce(adjusts, entry), sum(hours) as hours from time_entries where state = 'approved' group by 1) family
            where hours not between 0 and 24
            """));
    }

    private async Task TryAsync(Random random)
    {
        var entries = await world.ReadAsync<string>("select coalesce(string_agg(entry || ' ' || version, ',' order by entry), '') from time_entries");
        var any = entries.Split(',', StringSplitOptions.RemoveEmptyEntries) is { Length: > 0 } list ? list[random.Next(list.Length)].Split(' ') : ["t-none", "1"];
        var (entry, version) = (any[0], int.Parse(any[1], System.Globalization.CultureInfo.InvariantCulture));
        var hours = (random.Next(0, 33) / 4m).ToString(System.Globalization.CultureInfo.InvariantCulture);
        _ = random.Next(10) switch
        {
            0 => (object)await world.LogAsync(Devin, new TimeForm { Date = "2026-03-09", Engagement = random.Next(2) == 0 ? "SOW-1" : "SOW-2", Hours = hours }),
            1 => await world.Get<ChangeTime>().RunAsync(Devin, entry, version, new TimeForm { Hours = hours, Exact = true }, Stop),
            2 => await world.Get<DeleteTime>().RunAsync(Devin, entry, version, Stop),
            3 => await CorrectAsync(Devin, entry, hours, null),
            4 => await CorrectAsync(Carla, entry, "0", null),
            5 or 8 => await world.SubmitAsync(Devin, TimeSelection.OfWeek(new("devin"), Monday)),
            6 => await world.RejectAsync(Carla, TimeSelection.Of(entry), "Look again"),
            _ => await world.ApproveAsync(Carla, TimeSelection.Of(entry)),
        };
    }

    private async Task<string> ApprovedAsync(string hours)
    {
        var entry = await world.SubmittedAsync(hours);
        Granted(await world.ApproveAsync(Ana, TimeSelection.Of(entry.Entry)));
        return entry.Entry;
    }

    private Task<Result<TimeEntry>> CorrectAsync(CurrentUser user, string entry, string total, string? note) =>
        world.Get<CorrectTime>().RunAsync(user, new CorrectionForm(entry) { Total = total, Note = note }, Stop);

    private static string Cell(Page page) =>
        page.Document.QuerySelectorAll("tr[data-r='engagement=SOW-1'] td input[name^=cell]")[0].GetAttribute("name")!;

    private Task<string> RowsAsync() => world.ReadAsync<string>("select string_agg(hours || ' ' || state, ', ' order by recorded_at, adjusts is not null) from time_entries");

    private Task<decimal> SumAsync(string where) => world.ReadAsync<decimal>($"select coalesce(sum(hours), 0) from time_entries where {where}");
}

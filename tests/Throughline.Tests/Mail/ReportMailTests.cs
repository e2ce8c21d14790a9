using System.Net;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Throughline.Data.Recording;
using Throughline.Domain.Accounts;
using Throughline.Features.Reports;
using Throughline.Platform.Mail;
using Throughline.Testing;

namespace Throughline.Tests.Mail;

/// <summary>Reports go out by mail when they are due, once, with what each recipient may see. It is Wednesday 11 March 2026, 15:00 UTC.</summary>
public sealed class ReportMailTests(TestDatabases databases) : IAsyncLifetime
{
    private static readonly CancellationToken Stop = CancellationToken.None;
    private static readonly string[] Nobody = ["x"];
    private readonly SmtpSink sink = new();
    private PracticeServer practice = null!;

    public async ValueTask InitializeAsync()
    {
        practice = await PracticeServer.StartAsync(databases);
        await practice.Database.WriteAsync<bool>(new Actor("root", Guid.CreateVersion7()), async change =>
        {
            await practice.Get<MailSettingsStore>().WriteAsync(
                change, new MailSettings(true, "127.0.0.1", sink.Port, false, null, "pro@practice.example", "Practice", "https://pro.example", false), keepsPassword: false);
            return true;
        }, Stop);
    }

    public async ValueTask DisposeAsync()
    {
        await practice.DisposeAsync();
        await sink.DisposeAsync();
    }

    [Fact]
    public async Task Each_recipient_gets_the_rows_and_figures_they_may_see_and_their_own_clock_decides()
    {
        await practice.AddAsync("ana@practice.example", Role.ProjectManager);
        await practice.AddAsync("pmo@practice.example", Role.PmoManager);
        using var leader = await practice.SignedInAsync("leader@practice.example", Role.Leader);
        await ScheduleAsync(leader, "remaining-funds", "?sort=engagement", rhythm: "weekly", day: "5", time: "08:30", zone: "America/New_York", format: "table", to: "leader@practice.example\np001\npmo@practice.example");

        await MoveAsync("2026-03-13T12:29:00Z");
        Assert.Empty(sink.Mails);
        await MoveAsync("2026-03-13T12:30:00Z");

        var mails = sink.Mails.ToDictionary(mail => mail.To);
        Assert.Equal(["ana@practice.example", "leader@practice.example", "pmo@practice.example"], mails.Keys.Order());
        Assert.Contains("412,000.00", mails["leader@practice.example"].Part("text/html"), StringComparison.Ordinal);
        Assert.Contains("SOW-1024", mails["leader@practice.example"].Part("text/plain"), StringComparison.Ordinal);
        Assert.DoesNotContain("SOW-1024", mails["ana@practice.example"].Part("text/plain"), StringComparison.Ordinal);
        Assert.Contains("SOW-1024", mails["pmo@practice.example"].Part("text/plain"), StringComparison.Ordinal);
        Assert.DoesNotContain("412,000", mails["pmo@practice.example"].Data, StringComparison.Ordinal);
        Assert.DoesNotContain("<script>alert", mails["leader@practice.example"].Part("text/html"), StringComparison.Ordinal);
        Assert.Contains("https://pro.example/reports/remaining-funds", mails["ana@practice.example"].Part("text/plain"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_time_missed_for_weeks_is_made_up_for_once_and_three_nodes_send_it_once()
    {
        using var leader = await practice.SignedInAsync("leader@practice.example", Role.Leader);
        await ScheduleAsync(leader, "month-end-time", "", rhythm: "monthly_business_day", day: "1", time: "07:00", zone: "Europe/Berlin", format: "xlsx", to: "leader@practice.example");
        practice.Database.Clock.MoveTo(new DateTimeOffset(2026, 6, 20, 9, 0, 0, TimeSpan.Zero));
        var nodes = Enumerable.Range(0, 3).Select(_ => new SendReports(practice.Database, practice.Get<IServiceScopeFactory>(), NullLogger<SendReports>.Instance).RunDueAsync(Stop));
        await Task.WhenAll(nodes);
        await MoveAsync("2026-06-20T10:00:00Z");

        var mail = Assert.Single(sink.Mails);
        Assert.Equal("Time at month end: 1 – 31 May 2026", mail.Header("Subject"));
        Assert.Contains("month-end-time-2026-06-20.xlsx", mail.Data, StringComparison.Ordinal);
        Assert.Equal("2026-06-01 05:00:00+00", await practice.ReadAsync<string>("select due::text from report_mails where not set_config('TimeZone', 'UTC', false) is null"));
        Assert.Equal(new DateTimeOffset(2026, 7, 1, 5, 0, 0, TimeSpan.Zero), await practice.ReadAsync<DateTimeOffset>("select next_due from report_due"));
    }

    [Fact]
    public async Task A_recipient_stops_it_a_paused_one_rests_and_who_lost_the_right_gets_nothing()
    {
        using var ana = await practice.SignedInAsync("ana@practice.example", Role.ProjectManager);
        using var leader = await practice.SignedInAsync("leader@practice.example", Role.Leader);
        await practice.AddAsync("kim@practice.example", Role.Finance);
        await ScheduleAsync(leader, "margin", "", rhythm: "weekly", day: "4", time: "10:00", zone: "UTC", format: "link", to: "ana@practice.example, kim@practice.example, leader@practice.example");
        var key = await practice.ReadAsync<string>("select schedule from report_schedules");

        Assert.Equal(HttpStatusCode.Redirect, (await PracticeServer.PostAsync(ana, "/reports/schedules", [new("leave", key)])).StatusCode);
        await practice.RunAsync("delete from account_roles using accounts where accounts.account = account_roles.account and email = 'kim@practice.example'; insert into account_roles (account, role) select account, 'member' from accounts where email = 'kim@practice.example'");
        await MoveAsync("2026-03-12T10:00:00Z");
        Assert.Equal("leader@practice.example", Assert.Single(sink.Mails).To);
        Assert.Contains("kim@practice.example", await leader.GetStringAsync(new Uri("/reports/schedules", UriKind.Relative), Stop), StringComparison.Ordinal);

        await PracticeServer.PostAsync(leader, "/reports/schedules", [new("pause", key)]);
        await MoveAsync("2026-03-26T10:00:00Z");
        await PracticeServer.PostAsync(leader, "/reports/schedules", [new("resume", key)]);
        await MoveAsync("2026-03-26T11:00:00Z");
        Assert.Single(sink.Mails);
        Assert.Equal(HttpStatusCode.NotFound, (await ana.GetAsync(new Uri($"/reports/schedules/{key}", UriKind.Relative), Stop)).StatusCode);
    }

    [Fact]
    public async Task What_cannot_be_sent_is_refused_field_by_field()
    {
        await practice.AddAsync("kim@practice.example", Role.Member);
        using var leader = await practice.SignedInAsync("leader@practice.example", Role.Leader);
        var answer = await PostAsync(leader, "remaining-funds", "", "weekly", "9", "25:00", "Mars/Olympus", "pdf", "kim@practice.example\nnobody@practice.example");
        var page = await answer.Content.ReadAsStringAsync(Stop);

        Assert.Equal(HttpStatusCode.UnprocessableEntity, answer.StatusCode);
        foreach (var words in new[] { "between 1 and 7", "such as 08:30", "such as Europe/Berlin", "link, table, csv, xlsx", "kim@practice.example is no account", "nobody@practice.example is no account" })
            Assert.Contains(words, page, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.NotFound, (await leader.GetAsync(new Uri("/reports/schedule?report=gossip", UriKind.Relative), Stop)).StatusCode);
    }

    [Fact]
    public async Task Over_the_interface_a_report_is_scheduled_once_listed_changed_with_its_version_and_ended()
    {
        using var leader = await Api.ApiClient.OpenAsync(practice, "leader@practice.example", [Role.Leader], Scope.Read, Scope.Delivery);
        using var reader = await Api.ApiClient.OpenAsync(practice, "ops@practice.example", [Role.Operations], Scope.Read);
        var body = new { report = "utilisation", query = "?range=last_month&recorded_at=2020-01-01T00:00:00Z", rhythm = "weekly", day = 1, time = "09:00", zone = "Europe/Berlin", recipients = new[] { "leader@practice.example" } };
        var made = await leader.PostAsync("/report-schedules", body, ("Idempotency-Key", "k"));
        var again = await leader.PostAsync("/report-schedules", body, ("Idempotency-Key", "k"));
        var key = made["schedule"];

        Assert.Equal((201, "?range=last_month", "2026-03-16T08:00:00Z", "Utilisation"), (made.Status, made["query"], made["nextDue"], made["name"]));
        Assert.Equal((201, key), (again.Status, again["schedule"]));
        Assert.Equal(key, Assert.Single((await leader.GetAsync("/report-schedules?limit=1")).Items).GetProperty("schedule").GetString());
        Assert.Empty((await reader.GetAsync("/report-schedules")).Items);
        Assert.Equal(404, (await reader.GetAsync($"/report-schedules/{key}")).Status);
        Assert.Equal(403, (await reader.PostAsync("/report-schedules", body)).Status);
        Assert.Equal(428, (await leader.PatchAsync($"/report-schedules/{key}", new { paused = true }, null)).Status);
        var paused = await leader.PatchAsync($"/report-schedules/{key}", new { paused = true }, made.ETag);
        Assert.Equal((200, "True"), (paused.Status, paused["paused"]));
        Assert.Equal(412, (await leader.PatchAsync($"/report-schedules/{key}", new { day = 2 }, made.ETag)).Status);
        Assert.Equal(["day", "recipients"], (await leader.PatchAsync($"/report-schedules/{key}", new { day = 8, recipients = Nobody }, paused.ETag)).Fields.Order());
        Assert.Equal(204, (await leader.DeleteAsync($"/report-schedules/{key}", paused.ETag)).Status);
        Assert.Equal(404, (await leader.GetAsync($"/report-schedules/{key}")).Status);
    }

    private static async Task ScheduleAsync(HttpClient client, string report, string query, string rhythm, string day, string time, string zone, string format, string to) =>
        Assert.Equal(HttpStatusCode.Redirect, (await PostAsync(client, report, query, rhythm, day, time, zone, format, to)).StatusCode);

    private static Task<HttpResponseMessage> PostAsync(HttpClient client, string report, string query, string rhythm, string day, string time, string zone, string format, string to) =>
        PracticeServer.PostAsync(client, $"/reports/schedule?report={report}&query={Uri.EscapeDataString(query)}",
        [
            new("rhythm", rhythm), new("day", day), new("time", time), new("zone", zone), new("format", format), new("recipients", to),
            new("name", report == "month-end-time" ? "Time at month end" : "Report"),
        ]);

    // As the trial clock does it.
    private async Task MoveAsync(string instant)
    {
        practice.Database.Clock.MoveTo(DateTimeOffset.Parse(instant, System.Globalization.CultureInfo.InvariantCulture));
        await practice.Get<SendReports>().RunDueAsync(Stop);
        await practice.Get<MailWork>().RunDueAsync(Stop);
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(20));
        while (await practice.ReadAsync<int>("select (select count(*) from report_mails where done_at is null)::int + (select count(*) from mail where state = 'waiting')::int") > 0)
            await Task.Delay(20, limit.Token);
    }
}

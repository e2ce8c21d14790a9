using System.Text;
using Microsoft.Extensions.Logging.Abstractions;
using Throughline.Data.Mail;
using Throughline.Data.Recording;
using Throughline.Domain.Accounts;
using Throughline.Platform;
using Throughline.Platform.Mail;
using Throughline.Testing;

namespace Throughline.Tests.Mail;

/// <summary>Mail leaves in the words it was written in, to each once, and only where an administrator has said how.</summary>
public sealed class MailTests(TestDatabases databases) : IAsyncLifetime
{
    private static readonly CancellationToken Stop = CancellationToken.None;
    private readonly SmtpSink sink = new();
    private PracticeServer practice = null!;

    public async ValueTask InitializeAsync() => practice = await PracticeServer.StartAsync(databases);

    public async ValueTask DisposeAsync()
    {
        await practice.DisposeAsync();
        await sink.DisposeAsync();
    }

    [Fact]
    public async Task Until_an_administrator_sets_mail_up_nothing_is_queued_and_nobody_is_called()
    {
        await TellAsync("soft_released", "p001", "b1", "Gone.");
        Assert.Equal(1, await practice.ReadAsync<int>("select count(*)::int from notices"));
        Assert.Equal(0, await practice.ReadAsync<int>("select count(*)::int from mail"));
        Assert.Equal(0, await practice.Get<MailWork>().RunDueAsync(Stop));
        Assert.Equal(0, sink.Connections);
    }

    [Fact]
    public async Task A_notice_becomes_a_mail_in_text_and_markup_that_says_how_to_get_no_more()
    {
        await SetUpAsync();
        await TellAsync("soft_released", "p003", "b1", "Die Buchung für Tomás <Rivera> am 3. März steht nicht mehr. 東京");
        await SendAsync();

        var mail = Assert.Single(sink.Mails);
        Assert.Equal("tomas@practice.example", mail.To);
        Assert.Equal("A soft booking was released", mail.Header("Subject"));
        Assert.Contains("Tomás Rivera", mail.Header("To"), StringComparison.Ordinal);
        Assert.Contains("multipart/alternative", mail.Header("Content-Type"), StringComparison.Ordinal);
        Assert.Equal("<https://pro.example/account/notices>", mail.Header("List-Unsubscribe"));
        Assert.Equal("auto-generated", mail.Header("Auto-Submitted"));
        Assert.EndsWith("@practice.example>", mail.Header("Message-ID"), StringComparison.Ordinal);
        Assert.Contains("für Tomás <Rivera> am 3. März steht nicht mehr. 東京", mail.Part("text/plain"), StringComparison.Ordinal);
        Assert.Contains("https://pro.example/inbox", mail.Part("text/plain"), StringComparison.Ordinal);
        Assert.Contains("&lt;Rivera&gt;", mail.Part("text/html"), StringComparison.Ordinal);
        Assert.All(mail.Data.Split("\r\n"), line => Assert.True(line.Length <= 998 && line.All(char.IsAscii), line));
    }

    [Fact]
    public async Task Nothing_that_is_written_in_a_subject_or_a_name_becomes_a_header_of_its_own()
    {
        await SetUpAsync();
        await practice.RunAsync("update people set name = E'Ana\\r\\nBcc: all@evil.example' where person = 'p001'");
        await PutAsync(new MailDraft("p001", "Hello\r\nBcc: all@evil.example\u2028X-More: 1", "text"));
        await SendAsync();

        var mail = Assert.Single(sink.Mails);
        Assert.Equal("Hello Bcc: all@evil.example X-More: 1", mail.Header("Subject"));
        Assert.DoesNotContain(mail.Data.Split("\r\n"), line => line.StartsWith("Bcc", StringComparison.OrdinalIgnoreCase) || line.StartsWith("X-More", StringComparison.OrdinalIgnoreCase));
    }

    [Fact]
    public async Task Three_nodes_send_sixty_mails_once_each()
    {
        await SetUpAsync();
        for (var i = 0; i < 60; i++)
            await PutAsync(new MailDraft("p001", $"Mail {i}", "text") { DedupeKey = $"mail {i}" });
        await PutAsync(new MailDraft("p001", "Mail 7 again", "text") { DedupeKey = "mail 7" });

        var nodes = Enumerable.Range(0, 3).Select(_ => Node().RunDueAsync(Stop));
        await Task.WhenAll(nodes);
        await practice.Get<MailWork>().RunDueAsync(Stop);
        await WaitAsync(() => sink.Mails.Count >= 60);
        Assert.Equal(60, sink.Mails.Select(mail => mail.Header("Subject")).Distinct().Count());
        Assert.Equal(60, sink.Mails.Count);
    }

    [Fact]
    public async Task A_mail_that_is_not_taken_is_tried_later_and_later_and_then_stands_before_an_administrator()
    {
        await SetUpAsync();
        sink.Refusal = "451 try later";
        await PutAsync(new MailDraft("p001", "Later", "text"));
        var waits = new List<TimeSpan>();
        for (var attempt = 0; attempt < 7; attempt++)
        {
            await SendAsync();
            var (state, again) = await practice.ReadAsync<(string, DateTimeOffset)>("select state, run_at from mail");
            if (state == "failed")
                break;

            waits.Add(again - practice.Database.Clock.GetUtcNow());
            practice.Database.Clock.MoveTo(again);
        }

        Assert.Equal(6, waits.Count);
        Assert.True(waits.Zip(waits.Skip(1)).All(pair => pair.First < pair.Second));
        using var admin = await practice.SignedInAsync("root@practice.example", Role.Administrator);
        var page = await admin.GetStringAsync(new Uri("/admin/mail", UriKind.Relative), Stop);
        Assert.Contains("try later", page, StringComparison.Ordinal);

        sink.Refusal = null;
        await PracticeServer.PostAsync(admin, "/admin/mail", [new("again", (await practice.ReadAsync<Guid>("select mail from mail")).ToString())]);
        await SendAsync();
        Assert.Equal("Later", Assert.Single(sink.Mails).Header("Subject"));
    }

    [Fact]
    public async Task A_mail_whose_node_died_while_it_was_sending_is_never_sent_again_by_itself()
    {
        await SetUpAsync();
        await PutAsync(new MailDraft("p001", "Perhaps", "text"));
        await practice.RunAsync("update mail set attempts = 1, locked_until = clock_timestamp() - interval '1 second'");
        await SendAsync();

        Assert.Empty(sink.Mails);
        Assert.Equal("failed", await practice.ReadAsync<string>("select state from mail"));
        Assert.Contains("may have arrived", await practice.ReadAsync<string>("select error from mail"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Each_chooses_between_a_mail_at_once_a_daily_mail_and_the_inbox_alone()
    {
        await SetUpAsync();
        using var ana = await practice.SignedInAsync("ana@practice.example", Role.ProjectManager);
        await PracticeServer.PostAsync(ana, "/account/notices", [new("soft_released", "digest"), new("soft_expiring", "inbox"), new("room_made", "mail")]);
        await TellAsync("soft_released", "p001", "b1", "First.");
        await TellAsync("soft_released", "ana@practice.example", "b2", "Second.");
        await TellAsync("soft_released", "p001", "b2", "Second.");
        await TellAsync("soft_expiring", "p001", "b1", "Quiet.");
        await SendAsync();
        Assert.Empty(sink.Mails);

        practice.Database.Clock.MoveTo(practice.Database.Clock.GetUtcNow().AddDays(1));
        await practice.Get<BackgroundWork>().RunDueAsync(Stop);
        await SendAsync();
        await practice.Get<BackgroundWork>().RunDueAsync(Stop);
        await SendAsync();
        var mail = Assert.Single(sink.Mails);
        Assert.Equal("2 things in your inbox", mail.Header("Subject"));
        Assert.Contains("First.\r\n\r\nSecond.", mail.Part("text/plain"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_administrator_sets_mail_up_with_a_password_that_is_never_shown_and_tests_it()
    {
        sink.AsksForPassword = true;
        using var admin = await practice.SignedInAsync("root@practice.example", Role.Administrator);
        KeyValuePair<string, string>[] form =
        [
            new("enabled", "true"), new("host", "127.0.0.1"), new("port", sink.Port.ToString(System.Globalization.CultureInfo.InvariantCulture)), new("userName", "throughline"),
            new("password", "correct horse"), new("fromAddress", "pro@practice.example"), new("fromName", "Practice"), new("publicAddress", "https://pro.example"),
        ];
        await PracticeServer.PostAsync(admin, "/admin/mail", form);
        Assert.DoesNotContain("correct horse", await practice.ReadAsync<string>("select mail_settings::text from mail_settings"), StringComparison.Ordinal);
        Assert.DoesNotContain("correct horse", await practice.ReadAsync<string>("select string_agg(detail::text, ' ') from audit"), StringComparison.Ordinal);
        var page = await admin.GetStringAsync(new Uri("/admin/mail", UriKind.Relative), Stop);
        Assert.DoesNotContain("correct horse", page, StringComparison.Ordinal);

        // To another server only with the password typed anew.
        var moved = await PracticeServer.PostAsync(admin, "/admin/mail", [.. form.Where(field => field.Key is not ("password" or "host")), new("host", "localhost"), new("password", "")]);
        Assert.Equal(422, (int)moved.StatusCode);

        var posted = await admin.PostAsync(new Uri("/admin/mail", UriKind.Relative), await TestFormAsync(admin), Stop);
        Assert.Equal(302, (int)posted.StatusCode);
        Assert.Equal("root@practice.example", Assert.Single(sink.Mails).To);
        Assert.Contains(Convert.ToBase64String(Encoding.UTF8.GetBytes("correct horse")), sink.SignIns);

        using var claire = await practice.SignedInAsync("claire@practice.example", Role.Operations);
        Assert.Equal(404, (int)(await claire.GetAsync(new Uri("/admin/mail", UriKind.Relative), Stop)).StatusCode);
    }

    private static async Task<FormUrlEncodedContent> TestFormAsync(HttpClient client)
    {
        var page = new AngleSharp.Html.Parser.HtmlParser().ParseDocument(await client.GetStringAsync(new Uri("/admin/mail", UriKind.Relative), Stop));
        var form = page.QuerySelectorAll("form").Single(one => one.TextContent.Contains("Send a test mail", StringComparison.Ordinal));
        return new FormUrlEncodedContent(form.QuerySelectorAll("input").Select(field => KeyValuePair.Create(field.GetAttribute("name")!, field.GetAttribute("value")!)));
    }

    private MailWork Node() => new(practice.Database, practice.Get<MailSettingsStore>(), NullLogger<MailWork>.Instance);

    private async Task SetUpAsync() => await practice.Database.WriteAsync<bool>(new Actor("root", Guid.CreateVersion7()), async change =>
    {
        await practice.Get<MailSettingsStore>().WriteAsync(
            change, new MailSettings(true, "127.0.0.1", sink.Port, false, null, "pro@practice.example", "Practice", "https://pro.example/", false), keepsPassword: false);
        return true;
    }, Stop);

    private Task TellAsync(string kind, string recipient, string subject, string said) =>
        WriteAsync(change => Notices.AddAsync(change, kind, recipient, subject, said));

    private Task PutAsync(MailDraft draft) => WriteAsync(change => MailQueue.PutAsync(change, draft));

    private async Task WriteAsync(Func<Change, Task<bool>> act) =>
        Assert.True((await practice.Database.WriteAsync<bool>(new Actor("ana@practice.example", Guid.CreateVersion7()), async change => await act(change), Stop)).Succeeded(out _, out _));

    // The server's own round may have taken some; what matters is that in the end nothing waits that is due.
    private async Task SendAsync()
    {
        await practice.Get<MailWork>().RunDueAsync(Stop);
        var due = practice.Database.Clock.GetUtcNow();
        await WaitAsync(async () => await practice.ReadAsync<int>("select count(*)::int from mail where state = 'waiting' and locked_until is not null and run_at <= @due", new { due }) == 0);
    }

    private static Task WaitAsync(Func<bool> until) => WaitAsync(() => Task.FromResult(until()));

    private static async Task WaitAsync(Func<Task<bool>> until)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(20));
        while (!await until())
            await Task.Delay(20, limit.Token);
    }
}

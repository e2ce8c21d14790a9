using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Text;
using Throughline.Domain.Dates;
using Throughline.Features.Staffing;
using Throughline.Testing;
using Throughline.Tests.Accounts;
using static Throughline.Tests.Staffing.StaffingWorld;

namespace Throughline.Tests.Staffing;

/// <summary>Calendar feeds from the page that makes them to the programs that read them.</summary>
public sealed class FeedTests(TestDatabases databases) : IAsyncLifetime
{
    private StaffingWorld world = null!;
    private PracticeServer server = null!;
    private readonly List<Browser> browsers = [];
    private readonly HttpClient outside = new();

    public async ValueTask InitializeAsync()
    {
        world = await StaffingWorld.StartAsync(databases);
        server = await world.ServeAsync();
        await world.RunAsync(
            """update engagements set name = 'Migration; phase one, "été"' where engagement = 'SOW-1'""");
        await world.BookedAsync(Hard with { Start = Iso(10), End = Iso(20) });
        await world.BookedAsync(Form with { Engagement = "SOW-2", Start = Iso(30), End = Iso(30) });
        await world.BookedAsync(Form with { Person = "ines", Start = Iso(40), End = Iso(44) });
    }

    public async ValueTask DisposeAsync()
    {
        outside.Dispose();
        browsers.ForEach(browser => browser.Dispose());
        await server.DisposeAsync();
    }

    [Fact]
    public async Task A_feed_shows_firm_bookings_as_busy_and_soft_ones_as_tentative_from_first_to_last_day()
    {
        var (_, address) = await MadeAsync("tomas", "person:tomas");
        var lines = Unfolded(await outside.GetByteArrayAsync(new Uri(address), Stop));

        Assert.Equal(["Migration\\; phase one\\, \"été\"", "Fleet API redesign (soft)"], Values(lines, "SUMMARY"));
        Assert.Equal(["OPAQUE", "TRANSPARENT"], Values(lines, "TRANSP"));
        Assert.Equal(["CONFIRMED", "TENTATIVE"], Values(lines, "STATUS"));
        Assert.Equal([Plain(10), Plain(30)], Values(lines, "DTSTART;VALUE=DATE"));
        Assert.Equal([Plain(21), Plain(31)], Values(lines, "DTEND;VALUE=DATE"));
        Assert.Equal(["Bookings of Tomás Rivera"], Values(lines, "X-WR-CALNAME"));
        Assert.Equal(2, Values(lines, "UID").Distinct().Count());
    }

    [Fact]
    public async Task The_secret_is_shown_once_stored_as_a_hash_and_never_written_to_the_audit()
    {
        var (tomas, address) = await MadeAsync("tomas", "person:tomas");
        var secret = address.Split('/')[^1].Replace(".ics", "", StringComparison.Ordinal);

        Assert.DoesNotContain(secret, (await tomas.GetAsync("/account/feeds")).Document.Body!.InnerHtml, StringComparison.Ordinal);
        Assert.True(await world.ReadAsync<bool>($"select hash = sha256('{secret}') from feeds"));
        Assert.False(await world.ReadAsync<bool>($"select exists (select from audit where to_jsonb(audit)::text like '%{secret}%')"));
        Assert.Equal(1, await world.ReadAsync<int>("select count(*)::int from audit where action = 'feed_made'"));
    }

    [Fact]
    public async Task Reading_again_is_answered_with_not_modified_until_a_booking_changes()
    {
        var (_, address) = await MadeAsync("tomas", "person:tomas");
        using var first = await outside.GetAsync(new Uri(address), Stop);
        Assert.Equal("text/calendar", first.Content.Headers.ContentType!.MediaType);

        Assert.Equal(HttpStatusCode.NotModified, (await ConditionalAsync(address, first)).StatusCode);
        var uids = Values(Unfolded(await first.Content.ReadAsByteArrayAsync(Stop)), "UID");
        await world.RunAsync("update bookings set minutes_per_day = 60 where kind = 'soft'");
        using var changed = await ConditionalAsync(address, first);
        var lines = Unfolded(await changed.Content.ReadAsByteArrayAsync(Stop));
        Assert.Equal(HttpStatusCode.OK, changed.StatusCode);
        Assert.Equal(uids, Values(lines, "UID"));
        Assert.Equal(["1", "2"], Values(lines, "SEQUENCE"));
    }

    [Fact]
    public async Task What_its_owner_may_no_longer_see_is_left_out_and_a_disabled_account_has_no_feed()
    {
        var (_, address) = await MadeAsync("ana", "team:ana");
        Assert.Equal(["ines", "tomas", "tomas"], await PeopleAsync(address));

        await world.RunAsync("update account_roles set role = 'member' where account = (select account from accounts where email = 'ana@example.org')");
        Assert.Empty(await PeopleAsync(address));
        Assert.Equal(["Bookings"], Values(Unfolded(await outside.GetByteArrayAsync(new Uri(address), Stop)), "X-WR-CALNAME"));

        await world.RunAsync("update accounts set disabled = true where email = 'ana@example.org'");
        using var gone = await outside.GetAsync(new Uri(address), Stop);
        Assert.Equal(HttpStatusCode.NotFound, gone.StatusCode);
    }

    [Fact]
    public async Task A_revoked_feed_is_gone_and_guesses_are_limited()
    {
        var (tomas, address) = await MadeAsync("tomas", "person:tomas");
        var page = await tomas.GetAsync("/account/feeds");
        await tomas.SendAsync("/account/feeds", page, ("Feed", page.Document.QuerySelector("button[name=Feed]")!.GetAttribute("value")!));

        Assert.Equal(HttpStatusCode.NotFound, (await outside.GetAsync(new Uri(address), Stop)).StatusCode);
        var answers = new List<HttpStatusCode>();
        for (var guess = 0; guess < 25; guess++)
            answers.Add((await outside.GetAsync(new Uri($"{server.Address}/feeds/guess{guess}.ics"), Stop)).StatusCode);
        Assert.Equal(HttpStatusCode.TooManyRequests, answers[^1]);
    }

    [Fact]
    public async Task Nobody_makes_a_feed_of_what_they_may_not_see()
    {
        var tomas = await SignedInAsync("tomas");
        var page = await tomas.GetAsync("/account/feeds?for=person:ines");
        var refused = await tomas.SendAsync("/account/feeds", page, ("Subject", "person:ines"));

        Assert.Equal(HttpStatusCode.Forbidden, refused.Status);
        Assert.Equal(0, await world.ReadAsync<int>("select count(*)::int from feeds"));
    }

    [Fact]
    public void Lines_are_folded_at_75_octets_without_cutting_a_character()
    {
        var one = new FeedEvent("b1@x", 1, DateTimeOffset.UnixEpoch, new DateRange(Day("2026-03-02"), Day("2026-03-02")),
            string.Concat(Enumerable.Repeat("é😀漢;", 40)), "First\r\nsecond\nthird\\ \u0007end", true);
        var bytes = FeedText.Write("Name", [one]);
        var text = new UTF8Encoding(false, throwOnInvalidBytes: true).GetString(bytes);

        Assert.All(text.Split("\r\n"), line => Assert.True(Encoding.UTF8.GetByteCount(line) <= 75, line));
        Assert.All(Raw(bytes), line => new UTF8Encoding(false, throwOnInvalidBytes: true).GetString(line));
        Assert.DoesNotContain('\n', text.Replace("\r\n", "", StringComparison.Ordinal));
        Assert.Equal([string.Concat(Enumerable.Repeat("é😀漢\\;", 40))], Values(Unfolded(bytes), "SUMMARY"));
        Assert.Equal(["First\\nsecond\\nthird\\\\ end"], Values(Unfolded(bytes), "DESCRIPTION"));
    }

    [Theory]
    [InlineData("python3-icalendar", "/usr/bin/python3", "-c \"import icalendar,sys; c=icalendar.Calendar.from_ical(open(sys.argv[1],'rb').read()); [print(e['DTSTART'].dt, e['DTEND'].dt, e['TRANSP'], e['SUMMARY']) for e in c.walk('VEVENT')]\" FILE", "import icalendar")]
    [InlineData("khal", "khal", "-c CONFIG printics --format \"{start-date} {end-date} {status} {title}\" FILE", null)]
    [InlineData("node-ical", "node", "-e \"const c=require('node-ical').sync.parseFile(process.argv[1]);for(const e of Object.values(c))if(e.type==='VEVENT')console.log(e.start.toDateString(),e.end.toDateString(),e.transparency,e.summary)\" FILE", "require('node-ical')")]
    public async Task Other_programs_read_the_feed(string reader, string program, string arguments, string? needs)
    {
        Assert.SkipUnless(Has(program, needs), $"{reader} is not installed, so this feed was not read by it.");
        var (_, address) = await MadeAsync("tomas", "person:tomas");
        var file = Path.Combine(Directory.CreateTempSubdirectory("throughline-feed").FullName, "feed.ics");
        await File.WriteAllBytesAsync(file, await outside.GetByteArrayAsync(new Uri(address), Stop), Stop);

        var config = Path.Combine(Path.GetDirectoryName(file)!, "khal.conf");
        await File.WriteAllTextAsync(config, $"[calendars]\n[[feed]]\npath = {Path.GetDirectoryName(file)}/khal\ntype = calendar\n[sqlite]\npath = {Path.GetDirectoryName(file)}/khal.db\n", Stop);

        var (status, said) = Run(program, arguments.Replace("FILE", file, StringComparison.Ordinal).Replace("CONFIG", config, StringComparison.Ordinal));
        Assert.True(status == 0, said);
        Assert.Contains("Migration; phase one, \"été\"", said, StringComparison.Ordinal);
        Assert.Contains("Fleet API redesign (soft)", said, StringComparison.Ordinal);
    }

    private static bool Has(string program, string? needs)
    {
        try
        {
            return Run(program, needs is null ? "--version" : $"{(program == "node" ? "-e" : "-c")} \"{needs}\"").Status == 0;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return false;
        }
    }

    private static (int Status, string Said) Run(string program, string arguments)
    {
        var start = new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment["LC_ALL"] = start.Environment["LANG"] = "C.UTF-8";
        start.Environment["PYTHONIOENCODING"] = "utf-8";
        start.Environment["HOME"] = Directory.CreateTempSubdirectory("throughline-home").FullName;
        using var process = Process.Start(start)!;
        var (said, wrong) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        process.WaitForExit();
        return (process.ExitCode, said.Result + wrong.Result);
    }

    private async Task<HttpResponseMessage> ConditionalAsync(string address, HttpResponseMessage before)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, address);
        request.Headers.IfNoneMatch.Add(before.Headers.ETag!);
        return await outside.SendAsync(request, Stop);
    }

    private async Task<List<string>> PeopleAsync(string address) =>
        [.. Values(Unfolded(await outside.GetByteArrayAsync(new Uri(address), Stop)), "SUMMARY").Select(said => said.StartsWith("Tom", StringComparison.Ordinal) ? "tomas" : "ines").Order()];

    private async Task<(Browser Browser, string Address)> MadeAsync(string who, string subject)
    {
        var browser = await SignedInAsync(who);
        var made = await browser.SubmitAsync("/account/feeds", ("Subject", subject));
        return (browser, made.Document.GetElementById("feed")!.TextContent);
    }

    private async Task<Browser> SignedInAsync(string who)
    {
        var browser = new Browser(server.Address, null);
        browsers.Add(browser);
        await browser.SignInAsync($"{who}@example.org", PracticeServer.Password);
        return browser;
    }

    private string Iso(int days) => Today.AddDays(days).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    private string Plain(int days) => Today.AddDays(days).ToString("yyyyMMdd", CultureInfo.InvariantCulture);

    private DateOnly Today => DateOnly.FromDateTime(world.Database.Clock.GetUtcNow().UtcDateTime);

    private static List<string> Unfolded(byte[] feed) =>
        [.. Encoding.UTF8.GetString(feed).Replace("\r\n ", "", StringComparison.Ordinal).Split("\r\n", StringSplitOptions.RemoveEmptyEntries)];

    private static List<string> Values(List<string> lines, string property) =>
        [.. lines.Where(line => line.StartsWith(property + ":", StringComparison.Ordinal)).Select(line => line[(property.Length + 1)..])];

    private static IEnumerable<byte[]> Raw(byte[] feed)
    {
        var begin = 0;
        for (var i = 0; i + 1 < feed.Length; i++)
        {
            if (feed[i] != '\r' || feed[i + 1] != '\n')
                continue;

            yield return feed[begin..i];
            begin = i + 2;
        }
    }
}

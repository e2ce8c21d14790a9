using System.IO.Compression;
using System.Text;
using Throughline.Domain.Accounts;
using Throughline.Testing;

namespace Throughline.Tests.Api;

public sealed class StepCallsTests(TestDatabases databases) : IAsyncLifetime
{
    private PracticeServer server = null!;
    private ApiClient admin = null!;

    public async ValueTask InitializeAsync()
    {
        server = await PracticeServer.StartAsync(databases);
        admin = await ApiClient.OpenAsync(server, "root@practice.example", [Role.Administrator]);
    }

    public async ValueTask DisposeAsync()
    {
        admin.Dispose();
        await server.DisposeAsync();
    }

    [Fact]
    [Trait("rule", "R-107")]
    public async Task A_hard_booking_that_does_not_fit_names_the_day_and_who_holds_it()
    {
        var refused = await admin.PostAsync("/bookings", new { engagement = "SOW-1024", person = "p003", start = "2026-03-16", end = "2026-03-17", hoursPerDay = 5, kind = "hard" });

        Assert.Equal((409, "day_ledger"), (refused.Status, refused.Rule));
        var error = refused.Body.GetProperty("errors")[0];
        Assert.Equal(("p003", "2026-03-16", "4"), (error.GetProperty("person").GetString(), error.GetProperty("day").GetString(), error.GetProperty("heldHours").GetString()));
        Assert.Equal("b1", error.GetProperty("bookings")[0].GetProperty("booking").GetString());
    }

    [Fact]
    public async Task A_booking_is_made_changed_and_released()
    {
        var made = await admin.PostAsync("/bookings", new { engagement = "SOW-1024", person = "p003", start = "2026-03-16", end = "2026-03-17", hoursPerDay = "3.5", kind = "hard" });
        var address = $"/bookings/{made["booking"]}";
        var changed = await admin.PatchAsync(address, new { hoursPerDay = 2, note = "half" }, made.ETag);
        var unguarded = await admin.DeleteAsync(address, null);
        var stale = await admin.DeleteAsync(address, made.ETag);
        var gone = await admin.DeleteAsync(address, changed.ETag);

        Assert.Equal([201, 200, 428, 412, 204], [made.Status, changed.Status, unguarded.Status, stale.Status, gone.Status]);
        Assert.Equal(("3.5", "engineer", "2"), (made["hoursPerDay"], made["role"], changed["hoursPerDay"]));
        Assert.Equal(404, (await admin.GetAsync(address)).Status);
    }

    [Fact]
    public async Task Time_is_logged_handed_in_and_approved_and_nobody_approves_their_own()
    {
        using var tomas = await ApiClient.OpenAsync(server, "tomas@practice.example", [Role.Member]);
        using var ana = await ApiClient.OpenAsync(server, "ana@practice.example", [Role.ProjectManager]);
        var made = await tomas.PostAsync("/time-entries", new { person = "p003", date = "2026-03-10", engagement = "SOW-1042", hours = 7.5, note = "Cutover" });
        var handedIn = await tomas.PostAsync("/time-entries:submit", new { person = "p003", week = "2026-03-09" });
        var own = await tomas.PostAsync("/time-entries:approve", new { entries = new[] { made["entry"] } });
        var byRoot = await admin.PostAsync("/time-entries:approve", new { entries = new[] { made["entry"] } });
        var unreasoned = await ana.PostAsync("/time-entries:reject", new { entries = new[] { made["entry"] } });
        var approved = await ana.PostAsync("/time-entries:approve", new { entries = new[] { made["entry"], "t5" } });
        var late = await tomas.PatchAsync($"/time-entries/{made["entry"]}", new { hours = 1 }, "*");

        Assert.Equal([201, 200, 403, 403, 422, 200, 409], [made.Status, handedIn.Status, own.Status, byRoot.Status, unreasoned.Status, approved.Status, late.Status]);
        Assert.Equal("submitted", handedIn.Items[0].GetProperty("state").GetString());
        Assert.All(approved.Items, entry => Assert.Equal("approved", entry.GetProperty("state").GetString()));
    }

    [Fact]
    [Trait("rule", "R-217")]
    public async Task Approved_time_is_corrected_by_an_entry_that_adjusts_it()
    {
        using var tomas = await ApiClient.OpenAsync(server, "tomas@practice.example", [Role.Member]);

        var corrected = await tomas.PostAsync("/time-entries", new { adjusts = "t4", person = "p003", date = "2026-03-04", hours = "-1.5", note = "Lunch" });
        var other = await tomas.PostAsync("/time-entries", new { adjusts = "t4", person = "p003", date = "2026-03-05", hours = "-1" });
        var tooMuch = await tomas.PostAsync("/time-entries", new { adjusts = "t4", hours = "-4" });
        var negative = await tomas.PostAsync("/time-entries", new { person = "p003", date = "2026-03-05", engagement = "SOW-1042", hours = "-1" });
        var changed = await tomas.PatchAsync($"/time-entries/{corrected["entry"]}", new { hours = "-2" }, corrected.ETag);
        var moved = await tomas.PatchAsync($"/time-entries/{corrected["entry"]}", new { adjusts = "t5" }, "*");
        var handedIn = await tomas.PostAsync("/time-entries:submit", new { entries = new[] { changed["entry"] } });

        Assert.Equal([201, 422, 422, 422, 200, 422, 200], [corrected.Status, other.Status, tooMuch.Status, negative.Status, changed.Status, moved.Status, handedIn.Status]);
        Assert.Equal(("t4", "SOW-1042", "-2", "Lunch"), (changed["adjusts"], changed["engagement"], changed["hours"], changed["note"]));
    }

    [Fact]
    [Trait("rule", "R-217")]
    public async Task Days_are_locked_and_a_ticket_opens_them()
    {
        using var tomas = await ApiClient.OpenAsync(server, "tomas@practice.example", [Role.Member]);
        using var priya = await ApiClient.OpenAsync(server, "priya@practice.example", [Role.Finance]);
        object work = new { person = "p003", date = "2026-03-05", engagement = "SOW-1042", hours = "1" };

        var byRoot = await admin.PostAsync("/period-locks", new { start = "2026-03-01", end = "2026-03-08", reason = "Billed" });
        var made = await priya.PostAsync("/period-locks", new { periodLock = "mar-1", start = "2026-03-01", end = "2026-03-08", kind = "billing", reason = "Billed" });
        var locked = await tomas.PostAsync("/time-entries", work);
        var asked = await tomas.PostAsync("/unlock-tickets", new { person = "p003", start = "2026-03-05", end = "2026-03-05", until = "2036-01-01T00:00:00Z", reason = "Forgot it" });
        var own = await tomas.PostAsync($"/unlock-tickets/{asked["unlockTicket"]}/approval", new { });
        var opened = await priya.PostAsync($"/unlock-tickets/{asked["unlockTicket"]}/approval", new { comment = "Once" });
        var logged = await tomas.PostAsync("/time-entries", work);
        var gone = await priya.DeleteAsync("/period-locks/mar-1", null);

        Assert.Equal([403, 201, 409, 201, 403, 200, 201, 204], [byRoot.Status, made.Status, locked.Status, asked.Status, own.Status, opened.Status, logged.Status, gone.Status]);
        Assert.Equal(("R-217", "billing", "approved", "Once"), (locked["rule"], made["kind"], opened["state"], opened["comment"]));
    }

    [Fact]
    [Trait("rule", "R-234")]
    public async Task A_rejected_milestone_stays_open_and_is_asked_for_again()
    {
        const string M4 = "/milestones/SOW-1042/M4";
        var early = await admin.PostAsync(M4 + "/acceptance", new { });
        var asked = await admin.PostAsync(M4 + "/sign-off-requests", null);
        var twice = await admin.PostAsync(M4 + "/sign-off-requests", null);
        var rejected = await admin.PostAsync(M4 + "/rejection", new { reason = "Not yet" });
        var again = await admin.PostAsync(M4 + "/sign-off-requests", new { date = "2026-03-03", recipientName = "Dana Whitfield" });
        var hasty = await admin.PostAsync(M4 + "/acceptance", new { date = "2026-03-04", passive = true });
        var accepted = await admin.PostAsync(M4 + "/acceptance", new { date = "2026-03-09", passive = true });
        var repeated = await admin.PostAsync(M4 + "/acceptance", new { passive = true });

        Assert.Equal([409, 200, 409, 200, 200, 409, 200, 200], [early.Status, asked.Status, twice.Status, rejected.Status, again.Status, hasty.Status, accepted.Status, repeated.Status]);
        Assert.Equal(("2026-03-11", "", "2026-03-03"), (asked["signOffSent"], rejected["signOffSent"], again["signOffSent"]));
        Assert.Equal(("2026-03-09", "True", "R-228"), (accepted["signOffReceived"], accepted["passive"], hasty.Rule));
        Assert.Equal(404, (await admin.PostAsync("/milestones/SOW-1042/M99/acceptance", null)).Status);
    }

    [Fact]
    public async Task A_report_is_answered_as_json_and_csv_and_its_figures_open()
    {
        var json = await admin.GetAsync("/reports/forecast?today=2026-03-11&from=2026-03-01&to=2026-03-31&filter.engagement=SOW-1042");
        var csv = await admin.GetAsync("/reports/forecast?today=2026-03-11&from=2026-03-01&to=2026-03-31", ("Accept", "application/json;q=0.5, text/csv"));
        var parts = await admin.GetAsync("/reports/forecast/explain?today=2026-03-11&from=2026-03-01&to=2026-03-31&column=milestone_amount&engagement=SOW-1042&period=2026-03");

        Assert.Equal([200, 200, 200], [json.Status, csv.Status, parts.Status]);
        Assert.Equal("92000.00", json.Body.GetProperty("rows")[0].GetProperty("milestone_amount").GetString());
        Assert.Equal("text/csv", csv.Message.Content.Headers.ContentType!.MediaType);
        Assert.Equal("M3", parts.Body.GetProperty("parts")[0].GetProperty("reference").GetString()!.Split('/')[^1]);
    }

    [Fact]
    public async Task A_bundle_is_rehearsed_taken_in_and_refused_with_every_error()
    {
        using var good = Zip("people.csv", "person,name,role,weekly_hours\nzoe,Zoe,engineer,40\n");
        using var again = Zip("people.csv", "person,name,role,weekly_hours\nzoe,Zoe,engineer,40\n");
        using var bad = Zip("people.csv", "person,name,role,weekly_hours\nzed,Zed,engineer,8hrs\n");
        var rehearsed = await admin.SendAsync(HttpMethod.Post, "/imports?dryRun=true", good);
        var stored = await admin.SendAsync(HttpMethod.Post, "/imports", again);
        var refused = await admin.SendAsync(HttpMethod.Post, "/imports", bad);

        Assert.Equal([200, 200, 422], [rehearsed.Status, stored.Status, refused.Status]);
        Assert.Equal(("1", "1", "0"), (rehearsed["created"], stored["created"], stored["changed"]));
        Assert.Equal("people.csv", refused.Body.GetProperty("errors")[0].GetProperty("file").GetString());
        Assert.Equal(422, (await admin.SendAsync(HttpMethod.Post, "/imports", new ByteArrayContent([1, 2, 3]))).Status);
    }

    [Fact]
    public async Task A_statement_of_work_is_read_and_not_stored()
    {
        using var text = new StringContent("# Statement of Work\n\nSOW Number: SOW-77\n\nTotal not to exceed $10,000.\n", Encoding.UTF8, "text/markdown");
        var read = await admin.SendAsync(HttpMethod.Post, "/statements-of-work:read", text);
        using var pdf = new ByteArrayContent([1, 2, 3]);
        pdf.Headers.ContentType = new("application/pdf");

        // What a plain upload says of itself tells nothing; how it begins does.
        using var plain = new StringContent("# Statement of Work\n\nSOW Number: SOW-78\n", Encoding.UTF8, "application/x-www-form-urlencoded");
        Assert.Equal("SOW-78", (await admin.SendAsync(HttpMethod.Post, "/statements-of-work:read", plain)).Body[0].GetProperty("sow_number").GetProperty("value").GetString());

        Assert.Equal(200, read.Status);
        Assert.Equal("SOW-77", read.Body[0].GetProperty("sow_number").GetProperty("value").GetString());
        Assert.Equal(422, (await admin.SendAsync(HttpMethod.Post, "/statements-of-work:read", pdf)).Status);
    }

    [Fact]
    public async Task The_clock_of_a_trial_moves_forward_and_an_ordinary_one_stays()
    {
        var ordinary = await admin.PostAsync("/clock", new { to = "2026-03-12T08:00:00Z" });
        await Data.Recording.TrialClock.MoveAsync(server.Database, server.Database.Clock.GetUtcNow(), CancellationToken.None);
        var moved = await admin.PostAsync("/clock", new { to = "2026-03-12T08:00:00Z" });
        var back = await admin.PostAsync("/clock", new { to = "2026-03-12T07:00:00Z" });

        Assert.Equal([409, 200, 409], [ordinary.Status, moved.Status, back.Status]);
        Assert.StartsWith("2026-03-12T08:00", moved["now"], StringComparison.Ordinal);
    }

    [Fact]
    [Trait("rule", "R-296")]
    public async Task Only_those_who_administer_move_a_trial_s_clock_while_everybody_reads_reports_as_recorded_earlier()
    {
        await Data.Recording.TrialClock.MoveAsync(server.Database, server.Database.Clock.GetUtcNow(), CancellationToken.None);
        using var leader = await ApiClient.OpenAsync(server, "leader@practice.example", [Role.Leader]);
        using var narrow = await ApiClient.OpenAsync(server, "root@practice.example", [], Scope.Read);

        var (byRole, byScope) = (await leader.PostAsync("/clock", new { to = "2026-03-12T08:00:00Z" }), await narrow.PostAsync("/clock", new { to = "2026-03-12T08:00:00Z" }));

        Assert.Equal((403, "R-296"), (byRole.Status, byRole.Rule));
        Assert.Equal((403, "scope"), (byScope.Status, byScope.Rule));
        Assert.Equal(200, (await leader.GetAsync("/reports/utilisation?recordedAt=2026-03-11T08:00:00Z")).Status);
    }

    [Fact]
    public async Task Health_needs_no_token()
    {
        using var anybody = new HttpClient();
        Assert.Equal("""{"status":"ok"}""", await anybody.GetStringAsync(new Uri(server.Address + "/api/v1/health"), TestContext.Current.CancellationToken));
    }

    private static ByteArrayContent Zip(string name, string text)
    {
        using var memory = new MemoryStream();
        using (var archive = new ZipArchive(memory, ZipArchiveMode.Create, leaveOpen: true))
        {
            using var writer = new StreamWriter(archive.CreateEntry(name).Open());
            writer.Write(text);
        }

        return new ByteArrayContent(memory.ToArray());
    }
}

using Throughline.Domain.Accounts;
using Throughline.Testing;

namespace Throughline.Tests.Api;

public sealed class RecordCallsTests(TestDatabases databases) : IAsyncLifetime
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
    public async Task A_person_made_by_post_is_answered_whole_with_its_address_and_version()
    {
        var made = await admin.PostAsync("/people", new { name = "Ines Moreau", role = "engineer", weeklyHours = 32, email = "ines@practice.example" });
        var read = await admin.GetAsync(made.Message.Headers.Location!.ToString()["/api/v1".Length..]);

        Assert.Equal(201, made.Status);
        Assert.StartsWith("p-", made["person"], StringComparison.Ordinal);
        Assert.Equal(("32", "employee", "\"1\""), (made["weeklyHours"], made["employment"], made.ETag));
        Assert.Equal(made.Body.ToString(), read.Body.ToString());
    }

    [Fact]
    public async Task Every_wrong_field_is_named_in_one_answer()
    {
        var refused = await admin.PostAsync("/people", new { person = "p9", name = "", weeklyHours = "8hrs", startDate = "2026-02-30", hobby = "chess" });

        Assert.Equal(422, refused.Status);
        Assert.Equal("application/problem+json", refused.Message.Content.Headers.ContentType!.MediaType);
        Assert.Equal(["hobby"], refused.Fields);
        var known = await admin.PostAsync("/people", new { person = "p9", name = "", weeklyHours = "8hrs", startDate = "2026-02-30" });
        Assert.Equal(["name", "role", "startDate", "weeklyHours"], known.Fields.Order());
    }

    [Fact]
    public async Task A_reference_to_nothing_names_its_field_and_a_taken_key_is_a_conflict()
    {
        var nowhere = await admin.PostAsync("/people", new { name = "X", role = "engineer", weeklyHours = 40, calendar = "xx", manager = "p999" });
        var taken = await admin.PostAsync("/people", new { person = "p001", name = "X", role = "engineer", weeklyHours = 40 });

        Assert.Equal((422, "unknown_reference"), (nowhere.Status, nowhere.Rule));
        Assert.Equal(["calendar", "manager"], nowhere.Fields.Order());
        Assert.Equal((409, "duplicate_key"), (taken.Status, taken.Rule));
        Assert.Equal(["person"], taken.Fields);
    }

    [Fact]
    public async Task A_change_needs_the_version_that_was_seen_and_a_stale_one_says_what_changed_and_who_changed_it()
    {
        var seen = await admin.GetAsync("/people/p003");
        var without = await admin.PatchAsync("/people/p003", new { region = "AMER" }, null);
        var first = await admin.PatchAsync("/people/p003", new { weeklyHours = "32" }, seen.ETag);
        var second = await admin.PatchAsync("/people/p003", new { region = "AMER" }, seen.ETag);
        var again = await admin.PatchAsync("/people/p003", new { region = "AMER" }, first.ETag);

        Assert.Equal([428, 200, 412, 200], [without.Status, first.Status, second.Status, again.Status]);
        Assert.Equal(("32", "AMER", "\"3\""), (again["weeklyHours"], again["region"], again.ETag));
        Assert.Contains("root", second.Detail, StringComparison.Ordinal);
        Assert.Contains("weekly hours from 40 to 32", second.Detail, StringComparison.Ordinal);
        Assert.Equal(304, (await admin.GetAsync("/people/p003", ("If-None-Match", again.ETag!))).Status);
    }

    [Fact]
    public async Task There_is_no_put_and_unknown_addresses_are_problems_too()
    {
        var put = await admin.SendAsync(HttpMethod.Put, "/people/p003", ApiClient.Json(new { name = "X" }));
        var nowhere = await admin.GetAsync("/nothing");
        var anybody = await new HttpClient().GetAsync(new Uri(server.Address + "/api/v1/people"), TestContext.Current.CancellationToken);

        Assert.Equal([405, 404, 401], [put.Status, nowhere.Status, (int)anybody.StatusCode]);
        Assert.All([put.Message, nowhere.Message, anybody], answer => Assert.Equal("application/problem+json", answer.Content.Headers.ContentType!.MediaType));
        Assert.All([put.Message, nowhere.Message, anybody], answer => Assert.True(answer.Headers.Contains("RateLimit-Remaining")));
    }

    [Fact]
    public async Task Pages_of_a_list_hold_every_record_once_while_others_are_made()
    {
        var seen = new List<string>();
        var cursor = "";
        for (var round = 0; ; round++)
        {
            var page = await admin.GetAsync($"/people?limit=2&sort=-name{cursor}");
            seen.AddRange(page.Items.Select(item => item.GetProperty("person").GetString()!));
            if (page["next"] is not { Length: > 0 } next)
                break;

            cursor = "&cursor=" + next;
            await admin.PostAsync("/people", new { person = $"new{round}", name = "Zz", role = "engineer", weeklyHours = 40 });
        }

        Assert.Equal(["p003", "p004", "p002", "p001"], seen);
    }

    [Theory]
    [InlineData("/people?limit=0", "limit")]
    [InlineData("/people?limit=201", "limit")]
    [InlineData("/people?sort=skills", "sort")]
    [InlineData("/people?cursor=abc", "cursor")]
    [InlineData("/people?regio=EMEA", "regio")]
    [InlineData("/people?startDate=soon", "startDate")]
    [InlineData("/people?region=EMEA&region=AMER", "region")]
    [InlineData("/people?region=%00", "region")]
    [InlineData("/time-entries?from=2026-13-01", "from")]
    [InlineData("/reports/forecast?until=2026-01-01", "until")]
    [InlineData("/reports/forecast?today=tomorrow", "today")]
    public async Task A_parameter_that_cannot_be_taken_is_named(string path, string parameter)
    {
        var refused = await admin.GetAsync(path);

        Assert.Equal(400, refused.Status);
        Assert.Equal([parameter], refused.Fields);
    }

    [Fact]
    public async Task A_cursor_fits_only_the_list_it_came_from()
    {
        var page = await admin.GetAsync("/people?limit=1");

        Assert.Equal(400, (await admin.GetAsync($"/people?limit=1&region=EMEA&cursor={page["next"]}")).Status);
        Assert.Equal(400, (await admin.GetAsync($"/customers?limit=1&cursor={page["next"]}")).Status);
        Assert.Equal(200, (await admin.GetAsync($"/people?limit=5&cursor={page["next"]}")).Status);
    }

    [Fact]
    public async Task Lists_are_filtered_by_the_fields_of_their_records()
    {
        Assert.Equal(2, (await admin.GetAsync("/people?region=EMEA&role=project_manager")).Items.Count);
        Assert.Single((await admin.GetAsync("/issues?state=closed")).Items);
        Assert.Equal(2, (await admin.GetAsync("/engagements/SOW-1042/issues")).Items.Count);
        Assert.Equal(404, (await admin.GetAsync("/engagements/SOW-1/issues")).Status);
        Assert.Equal(2, (await admin.GetAsync("/bookings?from=2026-04-01")).Items.Count);
        Assert.Single((await admin.GetAsync("/time-entries?person=p003&state=submitted&from=2026-03-01&to=2026-03-31")).Items);
    }

    [Fact]
    public async Task Each_kind_of_record_is_made_read_and_changed_at_the_address_it_answers()
    {
        (string Path, object Body, object Change)[] kinds =
        [
            ("/customers", new { name = "Nordwind" }, new { segment = "enterprise" }),
            ("/engagements", new { customer = "alpen", name = "Lab", type = "consulting", billing = "tm", currency = "EUR", contractValue = "1000.50", start = "2026-04-01", expires = "2026-05-01", status = "prospect" }, new { status = "active" }),
            ("/activities", new { engagement = "SOW-1042", activity = "a/b c", title = "Odd key" }, new { budgetHours = "12.5" }),
            ("/milestones", new { engagement = "SOW-1042", title = "More", amount = 10 }, new { confirmed = false }),
            ("/issues", new { engagement = "SOW-1042", title = "New" }, new { state = "closed" }),
            ("/calendars", new { calendar = "DE", date = "2026-05-01", name = "Tag der Arbeit" }, new { hours = "4" }),
            ("/rates", new { role = "engineer", currency = "EUR", hourlyRate = "210", effectiveFrom = "2026-04-01" }, new { hourlyRate = "215" }),
            ("/rates", new { role = "engineer", currency = "USD", hourlyRate = "230", effectiveFrom = "2026-04-01", engagement = "SOW-1048" }, new { effectiveFrom = "2026-05-01" }),
            ("/time-off", new { person = "p004", start = "2026-04-06", end = "2026-04-10" }, new { end = "2026-04-09" }),
            ("/policies", new { policy = "P-05", value = "0.9" }, new { value = "0.95" }),
            ("/policies", new { policy = "P-24", value = "mandatory", scopeKind = "region", scope = "EMEA", effectiveFrom = "2026-01-01" }, new { value = "optional" }),
            ("/engagements/SOW-1042/issues", new { title = "Below" }, new { weight = 3 }),
        ];
        foreach (var (path, body, change) in kinds)
        {
            var made = await admin.PostAsync(path, body);
            Assert.True(made.Status == 201, $"{path}: {made.Status} {made.Body}");
            var address = made.Message.Headers.Location!.ToString()["/api/v1".Length..];
            var read = await admin.GetAsync(address);
            Assert.True(read.Status == 200, $"{address}: {read.Status} {read.Body}");
            Assert.Equal(made.Body.ToString(), read.Body.ToString());
            var changed = await admin.PatchAsync(address, change, read.ETag);
            Assert.True(changed.Status == 200, $"{address}: {changed.Status} {changed.Body}");
            Assert.Equal("\"2\"", changed.ETag);
            Assert.Equal(200, (await admin.GetAsync(path + "?limit=200")).Status);
        }
    }

    [Fact]
    public async Task A_key_stays_as_it_is_and_null_takes_a_value_away()
    {
        var moved = await admin.PatchAsync("/people/p003", new { person = "p777" }, "*");
        var cleared = await admin.PatchAsync("/people/p003", new { region = (string?)null, manager = "" }, "*");
        var required = await admin.PatchAsync("/people/p003", new { name = (string?)null }, "*");

        Assert.Equal([422, 200, 422], [moved.Status, cleared.Status, required.Status]);
        Assert.Equal(("", ""), (cleared["region"], cleared["manager"]));
    }

    [Fact]
    public async Task Time_off_that_takes_a_booked_day_is_stored_and_the_day_becomes_a_conflict()
    {
        foreach (var engagement in (string[])["SOW-1042", "SOW-1024"])
            await admin.PostAsync("/bookings", new { engagement, person = "p004", start = "2026-04-06", end = "2026-04-06", hoursPerDay = 4, kind = "hard" });

        var away = await admin.PostAsync("/time-off", new { person = "p004", start = "2026-04-06", end = "2026-04-06", kind = "sick", hoursPerDay = 4 });

        Assert.Equal(201, away.Status);
        var conflict = await server.Database.ReadAsync(connection => Dapper.SqlMapper.QuerySingleAsync<int>(
            connection, "select conflict from person_day where person = 'p004' and day = '2026-04-06'"), CancellationToken.None);
        Assert.Equal(240, conflict);
    }

    [Fact]
    public async Task Calls_are_counted_down_and_beyond_the_policys_limit_told_to_wait()
    {
        await server.RunAsync("insert into policies (policy, value) values ('api.rate_limit', '3')");
        var first = await admin.GetAsync("/me");
        for (var i = 0; i < 2; i++)
            await admin.GetAsync("/me");

        var late = await admin.GetAsync("/me");

        Assert.Equal((200, "3", "2"), (first.Status, first.Header("RateLimit-Limit"), first.Header("RateLimit-Remaining")));
        Assert.Equal((429, "0"), (late.Status, late.Header("RateLimit-Remaining")));
        Assert.NotNull(late.Header("Retry-After"));
    }
}

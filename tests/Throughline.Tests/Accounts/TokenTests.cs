using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Throughline.CommandLine;
using Throughline.Domain.Accounts;
using Throughline.Testing;

namespace Throughline.Tests.Accounts;

public sealed class TokenTests(TestDatabases databases) : IAsyncLifetime
{
    private const string Ana = "ana.kovac@example.org";
    private RunningServer server = null!;
    private string connectionString = "";

    public async ValueTask InitializeAsync()
    {
        connectionString = await databases.CloneAsync();
        server = await RunningServer.StartAsync(databases, settings => settings with { ApiRequestsPerMinute = 40 }, connectionString);
        await server.AddAsync(Ana, Role.Operations);
    }

    public ValueTask DisposeAsync() => server.DisposeAsync();

    [Fact]
    public async Task A_token_does_what_its_scopes_allow_and_no_more()
    {
        var reads = await MeAsync(await TokenAsync("--scope", "read"));
        var spends = await MeAsync(await TokenAsync("--scope", "finance", "--scope", "staffing"));

        Assert.Equal((false, false), (reads.GetProperty("sees").GetBoolean(), reads.GetProperty("books").GetBoolean()));
        Assert.Equal((true, true), (spends.GetProperty("sees").GetBoolean(), spends.GetProperty("books").GetBoolean()));
    }

    [Fact]
    public async Task A_token_never_does_more_than_its_owner_may_now()
    {
        var token = await TokenAsync("--scope", "finance");
        await server.RunAsync("update account_roles set role = 'member'");

        Assert.False((await MeAsync(token)).GetProperty("sees").GetBoolean());
    }

    [Fact]
    public async Task Without_a_valid_token_the_api_answers_401_also_to_a_browser_that_is_signed_in()
    {
        using var browser = server.Open();
        await browser.SignInAsync(Ana);

        Assert.Equal(HttpStatusCode.Unauthorized, (await browser.GetAsync("/api/v1/me")).Status);
        Assert.Equal(HttpStatusCode.Unauthorized, (await CallAsync("tl_made-up")).StatusCode);
        Assert.Equal("application/problem+json", (await CallAsync("tl_made-up")).Content.Headers.ContentType!.MediaType);
    }

    [Fact]
    public async Task A_token_works_on_its_last_day_and_not_on_the_next()
    {
        var today = DateOnly.FromDateTime(server.Database.Clock.GetUtcNow().UtcDateTime);
        var token = await TokenAsync("--scope", "read", "--expires", today.ToString("yyyy-MM-dd", null));

        var lastDay = await CallAsync(token);
        server.Clock.Move(TimeSpan.FromDays(1));
        var nextDay = await CallAsync(token);

        Assert.Equal([HttpStatusCode.OK, HttpStatusCode.Unauthorized], [lastDay.StatusCode, nextDay.StatusCode]);
    }

    [Fact]
    public async Task A_token_made_on_the_page_is_shown_once_and_works_until_it_is_revoked()
    {
        using var browser = server.Open();
        await browser.SignInAsync(Ana);
        var none = await browser.SubmitAsync("/account/tokens", ("Name", "timesheets"));
        var made = await browser.SubmitAsync("/account/tokens", ("Name", "timesheets"), ("Scopes", "read"), ("Scopes", "time"));
        var token = made.Document.GetElementById("token")!.TextContent;
        var working = await CallAsync(token);

        var list = await browser.GetAsync("/account/tokens");
        await browser.SendAsync("/account/tokens", list, ("Token", list.Document.QuerySelector("button[name=Token]")!.GetAttribute("value")!));

        Assert.Equal(HttpStatusCode.UnprocessableEntity, none.Status);
        Assert.StartsWith("tl_", token, StringComparison.Ordinal);
        Assert.Equal(46, token.Length);
        Assert.DoesNotContain(token, list.Html, StringComparison.Ordinal);
        Assert.Contains("read, time", list.Html, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.OK, working.StatusCode);
        Assert.Equal(HttpStatusCode.Unauthorized, (await CallAsync(token)).StatusCode);
        Assert.DoesNotContain(token, server.Written.Text, StringComparison.Ordinal);
        Assert.DoesNotContain(token, string.Join('\n', await server.AuditAsync()), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_disabled_owners_token_stops_working()
    {
        var token = await TokenAsync("--scope", "read");
        var (status, _, _) = await RunAsync("", "user", "disable", Ana);

        Assert.Equal(0, status);
        Assert.Equal(HttpStatusCode.Unauthorized, (await CallAsync(token)).StatusCode);
    }

    [Fact]
    public async Task Using_a_token_is_noted_once_an_hour_and_not_with_each_request()
    {
        var token = await TokenAsync("--scope", "read");
        await CallAsync(token);
        var first = await server.ReadAsync<string>("select last_used || ' ' || xmin from api_tokens");
        server.Clock.Move(TimeSpan.FromMinutes(5));
        await CallAsync(token);
        var soon = await server.ReadAsync<string>("select last_used || ' ' || xmin from api_tokens");
        server.Clock.Move(TimeSpan.FromHours(1));
        await CallAsync(token);

        Assert.Equal(first, soon);
        Assert.NotEqual(first, await server.ReadAsync<string>("select last_used || ' ' || xmin from api_tokens"));
    }

    [Fact]
    public async Task Every_answer_of_the_api_says_what_is_left_and_beyond_the_limit_when_to_come_back()
    {
        var token = await TokenAsync("--scope", "read");

        var first = await CallAsync(token);
        HttpResponseMessage last = first;
        for (var call = 0; call < 40; call++)
            last = await CallAsync(token);

        Assert.Equal(("40", "39"), (Header(first, "RateLimit-Limit"), Header(first, "RateLimit-Remaining")));
        Assert.InRange(int.Parse(Header(first, "RateLimit-Reset"), null), 1, 60);
        Assert.Equal(HttpStatusCode.TooManyRequests, last.StatusCode);
        Assert.Equal(Header(last, "RateLimit-Reset"), Header(last, "Retry-After"));
    }

    [Fact]
    public async Task Commands_make_list_and_disable_accounts()
    {
        var added = await RunAsync("", "user", "add", "kim@example.org", "--role", "coordinator", "--role", "member");
        var withPassword = await RunAsync("seven grey herons wait\n", "user", "add", "lee@example.org", "--role", "leader", "--password-stdin", "--json");
        var twice = await RunAsync("", "user", "add", "KIM@example.org", "--role", "member");
        var list = await RunAsync("", "user", "list", "--json");
        using var browser = server.Open();

        Assert.Equal((0, 0, 1), (added.Status, withPassword.Status, twice.Status));
        Assert.Equal("There is already an account KIM@example.org.", twice.Errors.Trim());
        Assert.Contains("/set-password/", added.Output, StringComparison.Ordinal);
        Assert.Equal("/", (await browser.SignInAsync("lee@example.org", "seven grey herons wait")).GoesTo);
        Assert.Equal(
            [Ana, "kim@example.org", "lee@example.org"],
            JsonDocument.Parse(list.Output).RootElement.EnumerateArray().Select(row => row.GetProperty("email").GetString()));
        Assert.DoesNotContain("AQAAAA", list.Output + added.Output + withPassword.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_link_of_a_new_account_sets_its_password_once_within_a_day()
    {
        var (_, output, _) = await RunAsync("", "user", "add", "kim@example.org", "--role", "member", "--json");
        var path = JsonDocument.Parse(output).RootElement.GetProperty("setPasswordPath").GetString()!;
        using var browser = server.Open();

        var set = await browser.SubmitAsync(path, ("Password", "seven grey herons wait"), ("Again", "seven grey herons wait"));
        var again = await browser.GetAsync(path);

        Assert.Equal("/sign-in", set.GoesTo);
        Assert.Equal(HttpStatusCode.Gone, again.Status);
        Assert.Equal("/", (await browser.SignInAsync("kim@example.org", "seven grey herons wait")).GoesTo);
    }

    [Theory]
    [InlineData("user", "add", "kim@example.org")]
    [InlineData("user", "add", "kim@example.org", "--role", "wizard")]
    [InlineData("user", "add", "kim", "--role", "member")]
    [InlineData("user", "add", "kim@example.org", "--role", "customer", "--role", "member")]
    [InlineData("user", "add", "kim@example.org", "--role", "member", "--person", "p999")]
    [InlineData("user", "disable", "kim@example.org")]
    [InlineData("token", "create", "kim@example.org", "--scope", "read")]
    [InlineData("token", "create", Ana)]
    [InlineData("token", "create", Ana, "--scope", "everything")]
    [InlineData("token", "create", Ana, "--scope", "read", "--expires", "2001-01-01")]
    [InlineData("token", "create", Ana, "--scope", "read", "--expires", "soon")]
    public async Task Wrong_arguments_end_with_2_and_one_line(params string[] words)
    {
        var (status, output, errors) = await RunAsync("", words);

        Assert.Equal((2, ""), (status, output));
        Assert.Single(errors.Trim().Split('\n'));
    }

    private async Task<string> TokenAsync(params string[] options)
    {
        var (status, output, errors) = await RunAsync("", ["token", "create", Ana, .. options]);
        Assert.Equal((0, ""), (status, errors));
        return Assert.Single(output.Split('\n', StringSplitOptions.RemoveEmptyEntries));
    }

    private async Task<(int Status, string Output, string Errors)> RunAsync(string input, params string[] words)
    {
        using var output = new StringWriter { NewLine = "\n" };
        using var errors = new StringWriter { NewLine = "\n" };
        var status = await Commands.RunAsync([.. words, "--database", connectionString], new StringReader(input), output, errors);
        return (status, output.ToString(), errors.ToString());
    }

    private async Task<HttpResponseMessage> CallAsync(string token)
    {
        using var client = new HttpClient { BaseAddress = new Uri(server.Address) };
        client.DefaultRequestHeaders.Add("Authorization", $"Bearer {token}");
        return await client.GetAsync(new Uri("/api/v1/me", UriKind.Relative));
    }

    private async Task<JsonElement> MeAsync(string token) => (await (await CallAsync(token)).Content.ReadFromJsonAsync<JsonElement>())!;

    private static string Header(HttpResponseMessage answer, string name) => Assert.Single(answer.Headers.GetValues(name));
}

using System.Net;
using Throughline.Domain.Accounts;
using Throughline.Testing;

namespace Throughline.Tests.Accounts;

public sealed class SignInTests(TestDatabases databases) : IAsyncLifetime
{
    private const string Ana = "ana.kovac@example.org";
    private RunningServer server = null!;

    public async ValueTask InitializeAsync()
    {
        server = await RunningServer.StartAsync(databases);
        await server.AddAsync(Ana, Role.ProjectManager, Role.Coordinator);
    }

    public ValueTask DisposeAsync() => server.DisposeAsync();

    [Fact]
    public async Task The_right_password_opens_the_program_and_the_audit_says_so()
    {
        using var browser = server.Open();

        var answer = await browser.SignInAsync(Ana.ToUpperInvariant());

        Assert.Equal("/", answer.GoesTo);
        Assert.StartsWith(Ana, (await browser.GetAsync("/")).Html, StringComparison.Ordinal);
        Assert.Contains($"signed_in {Ana}", await server.AuditAsync());
    }

    [Fact]
    public async Task Whoever_is_not_signed_in_is_asked_to_and_comes_back_to_where_they_were()
    {
        using var browser = server.Open();

        var asked = await browser.GetAsync("/account?tab=1");
        var answer = await browser.SignInAsync(Ana, path: asked.GoesTo!);

        Assert.Equal("/sign-in?returnUrl=%2Faccount%3Ftab%3D1", asked.GoesTo);
        Assert.Equal("/account?tab=1", answer.GoesTo);
    }

    [Theory]
    [InlineData("https://evil.example/")]
    [InlineData("//evil.example")]
    [InlineData("/\\evil.example")]
    [InlineData("javascript:alert(1)")]
    [InlineData("/\t/evil.example")]
    public async Task Sign_in_never_leads_to_another_site(string wanted)
    {
        using var browser = server.Open();

        var answer = await browser.SignInAsync(Ana, path: $"/sign-in?returnUrl={Uri.EscapeDataString(wanted)}");

        Assert.Equal("/", answer.GoesTo);
        Assert.True(answer.Location!.OriginalString is "/" || answer.Location.OriginalString.StartsWith(server.Address, StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_wrong_password_and_an_unknown_address_get_the_same_answer()
    {
        using var browser = server.Open();

        var wrong = await browser.SignInAsync(Ana, "not the password at all");
        var unknown = await browser.SignInAsync("nobody@example.org", "not the password at all");

        Assert.Equal(HttpStatusCode.UnprocessableEntity, wrong.Status);
        Assert.Equal(wrong.Status, unknown.Status);
        Assert.Equal(Says(wrong), Says(unknown));
        Assert.Equal("#f-Password", wrong.Document.QuerySelector(".errs a")!.GetAttribute("href"));
        Assert.Equal("true", wrong.Document.GetElementById("f-Password")!.GetAttribute("aria-invalid"));
    }

    [Fact]
    public async Task Five_wrong_passwords_lock_the_account_even_for_the_right_one_until_a_quarter_of_an_hour_has_passed()
    {
        using var browser = server.Open();
        for (var attempt = 0; attempt < 5; attempt++)
            await browser.SignInAsync(Ana, "not the password at all");

        var locked = await browser.SignInAsync(Ana);
        server.Clock.Move(TimeSpan.FromMinutes(16));
        var open = await browser.SignInAsync(Ana);

        Assert.Equal(HttpStatusCode.UnprocessableEntity, locked.Status);
        Assert.Equal("/", open.GoesTo);
        Assert.Contains($"locked_out {Ana}", await server.AuditAsync());
    }

    [Fact]
    public async Task Guesses_sent_at_once_all_count()
    {
        await Task.WhenAll(Enumerable.Range(0, 8).Select(async _ =>
        {
            using var browser = server.Open();
            await browser.SignInAsync(Ana, "not the password at all");
        }));

        using var owner = server.Open();
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await owner.SignInAsync(Ana)).Status);
        Assert.Equal(5, await server.ReadAsync<int>("select failed_attempts from account_secrets"));
    }

    [Fact]
    public async Task Too_many_attempts_from_one_address_or_for_one_account_have_to_wait()
    {
        await using var strict = await RunningServer.StartAsync(databases, settings => settings with { SignInsPerAddress = 3, SignInsPerAccount = 2 });
        using var here = strict.Open();
        using var elsewhere = strict.Open(from: "203.0.113.7");

        HttpStatusCode[] forOne = [(await here.SignInAsync("a@example.org")).Status, (await elsewhere.SignInAsync("a@example.org")).Status, (await elsewhere.SignInAsync("a@example.org")).Status];
        HttpStatusCode[] fromOne = [(await here.SignInAsync("b@example.org")).Status, (await here.SignInAsync("c@example.org")).Status, (await here.SignInAsync("d@example.org")).Status];

        Assert.Equal([HttpStatusCode.UnprocessableEntity, HttpStatusCode.UnprocessableEntity, HttpStatusCode.TooManyRequests], forOne);
        Assert.Equal([HttpStatusCode.UnprocessableEntity, HttpStatusCode.UnprocessableEntity, HttpStatusCode.TooManyRequests], fromOne);
    }

    [Fact]
    public async Task A_form_without_its_antiforgery_token_is_refused()
    {
        using var browser = server.Open();

        var answer = await browser.PostAsync("/sign-in", ("_handler", "sign-in"), ("Email", Ana), ("Password", RunningServer.Password));
        await browser.SignInAsync(Ana);
        var signOut = await browser.PostAsync("/sign-out", ("x", "y"));

        Assert.Equal(HttpStatusCode.BadRequest, answer.Status);
        Assert.Equal(HttpStatusCode.BadRequest, signOut.Status);
        Assert.Equal(HttpStatusCode.OK, (await browser.GetAsync("/")).Status);
    }

    [Fact]
    public async Task After_signing_out_a_copied_cookie_is_worth_nothing()
    {
        using var browser = server.Open();
        await browser.SignInAsync(Ana);
        using var thief = server.Open();
        thief.Cookies.Add(browser.Cookies.GetAllCookies());
        var before = await thief.GetAsync("/");

        await browser.PostAsync("/sign-out", ("__RequestVerificationToken", await TokenAsync(browser)));
        var page = await browser.GetAsync("/account");

        Assert.Equal(HttpStatusCode.OK, before.Status);
        Assert.Equal(HttpStatusCode.Redirect, page.Status);
        Assert.Equal(HttpStatusCode.Redirect, (await thief.GetAsync("/")).Status);
    }

    [Fact]
    public async Task A_session_ended_from_another_browser_is_over_at_once()
    {
        using var phone = server.Open();
        using var desk = server.Open();
        await phone.SignInAsync(Ana);
        await desk.SignInAsync(Ana);

        var page = await desk.GetAsync("/account");
        var end = page.Document.QuerySelector("button[name=Session]")!.GetAttribute("value")!;
        await desk.SendAsync("/account", page, ("Session", end));

        Assert.Equal(HttpStatusCode.Redirect, (await phone.GetAsync("/")).Status);
        Assert.Equal(HttpStatusCode.OK, (await desk.GetAsync("/")).Status);
    }

    [Fact]
    public async Task A_changed_password_ends_the_other_sessions_and_the_old_password()
    {
        using var phone = server.Open();
        using var desk = server.Open();
        await phone.SignInAsync(Ana);
        await desk.SignInAsync(Ana);

        var weak = await desk.SubmitAsync("/account/password", ("Current", RunningServer.Password), ("Password", "short"), ("Again", "short"));
        var wrong = await desk.SubmitAsync("/account/password", ("Current", "not the password"), ("Password", "seven grey herons wait"), ("Again", "seven grey herons wait"));
        var changed = await desk.SubmitAsync("/account/password", ("Current", RunningServer.Password), ("Password", "seven grey herons wait"), ("Again", "seven grey herons wait"));

        Assert.Equal([HttpStatusCode.UnprocessableEntity, HttpStatusCode.UnprocessableEntity], [weak.Status, wrong.Status]);
        Assert.Equal("/account", changed.GoesTo);
        Assert.Equal(HttpStatusCode.OK, (await desk.GetAsync("/")).Status);
        Assert.Equal(HttpStatusCode.Redirect, (await phone.GetAsync("/")).Status);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await phone.SignInAsync(Ana)).Status);
        Assert.Equal("/", (await phone.SignInAsync(Ana, "seven grey herons wait")).GoesTo);
        Assert.Contains($"password_changed {Ana}", await server.AuditAsync());
    }

    [Fact]
    public async Task A_session_ends_after_four_idle_days_and_goes_on_when_used()
    {
        using var browser = server.Open();
        await browser.SignInAsync(Ana);

        server.Clock.Move(TimeSpan.FromDays(3));
        var used = await browser.GetAsync("/");
        server.Clock.Move(TimeSpan.FromDays(3));
        var stillUsed = await browser.GetAsync("/");
        server.Clock.Move(TimeSpan.FromDays(5));
        var idle = await browser.GetAsync("/");

        Assert.Equal([HttpStatusCode.OK, HttpStatusCode.OK, HttpStatusCode.Redirect], [used.Status, stillUsed.Status, idle.Status]);
    }

    [Fact]
    public async Task A_disabled_account_is_out_with_its_next_click()
    {
        using var browser = server.Open();
        await browser.SignInAsync(Ana);

        await server.RunAsync("update accounts set disabled = true");

        Assert.Equal(HttpStatusCode.Redirect, (await browser.GetAsync("/")).Status);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await browser.SignInAsync(Ana)).Status);
    }

    [Fact]
    public async Task An_account_belongs_to_the_person_with_its_address()
    {
        await server.RunAsync("insert into people (person, name, email, role, weekly_hours) values ('p017', 'Ana Kovač', @email, 'project_manager', 40)", new { email = "Ana.Kovac@example.org" });
        using var browser = server.Open();
        await browser.SignInAsync(Ana);

        Assert.Equal($"{Ana} p017 Coordinator,ProjectManager", (await browser.GetAsync("/")).Html);
    }

    [Fact]
    public async Task Another_node_with_the_same_key_takes_the_cookie_and_one_with_another_key_does_not()
    {
        var database = await databases.CloneAsync();
        await using var first = await RunningServer.StartAsync(databases, settings => settings with { Key = new string('k', 40) }, database);
        await first.AddAsync(Ana, Role.Member);
        using var browser = first.Open();
        await browser.SignInAsync(Ana);

        await using var second = await RunningServer.StartAsync(databases, settings => settings with { Key = new string('k', 40) }, database);
        await using var stranger = await RunningServer.StartAsync(databases, settings => settings with { Key = new string('s', 40) }, database);
        using var there = second.Open();
        using var strange = stranger.Open();
        foreach (var cookie in browser.Cookies.GetAllCookies().Cast<Cookie>())
        {
            there.Cookies.Add(new Uri(second.Address), new Cookie(cookie.Name, cookie.Value));
            strange.Cookies.Add(new Uri(stranger.Address), new Cookie(cookie.Name, cookie.Value));
        }

        Assert.Equal(HttpStatusCode.OK, (await there.GetAsync("/")).Status);
        Assert.Equal(HttpStatusCode.Redirect, (await strange.GetAsync("/")).Status);
        Assert.DoesNotContain("<value>", await first.ReadAsync<string>("select string_agg(xml, '') from data_protection_keys"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Nothing_secret_is_written_to_the_log_or_left_in_a_history()
    {
        using var browser = server.Open();
        await browser.SignInAsync(Ana, "not the password at all");
        await browser.SignInAsync(Ana);
        await browser.GetAsync("/set-up/some-secret-link");
        var cookie = browser.Cookies.GetAllCookies().Cast<Cookie>().Single(cookie => cookie.Name == "throughline");

        Assert.True(cookie.HttpOnly);
        Assert.DoesNotContain(RunningServer.Password, server.Written.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("not the password at all", server.Written.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("some-secret-link", server.Written.Text, StringComparison.Ordinal);
        Assert.DoesNotContain(cookie.Value, server.Written.Text, StringComparison.Ordinal);
        Assert.Equal(0, await server.ReadAsync<int>(
            "select count(*)::int from information_schema.columns where table_schema = 'history' and column_name in ('password_hash', 'authenticator_key', 'recovery_codes')"));
    }

    private static async Task<string> TokenAsync(Browser browser) =>
        (await browser.GetAsync("/account")).Document.QuerySelector("form[action='/sign-out'] input")!.GetAttribute("value")!;

    private static string Says(Page page) => page.Document.QuerySelector(".errs")!.TextContent;
}

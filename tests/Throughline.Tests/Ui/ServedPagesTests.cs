using System.Net;
using System.Net.Http.Headers;
using System.Text.RegularExpressions;
using AngleSharp.Html.Parser;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Throughline.Ui;

namespace Throughline.Tests.Ui;

public sealed partial class ServedPagesTests : IAsyncLifetime
{
    private WebApplication development = null!, production = null!;

    public async ValueTask InitializeAsync()
    {
        development = await StartAsync(Environments.Development);
        production = await StartAsync(Environments.Production);
    }

    public async ValueTask DisposeAsync()
    {
        await development.DisposeAsync();
        await production.DisposeAsync();
    }

    [Theory]
    [InlineData("/ui")]
    [InlineData("/ui/week")]
    [InlineData("/ui/people")]
    [InlineData("/ui/forms")]
    [InlineData("/ui/empty")]
    [InlineData("/ui/sign-in")]
    public async Task A_page_holds_no_inline_script_and_asks_nothing_of_the_outside(string path)
    {
        var answer = await Get(development, path);
        var page = new HtmlParser().ParseDocument(await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
        Assert.All(page.Scripts, script => Assert.True(script.Source is not null || script.Type == "application/json"));
        Assert.DoesNotContain(page.All.SelectMany(element => element.Attributes), attribute => attribute.Name.StartsWith("on", StringComparison.Ordinal));
        Assert.All(page.QuerySelectorAll("[src], link[href], use[href]"), element =>
            Assert.StartsWith("/assets/", element.GetAttribute("src") ?? element.GetAttribute("href"), StringComparison.Ordinal));
        Assert.NotNull(page.QuerySelector("main h1"));
        Assert.EndsWith("· Throughline", page.Title, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Every_answer_carries_the_security_headers_a_failure_too()
    {
        foreach (var path in new[] { "/ui", "/nothing-here", "/fails", "/css/throughline.css" })
        {
            var answer = await Get(development, path);
            Assert.Contains("script-src 'self';", answer.Headers.GetValues("Content-Security-Policy").Single(), StringComparison.Ordinal);
            Assert.Equal("nosniff", answer.Headers.GetValues("X-Content-Type-Options").Single());
        }
    }

    [Fact]
    public async Task A_browser_gets_a_calm_page_for_what_is_not_there_and_a_program_gets_problem_details()
    {
        var page = await Get(production, "/nothing-here");
        Assert.Equal(HttpStatusCode.NotFound, page.StatusCode);
        Assert.Contains("There is nothing here", await page.Content.ReadAsStringAsync(TestContext.Current.CancellationToken), StringComparison.Ordinal);

        var data = await Get(production, "/api/nothing-here", "application/json");
        Assert.Equal("application/problem+json", data.Content.Headers.ContentType?.MediaType);
    }

    [Fact]
    public async Task A_defect_shows_none_of_our_insides()
    {
        var page = await Get(production, "/fails");
        var html = await page.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.InternalServerError, page.StatusCode);
        Assert.Contains("Something failed on our side", html, StringComparison.Ordinal);
        Assert.DoesNotContain("secret", html, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("not-found", HttpStatusCode.NotFound, "There is nothing here")]
    [InlineData("half-way", HttpStatusCode.InternalServerError, "Something failed on our side")]
    public async Task A_page_that_fails_while_it_is_drawn_gives_way_to_a_calm_one(string how, HttpStatusCode status, string words)
    {
        var page = await Get(development, "/ui/fails/" + how);
        var html = await page.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        Assert.Equal(status, page.StatusCode);
        Assert.Contains(words, html, StringComparison.Ordinal);
        Assert.DoesNotContain("secret", html, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_part_of_a_page_comes_without_the_page_and_with_its_token()
    {
        var part = await (await Get(development, "/ui/toast")).Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        Assert.DoesNotContain("<html", part, StringComparison.Ordinal);
        Assert.NotNull(Rendered.Parse(part).QuerySelector("input[name=__RequestVerificationToken]"));
    }

    [Fact]
    public async Task A_form_without_its_token_is_refused_with_400_and_not_hidden_behind_another_error()
    {
        using var client = Client(production);
        using var fields = new FormUrlEncodedContent([new("value", "1")]);
        var answer = await client.PostAsync(new Uri("/takes-a-form", UriKind.Relative), fields, TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
    }

    [Fact]
    public async Task The_gallery_is_not_there_in_production() =>
        Assert.Equal(HttpStatusCode.NotFound, (await Get(production, "/ui/week")).StatusCode);

    [Fact]
    public async Task Files_are_kept_for_a_year_below_their_version_and_revalidated_under_their_plain_path()
    {
        var lasting = await Get(production, WebFiles.Url("css/throughline.css"), "*/*");
        Assert.Equal("text/css", lasting.Content.Headers.ContentType?.MediaType);
        Assert.Contains("immutable", lasting.Headers.CacheControl!.ToString(), StringComparison.Ordinal);

        var plain = await Get(production, "/css/throughline.css", "*/*");
        Assert.True(plain.Headers.CacheControl!.NoCache);
        using var again = new HttpRequestMessage(HttpMethod.Get, "/css/throughline.css");
        again.Headers.IfNoneMatch.Add(plain.Headers.ETag!);
        using var client = Client(production);
        Assert.Equal(HttpStatusCode.NotModified, (await client.SendAsync(again, TestContext.Current.CancellationToken)).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await Get(production, "/css/../throughline.dll")).StatusCode);
    }

    [Fact]
    public async Task A_toast_is_said_once_on_the_page_redirected_to_and_undo_stays_on_our_side()
    {
        using var client = Client(development);
        using var nothing = new FormUrlEncodedContent([]);
        var said = await client.PostAsync(new Uri("/ui/said", UriKind.Relative), nothing, TestContext.Current.CancellationToken);
        var page = new HtmlParser().ParseDocument(await said.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
        Assert.Equal("/ui/undone", page.QuerySelector("form[data-undo]")!.GetAttribute("action"));
        Assert.DoesNotContain("data-undo", await client.GetStringAsync(new Uri("/ui", UriKind.Relative), TestContext.Current.CancellationToken), StringComparison.Ordinal);
    }

    [Fact]
    public void Every_icon_that_is_named_is_in_the_sprite()
    {
        var sprite = WebFiles.Text("vendor/icons/sprite.svg")!;
        var named = Directory.EnumerateFiles(Source(), "*.razor", SearchOption.AllDirectories)
            .SelectMany(file => IconName().Matches(File.ReadAllText(file))).Select(match => match.Groups[1].Value)
            .Concat(Navigation.Items.Select(item => item.Icon)).Concat(Enum.GetValues<Tone>().Select(tone => tone.Icon())).Distinct();
        Assert.All(named, name => Assert.Contains($"id=\"{name}\"", sprite, StringComparison.Ordinal));
    }

    [Fact]
    public void Every_vendored_piece_has_its_licence_beside_it_and_stands_in_the_notice()
    {
        var notice = File.ReadAllText(Path.Combine(Source(), "..", "..", "NOTICE"));
        Assert.All(Directory.GetDirectories(Path.Combine(Source(), "wwwroot", "vendor")), folder =>
        {
            Assert.True(File.Exists(Path.Combine(folder, "LICENSE")));
            Assert.Contains("vendor/" + Path.GetFileName(folder), notice, StringComparison.Ordinal);
            Assert.All(Directory.GetFiles(folder), file => Assert.DoesNotContain("sourceMappingURL", File.ReadAllText(file), StringComparison.Ordinal));
        });
    }

    [GeneratedRegex("<Icon Name=\"([a-z][a-z0-9-]*)\"")]
    private static partial Regex IconName();

    private static string Source([System.Runtime.CompilerServices.CallerFilePath] string here = "") =>
        Path.GetFullPath(Path.Combine(Path.GetDirectoryName(here)!, "..", "..", "..", "src", "Throughline"));

    private static async Task<WebApplication> StartAsync(string environment)
    {
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions { EnvironmentName = environment });
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Services.AddUi();
        builder.Services.AddDataProtection().UseEphemeralDataProtectionProvider();
        var app = builder.Build();
        app.UseUi();
        app.MapUi();
        app.MapGet("/fails", string () => throw new InvalidOperationException("secret"));
        app.MapPost("/takes-a-form", (IFormCollection form) => form.Count);
        await app.StartAsync();
        return app;
    }

    private static HttpClient Client(WebApplication app)
    {
        var client = new HttpClient { BaseAddress = new Uri(app.Urls.Single()) };
        client.DefaultRequestHeaders.Accept.Add(new MediaTypeWithQualityHeaderValue("text/html"));
        return client;
    }

    private static async Task<HttpResponseMessage> Get(WebApplication app, string path, string accept = "text/html")
    {
        using var client = new HttpClient { BaseAddress = new Uri(app.Urls.Single()) };
        client.DefaultRequestHeaders.Accept.ParseAdd(accept);
        return await client.GetAsync(new Uri(path, UriKind.Relative), TestContext.Current.CancellationToken);
    }
}

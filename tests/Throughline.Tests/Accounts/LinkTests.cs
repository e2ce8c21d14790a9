using System.Net;
using Throughline.Domain.Accounts;
using Throughline.Features.Accounts;
using Throughline.Testing;

namespace Throughline.Tests.Accounts;

public sealed class LinkTests(TestDatabases databases) : IAsyncLifetime
{
    private static readonly DemoAccount[] Demo =
    [
        new("ana@demo.example", "Ana Kovač", Role.ProjectManager), new("cy@demo.example", "Cy Ortega", Role.Coordinator),
    ];

    private RunningServer server = null!;

    public async ValueTask InitializeAsync() => server = await RunningServer.StartAsync(databases);

    public ValueTask DisposeAsync() => server.DisposeAsync();

    [Fact]
    public async Task The_set_up_link_makes_one_administrator_once()
    {
        var path = await SignInLinks.ForSetUpAsync(server.Database, CancellationToken.None);
        var other = await SignInLinks.ForSetUpAsync(server.Database, CancellationToken.None);
        using var browser = server.Open();
        using var late = server.Open();
        var latePage = await late.GetAsync(other!);

        var incomplete = await browser.SubmitAsync(path!, ("Name", ""), ("Email", "kim"), ("Password", "password1234"), ("Again", "x"));
        var made = await browser.SubmitAsync(path!, First("kim@example.org"));
        var second = await late.SendAsync(other!, latePage, First("mallory@example.org"));

        Assert.Equal(HttpStatusCode.UnprocessableEntity, incomplete.Status);
        Assert.Equal(["#f-Name", "#f-Email", "#f-Password"], incomplete.Document.QuerySelectorAll(".errs a").Select(link => link.GetAttribute("href")));
        Assert.Equal("/", made.GoesTo);
        Assert.Equal("kim@example.org  Administrator", (await browser.GetAsync("/")).Html);
        Assert.NotEqual(HttpStatusCode.Redirect, second.Status);
        Assert.Equal(HttpStatusCode.Gone, (await late.GetAsync(path!)).Status);
        Assert.Null(await SignInLinks.ForSetUpAsync(server.Database, CancellationToken.None));
        Assert.Equal(1, await server.ReadAsync<int>("select count(*)::int from accounts"));
    }

    [Fact]
    public async Task Two_set_up_links_used_at_once_make_one_administrator()
    {
        var paths = new[] { await SignInLinks.ForSetUpAsync(server.Database, CancellationToken.None), await SignInLinks.ForSetUpAsync(server.Database, CancellationToken.None) };

        await Task.WhenAll(paths.Select(async (path, at) =>
        {
            using var browser = server.Open();
            await browser.SubmitAsync(path!, First($"first{at}@example.org"));
        }));

        Assert.Equal(1, await server.ReadAsync<int>("select count(*)::int from accounts"));
    }

    [Fact]
    public async Task A_made_up_set_up_link_opens_nothing()
    {
        using var browser = server.Open();

        Assert.Equal(HttpStatusCode.Gone, (await browser.GetAsync("/set-up/AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA")).Status);
    }

    [Fact]
    public async Task A_demo_link_opens_its_role_and_another_one_changes_to_that()
    {
        await MakeDemoAsync();
        var links = await SignInLinks.ForDemoAsync(server.Database, Demo, CancellationToken.None);
        using var browser = server.Open();

        var opened = await browser.GetAsync(links[0].Path);
        var first = await browser.GetAsync("/");
        var over = await browser.GetAsync(links[1].Path);
        await browser.GetAsync(over.GoesTo!);

        Assert.Equal("/", opened.GoesTo);
        Assert.Equal("ana@demo.example  ProjectManager", first.Html);
        Assert.Equal("cy@demo.example  Coordinator", (await browser.GetAsync("/")).Html);
        Assert.Equal(1, await server.ReadAsync<int>("select count(*)::int from sessions"));
    }

    [Fact]
    public async Task A_demo_link_opens_nothing_from_another_address_through_a_proxy_or_under_another_name()
    {
        await MakeDemoAsync();
        var path = (await SignInLinks.ForDemoAsync(server.Database, Demo, CancellationToken.None))[0].Path;
        using var elsewhere = server.Open(from: "192.168.1.20");
        using var proxied = server.Open();
        proxied.Http.DefaultRequestHeaders.Add("X-Forwarded-For", "192.168.1.20");
        using var renamed = server.Open();
        renamed.Http.DefaultRequestHeaders.Host = "rebound.example";

        foreach (var browser in new[] { elsewhere, proxied, renamed })
            Assert.Equal(HttpStatusCode.NotFound, (await browser.GetAsync(path)).Status);
    }

    [Fact]
    public async Task A_demo_link_opens_nothing_in_a_database_that_is_no_demo()
    {
        var path = (await SignInLinks.ForDemoAsync(server.Database, Demo, CancellationToken.None))[0].Path;
        using var browser = server.Open();

        Assert.Equal(HttpStatusCode.NotFound, (await browser.GetAsync(path)).Status);
    }

    [Fact]
    public async Task A_new_start_of_the_demo_ends_the_links_of_the_one_before()
    {
        await MakeDemoAsync();
        var before = (await SignInLinks.ForDemoAsync(server.Database, Demo, CancellationToken.None))[0].Path;
        await SignInLinks.ForDemoAsync(server.Database, Demo, CancellationToken.None);
        using var browser = server.Open();

        Assert.Equal(HttpStatusCode.NotFound, (await browser.GetAsync(before)).Status);
        Assert.Equal(2, await server.ReadAsync<int>("select count(*)::int from accounts"));
    }

    private Task MakeDemoAsync() => server.RunAsync("insert into instance (name, value) values ('demo', 'true')");

    private static (string, string)[] First(string email) =>
        [("Name", "Kim Larsen"), ("Email", email), ("Password", RunningServer.Password), ("Again", RunningServer.Password)];
}

using Dapper;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Throughline.Data.Recording;
using Throughline.Features.Accounts;
using Throughline.Platform;
using Throughline.Platform.Demo;

namespace Throughline.CommandLine;

/// <summary><c>serve</c>: the web application, the API and the background work, until it is told to stop.</summary>
internal static class ServeCommand
{
    private const int UsualPort = 5080;

    public static readonly Command Command = new(
        new CommandShape(
            "serve",
            "run the web application and the API (what throughline alone does)",
            [],
            [
                new("--urls", "URL", "where to listen (default http://localhost:5080 or the next free port)"),
                new("--demo", null, "load a lively sample practice into an empty database and print a sign-in link per role"),
                new("--clock", "INSTANT", "for trials, on an empty database: live from this instant on"),
            ],
            ["serve", "serve --demo", "serve --urls http://0.0.0.0:8080", "serve --database postgresql://throughline:secret@db:5432/throughline"]),
        RunAsync);

    private static async Task<int> RunAsync(Session session, CancellationToken stop)
    {
        var clock = session.Instant("--clock");
        await using var open = await session.OpenAsync(stop);
        if (clock is { } instant)
            await StartTrialAsync(open, instant, stop);

        IReadOnlyList<DemoLink> links = session.Arguments.Has("--demo") ? await Sample.LoadAsync(open.Database, session.Operator, session.Note, stop) : [];
        var urls = session.Arguments.Value("--urls") ?? $"http://localhost:{Server.FreePort(UsualPort)}";
        await using var app = Server.Build(new ServerSettings(open.Database, session.DataFolder, urls));
        await app.StartAsync(stop);

        await SayReadyAsync(session, open, Address(app), links, stop);
        using var onStop = stop.Register(app.Lifetime.StopApplication);
        await app.WaitForShutdownAsync(CancellationToken.None);
        return 0;
    }

    // Any address of this machine is reached as localhost, which the demo's links ask for.
    private static string Address(WebApplication app) =>
        app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First()
            .Replace("0.0.0.0", "localhost", StringComparison.Ordinal).Replace("[::]", "localhost", StringComparison.Ordinal);

    private static async Task SayReadyAsync(Session session, OpenDatabase open, string address, IReadOnlyList<DemoLink> links, CancellationToken stop)
    {
        await session.Output.WriteLineAsync($"Throughline is ready: {address}");
        if (links.Count > 0)
        {
            await session.Output.WriteLineAsync("Sign in to the sample practice as (links work on this machine only):");
            foreach (var link in links)
                await session.Output.WriteLineAsync($"  {Domain.Accounts.Roles.Name(link.Role).One,-24} {link.Name,-20} {address}{link.Path}");
        }
        else if (await SignInLinks.ForSetUpAsync(open.Database, stop) is { } path)
        {
            await session.Output.WriteLineAsync($"Nobody has an account yet. Make the first one here (the link works once): {address}{path}");
        }

        await session.Output.FlushAsync(CancellationToken.None);
    }

    private static async Task StartTrialAsync(OpenDatabase open, DateTimeOffset instant, CancellationToken stop)
    {
        if (!await TrialClock.IsSetAsync(open.Database, stop)
            && await open.Database.ReadAsync(connection => connection.QuerySingleAsync<bool>(
                "select exists (select from customers) or exists (select from people) or exists (select from accounts)"), stop))
        {
            throw new UsageException("serve: --clock needs an empty database or one that was made with --clock. Choose another --data folder.");
        }

        await TrialClock.MoveAsync(open.Database, instant, stop);
        await open.Database.ReadAsync(
            connection => connection.ExecuteAsync("select ensure_partitions(@day::date)", new { day = DateOnly.FromDateTime(instant.UtcDateTime) }), stop);
    }
}

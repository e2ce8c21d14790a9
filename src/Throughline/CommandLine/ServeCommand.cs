using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Throughline.Platform;

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
            ],
            ["serve", "serve --urls http://0.0.0.0:8080", "serve --database postgresql://throughline:secret@db:5432/throughline"]),
        RunAsync);

    private static async Task<int> RunAsync(Session session, CancellationToken stop)
    {
        await using var open = await session.OpenAsync(stop);
        var urls = session.Arguments.Value("--urls") ?? $"http://localhost:{Server.FreePort(UsualPort)}";
        await using var app = Server.Build(new ServerSettings(open.Database, session.DataFolder, urls));
        await app.StartAsync(stop);

        var address = app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First();
        await session.Output.WriteLineAsync($"Throughline is ready: {address}");
        await session.Output.FlushAsync(CancellationToken.None);

        using var onStop = stop.Register(app.Lifetime.StopApplication);
        await app.WaitForShutdownAsync(CancellationToken.None);
        return 0;
    }
}

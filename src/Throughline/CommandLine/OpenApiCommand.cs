using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;
using Throughline.Api;

namespace Throughline.CommandLine;

/// <summary><c>openapi</c>: the document of the API, without a database.</summary>
internal static class OpenApiCommand
{
    public static readonly Command Command = new(
        new CommandShape("openapi", "print the OpenAPI document", [], [], ["openapi > throughline.json"]),
        RunAsync);

    private static async Task<int> RunAsync(Session session, CancellationToken stop)
    {
        var builder = WebApplication.CreateSlimBuilder(new WebApplicationOptions { ContentRootPath = AppContext.BaseDirectory });
        builder.Logging.ClearProviders();
        builder.Services.AddSingleton<IServer, NoServer>();
        builder.Services.AddApi();
        await using var app = builder.Build();
        app.UseRouting();
        ApiSetup.MapOperations(app);
        await app.StartAsync(stop);

        var document = await app.Services.GetRequiredKeyedService<IOpenApiDocumentProvider>("v1").GetOpenApiDocumentAsync(stop);
        await session.Output.WriteLineAsync(await document.SerializeAsJsonAsync(OpenApiSpecVersion.OpenApi3_1, stop));
        return 0;
    }

    // Operations are known once the application has started; nobody shall be able to call them.
    private sealed class NoServer : IServer
    {
        public IFeatureCollection Features { get; } = new FeatureCollection();

        public Task StartAsync<TContext>(IHttpApplication<TContext> application, CancellationToken cancellationToken) where TContext : notnull => Task.CompletedTask;

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public void Dispose()
        {
            // Holds nothing.
        }
    }
}

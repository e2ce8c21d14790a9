using System.Net;
using System.Net.Sockets;
using Throughline.Api;
using Throughline.Data;
using Throughline.Data.Reports;
using Throughline.Data.Work;
using Throughline.Platform.Mail;
using Throughline.Platform.Records;
using Throughline.Ui;

namespace Throughline.Platform;

/// <summary>What one run of the server is told.</summary>
/// <param name="DataFolder">Where the key that protects sessions is kept.</param>
/// <param name="Urls">Semicolon-separated; port 0 takes any free port.</param>
public sealed record ServerSettings(Database Database, string DataFolder, string Urls);

/// <summary>The web application, the API and the background work in one process.</summary>
public static class Server
{
    public static WebApplication Build(ServerSettings settings)
    {
        var builder = WebApplication.CreateSlimBuilder(new WebApplicationOptions
        {
            ContentRootPath = AppContext.BaseDirectory,
            WebRootPath = Path.Combine(AppContext.BaseDirectory, "wwwroot"),
        });
        builder.WebHost.UseUrls(settings.Urls);
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.AddServerHeader = false);
        builder.Logging.SetMinimumLevel(LogLevel.Warning);
        builder.Services.AddSingleton(settings);
        builder.Services.AddSingleton(settings.Database);
        builder.Services.AddSingleton<TimeProvider>(settings.Database.Clock);
        builder.Services.AddSingleton<PracticeSettings>().AddSingleton<KeptFacts>().AddSingleton<KeptAnswers>();
        builder.Services.AddSingleton<PortfolioFigures>().AddSingleton<SavedViews>();
        builder.Services.AddSingleton<LiveNotices>().AddHostedService(provider => provider.GetRequiredService<LiveNotices>());
        builder.Services.AddSingleton<BackgroundWork>().AddHostedService(provider => provider.GetRequiredService<BackgroundWork>());
        builder.Services.AddSingleton<MailSettingsStore>().AddSingleton<MailWork>().AddHostedService(provider => provider.GetRequiredService<MailWork>());
        builder.Services.AddAccounts(new AccountSettings(settings.DataFolder, Environment.GetEnvironmentVariable("THROUGHLINE_KEY")));
        builder.Services.AddUi();
        builder.Services.AddRecords().AddApi();
        Features.FeatureSetup.Add(builder.Services);

        var app = builder.Build();
        app.UseUi();
        app.UseStatementCount();
        Features.FeatureSetup.Use(app);
        app.UseRouting();
        app.UseApi();
        app.UseAccounts();
        app.UseShell();
        app.UseOnceOnly();
        app.MapUi();
        app.MapAccounts();
        app.MapApi();
        app.MapLive();
        app.MapViews();
        app.MapGet("/health", (Delegate)HealthAsync).AllowAnonymous().ExcludeFromDescription();
        Features.FeatureSetup.Map(app);
        return app;
    }

    /// <summary>The first port from the wanted one on that nobody listens on.</summary>
    public static int FreePort(int wanted)
    {
        for (var port = wanted; port < wanted + 100; port++)
        {
            try
            {
                using var listener = new TcpListener(IPAddress.Loopback, port);
                listener.ExclusiveAddressUse = true;
                listener.Start();
                return port;
            }
            catch (SocketException)
            {
                // Taken: try the next.
            }
        }

        return 0;
    }

    internal static async Task<IResult> HealthAsync(HttpContext http)
    {
        var (database, stop) = (http.RequestServices.GetRequiredService<Database>(), http.RequestAborted);
        try
        {
            await using var connection = await database.OpenAsync(stop);
            await using var command = connection.CreateCommand();
            command.CommandText = "select 1";
            await command.ExecuteScalarAsync(stop);
            return Results.Json(new { status = "ok" });
        }
        catch (Npgsql.NpgsqlException)
        {
            return Results.Json(new { status = "database unavailable" }, statusCode: StatusCodes.Status503ServiceUnavailable);
        }
    }
}

using Npgsql;
using Throughline.Data.Bundles;
using Throughline.Platform;

namespace Throughline.Api;

/// <summary>The REST API under /api/v1 and its document.</summary>
internal static partial class ApiSetup
{
    public static IServiceCollection AddApi(this IServiceCollection services)
    {
        services.AddSingleton<ListCursor>();
        return services.AddApiDocument();
    }

    /// <summary>What goes wrong in the API is answered as a problem, with the headers that stand already; after sign-in.</summary>
    public static WebApplication UseApi(this WebApplication app)
    {
        app.Use(async (http, next) =>
        {
            if (!http.Request.Path.StartsWithSegments("/api", StringComparison.OrdinalIgnoreCase))
            {
                await next(http);
                return;
            }

            try
            {
                await next(http);
            }
            catch (Exception failure) when (!http.Response.HasStarted && Explain(failure) is { } problem)
            {
                if (problem.Status >= StatusCodes.Status500InternalServerError)
                    Failed(http.RequestServices.GetRequiredService<ILogger<ApiAnswer>>(), http.Request.Method, http.Request.Path, failure);

                await problem.ExecuteAsync(http);
            }
        });
        return app;
    }

    public static WebApplication MapApi(this WebApplication app)
    {
        MapOperations(app);
        app.MapOpenApi("/openapi/{documentName}.json").AllowAnonymous();
        return app;
    }

    /// <summary>Every operation, without the rest of the application: what the document is made of.</summary>
    public static void MapOperations(IEndpointRouteBuilder endpoints)
    {
        var routes = new ApiRoutes(endpoints);
        foreach (var resource in Resources)
        {
            resource.MapReading(routes);
            resource.MapWriting(routes);
        }

        IssuesOfEngagement.Map(routes, Resources.First(resource => resource.File.Name == "issues"));
        new MilestoneCalls(Resources.First(resource => resource.File.Name == "milestones")).Map(routes);
        AcceptanceCalls.Map(routes);
        new BookingCalls().Map(routes);
        new BookingSeriesCalls().Map(routes);
        new RequestCalls().Map(routes);
        BookingActCalls.Map(routes);
        new OvertimeCalls().Map(routes);
        new TimeCalls().Map(routes);
        NoWorkCalls.Map(routes);
        PeriodLockCalls.Map(routes);
        CertificationCalls.Map(routes);
        RevenueCalls.Map(routes);
        TimeFileCalls.Map(routes);
        ReportCalls.Map(routes);
        RatePreviewCalls.Map(routes);
        ReportScheduleCalls.Map(routes);
        CapacityCalls.Map(routes);
        FeedCalls.Map(routes);
        FileCalls.Map(routes);
        EvidencePackCalls.Map(routes);
        HolidayCalls.Map(routes);
        new TimeOffCalls().Map(routes);
        PracticeCalls.Map(routes);
    }

    internal static IReadOnlyList<RecordResource> Resources { get; } =
    [
        Of("/people", "people", "People"), Of("/customers", "customers", "Customers"), Of("/engagements", "engagements", "Engagements"),
        Of("/activities", "activities", "Activities"), Of("/issues", "issues", "Issues"), Of("/milestones", "milestones", "Milestones"),
        Of("/calendars", "calendars", "Calendars"), Of("/rates", "rates", "Rates"), Of("/person-rates", "person_rates", "Rates"),
        Of("/cost-rates", "cost_rates", "Costs"), Of("/role-costs", "role_costs", "Costs"), Of("/exchange-rates", "exchange_rates", "Exchange rates"), Of("/time-off", "time_off", "Time off"),
        Of("/policies", "policies", "Policies"), Of("/qualifications", "qualifications", "Qualifications"),
        Of("/working-patterns", "working_patterns", "Working patterns"), Of("/style-notes", "style_notes", "Notes on working style"),
    ];

    private static RecordResource Of(string path, string file, string tag) => new(path, BundleFiles.Named(file), tag);

    // Null lets a cancelled request go.
    private static ApiProblem? Explain(Exception failure) => failure switch
    {
        BadHttpRequestException bad => new ApiProblem(bad.StatusCode),
        IOException { Message: var message } when message.Contains("limit", StringComparison.OrdinalIgnoreCase) => new ApiProblem(StatusCodes.Status413PayloadTooLarge),
        InvalidDataException => new ApiProblem(StatusCodes.Status400BadRequest, "The form data cannot be read."),
        OperationCanceledException or Data.Work.AnsweredBeforeException or Data.Work.KeyReusedException => null,
        PostgresException { SqlState: PostgresErrorCodes.AdminShutdown or PostgresErrorCodes.CrashShutdown or PostgresErrorCodes.CannotConnectNow } =>
            new ApiProblem(StatusCodes.Status503ServiceUnavailable),
        PostgresException => new ApiProblem(StatusCodes.Status500InternalServerError),
        NpgsqlException => new ApiProblem(StatusCodes.Status503ServiceUnavailable),
        _ => new ApiProblem(StatusCodes.Status500InternalServerError),
    };

    [LoggerMessage(Level = LogLevel.Error, Message = "{Method} {Path} failed")]
    private static partial void Failed(ILogger log, string method, PathString path, Exception failure);
}

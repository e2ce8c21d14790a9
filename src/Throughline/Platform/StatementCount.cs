using System.Diagnostics;
using System.Globalization;

namespace Throughline.Platform;

/// <summary>
/// Says how many statements a request sent to the database, for those who measure: a request with the header
/// <c>X-Measure: 1</c> is answered with <c>Server-Timing: db;desc="N"</c>. A batch counts once for each of its commands.
/// </summary>
internal static class StatementCount
{
    private sealed class Counter
    {
        public int Statements;
    }

    private static readonly AsyncLocal<Counter?> Current = new();

    // One for the whole process, however many servers run in it; without a counter nothing is sampled and nothing costs.
    private static readonly ActivityListener Listener = new()
    {
        ShouldListenTo = source => source.Name == "Npgsql",
        Sample = (ref ActivityCreationOptions<ActivityContext> _) => Current.Value is null ? ActivitySamplingResult.None : ActivitySamplingResult.AllData,
        ActivityStopped = Count,
    };

    static StatementCount() => ActivitySource.AddActivityListener(Listener);

    public static WebApplication UseStatementCount(this WebApplication app)
    {
        app.Use(async (http, next) =>
        {
            if (http.Request.Headers["X-Measure"] != "1")
            {
                await next(http);
                return;
            }

            var (counter, begun) = (new Counter(), Stopwatch.GetTimestamp());
            Current.Value = counter;
            http.Response.OnStarting(() =>
            {
                // Nobody learns by counting whether an account exists.
                if (CurrentUser.Of(http) is null)
                    return Task.CompletedTask;

                http.Response.Headers["Server-Timing"] = string.Create(
                    CultureInfo.InvariantCulture,
                    $"db;desc=\"{counter.Statements}\", total;dur={Stopwatch.GetElapsedTime(begun).TotalMilliseconds:0.00}");
                return Task.CompletedTask;
            });
            await next(http);
        });
        return app;
    }

    private static void Count(Activity activity)
    {
        if (Current.Value is { } counter && activity.GetTagItem("db.query.text") is string text)
            Interlocked.Add(ref counter.Statements, Math.Max(1, text.Split(";\n", StringSplitOptions.RemoveEmptyEntries).Length));
    }
}

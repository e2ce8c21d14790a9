using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Text.RegularExpressions;

namespace Throughline.Bench.Measure;

/// <summary>Times requests one after the other, after some that only warm the server up.</summary>
internal static partial class Timing
{
    private const int WarmUp = 30;
    private const int Measured = 200;

    public static async Task<Result> OfAsync(string section, Client client, Route route, Func<string, string> fill, CancellationToken stop)
    {
        var result = new Result(section, route.Name, null, "ms", route.BarMilliseconds);
        var path = fill(route.Path);
        using var first = await client.GetAsync(path, stop);
        return first.StatusCode == HttpStatusCode.OK
            ? await OfAsync(result with { Note = $"`{route.Path}`" }, client, path, stop)
            : result with { Note = Refusal(path, first) };
    }

    /// <summary>The values at the median and at 95 percent.</summary>
    public static (double P50, double P95) Percentiles(IEnumerable<double> times)
    {
        var sorted = times.Order().ToArray();
        return (sorted[sorted.Length / 2], sorted[Math.Min(sorted.Length - 1, sorted.Length * 95 / 100)]);
    }

    /// <summary>From <c>Server-Timing: db;desc="7"</c>; null where the server does not say.</summary>
    public static int? Statements(HttpResponseMessage answer)
    {
        if (!answer.Headers.TryGetValues("Server-Timing", out var values))
            return null;

        var match = DatabaseCount().Match(string.Join(',', values));
        return match.Success ? int.Parse(match.Groups[1].Value, CultureInfo.InvariantCulture) : null;
    }

    private static async Task<Result> OfAsync(Result result, Client client, string path, CancellationToken stop)
    {
        var times = new double[Measured];
        for (var i = -WarmUp; i < Measured; i++)
        {
            var start = Stopwatch.GetTimestamp();
            using var answer = await client.GetAsync(path, stop);
            var took = Stopwatch.GetElapsedTime(start).TotalMilliseconds;
            if (answer.StatusCode != HttpStatusCode.OK)
                return result with { Note = $"{result.Note} answers {(int)answer.StatusCode} after {i + WarmUp} requests" };

            if (i >= 0)
                times[i] = took;
        }

        var (p50, p95) = Percentiles(times);
        using var counted = await client.GetCountedAsync(path, stop);
        return result with { Value = p50, P95 = p95, Statements = Statements(counted) };
    }

    private static string Refusal(string path, HttpResponseMessage answer) => answer.StatusCode switch
    {
        HttpStatusCode.NotFound => $"missing: `{path}` answers 404",
        >= HttpStatusCode.MultipleChoices and < HttpStatusCode.BadRequest => $"`{path}` redirects to {answer.Headers.Location}",
        var status => $"`{path}` answers {(int)status}",
    };

    [GeneratedRegex("""\bdb;[^,]*?desc="?(\d+)"?""")]
    private static partial Regex DatabaseCount();
}

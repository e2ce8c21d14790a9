using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Text.RegularExpressions;

namespace Throughline.Bench.Measure;

/// <summary>
/// Times requests one after the other, after some that only warm the server up. What takes less than a few milliseconds is
/// asked for more often, or the compiler and the collector of the server would decide on the figure.
/// </summary>
internal static partial class Timing
{
    private const int FewestToWarmUp = 30, MostToWarmUp = 300, FewestMeasured = 200, MostMeasured = 600;
    private static readonly TimeSpan Long = TimeSpan.FromSeconds(1);

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
        await ManyAsync(client, path, FewestToWarmUp, MostToWarmUp, stop);
        var (times, refused) = await ManyAsync(client, path, FewestMeasured, MostMeasured, stop);
        if (refused is not null)
            return result with { Note = $"{result.Note} answers {(int)refused} after {times.Count} requests" };

        var (p50, p95) = Percentiles(times);
        using var counted = await client.GetCountedAsync(path, stop);
        return result with { Value = p50, P95 = p95, Statements = Statements(counted) };
    }

    private static async Task<(List<double> Times, HttpStatusCode? Refused)> ManyAsync(Client client, string path, int fewest, int most, CancellationToken stop)
    {
        var (times, since) = (new List<double>(most), Stopwatch.GetTimestamp());
        while (times.Count < fewest || (times.Count < most && Stopwatch.GetElapsedTime(since) < Long))
        {
            var start = Stopwatch.GetTimestamp();
            using var answer = await client.GetAsync(path, stop);
            if (answer.StatusCode != HttpStatusCode.OK)
                return (times, answer.StatusCode);

            times.Add(Stopwatch.GetElapsedTime(start).TotalMilliseconds);
        }

        return (times, null);
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

using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;

namespace Throughline.Bench.Measure;

/// <summary>Everybody opens their week, saves forty cells and hands the week in, all within the same minutes.</summary>
internal sealed class CrowdTest(string url, IReadOnlyList<string> links, TimeSpan length)
{
    private const string Section = "A crowd in its week";
    private const int Cells = 40;

    private readonly ConcurrentBag<double> opened = [], saved = [], handedIn = [];
    private readonly ConcurrentDictionary<string, int> refused = new();

    public async Task<IReadOnlyList<Result>> RunAsync(CancellationToken stop)
    {
        var browsers = new List<Client>();
        foreach (var link in links)
        {
            var (browser, problem) = await Client.SignInAsync(url, null, null, link, stop);
            browsers.Add(browser ?? throw new InvalidOperationException(problem));
        }

        var watch = Stopwatch.StartNew();
        await Task.WhenAll(browsers.Select((browser, i) => PersonAsync(browser, i, watch, stop)));
        var took = watch.Elapsed;
        browsers.ForEach(browser => browser.Dispose());
        var refusals = string.Join("; ", refused.Select(one => string.Create(CultureInfo.InvariantCulture, $"{one.Value} × {one.Key}")));
        return
        [
            Figure("Opening a week, p99", opened),
            Figure($"Saving a cell, p99, {saved.Count / took.TotalSeconds:0} a second", saved),
            Figure("Handing the week in, p99", handedIn),
            new Result(Section, "Answers that were errors", refused.Values.Sum(), "", 0, Note: refusals.Length > 0 ? refusals : $"{opened.Count + saved.Count + handedIn.Count:#,0} requests of {links.Count:#,0} people in {took.TotalMinutes:0.0} minutes"),
        ];
    }

    private static Result Figure(string name, ConcurrentBag<double> times)
    {
        var sorted = times.Order().ToArray();
        return sorted.Length == 0
            ? new Result(Section, name, null, "ms", 500, Note: "nobody came so far")
            : new Result(Section, name, sorted[Math.Min(sorted.Length - 1, sorted.Length * 99 / 100)], "ms", 500, Note: $"median {sorted[sorted.Length / 2]:0.0} ms, longest {sorted[^1]:0} ms");
    }

    // People come one after the other and stay for a fifth of the time; the last of them is done as it ends.
    private async Task PersonAsync(Client browser, int number, Stopwatch watch, CancellationToken stop)
    {
        var (begin, pace) = (length * 0.8 * number / links.Count, length / 5 / (Cells + 1));
        await UntilAsync(begin, watch, stop);
        if (await TimedAsync(opened, "open", () => WeekPage.OpenAsync(browser, stop)) is not { } week)
            return;

        for (var i = 0; i < Cells; i++)
        {
            await UntilAsync(begin + (pace * (i + 1)), watch, stop);
            var text = string.Create(CultureInfo.InvariantCulture, $"{1m + (i / 20 % 4 * 0.25m):0.##}");
            await TimedAsync(saved, "save", async () => await week.SaveAsync(i, text, stop) ? week : null);
        }

        await TimedAsync(handedIn, "submit", async () => await week.SubmitAsync(stop) ? week : null);
    }

    private async Task<WeekPage?> TimedAsync(ConcurrentBag<double> times, string what, Func<Task<WeekPage?>> act)
    {
        var start = Stopwatch.GetTimestamp();
        try
        {
            var answer = await act();
            times.Add(Stopwatch.GetElapsedTime(start).TotalMilliseconds);
            if (answer is not null)
                return answer;

            refused.AddOrUpdate(what, 1, (_, count) => count + 1);
        }
        catch (Exception broken) when (broken is HttpRequestException or TaskCanceledException)
        {
            refused.AddOrUpdate($"{what}: {broken.Message}", 1, (_, count) => count + 1);
        }

        return null;
    }

    private static Task UntilAsync(TimeSpan at, Stopwatch watch, CancellationToken stop) =>
        at - watch.Elapsed is { Ticks: > 0 } left ? Task.Delay(left, stop) : Task.CompletedTask;
}

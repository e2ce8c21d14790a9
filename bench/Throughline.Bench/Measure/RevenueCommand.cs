using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Text.Json;
using Throughline.Bench.Generate;
using Throughline.CommandLine;
using Throughline.Domain.Accounts;
using Throughline.Features.Accounts;

namespace Throughline.Bench.Measure;

/// <summary><c>revenue</c>: the release of one month of forty thousand approved entries in a practice of a million: list, batch, journal, invoices.</summary>
internal static class RevenueCommand
{
    private const string Section = "Release of a month";
    private const int Approved = 40_000;

    public static async Task<int> RunAsync(Options options, CancellationToken stop)
    {
        var program = Path.GetFullPath(options.Text("--program") ?? "./throughline");
        var work = Directory.CreateTempSubdirectory("throughline-revenue-").FullName;
        File.SetUnixFileMode(work, File.GetUnixFileMode(work) | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute);
        var results = new List<Result>();
        try
        {
            var today = DateOnly.FromDateTime(TimeProvider.System.GetUtcNow().UtcDateTime);
            var bundle = options.Text("--bundle") is { } made ? made : Path.Combine(work, "bundle");
            if (options.Text("--bundle") is null)
                new PracticeWriter(DataSet.Tenth, seed: 1, today, bundle).Write();

            var month = today.AddMonths(-1).ToString("yyyy-MM", CultureInfo.InvariantCulture);
            var installation = new Installation(program, Path.Combine(work, "practice"));
            (await installation.RunAsync(["import", bundle, "--quiet"], "", stop)).MustSucceed("import");
            (await installation.RunAsync(["import", More(bundle, month, Path.Combine(work, "more")), "--quiet"], "", stop)).MustSucceed("import of more");
            results.AddRange(await MeasureAsync(installation, month, stop));
        }
        finally
        {
            Run.Of("L/10 with 40,000 approved hourly entries in one month", results).Report(options.Text("--out"));
            Directory.Delete(work, recursive: true);
        }

        return results.All(result => result.IsKept) ? 0 : 1;
    }

    // The month's own hourly entries once more under other keys, until there are enough.
    private static string More(string bundle, string month, string folder)
    {
        var sold = File.ReadLines(Path.Combine(bundle, "engagements.csv")).Select(line => line.Split(',')).Where(cells => cells[4] == "tm" && cells[10] is not ("prospect" or "cancelled")).Select(cells => cells[0]).ToHashSet(StringComparer.Ordinal);
        var lines = File.ReadLines(Path.Combine(bundle, "time.csv")).ToList();
        var own = lines.FindAll(line => line.Split(',') is var cells && cells[2].StartsWith(month, StringComparison.Ordinal) && sold.Contains(cells[3]) && cells[7] == "true" && cells[8] == "approved");
        Directory.CreateDirectory(folder);
        File.WriteAllLines(
            Path.Combine(folder, "time.csv"),
            [lines[0], .. Enumerable.Range(0, Math.Max(0, Approved - own.Count)).Select(i => string.Create(CultureInfo.InvariantCulture, $"more{i / own.Count}-{own[i % own.Count]}"))]);
        return folder;
    }

    private static async Task<List<Result>> MeasureAsync(Installation installation, string month, CancellationToken stop)
    {
        await installation.MakeAccountAsync(1, null, stop);
        var links = await LinksAsync(installation, [new("coordinator@bench.example", "Coordinator", Role.Coordinator), new("finance@bench.example", "Finance", Role.Finance)], stop);
        var (coordinates, releases) = (await installation.MakeTokenAsync("coordinator@bench.example", stop), await installation.MakeTokenAsync("finance@bench.example", stop));
        await installation.ServeAsync(stop);
        try
        {
            using var coordinator = Client.OfProgram(installation.Url, coordinates);
            using var finance = Client.OfProgram(installation.Url, releases);
            if (await Client.SignInAsync(installation.Url, null, null, links[0], stop) is not ({ } browser, _))
                throw new InvalidOperationException("Sign-in failed.");

            using (browser)
            {
                var page = new Route("Release list", 300, $"/revenue/release?month={month}");
                return
                [
                    await OnceAsync(coordinator, "Time put together by the coordinator", null, "/api/v1/time-consolidations", new { month }, stop),
                    await Timing.OfAsync(Section, browser, page, path => path, stop),
                    await OnceAsync(coordinator, "A batch is prepared", 3_000, "/api/v1/release-batches", new { month }, stop),
                    await OnceAsync(finance, "It is reviewed", null, $"/api/v1/release-batches/{month}.1:review", new { }, stop),
                    await OnceAsync(finance, "It is released", null, $"/api/v1/release-batches/{month}.1:release", new { }, stop),
                    await Timing.OfAsync(Section, browser, new Route("The batch, first lines", 40, $"/revenue/batches/{month}.1"), path => path, stop),
                    await Timing.OfAsync(Section, browser, page with { Name = "Release list once all is released" }, path => path, stop),
                    await StreamAsync(installation, finance, "csv", month, stop),
                    await StreamAsync(installation, finance, "xlsx", month, stop),
                    await OnceAsync(coordinator, "Invoices are drafted", null, "/api/v1/invoices", new { month }, stop),
                ];
            }
        }
        finally
        {
            await installation.StopAsync(stop);
        }
    }

    private static async Task<Result> OnceAsync(Client client, string name, double? bar, string path, object body, CancellationToken stop)
    {
        var start = Stopwatch.GetTimestamp();
        using var answer = await client.PostAsync(path, body, stop);
        var text = await answer.Content.ReadAsStringAsync(stop);
        var took = Stopwatch.GetElapsedTime(start).TotalMilliseconds;
        var result = new Result(Section, name, null, "ms", bar);
        return answer.StatusCode is HttpStatusCode.OK or HttpStatusCode.Created
            ? result with { Value = took, Note = Told(text) }
            : result with { Note = $"`{path}` answers {(int)answer.StatusCode}: {text[..Math.Min(160, text.Length)]}" };
    }

    private static string Told(string json)
    {
        var answer = JsonDocument.Parse(json).RootElement;
        return answer.TryGetProperty("lines", out var lines) ? $"{lines} lines, {answer.GetProperty("totals")}"
            : answer.TryGetProperty("entries", out var entries) ? $"{entries} entries"
            : answer.TryGetProperty("invoices", out var invoices) ? string.Create(CultureInfo.InvariantCulture, $"{invoices.GetArrayLength()} invoices") : "";
    }

    private static async Task<Result> StreamAsync(Installation installation, Client client, string format, string month, CancellationToken stop)
    {
        var result = new Result(Section, $"Journal, {format.ToUpperInvariant()}, journal lines a second", null, "/s", null);
        var start = Stopwatch.GetTimestamp();
        using var answer = await client.StreamAsync($"/api/v1/release-batches/{month}.1/journal?format={format}", stop);
        if (answer.StatusCode != HttpStatusCode.OK)
            return result with { Note = $"answers {(int)answer.StatusCode}" };

        await using var body = await answer.Content.ReadAsStreamAsync(stop);
        var (bytes, buffer, most) = (0L, new byte[1 << 16], 0.0);
        while (await body.ReadAsync(buffer, stop) is > 0 and var read)
        {
            bytes += read;
            most = Math.Max(most, Processes.Megabytes([installation.ServerProcess!.Value]));
        }

        var took = Stopwatch.GetElapsedTime(start);
        using var batch = await client.GetAsync($"/api/v1/release-batches/{month}.1", stop);
        var lines = 2 * JsonDocument.Parse(await batch.Content.ReadAsStringAsync(stop)).RootElement.GetProperty("lines").GetInt32();
        return result with
        {
            Value = lines / took.TotalSeconds,
            Note = string.Create(CultureInfo.InvariantCulture, $"{lines:#,0} journal lines, {bytes / 1e6:0.0} MB in {took.TotalSeconds:0.00} s; the program held {most:0} MB at most"),
        };
    }

    private static async Task<IReadOnlyList<string>> LinksAsync(Installation installation, IReadOnlyList<DemoAccount> accounts, CancellationToken stop)
    {
        await using var open = await OpenDatabase.OpenAsync(null, installation.DataFolder, _ => { }, stop);
        await open.Database.ReadAsync(connection => Dapper.SqlMapper.ExecuteAsync(connection, "insert into instance (name, value) values ('demo', 'true')"), stop);
        return [.. (await SignInLinks.ForDemoAsync(open.Database, accounts, stop)).Select(link => link.Path)];
    }
}

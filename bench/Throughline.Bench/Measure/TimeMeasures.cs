using System.Diagnostics;
using System.Globalization;
using System.Net;

namespace Throughline.Bench.Measure;

/// <summary>One's week, what waits for approval, and what goes out, in a practice that runs and holds a million entries.</summary>
internal sealed class TimeMeasures(Installation installation, string token, string approverToken, string approverLink, string memberLink)
{
    private const string Week = "My week";
    private const string Approving = "Approval, tens of thousands waiting";
    private const string Export = "Export of every entry";
    private const int Saves = 300;

    private readonly DateOnly today = DateOnly.FromDateTime(TimeProvider.System.GetUtcNow().UtcDateTime);

    public async Task<IReadOnlyList<Result>> RunAsync(CancellationToken stop)
    {
        using var member = await BrowserAsync(memberLink, stop);
        using var approver = await BrowserAsync(approverLink, stop);
        using var program = Client.OfProgram(installation.Url, token);
        using var deciding = Client.OfProgram(installation.Url, approverToken);
        string Fill(string path) => Routes.Fill(path, "SOW-01001", today);
        return
        [
            await Timing.OfAsync(Week, member, new Route("My week opens", 15, "/my-week"), Fill, stop),
            await SavesAsync(member, stop),
            await Timing.OfAsync(Approving, approver, new Route("Approval list of the practice", 40, "/inbox?as=backup"), Fill, stop),
            await Timing.OfAsync(Approving, deciding, new Route("Submitted entries, 50 of them", 40, "/api/v1/time-entries?state=submitted&limit=50"), Fill, stop),
            await ApproveAsync(deciding, 1_000, 200, stop),
            await ApproveAsync(deciding, 20_000, 2_000, stop),
            await Timing.OfAsync(
                "Reports", program, new Route("Utilisation of everybody by week over a year", 200, "/api/v1/reports/utilisation?from={yearago}&to={today}&period=week"), Fill, stop),
            await ExportAsync(program, "csv", 50_000, stop),
            await ExportAsync(program, "xlsx", 25_000, stop),
        ];
    }

    private async Task<Client> BrowserAsync(string link, CancellationToken stop) =>
        await Client.SignInAsync(installation.Url, null, null, link, stop) is ({ } browser, _) ? browser : throw new InvalidOperationException("Sign-in failed.");

    private static async Task<Result> SavesAsync(Client member, CancellationToken stop)
    {
        var result = new Result(Week, "A cell is saved", null, "ms", 10);
        if (await WeekPage.OpenAsync(member, stop) is not { } week)
            return result with { Note = "the week has no cell to type into" };

        var times = new List<double>(Saves);
        for (var i = -30; i < Saves; i++)
        {
            var start = Stopwatch.GetTimestamp();
            if (!await week.SaveAsync(0, i % 2 == 0 ? "1" : "1.25", stop))
                return result with { Note = "a cell was refused" };
            if (i >= 0)
                times.Add(Stopwatch.GetElapsedTime(start).TotalMilliseconds);
        }

        var (p50, p95) = Timing.Percentiles(times);
        return result with { Value = p50, P95 = p95 };
    }

    private static async Task<Result> ApproveAsync(Client client, int entries, double bar, CancellationToken stop)
    {
        var result = new Result(Approving, string.Create(CultureInfo.InvariantCulture, $"Approving {entries:#,0} at once"), null, "ms", bar);
        var waiting = (await client.SomeAsync("/api/v1/time-entries?state=submitted", entries, stop)).ConvertAll(item => item.GetProperty("entry").GetString());
        if (waiting.Count < entries)
            return result with { Note = string.Create(CultureInfo.InvariantCulture, $"only {waiting.Count:#,0} wait") };

        var start = Stopwatch.GetTimestamp();
        using var answer = await client.PostAsync("/api/v1/time-entries:approve", new { entries = waiting, comment = "Approved together" }, stop);
        var body = await answer.Content.ReadAsStringAsync(stop);
        var took = Stopwatch.GetElapsedTime(start).TotalMilliseconds;
        return answer.StatusCode == HttpStatusCode.OK
            ? result with { Value = took, Note = "the answer with every entry read" }
            : result with { Note = $"answers {(int)answer.StatusCode}: {body[..Math.Min(160, body.Length)]}" };
    }

    private async Task<Result> ExportAsync(Client client, string format, double bar, CancellationToken stop)
    {
        var result = new Result(Export, $"{format.ToUpperInvariant()}, rows a second", null, "/s", bar, AtLeast: true);
        var path = $"/api/v1/time-entries:export?format={format}";
        using var watching = CancellationTokenSource.CreateLinkedTokenSource(stop);
        var memory = MostMemoryAsync(watching.Token);
        var start = Stopwatch.GetTimestamp();
        using var answer = await client.StreamAsync(path, stop);
        if (answer.StatusCode != HttpStatusCode.OK)
            return result with { Note = $"`{path}` answers {(int)answer.StatusCode}" };

        await using var body = await answer.Content.ReadAsStreamAsync(stop);
        var (bytes, lines, buffer) = (0L, 0L, new byte[1 << 16]);
        while (await body.ReadAsync(buffer, stop) is > 0 and var read)
        {
            bytes += read;
            lines += buffer.AsSpan(0, read).Count((byte)'\n');
        }

        var took = Stopwatch.GetElapsedTime(start);
        await watching.CancelAsync();
        var most = await memory;
        return result with
        {
            Value = Generate.DataSet.Tenth.TimeEntries / took.TotalSeconds,
            Note = string.Create(CultureInfo.InvariantCulture, $"{bytes / 1e6:0} MB{(format == "csv" ? $" in {lines:#,0} lines" : "")} in {took.TotalSeconds:0.0} s; the program held {most:0} MB at most (300)"),
        };
    }

    private async Task<double> MostMemoryAsync(CancellationToken stop)
    {
        var most = 0.0;
        while (!stop.IsCancellationRequested)
        {
            most = Math.Max(most, Processes.Megabytes([installation.ServerProcess!.Value]));
            await Task.Delay(100, CancellationToken.None);
        }

        return most;
    }
}

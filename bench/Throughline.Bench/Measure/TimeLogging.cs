using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Text.Json;

namespace Throughline.Bench.Measure;

/// <summary>Logs time through the API: one entry after the other, then as fast as eight clients can.</summary>
internal sealed class TimeLogging(IReadOnlyList<Client> clients, DateOnly today)
{
    private const string Section = "Logging time through the API";
    private const int Singles = 300;
    private const int Together = 8;
    private static readonly TimeSpan Load = TimeSpan.FromSeconds(10);

    private int number;
    private string[] people = [];
    private string[] engagements = [];

    public async Task<IReadOnlyList<Result>> RunAsync(CancellationToken stop)
    {
        var one = new Result(Section, "One entry", null, "ms", 4);
        var many = new Result(Section, $"Entries a second, {Together} clients", null, "/s", 1_000, AtLeast: true);
        try
        {
            people = Keys(await clients[0].AllAsync(Routes.People, stop), "person");
            engagements = Keys(await clients[0].AllAsync(Routes.Engagements + "?status=active", stop), "engagement");
        }
        catch (HttpRequestException broken)
        {
            return [one with { Note = broken.Message }, many with { Note = broken.Message }];
        }

        if (people.Length == 0 || engagements.Length == 0)
            return [one with { Note = "there are no people or no active engagements" }, many];

        return [await OneByOneAsync(one, stop), await TogetherAsync(many, stop)];
    }

    private async Task<Result> OneByOneAsync(Result result, CancellationToken stop)
    {
        var times = new List<double>();
        int? statements = null;
        for (var i = -30; i < Singles; i++)
        {
            var start = Stopwatch.GetTimestamp();
            using var answer = await PostAsync(clients[0], stop);
            if (answer.StatusCode != HttpStatusCode.Created)
                return result with { Note = await RefusalAsync(answer, stop) };

            if (i >= 0)
                times.Add(Stopwatch.GetElapsedTime(start).TotalMilliseconds);
            statements = Timing.Statements(answer);
        }

        var (p50, p95) = Timing.Percentiles(times);
        return result with { Value = p50, P95 = p95, Statements = statements };
    }

    private async Task<Result> TogetherAsync(Result result, CancellationToken stop)
    {
        var (made, refused, watch) = (0, "", Stopwatch.StartNew());
        await Task.WhenAll(Enumerable.Range(0, Together).Select(ClientAsync));
        var note = clients.Count < Together ? $"{clients.Count} tokens for {Together} clients" : "one token a client";
        return result with { Value = made / watch.Elapsed.TotalSeconds, Note = refused.Length > 0 ? refused : note };

        async Task ClientAsync(int i)
        {
            while (watch.Elapsed < Load && refused.Length == 0)
            {
                using var answer = await PostAsync(clients[i % clients.Count], stop);
                if (answer.StatusCode == HttpStatusCode.Created)
                    Interlocked.Increment(ref made);
                else
                    refused = await RefusalAsync(answer, stop);
            }
        }
    }

    // A quarter of an hour for somebody on one of the last two weeks' working days: no day fills up.
    private Task<HttpResponseMessage> PostAsync(Client client, CancellationToken stop)
    {
        var i = Interlocked.Increment(ref number);
        var day = today.AddDays(-(i / people.Length % 10));
        return client.PostAsync(
            Routes.TimeEntries,
            new
            {
                person = people[i % people.Length],
                date = Routes.Iso(day),
                engagement = engagements[i % engagements.Length],
                hours = 0.25m.ToString(CultureInfo.InvariantCulture),
                note = "Measured",
            },
            stop);
    }

    private static async Task<string> RefusalAsync(HttpResponseMessage answer, CancellationToken stop)
    {
        var body = (await answer.Content.ReadAsStringAsync(stop)).ReplaceLineEndings(" ");
        return $"answers {(int)answer.StatusCode}: {body[..Math.Min(body.Length, 160)].Replace('|', '/')}";
    }

    private static string[] Keys(IEnumerable<JsonElement> items, string name) => [.. items.Select(item => item.GetProperty(name).GetString()!)];
}

using System.Text.Json;

namespace Throughline.Bench.Measure;

/// <summary><c>measure</c>: the pages, the API and the load of a server that runs already.</summary>
internal static class MeasureCommand
{
    public static async Task<int> RunAsync(Options options, CancellationToken stop)
    {
        var server = new ServerUnderTest(
            options.Needed("--url"), options.All("--token"), options.Text("--email"), options.Text("--password"), options.Text("--link"));
        if (server.Tokens.Count == 0)
            throw new WrongOptionException("--token is missing; make one with throughline token create.");

        var results = (await server.MeasureAsync(options.Text("--engagement"), stop)).ToList();
        if (options.Text("--data") is { } folder)
            results.Add(new Result("Memory", "Program and PostgreSQL now", new Installation("", folder).Megabytes(), "MB", Note: "proportional set size"));
        if (options.Text("--compare") is { } before)
            results.AddRange(Compared(Run.Read(before), [.. results]));

        Run.Of(options.Text("--set") ?? "S", results).Report(options.Text("--out"));
        return results.All(result => result.IsKept) ? 0 : 1;
    }

    /// <summary>How many times what it cost before each request costs now: with four times the data at most 1.3 times for pages of 50 rows.</summary>
    public static IEnumerable<Result> Compared(Run before, IReadOnlyList<Result> now) =>
        from result in now
        where result.Unit == "ms" && result.Value is not null
        let earlier = before.Results.FirstOrDefault(other => (other.Section, other.Name) == (result.Section, result.Name))?.Value
        where earlier is not null
        let bounded = result.Name.Contains("50", StringComparison.Ordinal) || result.Section == ServerUnderTest.Pages && result.Bar == 10
        select new Result(
            $"Times the cost of data set {before.Set}", $"{result.Name} ({result.Section})", result.Value / earlier, "×", bounded ? 1.3 : null);
}

/// <summary>A running server and how to sign in to it.</summary>
internal sealed record ServerUnderTest(string Url, IReadOnlyList<string> Tokens, string? Email, string? Password, string? Link)
{
    public const string Pages = "Pages, warm, one browser";
    public const string Api = "API, warm, one client";

    public async Task<IReadOnlyList<Result>> MeasureAsync(string? engagement, CancellationToken stop)
    {
        var today = DateOnly.FromDateTime(TimeProvider.System.GetUtcNow().UtcDateTime);
        var programs = Tokens.Select(token => Client.OfProgram(Url, token)).ToList();
        try
        {
            engagement ??= await FirstEngagementAsync(programs[0], stop);
            string Fill(string path) => Routes.Fill(path, engagement ?? "SOW-01001", today);

            var results = new List<Result>();
            var (browser, problem) = await Client.SignInAsync(Url, Email, Password, Link, stop);
            foreach (var route in Routes.Pages)
            {
                results.Add(browser is null
                    ? new Result(Pages, route.Name, null, "ms", route.BarMilliseconds, Note: "not signed in: " + problem)
                    : await Timing.OfAsync(Pages, browser, route, Fill, stop));
            }

            browser?.Dispose();
            foreach (var (route, turn) in Routes.Api.Select((route, turn) => (route, turn))) // each token has its own limit of requests a minute
                results.Add(await Timing.OfAsync(Api, programs[turn % programs.Count], route, Fill, stop));

            results.AddRange(await new TimeLogging(programs, today).RunAsync(stop));
            return results;
        }
        finally
        {
            programs.ForEach(program => program.Dispose());
        }
    }

    private static async Task<string?> FirstEngagementAsync(Client client, CancellationToken stop)
    {
        using var answer = await client.GetAsync(Routes.Engagements + "?limit=1", stop);
        if (!answer.IsSuccessStatusCode)
            return null;

        using var body = JsonDocument.Parse(await answer.Content.ReadAsStringAsync(stop));
        return body.RootElement.GetProperty("items").EnumerateArray().Select(item => item.GetProperty("engagement").GetString()).FirstOrDefault();
    }
}

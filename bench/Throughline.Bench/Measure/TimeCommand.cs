using System.Globalization;
using Dapper;
using Throughline.Bench.Generate;
using Throughline.CommandLine;
using Throughline.Domain.Accounts;
using Throughline.Features.Accounts;

namespace Throughline.Bench.Measure;

/// <summary><c>time</c>: a week, its approval and everything that goes in and out, in a practice of a million entries; then two thousand people at once.</summary>
internal static class TimeCommand
{
    public static async Task<int> RunAsync(Options options, CancellationToken stop)
    {
        var program = Path.GetFullPath(options.Text("--program") ?? "./throughline");
        var work = Directory.CreateTempSubdirectory("throughline-time-").FullName;
        File.SetUnixFileMode(work, File.GetUnixFileMode(work) | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute);
        var results = new List<Result>();
        try
        {
            if (options.Text("--only") is not "crowd")
                results.AddRange(await PracticeAsync(new Installation(program, Path.Combine(work, "practice")), work, stop));
            if (options.Text("--only") is not "practice")
                results.AddRange(await CrowdAsync(new Installation(program, Path.Combine(work, "crowd")), work, options.Whole("--users", 2_000), options.Whole("--minutes", 10), stop));
        }
        finally
        {
            Run.Of("L/10 (and crowd where said)", results).Report(options.Text("--out"));
            Directory.Delete(work, recursive: true);
        }

        return results.All(result => result.IsKept) ? 0 : 1;
    }

    private static async Task<List<Result>> PracticeAsync(Installation installation, string work, CancellationToken stop)
    {
        var results = new List<Result> { await ImportAsync(installation, DataSet.Tenth, Path.Combine(work, "bundle"), stop) };
        var tokens = await installation.MakeAccountAsync(1, "p0001", stop);
        var links = await LinksAsync(
            installation, [new("coordinator@bench.example", "Coordinator", Role.Coordinator), new("person6@practice.example", "Person 6", Role.Member, "p0006")], stop);
        var approver = await installation.MakeTokenAsync("coordinator@bench.example", stop);
        await installation.ServeAsync(stop);
        try
        {
            results.AddRange(await new TimeMeasures(installation, tokens[0], approver, links[0], links[1]).RunAsync(stop));
        }
        finally
        {
            await installation.StopAsync(stop);
        }

        return results;
    }

    private static async Task<List<Result>> CrowdAsync(Installation installation, string work, int users, int minutes, CancellationToken stop)
    {
        var set = DataSet.Crowd with { People = users };
        await ImportAsync(installation, set, Path.Combine(work, "bundle-crowd"), stop);
        await installation.MakeAccountAsync(0, null, stop);
        var links = await LinksAsync(
            installation,
            [.. Enumerable.Range(0, users).Select(i => new DemoAccount(string.Create(CultureInfo.InvariantCulture, $"crowd{i + 1}@practice.example"), $"Person {i + 1}", Role.Member, PracticeWriter.Person(i)))],
            stop);
        await installation.ServeAsync(stop);
        try
        {
            return [.. await new CrowdTest(installation.Url, links, TimeSpan.FromMinutes(minutes)).RunAsync(stop)];
        }
        finally
        {
            await installation.StopAsync(stop);
        }
    }

    // Time comes alone, into a practice that has everything else.
    private static async Task<Result> ImportAsync(Installation installation, DataSet set, string bundle, CancellationToken stop)
    {
        new PracticeWriter(set, seed: 1, DateOnly.FromDateTime(TimeProvider.System.GetUtcNow().UtcDateTime), bundle).Write();
        var time = Directory.CreateDirectory(bundle + "-time").FullName;
        File.Move(Path.Combine(bundle, "time.csv"), Path.Combine(time, "time.csv"));
        (await installation.RunAsync(["import", bundle, "--quiet"], "", stop)).MustSucceed("import");
        var import = (await installation.RunAsync(["import", time, "--quiet"], "", stop)).MustSucceed("import of time");
        return new Result(
            "Command line", "import of 1,000,000 entries", import.Took.TotalSeconds, "s", 60,
            Note: FormattableString.Invariant($"{set.TimeEntries / import.Took.TotalSeconds:#,0} rows/s, starting the program and its database included"));
    }

    // A sign-in link for each account, as a demo prints them: what is measured is not how passwords are checked.
    private static async Task<IReadOnlyList<string>> LinksAsync(Installation installation, IReadOnlyList<DemoAccount> accounts, CancellationToken stop)
    {
        await using var open = await OpenDatabase.OpenAsync(null, installation.DataFolder, _ => { }, stop);
        await open.Database.ReadAsync(connection => connection.ExecuteAsync("insert into instance (name, value) values ('demo', 'true')"), stop);
        return [.. (await SignInLinks.ForDemoAsync(open.Database, accounts, stop)).Select(link => link.Path)];
    }
}

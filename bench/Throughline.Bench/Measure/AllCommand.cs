using Throughline.Bench.Generate;

namespace Throughline.Bench.Measure;

/// <summary><c>all</c>: every figure of docs/performance.md, from an empty folder on, with nothing prepared.</summary>
internal sealed class AllCommand
{
    private const string Starting = "Starting, on a data folder of its own";
    private const string Command = "Command line";
    private const int Clients = 8;

    private readonly string program;
    private readonly string work = Directory.CreateTempSubdirectory("throughline-bench-").FullName;
    private readonly List<Result> results = [];

    private AllCommand(string program) => this.program = program;

    public static async Task<int> RunAsync(Options options, CancellationToken stop)
    {
        var all = new AllCommand(Path.GetFullPath(options.Text("--program") ?? "./throughline"));
        try
        {
            await all.RunAsync(stop);
            all.results.AddRange(await new CrashTest(all.Fresh("crash"), writers: 100, all.work).RunAsync(stop));
        }
        finally
        {
            Run.Of("S (and 4S where said)", all.results).Report(options.Text("--out") ?? "artifacts/bench/performance.md");
            Directory.Delete(all.work, recursive: true);
        }

        return all.results.All(result => result.IsKept) ? 0 : 1;
    }

    private Installation Fresh(string name)
    {
        // The private PostgreSQL may run under another account, which must be able to pass.
        File.SetUnixFileMode(work, File.GetUnixFileMode(work) | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute);
        return new Installation(program, Path.Combine(work, name));
    }

    private async Task RunAsync(CancellationToken stop)
    {
        await StartAsync(stop);
        var small = await MeasureSetAsync(DataSet.S, stop);
        results.AddRange(small);
        results.AddRange(MeasureCommand.Compared(Run.Of("S", small), await MeasureSetAsync(DataSet.FourS, stop)));
    }

    private async Task StartAsync(CancellationToken stop)
    {
        var installation = Fresh("start");
        (await installation.RunAsync(["--help"], "", stop)).MustSucceed("--help"); // Builds, where sources changed: that is not what is measured.
        results.Add(Seconds(Starting, "First page on an empty folder", await installation.ServeAsync(stop), 10));
        await Task.Delay(TimeSpan.FromMinutes(1), stop);
        results.Add(new Result("Memory", "Program and PostgreSQL a minute after the first page", installation.Megabytes(), "MB", 250, Note: "proportional set size"));
        await installation.StopAsync(stop);
        results.Add(Seconds(Starting, "First page the next time", await installation.ServeAsync(stop), 3));
        await installation.StopAsync(stop);
    }

    private async Task<IReadOnlyList<Result>> MeasureSetAsync(DataSet set, CancellationToken stop)
    {
        var today = DateOnly.FromDateTime(TimeProvider.System.GetUtcNow().UtcDateTime);
        var bundle = new PracticeWriter(set, seed: 1, today, Path.Combine(work, "bundle-" + set.Name));
        bundle.Write();
        var installation = Fresh(set.Name);
        var made = new List<Result> { await ImportAsync(installation, set.TimeEntries, Path.Combine(work, "bundle-" + set.Name), stop) };
        var tokens = await installation.MakeAccountAsync(Clients, "p0001", stop);

        made.Add(await FundsAsync(installation, "report remaining-funds, alone", 2, stop));
        await installation.ServeAsync(stop);
        try
        {
            made.Add(await FundsAsync(installation, "report remaining-funds, beside a server", 1.5, stop));
            made.AddRange(await new ServerUnderTest(installation.Url, tokens, Installation.Email, Installation.Password, null).MeasureAsync(null, stop));
            made.Add(new Result("Memory", "Program and PostgreSQL after all requests", installation.Megabytes(), "MB", Note: "proportional set size"));
        }
        finally
        {
            await installation.StopAsync(stop);
        }

        return made;
    }

    // Time comes alone, into a practice that has everything else.
    private static async Task<Result> ImportAsync(Installation installation, int entries, string bundle, CancellationToken stop)
    {
        var time = Directory.CreateDirectory(bundle + "-time").FullName;
        File.Move(Path.Combine(bundle, "time.csv"), Path.Combine(time, "time.csv"));
        (await installation.RunAsync(["import", bundle, "--quiet"], "", stop)).MustSucceed("import");
        var import = (await installation.RunAsync(["import", time, "--quiet"], "", stop)).MustSucceed("import of time");
        return new Result(
            Command, "import of time, rows a second", entries / import.Took.TotalSeconds, "/s", 30_000, AtLeast: true,
            Note: FormattableString.Invariant($"{entries} rows in {import.Took.TotalSeconds:0.0} s, starting the program and its database included"));
    }

    private static async Task<Result> FundsAsync(Installation installation, string name, double bar, CancellationToken stop)
    {
        var times = new List<double>();
        for (var i = 0; i < 5; i++)
            times.Add((await installation.RunAsync(["report", "remaining-funds", "--format", "csv"], "", stop)).MustSucceed("report").Took.TotalSeconds);

        var (p50, p95) = Timing.Percentiles(times);
        return new Result(Command, name, p50, "s", bar, P95: p95);
    }

    private static Result Seconds(string section, string name, TimeSpan took, double bar) => new(section, name, took.TotalSeconds, "s", bar);
}

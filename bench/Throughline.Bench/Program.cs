using System.Diagnostics;
using System.Globalization;
using Throughline.Bench;
using Throughline.Bench.Generate;
using Throughline.Bench.Measure;

const string Usage = """
    throughline-bench generate [--set S|4S|L/10|L|crowd|schedule] [--seed N] [--today D] [--people N] [--engagements N] [--issues N] [--time-entries N] [--bookings N] FOLDER
    throughline-bench measure --url U --token T [--token T]… [--email E --password P | --link L] [--set S] [--data FOLDER] [--compare FILE.json] [--out FILE.md]
    throughline-bench time    [--program ./throughline] [--users 2000] [--minutes 10] [--only practice|crowd] [--out FILE.md]
    throughline-bench revenue [--program ./throughline] [--bundle FOLDER] [--out FILE.md]
    throughline-bench crash   [--program ./throughline] [--writers 100] [--out FILE.md]
    throughline-bench all     [--program ./throughline] [--out FILE.md]
    See bench/README.md.
    """;

using var stop = new CancellationTokenSource();
Console.CancelKeyPress += (_, press) =>
{
    press.Cancel = true;
    stop.Cancel();
};

try
{
    var options = new Options(args.Skip(1));
    switch (args.FirstOrDefault())
    {
        case "generate":
            Generate(options);
            return 0;
        case "measure":
            return await MeasureCommand.RunAsync(options, stop.Token);
        case "time":
            return await TimeCommand.RunAsync(options, stop.Token);
        case "revenue":
            return await RevenueCommand.RunAsync(options, stop.Token);
        case "crash":
            return await CrashCommand.RunAsync(options, stop.Token);
        case "all":
            return await AllCommand.RunAsync(options, stop.Token);
        default:
            await Console.Error.WriteLineAsync(Usage);
            return 2;
    }
}
catch (WrongOptionException wrong)
{
    await Console.Error.WriteLineAsync(wrong.Message);
    return 2;
}

static void Generate(Options options)
{
    if (options.Rest is not [var folder])
        throw new WrongOptionException("generate needs one folder to write to.");

    var watch = Stopwatch.StartNew();
    var writer = new PracticeWriter(DataSet.From(options), options.Whole("--seed", 1), options.Date("--today", Today()), folder);
    writer.Write();
    Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{writer.Rows} rows in {watch.Elapsed.TotalSeconds:0.0} s: {folder}"));
}

static DateOnly Today() => DateOnly.FromDateTime(TimeProvider.System.GetUtcNow().UtcDateTime);

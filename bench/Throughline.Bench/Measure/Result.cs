using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;

namespace Throughline.Bench.Measure;

/// <summary>One measured figure. Without a value it could not be measured, and the note says why.</summary>
/// <param name="Bar">What is promised: at most so much, or at least where <paramref name="AtLeast"/> is set; null where nothing is.</param>
/// <param name="Statements">Statements against the database, as the server counted them for one request.</param>
internal sealed record Result(
    string Section, string Name, double? Value, string Unit, double? Bar = null, bool AtLeast = false, double? P95 = null, int? Statements = null, string Note = "")
{
    public bool? Met => Bar is null || Value is null ? null : AtLeast ? Value >= Bar : Value <= Bar;

    /// <summary>False where a bar was missed, and where it is not known because nothing could be measured.</summary>
    public bool IsKept => Bar is null || Met == true;
}

/// <summary>All figures of one run: a table for people and the same as JSON.</summary>
internal sealed record Run(string Set, string Machine, DateTimeOffset At, IReadOnlyList<Result> Results)
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { WriteIndented = true };

    public static Run Of(string set, IReadOnlyList<Result> results) => new(set, MachineName(), TimeProvider.System.GetUtcNow(), results);

    public static Run Read(string file) => JsonSerializer.Deserialize<Run>(File.ReadAllText(file), Json)!;

    /// <summary>Prints the table, and writes it to the file with the JSON beside it where a file is named.</summary>
    public void Report(string? file)
    {
        var text = Markdown();
        Console.Write(text);
        if (file is null)
            return;

        Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(file))!);
        File.WriteAllText(file, text);
        File.WriteAllText(Path.ChangeExtension(file, ".json"), JsonSerializer.Serialize(this, Json) + "\n");
    }

    public string Markdown()
    {
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"Measured on {At:yyyy-MM-dd} with data set {Set}.\nMachine: {Machine}.\n");
        foreach (var section in Results.GroupBy(result => result.Section))
        {
            text.Append(CultureInfo.InvariantCulture, $"\n## {section.Key}\n\n| what | measured | p95 | bar | met | statements | note |\n|---|---:|---:|---:|---|---:|---|\n");
            foreach (var result in section)
                text.Append(Row(result));
        }

        return text.ToString();
    }

    private static string Row(Result result) => string.Create(
        CultureInfo.InvariantCulture,
        $"| {result.Name} | {Figure(result.Value, result.Unit)} | {Figure(result.P95, result.Unit)} | {BarOf(result)} | {MetOf(result)} | {result.Statements} | {result.Note} |\n");

    private static string BarOf(Result result) => result.Bar is null ? "" : (result.AtLeast ? "≥ " : "≤ ") + Figure(result.Bar, result.Unit);

    private static string MetOf(Result result) => result.Met switch { true => "yes", false => "**no**", null => result.Bar is null ? "" : "not measured" };

    private static string Figure(double? value, string unit) => value is not { } number ? ""
        : number.ToString(number >= 100 ? "#,0" : "0.##", CultureInfo.InvariantCulture) + " " + unit;

    private static string MachineName()
    {
        var cpu = File.Exists("/proc/cpuinfo")
            ? File.ReadLines("/proc/cpuinfo").FirstOrDefault(line => line.StartsWith("model name", StringComparison.Ordinal))?.Split(':')[1].Trim()
            : null;
        var gigabytes = GC.GetGCMemoryInfo().TotalAvailableMemoryBytes / (1 << 30);
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{Environment.ProcessorCount} cores{(cpu is null ? "" : $" ({cpu})")}, {gigabytes} GB, {RuntimeInformation.OSDescription}, {RuntimeInformation.FrameworkDescription}");
    }
}

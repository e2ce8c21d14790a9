using System.Globalization;

namespace Throughline.Bench.Measure;

/// <summary>The processes of one data folder, found in /proc: the program that serves it and its PostgreSQL.</summary>
internal static class Processes
{
    /// <summary>The server's process, by the folder on its command line.</summary>
    public static int? Server(string dataFolder) => All().Cast<int?>().FirstOrDefault(pid =>
        CommandLine(pid!.Value) is var words && words.Any(word => word.EndsWith("throughline.dll", StringComparison.Ordinal))
        && words.Contains("--data") && words.Contains(dataFolder) && (words.Contains("serve") || words.Contains("--urls")));

    /// <summary>The process that all of the cluster's others are children of.</summary>
    public static int? Postmaster(string dataFolder)
    {
        var pointer = Path.Combine(dataFolder, "cluster-location");
        var home = File.Exists(pointer) ? File.ReadAllText(pointer).Trim() : Path.Combine(dataFolder, "postgres");
        var file = Path.Combine(home, "data", "postmaster.pid");
        return File.Exists(file) ? int.Parse(File.ReadLines(file).First(), CultureInfo.InvariantCulture) : null;
    }

    public static IEnumerable<int> ChildrenOf(int parent) => All().Where(pid => Parent(pid) == parent);

    /// <summary>Memory that the processes hold, what they share counted once, in MB: proportional set size.</summary>
    public static double Megabytes(IEnumerable<int> processes) => processes.Sum(Kilobytes) / 1024.0;

    private static long Kilobytes(int pid)
    {
        try
        {
            var line = File.ReadLines($"/proc/{pid}/smaps_rollup").First(line => line.StartsWith("Pss:", StringComparison.Ordinal));
            return long.Parse(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture);
        }
        catch (IOException)
        {
            return 0; // It ended meanwhile.
        }
    }

    private static IEnumerable<int> All() =>
        from folder in Directory.EnumerateDirectories("/proc")
        let name = Path.GetFileName(folder)
        where char.IsAsciiDigit(name[0])
        select int.Parse(name, CultureInfo.InvariantCulture);

    private static string[] CommandLine(int pid) => Read($"/proc/{pid}/cmdline").Split('\0', StringSplitOptions.RemoveEmptyEntries);

    private static int Parent(int pid)
    {
        // The name stands in brackets and may hold anything; the parent is the second word after it.
        var stat = Read($"/proc/{pid}/stat");
        var words = stat.Length == 0 ? [] : stat[(stat.LastIndexOf(')') + 1)..].Split(' ', StringSplitOptions.RemoveEmptyEntries);
        return words.Length > 1 ? int.Parse(words[1], CultureInfo.InvariantCulture) : 0;
    }

    private static string Read(string file)
    {
        try
        {
            return File.ReadAllText(file);
        }
        catch (Exception gone) when (gone is IOException or UnauthorizedAccessException)
        {
            return "";
        }
    }
}

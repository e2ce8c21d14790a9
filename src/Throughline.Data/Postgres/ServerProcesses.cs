using System.Diagnostics;

namespace Throughline.Data.Postgres;

/// <summary>What runs on this machine out of a cluster's folder.</summary>
internal static class ServerProcesses
{
    /// <summary>True when the process is a PostgreSQL server whose data is in the folder: a reused number is not mistaken for one.</summary>
    public static bool IsServerOf(int pid, string dataFolder)
    {
        try
        {
            if (!OperatingSystem.IsLinux())
                return Process.GetProcessById(pid).ProcessName.StartsWith("postgres", StringComparison.Ordinal);

            var words = File.ReadAllText($"/proc/{pid}/cmdline").Split('\0');
            return Path.GetFileName(words[0]) == "postgres" && words.Contains(dataFolder);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException or ArgumentException)
        {
            return false;
        }
    }

    /// <summary>True while an orphan of a dead server still has the folder as its working place.</summary>
    public static bool AnyWorksIn(string dataFolder) => OperatingSystem.IsLinux()
        && Directory.EnumerateDirectories("/proc").Where(folder => int.TryParse(Path.GetFileName(folder), out _)).Any(folder => WorksIn(folder, dataFolder));

    private static bool WorksIn(string process, string dataFolder)
    {
        try
        {
            return Directory.ResolveLinkTarget(process + "/cwd", false)?.FullName == dataFolder;
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }
}

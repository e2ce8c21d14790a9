using System.Security.Cryptography;
using System.Text;

namespace Throughline.Data.Postgres;

/// <summary>The folder that the cluster's own files live in.</summary>
internal static class ClusterHome
{
    /// <summary>
    /// <c>postgres</c> in the data folder. As root the server runs under an ordinary account, which must be able to reach
    /// its files: when a folder above keeps others out, the cluster lives under /var/lib/throughline-clusters instead.
    /// </summary>
    public static string For(string dataFolder, ServerAccount account)
    {
        var inside = Path.Combine(dataFolder, "postgres");
        if (!account.Switches)
            return inside;

        File.SetUnixFileMode(dataFolder, File.GetUnixFileMode(dataFolder) | UnixFileMode.OtherExecute);
        return EveryoneReaches(dataFolder) ? inside : Elsewhere(dataFolder);
    }

    private static bool EveryoneReaches(string folder)
    {
        for (var at = new DirectoryInfo(folder); at is not null; at = at.Parent)
        {
            if (!at.UnixFileMode.HasFlag(UnixFileMode.OtherExecute))
                return false;
        }

        return true;
    }

    // The data folder names its cluster, so a folder that is deleted and made anew starts with an empty database.
    private static string Elsewhere(string dataFolder)
    {
        var pointer = Path.Combine(dataFolder, "cluster-location");
        if (File.Exists(pointer))
            return File.ReadAllText(pointer).Trim();

        const string Root = "/var/lib/throughline-clusters";
        Directory.CreateDirectory(Root);
        File.SetUnixFileMode(Root, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute
            | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute);
        var name = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(dataFolder + Guid.NewGuid())))[..16];
        var home = Path.Combine(Root, name);
        File.WriteAllText(pointer, home);
        return home;
    }
}

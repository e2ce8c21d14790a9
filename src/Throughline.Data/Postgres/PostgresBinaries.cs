namespace Throughline.Data.Postgres;

/// <summary>Where this machine keeps PostgreSQL's server programs (initdb, pg_ctl, pg_dump).</summary>
public static class PostgresBinaries
{
    private static readonly string[] Roots =
    [
        "/usr/lib/postgresql", "/opt/homebrew/opt", "/usr/local/opt", "/Library/PostgreSQL", "/usr/pgsql",
    ];

    /// <summary>The setting THROUGHLINE_POSTGRES_BIN, else the newest version where platforms put it, else PATH; null when nothing is there.</summary>
    public static string? Find()
    {
        if (Environment.GetEnvironmentVariable("THROUGHLINE_POSTGRES_BIN") is { Length: > 0 } setting)
            return Holds(setting) ? setting : null;

        return Versioned().FirstOrDefault(Holds) ?? OnPath();
    }

    /// <summary>One line that says how to install PostgreSQL here.</summary>
    public static string HowToInstall =>
        OperatingSystem.IsMacOS() ? "PostgreSQL is not installed. Type: brew install postgresql@16"
        : File.Exists("/usr/bin/apt-get") ? "PostgreSQL is not installed. Type: sudo apt-get install postgresql"
        : File.Exists("/usr/bin/dnf") ? "PostgreSQL is not installed. Type: sudo dnf install postgresql-server"
        : "PostgreSQL 15 or later is not installed. Install its server programs, or set THROUGHLINE_DATABASE.";

    private static IEnumerable<string> Versioned() =>
        from root in Roots
        where Directory.Exists(root)
        from folder in Directory.GetDirectories(root)
        let name = Path.GetFileName(folder).Replace("postgresql@", "", StringComparison.Ordinal)
        let version = int.TryParse(name, out var number) ? number : 0
        where version >= 15
        orderby version descending
        select Path.Combine(folder, "bin");

    private static string? OnPath() =>
        (from folder in (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator)
         let initdb = Path.Combine(folder, "initdb")
         where File.Exists(initdb)
         select Path.GetDirectoryName(File.ResolveLinkTarget(initdb, true)?.FullName ?? initdb)).FirstOrDefault(Holds!);

    private static bool Holds(string folder) =>
        File.Exists(Path.Combine(folder, "initdb")) && File.Exists(Path.Combine(folder, "pg_ctl"));
}

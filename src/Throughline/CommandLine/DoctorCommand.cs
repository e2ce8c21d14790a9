using System.Text.Json;

namespace Throughline.CommandLine;

/// <summary>One thing that was checked, and what was found.</summary>
internal sealed record Finding(string Check, bool Fine, string Says);

/// <summary><c>doctor</c>: settings, database, migrations, ledger, history, background work, disk; each checked and said.</summary>
internal static class DoctorCommand
{
    public static readonly Command Command = new(
        new CommandShape("doctor", "check the database, the ledger, the history and the background work", [], [], ["doctor", "doctor --json"]),
        RunAsync);

    private static async Task<int> RunAsync(Session session, CancellationToken stop)
    {
        await using var open = await session.OpenAsync(stop);
        var findings = new List<Finding>
        {
            new("settings", true, $"data folder {session.DataFolder}; database {(open.PrivateHome is { } home ? $"private, in {home}" : "as set")}"),
        };
        findings.AddRange(await DatabaseChecks.RunAsync(open.Database, stop));
        findings.Add(Disk(open.PrivateHome ?? session.DataFolder));

        if (session.Json)
            await session.Output.WriteLineAsync(JsonSerializer.Serialize(findings.Select(finding => new { check = finding.Check, ok = finding.Fine, says = finding.Says })));
        else
            findings.ForEach(finding => session.Output.WriteLine($"{(finding.Fine ? "ok  " : "BAD ")} {finding.Check,-16} {finding.Says}"));

        return findings.TrueForAll(finding => finding.Fine) ? 0 : 1;
    }

    private static Finding Disk(string folder)
    {
        var drive = new DriveInfo(Directory.Exists(folder) ? folder : "/");
        var free = drive.AvailableFreeSpace / 1_000_000;
        return new Finding("disk", free > 500, $"{free:N0} MB free");
    }
}

using System.Diagnostics;
using System.Text;

namespace Throughline.Data.Postgres;

/// <summary>Runs PostgreSQL's own programs, under the server's account.</summary>
internal sealed class PostgresCommands(string binaries, ServerAccount account)
{
    public async Task<(int Exit, string Text)> RunAsync(string program, IReadOnlyList<string> arguments, CancellationToken stop)
    {
        var start = new ProcessStartInfo(Path.Combine(binaries, program))
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            RedirectStandardInput = true,
            WorkingDirectory = "/",
        };
        foreach (var argument in arguments)
            start.ArgumentList.Add(argument);

        if (account.Name is { } name)
            start.UserName = name;

        start.Environment["LC_ALL"] = OperatingSystem.IsMacOS() ? "en_US.UTF-8" : "C.UTF-8";
        foreach (var variable in new[] { "PGDATA", "PGPORT", "PGHOST", "PGUSER", "PGPASSWORD" })
            start.Environment.Remove(variable);

        using var process = Process.Start(start) ?? throw new ClusterUnavailableException($"{program} did not start.");
        process.StandardInput.Close();

        // The server that pg_ctl leaves behind inherits the pipes: reading to their end would wait for ever.
        var text = new StringBuilder();
        DataReceivedEventHandler append = (_, line) =>
        {
            lock (text)
                text.AppendLine(line.Data);
        };
        process.OutputDataReceived += append;
        process.ErrorDataReceived += append;
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        while (!process.HasExited)
            await Task.Delay(5, stop);

        lock (text)
            return (process.ExitCode, text.ToString());
    }
}

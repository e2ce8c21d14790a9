using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace Throughline.Bench.Measure;

/// <summary>What a command of the program printed, how it ended and how long it took.</summary>
internal sealed record CommandRun(int Exit, string Output, string Errors, TimeSpan Took)
{
    public CommandRun MustSucceed(string command) => Exit == 0 ? this
        : throw new InvalidOperationException($"throughline {command} ended with {Exit}: {Errors.Trim()}");
}

/// <summary>The program as people start it, on a data folder of its own.</summary>
internal sealed class Installation(string program, string dataFolder)
{
    public const string Email = "bench@practice.example";
    public const string Password = "measure-what-matters-2026";

    private static readonly string[] Scopes = ["read", "time", "staffing", "delivery", "finance", "admin"];

    private Process? server;

    public string DataFolder => dataFolder;

    public string Url { get; } = $"http://localhost:{FreePort()}";

    public int? ServerProcess => server?.Id;

    public async Task<CommandRun> RunAsync(IReadOnlyList<string> arguments, string input, CancellationToken stop)
    {
        var watch = Stopwatch.StartNew();
        using var process = Start([.. arguments, "--data", dataFolder]);
        await process.StandardInput.WriteAsync(input);
        process.StandardInput.Close();
        var output = process.StandardOutput.ReadToEndAsync(stop);
        var errors = process.StandardError.ReadToEndAsync(stop);
        await process.WaitForExitAsync(stop);
        return new CommandRun(process.ExitCode, await output, await errors, watch.Elapsed);
    }

    /// <summary>An administrator with a password, who may be a person of the practice and then leads projects, and so many tokens with every scope.</summary>
    public async Task<IReadOnlyList<string>> MakeAccountAsync(int tokens, string? person, CancellationToken stop)
    {
        string[] member = person is null ? [] : ["--role", "project_manager", "--person", person];
        (await RunAsync(["user", "add", Email, "--role", "administrator", .. member, "--password-stdin"], Password + "\n", stop)).MustSucceed("user add");
        var made = new List<string>();
        for (var i = 0; i < tokens; i++)
            made.Add(await MakeTokenAsync(Email, stop));

        return made;
    }

    /// <summary>A token of an account, with every scope.</summary>
    public async Task<string> MakeTokenAsync(string email, CancellationToken stop) =>
        (await RunAsync(["token", "create", email, .. Scopes.SelectMany(scope => new[] { "--scope", scope })], "", stop)).MustSucceed("token create").Output.Trim();

    /// <summary>Starts the server and waits for its first whole page; the time is that of both.</summary>
    public async Task<TimeSpan> ServeAsync(CancellationToken stop)
    {
        var watch = Stopwatch.StartNew();
        server = Start(["serve", "--urls", Url, "--data", dataFolder]);
        _ = server.StandardOutput.ReadToEndAsync(stop);
        var errors = server.StandardError.ReadToEndAsync(stop);
        using var http = new HttpClient { Timeout = TimeSpan.FromSeconds(5) };
        while (!await AnswersAsync(http, "/", stop))
        {
            if (server.HasExited)
                throw new InvalidOperationException($"throughline serve ended with {server.ExitCode}: {(await errors).Trim()}");
            if (watch.Elapsed > TimeSpan.FromMinutes(2))
                throw new InvalidOperationException("throughline serve showed no page within two minutes.");

            await Task.Delay(10, stop);
        }

        return watch.Elapsed;
    }

    public async Task<bool> IsHealthyAsync(CancellationToken stop)
    {
        using var http = new HttpClient { Timeout = TimeSpan.FromSeconds(5) };
        return await AnswersAsync(http, Routes.Health, stop) || await AnswersAsync(http, "/health", stop);
    }

    /// <summary>Asks the server to end, as a service manager does, and waits until it has.</summary>
    public async Task StopAsync(CancellationToken stop)
    {
        if (server is not { HasExited: false })
            return;

        using (var kill = Process.Start("kill", ["-TERM", server.Id.ToString(CultureInfo.InvariantCulture)]))
            await kill.WaitForExitAsync(stop);
        await server.WaitForExitAsync(stop);
        server.Dispose();
        server = null;
    }

    /// <summary>Ends the server as a power cut would.</summary>
    public async Task KillServerAsync(CancellationToken stop)
    {
        server!.Kill();
        await server.WaitForExitAsync(stop);
        server.Dispose();
        server = null;
    }

    /// <summary>Ends every process of its PostgreSQL as a power cut would.</summary>
    public void KillPostgres()
    {
        if (Processes.Postmaster(dataFolder) is not { } postmaster)
            return;

        foreach (var pid in Processes.ChildrenOf(postmaster).Prepend(postmaster).ToList())
            Kill(pid);
    }

    public double Megabytes()
    {
        var own = ServerProcess ?? Processes.Server(dataFolder);
        int[] processes = [.. own is { } pid ? [pid] : Array.Empty<int>(), .. Processes.Postmaster(dataFolder) is { } postmaster ? Processes.ChildrenOf(postmaster).Prepend(postmaster) : []];
        return Processes.Megabytes(processes);
    }

    private static void Kill(int pid)
    {
        try
        {
            using var process = Process.GetProcessById(pid);
            process.Kill();
        }
        catch (Exception gone) when (gone is ArgumentException or InvalidOperationException)
        {
            // It fell with the first.
        }
    }

    private async Task<bool> AnswersAsync(HttpClient http, string path, CancellationToken stop)
    {
        try
        {
            using var answer = await http.GetAsync(new Uri(Url + path), stop);
            return answer.StatusCode == HttpStatusCode.OK;
        }
        catch (Exception notYet) when (notYet is HttpRequestException or TaskCanceledException && !stop.IsCancellationRequested)
        {
            return false;
        }
    }

    private Process Start(IEnumerable<string> arguments) => Process.Start(new ProcessStartInfo(program, arguments)
    {
        RedirectStandardInput = true,
        RedirectStandardOutput = true,
        RedirectStandardError = true,
    })!;

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}

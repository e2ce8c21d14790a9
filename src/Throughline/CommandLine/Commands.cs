using System.Runtime.InteropServices;
using Npgsql;
using Throughline.Data;
using Throughline.Data.Postgres;

namespace Throughline.CommandLine;

/// <summary>A command of the program. The result is its exit status: 0 done, 1 it failed, 2 the input or the arguments are wrong.</summary>
public sealed record Command(CommandShape Shape, Func<Session, CancellationToken, Task<int>> RunAsync);

/// <summary>The list of commands, and the way from words to one of them.</summary>
public static class Commands
{
    public static IReadOnlyList<Command> All { get; } =
    [
        ServeCommand.Command,
        ImportCommand.Import,
        ImportCommand.Export,
        ImportSowCommand.Command,
        ImportTimeCommand.Command,
        ImportScheduleCommand.Command,
        ReportCommand.Command,
        CalcCommandShape.Command,
        UserCommand.Add,
        UserCommand.List,
        UserCommand.Disable,
        TokenCommand.Create,
        DoctorCommand.Command,
        BackupCommand.Backup,
        BackupCommand.Restore,
        VerifyCommand.Command,
        OpenApiCommand.Command,
    ];

    /// <summary>Runs what the words ask for; without words that is <c>serve</c>.</summary>
    public static async Task<int> RunAsync(IReadOnlyList<string> words, TextReader input, TextWriter output, TextWriter errors)
    {
        try
        {
            if (words is ["--help" or "-h" or "help", ..])
                return Help.All(output);

            if (words is ["--version"])
            {
                await output.WriteLineAsync(typeof(Commands).Assembly.GetName().Version!.ToString(3));
                return 0;
            }

            words = CommandFirst([.. words.Select(word => word == "-h" ? "--help" : word)]);
            if (words is [var group, "--help", ..] && All.Where(command => IsOf(command, group)).ToList() is { Count: > 0 } members)
                return Help.Of(members, output);

            var (command, rest) = Find(words);
            var arguments = Arguments.Parse(command.Shape, rest);
            if (arguments.Has("--help"))
                return Help.Of(command.Shape, output);

            using var stop = new CancellationTokenSource();
            ConsoleCancelEventHandler cancel = (_, press) =>
            {
                press.Cancel = true;
                stop.Cancel();
            };
            Console.CancelKeyPress += cancel;
            using var terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, signal =>
            {
                signal.Cancel = true;
                stop.Cancel();
            });
            try
            {
                return await command.RunAsync(new Session(arguments, input, output, errors), stop.Token);
            }
            finally
            {
                Console.CancelKeyPress -= cancel;
            }
        }
        catch (Exception failure)
        {
            var (status, line) = Explain(failure);
            await errors.WriteLineAsync(line);
            return status;
        }
    }

    private static bool IsOf(Command command, string group) => command.Shape.Words.StartsWith(group + " ", StringComparison.Ordinal);

    // What every command takes may also stand before it.
    private static IReadOnlyList<string> CommandFirst(IReadOnlyList<string> words)
    {
        var at = 0;
        while (at < words.Count && CommandShape.Common.FirstOrDefault(option => words[at] == option.Name || words[at].StartsWith(option.Name + "=", StringComparison.Ordinal)) is { } common)
            at += common.IsFlag || words[at].Contains('=', StringComparison.Ordinal) ? 1 : 2;

        return at == 0 || at >= words.Count || words[at].StartsWith("--", StringComparison.Ordinal) ? words : [.. words.Skip(at), .. words.Take(at)];
    }

    private static (Command Command, IReadOnlyList<string> Remaining) Find(IReadOnlyList<string> words)
    {
        if (words.Count == 0 || words[0].StartsWith("--", StringComparison.Ordinal))
            return (ServeCommand.Command, words);

        var named = All.FirstOrDefault(command => command.Shape.Words.Split(' ') is var own && own.SequenceEqual(words.Take(own.Length)));
        if (named is not null)
            return (named, [.. words.Skip(named.Shape.Words.Split(' ').Length)]);

        var group = All.Where(command => IsOf(command, words[0])).Select(command => command.Shape.Words).ToList();
        throw new UsageException(group.Count > 0
            ? $"{words[0]}: say which: {string.Join(", ", group)}."
            : $"There is no command {words[0]}. See throughline --help");
    }

    // The one place that turns a failure into a line and an exit status.
    private static (int Status, string Line) Explain(Exception failure) => failure switch
    {
        UsageException => (2, failure.Message),
        ClusterUnavailableException or MigrationException => (1, failure.Message),
        OperationCanceledException => (1, "Stopped."),
        NpgsqlException { InnerException: { } inner } => (1, $"The database does not answer: {OneLine(inner.Message)}"),
        NpgsqlException => (1, $"The database refused: {OneLine(failure.Message)}"),
        UnauthorizedAccessException or IOException => (1, OneLine(failure.Message)),
        _ => (1, $"Something went wrong inside Throughline: {failure.GetType().Name}: {OneLine(failure.Message)}"
            + (Environment.GetEnvironmentVariable("THROUGHLINE_DEBUG") is { Length: > 0 } ? Environment.NewLine + failure : "")),
    };

    internal static string OneLine(string text) => string.Join(' ', text.Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries));
}

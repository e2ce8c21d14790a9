using System.Globalization;
using Throughline.Data.Recording;

namespace Throughline.CommandLine;

/// <summary>One run of a command: its arguments, where it prints, and the database it works on.</summary>
public sealed class Session(Arguments arguments, TextReader input, TextWriter output, TextWriter errors)
{
    public Arguments Arguments { get; } = arguments;
    public TextReader Input { get; } = input;
    public TextWriter Output { get; } = output;
    public TextWriter Errors { get; } = errors;

    public bool Json => Arguments.Has("--json");
    public bool Quiet => Arguments.Has("--quiet");

    public string DataFolder => Arguments.Value("--data") ?? DefaultDataFolder();

    /// <summary>The operator at the keyboard: whoever may start the program on this machine.</summary>
    public Actor Operator { get; } = new("command line", Guid.CreateVersion7(), "administrator");

    /// <summary>Opens the database, brought to this version if that is safe, and lets go of it when disposed.</summary>
    public Task<OpenDatabase> OpenAsync(CancellationToken stop) => OpenDatabase.OpenAsync(DatabaseSetting(), DataFolder, Note, stop);

    /// <summary>An instant option such as --recorded-at; null when not given.</summary>
    public DateTimeOffset? Instant(string option) => Arguments.Value(option) is not { } text ? null
        : DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var instant)
            && text.Contains('T', StringComparison.Ordinal)
            ? instant
            : throw new UsageException($"{option}: \"{text}\" is not an instant such as 2026-03-02T14:05:00Z.");

    public DateOnly? Date(string option) => Arguments.Value(option) is not { } text ? null
        : DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var date)
            ? date
            : throw new UsageException($"{option}: \"{text}\" is not a date such as 2026-03-02.");

    /// <summary>Progress and advice, on standard error and only for people.</summary>
    public void Note(string line)
    {
        if (!Quiet)
            Errors.WriteLine(line);
    }

    internal string? DatabaseSetting() =>
        Arguments.Value("--database") ?? (Environment.GetEnvironmentVariable("THROUGHLINE_DATABASE") is { Length: > 0 } setting ? setting : null);

    private static string DefaultDataFolder() =>
        Environment.UserName == "root" ? "/var/lib/throughline"
        : OperatingSystem.IsMacOS() ? Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), "Library/Application Support/Throughline")
        : Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData, Environment.SpecialFolderOption.Create), "throughline");
}

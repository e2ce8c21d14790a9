using System.Globalization;

namespace Throughline.Bench;

/// <summary>The arguments are wrong; the message is one line that says what to do.</summary>
internal sealed class WrongOptionException(string message) : Exception(message);

/// <summary>The arguments of one run: options with a value each, which may be repeated, and the rest.</summary>
internal sealed class Options
{
    private readonly List<(string Name, string Value)> named = [];
    private readonly List<string> rest = [];

    public Options(IEnumerable<string> arguments)
    {
        string? open = null;
        foreach (var argument in arguments)
        {
            if (open is not null)
            {
                named.Add((open, argument));
                open = null;
            }
            else if (argument.StartsWith("--", StringComparison.Ordinal))
                open = argument;
            else
                rest.Add(argument);
        }

        if (open is not null)
            throw new WrongOptionException($"{open} needs a value.");
    }

    public IReadOnlyList<string> Rest => rest;

    public string? Text(string name) => All(name) is [.., var last] ? last : null;

    public string Needed(string name) => Text(name) ?? throw new WrongOptionException($"{name} is missing; see bench/README.md.");

    public IReadOnlyList<string> All(string name) => [.. named.Where(option => option.Name == name).Select(option => option.Value)];

    public int Whole(string name, int otherwise) => Text(name) is not { } text ? otherwise
        : int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number
        : throw new WrongOptionException($"{name}: \"{text}\" is not a whole number.");

    public DateOnly Date(string name, DateOnly otherwise) => Text(name) is not { } text ? otherwise
        : DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var date) ? date
        : throw new WrongOptionException($"{name}: \"{text}\" is not a date such as 2026-03-02.");
}

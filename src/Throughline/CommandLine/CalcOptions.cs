using System.Globalization;
using Throughline.Domain;

namespace Throughline.CommandLine;

/// <summary>The options of one calculation as text, and what is wrong with them.</summary>
internal sealed class CalcOptions
{
    // Common to all commands; they change nothing about a calculation, whose answer is always JSON.
    private static readonly string[] CommonFlags = ["--json", "--quiet", "--no-color"];
    private static readonly string[] CommonOptions = ["--database", "--data"];

    private readonly Dictionary<string, string> values = new(StringComparer.Ordinal);
    private readonly List<string> problems;

    private CalcOptions(List<string> problems) => this.problems = problems;

    public static CalcOptions Read(string[] args, string[] known, List<string> problems)
    {
        var options = new CalcOptions(problems);
        for (var i = 0; i < args.Length; i++)
        {
            var name = args[i];
            if (CommonFlags.Contains(name))
                continue;

            if (!known.Contains(name) && !CommonOptions.Contains(name))
                problems.Add(name.StartsWith('-')
                    ? $"{name}: there is no such option; the nearest is {Nearest.To(name, known)}"
                    : $"{name}: not expected here");
            else if (i + 1 == args.Length || args[i + 1].StartsWith("--", StringComparison.Ordinal))
                problems.Add($"{name}: its value is missing");
            else if (!options.values.TryAdd(name, args[++i]))
                problems.Add($"{name}: given twice");
        }

        return options;
    }

    public string? Value(string name) => values.GetValueOrDefault(name);

    /// <summary>The value read, or the default of its type after a problem was noted.</summary>
    public T? Required<T>(string name, Func<string, T?> read, string expected)
    {
        if (Value(name) is not { } text)
        {
            if (!problems.Any(problem => problem.StartsWith(name + ":", StringComparison.Ordinal)))
                problems.Add($"{name}: missing; give {expected}");
            return default;
        }

        var value = read(text);
        if (value is null)
            problems.Add($"{name}: \"{text}\" is not {expected}");
        return value;
    }

    /// <summary>One of the choices, the first when the option is absent.</summary>
    public string Choice(string name, params string[] choices)
    {
        var text = Value(name) ?? choices[0];
        if (!choices.Contains(text))
            problems.Add($"{name}: \"{text}\" is not one of {string.Join(", ", choices)}");
        return text;
    }

    /// <summary>An ISO instant; a time without Z or an offset could be anywhere and is none.</summary>
    public static DateTimeOffset? Instant(string text)
    {
        string[] formats = [.. from seconds in (string[])["", ":ss", ":ss.FFFFFFF"]
                               from zone in (string[])["'Z'", "zzz"]
                               select "yyyy-MM-dd'T'HH:mm" + seconds + zone];

        // The last years of the calendar leave no room to count on.
        return DateTimeOffset.TryParseExact(text, formats, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var instant)
            && instant.Year is > 1 and < 9900
            ? instant
            : null;
    }

    public static int? Days(string text) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var days) && days is >= 1 and <= 10_000 ? days : null;
}

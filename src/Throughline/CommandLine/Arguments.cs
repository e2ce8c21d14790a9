namespace Throughline.CommandLine;

/// <summary>The words on the command line cannot be understood; the message is one line that says what to do.</summary>
public sealed class UsageException(string message) : Exception(message);

/// <summary>An option of a command. A flag takes no value; a repeated option collects all its values.</summary>
public sealed record Option(string Name, string? Value, string Help, bool Repeated = false)
{
    public bool IsFlag => Value is null;
}

/// <summary>What one command accepts.</summary>
/// <param name="Words">The command's own words, <c>token create</c>.</param>
/// <param name="Positional">Names of what follows, in order; the last may end in … and then takes one or more.</param>
public sealed record CommandShape(
    string Words, string Summary, IReadOnlyList<string> Positional, IReadOnlyList<Option> Options, IReadOnlyList<string> Examples)
{
    public static readonly IReadOnlyList<Option> Common =
    [
        new("--database", "URL", "the PostgreSQL database to use (else THROUGHLINE_DATABASE, else a private one)"),
        new("--data", "FOLDER", "the program's data folder"),
        new("--json", null, "answer in JSON"),
        new("--quiet", null, "print results only"),
        new("--no-color", null, "print no colours"),
        new("--help", null, "print this help"),
    ];

    /// <summary>True when everything after the command's words is handed on as it is.</summary>
    public bool ReadsItsOwnWords { get; init; }

    public IEnumerable<Option> AllOptions => Options.Concat(Common.Where(common => Options.All(option => option.Name != common.Name)));
}

/// <summary>Command-line words sorted into options and positional arguments of one command.</summary>
public sealed class Arguments
{
    private readonly Dictionary<string, List<string>> values = new(StringComparer.Ordinal);

    private Arguments(IReadOnlyList<string> positional) => Positional = positional;

    public IReadOnlyList<string> Positional { get; }

    public bool Has(string option) => values.ContainsKey(option);

    /// <summary>The option's value; null when it was not given. Given twice, it must be a repeated one.</summary>
    public string? Value(string option) => values.TryGetValue(option, out var given) ? given[^1] : null;

    public IReadOnlyList<string> Values(string option) => values.GetValueOrDefault(option) ?? [];

    /// <summary>Sorts the words; throws <see cref="UsageException"/> on an unknown option, a missing value or a word too many.</summary>
    public static Arguments Parse(CommandShape shape, IReadOnlyList<string> words)
    {
        if (shape.ReadsItsOwnWords)
            return new Arguments(words);

        var positional = new List<string>();
        var arguments = new Arguments(positional);
        var onlyPositional = false;
        for (var at = 0; at < words.Count; at++)
        {
            var word = words[at];
            if (onlyPositional || word == "-" || !word.StartsWith("--", StringComparison.Ordinal))
                positional.Add(word);
            else if (word == "--")
                onlyPositional = true;
            else
                at = arguments.TakeOption(shape, words, at);
        }

        if (!arguments.Has("--help"))
            CheckPositional(shape, positional);

        return arguments;
    }

    private int TakeOption(CommandShape shape, IReadOnlyList<string> words, int at)
    {
        var (name, inline) = Split(words[at]);
        var option = shape.AllOptions.FirstOrDefault(option => option.Name == name)
            ?? throw new UsageException($"{shape.Words}: there is no option {name}. See throughline {shape.Words} --help");
        if (option.IsFlag && inline is not null)
            throw new UsageException($"{shape.Words}: {name} takes no value.");

        var value = option.IsFlag ? "" : inline;
        if (value is null)
        {
            if (at + 1 >= words.Count)
                throw new UsageException($"{shape.Words}: {name} needs a value ({option.Value}).");

            value = words[++at];
        }

        if (values.TryGetValue(name, out var given) && !option.Repeated && !option.IsFlag)
            throw new UsageException($"{shape.Words}: {name} is given twice.");

        if (given is null)
            values[name] = given = [];

        given.Add(value);
        return at;
    }

    private static (string Name, string? Value) Split(string word)
    {
        var equals = word.IndexOf('=', StringComparison.Ordinal);
        return equals < 0 ? (word, null) : (word[..equals], word[(equals + 1)..]);
    }

    private static void CheckPositional(CommandShape shape, List<string> given)
    {
        var many = shape.Positional.Count > 0 && shape.Positional[^1].EndsWith('…');
        if (given.Count < shape.Positional.Count)
            throw new UsageException($"{shape.Words}: {shape.Positional[given.Count].TrimEnd('…')} is missing. See throughline {shape.Words} --help");

        if (given.Count > shape.Positional.Count && !many)
            throw new UsageException($"{shape.Words}: {given[shape.Positional.Count]} is one word too many. See throughline {shape.Words} --help");
    }
}

namespace Throughline.CommandLine;

/// <summary>What <c>--help</c> prints.</summary>
internal static class Help
{
    public static int All(TextWriter output)
    {
        output.WriteLine("Throughline carries a services engagement from scoping to closure.");
        output.WriteLine();
        output.WriteLine("Usage: throughline [COMMAND] [OPTIONS]      without a command: serve");
        output.WriteLine();
        foreach (var shape in Commands.All.Select(command => command.Shape))
            output.WriteLine($"  {Call(shape),-44} {shape.Summary}");

        output.WriteLine();
        output.WriteLine("Options of every command:");
        Options(output, CommandShape.Common);
        output.WriteLine();
        output.WriteLine("Examples:");
        foreach (var example in Commands.All.Where(command => command.Shape.Examples.Count > 0).Select(command => command.Shape.Examples[0]).Take(5))
            output.WriteLine($"  throughline {example}");

        output.WriteLine();
        output.WriteLine("throughline COMMAND --help shows a command's options and examples.");
        return 0;
    }

    /// <summary>The commands of one group, one after the other.</summary>
    public static int Of(IReadOnlyList<Command> group, TextWriter output)
    {
        foreach (var command in group)
        {
            Of(command.Shape, output);
            output.WriteLine();
        }

        return 0;
    }

    public static int Of(CommandShape shape, TextWriter output)
    {
        output.WriteLine($"Usage: throughline {Call(shape)} [OPTIONS]");
        output.WriteLine();
        output.WriteLine($"  {shape.Summary}");
        output.WriteLine();
        output.WriteLine("Options:");
        Options(output, shape.AllOptions);
        output.WriteLine();
        output.WriteLine("Examples:");
        foreach (var example in shape.Examples)
            output.WriteLine($"  throughline {example}");

        return 0;
    }

    private static string Call(CommandShape shape) => string.Join(' ', shape.Positional.Prepend(shape.Words));

    private static void Options(TextWriter output, IEnumerable<Option> options)
    {
        foreach (var option in options)
            output.WriteLine($"  {(option.IsFlag ? option.Name : $"{option.Name} {option.Value}") + (option.Repeated ? " …" : ""),-28} {option.Help}");
    }
}

using System.Globalization;

namespace Throughline.Features.Contracts;

/// <summary>A piece of a YAML or JSON form with the line on which it stands (0 when it is being written).</summary>
internal abstract record StatementNode(int Line)
{
    public static readonly StatementNode Empty = new Scalar(null, 0);

    public bool IsEmpty => this is Scalar { Text: null or "" } or Map { Fields.Count: 0 } or Many { Items.Count: 0 };
}

/// <summary>A text, number or truth value; <c>Plain</c> is written without quotes.</summary>
internal sealed record Scalar(string? Text, int Line, bool Plain = false) : StatementNode(Line)
{
    public static Scalar Of(string? text) => new(text, 0);

    public static Scalar Of(int number) => new(number.ToString(CultureInfo.InvariantCulture), 0, Plain: true);

    public static Scalar Of(bool truth) => new(truth ? "true" : "false", 0, Plain: true);

    public static Scalar Number(decimal number) => new(number.ToString("0.0##", CultureInfo.InvariantCulture), 0, Plain: true);
}

internal sealed record Map(IReadOnlyList<KeyValuePair<string, StatementNode>> Fields, int Line) : StatementNode(Line)
{
    public static Map Of(params (string Name, StatementNode Value)[] fields) =>
        new([.. fields.Select(field => KeyValuePair.Create(field.Name, field.Value))], 0);

    /// <summary>The field, or an empty node on the map's own line.</summary>
    public StatementNode this[string name] => Fields.FirstOrDefault(field => field.Key == name).Value ?? new Scalar(null, Line);

    public bool Has(string name) => Fields.Any(field => field.Key == name);
}

internal sealed record Many(IReadOnlyList<StatementNode> Items, int Line) : StatementNode(Line);

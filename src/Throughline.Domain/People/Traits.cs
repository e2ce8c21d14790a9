namespace Throughline.Domain.People;

/// <summary>How somebody likes to work, in words of one's own: <c>customer_facing;mentor</c>. Lower case, spaces become underscores, none twice.</summary>
public static class Traits
{
    /// <summary>Those that forms propose; a practice may write any other.</summary>
    public static IReadOnlyList<string> Usual { get; } = ["customer_facing", "mentor", "independent", "structured", "calm_under_pressure", "team_player"];

    /// <summary>In the order written; commas serve as well as semicolons, for they are typed.</summary>
    public static IReadOnlyList<string> Parse(string? text) =>
    [
        .. (text ?? "").Split([';', ','], StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)
            .Select(one => string.Join('_', one.ToLowerInvariant().Split([' ', '-', '_'], StringSplitOptions.RemoveEmptyEntries)))
            .Where(one => one.Length > 0).Distinct(StringComparer.Ordinal),
    ];

    /// <summary>The form in which a record keeps them.</summary>
    public static string Text(IEnumerable<string> traits) => string.Join(';', traits);

    /// <summary><c>customer_facing</c> as one says it.</summary>
    public static string Words(string trait) => trait.Replace('_', ' ');
}
